#include "geo/road_network.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "geo/expect.h"
#include "geo/map_order.h"
#include "geo/point_index.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

using Index = std::uint32_t;
constexpr Index kNone = ~0u;

std::string lower(std::string_view text) {
  std::string result(text);
  for (auto& letter : result)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return result;
}

/// Points within snap_m become the first of them (by x, then y).
void join_close_points(std::vector<Point>& points, std::vector<Index>& becomes, double snap_m) {
  std::vector<Index> order(points.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](Index a, Index b) {
    return std::pair(points[a].x, points[a].y) < std::pair(points[b].x, points[b].y);
  });
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (becomes[order[i]] != order[i]) continue;
    for (auto j = i + 1; j < order.size() && points[order[j]].x - points[order[i]].x <= snap_m; ++j)
      if (becomes[order[j]] == order[j] && std::hypot(points[order[j]].x - points[order[i]].x,
                                                      points[order[j]].y - points[order[i]].y) <= snap_m)
        becomes[order[j]] = order[i];
  }
}

struct UsedLine {
  std::vector<Index> points;
  double minutes_per_m{};
  double junction_s{};
  bool forward = true, backward = true;
};

double length_of(std::span<const Point> line) {
  double metres = 0;
  for (std::size_t i = 1; i < line.size(); ++i)
    metres += std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
  return metres;
}

/// kmh: that of the road's class and limit. A ferry takes as long as it states.
double minutes_per_metre(const RoadLine& road, double kmh) {
  const double metres = road.use.crossing_minutes > 0 ? length_of(road.line) : 0;
  return metres > 0 ? road.use.crossing_minutes / metres : 60.0 / (kmh * 1000.0);
}

/// seconds: of each edge, lost at its end where three or more stretches meet.
void lose_time_at_junctions(RoadNetwork& network, const std::vector<double>& seconds) {
  std::vector<Index> ends(network.node.size(), 0);
  for (const auto& edge : network.edge) ++ends[edge.u], ++ends[edge.v];
  for (Index id = 0; id < network.edge.size(); ++id) {
    auto& edge = network.edge[id];
    if (ends[edge.v] > 2) edge.minutes_uv += seconds[id] / 60;
    if (ends[edge.u] > 2) edge.minutes_vu += seconds[id] / 60;
  }
}

void fill_rows(RoadNetwork& network) {
  const auto nodes = network.node.size();
  network.first_out.assign(nodes + 1, 0);
  network.first_in.assign(nodes + 1, 0);
  const auto each = [&](auto&& visit) {
    for (const auto& edge : network.edge) {
      if (edge.u == edge.v) continue;
      if (edge.minutes_uv < kNoWay) visit(edge.u, edge.v, edge.minutes_uv);
      if (edge.minutes_vu < kNoWay) visit(edge.v, edge.u, edge.minutes_vu);
    }
  };
  each([&](Index from, Index to, double) { ++network.first_out[from + 1], ++network.first_in[to + 1]; });
  std::partial_sum(network.first_out.begin(), network.first_out.end(), network.first_out.begin());
  std::partial_sum(network.first_in.begin(), network.first_in.end(), network.first_in.begin());
  network.out.resize(network.first_out.back());
  network.in.resize(network.first_in.back());
  auto next_out = network.first_out, next_in = network.first_in;
  each([&](Index from, Index to, double minutes) {
    network.out[next_out[from]++] = {to, minutes};
    network.in[next_in[to]++] = {from, minutes};
  });
}

