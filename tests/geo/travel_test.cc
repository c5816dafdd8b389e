#include "geo/travel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <thread>

#include "geo/random.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

/// Straight two-way roads that take the stated minutes: each road has a class of its own with the speed for
/// it.
struct Fixture {
  std::vector<Line> lines;
  std::vector<RoadLine> roads;
  std::vector<RoadSpeed> speeds;
};

/// WX1 of the requirements: n1-n2 4, n2-n3 5, n1-n4 7, n4-n3 1, n3-n5 6, n5-n6 2 two-way; n6->n1 3 one-way.
const std::vector<Point> kNodes{{0, 0}, {1000, 100}, {2000, 0}, {900, -500}, {2100, -1500}, {300, -1600}};

Fixture network_fixture() {
  struct Road {
    std::size_t from, to;
    double minutes;
    bool oneway;
  };
  const Road roads[] = {{0, 1, 4, false}, {1, 2, 5, false}, {0, 3, 7, false}, {3, 2, 1, false},
                        {2, 4, 6, false}, {4, 5, 2, false}, {5, 0, 3, true}};
  Fixture fixture;
  for (const auto& road : roads) {
    const Point a = kNodes[road.from], b = kNodes[road.to];
    fixture.lines.push_back({a, b});
    const double kmh = std::hypot(a.x - b.x, a.y - b.y) / 1000 / (road.minutes / 60);
    fixture.speeds.push_back({"road" + std::to_string(fixture.speeds.size()), kmh, kmh});
  }
  for (std::size_t i = 0; i < fixture.lines.size(); ++i) {
    RoadLine line{fixture.lines[i], fixture.speeds[i].road_class, {}};
    if (roads[i].oneway) line.use.drive_direction = Direction::forward;
    fixture.roads.push_back(line);
  }
  return fixture;
}

TEST(Travel, TheNetworkOfTheRequirementsGivesItsMinutes) {
  const auto fixture = network_fixture();
  const auto network = build_road_network(fixture.roads, fixture.speeds, TravelMode::drive);
  EXPECT_EQ(network.node.size(), 6u);
  EXPECT_EQ(network.edge.size(), 7u);
  const auto all = measure_travel(network, kNodes, kNodes);
  ASSERT_EQ(all.rows.size(), 36u);
  const double from_1[] = {0, 4, 8, 7, 14, 16}, from_6[] = {3, 7, 8, 9, 2, 0};
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_NEAR(all.rows[i].minutes, from_1[i], 1e-9) << i;
    EXPECT_NEAR(all.rows[30 + i].minutes, from_6[i], 1e-9) << i;
  }
  // Backwards from one destination: the same.
  const auto to_1 = measure_travel(network, kNodes, std::vector<Point>{kNodes[0]});
  ASSERT_EQ(to_1.rows.size(), 6u);
  EXPECT_NEAR(to_1.rows[5].minutes, 3, 1e-9);
  // On foot the one-way street is open both ways.
  const auto feet = build_road_network(fixture.roads, fixture.speeds, TravelMode::walk);
  EXPECT_NEAR(measure_travel(feet, kNodes, kNodes).rows[5].minutes, 3, 1e-9);
}

TEST(Travel, TheCutOffLeavesPairsOutAndPointsFarFromRoadsAreSaid) {
  const auto fixture = network_fixture();
  const auto network = build_road_network(fixture.roads, fixture.speeds, TravelMode::drive);
  TravelOptions options;
  options.cut_off_minutes = 7;
  options.snap_limit_m = 200;
  std::vector<Point> points = kNodes;
  points.push_back({90000, 0});
  const auto table = measure_travel(network, points, points, options);
  EXPECT_EQ(table.origins_off_network, (std::vector<std::uint32_t>{6}));
  EXPECT_EQ(table.destinations_off_network, (std::vector<std::uint32_t>{6}));
  for (const auto& row : table.rows) EXPECT_LE(row.minutes, 7);
  const auto first = std::count_if(table.rows.begin(), table.rows.end(),
                                   [](const TravelMinutes& row) { return row.origin == 0; });
  EXPECT_EQ(first, 3);  // itself, n2 at 4, n4 at 7: the limit counts
}

