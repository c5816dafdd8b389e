#pragma once

#include <string>

#include "boundaries/output/table.h"
#include "boundaries/workforce/plan/place_buildings.h"

/// What `workforce --candidates` tells, as tables of values and as JSON.
namespace placewright::boundaries::output {

/// A row a candidate, in the order that estate plans ask for: what it is, what changes, whom it serves, who
/// of today's users goes farther and by how much, and where to.
[[nodiscard]] Table building_table(const workforce::PlaceBuildings& buildings);
/// A row a neighbourhood, then a row a deprivation fifth: minutes before and after, people farther and by how
/// much.
[[nodiscard]] Table building_journey_table(const workforce::PlaceBuildings& buildings);
/// "proved best of all choices (12 nodes)", "within 1.2 % of the bound after 2,000 nodes", or that there is
/// none.
[[nodiscard]] std::string building_proof_text(const workforce::PlaceBuildings& buildings);
[[nodiscard]] std::string buildings_json(const workforce::PlaceBuildings& buildings);

}  // namespace placewright::boundaries::output
