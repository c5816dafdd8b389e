#pragma once

#include <optional>
#include <string>
#include <vector>

#include "boundaries/place_problem.h"
#include "boundaries/search.h"

namespace placewright::boundaries {

/// The plan that a drawing starts from, as the problem sees it.
struct StartPlan {
  PlanLabels labelled;
  std::vector<std::string> name;    ///< of each label; "" where it has none
  std::vector<std::uint8_t> fixed;  ///< per area: 1 where its whole neighbourhood is locked
};

/// Reads the plan of that name; "" is none. Its locked neighbourhoods will stay as they are; areas that are locked one by
/// one become a rule of the problem: they stay together, and others may join.
[[nodiscard]] std::optional<StartPlan> find_start(const datasets::Place& place, const std::string& name,
                                                  PlaceProblem& question);

/// The options with the start filled in.
[[nodiscard]] SearchOptions start_from(const std::optional<StartPlan>& start, SearchOptions options);

}  // namespace placewright::boundaries
