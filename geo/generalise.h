#pragma once

#include <vector>

#include "geo/shape.h"

/// Lines and shapes made simpler and cut to a box, for drawing: what comes out may touch itself, so it is
/// not for measuring or overlay.
namespace placewright::geo {

/// Without the points that lie within tolerance_m of what is left (Douglas and Peucker 1973). Ends stay.
[[nodiscard]] Line generalised(const Line& line, double tolerance_m);
/// Ring by ring; rings left with fewer than three points or less than least_m2 go, a part with its outer
/// ring.
[[nodiscard]] Shape generalised(const Shape& shape, double tolerance_m, double least_m2);

/// The pieces of a line inside a box, in order.
[[nodiscard]] std::vector<Line> clipped(const Line& line, const Box& box);
/// What of a shape lies inside a box (Sutherland and Hodgman 1974); pieces of one part stay one part, joined
/// along the side of the box.
[[nodiscard]] Shape clipped(const Shape& shape, const Box& box);

}  // namespace placewright::geo
