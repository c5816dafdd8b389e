#include "geo/adjacency.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

#include "geo/box_tree.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

/// One shared piece of border; sorted by all fields so that sums do not depend on the order of rows.
struct Piece {
  std::uint32_t a{}, b{};
  double length_m{};
  bool exact = true;
  friend bool operator<(const Piece& x, const Piece& y) {
    return std::tie(x.a, x.b, x.length_m, x.exact) < std::tie(y.a, y.b, y.length_m, y.exact);
  }
};

/// Whether no segment, of its own area or another, runs the other way over the same nodes.
bool has_nothing_beside(const BorderNet& net, std::uint32_t index) {
  const auto members = net.members(net.group_of[index]);
  return std::none_of(members.begin(), members.end(),
                      [&](std::uint32_t other) { return net.segment[other].from == net.segment[index].to; });
}

/// How much of a segment lies beside another one that runs the other way: the stretch of it whose feet fall
/// on the other within the tolerance, as shares of its length, and how far away the middle of that stretch
/// is.
struct Beside {
  double first{}, last{}, away_m{};
  std::uint32_t area{};
};
bool runs_beside(Point from, Point to, Point other_from, Point other_to, double tolerance_m, Beside& found) {
  const double dx = to.x - from.x, dy = to.y - from.y, ox = other_to.x - other_from.x,
               oy = other_to.y - other_from.y;
  const double length = std::hypot(dx, dy), other = std::hypot(ox, oy);
  constexpr double kOpposite = -0.9;  // cosine: turned by at most 26 degrees from the exact opposite
  if (length <= 0 || other <= 0 || dx * ox + dy * oy > kOpposite * length * other) return false;
  const auto along = [&](Point point) {
    return ((point.x - from.x) * dx + (point.y - from.y) * dy) / (length * length);
  };
  found.first = std::max(0.0, along(other_to));
  found.last = std::min(1.0, along(other_from));
  if (found.last <= found.first) return false;
  const auto away = [&](double share) {
    return measure_distance_m({from.x + share * dx, from.y + share * dy}, other_from, other_to);
  };
  found.away_m = away((found.first + found.last) / 2);
  return away(found.first) <= tolerance_m && away(found.last) <= tolerance_m;
}

/// Segments that found no partner by their vertices but run beside another area's: where junctions lie so
/// close that their vertices could not be told apart. Stretches shorter than twice the tolerance say nothing
/// and are left out.
void add_beside(const BorderNet& net, double tolerance_m, std::vector<Piece>& pieces) {
  std::vector<std::uint32_t> loose;
  std::vector<Box> boxes;
  for (std::uint32_t i = 0; i < net.segment.size(); ++i) {
    if (!has_nothing_beside(net, i)) continue;
    loose.push_back(i);
    const std::array ends{net.node[net.segment[i].from], net.node[net.segment[i].to]};
    boxes.push_back(box_of(ends));
  }
  const BoxTree tree(boxes);
  for (std::size_t at = 0; at < loose.size(); ++at) {
    const auto& mine = net.segment[loose[at]];
    if (mine.length_m < 2 * tolerance_m) continue;
    std::optional<Beside> nearest;
    tree.visit_touching(grown(boxes[at], tolerance_m), [&](std::uint32_t found) {
      const auto& other = net.segment[loose[found]];
      Beside beside;
      if (other.area == mine.area ||
          !runs_beside(net.node[mine.from], net.node[mine.to], net.node[other.from], net.node[other.to],
                       tolerance_m, beside))
        return;
      if ((beside.last - beside.first) * mine.length_m < 2 * tolerance_m) return;
      beside.area = other.area;
      if (!nearest || std::pair(beside.away_m, beside.first) < std::pair(nearest->away_m, nearest->first))
        nearest = beside;
    });
    if (nearest)  // half from each side
      pieces.push_back({std::min(mine.area, nearest->area), std::max(mine.area, nearest->area),
                        (nearest->last - nearest->first) * mine.length_m / 2, false});
  }
}

}  // namespace

Adjacency build_adjacency(std::span<const Shape> shapes, const AdjacencyOptions& options) {
  return build_adjacency(build_border_net(shapes, options.tolerance_m), shapes.size(), options);
}

Adjacency build_adjacency(const BorderNet& net, std::size_t areas, const AdjacencyOptions& options) {
  Adjacency result;
  result.outer_border_m.assign(areas, 0);
  for (std::uint32_t i = 0; i < net.segment.size(); ++i)
    if (has_nothing_beside(net, i)) result.outer_border_m[net.segment[i].area] += net.segment[i].length_m;
  std::vector<Piece> pieces;
  pieces.reserve(net.segment.size() / 2);
  net.visit_shared([&](const BorderNet::Segment& one, const BorderNet::Segment& two) {
    pieces.push_back({std::min(one.area, two.area), std::max(one.area, two.area),
                      (one.length_m + two.length_m) / 2, one.exact && two.exact});
  });
  if (options.tolerance_m > kExactM) add_beside(net, options.tolerance_m, pieces);
  std::sort(pieces.begin(), pieces.end());
  for (std::size_t first = 0; first < pieces.size();) {
    double exact = 0, all = 0;
    auto last = first;
    for (; last < pieces.size() && pieces[last].a == pieces[first].a && pieces[last].b == pieces[first].b;
         ++last) {
      all += pieces[last].length_m;
      if (pieces[last].exact) exact += pieces[last].length_m;
    }
    if (exact > options.min_border_m)
      result.borders.push_back({pieces[first].a, pieces[first].b, all, BorderKind::exact});
    else if (all > std::max(options.min_border_m, options.tolerance_m))
      result.borders.push_back({pieces[first].a, pieces[first].b, all, BorderKind::tolerant});
    first = last;
  }
  return result;
}

Graph graph_of(const Adjacency& adjacency) {
  std::vector<Edge> edges;
  edges.reserve(adjacency.borders.size());
  for (const auto& border : adjacency.borders) edges.push_back({border.a, border.b, border.border_m, false});
  return Graph(adjacency.outer_border_m.size(), std::move(edges));
}

}  // namespace placewright::geo
