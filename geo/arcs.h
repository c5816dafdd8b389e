#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/border_net.h"
#include "geo/shape.h"

namespace placewright::geo {

/// A stretch of border between two junctions with the same areas on either side all along.
struct Arc {
  Line line;              ///< at least two points; first and last are equal where it is a whole ring
  std::uint32_t left{};   ///< area on the left of its direction, or kOutside
  std::uint32_t right{};  ///< area on the right, or kOutside
};
inline constexpr std::uint32_t kOutside = BorderNet::kNone;

struct ArcRef {
  std::uint32_t arc{};
  bool reversed = false;
};

/// Shapes as rings of shared arcs: a border between two areas is stored once, so it can be drawn once, hidden
/// when both sides are one neighbourhood, and simplified without gaps.
///
/// Shape: arcs run from the lesser of their ends (by x, then y), whole rings from their least point towards
/// the lesser
///        neighbour; they are ordered by the area and ring they are first met in.
struct Arcs {
  struct RingOfArcs {
    std::vector<ArcRef> arcs;
    std::uint32_t part{};
    bool hole = false;
  };
  std::vector<Arc> arcs;
  std::vector<std::vector<RingOfArcs>> shapes;  ///< of each area; a part's outer ring comes before its holes
};

/// Needs: the net of the shapes; `areas` is their number.
[[nodiscard]] Arcs build_arcs(const BorderNet& net, std::size_t areas);
[[nodiscard]] Arcs build_arcs(std::span<const Shape> shapes, double tolerance_m = 0);

/// One area's shape from its arcs; parts that have shrunk to less than three points are left out.
[[nodiscard]] Shape shape_from_arcs(const Arcs& arcs, std::uint32_t area);
[[nodiscard]] std::vector<Shape> shapes_from_arcs(const Arcs& arcs);

/// Each arc with fewer points, none of its dropped points farther than tolerance_m from it. Junctions stay,
/// so that neighbours still share every vertex; an arc that would make a ring vanish keeps its farthest
/// point. Lines of a coarse tolerance may cross one another where areas are narrower than it: for drawing,
/// not for measuring. (Ramer 1972, Douglas and Peucker 1973.)
[[nodiscard]] Arcs simplified(const Arcs& arcs, double tolerance_m);
[[nodiscard]] std::vector<Arc> simplified(std::span<const Arc> arcs, double tolerance_m);

}  // namespace placewright::geo
