#include "boundaries/workforce/cover/road_time.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "boundaries/workforce/cover/allocate.h"

namespace placewright::boundaries::workforce {
namespace {

bool visits_homes(const datasets::WorkforceRow& given, const AllocatedRow& row) {
  return !given.base_id.empty() &&
         (row.method == Allocation::travel || given.mobile == "Y" || given.mobile == "y");
}

struct Minutes {
  std::vector<double> to_area;  ///< NaN unknown; empty: the base is no site of the place
  bool straight_line = false;
};

Minutes find_minutes(const datasets::Place& place, const std::string& base) {
  Minutes minutes;
  for (const auto& site : place.sites)
    if (site.id == base && minutes.to_area.empty())
      minutes.to_area = minutes_to_site(place, site, "drive", minutes.straight_line);
  return minutes;
}

}  // namespace

std::vector<RoadTime> measure_road_time(const datasets::Place& place, const datasets::PlanRecord& plan) {
  const auto units = find_units_of(place, plan, "neighbourhood");
  const auto lists = collect_lists(place);
  std::vector<RoadTime> times(units.size());
  for (std::size_t k = 0; k < units.size(); ++k) {
    times[k].neighbourhood = units.id[k];
    times[k].longest = datasets::kMissing;
  }
  std::map<std::string, Minutes> bases;
  bool has_teams = false;
  for (const auto& row : allocate_workforce(place, plan, lists).rows) {
    const auto& given = place.workforce[row.row];
    if (!visits_homes(given, row)) continue;
    has_teams = true;
    auto base = bases.find(given.base_id);
    if (base == bases.end()) base = bases.emplace(given.base_id, find_minutes(place, given.base_id)).first;
    for (const auto& [area, share] : row.shares.area) {
      if (units.of_area[area] < 0 || !(share * row.wte > 0)) continue;
      auto& time = times[static_cast<std::size_t>(units.of_area[area])];
      const double minutes = value_at(base->second.to_area, area);
      if (std::isnan(minutes)) {
        time.unknown += share * row.wte;
        continue;
      }
      time.wte += share * row.wte;
      time.minutes += share * row.wte * minutes;
      time.longest = std::isnan(time.longest) ? minutes : std::max(time.longest, minutes);
      time.straight_line = time.straight_line || base->second.straight_line;
    }
  }
  if (!has_teams) return {};
  for (auto& time : times) time.minutes = time.wte > 0 ? time.minutes / time.wte : datasets::kMissing;
  return times;
}

}  // namespace placewright::boundaries::workforce
