#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace placewright::datasets::demo {

/// Two neighbouring pieces and how strongly they belong together (metres of border, less across what
/// divides).
struct Tie {
  std::uint32_t a{}, b{};
  double strength_m{};
};

/// Joins the lightest group to its best neighbour, again and again, until `groups` are left or nothing can be
/// joined: compact groups of similar weight with natural outlines. `frozen` pieces (empty: none) take no
/// part. `wilfulness` 0..1 lets chance choose among good neighbours. Returns the group of each piece,
/// numbered in order of first piece. Groups stay below `most_weight` where any other neighbour exists.
[[nodiscard]] std::vector<std::uint32_t> join_up(std::span<const double> weight, std::span<const Tie> ties,
                                                 std::size_t groups, double most_weight, double wilfulness,
                                                 std::uint64_t seed,
                                                 std::span<const std::uint8_t> frozen = {});

}  // namespace placewright::datasets::demo
