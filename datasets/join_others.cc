#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "datasets/join.h"
#include "datasets/names.h"
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

void join_workforce(Place& place, Collected& collected) {
  if (collected.workforce.empty()) return;
  // A PCN or practice is the place's when one of its practices stands in it, or an area is mostly registered
  // with it.
  std::set<std::string> pcns, practices;
  for (const auto& site : place.sites) {
    if (site.kind != "gp" || site.area.empty()) continue;
    const auto row = place.find_area(site.area);
    if (!row || place.areas.inside[*row] == 0) continue;
    practices.insert(site.id);
    if (!site.pcn_code.empty()) pcns.insert(site.pcn_code);
  }
  for (std::size_t row = 0; row < place.areas.size(); ++row)
    if (place.areas.inside[row] != 0 && !place.areas.pcn_code[row].empty())
      pcns.insert(place.areas.pcn_code[row]);
  std::map<std::string, WorkforceRow> rows;
  std::set<std::string> published;
  for (const auto& record : collected.workforce)
    if (!collected.taken[record.taken].recognised.format.detail.empty()) published.insert(record.row.source);
  for (auto& row : place.workforce)
    if (!published.contains(row.source)) rows.emplace(row.row_id, std::move(row));
  // Posts by authority name it by code or by name.
  std::set<std::string> authorities;
  for (const auto& [column, values] : place.areas.parents)
    if (column.ends_with("_code") || column == "lad_name")
      for (const auto& value : values) authorities.insert(lower(value));
  std::map<std::size_t, std::int64_t> other;
  for (auto& record : collected.workforce) {
    auto& taken = collected.taken[record.taken];
    const auto detail = taken.recognised.format.detail;
    if ((detail == "asc" && !authorities.contains(lower(record.row.area_id))) || (detail == "pcn" && !pcns.contains(record.row.pcn_code)) ||
        (detail == "practice" && !practices.contains(record.row.practice_code))) {
      ++other[record.taken];
      continue;
    }
    ++taken.source.rows_matched;
    rows.insert_or_assign(record.row.row_id, std::move(record.row));
  }
  for (const auto& [taken, left] : other)
    leave_out(collected.taken[taken].source, left, "of PCNs, practices or authorities that are not in the place");
  place.workforce.clear();
  for (auto& [id, row] : rows) place.workforce.push_back(std::move(row));
}

void join_boundaries(Place& place, Collected& collected) {
  if (collected.boundaries.empty()) return;
  const geo::ShapeIndex index(place.areas.shape);
  const geo::Box box = box_of_areas(place.areas);
  std::map<std::pair<std::string, std::string>, Boundary> kept;
  for (auto& boundary : place.boundaries)
    kept.emplace(std::make_pair(boundary.kind, boundary.code), std::move(boundary));
  std::map<std::string, std::pair<std::size_t, std::size_t>> counts;  // kind: all, kept
  for (auto& boundary : collected.boundaries) {
    auto& [all, taken] = counts[boundary.kind];
    ++all;
    if (!geo::boxes_touch(box, geo::box_of(boundary.shape))) continue;
    bool meets = index.find_containing(geo::inside_point(boundary.shape)).has_value();
    for (std::size_t row = 0; row < place.areas.size() && !meets; ++row)
      meets = !is_missing(place.areas.centroid_x[row]) &&
              geo::contains(boundary.shape, {place.areas.centroid_x[row], place.areas.centroid_y[row]});
    if (!meets) continue;
    ++taken;
    const auto key = std::make_pair(boundary.kind, boundary.code);
    kept.insert_or_assign(key, std::move(boundary));
  }
  for (auto& taken : collected.taken) {
    if (taken.recognised.format.kind != Kind::boundary) continue;
    const std::string kind(taken.recognised.format.detail.empty() ? "resident-drawn area"
                                                                  : taken.recognised.format.detail);
    const auto at = counts.find(kind);
    if (at == counts.end()) continue;
    taken.source.rows_matched += static_cast<std::int64_t>(at->second.second);
    leave_out(taken.source, static_cast<std::int64_t>(at->second.first - at->second.second),
              "that do not meet the place");
    counts.erase(at);
  }
  place.boundaries.clear();
  for (auto& [key, boundary] : kept) place.boundaries.push_back(std::move(boundary));
}

template <class Feature>
std::vector<Feature> features_near(std::vector<Feature> features, const geo::Box& box) {
  std::erase_if(features, [&](const Feature& feature) {
    return !geo::boxes_touch(box, geo::box_of(std::span(feature.line)));
  });
  std::sort(features.begin(), features.end(), [](const Feature& a, const Feature& b) {
    const auto key = [](const Feature& f) {
      return std::make_tuple(f.line.front().x, f.line.front().y, f.line.back().x, f.line.back().y,
                             f.line.size());
    };
    return key(a) != key(b) ? key(a) < key(b) : a.name < b.name;
  });
  return features;
}

}  // namespace

