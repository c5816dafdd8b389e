#pragma once

#include <string>
#include <vector>

#include "datasets/place/place.h"

namespace placewright::boundaries::workforce {

/// How long home-visiting teams drive to one neighbourhood, one way from their base.
struct RoadTime {
  std::string neighbourhood;
  double wte = 0;              ///< of such teams that falls to it and whose minutes are known
  double minutes = 0;          ///< mean over that WTE; NaN without any
  double longest = 0;          ///< to the farthest area that has some of it; NaN without any
  double unknown = 0;          ///< WTE that falls to it and has no minutes: no located base, out of reach
  bool straight_line = false;  ///< some of the minutes are straight lines
};
/// By neighbourhood id. Teams: rows with a base that are mobile or shared out by travel, with WTE. Empty
/// where the place has none.
[[nodiscard]] std::vector<RoadTime> measure_road_time(const datasets::Place& place,
                                                      const datasets::PlanRecord& plan);

}  // namespace placewright::boundaries::workforce
