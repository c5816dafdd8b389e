#pragma once

#include <cstdint>
#include <vector>

#include "boundaries/sample/sample.h"

/// What a sample says of one plan.
namespace placewright::boundaries::sample {

/// Two neighbouring areas.
struct BorderStability {
  std::uint32_t a = 0, b = 0;  ///< rows of the problem, a < b
  double parted = 0;           ///< share of the sample's plans in which they lie apart
};
/// Of every pair of areas that touch, in order of the problem's graph.
[[nodiscard]] std::vector<BorderStability> find_border_stability(const Problem& problem,
                                                                 const std::vector<Labels>& plans);

struct AreaStability {
  double at_home = 0;  ///< share of the plans that put the area where this plan does, neighbourhoods
                       ///< paired by most people
  std::int32_t second_home = -1;  ///< the other neighbourhood of this plan it is most often put in; -1 none
  double there = 0;               ///< share of the plans that do
};
/// By area of the problem; unassigned ones are 0, -1, 0.
[[nodiscard]] std::vector<AreaStability> find_area_stability(const Problem& problem, const Labels& plan,
                                                             const std::vector<Labels>& plans);

/// Share of the values that are greater than this one, those that equal it counted half: of 0.97 the figure
/// is lower than in 97 of 100 plans.
[[nodiscard]] double share_above(const std::vector<double>& values, double value);

}  // namespace placewright::boundaries::sample
