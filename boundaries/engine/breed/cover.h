#pragma once

#include <cstdint>
#include <vector>

#include "boundaries/engine/breed/breeding.h"

namespace placewright::boundaries::engine {

/// How large a cover may be; counted, so that the answer is the same on every machine.
struct CoverLimits {
  std::size_t columns = Settings{}.cover_columns;  ///< neighbourhoods to choose from
  std::uint64_t pivots = Settings{}.cover_pivots, nodes = Settings{}.cover_nodes;
};

/// The neighbourhoods of all plans in hand, put together anew: of those that lie in a window of the first
/// plan, an integer program chooses the ones of least loss that cover the window. The program sees the total
/// as a sum over neighbourhoods: deprivation, borders and access as they are; the spread of people by its
/// slope at the first plan; of a holder's share (practices, alignments, wishes) what it is when more than
/// half of the holder is in one neighbourhood, else less. The answer is judged exactly. Empty where nothing
/// better than the first plan was found.
[[nodiscard]] Found find_cover(const SearchTask& task, const std::vector<Found>& plans, Atom atom,
                               std::uint32_t parts, const CoverLimits& limits, const Stop& stop);

}  // namespace placewright::boundaries::engine
