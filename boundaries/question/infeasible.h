#pragma once

#include <optional>
#include <string>
#include <vector>

namespace placewright::boundaries {

/// Why no plan meets the rules: which rules clash, and the nearest bounds that work.
struct Infeasible {
  std::vector<std::string> reasons;  ///< sentences that name rules, areas, groups
  std::optional<double> nearest_min, nearest_max;
};

}  // namespace placewright::boundaries
