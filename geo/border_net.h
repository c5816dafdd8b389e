#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/shape.h"

namespace placewright::geo {

/// The borders of all shapes as one net of shared points and segments: what adjacency, outlines, arcs and the
/// topology check read. Points with the same coordinates are one node; points within the tolerance of each
/// other but of different shapes are welded into one, and a node that lies on another shape's segment divides
/// it (T-junction).
///
/// Shape:  rings lie one after the other; segment i runs from segment[i].from to segment[i].to with its area
/// on the
///         left. Segments over the same two nodes form a group: group g is member[group_first[g] ..
///         group_first[g+1]).
/// Needs:  shapes normalised (outer counter-clockwise, holes clockwise).
struct BorderNet {
  static constexpr std::uint32_t kNone = ~0u;
  struct Segment {
    std::uint32_t from{}, to{};  ///< nodes, never equal
    std::uint32_t area{};        ///< row of the shape on its left
    std::uint32_t ring{};
    double length_m{};  ///< along the shape as given, before welding
    bool exact = true;  ///< false where one of its ends was moved more than kExactM to meet a neighbour's
  };
  struct RingSpan {
    std::uint32_t first{}, size{};  ///< segments; size 0 where welding left nothing
    std::uint32_t area{}, part{};
    bool hole = false;
  };
  std::vector<Point> node;
  std::vector<Segment> segment;
  std::vector<RingSpan> ring;
  std::vector<std::uint32_t> group_of;     ///< of each segment
  std::vector<std::uint32_t> group_first;  ///< size groups + 1
  std::vector<std::uint32_t> member;       ///< segments

  [[nodiscard]] std::size_t groups() const { return group_first.size() - 1; }
  [[nodiscard]] std::span<const std::uint32_t> members(std::size_t group) const {
    return {member.data() + group_first[group], group_first[group + 1] - group_first[group]};
  }
  /// Calls visit(one, two) for each pair of segments along which two areas lie against each other, once a
  /// pair.
  template <typename Visit>
  void visit_shared(Visit visit) const {
    for (std::size_t group = 0; group < groups(); ++group) {
      const auto here = members(group);
      for (std::size_t i = 0; i < here.size(); ++i)
        for (std::size_t j = i + 1; j < here.size(); ++j) {
          const Segment &one = segment[here[i]], &two = segment[here[j]];
          if (one.area != two.area && one.from == two.to) visit(one, two);
        }
    }
  }
  /// Whether another area than its own runs the other way over the same nodes.
  [[nodiscard]] bool is_shared(std::uint32_t index) const;
};

/// Points closer than this are the same point wherever they come from (m).
inline constexpr double kExactM = 1e-3;

/// tolerance_m: how far apart two shapes' points may lie and still be meant as one; at least kExactM is used.
/// Two points of one shape are never welded. Throws InputError where far more points than borders have lie
/// within it. Cost: England (2 million points) in about a CPU second where vertices match.
[[nodiscard]] BorderNet build_border_net(std::span<const Shape> shapes, double tolerance_m);

}  // namespace placewright::geo
