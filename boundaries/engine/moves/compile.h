#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "boundaries/engine/moves/instance.h"
#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"

namespace placewright::boundaries::engine {

/// A problem ready to be searched: the free atoms, and the neighbourhoods that are settled beforehand (exact
/// locks, neighbourhoods that the caller fixed).
struct Compiled {
  Instance instance;
  Grouping regions;                   ///< pieces of the free atoms: no neighbourhood spans two
  std::vector<std::int32_t> settled;  ///< per area: settled neighbourhood 0 .. settled_parts-1, or -1
  std::uint32_t settled_parts = 0;
  std::vector<std::int32_t>
      free_label;                    ///< with a change limit: label of the old plan that each part continues
  std::vector<std::string> clashes;  ///< rules that contradict each other; then there is nothing to search
};

/// Neighbourhoods that the caller keeps as they are: labels of all areas, and per area 1 where it keeps its
/// label. Both are empty where there are none.
struct KeptNeighbourhoods {
  std::span<const std::int32_t> labels;
  std::span<const std::uint8_t> fixed;
};

/// `target` is that of the population criterion.
[[nodiscard]] Compiled compile(const Problem& problem, const KeptNeighbourhoods& kept, double target);

/// Labels of all areas: parts of the free atoms first, settled neighbourhoods after them.
[[nodiscard]] Labels to_labels(const Compiled& compiled, const Parts& parts, std::uint32_t count,
                               std::size_t areas);

/// Parts of the free atoms in a labelling of all areas; empty where it splits an atom or shares a
/// neighbourhood between regions or with a settled one. `count` is set to the number of parts.
[[nodiscard]] Parts from_labels(const Compiled& compiled, const Labels& labels, std::uint32_t& count);

}  // namespace placewright::boundaries::engine
