#pragma once

#include <string>
#include <vector>

#include "boundaries/workforce/plan/siting.h"
#include "datasets/place/place.h"
#include "geo/finding.h"

namespace placewright::boundaries::workforce {

struct SitingQuestion {
  SitingAim aim = SitingAim::median;
  std::uint32_t sites = 1;
  std::string kind;  ///< of the sites there are; "" is "base" where there are any, else "gp"
  std::string mode = "walk";
  double threshold = 20;  ///< minutes, for covering
  SitingLimits limits;
};

struct SitingState {
  double mean_minutes = 0, worst_minutes = 0;     ///< people-weighted mean; of the area worst off
  double within = 0;                              ///< share of people within the threshold
  double mean_deprived = 0, within_deprived = 0;  ///< the same of the most deprived fifth of people's areas
};

struct PlaceSiting {
  SitingAim aim = SitingAim::median;
  std::string kind, mode;
  std::size_t existing = 0;
  std::vector<std::string> area, area_name;  ///< areas whose point is proposed, by code
  Siting answer;
  SitingState before, after;
  bool straight_line = true;
  std::vector<geo::Finding> findings;
};

/// Where the next sites would raise the worst-covered people most: candidates are the points of the place's
/// own areas. Minutes from areas to area points come from the travel table where it has them (site = area
/// code), else straight line. Beyond 2,000 areas the answer is a good one with its gap (choose_sites_wide),
/// not the best of all.
[[nodiscard]] PlaceSiting site_next(const datasets::Place& place, const SitingQuestion& question);

}  // namespace placewright::boundaries::workforce
