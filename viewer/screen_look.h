#pragma once

#include "boundaries/output/map_look.h"

namespace placewright::viewer {

struct Desk;

/// The map's colouring, legend, sites and overlays as they are on the screen, for paper: in the colours of the light theme.
/// Footprints go as outlines; a backdrop stays behind.
[[nodiscard]] boundaries::output::MapLook look_of_screen(const Desk& desk);

}  // namespace placewright::viewer