/// Strongly connected components, without recursion (Tarjan 1972): the number of each node's component.
std::vector<Index> strong_components(const RoadNetwork& network, Index& count) {
  const auto nodes = static_cast<Index>(network.node.size());
  std::vector<Index> of(nodes, kNone), order(nodes, kNone), low(nodes, 0), stack, path;
  auto next = network.first_out;
  Index clock = 0;
  count = 0;
  for (Index start = 0; start < nodes; ++start) {
    if (order[start] != kNone) continue;
    path.push_back(start);
    while (!path.empty()) {
      const auto at = path.back();
      if (order[at] == kNone) {
        order[at] = low[at] = clock++;
        stack.push_back(at);
      }
      bool deeper = false;
      for (auto& arc = next[at]; arc < network.first_out[at + 1]; ++arc) {
        const auto to = network.out[arc].node;
        if (order[to] == kNone) {
          path.push_back(to);
          deeper = true;
          break;
        }
        if (of[to] == kNone) low[at] = std::min(low[at], low[to]);
      }
      if (deeper) continue;
      path.pop_back();
      if (low[at] == order[at]) {
        while (true) {
          const auto member = stack.back();
          stack.pop_back();
          of[member] = count;
          if (member == at) break;
        }
        ++count;
      }
      if (!path.empty()) low[path.back()] = std::min(low[path.back()], low[at]);
    }
  }
  return of;
}

void mark_fragments(RoadNetwork& network) {
  Index count = 0;
  const auto of = strong_components(network, count);
  std::vector<Index> size(count, 0);
  for (const auto component : of) ++size[component];
  const Index largest = size.empty() ? 0 : *std::max_element(size.begin(), size.end());
  const Index least = std::min<Index>(50, (largest + 9) / 10);
  for (auto& edge : network.edge) {
    edge.main = size[of[edge.u]] >= least && size[of[edge.v]] >= least;
    network.fragment_edges += edge.main ? 0 : 1;
  }
}

void index_segments(RoadNetwork& network) {
  std::vector<Box> boxes;
  for (Index id = 0; id < network.edge.size(); ++id) {
    const auto& edge = network.edge[id];
    if (!edge.main) continue;
    double along = 0;
    for (auto at = edge.first_point; at + 1 < edge.first_point + edge.points; ++at) {
      const std::array ends{network.point[at], network.point[at + 1]};
      network.segment.push_back({id, at, along});
      boxes.push_back(box_of(ends));
      along += std::hypot(ends[1].x - ends[0].x, ends[1].y - ends[0].y);
    }
  }
  network.segment_tree = BoxTree(boxes);
}

}  // namespace

