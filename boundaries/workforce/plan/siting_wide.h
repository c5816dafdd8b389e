#pragma once

#include <functional>
#include <span>
#include <vector>

#include "boundaries/workforce/plan/siting.h"

namespace placewright::boundaries::workforce {

/// A siting problem too large to write down: every area is a candidate, and the minutes to one candidate are
/// asked for.
struct WideSitingProblem {
  std::vector<double> x, y;  ///< of each area, metres
  std::vector<double> people;
  std::vector<double> minutes_today;  ///< as in SitingProblem, one an area
  /// Minutes of every area to the point of one; NaN unreachable.
  std::function<void(std::uint32_t candidate, std::span<double> minutes)> minutes_to;
  bool metric = false;  ///< minutes are symmetric and no detour is shorter: p-centre then has a bound
  std::uint32_t sites = 1;
  double threshold = 20, unreachable = 240;
};

/// Good sites with their gap. p-median and maximal covering: the exact search over candidates spread by
/// people, then exchanges with the areas around each site; the bound prices every area as a candidate.
/// p-centre: farthest first (Gonzalez 1985), then exchanges; its bound is half of the farthest, where minutes
/// are metric. `cells` bounds the table of the first step. Cost: areas squared once, for the bound. Throws
/// InputError when fewer areas than sites are given.
[[nodiscard]] Siting choose_sites_wide(const WideSitingProblem& problem, SitingAim aim,
                                       const SitingLimits& limits = {}, std::size_t cells = 10'000'000);

}  // namespace placewright::boundaries::workforce
