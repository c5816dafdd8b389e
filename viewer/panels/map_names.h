#pragma once

#include <vector>

#include "viewer/map/ground_names.h"
#include "viewer/panels/map_canvas.h"

namespace placewright::viewer {

/// The names of towns and rivers over the map's picture, under nothing: they stand where `taken` leaves room.
void draw_ground_names(const GroundPicture& picture, const ui::Pen& pen, const Canvas& canvas,
                       std::vector<LabelBox>& taken);

}  // namespace placewright::viewer
