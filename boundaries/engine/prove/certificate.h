#pragma once

#include <string>

#include "boundaries/engine/prove/enumerate.h"
#include "boundaries/engine/prove/neighbourhood_cost.h"
#include "boundaries/engine/prove/set_partition.h"
#include "boundaries/question/problem.h"

namespace placewright::boundaries::engine {

/// What a stranger needs to verify that an answer is the best: the arrays of the problem, the rules, the cost
/// of a neighbourhood, the answer and the prices. JSON; numbers with all their digits. The verifier lists the
/// legal neighbourhoods by itself, finds that none is cheaper than its prices, and that those cheap enough to
/// matter cannot be put together better.
[[nodiscard]] std::string write_certificate(const Problem& problem, const CostTerms& terms,
                                            const NeighbourhoodPool& pool, const SetPartition& partition,
                                            const SetPartitionResult& result, double base);

}  // namespace placewright::boundaries::engine
