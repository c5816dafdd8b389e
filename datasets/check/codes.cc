#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "datasets/check/parts.h"
#include "datasets/place/names.h"

namespace placewright::datasets {
namespace {

using geo::Severity;
using Codes = std::set<std::string_view>;

/// Collects the codes of one column that stand for nothing, with how many rows they spoil.
class Unknown {
 public:
  void look(std::string_view code, const Codes& known) {
    if (code.empty() || known.contains(code)) return;
    ++rows_;
    codes_.insert(code);
  }
  void report(std::string_view where, std::string_view of, std::string_view fix, Findings& findings) const {
    if (codes_.empty()) return;
    const std::vector<std::string> names(codes_.begin(), codes_.end());
    findings.push_back({"UNKNOWN_CODE", Severity::warning, std::string(where),
                        fmt::format("{} ({} rows): no {} of that code is in the place",
                                    list_text(names, "code", "codes"), rows_, of),
                        std::string(fix)});
  }

 private:
  std::set<std::string_view> codes_;
  std::size_t rows_ = 0;
};

template <class Row>
void check_column(const std::vector<Row>& rows, std::string Row::*column, const Codes& known,
                  std::string_view where, std::string_view of, std::string_view fix, Findings& findings) {
  Unknown unknown;
  for (const auto& row : rows) unknown.look(row.*column, known);
  unknown.report(where, of, fix, findings);
}

Codes values_of(const Place& place, const std::string& parent) {
  Codes codes;
  if (const auto at = place.areas.parents.find(parent); at != place.areas.parents.end())
    codes.insert(at->second.begin(), at->second.end());
  return codes;
}

Codes boundaries_of(const Place& place, std::string_view kind) {
  Codes codes;
  for (const auto& boundary : place.boundaries)
    if (boundary.kind == kind) codes.insert(boundary.code);
  return codes;
}

void check_footprint_members(const Place& place, const Codes& areas, const Codes& sites, const Codes& pcns,
                             Findings& findings) {
  Codes neighbourhoods;
  for (const auto& plan : place.plans)
    for (const auto& neighbourhood : plan.neighbourhoods) neighbourhoods.insert(neighbourhood.id);
  std::map<std::string_view, Codes> known{{"lsoa", areas},
                                          {"area", areas},
                                          {"practice", sites},
                                          {"pcn", pcns},
                                          {"neighbourhood", neighbourhoods}};
  for (const char* kind : {"ward", "lad", "msoa", "parish"}) {
    auto codes = values_of(place, std::string(kind) + "_code");
    codes.merge(boundaries_of(place, kind));
    known.emplace(kind, std::move(codes));
  }
  for (const auto& [type, codes] : known) {
    Unknown unknown;
    for (const auto& row : place.footprints)
      if (row.member_type == type) unknown.look(row.member_id, codes);
    unknown.report(fmt::format("table footprint, members of type {}", type), type,
                   "correct the code, or import the table that has it", findings);
  }
  std::set<std::string> types;
  for (const auto& row : place.footprints)
    if (!known.contains(row.member_type)) types.insert(row.member_type);
  if (!types.empty())
    findings.push_back({"UNKNOWN_CODE", Severity::warning, "table footprint, column member_type",
                        list_text({types.begin(), types.end()}, "type not known", "types not known"),
                        "use lsoa, neighbourhood, practice, pcn, ward or lad"});
}

}  // namespace

void check_codes(const Place& place, Findings& findings) {
  Codes areas(place.areas.code.begin(), place.areas.code.end()), sites, pcns, footprints, plans;
  for (const auto& site : place.sites) {
    sites.insert(site.id);
    if (!site.pcn_code.empty()) pcns.insert(site.pcn_code);
  }
  pcns.merge(boundaries_of(place, "pcn"));
  for (const auto& row : place.footprints) footprints.insert(row.footprint_id);
  for (const auto& plan : place.plans) plans.insert(plan.name);
  Codes areas_or_beyond = areas;
  areas_or_beyond.insert({kOutside, kUnknown});

  const auto of_area = "correct the code, import the areas it is of, or convert it from 2011 to 2021";
  const auto of_site = "import the list that has it (epraccur, edispensary, bases)";
  check_column(place.ages, &AgeRow::area, areas, "table age, column area", "area", of_area, findings);
  check_column(place.segments, &SegmentRow::area, areas, "table segment, column area", "area", of_area,
               findings);
  check_column(place.registrations, &RegistrationRow::area, areas_or_beyond,
               "table registration, column area", "area", of_area, findings);
  check_column(place.registrations, &RegistrationRow::practice, sites, "table registration, column practice",
               "site", of_site, findings);
  check_column(place.travel, &TravelRow::area, areas, "table travel, column area", "area", of_area, findings);
  check_column(place.travel, &TravelRow::site, sites, "table travel, column site", "site", of_site, findings);
  check_column(place.postcodes, &Postcode::area, areas, "table postcode, column area", "area", of_area,
               findings);
  check_column(place.sites, &Site::area, areas, "table site, column area", "area", of_area, findings);
  check_column(place.links, &Link::a, areas, "table link, column area_a", "area",
               "correct the code, or remove the link", findings);
  check_column(place.links, &Link::b, areas, "table link, column area_b", "area",
               "correct the code, or remove the link", findings);
  check_column(place.notes, &Note::area, areas, "table note, column area", "area",
               "pin the note to another area", findings);
  check_column(place.notes, &Note::plan, plans, "table note, column plan", "plan",
               "the note is kept; it speaks of a plan that is gone", findings);
  check_column(place.workforce, &WorkforceRow::base_id, sites, "table workforce, column base_id", "base",
               "import bases.csv with that base", findings);
  check_column(place.workforce, &WorkforceRow::practice_code, sites, "table workforce, column practice_code",
               "practice", of_site, findings);
  check_column(place.workforce, &WorkforceRow::pcn_code, pcns, "table workforce, column pcn_code", "PCN",
               "import the practice map or ePCN", findings);
  check_column(place.workforce, &WorkforceRow::footprint_id, footprints,
               "table workforce, column footprint_id", "footprint",
               "import footprints.csv with that footprint", findings);
  check_footprint_members(place, areas, sites, pcns, findings);
}

void check_plans(const Place& place, Findings& findings) {
  const Codes areas(place.areas.code.begin(), place.areas.code.end());
  for (const auto& plan : place.plans) {
    const auto where = fmt::format("plan '{}'", plan.name);
    Unknown unknown;
    std::set<std::string_view> assigned, ids;
    for (const auto& neighbourhood : plan.neighbourhoods) ids.insert(neighbourhood.id);
    std::set<std::string> nameless;
    for (const auto& assignment : plan.assignments) {
      unknown.look(assignment.area, areas);
      if (assignment.neighbourhood.empty()) continue;
      assigned.insert(assignment.area);
      if (!ids.contains(assignment.neighbourhood)) nameless.insert(assignment.neighbourhood);
    }
    unknown.report(where, "area", "draw or import the plan again for the areas of this place", findings);
    std::vector<std::string> left;
    for (std::size_t row = 0; row < place.areas.size(); ++row)
      if (is_inside(place, row) && !assigned.contains(place.areas.code[row]))
        left.push_back(area_text(place, row));
    if (!left.empty())
      findings.push_back({"PLAN_INCOMPLETE", Severity::warning, where,
                          list_text(left, "area is in no neighbourhood", "areas are in no neighbourhood"),
                          "assign them, or draw on from this plan with --start"});
    if (!nameless.empty())
      findings.push_back(
          {"UNKNOWN_CODE", Severity::warning, where,
           list_text({nameless.begin(), nameless.end()}, "neighbourhood has areas and no row of its own",
                     "neighbourhoods have areas and no row of its own"),
           "import the plan again"});
  }
}

void check_sites(const Place& place, Findings& findings) {
  std::map<std::string_view, std::size_t> ids;
  std::map<std::string_view, std::size_t> not_located;
  geo::Box all{1e300, 1e300, -1e300, -1e300};
  for (const auto& shape : place.areas.shape)
    for (const auto& part : shape.parts)
      for (const auto& p : part.outer)
        all = {std::min(all.min_x, p.x), std::min(all.min_y, p.y), std::max(all.max_x, p.x),
               std::max(all.max_y, p.y)};
  std::vector<std::string> far;
  constexpr double kFarM = 300'000;
  for (const auto& site : place.sites) {
    ++ids[site.id];
    if (is_missing(site.x) || is_missing(site.y)) {
      if (site.kind != "gp" && site.base_type != "virtual" && site.mode != "virtual")
        ++not_located[site.kind];
    } else if (all.min_x <= all.max_x && (site.x < all.min_x - kFarM || site.x > all.max_x + kFarM ||
                                          site.y < all.min_y - kFarM || site.y > all.max_y + kFarM)) {
      far.push_back(full_name(site.id, site.name));
    }
  }
  std::vector<std::string> twice;
  for (const auto& [id, count] : ids)
    if (count > 1) twice.emplace_back(id);
  if (!twice.empty())
    findings.push_back({"SITE_CODE_TWICE", Severity::error, "table site",
                        list_text(twice, "id is there more than once", "ids are there more than once"),
                        "remove the doubles in the source and import it again"});
  if (!far.empty())
    findings.push_back({"SITE_FAR", Severity::warning, "table site",
                        list_text(far, "site lies more than 300 km from the place",
                                  "sites lie more than 300 km from the place"),
                        "check their coordinates: degrees for metres, or east and north swapped"});
  for (const auto& [kind, count] : not_located)
    findings.push_back({"SITE_NOT_LOCATED", Severity::note,
                        fmt::format("table site, kind {}", kind.empty() ? "(none)" : kind),
                        fmt::format("{} of them have no location", count),
                        "import the postcodes they lie in"});

  std::vector<std::string> impossible;
  std::map<std::string_view, std::set<std::string_view>> reached;
  for (const auto& row : place.travel) {
    if (row.minutes < 0) impossible.push_back(fmt::format("{} {} to {}", row.mode, row.area, row.site));
    auto& areas = reached[row.mode];
    if (!is_missing(row.minutes)) areas.insert(row.area);  // else out of reach
  }
  if (!impossible.empty())
    findings.push_back(
        {"VALUE_IMPOSSIBLE", Severity::error, "table travel, column minutes",
         list_text(impossible, "journey has fewer than 0 minutes", "journeys have fewer than 0 minutes"),
         "leave journeys that cannot be made out of the matrix"});
  for (const auto& [mode, areas] : reached) {
    std::vector<std::string> without;
    for (std::size_t row = 0; row < place.areas.size(); ++row)
      if (is_inside(place, row) && !areas.contains(place.areas.code[row]))
        without.push_back(area_text(place, row));
    if (!without.empty())
      findings.push_back(
          {"TRAVEL_PARTIAL", Severity::warning, fmt::format("table travel, mode {}", mode),
           list_text(without, "area has no minutes to any site", "areas have no minutes to any site"),
           "run placewright travel again, or import a matrix that covers them"});
  }
  if (place.travel.empty())
    findings.push_back({"STRAIGHT_LINE", Severity::note, "table travel",
                        "there are no minutes: journeys are taken as straight lines x 1.3",
                        "import roads and run placewright travel, or import a matrix"});
}

}  // namespace placewright::datasets
