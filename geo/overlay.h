#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "geo/shape.h"

/// The few operations on shapes that need a full overlay engine. The only door to GEOS: overlay.cc. Those
/// that give a shape throw InputError where GEOS fails, and (but made_valid) where borders cross too often
/// (cross_too_often).
namespace placewright::geo {

/// What is wrong with a shape by the OGC rules, or nothing.
struct Invalid {
  std::string reason;  ///< in the words of GEOS, such as "Self-intersection"
  Point where;
};
[[nodiscard]] std::optional<Invalid> find_invalid(const Shape& shape);

/// A valid shape with the same points inside, as far as that can be said: crossings become corners, parts
/// that overlap are united, spikes and zero-area parts go. Needs: rings of at least three points that do not
/// cross too often.
[[nodiscard]] Shape made_valid(const Shape& shape);

/// All that lies in any of the shapes. Needs: valid shapes.
[[nodiscard]] Shape united(std::span<const Shape> shapes);
/// What lies in both; lines and points where they only touch are left out. Needs: valid shapes.
[[nodiscard]] Shape intersected(const Shape& a, const Shape& b);
/// What lies in `a` and not in `b`. Needs: valid shapes.
[[nodiscard]] Shape subtracted(const Shape& a, const Shape& b);

/// Least distance between two shapes, m; 0 where they touch or overlap. Needs: both not empty.
[[nodiscard]] double measure_distance_m(const Shape& a, const Shape& b);

/// The polygon cut into triangles without new points (constrained Delaunay). Needs: a valid polygon.
[[nodiscard]] std::vector<std::array<Point, 3>> delaunay_triangles(const Polygon& polygon);

}  // namespace placewright::geo
