#pragma once

#include <cstdint>

#include "boundaries/engine/settings.h"
#include "boundaries/engine/stop.h"
#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"

namespace placewright::boundaries::engine {

/// What an exact look at a place of small neighbourhoods found.
struct ExactStart {
  enum class Answer { found, impossible, unknown };
  Answer answer = Answer::unknown;
  Labels labels;  ///< where found: a legal plan of exactly `count` neighbourhoods, of least cost in the
                  ///< criteria that are sums; under a change limit the one that moves fewest people, with the
                  ///< labels of the old plan
};

/// Lists every legal neighbourhood, where they are few enough, and covers the place with `count` of them by
/// an integer program. For bounds so narrow that moves of single areas never meet them. Gives up ("unknown")
/// where the list is long.
[[nodiscard]] ExactStart find_exact_start(const Problem& problem, std::uint32_t count, const Stop& stop,
                                          const Settings& settings = {});

}  // namespace placewright::boundaries::engine
