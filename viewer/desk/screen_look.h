#pragma once

#include "boundaries/output/map_look.h"

namespace placewright::viewer {

struct OnTheTable;
struct MapView;

/// The map's colouring, legend, sites and overlays as they are on the screen, for paper: in the colours of
/// the light theme. Footprints go as bands under the borders. `extent_too`: only the part of the place that
/// the screen shows.
[[nodiscard]] boundaries::output::MapLook look_of_screen(const OnTheTable& here, const MapView& view,
                                                         bool extent_too);

}  // namespace placewright::viewer
