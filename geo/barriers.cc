#include "geo/barriers.h"

#include <algorithm>
#include <array>
#include <boost/geometry/algorithms/intersects.hpp>
#include <boost/geometry/geometries/segment.hpp>
#include <boost/geometry/strategies/strategies.hpp>
#include <cmath>
#include <utility>

#include "geo/boost_shapes.h"
#include "geo/box_tree.h"
#include "geo/expect.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

using Index = std::uint32_t;
using Side = std::array<Point, 2>;

/// Touching counts.
bool meet(const Side& one, const Side& two) {
  using Segment = boost::geometry::model::referring_segment<const Point>;
  return boost::geometry::intersects(Segment(one[0], one[1]), Segment(two[0], two[1]));
}

/// The share of a segment that lies within near_m of any of the sides, looked at every 5 m at most.
double share_near(const Side& segment, std::span<const Side> sides, const std::vector<Index>& close,
                  double near_m) {
  constexpr double kStepM = 5;
  const double length = std::hypot(segment[1].x - segment[0].x, segment[1].y - segment[0].y);
  const auto steps = static_cast<int>(std::max(1.0, std::ceil(length / kStepM)));
  int near = 0;
  for (int i = 0; i < steps; ++i) {
    const double along = (i + 0.5) / steps;
    const Point point{segment[0].x + along * (segment[1].x - segment[0].x),
                      segment[0].y + along * (segment[1].y - segment[0].y)};
    near += std::any_of(
                close.begin(), close.end(),
                [&](Index row) { return measure_distance_m(point, sides[row][0], sides[row][1]) <= near_m; })
                ? 1
                : 0;
  }
  return static_cast<double>(near) / steps;
}

}  // namespace

std::vector<std::uint8_t> find_divided_edges(std::span<const Edge> edges, std::span<const Point> points,
                                             const BorderNet& net, std::span<const Line> barriers,
                                             const BarrierOptions& options) {
  std::vector<Side> sides;
  for (const auto& line : barriers)
    for (std::size_t i = 1; i < line.size(); ++i) sides.push_back({line[i - 1], line[i]});
  std::vector<Box> boxes;
  boxes.reserve(sides.size());
  for (const auto& side : sides) boxes.push_back(box_of(side));
  const BoxTree tree(boxes);
  std::vector<std::uint8_t> divided(edges.size(), 0);
  std::vector<std::pair<std::pair<Index, Index>, Index>> row_of;
  for (Index row = 0; row < edges.size(); ++row) {
    const auto& edge = edges[row];
    if (edge.link) continue;
    PLACEWRIGHT_EXPECT(edge.a < points.size() && edge.b < points.size());
    row_of.push_back({std::minmax(edge.a, edge.b), row});
    const Side between{points[edge.a], points[edge.b]};
    tree.visit_touching(box_of(between), [&](Index side) {
      if (meet(between, sides[side])) divided[row] = 1;
    });
  }
  std::sort(row_of.begin(), row_of.end());
  std::vector<double> near_m(edges.size(), 0), all_m(edges.size(), 0);
  std::vector<Index> close;
  net.visit_shared([&](const BorderNet::Segment& one, const BorderNet::Segment& two) {
    const std::pair<Index, Index> pair = std::minmax(one.area, two.area);
    const auto found = std::lower_bound(row_of.begin(), row_of.end(), std::pair(pair, Index{0}));
    if (found == row_of.end() || found->first != pair) return;
    const auto row = found->second;
    all_m[row] += one.length_m;
    // From the lesser end, so that the order of rows does not move the places looked at.
    Side segment{net.node[one.from], net.node[one.to]};
    if (std::pair(segment[1].x, segment[1].y) < std::pair(segment[0].x, segment[0].y))
      std::swap(segment[0], segment[1]);
    close.clear();
    tree.visit_touching(grown(box_of(segment), options.near_m), [&](Index side) { close.push_back(side); });
    if (!close.empty()) near_m[row] += one.length_m * share_near(segment, sides, close, options.near_m);
  });
  for (Index row = 0; row < edges.size(); ++row)
    if (all_m[row] > 0 && near_m[row] >= options.share_along * all_m[row] * (1 - 1e-12)) divided[row] = 1;
  return divided;
}

}  // namespace placewright::geo
