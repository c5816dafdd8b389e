#include "boundaries/engine/breed/pool.h"

#include <algorithm>
#include <utility>

#include "boundaries/engine/breed/overlay.h"
#include "boundaries/engine/moves/start.h"

namespace placewright::boundaries::engine {

Pool gather_pool(const Compiled& compiled, const std::vector<Labels>& plans, std::uint64_t seed,
                 const Settings& settings) {
  const Instance& instance = compiled.instance;
  struct Fit {
    Found found;
    std::vector<std::uint32_t> counts;
  };
  std::vector<Fit> fits;
  for (const Labels& labels : plans) {
    std::uint32_t parts = 0;
    Fit fit;
    fit.found.plan = from_labels(compiled, labels, parts);
    fit.counts.assign(compiled.regions.count, 0);
    if (fit.found.plan.empty()) continue;
    std::vector<std::uint8_t> seen(parts, 0);
    for (Atom atom; atom < instance.size; ++atom)
      if (!seen[fit.found.plan[atom]]++) ++fit.counts[compiled.regions.of[atom]];
    MovingPlan moving(instance, parts);
    moving.reset(fit.found.plan);
    fit.found.total = moving.total();
    fit.found.outside = broken_people(moving);
    fits.push_back(std::move(fit));
  }
  std::stable_sort(fits.begin(), fits.end(),
                   [](const Fit& x, const Fit& y) { return x.found.better_than(y.found); });
  Pool pool;
  if (fits.empty()) return pool;
  pool.count_of_region = fits.front().counts;
  for (Fit& fit : fits) {
    if (fit.counts != pool.count_of_region) continue;
    const bool known = std::any_of(pool.state.plans.begin(), pool.state.plans.end(), [&](const Found& other) {
      return count_differences(instance, other.plan, fit.found.plan, 1) == 0;
    });
    if (!known) pool.state.plans.push_back(std::move(fit.found));
  }
  std::uint32_t parts = 0;
  for (const std::uint32_t count : pool.count_of_region) parts += count;
  MovingPlan moving(instance, parts);
  Annealer annealer(moving, seed, 0x9001, settings);
  moving.reset(draw_start(instance, compiled.regions, pool.count_of_region, annealer.random(), settings));
  pool.state.scale = annealer.measure_scale(settings.scale_draws);
  return pool;
}

}  // namespace placewright::boundaries::engine
