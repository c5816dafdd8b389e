#pragma once

#include <span>

#include "geo/shape.h"

/// Lengths, areas, compactness and characteristic points of shapes. All on a plane in metres.
namespace placewright::geo {

/// Signed area in m2: above 0 for a counter-clockwise ring. A ring of fewer than three points has none.
[[nodiscard]] double measure_ring_area_m2(const Ring& ring);
[[nodiscard]] double measure_ring_length_m(const Ring& ring);

/// Outer rings less holes, m2; whichever way the rings turn.
[[nodiscard]] double measure_area_m2(const Polygon& polygon);
[[nodiscard]] double measure_area_m2(const Shape& shape);
/// All rings, holes included, m.
[[nodiscard]] double measure_perimeter_m(const Shape& shape);

/// The least box around; an empty shape gives a box with min above max, which touches nothing.
[[nodiscard]] Box box_of(const Shape& shape);
[[nodiscard]] Box box_of(std::span<const Point> points);
[[nodiscard]] Box box_around(const Box& a, const Box& b);
[[nodiscard]] inline Box grown(const Box& box, double by_m) {
  return {box.min_x - by_m, box.min_y - by_m, box.max_x + by_m, box.max_y + by_m};
}
[[nodiscard]] inline bool boxes_touch(const Box& a, const Box& b) {
  return a.min_x <= b.max_x && b.min_x <= a.max_x && a.min_y <= b.max_y && b.min_y <= a.max_y;
}

/// Outer rings counter-clockwise, holes clockwise, no point twice in a row, none repeated at the end; rings
/// of fewer than three points, and parts without an outer ring, are dropped. Parts, rings and starting points
/// keep their order.
[[nodiscard]] Shape normalised(Shape shape);

/// 4 pi A / P^2, in (0, 1]: 1 for a circle, 0.785398 for a square. 0 for an empty shape. (Polsby and Popper
/// 1991.)
[[nodiscard]] double measure_polsby_popper(const Shape& shape);
/// Area over that of the least enclosing circle, in (0, 1]: 0.636620 for a square. 0 for an empty shape.
/// (Reock 1961.)
[[nodiscard]] double measure_reock(const Shape& shape);
/// Area over that of the convex hull, in (0, 1]: 1 when convex. 0 for an empty shape.
[[nodiscard]] double measure_hull_ratio(const Shape& shape);

struct Circle {
  Point centre;
  double radius_m{};
};
/// The least circle that holds all points. Needs: at least one point. Cost: n log n for the hull, then about
/// linear.
[[nodiscard]] Circle least_circle(std::span<const Point> points);
/// The convex hull, counter-clockwise, without points on its sides. (Andrew's monotone chain.)
[[nodiscard]] Ring convex_hull(std::span<const Point> points);

/// Whether the point lies inside. A point on a border that two shapes share vertex by vertex lies in exactly
/// one of them, so that counting points over a place counts each once.
[[nodiscard]] bool contains(const Ring& ring, Point point);
[[nodiscard]] bool contains(const Shape& shape, Point point);

/// Least distance from the point to the segment, m, and to any border of the shape (not 0 inside).
[[nodiscard]] double measure_distance_m(Point point, Point from, Point to);
[[nodiscard]] double measure_border_distance_m(const Shape& shape, Point point);
/// The middle weighted by area; may lie outside.
[[nodiscard]] Point centroid_of(const Shape& shape);
/// A point inside: the centroid where that lies inside, else the middle of the widest stretch of the largest
/// part at half its height. Needs: a shape with area.
[[nodiscard]] Point inside_point(const Shape& shape);
/// Where a label fits best: the point farthest from the border of the largest part, to the given precision
/// (pole of inaccessibility). Needs: a shape with area.
[[nodiscard]] Point label_point(const Shape& shape, double precision_m = 5.0);

}  // namespace placewright::geo
