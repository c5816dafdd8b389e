#pragma once

#include <string>

#include "boundaries/workforce/supply/units.h"
#include "viewer/session/coverage_model.h"

/// The pages of coverage that rest on sites and territories, apart from those that rest on staff alone. Each
/// fills the answer for its `ask`; InputError says what the place lacks.
namespace placewright::viewer {

/// "" where a unit is named like its id.
[[nodiscard]] std::string shown_name(const boundaries::workforce::Units& units, std::size_t row);

void measure_travel_page(const datasets::Place& place, const datasets::PlanRecord& plan,
                         CoverageAnswer& answer);
void measure_footprints_page(const datasets::Place& place, const datasets::PlanRecord& plan,
                             CoverageAnswer& answer);
void measure_covers_page(const datasets::Place& place, const datasets::PlanRecord& plan,
                         CoverageAnswer& answer);
void measure_ahead_page(const datasets::Place& place, const datasets::PlanRecord& plan,
                        CoverageAnswer& answer);

}  // namespace placewright::viewer
