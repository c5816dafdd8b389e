#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "datasets/join.h"
#include "geo/shape_measures.h"

namespace placewright::datasets {
namespace {

constexpr double kRoadMarginM = 2'000;  // people walk and drive a little beyond the border of their place

geo::Box box_of_areas(const Areas& areas) {
  geo::Box box = geo::box_of(geo::Shape{});
  for (const auto& shape : areas.shape)
    if (!shape.empty()) box = geo::box_around(box, geo::box_of(shape));
  return box;
}

/// The record of the tables of one kind; rows that were kept are counted on the first, since they are not
/// told apart.
Source* source_of(Collected& collected, Kind kind) {
  for (auto& taken : collected.taken)
    if (taken.recognised.format.kind == kind) return &taken.source;
  return nullptr;
}

void count(Collected& collected, Kind kind, std::size_t all, std::size_t kept, std::string_view why) {
  Source* source = source_of(collected, kind);
  if (source == nullptr) return;
  source->rows_matched += static_cast<std::int64_t>(kept);
  leave_out(*source, static_cast<std::int64_t>(all - kept), why);
}

}  // namespace

void join_others(Place& place, Collected& collected, const ImportOptions& options) {
  const auto in_place = [&](const std::string& code) { return place.find_area(code).has_value(); };
  if (!collected.segments.empty()) {
    const std::size_t all = collected.segments.size();
    std::erase_if(collected.segments, [&](const SegmentRow& row) { return !in_place(row.area); });
    count(collected, Kind::segment, all, collected.segments.size(), "of areas that are not in the place");
  }
  if (!collected.projections.empty()) {
    // Projections are by authority or by area; others' are left out.
    std::set<std::string> authorities;
    if (const auto lads = place.areas.parents.find("lad_code"); lads != place.areas.parents.end())
      authorities.insert(lads->second.begin(), lads->second.end());
    const std::size_t all = collected.projections.size();
    const auto* reader = source_of(collected, Kind::projection);
    if (authorities.empty() && reader != nullptr)
      for (const auto& taken : collected.taken)
        if (&taken.source == reader)
          for (const auto& row : collected.projections)
            if (!in_place(row.area_code)) collected.waiting.push_back(waiting_row(taken, row));
    std::erase_if(collected.projections, [&](const ProjectionRow& row) {
      return !authorities.contains(row.area_code) && !in_place(row.area_code);
    });
    count(collected, Kind::projection, all, collected.projections.size(), "of other authorities");
  }
  for (auto& taken : collected.taken)
    if (taken.recognised.format.kind == Kind::weight) taken.source.rows_matched = taken.source.rows_read - taken.source.rows_left_out;
  join_tables_of_files(place, collected, geo::grown(box_of_areas(place.areas), std::max(kRoadMarginM, options.buffer_km.value_or(0) * 1000)));
  if (!collected.travel.empty()) {
    std::set<std::string> sites;
    for (const auto& site : place.sites) sites.insert(site.id);
    const std::size_t all = collected.travel.size();
    std::erase_if(collected.travel,
                  [&](const TravelRow& row) { return !in_place(row.area) || !sites.contains(row.site); });
    count(collected, Kind::travel, all, collected.travel.size(), "whose area or site is not in the place");
    // Pairs of the file take the place of the same pairs; a matrix may come in parts.
    const auto pair_of = [](const TravelRow& row) { return std::tie(row.mode, row.area, row.site); };
    const auto less = [&](const TravelRow& a, const TravelRow& b) { return pair_of(a) < pair_of(b); };
    std::stable_sort(collected.travel.begin(), collected.travel.end(), less);
    std::erase_if(place.travel, [&](const TravelRow& row) { return std::binary_search(collected.travel.begin(), collected.travel.end(), row, less); });
    std::move(collected.travel.begin(), collected.travel.end(), std::back_inserter(place.travel));
    std::stable_sort(place.travel.begin(), place.travel.end(), less);
  }
  for (auto& plan : collected.plans) {
    const std::size_t all = plan.assignments.size();
    std::erase_if(plan.assignments, [&](const PlanRecord::Assignment& one) { return !in_place(one.area); });
    std::sort(plan.assignments.begin(), plan.assignments.end(),
              [](const auto& a, const auto& b) { return a.area < b.area; });
    count(collected, Kind::plan, all, plan.assignments.size(), "areas that are not in the place");
    plan.created = options.imported_at;
    // A plan that was drawn or edited here is never overwritten by a file that happens to bear its name.
    const std::string name = plan.name;
    const auto is_own = [&](const PlanRecord& other) { return other.name == plan.name && other.origin != "import"; };
    for (int number = 2; std::any_of(place.plans.begin(), place.plans.end(), is_own); ++number) plan.name = fmt::format("{} {}", name, number);
    if (plan.name != name)
      collected.findings.push_back({"PLAN_NAME_TAKEN", geo::Severity::note, "plan " + plan.name, fmt::format("the place has a plan '{}' that was made here: the one of the file is kept as '{}'", name, plan.name),
                                    "nothing, or rename one of them with plans --rename"});
    std::erase_if(place.plans, [&](const PlanRecord& other) { return other.name == plan.name; });
    place.plans.push_back(plan);
  }
  if (const auto* lookup = source_of(collected, Kind::lookup); lookup != nullptr) {
    std::set<std::string_view> codes(place.areas.code.begin(), place.areas.code.end());
    std::size_t matched = 0;
    for (const auto& link : collected.lookup)
      if (codes.contains(link.code_2021)) ++matched;
    count(collected, Kind::lookup, collected.lookup.size(), matched,
          "links of areas that are not in the place (used for registrations)");
  }
  std::set<std::string_view> practices, pcns;
  for (const auto& site : place.sites) {
    practices.insert(site.id);
    if (!site.pcn_code.empty()) pcns.insert(site.pcn_code);
  }
  std::size_t members = 0;
  for (const auto& one : collected.memberships)
    if (practices.contains(one.practice)) ++members;
  count(collected, Kind::membership, collected.memberships.size(), members,
        "of practices that are not in the place");
  if (auto* network = source_of(collected, Kind::network); network != nullptr) {
    std::size_t known = 0;
    for (const auto code : pcns)
      if (collected.pcn_names.contains(std::string(code))) ++known;
    count(collected, Kind::network, std::max(known, static_cast<std::size_t>(network->rows_read)), known,
          "PCNs that are not in the place");
  }
  std::size_t listed = 0;
  for (const auto& code : collected.priority)
    if (in_place(code)) ++listed;
  count(collected, Kind::priority, collected.priority.size(), listed, "areas that are not in the place");
}

void derive_columns(Place& place, const std::vector<std::string>& priority) {
  Areas& areas = place.areas;
  const std::set<std::string> listed(priority.begin(), priority.end());
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
  // Practices that matter and have no place: at least 100 patients or 1 % of the list from the place.
  struct List {
    double inside = 0, all = 0;
    bool whole = false;
  };
  std::map<std::string_view, List> lists;
  for (const auto& row : place.registrations) {
    auto& list = lists[row.practice];
    const auto at = place.find_area(row.area);
    if (at && place.areas.inside[*at] != 0) list.inside += row.patients;
    list.all += row.patients;
    list.whole = list.whole || row.area == kOutside;
  }
  std::size_t small = 0;
  double small_patients = 0;
  for (const auto& site : place.sites) {
    if (site.kind != "gp") continue;
    const auto at = lists.find(site.id);
    const List list = at == lists.end() ? List{} : at->second;
    const double inside = list.inside, all = list.all;
    const bool matters = inside >= 100 || (list.whole && inside > 0 && inside >= all / 100);
    if (is_missing(site.x)) {
      if (!matters) {
        ++small;
        small_patients += inside;
        continue;
      }
      findings.push_back(
          {"PRACTICE_NOT_LOCATED", geo::Severity::warning, fmt::format("practice {} {}", site.id, site.name),
           fmt::format(
               "{:.0f}{} patients live in the place, and its postcode {}", inside,
               list.whole ? fmt::format(" of its {:.0f}", all) : std::string(" of its"),
               site.postcode.empty() ? std::string("is not known") : site.postcode + " is in no file"),
           site.postcode.empty()
               ? "import epraccur or the practice map"
               : "import the postcodes of " + site.postcode.substr(0, site.postcode.find(' '))});
    }
    if (!site.open && inside > 0)
      findings.push_back(
          {"PRACTICE_CLOSED", geo::Severity::note, fmt::format("practice {} {}", site.id, site.name),
           fmt::format(
               "is closed in the list of practices and has {:.0f} patients of the place in the registrations",
               inside),
           "import registrations and practices of one date"});
  }
  if (small > 0)
    findings.push_back({"PRACTICES_FAR_NOT_LOCATED", geo::Severity::note, "site",
                        fmt::format("{} practices with fewer than 100 patients and under 1 % of their list "
                                    "from the place ({:.0f} patients together) are not located",
                                    small, small_patients),
                        "nothing, or import the postcodes of all England"});
  // Dates of what is counted, further apart than two years.
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
  // Tables that the main job would use.
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

}  // namespace placewright::datasets
