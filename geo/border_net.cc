#include "geo/border_net.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

#include "geo/box_tree.h"
#include "geo/error.h"
#include "geo/expect.h"
#include "geo/point_index.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

using Index = std::uint32_t;
constexpr Index kNone = BorderNet::kNone;

double distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

void add_ring(BorderNet& net, PointIndex& index, const Ring& points, Index area, Index part, bool hole) {
  const auto first = static_cast<Index>(net.segment.size());
  const auto row = static_cast<Index>(net.ring.size());
  std::vector<Index> corner;
  corner.reserve(points.size());
  for (const auto& point : points) {
    const auto node = index.add(point, net.node);
    if (corner.empty() || corner.back() != node) corner.push_back(node);
  }
  while (corner.size() > 1 && corner.front() == corner.back()) corner.pop_back();
  const auto size = corner.size() < 3 ? 0 : corner.size();
  for (std::size_t i = 0; i < size; ++i) {
    const auto from = corner[i], to = corner[i + 1 == size ? 0 : i + 1];
    net.segment.push_back({from, to, area, row, distance(net.node[from], net.node[to]), true});
  }
  net.ring.push_back({first, static_cast<Index>(size), area, part, hole});
}

void group_segments(BorderNet& net) {
  const auto size = static_cast<Index>(net.segment.size());
  std::vector<std::pair<std::uint64_t, Index>> keys(size);
  for (Index i = 0; i < size; ++i) {
    const auto low = std::min(net.segment[i].from, net.segment[i].to);
    const auto high = std::max(net.segment[i].from, net.segment[i].to);
    keys[i] = {(static_cast<std::uint64_t>(low) << 32) | high, i};
  }
  std::sort(keys.begin(), keys.end());
  net.group_of.resize(size);
  net.member.resize(size);
  net.group_first.clear();
  for (Index i = 0; i < size; ++i) {
    if (i == 0 || keys[i].first != keys[i - 1].first) net.group_first.push_back(i);
    net.member[i] = keys[i].second;
    net.group_of[keys[i].second] = static_cast<Index>(net.group_first.size() - 1);
  }
  net.group_first.push_back(size);
}

/// The nodes at the ends of segments that no other area shares, with the areas at each.
struct LooseNodes {
  std::vector<Index> node;        ///< by x, then y
  std::vector<Index> rank;        ///< of each node of the net: place in `node`, or kNone
  std::vector<Index> area_first;  ///< size node + 1
  std::vector<Index> area;        ///< ascending per node

  [[nodiscard]] std::span<const Index> areas(Index at) const {
    return {area.data() + area_first[at], area_first[at + 1] - area_first[at]};
  }
  [[nodiscard]] bool has(Index at, Index row) const {
    const auto rows = areas(at);
    return std::binary_search(rows.begin(), rows.end(), row);
  }
};

LooseNodes find_loose_nodes(const BorderNet& net) {
  LooseNodes loose;
  loose.rank.assign(net.node.size(), kNone);
  for (Index i = 0; i < net.segment.size(); ++i) {
    if (net.is_shared(i)) continue;
    for (const auto node : {net.segment[i].from, net.segment[i].to}) {
      if (loose.rank[node] != kNone) continue;
      loose.rank[node] = 0;
      loose.node.push_back(node);
    }
  }
  std::sort(loose.node.begin(), loose.node.end(), [&](Index a, Index b) {
    return std::pair(net.node[a].x, net.node[a].y) < std::pair(net.node[b].x, net.node[b].y);
  });
  for (Index at = 0; at < loose.node.size(); ++at) loose.rank[loose.node[at]] = at;
  std::vector<std::pair<Index, Index>> pairs;
  for (const auto& segment : net.segment)
    if (loose.rank[segment.from] != kNone) pairs.emplace_back(loose.rank[segment.from], segment.area);
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  loose.area_first.assign(loose.node.size() + 1, 0);
  for (const auto& [at, row] : pairs) {
    ++loose.area_first[at + 1];
    loose.area.push_back(row);
  }
  std::partial_sum(loose.area_first.begin(), loose.area_first.end(), loose.area_first.begin());
  return loose;
}

