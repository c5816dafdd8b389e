#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "datasets/import/join.h"
#include "datasets/import/row_fates.h"
#include "datasets/place/names.h"
#include "geo/shape_measures.h"

namespace placewright::datasets {
namespace {

constexpr double kRoadMarginM = 2'000;    // people walk and drive a little beyond the border of their place
constexpr double kGroundMarginM = 5'000;  // the map shows what lies around

geo::Box box_of_areas(const Areas& areas) {
  geo::Box box = geo::box_of(geo::Shape{});
  for (const auto& shape : areas.shape)
    if (!shape.empty()) box = geo::box_around(box, geo::box_of(shape));
  return box;
}

/// Counts rows that are used where they are needed and not kept as rows.
template <class Row, class Used>
void count_used(Collected& collected, const std::vector<Row>& rows, std::string_view why, const Used& used) {
  std::map<std::size_t, std::int64_t> unused;
  for (const auto& row : rows) {
    if (used(row))
      ++collected.taken[row.taken].source.rows_matched;
    else
      ++unused[row.taken];
  }
  for (const auto& [taken, rows_left] : unused) leave_out(collected.taken[taken].source, rows_left, why);
}

/// What the registrations say of one practice.
struct ListOfPractice {
  double inside = 0, all = 0;  ///< patients
  bool whole = false;          ///< those who live elsewhere are told too
  /// At least 100 patients or 1 % of the list live in the place.
  [[nodiscard]] bool matters() const { return inside >= 100 || (whole && inside > 0 && inside >= all / 100); }
};

std::map<std::string_view, ListOfPractice> sum_lists(const Place& place) {
  std::map<std::string_view, ListOfPractice> lists;
  for (const auto& row : place.registrations) {
    auto& list = lists[row.practice];
    const auto at = place.find_area(row.area);
    if (at && place.areas.inside[*at] != 0) list.inside += row.patients;
    list.all += row.patients;
    list.whole = list.whole || row.area == kOutside;
  }
  return lists;
}

geo::Finding describe_not_located(const Site& site, const ListOfPractice& list) {
  return {"PRACTICE_NOT_LOCATED", geo::Severity::warning, "practice " + full_name(site.id, site.name),
          fmt::format("{:.0f}{} patients live in the place, and its postcode {}", list.inside,
                      list.whole ? fmt::format(" of its {:.0f}", list.all) : std::string(" of its"),
                      site.postcode.empty() ? std::string("is not known") : site.postcode + " is in no file"),
          site.postcode.empty()
              ? "import epraccur or the practice map"
              : "import the postcodes of " + site.postcode.substr(0, site.postcode.find(' '))};
}

/// Practices without a place, one by one where they matter, and closed ones with patients.
void find_practice_doubts(const Place& place, std::vector<geo::Finding>& findings) {
  const auto lists = sum_lists(place);
  std::size_t small = 0;
  double small_patients = 0;
  for (const auto& site : place.sites) {
    if (site.kind != "gp") continue;
    const auto at = lists.find(site.id);
    const ListOfPractice list = at == lists.end() ? ListOfPractice{} : at->second;
    if (is_missing(site.x)) {
      if (!list.matters()) {
        ++small;
        small_patients += list.inside;
        continue;
      }
      findings.push_back(describe_not_located(site, list));
    }
    if (!site.open && list.inside > 0)
      findings.push_back(
          {"PRACTICE_CLOSED", geo::Severity::note, "practice " + full_name(site.id, site.name),
           fmt::format(
               "is closed in the list of practices and has {:.0f} patients of the place in the registrations",
               list.inside),
           "import registrations and practices of one date"});
  }
  if (small > 0)
    findings.push_back({"PRACTICES_FAR_NOT_LOCATED", geo::Severity::note, "site",
                        fmt::format("{} practices with fewer than 100 patients and under 1 % of their list "
                                    "from the place ({:.0f} patients together) are not located",
                                    small, small_patients),
                        "nothing, or import the postcodes of all England"});
}

/// Dates of what is counted, further apart than two years.
void find_date_doubts(const Place& place, std::vector<geo::Finding>& findings) {
  struct Dated {
    int month;
    const Source* source;
  };
  std::vector<Dated> dated;
  static const std::set<std::string_view> counted{"IoD2025 File 7",
                                                  "IoD2019 File 7",
                                                  "Census 2021 TS007A (Nomis table)",
                                                  "Census 2021 TS007A",
                                                  "mid-year population estimates by LSOA",
                                                  "patients registered by LSOA",
                                                  "practice map (practice to PCN)",
                                                  "PCN workforce by role",
                                                  "PCN workforce, individual level",
                                                  "GP workforce, practice level, high level"};
  for (const auto& source : place.sources)
    if (const auto month = month_of(source.vintage); month && counted.contains(source.taken_for))
      dated.push_back({*month, &source});
  std::stable_sort(dated.begin(), dated.end(),
                   [](const Dated& a, const Dated& b) { return a.month < b.month; });
  if (!dated.empty() && dated.back().month - dated.front().month > 24)
    findings.push_back({"VINTAGE_MIX", geo::Severity::warning, "source",
                        fmt::format("{} is of {}, {} of {}: {} months apart", dated.front().source->taken_for,
                                    dated.front().source->vintage, dated.back().source->taken_for,
                                    dated.back().source->vintage, dated.back().month - dated.front().month),
                        "use files of dates nearer to each other where they exist, and say so in reports"});
}

/// Tables that the main job would use.
void find_table_doubts(const Place& place, std::vector<geo::Finding>& findings) {
  const auto missing = [&](const char* code, const char* table, const char* what, const char* fix) {
    findings.push_back({code, geo::Severity::warning, table, what, fix});
  };
  std::size_t inside = 0, people = 0, deprived = 0;
  for (std::size_t row = 0; row < place.areas.size(); ++row) {
    if (place.areas.inside[row] == 0) continue;
    ++inside;
    if (!is_missing(place.areas.population[row])) ++people;
    if (!is_missing(place.areas.imd_score[row])) ++deprived;
  }
  if (people == 0)
    missing("POPULATION_ABSENT", "area", "no area has people", "import Census TS007A or mid-year estimates");
  else if (people < inside)
    findings.push_back({"POPULATION_PARTIAL", geo::Severity::warning, "area",
                        fmt::format("{} of {} areas have no people", inside - people, inside),
                        "import a file that covers them"});
  if (deprived == 0)
    missing("DEPRIVATION_ABSENT", "area", "no area has a deprivation score",
            "import IoD2025 File 7 (England); plans are drawn without it");
  else if (deprived < inside)
    findings.push_back({"DEPRIVATION_PARTIAL", geo::Severity::warning, "area",
                        fmt::format("{} of {} areas have no deprivation score", inside - deprived, inside),
                        "import a file that covers them"});
  if (place.registrations.empty())
    missing("REGISTRATIONS_ABSENT", "registration", "there are no registrations",
            "import the table of patients by practice and LSOA; plans are drawn without it");
}

}  // namespace

void join_others(Place& place, Collected& collected, const ImportOptions& options) {
  const auto in_place = [&](const std::string& code) { return place.find_area(code).has_value(); };
  // Projections are by authority or by area; others' are left out.
  std::set<std::string> authorities;
  if (const auto lads = place.areas.parents.find("lad_code"); lads != place.areas.parents.end())
    authorities.insert(lads->second.begin(), lads->second.end());
  if (authorities.empty())
    for (const auto& [taken, line, row] : collected.projections)
      if (!in_place(row.area_code)) collected.waiting.push_back(waiting_row(collected.taken[taken], row));
  join_segments(place, keep_rows(collected, collected.segments, "of areas that are not in the place",
                                 [&](const SegmentRow& row) { return in_place(row.area); }));
  join_projections(place, keep_rows(collected, collected.projections, "of other authorities",
                                    [&](const ProjectionRow& row) {
                                      return authorities.contains(row.area_code) || in_place(row.area_code);
                                    }));
  const auto box = box_of_areas(place.areas);
  const double buffer_m = options.buffer_km.value_or(0) * 1000;
  join_ground(place, collected, geo::grown(box, std::max(kGroundMarginM, buffer_m)));
  join_tables_of_files(place, collected, geo::grown(box, std::max(kRoadMarginM, buffer_m)));
  derive_barriers(place);
  const std::set<std::string_view> codes(place.areas.code.begin(), place.areas.code.end());
  count_used(collected, collected.lookup, "links of areas that are not in the place (used for registrations)",
             [&](const LookupLink& link) { return codes.contains(link.code_2021); });
  std::set<std::string_view> practices, pcns;
  for (const auto& site : place.sites) {
    practices.insert(site.id);
    if (!site.pcn_code.empty()) pcns.insert(site.pcn_code);
  }
  count_used(collected, collected.memberships, "of practices that are not in the place",
             [&](const Membership& one) { return practices.contains(one.practice); });
  count_used(collected, collected.networks, "PCNs that are not in the place",
             [&](const ReadRow<std::string>& one) { return pcns.contains(one.row); });
  count_used(collected, collected.priority, "areas that are not in the place",
             [&](const ReadRow<std::string>& one) { return in_place(one.row); });
}

void derive_columns(Place& place, const Collected& collected) {
  Areas& areas = place.areas;
  std::set<std::string> listed;
  for (const auto& one : collected.priority) listed.insert(one.row);
  for (std::size_t row = 0; row < areas.size(); ++row) {
    const bool deprived = !is_missing(areas.imd_decile[row]) && areas.imd_decile[row] <= 2;
    if (deprived || listed.contains(areas.code[row])) areas.priority[row] = 1;
  }
  // The PCN with most of an area's registered patients.
  std::map<std::string_view, std::string_view> pcn_of;
  for (const auto& site : place.sites)
    if (site.kind == "gp" && !site.pcn_code.empty()) pcn_of.emplace(site.id, site.pcn_code);
  std::map<std::string_view, std::map<std::string_view, double>> patients;
  std::map<std::string_view, double> all;
  for (const auto& row : place.registrations) {
    if (row.area == kOutside || row.area == kUnknown) continue;
    all[row.area] += row.patients;
    if (const auto at = pcn_of.find(row.practice); at != pcn_of.end())
      patients[row.area][at->second] += row.patients;
  }
  for (std::size_t row = 0; row < areas.size(); ++row) {
    areas.pcn_code[row].clear();
    areas.pcn_share[row] = kMissing;
    const auto at = patients.find(areas.code[row]);
    if (at == patients.end()) continue;
    double most = 0;
    for (const auto& [pcn, count] : at->second) {
      if (count <= most) continue;
      most = count;
      areas.pcn_code[row] = pcn;
    }
    if (most > 0) areas.pcn_share[row] = most / all.at(areas.code[row]);
  }
}

void find_doubts(const Place& place, std::vector<geo::Finding>& findings) {
  find_staff_doubles(place, findings);
  find_practice_doubts(place, findings);
  find_date_doubts(place, findings);
  find_table_doubts(place, findings);
}

}  // namespace placewright::datasets
