#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geo/box_tree.h"
#include "geo/road_rules.h"
#include "geo/shape.h"

namespace placewright::geo {

/// One road as given. The line is read while the network is built and need not live longer.
struct RoadLine {
  std::span<const Point> line;
  std::string_view road_class;
  RoadUse use;
};

/// Stands for "no way": a direction that may not be taken.
inline constexpr double kNoWay = std::numeric_limits<double>::infinity();

/// The roads that one mode may use, between junctions.
///
/// Shape: edge e runs from u to v along point[first_point .. first_point + points). Arcs leaving node n are
///        out[first_out[n] .. first_out[n+1]), arcs that lead to n in[first_in[n] .. first_in[n+1]).
/// Units: minutes, metres.
struct RoadNetwork {
  struct Edge {
    std::uint32_t u{}, v{};
    double minutes_uv{}, minutes_vu{};  ///< kNoWay where that direction may not be taken
    double length_m{};
    std::uint32_t first_point{}, points{};
    bool main = true;  ///< one can get from it to the rest of the network and back
  };
  struct Arc {
    std::uint32_t node{};
    double minutes{};
  };
  TravelMode mode = TravelMode::walk;
  std::vector<Point> node;
  std::vector<Edge> edge;
  std::vector<Point> point;
  std::vector<std::uint32_t> first_out, first_in;
  std::vector<Arc> out, in;
  double off_road_kmh{};
  std::vector<std::string>
      unknown_classes;               ///< classes of the lines that the speed table lacks, each once, sorted
  std::uint32_t lines_left_out = 0;  ///< of unknown class, closed to the mode, or of one point
  std::uint32_t fragment_edges = 0;  ///< edges with main = false

  BoxTree segment_tree;  ///< of the segments of main edges
  struct Segment {
    std::uint32_t edge{}, at{};  ///< from point[at] to point[at + 1]
    double along_m{};            ///< from u to point[at]
  };
  std::vector<Segment> segment;
};

struct RoadNetworkOptions {
  double snap_m = 0;          ///< points of different lines this close are one; 0: only equal coordinates
  double off_road_kmh = 4.8;  ///< from a point to its road; 0: that leg is free
};

/// Lines meet where they share a point. A speed limit caps the class's speed. Dead fragments (less than a
/// tenth of the largest piece within which all can reach all, at most 50 junctions) keep their edges but
/// points do not snap to them. Independent of the order of lines but for equal lines doubled.
[[nodiscard]] RoadNetwork build_road_network(std::span<const RoadLine> roads,
                                             std::span<const RoadSpeed> speeds, TravelMode mode,
                                             const RoadNetworkOptions& options = {});

/// Where a point joins the network: part way along an edge.
struct Snap {
  std::uint32_t edge{};
  double share{};       ///< of the edge's length, from u
  double distance_m{};  ///< from the point to the road
};
/// The nearest place on a main edge; nothing where none is within limit_m.
[[nodiscard]] std::optional<Snap> find_snap(const RoadNetwork& network, Point point, double limit_m);

}  // namespace placewright::geo
