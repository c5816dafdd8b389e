#include "boundaries/workforce/plan/rebalance_roles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace placewright::boundaries::workforce {
namespace {

struct Middle {
  double x = 0, y = 0, people = 0;
};

/// People-weighted middle of each unit; people 0 where no area of it has a point.
std::vector<Middle> middles_of(const datasets::Place& place, const Units& units) {
  std::vector<Middle> middle(units.size());
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    if (units.of_area[i] < 0 || std::isnan(value_at(place.areas.centroid_x, i))) continue;
    auto& here = middle[static_cast<std::size_t>(units.of_area[i])];
    const double weight = place.areas.population[i] > 0 ? place.areas.population[i] : 1e-9;
    here.x += weight * place.areas.centroid_x[i];
    here.y += weight * place.areas.centroid_y[i];
    here.people += weight;
  }
  for (auto& here : middle)
    if (here.people > 0) {
      here.x /= here.people;
      here.y /= here.people;
    }
  return middle;
}

/// The area of each unit whose point lies nearest to the unit's middle.
std::vector<std::uint32_t> middle_areas(const datasets::Place& place, const Units& units,
                                        const std::vector<Middle>& middle) {
  constexpr auto kNone = static_cast<std::uint32_t>(-1);
  std::vector<std::uint32_t> row(units.size(), kNone);
  std::vector<double> nearest(units.size(), 0);
  for (std::uint32_t i = 0; i < place.areas.size(); ++i) {
    if (units.of_area[i] < 0 || std::isnan(value_at(place.areas.centroid_x, i))) continue;
    const auto k = static_cast<std::size_t>(units.of_area[i]);
    const double distance =
        std::hypot(place.areas.centroid_x[i] - middle[k].x, place.areas.centroid_y[i] - middle[k].y);
    if (row[k] != kNone && distance >= nearest[k]) continue;
    row[k] = i;
    nearest[k] = distance;
  }
  return row;
}

/// Minutes from a base to a unit: the people-weighted mean over its areas that are in reach; NaN when none
/// is.
std::vector<double> minutes_from_base(const datasets::Place& place, const Units& units,
                                      const datasets::Site& base, const std::string& mode, bool& straight) {
  const auto minutes = minutes_to_site(place, base, mode, straight);
  std::vector<double> sum(units.size(), 0), people(units.size(), 0);
  for (std::size_t i = 0; i < minutes.size(); ++i) {
    if (units.of_area[i] < 0 || std::isnan(minutes[i])) continue;
    const auto k = static_cast<std::size_t>(units.of_area[i]);
    const double weight = place.areas.population[i] > 0 ? place.areas.population[i] : 1e-9;
    sum[k] += weight * minutes[i];
    people[k] += weight;
  }
  for (std::size_t k = 0; k < sum.size(); ++k) sum[k] = people[k] > 0 ? sum[k] / people[k] : kNotMeasured;
  return sum;
}

const datasets::Site* find_base(const datasets::Place& place, const std::string& id) {
  const auto at =
      std::find_if(place.sites.begin(), place.sites.end(), [&](const auto& site) { return site.id == id; });
  return at == place.sites.end() || std::isnan(at->x) ? nullptr : &*at;
}

/// WTE of each unit and base, group by group; areas whose need is not known take no part.
using Seats = std::map<std::string, std::map<std::pair<std::uint32_t, std::string>, double>>;
Seats find_seats(const datasets::Place& place, const Units& units, const Allocated& allocated,
                 const std::vector<double>& need) {
  Seats seats;
  for (const auto& row : allocated.rows) {
    const auto& id = place.workforce[row.row].base_id;
    const std::string base = !id.empty() && find_base(place, id) != nullptr ? id : std::string();
    for (const auto& [area, share] : row.shares.area)
      if (units.of_area[area] >= 0 && !std::isnan(need[area]))
        seats[row.group][{static_cast<std::uint32_t>(units.of_area[area]), base}] += row.wte * share;
  }
  return seats;
}

}  // namespace

