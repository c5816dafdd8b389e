#pragma once

#include <functional>

#include "boundaries/engine/search.h"

namespace placewright::boundaries::engine {

/// A search by the bounds as the problem states them.
using SearchOnce = std::function<SearchResult(const Problem&, const SearchOptions&, const Observer&)>;

/// Where bounds are soft: a search inside them with all the steps of the effort, as if they were hard; from
/// what it found, or, where nothing lies inside, from what comes nearest, a shorter search that may leave
/// them. The better of the two is the answer, so a soft plan is never worse than the hard one of the same
/// seed and effort. Cost: a third more than a hard search; where no plan lies inside the bounds, half as much
/// again for the nearest.
[[nodiscard]] SearchResult search_softly(const Problem& problem, const SearchOptions& options,
                                         const Observer& observer, const SearchOnce& search_once);

}  // namespace placewright::boundaries::engine
