#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "boundaries/engine/settings.h"
#include "boundaries/engine/stop.h"
#include "boundaries/question/problem.h"

namespace placewright::boundaries::engine {

/// Every neighbourhood that some plan could hold, as lists of units (areas that never part).
struct NeighbourhoodPool {
  std::vector<std::vector<std::uint32_t>> unit_areas;  ///< areas of each unit
  std::vector<std::vector<std::uint32_t>>
      locked;                         ///< areas of each neighbourhood that an exact lock makes up
  std::vector<std::size_t> first{0};  ///< rows: units of neighbourhood r are unit[first[r]] .. [first[r+1]]
  std::vector<std::uint32_t> unit;
  [[nodiscard]] std::size_t size() const { return first.size() - 1; }
  [[nodiscard]] std::span<const std::uint32_t> units_of(std::size_t row) const {
    return {unit.data() + first[row], first[row + 1] - first[row]};
  }
  /// Areas of a neighbourhood, ascending.
  [[nodiscard]] std::vector<std::uint32_t> areas_of(std::size_t row) const;
};

struct EnumerationLimits {
  std::size_t neighbourhoods = Settings{}.proof_neighbourhoods;  ///< legal ones
  std::uint64_t sets = Settings{}.proof_sets_per_neighbourhood *
                       Settings{}.proof_neighbourhoods;  ///< connected sets looked at
  Stop stop;
};

struct Enumeration {
  bool complete = false;   ///< false: a limit was met, and the pool is a part of all
  std::uint64_t sets = 0;  ///< connected sets looked at
  NeighbourhoodPool pool;
};

/// Lists every connected set of units that keeps the hard rules for one neighbourhood: bounds, holds, wholes,
/// locks, aparts, one piece. A set that leaves a remainder of its territory which no count divides is left
/// out, since no plan holds it. Each set once, in an order that depends on the problem only. Needs:
/// check_feasibility(problem) found no reason against it.
[[nodiscard]] Enumeration enumerate_neighbourhoods(const Problem& problem,
                                                   const EnumerationLimits& limits = {});

}  // namespace placewright::boundaries::engine
