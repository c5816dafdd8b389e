#include "geo/adjacency.h"

#include <algorithm>
#include <tuple>

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

}  // namespace

Adjacency build_adjacency(std::span<const Shape> shapes, const AdjacencyOptions& options) {
  return build_adjacency(build_border_net(shapes, options.tolerance_m), shapes.size(), options);
}

Adjacency build_adjacency(const BorderNet& net, std::size_t areas, const AdjacencyOptions& options) {
  Adjacency result;
  result.outer_border_m.assign(areas, 0);
  for (std::uint32_t i = 0; i < net.segment.size(); ++i)
    if (net.members(net.group_of[i]).size() == 1) result.outer_border_m[net.segment[i].area] += net.segment[i].length_m;
  std::vector<Piece> pieces;
  pieces.reserve(net.segment.size() / 2);
  for (std::size_t group = 0; group < net.groups(); ++group) {
    const auto members = net.members(group);
    for (std::size_t i = 0; i < members.size(); ++i)
      for (std::size_t j = i + 1; j < members.size(); ++j) {
        const auto& one = net.segment[members[i]];
        const auto& two = net.segment[members[j]];
        if (one.area == two.area) continue;
        pieces.push_back({std::min(one.area, two.area), std::max(one.area, two.area),
                          (one.length_m + two.length_m) / 2, one.exact && two.exact});
      }
  }
  std::sort(pieces.begin(), pieces.end());
  for (std::size_t first = 0; first < pieces.size();) {
    double exact = 0, all = 0;
    auto last = first;
    for (; last < pieces.size() && pieces[last].a == pieces[first].a && pieces[last].b == pieces[first].b; ++last) {
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
