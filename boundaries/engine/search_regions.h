#pragma once

#include "boundaries/engine/search_run.h"

namespace placewright::boundaries::engine {

/// Shares the neighbourhoods out over the regions otherwise than by people where that gains: the best attempt
/// with a legal plan is redrawn region by region with one more and one fewer, and where a better plan comes
/// of it, it becomes an attempt (in the place of one with as many neighbourhoods altogether). Sets
/// run.result.regions. Nothing where regions have no choice, where a plan or a time was given, or after a
/// stop.
void share_out_regions(SearchRun& run);

}  // namespace placewright::boundaries::engine
