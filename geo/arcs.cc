#include "geo/arcs.h"

#include <algorithm>
#include <array>
#include <boost/geometry/algorithms/simplify.hpp>
#include <boost/geometry/geometries/linestring.hpp>
#include <boost/geometry/strategies/strategies.hpp>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "geo/boost_shapes.h"
#include "geo/expect.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

using Index = std::uint32_t;
constexpr Index kNone = BorderNet::kNone;

bool less(Point a, Point b) { return std::pair(a.x, a.y) < std::pair(b.x, b.y); }

/// The one segment that runs the other way for another area, where the group is just these two; else kNone.
Index twin_of(const BorderNet& net, Index index) {
  const auto members = net.members(net.group_of[index]);
  if (members.size() != 2) return kNone;
  const auto other = members[0] == index ? members[1] : members[0];
  const bool twins =
      net.segment[other].area != net.segment[index].area && net.segment[other].from == net.segment[index].to;
  return twins ? other : kNone;
}

/// Where arcs have to end: nodes where other than two borders meet, or the areas beside the border change.
std::vector<bool> find_junctions(const BorderNet& net, const std::vector<Index>& twin) {
  struct Sides {
    Index low = kNone, high = kNone;
    Index count = 0;
  };
  std::vector<Sides> sides(net.node.size());
  std::vector<bool> junction(net.node.size(), false);
  for (Index i = 0; i < net.segment.size(); ++i) {
    if (twin[i] != kNone && twin[i] < i) continue;  // once a border
    const Index other = twin[i] == kNone ? kOutside : net.segment[twin[i]].area;
    const auto [low, high] = std::minmax(net.segment[i].area, other);
    for (const auto node : {net.segment[i].from, net.segment[i].to}) {
      auto& at = sides[node];
      if (at.count > 0 && (at.low != low || at.high != high)) junction[node] = true;
      at.low = low;
      at.high = high;
      if (++at.count > 2) junction[node] = true;
    }
  }
  return junction;
}

void make_canonical(Arc& arc) {
  auto& line = arc.line;
  const auto reverse = [&] {
    std::reverse(line.begin(), line.end());
    std::swap(arc.left, arc.right);
  };
  if (line.front() == line.back()) {
    if (less(line[line.size() - 2], line[1])) reverse();
  } else if (less(line.back(), line.front())) {
    reverse();
  }
}

/// Adds the points of line[first..last] that Douglas and Peucker (1973) keep, but not the first.
void add_simplified(const Line& line, std::size_t first, std::size_t last, double tolerance_m, Line& result) {
  const auto at = [&line](std::size_t i) { return line.begin() + static_cast<std::ptrdiff_t>(i); };
  const boost::geometry::model::linestring<Point> given(at(first), at(last) + 1);
  boost::geometry::model::linestring<Point> kept;
  boost::geometry::simplify(given, kept, tolerance_m);
  result.insert(result.end(), kept.begin() + 1, kept.end());
}

std::size_t farthest_from(const Line& line, Point a, Point b, std::size_t first, std::size_t last,
                          double& away_m) {
  std::size_t best = first;
  away_m = -1;
  for (auto i = first; i < last; ++i)
    if (const double away = measure_distance_m(line[i], a, b); away > away_m) best = i, away_m = away;
  return best;
}

Line simplified(const Line& line, double tolerance_m) {
  std::vector<std::size_t> fixed{0, line.size() - 1};
  if (line.front() == line.back()) {
    // A whole ring keeps at least a triangle: its start, the point farthest from it, and the farthest from
    // both.
    double away = 0;
    const auto far = farthest_from(line, line[0], line[0], 1, line.size() - 1, away);
    const auto third = farthest_from(line, line[0], line[far], 1, line.size() - 1, away);
    fixed = {0, std::min(far, third), std::max(far, third), line.size() - 1};
  }
  Line result{line.front()};
  for (std::size_t i = 1; i < fixed.size(); ++i)
    if (fixed[i - 1] < fixed[i]) add_simplified(line, fixed[i - 1], fixed[i], tolerance_m, result);
  return result;
}

}  // namespace

