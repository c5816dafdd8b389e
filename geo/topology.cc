#include "geo/topology.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "geo/border_net.h"
#include "geo/box_tree.h"
#include "geo/crossings.h"
#include "geo/dissolve.h"
#include "geo/error.h"
#include "geo/expect.h"
#include "geo/graph.h"
#include "geo/overlay.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

using Index = std::uint32_t;
using Side = std::array<double, 4>;

double width_of(double area_m2, double perimeter_m) {
  return perimeter_m > 0 ? 2 * area_m2 / perimeter_m : 0;
}

Point some_point_of(const Shape& shape) {
  const Point inside = inside_point(shape);
  return contains(shape, inside) ? inside : shape.parts[0].outer[0];
}

/// Segments that no other area runs along the other way, as rows of the net.
std::vector<Index> loose_segments(const BorderNet& net) {
  std::vector<Index> loose;
  for (Index i = 0; i < net.segment.size(); ++i)
    if (!net.is_shared(i)) loose.push_back(i);
  return loose;
}

Gap gap_of(const Ring& ring, const std::map<Side, Index>& area_at, const TopologyOptions& options) {
  Gap gap;
  const Shape shape = normalised({{{ring, {}}}});
  gap.area_m2 = measure_area_m2(shape);
  gap.width_m = width_of(gap.area_m2, measure_perimeter_m(shape));
  gap.sliver = gap.width_m < options.sliver_width_m;
  if (!shape.empty()) gap.where = some_point_of(shape);
  std::set<Index> neighbours;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point from = ring[i], to = ring[i + 1 == ring.size() ? 0 : i + 1];
    if (const auto found = area_at.find({from.x, from.y, to.x, to.y}); found != area_at.end())
      neighbours.insert(found->second);
  }
  gap.neighbours.assign(neighbours.begin(), neighbours.end());
  return gap;
}

/// Slivers between shapes whose vertices were welded: what the welded outline of those shapes holds and they
/// do not. Along the outer border welding moves the outline by itself, so a piece counts from two neighbours
/// on.
void add_slivers(std::span<const Shape> shapes, const BorderNet& net, const TopologyOptions& options,
                 std::vector<Gap>& gaps) {
  std::vector<Index> group(shapes.size(), kNoGroup);
  for (Index i = 0; i < net.segment.size(); ++i)
    if (!net.segment[i].exact)
      for (const auto member : net.members(net.group_of[i])) group[net.segment[member].area] = 0;
  std::vector<Shape> suspects;
  std::vector<Index> row_of;
  std::vector<Box> boxes;
  for (Index row = 0; row < shapes.size(); ++row) {
    if (group[row] == kNoGroup) continue;
    suspects.push_back(shapes[row]);
    row_of.push_back(row);
    boxes.push_back(box_of(shapes[row]));
  }
  if (suspects.empty()) return;
  const BoxTree tree(boxes);
  const auto outline = dissolve(net, shapes, group, 1).shapes[0];
  for (const auto& piece : subtracted(outline, united(suspects)).parts) {
    const Shape shape{{piece}};
    Gap gap = gap_of(piece.outer, {}, options);
    gap.area_m2 = measure_area_m2(shape);
    gap.width_m = width_of(gap.area_m2, measure_perimeter_m(shape));
    gap.sliver = gap.width_m < options.sliver_width_m;
    if (gap.area_m2 < options.min_area_m2) continue;
    tree.visit_touching(grown(box_of(shape), kExactM), [&](Index at) {
      if (measure_distance_m(shape, suspects[at]) <= kExactM) gap.neighbours.push_back(row_of[at]);
    });
    std::sort(gap.neighbours.begin(), gap.neighbours.end());
    if (gap.neighbours.size() > 1) gaps.push_back(std::move(gap));
  }
}

std::vector<Gap> find_gaps(std::span<const Shape> shapes, const BorderNet& net,
                           const std::vector<Index>& loose, const TopologyOptions& options,
                           std::string& slivers_unknown) {
  const auto rings = trace_rings(net, std::vector<Index>(shapes.size(), 0), 1);
  std::map<Side, Index> area_at;
  for (const auto i : loose) {
    const Point from = net.node[net.segment[i].from], to = net.node[net.segment[i].to];
    area_at[{from.x, from.y, to.x, to.y}] = net.segment[i].area;
  }
  std::vector<Gap> gaps;
  for (const auto& ring : rings.ring)
    if (measure_ring_area_m2(ring) < 0) gaps.push_back(gap_of(ring, area_at, options));
  try {
    add_slivers(shapes, net, options, gaps);
  } catch (
      const InputError& error) {  // the overlay engine gave up: what else is doubtful is told all the same
    slivers_unknown = error.message().what;
  }
  std::erase_if(gaps, [&](const Gap& gap) { return gap.area_m2 < options.min_area_m2; });
  std::sort(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) {
    return std::tuple(-a.area_m2, a.where.x, a.where.y) < std::tuple(-b.area_m2, b.where.x, b.where.y);
  });
  return gaps;
}