TEST(Travel, PointsJoinTheMiddleOfARoadAndWalkToIt) {
  const Line road{{0, 0}, {600, 0}, {600, 600}};
  const std::vector<RoadLine> roads{{road, "residential", {}}};
  const std::vector<RoadSpeed> speeds{{"Residential", 6, 36}};
  RoadNetworkOptions options;
  options.off_road_kmh = 3;
  const auto network = build_road_network(roads, speeds, TravelMode::drive, options);
  EXPECT_EQ(network.edge.size(), 1u);
  const std::vector<Point> from{{200, 50}}, to{{650, 300}, {200, -25}};
  const auto table = measure_travel(network, from, to);
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_NEAR(table.rows[0].minutes, 1.0 + 700.0 / 600.0 + 1.0, 1e-9);
  EXPECT_NEAR(table.rows[1].minutes, 1.0 + 0.5, 1e-9);
}

TEST(Travel, AOneWayStreetIsDrivenRoundEvenBetweenTwoHousesOnIt) {
  const Line street{{0, 0}, {1000, 0}}, back{{1000, 0}, {1000, 1000}, {0, 1000}, {0, 0}};
  std::vector<RoadLine> roads{{street, "a", {}}, {back, "a", {}}};
  roads[0].use.drive_direction = Direction::forward;
  const auto network = build_road_network(roads, std::vector<RoadSpeed>{{"a", 6, 60}}, TravelMode::drive);
  const std::vector<Point> west{{200, 0}}, east{{700, 0}};
  EXPECT_NEAR(measure_travel(network, west, east).rows.at(0).minutes, 0.5, 1e-9);
  EXPECT_NEAR(measure_travel(network, east, west).rows.at(0).minutes, 3.5, 1e-9);
}

struct RandomRoads {
  std::vector<Line> lines;
  std::vector<RoadLine> roads;
};
RandomRoads random_roads(std::uint64_t seed, std::uint32_t side) {
  Random random(seed);
  RandomRoads result;
  std::vector<Point> corner;
  for (std::uint32_t y = 0; y < side; ++y)
    for (std::uint32_t x = 0; x < side; ++x)
      corner.push_back({x * 500.0 + random.unit() * 200, y * 500.0 + random.unit() * 200});
  const auto add = [&](std::uint32_t a, std::uint32_t b) {
    if (random.below(5) == 0) return;
    Line line{corner[a]};
    line.push_back({(corner[a].x + corner[b].x) / 2 + random.unit() * 60, (corner[a].y + corner[b].y) / 2});
    line.push_back(corner[b]);
    result.lines.push_back(line);
  };
  for (std::uint32_t y = 0; y < side; ++y)
    for (std::uint32_t x = 0; x < side; ++x) {
      if (x + 1 < side) add(y * side + x, y * side + x + 1);
      if (y + 1 < side) add(y * side + x, (y + 1) * side + x);
    }
  const char* classes[] = {"residential", "primary", "motorway", "footway"};
  for (const auto& line : result.lines) {
    RoadLine road{line, classes[random.below(4)], {}};
    if (random.below(4) == 0)
      road.use.drive_direction = random.below(2) == 0 ? Direction::forward : Direction::backward;
    result.roads.push_back(road);
  }
  return result;
}