bool share_none(std::span<const Index> a, std::span<const Index> b) {
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) return false;
    a[i] < b[j] ? ++i : ++j;
  }
  return true;
}

/// Which loose nodes are one: the closest pairs first, all of a cluster within the tolerance of each other
/// and no shape in it twice. Returns whether anything was welded.
bool weld_nodes(BorderNet& net, double tolerance_m, std::vector<std::uint8_t>& moved) {
  const auto loose = find_loose_nodes(net);
  const auto count = static_cast<Index>(loose.node.size());
  const auto at_point = [&](Index at) { return net.node[loose.node[at]]; };
  std::vector<std::tuple<double, Index, Index>> close;
  // Each point has one or two others to meet; where many lie within the tolerance, the shapes are smaller
  // than it.
  const std::size_t most_close = 16 * std::size_t{count} + 1'000'000;
  for (Index i = 0; i < count; ++i) {
    const Point here = at_point(i);
    for (Index j = i + 1; j < count && at_point(j).x - here.x <= tolerance_m; ++j) {
      const double away = distance(here, at_point(j));
      if (away <= tolerance_m && share_none(loose.areas(i), loose.areas(j))) close.emplace_back(away, i, j);
    }
    if (close.size() > most_close)
      throw InputError({"the polygons of the areas",
                        "too many of their points lie within " + std::to_string(tolerance_m).substr(0, 5) +
                            " m of each other, within which borders are matched",
                        "check that the coordinates are what the file says (metres, or degrees), and that "
                        "areas are not stored many times"});
  }
  if (close.empty()) return false;
  std::sort(close.begin(), close.end());
  std::vector<Index> cluster(count);
  std::iota(cluster.begin(), cluster.end(), 0u);
  std::vector<std::vector<Index>> members(count);
  const auto members_of = [&](Index at) -> std::vector<Index>& {
    if (members[at].empty()) members[at].push_back(at);
    return members[at];
  };
  for (const auto& [away, i, j] : close) {
    auto a = cluster[i], b = cluster[j];
    if (a == b) continue;
    auto& mine = members_of(a);
    auto& others = members_of(b);
    const bool fits = std::all_of(mine.begin(), mine.end(), [&](Index x) {
      return std::all_of(others.begin(), others.end(), [&](Index y) {
        return distance(at_point(x), at_point(y)) <= tolerance_m &&
               share_none(loose.areas(x), loose.areas(y));
      });
    });
    if (!fits) continue;
    for (const auto other : others) cluster[other] = a;
    mine.insert(mine.end(), others.begin(), others.end());
    others.clear();
  }
  std::vector<Index> becomes(net.node.size());
  std::iota(becomes.begin(), becomes.end(), 0u);
  for (Index at = 0; at < count; ++at) {
    if (cluster[at] != at || members[at].size() < 2) continue;
    auto& all = members[at];
    std::sort(all.begin(), all.end());
    Point mean;
    for (const auto one : all) mean.x += at_point(one).x, mean.y += at_point(one).y;
    mean.x /= static_cast<double>(all.size());
    mean.y /= static_cast<double>(all.size());
    bool far = false;
    for (const auto one : all) {
      far = far || distance(mean, at_point(one)) > kExactM;
      becomes[loose.node[one]] = loose.node[all[0]];
    }
    moved[loose.node[all[0]]] = far ? 1 : 0;
    net.node[loose.node[all[0]]] = mean;
  }
  for (auto& segment : net.segment) {
    segment.from = becomes[segment.from];
    segment.to = becomes[segment.to];
    if (moved[segment.from] != 0 || moved[segment.to] != 0) segment.exact = false;
  }
  return true;
}

/// A node that divides a segment: how far along, how far off.
struct Division {
  double along{}, away_m{};
  Index node{};
};