/// Pairs of areas that may overlap, the first so many that are found.
class Suspects {
 public:
  explicit Suspects(std::size_t areas) : most_(kMaxSuspects * std::max<std::size_t>(areas, 2)) {}
  void add(Index a, Index b) {
    if (a == b || has(a, b)) return;
    if (pairs_.size() < most_)
      pairs_.insert(std::minmax(a, b));
    else
      left_ = true;
  }
  [[nodiscard]] bool has(Index a, Index b) const { return pairs_.contains(std::minmax(a, b)); }
  [[nodiscard]] bool left() const { return left_; }
  [[nodiscard]] const std::set<std::pair<Index, Index>>& pairs() const { return pairs_; }

 private:
  std::size_t most_;
  std::set<std::pair<Index, Index>> pairs_;
  bool left_ = false;
};

/// Pairs of areas that may overlap: where a border that matches none runs inside another area or crosses its
/// border, where two areas lie on the same side of one border, and where their border was welded. Stops where
/// they are too many.
Suspects overlap_suspects(std::span<const Shape> shapes, const BorderNet& net,
                          const std::vector<Index>& loose) {
  Suspects suspects(shapes.size());
  for (std::size_t group = 0; group < net.groups() && !suspects.left(); ++group) {
    const auto members = net.members(group);
    for (std::size_t i = 0; i < members.size() && !suspects.left(); ++i)
      for (std::size_t j = i + 1; j < members.size() && !suspects.left(); ++j)
        if (net.segment[members[i]].from == net.segment[members[j]].from || !net.segment[members[i]].exact ||
            !net.segment[members[j]].exact)
          suspects.add(net.segment[members[i]].area, net.segment[members[j]].area);
  }
  std::vector<Box> shape_boxes, segment_boxes;
  for (const auto& shape : shapes) shape_boxes.push_back(box_of(shape));
  const BoxTree tree(shape_boxes);
  const auto ends = [&](Index i) {
    return std::array{net.node[net.segment[i].from], net.node[net.segment[i].to]};
  };
  for (const auto i : loose) segment_boxes.push_back(box_of(ends(i)));
  const BoxTree segments(segment_boxes);
  for (Index at = 0; at < loose.size() && !suspects.left(); ++at) {
    const auto area = net.segment[loose[at]].area;
    const auto from_to = ends(loose[at]);
    const Point from = from_to[0], to = from_to[1];
    const Point middle{(from.x + to.x) / 2, (from.y + to.y) / 2};
    tree.visit_touching({middle.x, middle.y, middle.x, middle.y}, [&](Index row) {
      if (row != area && !suspects.left() && !suspects.has(row, area) && contains(shapes[row], middle))
        suspects.add(row, area);
    });
    segments.visit_touching(segment_boxes[at], [&](Index other) {
      if (other <= at || net.segment[loose[other]].area == area) return;
      const auto [c, d] = ends(loose[other]);
      if (segments_cross(from, to, c, d)) suspects.add(area, net.segment[loose[other]].area);
    });
  }
  return suspects;
}

void find_overlaps(std::span<const Shape> shapes, const BorderNet& net, const std::vector<Index>& loose,
                   const TopologyOptions& options, Topology& topology) {
  const auto suspects = overlap_suspects(shapes, net, loose);
  topology.suspects_left = suspects.left();
  for (const auto& [a, b] : suspects.pairs()) {
    if (cross_too_often(shapes[a], shapes[b])) {
      topology.tangled.emplace_back(a, b);
      continue;
    }
    const Shape both = intersected(shapes[a], shapes[b]);
    const double area = measure_area_m2(both);
    if (area < options.min_area_m2) continue;
    const double width = width_of(area, measure_perimeter_m(both));
    topology.overlaps.push_back({a, b, area, width, width < options.sliver_width_m, some_point_of(both)});
  }
}

std::vector<DetachedPiece> find_detached(const Graph& graph) {
  const auto pieces = find_pieces(graph);
  std::vector<DetachedPiece> all(pieces.count);
  for (Index area = 0; area < graph.size(); ++area) all[pieces.of[area]].areas.push_back(area);
  std::stable_sort(all.begin(), all.end(), [](const DetachedPiece& a, const DetachedPiece& b) {
    return a.areas.size() > b.areas.size();
  });
  if (!all.empty()) all.erase(all.begin());
  return all;
}

}  // namespace

Topology check_topology(std::span<const Shape> shapes, const Adjacency& adjacency,
                        const TopologyOptions& options) {
  PLACEWRIGHT_EXPECT(adjacency.outer_border_m.size() == shapes.size());
  Topology topology;
  const auto net = build_border_net(shapes, options.tolerance_m);
  const auto loose = loose_segments(net);
  topology.gaps = find_gaps(shapes, net, loose, options, topology.slivers_unknown);
  find_overlaps(shapes, net, loose, options, topology);
  topology.detached = find_detached(graph_of(adjacency));
  for (Index row = 0; row < shapes.size(); ++row) {
    if (shapes[row].empty()) topology.empty.push_back(row);
    if (shapes[row].parts.size() > 1)
      topology.multi_part.push_back({row, static_cast<Index>(shapes[row].parts.size())});
  }
  return topology;
}

}  // namespace placewright::geo
