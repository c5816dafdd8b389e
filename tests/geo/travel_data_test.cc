#include <gtest/gtest.h>

#include <map>
#include <set>

#include "geo/random.h"
#include "geo/shape_measures.h"
#include "geo/travel.h"
#include "tests/geo/read_shapes.h"

namespace placewright::geo {
namespace {

/// Dijkstra over nodes with an ordered set, from one node to all.
std::vector<double> plain_minutes(const RoadNetwork& network, const std::map<std::uint32_t, double>& starts) {
  std::vector<double> minutes(network.node.size(), kNoWay);
  std::set<std::pair<double, std::uint32_t>> waiting;
  for (const auto& [node, at] : starts) waiting.insert({minutes[node] = at, node});
  while (!waiting.empty()) {
    const auto [at, node] = *waiting.begin();
    waiting.erase(waiting.begin());
    for (const auto& edge : network.edge) {  // found by looking at every edge: slow and plain
      if (edge.u != node && edge.v != node) continue;
      const auto relax = [&, at = at](std::uint32_t to, double cost) {
        if (at + cost >= minutes[to]) return;
        waiting.erase({minutes[to], to});
        minutes[to] = at + cost;
        waiting.insert({minutes[to], to});
      };
      if (edge.u == node) relax(edge.v, edge.minutes_uv);
      if (edge.v == node) relax(edge.u, edge.minutes_vu);
    }
  }
  return minutes;
}

TEST(TravelData, MinutesInNewportAgreeWithAPlainSearchOnFootAndByCar) {
  SHARED_DATA_OR_SKIP(data);
  const auto folder = data + "/places/newport_wales/";
  const auto roads = testing_data::read_roads(folder + "roads_osm.gpkg");
  const auto areas = testing_data::read_layer(folder + "newport_wales.gpkg", "lsoa", "lsoa_code");
  ASSERT_EQ(roads.lines.size(), 8944u);
  std::vector<RoadLine> lines;
  for (std::size_t i = 0; i < roads.lines.size(); ++i)
    lines.push_back({roads.lines[i], roads.road_class[i],
                     read_road_use(roads.road_class[i], false, "", roads.other_tags[i])});
  std::vector<Point> points;
  for (const auto& shape : areas.shapes) points.push_back(inside_point(shape));
  for (const auto mode : {TravelMode::walk, TravelMode::drive}) {
    SCOPED_TRACE(travel_mode_name(mode));
    const auto network = build_road_network(lines, default_road_speeds(), mode);
    TravelOptions options;
    options.cut_off_minutes = 120;
    options.snap_limit_m = 500;
    const auto table = measure_travel(network, points, points, options);
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> minutes;
    for (const auto& row : table.rows) minutes[{row.origin, row.destination}] = row.minutes;
    Random random(3);
    int compared = 0;
    for (int origins = 0; origins < 40 && compared < 200; ++origins) {
      const auto origin = random.below(100);
      const auto start = find_snap(network, points[origin], options.snap_limit_m);
      if (!start) continue;
      const auto& edge = network.edge[start->edge];
      const auto leg = [&](const Snap& snap) { return snap.distance_m * 60 / (network.off_road_kmh * 1000); };
      const auto part = [](double cost, double share) { return share == 0 ? 0 : cost * share; };
      const auto at =
          plain_minutes(network, {{edge.u, leg(*start) + part(edge.minutes_vu, start->share)},
                                  {edge.v, leg(*start) + part(edge.minutes_uv, 1 - start->share)}});
      for (int i = 0; i < 80; ++i) {
        const auto destination = random.below(100);
        const auto end = find_snap(network, points[destination], options.snap_limit_m);
        if (!end || end->edge == start->edge) continue;
        const auto& last = network.edge[end->edge];
        const double truth = leg(*end) + std::min(at[last.u] + part(last.minutes_uv, end->share),
                                                  at[last.v] + part(last.minutes_vu, 1 - end->share));
        ++compared;
        if (truth <= options.cut_off_minutes) {
          ASSERT_TRUE(minutes.count({origin, destination})) << origin << ' ' << destination << ' ' << truth;
          EXPECT_NEAR((minutes[{origin, destination}]), truth, 1e-9);
        } else {
          EXPECT_EQ(minutes.count({origin, destination}), 0u);
        }
      }
    }
    EXPECT_GE(compared, 200);
    // The roads do not cover the whole authority: about a third of the points have none within 500 m, and are
    // told.
    EXPECT_GT(table.origins_off_network.size(), 20u);
    EXPECT_LT(table.origins_off_network.size(), 40u);
  }
}

}  // namespace
}  // namespace placewright::geo
