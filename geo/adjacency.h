#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/border_net.h"
#include "geo/graph.h"
#include "geo/shape.h"

namespace placewright::geo {

enum class BorderKind {
  exact,     ///< the two shapes share these vertices, or one's vertices lie on the other's line
  tolerant,  ///< matched only within the tolerance
};
[[nodiscard]] inline const char* border_kind_name(BorderKind kind) {
  return kind == BorderKind::exact ? "exact" : "tolerant";
}

/// Two areas that share a border.
struct SharedBorder {
  std::uint32_t a{}, b{};  ///< rows, a < b
  double border_m{};       ///< along the shapes as given, mean of the two sides
  BorderKind kind = BorderKind::exact;
};

struct AdjacencyOptions {
  double min_border_m = 1.0;  ///< neighbours share more than this
  double tolerance_m = 1.5;   ///< how far apart two digitisations of one border may lie
};

/// Who shares a border with whom (rook: areas that meet in a point only are not neighbours).
struct Adjacency {
  std::vector<SharedBorder> borders;  ///< by (a, b)
  std::vector<double>
      outer_border_m;  ///< of each area: border that no other area shares (coast, edge of the place)
};

/// Shape:  pairs by row, a < b, each once. Areas may have several parts and holes; an area inside another
/// counts. Rule:   a pair whose vertices match (or lie on each other's lines within 1 mm) is "exact" and
/// counts above
///         min_border_m. Elsewhere vertices within tolerance_m are taken as one; such a pair is "tolerant"
///         and counts above the larger of min_border_m and tolerance_m, since no shorter border can be told
///         from a point contact.
/// Needs:  shapes normalised and valid (repair_shapes). Independent of the order of rows.
/// Cost:   England (33,755 areas, 2 million points) in about 1.5 CPU seconds.
[[nodiscard]] Adjacency build_adjacency(std::span<const Shape> shapes, const AdjacencyOptions& options = {});
/// The same from a net that is already built with the tolerance of the options.
[[nodiscard]] Adjacency build_adjacency(const BorderNet& net, std::size_t areas,
                                        const AdjacencyOptions& options = {});

/// The graph of the borders, for whatever needs neighbours only.
[[nodiscard]] Graph graph_of(const Adjacency& adjacency);

}  // namespace placewright::geo
