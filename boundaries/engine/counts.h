#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "boundaries/engine/compile.h"

namespace placewright::boundaries::engine {

/// How many neighbourhoods each region can hold inside the bounds by people and atoms alone.
struct CountRange {
  std::vector<std::uint32_t> least, most;  ///< per region; least > most where no number fits
  std::vector<std::int64_t> people;
  std::vector<std::uint32_t> nearest;      ///< per region: a number that fits, else the one that leaves fewest people outside
  std::uint32_t sum_least = 0, sum_most = 0;
  std::uint32_t sum_nearest_least = 0, sum_nearest_most = 0;  ///< with the nearest number where none fits
  bool possible = true;
};

[[nodiscard]] CountRange find_count_range(const Compiled& compiled, const PopulationRule& rule);

/// Shares a total out over the regions, each within its range and in proportion to people; nothing where it does not fit.
/// With `force` only regions that no number fits leave their range: they take the nearest number; where even so the total
/// does not fit, every range gives way (1 .. atoms of the region).
[[nodiscard]] std::optional<std::vector<std::uint32_t>> apportion(const Compiled& compiled, const CountRange& range,
                                                                  std::uint32_t total, bool force);

}  // namespace placewright::boundaries::engine
