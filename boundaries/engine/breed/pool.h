#pragma once

#include <cstdint>
#include <vector>

#include "boundaries/engine/breed/ladder.h"
#include "boundaries/engine/moves/compile.h"

namespace placewright::boundaries::engine {

/// Plans from elsewhere, judged anew by this problem's weights, that a search breeds from.
struct Pool {
  SearchState state;  ///< best first, all different; empty where no plan fits the problem
  std::vector<std::uint32_t> count_of_region;
};

/// Of several numbers of neighbourhoods (by region) that of the best plan is kept, and only its plans.
[[nodiscard]] Pool gather_pool(const Compiled& compiled, const std::vector<Labels>& plans, std::uint64_t seed,
                               const Settings& settings);

}  // namespace placewright::boundaries::engine