void join_others(Place& place, Collected& collected, const ImportOptions& options) {
  join_workforce(place, collected);
  join_boundaries(place, collected);
  const geo::Box around =
      geo::grown(box_of_areas(place.areas), std::max(kRoadMarginM, options.buffer_km * 1000));
  if (!collected.roads.empty()) {
    const std::size_t all = collected.roads.size();
    place.roads = features_near(std::move(collected.roads), around);
    count(collected, Kind::road, all, place.roads.size(), "more than 2 km from the place");
  }
  if (!collected.barriers.empty()) {
    const std::size_t all = collected.barriers.size();
    place.barriers = features_near(std::move(collected.barriers), around);
    count(collected, Kind::barrier, all, place.barriers.size(), "more than 2 km from the place");
  }
  const auto in_place = [&](const std::string& code) { return place.find_area(code).has_value(); };
  if (!collected.segments.empty()) {
    const std::size_t all = collected.segments.size();
    std::erase_if(collected.segments, [&](const SegmentRow& row) { return !in_place(row.area); });
    count(collected, Kind::segment, all, collected.segments.size(), "of areas that are not in the place");
    place.segments = std::move(collected.segments);
    std::stable_sort(place.segments.begin(), place.segments.end(), [](const auto& a, const auto& b) {
      return std::tie(a.area, a.segment) < std::tie(b.area, b.segment);
    });
  }
  if (!collected.footprints.empty()) {
    place.footprints = std::move(collected.footprints);
    count(collected, Kind::footprint, place.footprints.size(), place.footprints.size(), "");
  }
  if (!collected.weights.empty()) {
    std::set<std::string> schemes;
    for (const auto& row : collected.weights) schemes.insert(row.scheme);
    std::erase_if(place.weights, [&](const WeightRow& row) { return schemes.contains(row.scheme); });
    count(collected, Kind::weight, collected.weights.size(), collected.weights.size(), "");
    std::move(collected.weights.begin(), collected.weights.end(), std::back_inserter(place.weights));
  }
  if (!collected.projections.empty()) {
    // Projections are by authority or by area; others' are left out.
    std::set<std::string> authorities;
    if (const auto lads = place.areas.parents.find("lad_code"); lads != place.areas.parents.end())
      authorities.insert(lads->second.begin(), lads->second.end());
    const std::size_t all = collected.projections.size();
    std::erase_if(collected.projections, [&](const ProjectionRow& row) {
      return !authorities.contains(row.area_code) && !in_place(row.area_code);
    });
    count(collected, Kind::projection, all, collected.projections.size(), "of other authorities");
    std::set<std::string> sources;
    for (const auto& row : collected.projections) sources.insert(row.source);
    std::erase_if(place.projections, [&](const ProjectionRow& row) { return sources.contains(row.source); });
    std::move(collected.projections.begin(), collected.projections.end(),
              std::back_inserter(place.projections));
  }
  if (!collected.travel.empty()) {
    std::set<std::string> modes, sites;
    for (const auto& site : place.sites) sites.insert(site.id);
    const std::size_t all = collected.travel.size();
    std::erase_if(collected.travel,
                  [&](const TravelRow& row) { return !in_place(row.area) || !sites.contains(row.site); });
    count(collected, Kind::travel, all, collected.travel.size(), "whose area or site is not in the place");
    for (const auto& row : collected.travel) modes.insert(row.mode);
    std::erase_if(place.travel, [&](const TravelRow& row) { return modes.contains(row.mode); });
    std::move(collected.travel.begin(), collected.travel.end(), std::back_inserter(place.travel));
  }
  for (auto& plan : collected.plans) {
    const std::size_t all = plan.assignments.size();
    std::erase_if(plan.assignments, [&](const PlanRecord::Assignment& one) { return !in_place(one.area); });
    std::sort(plan.assignments.begin(), plan.assignments.end(),
              [](const auto& a, const auto& b) { return a.area < b.area; });
    count(collected, Kind::plan, all, plan.assignments.size(), "areas that are not in the place");
    plan.created = options.imported_at;
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
          {"PRACTICE_NOT_LOCATED", geo::Severity::warning, "practice " + full_name(site.id, site.name),
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
          {"PRACTICE_CLOSED", geo::Severity::note, "practice " + full_name(site.id, site.name),
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