/// Divides each segment that no other area shares by the nodes of other areas that lie on it, and lays the
/// rings out anew without segments of no length.
void divide_segments(BorderNet& net, double tolerance_m) {
  const auto loose = find_loose_nodes(net);
  std::vector<Box> boxes;
  boxes.reserve(loose.node.size());
  for (const auto node : loose.node) boxes.push_back(box_of(std::span(&net.node[node], 1)));
  const BoxTree tree(boxes);
  std::vector<std::uint8_t> is_loose(net.segment.size());
  for (Index i = 0; i < net.segment.size(); ++i) is_loose[i] = net.is_shared(i) ? 0 : 1;
  const auto old = std::move(net.segment);
  net.segment.clear();
  net.segment.reserve(old.size());
  std::vector<Division> divisions;
  for (auto& ring : net.ring) {
    const auto first = static_cast<Index>(net.segment.size());
    for (auto i = ring.first; i < ring.first + ring.size; ++i) {
      const auto& given = old[i];
      if (given.from == given.to) continue;
      divisions.clear();
      const Point from = net.node[given.from], to = net.node[given.to];
      const double dx = to.x - from.x, dy = to.y - from.y, squared = dx * dx + dy * dy;
      if (is_loose[i] != 0 && squared > 0) {
        const std::array ends{from, to};
        tree.visit_touching(grown(box_of(ends), tolerance_m), [&](Index at) {
          const auto node = loose.node[at];
          if (node == given.from || node == given.to || loose.has(at, given.area)) return;
          const Point point = net.node[node];
          const double along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / squared;
          if (!(along > 0 && along < 1)) return;
          const double away = measure_distance_m(point, from, to);
          if (away <= tolerance_m) divisions.push_back({along, away, node});
        });
      }
      if (divisions.empty()) {
        net.segment.push_back(given);
        continue;
      }
      std::sort(divisions.begin(), divisions.end(), [&](const Division& a, const Division& b) {
        return std::tuple(a.along, net.node[a.node].x, net.node[a.node].y) <
               std::tuple(b.along, net.node[b.node].x, net.node[b.node].y);
      });
      auto rest = given;
      double before = 0;
      bool exact = true;
      for (const auto& division : divisions) {
        auto piece = rest;
        piece.to = division.node;
        piece.length_m = given.length_m * (division.along - before);
        piece.exact = given.exact && exact && division.away_m <= kExactM;
        if (piece.from != piece.to) net.segment.push_back(piece);
        rest.from = division.node;
        before = division.along;
        exact = division.away_m <= kExactM;
      }
      rest.length_m = given.length_m * (1 - before);
      rest.exact = given.exact && exact;
      if (rest.from != rest.to) net.segment.push_back(rest);
    }
    ring.first = first;
    ring.size = static_cast<Index>(net.segment.size()) - first;
  }
}

}  // namespace

bool BorderNet::is_shared(std::uint32_t index) const {
  const auto& own = segment[index];
  const auto all = members(group_of[index]);
  return std::any_of(all.begin(), all.end(), [&](std::uint32_t other) {
    return segment[other].area != own.area && segment[other].from == own.to;
  });
}

BorderNet build_border_net(std::span<const Shape> shapes, double tolerance_m) {
  BorderNet net;
  std::size_t points = 0, rings = 0;
  for (const auto& shape : shapes)
    for (const auto& part : shape.parts) {
      points += part.outer.size();
      rings += 1 + part.holes.size();
      for (const auto& hole : part.holes) points += hole.size();
    }
  PLACEWRIGHT_EXPECT(points < kNone / 4 && shapes.size() < kNone);
  PointIndex index(points);
  net.segment.reserve(points);
  net.ring.reserve(rings);
  for (Index area = 0; area < shapes.size(); ++area)
    for (Index part = 0; part < shapes[area].parts.size(); ++part) {
      add_ring(net, index, shapes[area].parts[part].outer, area, part, false);
      for (const auto& hole : shapes[area].parts[part].holes) add_ring(net, index, hole, area, part, true);
    }
  group_segments(net);
  std::vector<std::uint8_t> moved(net.node.size(), 0);
  // What matches exactly first: a tolerance must not tear apart what needs none.
  const auto weld = [&](double tolerance) {
    if (weld_nodes(net, tolerance, moved)) group_segments(net);
    divide_segments(net, tolerance);
    group_segments(net);
  };
  weld(kExactM);
  if (tolerance_m > kExactM) weld(tolerance_m);
  return net;
}

}  // namespace placewright::geo