/// The judge: rounds of relaxing every arc of a graph in which each snapped point is a node of its own.
std::vector<std::vector<double>> plain_minutes(const RoadNetwork& network, const std::vector<Point>& from,
                                               const std::vector<Point>& to, double limit_m) {
  struct PlainArc {
    std::size_t from, to;
    double minutes;
  };
  std::vector<PlainArc> arcs;
  std::size_t nodes = network.node.size();
  // Divide each edge at its snapped points: a chain u - p1 - p2 - ... - v.
  struct Stop {
    double share;
    std::size_t node;
  };
  std::map<std::uint32_t, std::vector<Stop>> stops;
  std::vector<std::size_t> from_node(from.size(), SIZE_MAX), to_node(to.size(), SIZE_MAX);
  const auto place = [&](Point point, std::size_t& at, bool leaves) {
    const auto snap = find_snap(network, point, limit_m);
    if (!snap) return;
    const double leg = snap->distance_m * 60 / (network.off_road_kmh * 1000);
    stops[snap->edge].push_back({snap->share, nodes});
    at = nodes + 1;
    if (leaves)
      arcs.push_back({nodes + 1, nodes, leg});
    else
      arcs.push_back({nodes, nodes + 1, leg});
    nodes += 2;
  };
  for (std::size_t i = 0; i < from.size(); ++i) place(from[i], from_node[i], true);
  for (std::size_t i = 0; i < to.size(); ++i) place(to[i], to_node[i], false);
  for (std::uint32_t id = 0; id < network.edge.size(); ++id) {
    const auto& edge = network.edge[id];
    auto chain = stops[id];
    chain.push_back({0, edge.u});
    chain.push_back({1, edge.v});
    std::sort(chain.begin(), chain.end(), [](const Stop& a, const Stop& b) { return a.share < b.share; });
    for (std::size_t i = 1; i < chain.size(); ++i) {
      const double share = chain[i].share - chain[i - 1].share;
      if (edge.minutes_uv < kNoWay || share == 0)
        arcs.push_back({chain[i - 1].node, chain[i].node, share == 0 ? 0 : edge.minutes_uv * share});
      if (edge.minutes_vu < kNoWay || share == 0)
        arcs.push_back({chain[i].node, chain[i - 1].node, share == 0 ? 0 : edge.minutes_vu * share});
    }
  }
  std::vector<std::vector<double>> result(from.size(), std::vector<double>(to.size(), kNoWay));
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (from_node[i] == SIZE_MAX) continue;
    std::vector<double> minutes(nodes, kNoWay);
    minutes[from_node[i]] = 0;
    for (bool again = true; again;) {
      again = false;
      for (const auto& arc : arcs)
        if (minutes[arc.from] + arc.minutes < minutes[arc.to])
          minutes[arc.to] = minutes[arc.from] + arc.minutes, again = true;
    }
    for (std::size_t j = 0; j < to.size(); ++j)
      if (to_node[j] != SIZE_MAX) result[i][j] = minutes[to_node[j]];
  }
  return result;
}

TEST(Travel, AgreesWithThePlainestSearchFromBothSides) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(seed);
    const auto given = random_roads(seed, 9);
    const auto network = build_road_network(given.roads, default_road_speeds(),
                                            seed % 2 ? TravelMode::drive : TravelMode::walk);
    Random random(seed + 100);
    std::vector<Point> some, more;
    for (int i = 0; i < 12; ++i) some.push_back({random.unit() * 4500, random.unit() * 4500});
    for (int i = 0; i < 30; ++i) more.push_back({random.unit() * 4500, random.unit() * 4500});
    TravelOptions options;
    options.cut_off_minutes = 25;
    options.snap_limit_m = 300;
    for (const bool backwards : {false, true}) {
      const auto& from = backwards ? more : some;
      const auto& to = backwards ? some : more;
      const auto table = measure_travel(network, from, to, options);
      const auto truth = plain_minutes(network, from, to, options.snap_limit_m);
      std::size_t within = 0;
      for (const auto& line : truth)
        for (const auto minutes : line) within += minutes <= 25 ? 1u : 0u;
      EXPECT_EQ(table.rows.size(), within);
      EXPECT_GT(within, 20u);
      for (const auto& row : table.rows) EXPECT_NEAR(row.minutes, truth[row.origin][row.destination], 1e-9);
      TravelOptions four = options;
      four.on_each_thread = [](const std::function<void()>& job) {
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) threads.emplace_back(job);
        for (auto& thread : threads) thread.join();
      };
      EXPECT_EQ(measure_travel(network, from, to, four).rows, table.rows);
    }
  }
}

