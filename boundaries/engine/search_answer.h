#pragma once

#include "boundaries/engine/search_run.h"

/// What a search answers: the plan, or why there is none.
namespace placewright::boundaries::engine {

/// The answer where everything is locked: there is one plan, which keeps the rules or does not.
[[nodiscard]] SearchResult answer_settled(const SearchRun& run);

/// The answer where list_attempts() found nothing to try.
[[nodiscard]] SearchResult explain_no_attempt(const SearchRun& run);

/// The answer after the last stage: the best plan with its table of numbers of neighbourhoods; where it
/// breaks a rule and no best effort is asked for, what it breaks and whether that is proved. Moves run.result
/// out.
[[nodiscard]] SearchResult finish(SearchRun& run);

}  // namespace placewright::boundaries::engine
