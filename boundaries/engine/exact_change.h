#pragma once

#include <atomic>

#include "boundaries/engine/exact_start.h"

namespace placewright::boundaries::engine {

/// The exact look for a limit on change: lists every legal neighbourhood, where they are few enough, pairs each with each old
/// neighbourhood that it shares people with, and covers the place by an integer program so that few enough people move.
/// Labels that are found are those of the old plan where a neighbourhood continues one. Needs: problem.change.
[[nodiscard]] ExactStart find_exact_change(const Problem& problem, const std::atomic<bool>* stop);

}  // namespace placewright::boundaries::engine
