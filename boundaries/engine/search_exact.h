#pragma once

#include <string>

#include "boundaries/engine/search_run.h"

/// Exact looks at places of few areas, where the steps of a search find no legal plan. By integer programs
/// over the list of all legal neighbourhoods; see prove/exact_start.h.
namespace placewright::boundaries::engine {

/// Where no attempt has a legal plan: an exact look at them, the nearest one first, until one of them has a
/// plan to go on from; that one is searched on. Sets run.exact_labels, and `impossible` of attempts that are
/// proved to have none. Nothing where there is a legal plan.
void look_exactly(SearchRun& run);

/// The answer where no step leads from the plan under a change limit to a legal one: the best plan of an
/// exact look at every number of neighbourhoods; else that there is none; else, where that stays open, the
/// reason given.
[[nodiscard]] SearchResult look_past_steps(const SearchRun& run, const std::string& reason);

}  // namespace placewright::boundaries::engine
