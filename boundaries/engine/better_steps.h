#pragma once

#include <vector>

#include "boundaries/engine/better.h"
#include "boundaries/engine/better_walk.h"

/// How a better plan is reached by small changes. Only better*.cc include it.
namespace placewright::boundaries::engine {

/// The way from the walk's start to a plan that keeps what is held, in steps that are as small as can be and
/// each keep it too, most gain a person first; up to the plan of least total on that way. The walk is left
/// somewhere.
[[nodiscard]] std::vector<BetterStep> list_steps(BetterWalk& walk, const Parts& better);

}  // namespace placewright::boundaries::engine
