#pragma once

#include <optional>
#include <string>
#include <vector>

#include "boundaries/engine/search.h"
#include "boundaries/from_place/problem.h"

namespace placewright::boundaries {

/// The plan that a drawing starts from, as the problem sees it.
struct StartPlan {
  PlanLabels labelled;
  std::vector<std::string> name;                 ///< of each label; "" where it has none
  std::vector<std::string> parent, parent_name;  ///< multi-neighbourhood of each label; "" none
};

/// Reads the plan of that name; "" is none. What is locked in it becomes rules of the problem: a locked
/// neighbourhood stays as it is; areas locked one by one stay together, and others may join.
[[nodiscard]] std::optional<StartPlan> find_start(const datasets::Place& place, const std::string& name,
                                                  PlaceProblem& question);

/// The options with the start filled in.
[[nodiscard]] SearchOptions start_from(const std::optional<StartPlan>& start, SearchOptions options);

}  // namespace placewright::boundaries
