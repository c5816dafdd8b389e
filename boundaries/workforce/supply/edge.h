#pragma once

#include <string_view>

#include "datasets/place/place.h"

namespace placewright::boundaries::workforce {

/// Share of the place's people whose area's point lies within so many straight-line minutes of the outline of
/// the place: they may have a nearer site beyond it. NaN without shapes, points or people. Cost: areas times
/// points of the outline, which is thinned to a step of 100 m or a two-thousandth of the place.
[[nodiscard]] double measure_edge_share(const datasets::Place& place, double minutes, std::string_view mode);

}  // namespace placewright::boundaries::workforce
