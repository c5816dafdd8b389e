#include <algorithm>
#include <cmath>

#include "boundaries/workforce/coverage.h"

namespace placewright::boundaries::workforce {

std::vector<RoleRebalance> rebalance_roles(const datasets::Place& place, const datasets::PlanRecord& plan, const CoverageQuestion& question,
                                           const RebalanceOptions& options) {
  auto one = question;
  one.compare_plans = false;
  one.draws = 1000;
  const auto all = measure_coverage(place, plan, one);
  const auto between = minutes_between(place, all.units);
  std::vector<RoleRebalance> results;
  for (const auto& total : all.by_group) {
    if (!(total.account.allocated > 0)) continue;
    if (!question.groups.empty() && std::find(question.groups.begin(), question.groups.end(), total.name) == question.groups.end()) continue;
    one.groups = {total.name};
    const auto coverage = measure_coverage(place, plan, one);
    RoleRebalance result;
    result.group = total.name;
    std::vector<std::size_t> taking_part;
    std::vector<double> wte, need;
    for (std::size_t k = 0; k < coverage.units.size(); ++k) {
      const auto& unit = coverage.unit[k];
      if (std::isnan(unit.fair)) {
        result.left_out.push_back(coverage.units.id[k]);
        continue;
      }
      taking_part.push_back(k);
      result.unit.push_back(coverage.units.id[k]);
      wte.push_back(unit.wte);
      need.push_back(unit.fair);  // fair shares are need by weight, already less what is not covered
      result.wte += unit.wte;
    }
    double sum = 0;
    for (const double share : need) sum += share;
    if (!(sum > 0)) continue;
    std::vector<double> minutes;
    for (const auto a : taking_part)
      for (const auto b : taking_part) minutes.push_back(between[a * coverage.units.size() + b]);
    result.misalignment = measure_misalignment(wte, need);
    result.moves = rebalance(wte, need, minutes, options);
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace placewright::boundaries::workforce
