#pragma once

#include <optional>
#include <vector>

#include "geo/shape.h"

namespace placewright::geo {

/// The sea within a box, by lines of coast that have the land on their left, as OpenStreetMap draws them.
///
/// Lines that share an end are one coast; a coast that comes back to its start is an island, or an enclosed
/// sea where it has the land outside. What is not enclosed closes along the sides of the box. Returns nothing
/// where the lines do not tell: a coast ends within the box, more than two lines share an end, two coasts
/// beside each other on the side of the box both come in or both go out, an island lies on land. An empty
/// shape where no coast lies in the box: it may be all land or all sea.
[[nodiscard]] std::optional<Shape> close_coast(const std::vector<Line>& lines, const Box& box);

}  // namespace placewright::geo
