#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "datasets/import/join.h"
#include "geo/adjacency.h"
#include "geo/barriers.h"
#include "geo/border_net.h"
#include "geo/box_tree.h"
#include "geo/road_rules.h"
#include "geo/shape_measures.h"

/// What divides by ground and roads, and where one can get across.
namespace placewright::datasets {
namespace {

constexpr double kBridgeReachM = 100;  // a border runs along one bank, and rivers are wide
constexpr double kChordM = 3;          // half of what stands for a road where it has a corner on a barrier

bool is_under_ground(std::string_view other) { return other.find("tunnel=") != std::string_view::npos; }

/// "motorway", "trunk road", or "" for a road that divides nobody.
std::string_view divides(const Road& road) {
  const auto word = lower(road.road_class);
  if (is_under_ground(road.other)) return {};
  if (word == "motorway") return "motorway";
  if (word == "trunk" || road.other.find("trunk=yes") != std::string::npos) return "trunk road";
  return {};
}

/// The lines of a road as straight pieces, with a chord over each corner, so that a road that meets a barrier
/// in a point of both (a level crossing) crosses it too.
template <class Visit>
void each_piece(const geo::Line& line, const Visit& visit) {
  const auto towards = [](geo::Point from, geo::Point to) {
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    const double share = length > kChordM ? kChordM / length : 1;
    return geo::Point{from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)};
  };
  for (std::size_t i = 1; i < line.size(); ++i) {
    visit(line[i - 1], line[i]);
    if (i + 1 < line.size()) visit(towards(line[i], line[i - 1]), towards(line[i], line[i + 1]));
  }
}

double turn(geo::Point o, geo::Point a, geo::Point b) {
  return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

/// Where roads that people use cross a barrier.
std::vector<geo::Point> find_crossings(const Place& place) {
  std::vector<std::pair<geo::Point, geo::Point>> sides;
  std::vector<geo::Box> boxes;
  for (const auto& barrier : place.barriers) {
    if (!barrier.derived) continue;
    for (std::size_t i = 1; i < barrier.line.size(); ++i) {
      sides.emplace_back(barrier.line[i - 1], barrier.line[i]);
      boxes.push_back(geo::box_of(std::array{barrier.line[i - 1], barrier.line[i]}));
    }
  }
  const geo::BoxTree tree(boxes);
  const auto speeds = geo::default_road_speeds();
  std::set<std::string> walked;
  for (const auto& speed : speeds)
    if (speed.walk_kmh > 0) walked.insert(lower(speed.road_class));
  std::vector<geo::Point> crossings;
  for (const auto& road : place.roads) {
    if (!divides(road).empty() || !walked.contains(lower(road.road_class))) continue;
    each_piece(road.line, [&](geo::Point a, geo::Point b) {
      tree.visit_touching(geo::box_of(std::array{a, b}), [&](std::uint32_t row) {
        const auto& [c, d] = sides[row];
        const double left = turn(c, d, a), right = turn(c, d, b);
        if ((left > 0) == (right > 0) || left == 0 || right == 0) return;
        if ((turn(a, b, c) > 0) == (turn(a, b, d) > 0) && turn(a, b, c) != 0 && turn(a, b, d) != 0) return;
        const double along = left / (left - right);
        crossings.push_back({a.x + along * (b.x - a.x), a.y + along * (b.y - a.y)});
      });
    });
  }
  return crossings;
}

/// A link for each pair of neighbours that barriers divide and whose border a road crosses.
void link_bridges(Place& place) {
  const auto crossings = find_crossings(place);
  if (crossings.empty()) return;
  std::vector<geo::Edge> edges;
  std::vector<geo::Point> points;
  for (std::size_t row = 0; row < place.areas.size(); ++row)
    points.push_back({place.areas.centroid_x[row], place.areas.centroid_y[row]});
  for (const auto& pair : place.adjacency) edges.push_back({pair.a, pair.b, pair.border_m, false});
  std::vector<geo::Line> lines;
  for (const auto& barrier : place.barriers)
    if (barrier.derived) lines.push_back(barrier.line);
  const auto net = geo::build_border_net(place.areas.shape, geo::AdjacencyOptions{}.tolerance_m);
  const auto divided = geo::find_divided_edges(edges, points, net, lines);
  std::map<std::pair<std::uint32_t, std::uint32_t>, bool> reached;  // of each divided pair
  for (std::size_t row = 0; row < edges.size(); ++row)
    if (divided[row] != 0) reached.emplace(std::minmax(edges[row].a, edges[row].b), false);
  std::vector<geo::Box> boxes;
  for (const auto point : crossings) boxes.push_back({point.x, point.y, point.x, point.y});
  const geo::BoxTree tree(boxes);
  net.visit_shared([&](const geo::BorderNet::Segment& one, const geo::BorderNet::Segment& two) {
    const auto pair = reached.find(std::minmax(one.area, two.area));
    if (pair == reached.end() || pair->second) return;
    const auto from = net.node[one.from], to = net.node[one.to];
    tree.visit_touching(geo::grown(geo::box_of(std::array{from, to}), kBridgeReachM), [&](std::uint32_t row) {
      if (geo::measure_distance_m(crossings[row], from, to) <= kBridgeReachM) pair->second = true;
    });
  });
  std::set<std::pair<std::string, std::string>> said;
  for (const auto& link : place.links) said.insert(std::minmax(link.a, link.b));
  for (const auto& [pair, is_reached] : reached) {
    const auto& a = place.areas.code[pair.first];
    const auto& b = place.areas.code[pair.second];
    if (is_reached && !said.contains(std::minmax(a, b)))
      place.links.push_back({a, b, LinkState::declared, "bridge or crossing", std::string(kLinkedByRoads)});
  }
}

}  // namespace

void derive_barriers(Place& place) {
  std::erase_if(place.barriers, [](const Barrier& barrier) { return barrier.derived; });
  std::erase_if(place.links, [](const Link& link) { return link.by == kLinkedByRoads; });
  std::vector<Barrier> derived;
  for (const auto& feature : place.ground)
    if (!feature.line.empty() && !is_under_ground(feature.other) &&
        (feature.kind == "river" || feature.kind == "canal" || feature.kind == "railway"))
      derived.push_back({feature.kind, feature.name, feature.line, feature.file, true});
  for (const auto& road : place.roads)
    if (const auto kind = divides(road); !kind.empty())
      derived.push_back({std::string(kind), road.name, road.line, road.file, true});
  if (derived.empty()) return;
  place.barriers.insert(place.barriers.end(), std::make_move_iterator(derived.begin()),
                        std::make_move_iterator(derived.end()));
  if (!place.roads.empty()) link_bridges(place);
}

}  // namespace placewright::datasets
