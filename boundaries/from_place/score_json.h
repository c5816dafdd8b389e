#pragma once

#include <string>

#include "boundaries/from_place/judgement.h"

namespace placewright::boundaries::output {

/// The object that `score --json` prints and a plan's record keeps: areas, neighbourhoods, unassigned,
/// people_outside_bounds, out_of_bounds, not_contiguous, criteria (name -> loss, weight, ingredients,
/// loss_plain, loss_best_alone), total, not_judged, per_neighbourhood, findings. Missing numbers are null.
/// Keys in that order.
[[nodiscard]] std::string score_json(const PlaceProblem& question, const Judgement& judgement);

}  // namespace placewright::boundaries::output
