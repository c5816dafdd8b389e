#pragma once

#include <cstdint>
#include <vector>

namespace placewright::boundaries {

/// Neighbourhood of each area of a Problem, 0-based; kUnassigned where there is none.
using Labels = std::vector<std::int32_t>;
inline constexpr std::int32_t kUnassigned = -1;

}  // namespace placewright::boundaries
