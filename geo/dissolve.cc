#include "geo/dissolve.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "geo/expect.h"
#include "geo/overlay.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

using Index = std::uint32_t;

/// A directed piece of a group's outline, the group on its left.
struct Piece {
  Index group{}, from{}, to{};
};

bool less(Point a, Point b) { return std::pair(a.x, a.y) < std::pair(b.x, b.y); }

/// What remains of each group after opposite segments cancel, by group and then by the from node's
/// coordinates.
std::vector<Piece> remaining_pieces(const BorderNet& net, std::span<const Index> group, Index groups,
                                    std::vector<Index>& overlapping) {
  std::vector<Piece> pieces;
  std::vector<std::pair<Index, int>> count;  // of a few: a segment has one or two owners
  for (std::size_t at = 0; at < net.groups(); ++at) {
    const auto members = net.members(at);
    const auto& first = net.segment[members[0]];
    const auto low = std::min(first.from, first.to), high = std::max(first.from, first.to);
    count.clear();
    for (const auto member : members) {
      const auto label = group[net.segment[member].area];
      if (label == kNoGroup) continue;
      PLACEWRIGHT_EXPECT(label < groups);
      const int turn = net.segment[member].from == low ? 1 : -1;
      const auto found =
          std::find_if(count.begin(), count.end(), [&](const auto& one) { return one.first == label; });
      if (found == count.end())
        count.emplace_back(label, turn);
      else
        found->second += turn;
    }
    for (const auto& [label, turns] : count) {
      if (turns > 1 || turns < -1) overlapping.push_back(label);
      for (int i = 0; i < turns; ++i) pieces.push_back({label, low, high});
      for (int i = 0; i > turns; --i) pieces.push_back({label, high, low});
    }
  }
  std::sort(pieces.begin(), pieces.end(), [&](const Piece& a, const Piece& b) {
    const Point p = net.node[a.from], q = net.node[b.from], r = net.node[a.to], s = net.node[b.to];
    // By the node too: welding may bring two nodes to one point, and the pieces of each must lie together.
    return std::tie(a.group, p.x, p.y, a.from, r.x, r.y, a.to) <
           std::tie(b.group, q.x, q.y, b.from, s.x, s.y, b.to);
  });
  std::sort(overlapping.begin(), overlapping.end());
  overlapping.erase(std::unique(overlapping.begin(), overlapping.end()), overlapping.end());
  return pieces;
}

/// Cuts a closed walk where it comes back to a node into simple rings.
void add_simple_rings(const BorderNet& net, const std::vector<Index>& walk, Index group,
                      std::vector<Index>& place_of, LooseRings& rings) {
  std::vector<Index> path;
  const auto add = [&](std::size_t first) {
    if (path.size() - first >= 3) {
      Ring ring;
      for (auto i = first; i < path.size(); ++i) ring.push_back(net.node[path[i]]);
      std::rotate(ring.begin(), std::min_element(ring.begin(), ring.end(), less), ring.end());
      rings.ring.push_back(std::move(ring));
      rings.group.push_back(group);
    }
    for (auto i = first; i < path.size(); ++i) place_of[path[i]] = BorderNet::kNone;
    path.resize(first);
  };
  for (const auto node : walk) {
    if (place_of[node] != BorderNet::kNone) add(place_of[node]);
    place_of[node] = static_cast<Index>(path.size());
    path.push_back(node);
  }
  add(0);
}

/// Of the unused pieces that leave a node, the one that turns most sharply to the left: it keeps to the same
/// stretch of the group's territory.
std::size_t next_piece(const BorderNet& net, const std::vector<Piece>& pieces, const std::vector<bool>& used,
                       std::size_t from, std::size_t first, std::size_t last) {
  const Point came = net.node[pieces[from].from], here = net.node[pieces[from].to];
  const double back = std::atan2(came.y - here.y, came.x - here.x);
  std::size_t best = last;
  double best_turn = 0;
  for (auto i = first; i < last; ++i) {
    if (used[i]) continue;
    const Point to = net.node[pieces[i].to];
    double turn = back - std::atan2(to.y - here.y, to.x - here.x);  // clockwise from the way back
    if (turn <= 0) turn += 2 * 3.14159265358979323846;
    if (best == last || turn < best_turn) best = i, best_turn = turn;
  }
  return best;
}

}  // namespace

const char* outline_way_name(OutlineWay way) {
  switch (way) {
    case OutlineWay::none:
      return "none";
    case OutlineWay::shared_borders:
      return "shared_borders";
    case OutlineWay::welded:
      return "welded";
    case OutlineWay::united:
      return "united";
  }
  return "none";
}

