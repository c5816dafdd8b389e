#pragma once

#include <vector>

namespace placewright::geo {

/// A point of the plane, metres (EPSG:27700 in a place). Degrees exist only inside datasets.
struct Point {
  double x{}, y{};
  friend bool operator==(const Point&, const Point&) = default;
};

/// A ring's points in order; the first is not repeated at the end.
using Ring = std::vector<Point>;
using Line = std::vector<Point>;

/// Outer ring counter-clockwise, holes clockwise (normalise() sees to it).
struct Polygon {
  Ring outer;
  std::vector<Ring> holes;
};

/// The territory of one area or boundary: one or more polygons that do not overlap.
struct Shape {
  std::vector<Polygon> parts;
  [[nodiscard]] bool empty() const { return parts.empty(); }
};

struct Box {
  double min_x{}, min_y{}, max_x{}, max_y{};
};

}  // namespace placewright::geo
