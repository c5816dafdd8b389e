#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "boundaries/question/problem.h"

namespace placewright::boundaries::engine {

/// The part of the total that is a sum over neighbourhoods: total of a plan = constant + sum of cost(areas of
/// each), plus what the criteria under `others` add (0 or more). Access losses above 1, which the score cuts
/// off, are counted in full.
struct CostTerms {
  double constant = 0;
  double deprivation = 0;  ///< per unit of SSW; below 0 where need is spread
  double border =
      0;  ///< per metre of a neighbourhood's border to others (each metre is counted from both sides)
  double barrier = 0;          ///< per metre of crossing border inside
  std::vector<double> access;  ///< per person-minute of each kind's cost
  double people_squares = 0;   ///< per squared person of difference from the target
  double target = 0;
  std::vector<std::string> others;  ///< criteria with weight that are no such sums
  double access_ceiling =
      0;  ///< least total of a plan whose access loss is cut off at 1; infinite without access
};

/// Splits the total of a problem into sums and others. The population criterion counts among the others.
[[nodiscard]] CostTerms find_cost_terms(const Problem& problem);

/// Cost of one neighbourhood, from scratch. Keeps marks between calls, so one object a thread.
class NeighbourhoodCost {
 public:
  NeighbourhoodCost(const Problem& problem, const CostTerms& terms)
      : problem_(problem), terms_(terms), in_(problem.size(), 0) {}
  [[nodiscard]] double operator()(const std::vector<std::uint32_t>& areas);

 private:
  const Problem& problem_;
  const CostTerms& terms_;
  std::vector<char> in_;
};

}  // namespace placewright::boundaries::engine
