#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/border_net.h"
#include "geo/graph.h"
#include "geo/shape.h"

namespace placewright::geo {

struct BarrierOptions {
  double near_m = 25;        ///< a border this close to a barrier runs along it
  double share_along = 0.5;  ///< of the border, from which on the pair is divided by it
};

/// Which pairs of neighbours a barrier divides: 1 for each edge where the line between the two areas' points
/// meets a barrier, or at least share_along of their shared border lies within near_m of one; else 0. Links
/// are never divided: somebody declared a way across.
///
/// Needs: points by row (population-weighted where known); the net of the areas' shapes, built with the
/// tolerance of the
///        adjacency; edges with each pair once.
/// Cost:  linear in the borders near barriers, which are looked at every 5 m.
[[nodiscard]] std::vector<std::uint8_t> find_divided_edges(std::span<const Edge> edges,
                                                           std::span<const Point> points,
                                                           const BorderNet& net,
                                                           std::span<const Line> barriers,
                                                           const BarrierOptions& options = {});

}  // namespace placewright::geo
