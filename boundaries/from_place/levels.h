#pragma once

#include <optional>
#include <string>
#include <vector>

#include "boundaries/from_place/problem.h"
#include "boundaries/from_place/start_plan.h"

/// The level above neighbourhoods.
namespace placewright::boundaries {

/// The multi-neighbourhood of one neighbourhood; "" none.
struct Level {
  std::string id, name;  ///< name "": the id says it
};

/// The units that the brief wants for multi-neighbourhoods; empty where it names no kind. Throws InputError
/// that lists the kinds of the place.
[[nodiscard]] AlignmentData find_level_units(const datasets::Place& place, const Brief& brief,
                                             PlaceProblem& question);

/// Row = label. By the brief: the unit where most people of the neighbourhood live (then the first by code),
/// or the list that names its id, else the list that names areas with most of its people. Without such a wish
/// each id keeps what it was part of in the start. Adds a finding for members that nobody knows and for
/// neighbourhoods that come to none.
[[nodiscard]] std::vector<Level> choose_levels(const Brief& brief, const AlignmentData& units,
                                               const Labels& labels, const std::vector<std::string>& ids,
                                               const std::optional<StartPlan>& start, PlaceProblem& question);

}  // namespace placewright::boundaries
