#pragma once

#include "boundaries/engine/stop.h"
#include "boundaries/workforce/align/measure.h"

namespace placewright::boundaries::workforce {

/// A legal membership with at most `moves` moves, from `start` by single changes: first back towards today
/// until every rule is kept, then whatever single move, exchange of a move for another, or swap of two
/// practices aligns most, until none does. Territories stay within `most_pieces`. Same start, same answer.
[[nodiscard]] Membership improve_membership(const AlignProblem& problem, Membership start,
                                            std::uint32_t moves,
                                            const std::vector<std::uint32_t>& most_pieces,
                                            const engine::Stop& stop);

}  // namespace placewright::boundaries::workforce
