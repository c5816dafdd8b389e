#include "boundaries/engine/prove/access_services.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "boundaries/engine/sums/access.h"
#include "boundaries/question/policy.h"

namespace placewright::boundaries::engine {
namespace {

double cost_of_locked(const Problem& problem, const std::vector<std::uint32_t>& areas,
                      const AccessData& data) {
  const auto sites = data.site_id.size();
  double best = std::numeric_limits<double>::infinity();
  for (std::size_t site = 0; site < sites; ++site) {
    double sum = 0;
    for (const auto area : areas) sum += problem.residents[area] * data.minutes_between(area, site);
    const bool inside =
        data.site_area[site] >= 0 &&
        std::binary_search(areas.begin(), areas.end(), static_cast<std::uint32_t>(data.site_area[site]));
    best = std::min(best, inside ? sum : kOutsideHubFactor * sum);
  }
  return best;
}

}  // namespace

AccessServices list_services(const Problem& problem, const Feasibility& feasibility, const AccessData& data) {
  AccessServices all;
  constexpr auto none = ~0u;
  std::vector<std::uint32_t> territory_of(problem.size(), none), group_of(problem.size(), none);
  all.free.assign(problem.size(), 0);
  for (std::uint32_t territory = 0; territory < feasibility.territories.size(); ++territory)
    for (const auto area : feasibility.territories[territory].areas)
      territory_of[area] = territory, all.free[area] = 1;
  const auto sites = data.site_id.size();
  const auto add = [&](std::uint32_t territory, std::uint32_t site, bool inside, std::uint32_t group) {
    AccessServices::Service service{territory, group, site, inside, {}};
    for (const auto area : feasibility.territories[territory].areas)
      service.cost.push_back((inside ? 1.0 : kOutsideHubFactor) * problem.residents[area] *
                             data.minutes_between(area, site));
    all.services.push_back(std::move(service));
  };
  for (std::uint32_t site = 0; site < sites; ++site) {
    if (data.site_area[site] < 0) continue;
    const auto home = static_cast<std::uint32_t>(data.site_area[site]);
    if (territory_of[home] == none) continue;
    if (group_of[home] == none) {
      group_of[home] = all.groups++;
      all.home.push_back(home);
      all.territory_of_group.push_back(territory_of[home]);
    }
    add(territory_of[home], site, true, group_of[home]);
  }
  for (std::uint32_t territory = 0; territory < feasibility.territories.size(); ++territory)
    for (std::uint32_t site = 0; site < sites; ++site) add(territory, site, false, all.groups);
  for (auto& areas : find_units(problem).areas)
    if (!all.free[areas.front()]) {
      all.locked_cost += cost_of_locked(problem, areas, data);
      all.locked.push_back(std::move(areas));
    }
  return all;
}

}  // namespace placewright::boundaries::engine