Arcs build_arcs(const BorderNet& net, std::size_t areas) {
  Arcs result;
  result.shapes.resize(areas);
  std::vector<Index> twin(net.segment.size());
  for (Index i = 0; i < net.segment.size(); ++i) twin[i] = twin_of(net, i);
  const auto junction = find_junctions(net, twin);
  std::vector<Index> arc_of(net.segment.size(), kNone);  // of the segment or its twin
  const auto add_arc = [&](const BorderNet::RingSpan& ring, Index first, Index count,
                           Arcs::RingOfArcs& into) {
    const auto at = [&](Index i) { return ring.first + (first + i) % ring.size; };
    const auto known = arc_of[at(0)];
    Arc arc;
    arc.left = net.segment[at(0)].area;
    arc.right = twin[at(0)] == kNone ? kOutside : net.segment[twin[at(0)]].area;
    if (known != kNone) {
      const auto& stored = result.arcs[known];
      into.arcs.push_back({known, stored.left != arc.left});
      return;
    }
    arc.line.reserve(count + 1);
    for (Index i = 0; i < count; ++i) arc.line.push_back(net.node[net.segment[at(i)].from]);
    arc.line.push_back(net.node[net.segment[at(count - 1)].to]);
    const auto left = arc.left;
    make_canonical(arc);
    const auto id = static_cast<Index>(result.arcs.size());
    for (Index i = 0; i < count; ++i) {
      arc_of[at(i)] = id;
      if (twin[at(i)] != kNone) arc_of[twin[at(i)]] = id;
    }
    into.arcs.push_back({id, arc.left != left});
    result.arcs.push_back(std::move(arc));
  };
  for (const auto& ring : net.ring) {
    if (ring.size < 3) continue;
    auto& into = result.shapes[ring.area].emplace_back();
    into.part = ring.part;
    into.hole = ring.hole;
    std::vector<Index> ends;  // places in the ring where arcs start
    for (Index i = 0; i < ring.size; ++i)
      if (junction[net.segment[ring.first + i].from]) ends.push_back(i);
    if (ends.empty()) {
      Index least = 0;
      for (Index i = 1; i < ring.size; ++i)
        if (less(net.node[net.segment[ring.first + i].from], net.node[net.segment[ring.first + least].from]))
          least = i;
      add_arc(ring, least, ring.size, into);
      continue;
    }
    for (std::size_t i = 0; i < ends.size(); ++i) {
      const auto next = i + 1 < ends.size() ? ends[i + 1] : ends[0] + ring.size;
      add_arc(ring, ends[i], next - ends[i], into);
    }
  }
  return result;
}

Arcs build_arcs(std::span<const Shape> shapes, double tolerance_m) {
  return build_arcs(build_border_net(shapes, tolerance_m), shapes.size());
}

Shape shape_from_arcs(const Arcs& arcs, std::uint32_t area) {
  Shape shape;
  Index part = kNone;
  for (const auto& ring_of_arcs : arcs.shapes[area]) {
    Ring ring;
    for (const auto& ref : ring_of_arcs.arcs) {
      const auto& line = arcs.arcs[ref.arc].line;
      if (ref.reversed)
        ring.insert(ring.end(), line.rbegin(), line.rend() - 1);
      else
        ring.insert(ring.end(), line.begin(), line.end() - 1);
    }
    if (ring.size() < 3) continue;
    if (!ring_of_arcs.hole) {
      shape.parts.push_back({std::move(ring), {}});
      part = ring_of_arcs.part;
    } else if (!shape.parts.empty() && part == ring_of_arcs.part) {
      shape.parts.back().holes.push_back(std::move(ring));
    }
  }
  return shape;
}

std::vector<Shape> shapes_from_arcs(const Arcs& arcs) {
  std::vector<Shape> shapes;
  shapes.reserve(arcs.shapes.size());
  for (Index area = 0; area < arcs.shapes.size(); ++area) shapes.push_back(shape_from_arcs(arcs, area));
  return shapes;
}

Arcs simplified(const Arcs& arcs, double tolerance_m) {
  return {simplified(std::span(arcs.arcs), tolerance_m), arcs.shapes};
}

std::vector<Arc> simplified(std::span<const Arc> arcs, double tolerance_m) {
  std::vector<Arc> result;
  result.reserve(arcs.size());
  // Two straight arcs over the same ends would make a ring of no area: the one that strays most keeps a
  // point.
  std::map<std::array<double, 4>, std::vector<Index>> straight;
  for (Index id = 0; id < arcs.size(); ++id) {
    const auto& line = arcs[id].line;
    Arc arc{simplified(line, tolerance_m), arcs[id].left, arcs[id].right};
    if (arc.line.size() == 2)
      straight[{line.front().x, line.front().y, line.back().x, line.back().y}].push_back(id);
    result.push_back(std::move(arc));
  }
  for (const auto& [ends, ids] : straight) {
    if (ids.size() < 2) continue;
    std::vector<std::tuple<double, Index, std::size_t>> farthest;
    for (const auto id : ids) {
      const auto& line = arcs[id].line;
      if (line.size() < 3) continue;
      double away = 0;
      const auto at = farthest_from(line, line.front(), line.back(), 1, line.size() - 1, away);
      farthest.emplace_back(-away, id, at);
    }
    std::sort(farthest.begin(), farthest.end());
    for (std::size_t i = 0; i < farthest.size() && i + 1 < ids.size(); ++i) {
      const auto [away, id, at] = farthest[i];
      auto& line = result[id].line;
      line.insert(line.begin() + 1, arcs[id].line[at]);
    }
  }
  return result;
}

}  // namespace placewright::geo
