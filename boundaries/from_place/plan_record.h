#pragma once

#include "boundaries/draw.h"
#include "boundaries/from_place/levels.h"
#include "boundaries/question/feasibility.h"

namespace placewright::boundaries {

/// The drawn plan as a place keeps it: brief, seed, assignment, names, multi-neighbourhoods (a row a
/// neighbourhood), locks, the reason of each neighbourhood that lies outside the bounds, the score and the
/// run as JSON.
[[nodiscard]] datasets::PlanRecord record_plan(const datasets::Place& place, const Brief& brief,
                                               const DrawOptions& options, const Feasibility& sums,
                                               const std::vector<Level>& levels, const Drawn& drawn);

}  // namespace placewright::boundaries
