#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "boundaries/engine/moves/compile.h"

namespace placewright::boundaries::engine {

/// How many neighbourhoods each region can hold inside the bounds by people and atoms alone.
struct CountRange {
  std::vector<std::uint32_t> least, most;  ///< per region; least > most where no number fits
  /// The same, but where no number fits the one that leaves fewest people outside the bounds.
  std::vector<std::uint32_t> near_least, near_most;
  std::vector<std::int64_t> people;
  std::uint32_t sum_least = 0, sum_most = 0, near_sum_least = 0, near_sum_most = 0;
  bool possible = true;
};

[[nodiscard]] CountRange find_count_range(const Compiled& compiled, const PopulationRule& rule);

/// Shares a total out over the regions, each within its range and in proportion to people; nothing where it
/// does not fit. With `force` regions that no number fits take the nearest; where that does not do either,
/// any number (1 .. atoms).
[[nodiscard]] std::optional<std::vector<std::uint32_t>> apportion(const Compiled& compiled,
                                                                  const CountRange& range,
                                                                  std::uint32_t total, bool force);

/// So many numbers between least and most: `middle`, and others at even steps; ascending. The ends, which
/// hardly any plan has, are not among them.
[[nodiscard]] std::vector<std::uint32_t> spread_counts(std::uint32_t least, std::uint32_t most,
                                                       std::uint32_t middle, std::uint32_t wanted);

/// About `wanted` numbers around the best of those that were tried (`tried`: ascending), at even steps on
/// either side of it up to its neighbours among them, without these; empty where they are next to it.
[[nodiscard]] std::vector<std::uint32_t> counts_around(const std::vector<std::uint32_t>& tried,
                                                       std::uint32_t best, std::uint32_t wanted);

}  // namespace placewright::boundaries::engine
