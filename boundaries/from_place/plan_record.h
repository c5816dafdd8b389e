#pragma once

#include "boundaries/draw.h"
#include "boundaries/question/feasibility.h"

namespace placewright::boundaries {

/// The drawn plan as a place keeps it: brief, seed, assignment, names, locks, the reason of each
/// neighbourhood that lies outside the bounds, the score and the run as JSON.
[[nodiscard]] datasets::PlanRecord record_plan(const datasets::Place& place, const Brief& brief,
                                               const DrawOptions& options, const Feasibility& sums,
                                               const Drawn& drawn);

}  // namespace placewright::boundaries
