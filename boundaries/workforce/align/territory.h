#pragma once

#include <vector>

#include "boundaries/workforce/align/measure.h"
#include "boundaries/workforce/align/program.h"

namespace placewright::boundaries::workforce {

/// For each PCN whose territory falls into more than `most_pieces`: as few memberships as were found to force
/// that, whatever the other practices do. Practices are let go one at a time, those with fewest patients in
/// and around the territory first, those that moved last, as long as areas that are surely the PCN's stay
/// parted by areas that surely are not.
[[nodiscard]] std::vector<PieceCut> find_piece_cuts(const AlignProblem& problem,
                                                    const std::vector<std::uint32_t>& pcn_of,
                                                    const std::vector<std::uint32_t>& most_pieces);

}  // namespace placewright::boundaries::workforce
