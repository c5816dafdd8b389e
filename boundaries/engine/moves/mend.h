#pragma once

#include <cstdint>

#include "boundaries/engine/moves/instance.h"

namespace placewright::boundaries::engine {

/// A plan with each part in one piece: of a part in several pieces the one of most people stays, the others
/// join the part around them that holds fewest people.
[[nodiscard]] Parts mend_pieces(const Instance& instance, Parts plan, std::uint32_t parts);

/// The plan nearest to an old one that rules do not let stand: each atom in the part that most of its
/// residents were in, a part that lies in several regions in that of most people, what is left joined to the
/// parts around it. Empty where a region or a part ends up with nothing. Needs: a change limit.
[[nodiscard]] Parts start_near_old(const Instance& instance, const Grouping& regions, std::uint32_t parts);

/// The plan with another number of parts, the old ones changed as little as a simple rule can: the part of
/// most people is cut in two along a random tree, or the last one is dissolved into those around it, until
/// the number is right. Numbers of parts that stay are kept, but where a region of its own is the last: it
/// takes the number of the one that went. Needs: parts in one piece.
[[nodiscard]] Parts change_count(const Instance& instance, Parts plan, std::uint32_t parts,
                                 std::uint32_t wanted, std::uint64_t seed);

}  // namespace placewright::boundaries::engine