UnitMinutes minutes_between(const datasets::Place& place, const Units& units, const std::string& mode) {
  const auto middle = middles_of(place, units);
  const auto row = middle_areas(place, units, middle);
  const std::size_t n = units.size();
  UnitMinutes between{std::vector<double>(n * n, datasets::kMissing), true};
  std::map<std::string_view, std::size_t> unit_of;
  for (std::size_t k = 0; k < n; ++k)
    if (middle[k].people > 0) unit_of[place.areas.code[row[k]]] = k;
  double longest = 0;
  for (const auto& trip : place.travel) {
    if (trip.mode != mode) continue;
    longest = std::max(longest, trip.minutes);
    const auto from = unit_of.find(trip.area), to = unit_of.find(trip.site);
    if (from == unit_of.end() || to == unit_of.end()) continue;
    between.minutes[from->second * n + to->second] = trip.minutes;
    if (from != to) between.straight_line = false;
  }
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = 0; b < n; ++b) {
      auto& here = between.minutes[a * n + b];
      if (!std::isnan(here) || !(middle[a].people > 0) || !(middle[b].people > 0)) continue;
      here = straight_minutes(middle[a].x, middle[a].y, middle[b].x, middle[b].y, mode);
      // A pair that the table leaves out is farther than its longest trip.
      if (!between.straight_line && a != b) here = std::max(here, longest);
    }
  return between;
}

std::vector<RoleRebalance> rebalance_roles(const datasets::Place& place, const datasets::PlanRecord& plan,
                                           const CoverageRequest& question, const RebalanceOptions& options) {
  auto one = question;
  one.compare_plans = false;
  one.draws = 1000;
  const auto all = measure_coverage(place, plan, one);
  const auto& mode = question.allocate.mode;
  const auto between = minutes_between(place, all.units, mode);
  auto allocated = allocate_workforce(place, plan, collect_lists(place), question.allocate);
  if (question.what_if != nullptr)
    apply_moves(place, plan, *question.what_if, all.area_need, question.allocate, allocated);
  const auto seats = find_seats(place, all.units, allocated, all.area_need);
  std::map<std::string, std::pair<std::vector<double>, bool>>
      from_base;  // minutes to every unit, straight line
  std::vector<RoleRebalance> results;
  for (const auto& total : all.by_group) {
    if (!(total.account.allocated > 0)) continue;
    if (!question.groups.empty() &&
        std::find(question.groups.begin(), question.groups.end(), total.name) == question.groups.end())
      continue;
    one.groups = {total.name};
    const auto coverage = measure_coverage(place, plan, one);
    RoleRebalance result;
    result.group = total.name;
    result.scheme = coverage.scheme;
    std::vector<std::int32_t> part_of(coverage.units.size(), -1);
    std::vector<std::size_t> taking_part;
    std::vector<double> wte, need;
    for (std::size_t k = 0; k < coverage.units.size(); ++k) {
      const auto& unit = coverage.unit[k];
      if (std::isnan(unit.fair)) {
        result.left_out.push_back(coverage.units.id[k]);
        continue;
      }
      part_of[k] = static_cast<std::int32_t>(taking_part.size());
      taking_part.push_back(k);
      result.unit.push_back(coverage.units.id[k]);
      wte.push_back(unit.judged_wte);
      need.push_back(unit.fair);  // fair shares are need by weight, already less what is not covered
      result.wte += unit.judged_wte;
    }
    double sum = 0;
    for (const double share : need) sum += share;
    if (!(sum > 0)) continue;
    std::vector<StaffPool> pools;
    for (const auto& [seat, amount] : seats.at(total.name)) {
      const auto& [unit, base] = seat;
      if (part_of[unit] < 0) continue;
      StaffPool pool{static_cast<std::uint32_t>(part_of[unit]), amount, {}};
      if (!base.empty() && !from_base.contains(base)) {
        bool straight = false;
        auto minutes = minutes_from_base(place, all.units, *find_base(place, base), mode, straight);
        from_base.emplace(base, std::pair(std::move(minutes), straight));
      }
      for (const auto to : taking_part)
        pool.minutes.push_back(base.empty() ? between.minutes[unit * all.units.size() + to]
                                            : from_base.at(base).first[to]);
      result.straight_line =
          result.straight_line || (base.empty() ? between.straight_line : from_base.at(base).second);
      pools.push_back(std::move(pool));
      result.base.push_back(base);
    }
    result.misalignment = measure_misalignment(wte, need);
    result.moves = rebalance_pools(pools, need, options);
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace placewright::boundaries::workforce
