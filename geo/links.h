#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/graph.h"
#include "geo/shape.h"

namespace placewright::geo {

/// A link that would join a detached piece to the rest.
struct ProposedLink {
  std::uint32_t from{};  ///< area of the detached piece
  std::uint32_t to{};    ///< the nearest area of any other piece
  double distance_m{};   ///< between the two shapes
  std::uint32_t piece_areas{};
  double piece_people{};
};

/// For each connected piece of fewer than min_people people: the link to the nearest area outside it. Applied
/// until every piece is large enough or only one is left, so that two small islands joined to each other are
/// joined to the mainland as well.
///
/// Needs:   shapes, graph and people by the same rows; areas with empty shapes are never linked.
/// Returns: by piece, smallest people first; nothing where there is one piece.
[[nodiscard]] std::vector<ProposedLink> propose_links(std::span<const Shape> shapes, const Graph& graph,
                                                      std::span<const double> people, double min_people);

}  // namespace placewright::geo
