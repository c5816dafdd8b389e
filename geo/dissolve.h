#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/border_net.h"
#include "geo/shape.h"

namespace placewright::geo {

/// How the outline of a group of areas was made.
enum class OutlineWay {
  none,            ///< the group has no area: its shape is empty
  shared_borders,  ///< borders between two of its areas cancel out: exact, and its neighbours share its
                   ///< vertices
  welded,          ///< the same, but some vertices were moved within the tolerance to meet
  united,          ///< borders do not match within the tolerance: united by the overlay engine; gaps may stay
};
[[nodiscard]] const char* outline_way_name(OutlineWay way);

struct Outlines {
  std::vector<Shape> shapes;     ///< of each group: valid, normalised, parts by their first point
  std::vector<OutlineWay> ways;  ///< of each group
};

/// The label of an area that belongs to no group.
inline constexpr std::uint32_t kNoGroup = BorderNet::kNone;

/// The outline of each group of areas, with its holes and parts.
///
/// Needs: group of each area (below groups, or kNoGroup) by the rows of the shapes that the net was built
/// from; the
///        shapes themselves are read only where the overlay engine has to help.
/// Law:   where every way is shared_borders the areas of the outlines sum to those of the shapes, and
/// outlines of
///        touching groups share every vertex, so there is neither gap nor overlap.
/// Cost:  England into 1,400 groups in about half a CPU second, the net not counted.
[[nodiscard]] Outlines dissolve(const BorderNet& net, std::span<const Shape> shapes,
                                std::span<const std::uint32_t> group, std::uint32_t groups);
/// The same when the outlines are needed once only.
[[nodiscard]] Outlines dissolve(std::span<const Shape> shapes, std::span<const std::uint32_t> group,
                                std::uint32_t groups, double tolerance_m = 1.5);

/// The rings left when segments of one group that run both ways cancel out: simple rings, each starting at
/// its least point; outer rings and gaps alike, told apart by their direction. The raw material of dissolve
/// and of the topology check.
struct LooseRings {
  std::vector<Ring> ring;
  std::vector<std::uint32_t> group;               ///< of each ring, ascending
  std::vector<std::uint32_t> overlapping_groups;  ///< where areas of one group lie on one another; ascending
};
[[nodiscard]] LooseRings trace_rings(const BorderNet& net, std::span<const std::uint32_t> group,
                                     std::uint32_t groups);

/// Sorts rings into a shape: counter-clockwise ones are parts, each clockwise one is a hole of the least part
/// around it.
[[nodiscard]] Shape shape_of_rings(std::vector<Ring> rings);

}  // namespace placewright::geo
