#pragma once

#include <optional>

#include "boundaries/engine/search_run.h"

/// Which numbers of neighbourhoods are tried, and how the steps are shared out over them: successive halving.
/// All get a first look, the best few a second, and one or two what is left.
namespace placewright::boundaries::engine {

/// People per neighbourhood that the population criterion aims at: the target of the problem; else everyone
/// over the number asked for; else the middle of the bounds.
[[nodiscard]] double target_of(const Problem& problem);

/// Fills run.attempts with the questions to ask, one for each number of neighbourhoods that is to be tried at
/// first, and run.order. None where no number fits, or where a change limit leaves no plan to go on from.
void list_attempts(SearchRun& run);

/// Looks at every attempt, adds numbers around the best where there are too many to try them all, and looks
/// at the best few again. Nothing where there is one attempt only.
void look_at_counts(SearchRun& run);

/// Spends what the looks left on the best attempt, or on two that are close.
void deepen_best(SearchRun& run);

/// Of the draws: what each of the attempts that are deepened gets altogether. 1 for a single attempt.
[[nodiscard]] double share_after_looks(const SearchRun& run);

}  // namespace placewright::boundaries::engine