TEST(Roads, TheOrderOfLinesChangesNoMinute) {
  const auto given = random_roads(3, 8);
  auto turned = given.roads;
  std::reverse(turned.begin(), turned.end());
  Random random(8);
  std::vector<Point> points;
  for (int i = 0; i < 20; ++i) points.push_back({random.unit() * 4000, random.unit() * 4000});
  const auto one = build_road_network(given.roads, default_road_speeds(), TravelMode::drive);
  const auto two = build_road_network(turned, default_road_speeds(), TravelMode::drive);
  EXPECT_EQ(measure_travel(one, points, points).rows, measure_travel(two, points, points).rows);
}

TEST(Roads, ADeadFragmentTakesNoPoints) {
  auto given = random_roads(2, 10);
  given.lines.push_back({{2000, 2100}, {2050, 2150}});
  auto roads = given.roads;
  roads.clear();
  for (const auto& line : given.lines) roads.push_back({line, "residential", {}});
  const auto network = build_road_network(roads, default_road_speeds(), TravelMode::walk);
  EXPECT_GE(network.fragment_edges, 1u);
  const auto snap = find_snap(network, {2020, 2120}, 500);
  ASSERT_TRUE(snap.has_value());
  EXPECT_TRUE(network.edge[snap->edge].main);
}

TEST(Roads, EndsWithinTheSnapDistanceMeet) {
  const Line a{{0, 0}, {100, 0}}, b{{100.05, 0}, {200, 0}};
  const std::vector<RoadLine> roads{{a, "service", {}}, {b, "service", {}}};
  EXPECT_EQ(build_road_network(roads, default_road_speeds(), TravelMode::walk).node.size(), 4u);
  RoadNetworkOptions options;
  options.snap_m = 0.1;
  EXPECT_EQ(build_road_network(roads, default_road_speeds(), TravelMode::walk, options).node.size(), 3u);
}

TEST(Roads, UnknownClassesAreNamedAndNoRoadsGiveNoMinutes) {
  const Line line{{0, 0}, {100, 0}};
  const auto network = build_road_network(std::vector<RoadLine>{{line, "bobsleigh", {}}},
                                          default_road_speeds(), TravelMode::walk);
  EXPECT_EQ(network.unknown_classes, (std::vector<std::string>{"bobsleigh"}));
  EXPECT_EQ(network.lines_left_out, 1u);
  const std::vector<Point> points{{0, 0}};
  const auto table = measure_travel(network, points, points);
  EXPECT_TRUE(table.rows.empty());
  EXPECT_EQ(table.origins_off_network.size(), 1u);
}

TEST(Roads, RulesAreReadFromColumnsAndTags) {
  const auto use = [](const char* tags, const char* access = "", bool oneway = false,
                      const char* road_class = "residential") {
    return read_road_use(road_class, oneway, access, tags);
  };
  EXPECT_EQ(use("").drive_direction, Direction::both);
  EXPECT_EQ(use("", "", true).drive_direction, Direction::forward);
  EXPECT_EQ(use(R"("oneway"=>"-1")").drive_direction, Direction::backward);
  EXPECT_EQ(use(R"("name:oneway"=>"yes","junction"=>"roundabout")").drive_direction, Direction::forward);
  EXPECT_EQ(use("", "", false, "motorway").drive_direction, Direction::forward);
  EXPECT_EQ(use(R"("oneway"=>"no")", "", false, "motorway").drive_direction, Direction::both);
  EXPECT_FALSE(use(R"("access"=>"private")").walk);
  EXPECT_TRUE(use(R"("access"=>"private","foot"=>"yes")").walk);
  EXPECT_FALSE(use(R"("access"=>"private","foot"=>"yes")").drive);
  EXPECT_TRUE(use(R"("access"=>"no","motor_vehicle"=>"yes")").drive);
  EXPECT_FALSE(use(R"("motor_vehicle"=>"no")").drive);
  EXPECT_TRUE(use(R"("motor_vehicle"=>"no")").walk);
  EXPECT_FALSE(use("", "no").drive);
  EXPECT_FALSE(use("", "foot").drive);
  EXPECT_TRUE(use("", "foot").walk);
  EXPECT_NEAR(use(R"("maxspeed"=>"30 mph")").limit_kmh, 48.28, 0.01);
  EXPECT_EQ(use(R"("maxspeed"=>"50")").limit_kmh, 50);
}

}  // namespace
}  // namespace placewright::geo