RoadNetwork build_road_network(std::span<const RoadLine> roads, std::span<const RoadSpeed> speeds,
                               TravelMode mode, const RoadNetworkOptions& options) {
  RoadNetwork network;
  network.mode = mode;
  network.off_road_kmh = options.off_road_kmh;
  std::map<std::string, RoadSpeed, std::less<>> speed_of;
  for (const auto& speed : speeds) speed_of[lower(speed.road_class)] = speed;
  std::size_t all_points = 0;
  for (const auto& road : roads) all_points += road.line.size();
  PLACEWRIGHT_EXPECT(all_points < kNone / 2);
  std::vector<Point> points;
  PointIndex index(all_points);
  std::vector<UsedLine> lines;
  std::set<std::string> unknown;
  for (const auto& road : roads) {
    const auto known = speed_of.find(lower(road.road_class));
    if (known == speed_of.end()) unknown.emplace(road.road_class);
    const RoadSpeed speed = known == speed_of.end() ? RoadSpeed{} : known->second;
    double kmh = mode == TravelMode::walk ? speed.walk_kmh : speed.drive_kmh;
    if (mode == TravelMode::drive && road.use.limit_kmh > 0) kmh = std::min(kmh, road.use.limit_kmh);
    UsedLine line;
    if (kmh > 0 && (mode == TravelMode::walk ? road.use.walk : road.use.drive))
      for (const auto& point : road.line) {
        const auto id = index.add(point, points);
        if (line.points.empty() || line.points.back() != id) line.points.push_back(id);
      }
    if (line.points.size() < 2) {
      ++network.lines_left_out;
      continue;
    }
    line.minutes_per_m = minutes_per_metre(road, kmh);
    if (mode == TravelMode::drive) {
      line.junction_s = speed.junction_s;
      line.forward = road.use.drive_direction != Direction::backward;
      line.backward = road.use.drive_direction != Direction::forward;
    }
    lines.push_back(std::move(line));
  }
  network.unknown_classes.assign(unknown.begin(), unknown.end());
  std::vector<Index> becomes(points.size());
  std::iota(becomes.begin(), becomes.end(), 0u);
  if (options.snap_m > 0) join_close_points(points, becomes, options.snap_m);
  std::vector<std::uint8_t> uses(points.size(), 0);  // 2: a junction or an end
  for (auto& line : lines) {
    for (auto& point : line.points) {
      point = becomes[point];
      uses[point] = static_cast<std::uint8_t>(std::min(2, uses[point] + 1));
    }
    uses[line.points.front()] = uses[line.points.back()] = 2;
  }
  std::vector<Index> junctions;
  for (Index id = 0; id < points.size(); ++id)
    if (uses[id] == 2) junctions.push_back(id);
  std::sort(junctions.begin(), junctions.end(), [&](Index a, Index b) {
    return std::tuple(map_order(points[a]), points[a].x, points[a].y) <
           std::tuple(map_order(points[b]), points[b].x, points[b].y);
  });
  std::vector<Index> node_of(points.size(), kNone);
  for (const auto id : junctions) {
    node_of[id] = static_cast<Index>(network.node.size());
    network.node.push_back(points[id]);
  }
  std::vector<double> junction_s;
  for (const auto& line : lines) {
    std::size_t first = 0;
    for (std::size_t last = 1; last < line.points.size(); ++last) {
      if (node_of[line.points[last]] == kNone) continue;
      RoadNetwork::Edge edge;
      edge.u = node_of[line.points[first]];
      edge.v = node_of[line.points[last]];
      edge.first_point = static_cast<Index>(network.point.size());
      edge.points = static_cast<Index>(last - first + 1);
      for (auto i = first; i <= last; ++i) {
        const Point point = points[line.points[i]];
        if (i > first)
          edge.length_m += std::hypot(point.x - network.point.back().x, point.y - network.point.back().y);
        network.point.push_back(point);
      }
      edge.minutes_uv = line.forward ? edge.length_m * line.minutes_per_m : kNoWay;
      edge.minutes_vu = line.backward ? edge.length_m * line.minutes_per_m : kNoWay;
      network.edge.push_back(edge);
      junction_s.push_back(line.junction_s);
      first = last;
    }
  }
  lose_time_at_junctions(network, junction_s);
  fill_rows(network);
  mark_fragments(network);
  index_segments(network);
  return network;
}

std::optional<Snap> find_snap(const RoadNetwork& network, Point point, double limit_m) {
  std::optional<Snap> best;
  std::tuple<double, double, double> best_key;
  network.segment_tree.visit_near(point, limit_m, [&](Index row, double limit) {
    const auto& segment = network.segment[row];
    const Point from = network.point[segment.at], to = network.point[segment.at + 1];
    const double dx = to.x - from.x, dy = to.y - from.y, squared = dx * dx + dy * dy;
    const double along =
        squared > 0 ? std::clamp(((point.x - from.x) * dx + (point.y - from.y) * dy) / squared, 0.0, 1.0)
                    : 0.0;
    const double away = std::hypot(point.x - (from.x + along * dx), point.y - (from.y + along * dy));
    if (away > limit) return limit;
    const auto& edge = network.edge[segment.edge];
    const double share =
        edge.length_m > 0
            ? std::clamp((segment.along_m + along * std::sqrt(squared)) / edge.length_m, 0.0, 1.0)
            : 0.0;
    // Equally near roads: by the edge's place on the map, not by its row.
    const auto key = std::tuple(away, network.node[edge.u].x + network.node[edge.v].x,
                                network.node[edge.u].y + network.node[edge.v].y);
    if (!best || key < best_key) best = Snap{segment.edge, share, away}, best_key = key;
    return std::min(limit, away);
  });
  return best;
}

}  // namespace placewright::geo
