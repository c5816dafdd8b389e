#include "boundaries/workforce/supply/units.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "boundaries/question/policy.h"
#include "datasets/place/names.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

bool is_inside(const datasets::Areas& areas, std::size_t row) {
  return areas.inside.empty() || areas.inside[row] != 0;
}

/// Units from a code and a name of each area.
Units units_from(std::string_view kind, const datasets::Areas& areas, const std::vector<std::string>& code,
                 const std::map<std::string, std::string>& name,
                 std::set<std::string, datasets::NaturalOrder> ids) {
  for (std::size_t i = 0; i < areas.size(); ++i)
    if (is_inside(areas, i) && i < code.size() && !code[i].empty()) ids.insert(code[i]);
  Units units{std::string(kind), {ids.begin(), ids.end()}, {}, std::vector<std::int32_t>(areas.size(), -1)};
  for (const auto& id : units.id) {
    const auto at = name.find(id);
    units.name.push_back(at == name.end() || at->second.empty() ? id : at->second);
  }
  for (std::size_t i = 0; i < areas.size(); ++i) {
    if (!is_inside(areas, i) || i >= code.size() || code[i].empty()) continue;
    const auto at = std::lower_bound(units.id.begin(), units.id.end(), code[i], datasets::NaturalOrder{});
    units.of_area[i] = static_cast<std::int32_t>(at - units.id.begin());
  }
  return units;
}

}  // namespace

Units find_units_of(const datasets::Place& place, const datasets::PlanRecord& plan, std::string_view kind) {
  const auto& areas = place.areas;
  std::vector<std::string> code(areas.size());
  std::map<std::string, std::string> name;
  std::set<std::string, datasets::NaturalOrder> ids;
  if (kind == "neighbourhood") {
    for (const auto& assignment : plan.assignments)
      if (const auto row = place.find_area(assignment.area)) code[*row] = assignment.neighbourhood;
    for (const auto& neighbourhood : plan.neighbourhoods) {
      name[neighbourhood.id] = neighbourhood.name;
      ids.insert(neighbourhood.id);
    }
    return units_from(kind, areas, code, name, std::move(ids));
  }
  if (kind == "multi") {
    std::map<std::string, std::string> parent;
    for (const auto& neighbourhood : plan.neighbourhoods) {
      parent[neighbourhood.id] = neighbourhood.parent;
      name[neighbourhood.parent] = neighbourhood.parent_name;
    }
    for (const auto& assignment : plan.assignments)
      if (const auto row = place.find_area(assignment.area)) code[*row] = parent[assignment.neighbourhood];
    return units_from(kind, areas, code, name, {});
  }
  if (kind == "area") return units_from(kind, areas, areas.code, {}, {});
  if (kind == "place")
    return units_from(kind, areas, std::vector<std::string>(areas.size(), "place"), {{"place", place.name}},
                      {});
  if (kind == "pcn") {
    return units_from(kind, areas, areas.pcn_code, pcn_names(place), {});
  }
  const auto codes = areas.parents.find(std::string(kind) + "_code");
  if (codes == areas.parents.end()) {
    std::vector<std::string> known{"neighbourhood", "pcn", "area", "place"};
    for (const auto& [column, values] : areas.parents)
      if (column.ends_with("_code")) known.push_back(column.substr(0, column.size() - 5));
    throw geo::InputError{{"--by", fmt::format("the place has no '{}'", kind),
                           fmt::format("one of {}", fmt::join(known, ", "))}};
  }
  if (const auto names = areas.parents.find(std::string(kind) + "_name"); names != areas.parents.end())
    for (std::size_t i = 0; i < areas.size(); ++i) name[codes->second[i]] = names->second[i];
  return units_from(kind, areas, codes->second, name, {});
}

std::map<std::string, std::string> pcn_names(const datasets::Place& place) {
  std::map<std::string, std::string> names;
  constexpr std::string_view kKey = "pcn_name.";
  for (auto at = place.settings.lower_bound(std::string(kKey));
       at != place.settings.end() && at->first.starts_with(kKey); ++at)
    if (!at->second.empty()) names[at->first.substr(kKey.size())] = at->second;
  for (const auto& boundary : place.boundaries)
    if (boundary.kind == "pcn" && !boundary.name.empty()) names.try_emplace(boundary.code, boundary.name);
  return names;
}

double List::all() const {
  double sum = outside + unknown;
  for (const auto& [area, n] : patients) sum += n;
  return sum;
}

Lists collect_lists(const datasets::Place& place) {
  Lists lists;
  lists.registered.assign(place.areas.size(), datasets::kMissing);
  std::set<std::string> here;
  for (const auto& site : place.sites) {
    if (site.kind != "gp" || site.pcn_code.empty()) continue;
    lists.pcn_of[site.id] = site.pcn_code;
    const auto row = place.find_area(site.area);
    if (site.open && row && is_inside(place.areas, *row)) here.insert(site.pcn_code);
  }
  lists.pcn_name = pcn_names(place);
  for (std::uint32_t row = 0; row < place.footprints.size(); ++row)
    lists.footprint_members[place.footprints[row].footprint_id].push_back(row);
  lists.pcns_of_place.assign(here.begin(), here.end());
  const auto add = [&](List& list, const datasets::RegistrationRow& row, std::optional<std::uint32_t> area) {
    if (row.area == datasets::kUnknown)
      list.unknown += row.patients;
    else if (area && is_inside(place.areas, *area))
      list.patients.emplace_back(*area, row.patients);
    else
      list.outside += row.patients;
  };
  for (const auto& row : place.registrations) {
    const auto area = place.find_area(row.area);
    add(lists.practice[row.practice], row, area);
    if (area) add_known(lists.registered[*area], row.patients);
    if (const auto pcn = lists.pcn_of.find(row.practice); pcn != lists.pcn_of.end())
      add(lists.pcn[pcn->second], row, area);
  }
  return lists;
}

std::vector<double> sum_by_unit(const Units& units, const std::vector<double>& of_area) {
  std::vector<double> sum(units.size(), datasets::kMissing);
  for (std::size_t i = 0; i < of_area.size(); ++i)
    if (units.of_area[i] >= 0) add_known(sum[static_cast<std::size_t>(units.of_area[i])], of_area[i]);
  return sum;
}

double straight_minutes(double ax, double ay, double bx, double by, std::string_view mode) {
  const double km = kStraightLineFactor * std::hypot(ax - bx, ay - by) / 1000;
  return 60 * km / (mode == "walk" ? kWalkKmh : kDriveKmh);
}

std::vector<double> minutes_to_site(const datasets::Place& place, const datasets::Site& site,
                                    std::string_view mode, bool& straight) {
  std::vector<double> minutes(place.areas.size(), datasets::kMissing);
  bool told = false;  // by a row of the site, if only that it is out of reach
  for (const auto& row : place.travel) {
    if (row.mode != mode || row.site != site.id) continue;
    const auto area = place.find_area(row.area);
    if (!area) continue;
    minutes[*area] = row.minutes;
    told = true;
  }
  // A table of this mode that lacks a pair says that it is too far; only a site without the table is
  // estimated.
  if (told || std::isnan(site.x) || std::isnan(site.y)) return minutes;
  straight = true;
  for (std::size_t i = 0; i < minutes.size(); ++i)
    minutes[i] = straight_minutes(value_at(place.areas.centroid_x, i), value_at(place.areas.centroid_y, i),
                                  site.x, site.y, mode);
  return minutes;
}

}  // namespace placewright::boundaries::workforce
