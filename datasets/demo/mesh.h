#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "geo/shape.h"

/// The ground of the demo place: small cells (cells) that tile the plane. Areas, wards and every other unit
/// are unions of cells, so all of them share their borders to the last decimetre.
namespace placewright::datasets::demo {

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// One border between two cells, from corner to corner with `left` on its left.
struct Side {
  std::uint32_t left{}, right{};
  std::uint32_t from{}, to{};
  double length_m{};  ///< along the drawn line
};

/// Atoms are the dual cells of a Delaunay triangulation, cornered at the triangles' centres of gravity:
/// unlike Voronoi cells they have no vanishing sides, and exactly three meet at a corner, so no border ever
/// touches itself.
struct Mesh {
  std::vector<geo::Point> site;    ///< the point inside each cell
  std::vector<std::uint8_t> rim;   ///< 1: at the outer edge of the mesh, its cell is not closed
  std::vector<geo::Point> corner;  ///< where three cells meet
  std::vector<std::array<std::uint32_t, 3>> atoms_at;  ///< the three cells at each corner
  std::vector<Side> side;
  std::vector<std::uint32_t> first, sides;  ///< sides of cell i: sides[first[i] .. first[i+1])
  std::uint64_t seed = 0;                   ///< of the wiggles

  [[nodiscard]] std::span<const std::uint32_t> sides_of(std::uint32_t atom) const {
    return {sides.data() + first[atom], first[atom + 1] - first[atom]};
  }
  [[nodiscard]] std::uint32_t across(std::uint32_t s, std::uint32_t atom) const {
    return side[s].left == atom ? side[s].right : side[s].left;
  }
};

/// Triangles (counter-clockwise triples of rows) of distinct points, exact whatever their position:
/// coordinates count in decimetres and must stay below 2^23 of them. Points are taken in the order given; an
/// order along a curve is fast. Triangles at the hull are left out where they touch the frame around all
/// points.
[[nodiscard]] std::vector<std::array<std::uint32_t, 3>> triangulate(std::span<const geo::Point> points);

/// Builds the mesh after `rounds` of moving every point to the middle of its cell.
[[nodiscard]] Mesh build_mesh(std::vector<geo::Point> points, int rounds, std::uint64_t seed);

/// The line of a side with its natural wiggles, both ends included, rounded to 0.1 m. Stays inside the two
/// triangles that the side spans with its cells' points, so it crosses no other side.
[[nodiscard]] geo::Line side_line(const Mesh& mesh, std::uint32_t side);

/// The territory of each label (label of each cell; kNone: nobody's). Outer rings counter-clockwise, holes
/// clockwise.
[[nodiscard]] std::vector<geo::Shape> dissolve(const Mesh& mesh, std::span<const std::uint32_t> label,
                                               std::size_t labels);

/// Twice-signed area of a ring, halved: positive when counter-clockwise, m2.
[[nodiscard]] double ring_area_m2(const geo::Ring& ring);
[[nodiscard]] double shape_area_m2(const geo::Shape& shape);
/// By the even-odd rule over all rings.
[[nodiscard]] bool contains(const geo::Shape& shape, geo::Point point);

}  // namespace placewright::datasets::demo
