#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "geo/adjacency.h"
#include "geo/shape.h"

namespace placewright::geo {

/// Territory inside the place's outline that no area holds.
struct Gap {
  double area_m2{};
  double width_m{};  ///< twice its area over its perimeter: that of a long strip of the same area
  bool sliver = false;
  Point where;                            ///< inside it, or its corner where it is too thin
  std::vector<std::uint32_t> neighbours;  ///< areas along its border, ascending
};

/// Territory that two areas hold both.
struct Overlap {
  std::uint32_t a{}, b{};  ///< rows, a < b
  double area_m2{};
  double width_m{};
  bool sliver = false;
  Point where;
};

/// Areas that hang together but not with the largest piece.
struct DetachedPiece {
  std::vector<std::uint32_t> areas;  ///< ascending
};

/// Pairs of areas that are looked at for an overlap, a number an area: each has about six neighbours.
inline constexpr std::size_t kMaxSuspects = 30;

struct MultiPart {
  std::uint32_t row{}, parts{};
};

struct Topology {
  std::vector<Gap> gaps;          ///< largest first
  std::vector<Overlap> overlaps;  ///< by (a, b)
  std::vector<std::pair<std::uint32_t, std::uint32_t>>
      tangled;                  ///< overlaps whose borders cross too often to be measured
  bool suspects_left = false;   ///< more pairs may overlap than are looked at (kMaxSuspects)
  std::string slivers_unknown;  ///< why strips between areas could not be looked for; "" where they were
  std::vector<DetachedPiece> detached;  ///< most areas first
  std::vector<MultiPart> multi_part;    ///< by row
  std::vector<std::uint32_t> empty;     ///< rows without a shape
};

struct TopologyOptions {
  double min_area_m2 = 1.0;  ///< gaps and overlaps below are rounding
  double tolerance_m =
      1.5;  ///< that of the adjacency: lines this close are meant as one, what lies between is a sliver
  double sliver_width_m = 2.0;  ///< narrower ones are slivers: two digitisations of one line, not a real gap
};

/// What is doubtful about how shapes fit together. A lake or an estuary that no area holds is a gap like any
/// other: whether it matters is for the caller to say.
///
/// Needs: normalised, valid shapes and their adjacency.
/// Cost:  England in about 2 CPU seconds; overlay is used only where vertices do not match.
[[nodiscard]] Topology check_topology(std::span<const Shape> shapes, const Adjacency& adjacency,
                                      const TopologyOptions& options = {});

}  // namespace placewright::geo
