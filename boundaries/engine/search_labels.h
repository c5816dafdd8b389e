#pragma once

#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"

namespace placewright::boundaries::engine {

/// Gives each neighbourhood the label of the start that most of its residents had, where nobody else took it.
[[nodiscard]] Labels keep_old_labels(const Problem& problem, const Labels& start, const Labels& labels);

}  // namespace placewright::boundaries::engine
