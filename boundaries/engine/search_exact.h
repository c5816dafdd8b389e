#pragma once

#include <string>

#include "boundaries/engine/search_run.h"

/// Exact looks at places of few areas, where the steps of a search find no legal plan. By integer programs
/// over the list of all legal neighbourhoods; see prove/exact_start.h.
namespace placewright::boundaries::engine {

/// Before the search: where all legal neighbourhoods can be listed, the set of them that covers the place at
/// least cost. Sets run.exact_labels, run.proved and run.best; once proved, run.draws falls to a share, which
/// fills the table of numbers of neighbourhoods; not where other plans are asked for too. Nothing where the
/// list is long, under a change limit, where neighbourhoods are fixed, and where plans to breed from are
/// given.
void look_at_whole_list(SearchRun& run);

/// The attempt with as many neighbourhoods as that plan goes on from it, but where other plans are asked for.
void start_from_whole_list(SearchRun& run);

/// Where no attempt has a legal plan: an exact look at them, the nearest one first, until one of them has a
/// plan to go on from; that one is searched on. Sets run.exact_labels, and `impossible` of attempts that are
/// proved to have none. Nothing where there is a legal plan.
void look_exactly(SearchRun& run);

/// The answer where no step leads from the plan under a change limit to a legal one: the best plan of an
/// exact look at every number of neighbourhoods; else that there is none; else, where that stays open, the
/// reason given.
[[nodiscard]] SearchResult look_past_steps(const SearchRun& run, const std::string& reason);

}  // namespace placewright::boundaries::engine
