#pragma once

#include <optional>
#include <string>
#include <vector>

#include "boundaries/from_place/problem.h"
#include "boundaries/from_place/start_plan.h"

/// Which id a neighbourhood bears, and what it is called before people give it a better name.
namespace placewright::boundaries {

/// Ids of labels that are ordered north-west to south-east: N01, N02, ... (as many digits as the count needs,
/// two at least). Locked areas bear the id that their lock names. With a start, each of its ids goes to the
/// neighbourhood that holds most of its people, and of several such ids to the one with most people there;
/// the others get numbers that the start has not used.
[[nodiscard]] std::vector<std::string> choose_ids(const Problem& problem, const Labels& labels,
                                                  const std::optional<StartPlan>& start);

/// Unique names, row = label: the name that an id had in the start, else a working name from what lies there:
/// the most common community by people (MSOA names of the House of Commons Library, else wards, parishes,
/// MSOAs, else the practice with most patients, else areas). A name that several would bear grows by the next
/// community ("Kenton & Kingsbury").
[[nodiscard]] std::vector<std::string> choose_names(const datasets::Place& place,
                                                    const PlaceProblem& question, const Labels& labels,
                                                    const std::vector<std::string>& ids,
                                                    const std::optional<StartPlan>& start);

}  // namespace placewright::boundaries