LooseRings trace_rings(const BorderNet& net, std::span<const Index> group, Index groups) {
  LooseRings rings;
  const auto pieces = remaining_pieces(net, group, groups, rings.overlapping_groups);
  std::vector<bool> used(pieces.size(), false);
  std::vector<Index> first_from(net.node.size(), BorderNet::kNone);  // within the group at work
  std::vector<Index> place_of(net.node.size(), BorderNet::kNone);
  std::vector<Index> walk;
  for (std::size_t first = 0; first < pieces.size();) {
    auto last = first;
    for (; last < pieces.size() && pieces[last].group == pieces[first].group; ++last)
      if (last == first || pieces[last].from != pieces[last - 1].from)
        first_from[pieces[last].from] = static_cast<Index>(last);
    for (auto start = first; start < last; ++start) {
      if (used[start]) continue;
      walk.clear();
      auto at = start;
      while (true) {
        used[at] = true;
        walk.push_back(pieces[at].from);
        const auto node = pieces[at].to;
        if (node == pieces[start].from) break;
        const auto from = static_cast<std::size_t>(first_from[node]);
        PLACEWRIGHT_EXPECT(first_from[node] != BorderNet::kNone);
        auto until = from;
        while (until < last && pieces[until].from == node) ++until;
        at = next_piece(net, pieces, used, at, from, until);
        PLACEWRIGHT_EXPECT(at < until);  // as many pieces leave a node as arrive
      }
      add_simple_rings(net, walk, pieces[first].group, place_of, rings);
    }
    for (auto i = first; i < last; ++i) first_from[pieces[i].from] = BorderNet::kNone;
    first = last;
  }
  return rings;
}

Shape shape_of_rings(std::vector<Ring> rings) {
  Shape shape;
  std::vector<double> area;
  std::vector<Box> box;
  std::vector<Ring> holes;
  std::sort(rings.begin(), rings.end(), [](const Ring& a, const Ring& b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), less);
  });
  for (auto& ring : rings) {
    const double signed_area = measure_ring_area_m2(ring);
    if (signed_area > 0) {
      area.push_back(signed_area);
      box.push_back(box_of(ring));
      shape.parts.push_back({std::move(ring), {}});
    } else if (signed_area < 0) {
      holes.push_back(std::move(ring));
    }
  }
  for (auto& hole : holes) {
    const Box inner = box_of(hole);
    // The middle of a side: corners may touch the ring around.
    const Point probe{(hole[0].x + hole[1].x) / 2, (hole[0].y + hole[1].y) / 2};
    std::size_t best = shape.parts.size();
    for (std::size_t i = 0; i < shape.parts.size(); ++i) {
      if (box[i].min_x > inner.min_x || box[i].max_x < inner.max_x || box[i].min_y > inner.min_y ||
          box[i].max_y < inner.max_y || (best < shape.parts.size() && area[i] >= area[best]))
        continue;
      if (contains(shape.parts[i].outer, probe)) best = i;
    }
    if (best < shape.parts.size()) shape.parts[best].holes.push_back(std::move(hole));
  }
  return shape;
}

Outlines dissolve(const BorderNet& net, std::span<const Shape> shapes, std::span<const Index> group,
                  Index groups) {
  PLACEWRIGHT_EXPECT(shapes.size() == group.size());
  auto rings = trace_rings(net, group, groups);
  Outlines outlines;
  outlines.shapes.resize(groups);
  outlines.ways.assign(groups, OutlineWay::none);
  std::vector<double> area(groups, 0), perimeter(groups, 0);
  for (std::size_t row = 0; row < shapes.size(); ++row)
    if (group[row] != kNoGroup && !shapes[row].empty()) {
      area[group[row]] += measure_area_m2(shapes[row]);
      outlines.ways[group[row]] = OutlineWay::shared_borders;
    }
  for (const auto& segment : net.segment)
    if (const auto label = group[segment.area]; label != kNoGroup && !segment.exact) {
      outlines.ways[label] = OutlineWay::welded;
      perimeter[label] += segment.length_m;
    }
  for (std::size_t first = 0; first < rings.ring.size();) {
    auto last = first;
    while (last < rings.ring.size() && rings.group[last] == rings.group[first]) ++last;
    outlines.shapes[rings.group[first]] =
        shape_of_rings({std::make_move_iterator(rings.ring.begin() + static_cast<std::ptrdiff_t>(first)),
                        std::make_move_iterator(rings.ring.begin() + static_cast<std::ptrdiff_t>(last))});
    first = last;
  }
  std::vector<std::vector<Shape>> members(groups);
  for (Index label = 0; label < groups; ++label) {
    if (outlines.ways[label] == OutlineWay::none) continue;
    const bool overlaps =
        std::binary_search(rings.overlapping_groups.begin(), rings.overlapping_groups.end(), label);
    const double lost = std::abs(measure_area_m2(outlines.shapes[label]) - area[label]);
    // Welding moves a segment by little more than the tolerance, of which 2 m is ample.
    if (overlaps || lost > 1e-9 * area[label] + 1e-3 + 2 * perimeter[label] ||
        find_invalid(outlines.shapes[label]))
      outlines.ways[label] = OutlineWay::united;
  }
  for (std::size_t row = 0; row < shapes.size(); ++row)
    if (group[row] != kNoGroup && outlines.ways[group[row]] == OutlineWay::united)
      members[group[row]].push_back(shapes[row]);
  for (Index label = 0; label < groups; ++label)
    if (outlines.ways[label] == OutlineWay::united) outlines.shapes[label] = united(members[label]);
  return outlines;
}

Outlines dissolve(std::span<const Shape> shapes, std::span<const Index> group, Index groups,
                  double tolerance_m) {
  return dissolve(build_border_net(shapes, tolerance_m), shapes, group, groups);
}

}  // namespace placewright::geo
