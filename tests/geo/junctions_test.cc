#include <gtest/gtest.h>

#include "geo/travel.h"

namespace placewright::geo {
namespace {

/// Two streets of 1 km end to end, with or without a third that meets them where they join.
double minutes_along(TravelMode mode, double junction_s, bool third) {
  const Line west{{0, 0}, {1000, 0}}, east{{1000, 0}, {2000, 0}}, north{{1000, 0}, {1000, 1000}};
  std::vector<RoadLine> roads{{west, "street", {}}, {east, "street", {}}};
  if (third) roads.push_back({north, "street", {}});
  std::vector<RoadSpeed> speeds{{"street", 60, 60}};
  speeds[0].junction_s = junction_s;
  const auto network = build_road_network(roads, speeds, mode);
  const std::vector<Point> ends{{0, 0}, {2000, 0}};
  const auto table = measure_travel(network, ends, ends);
  EXPECT_EQ(table.rows.size(), 4U);
  EXPECT_EQ(table.rows[1].minutes, table.rows[2].minutes) << "there and back";
  return table.rows[1].minutes;
}

TEST(Junctions, ACarLosesTheStatedSecondsWhereThreeStretchesMeet) {
  EXPECT_NEAR(minutes_along(TravelMode::drive, 30, true), 2.5, 1e-12);
  EXPECT_NEAR(minutes_along(TravelMode::drive, 0, true), 2, 1e-12);
}

TEST(Junctions, WhereOneStreetIsDrawnInTwoPiecesNothingIsLost) {
  EXPECT_NEAR(minutes_along(TravelMode::drive, 30, false), 2, 1e-12);
}

TEST(Junctions, WalkersLoseNothing) { EXPECT_NEAR(minutes_along(TravelMode::walk, 30, true), 2, 1e-12); }

TEST(Ferries, TakeAsLongAsTheyStateWhereTheSpeedTableOpensThem) {
  const Line crossing{{0, 0}, {1000, 0}, {2000, 0}};
  RoadLine ferry{crossing, "ferry", read_road_use("ferry", false, "", "\"duration\"=>\"00:25\"")};
  const std::vector<Point> ends{{0, 0}, {2000, 0}};
  const auto minutes = [&](const std::vector<RoadSpeed>& speeds) {
    const auto network = build_road_network(std::vector<RoadLine>{ferry}, speeds, TravelMode::drive);
    const auto table = measure_travel(network, ends, ends);
    return table.rows.size() == 4 ? table.rows[1].minutes : kNoWay;
  };
  EXPECT_NEAR(minutes({{"ferry", 15, 15}}), 25, 1e-9);
  ferry.use.crossing_minutes = 0;
  EXPECT_NEAR(minutes({{"ferry", 15, 15}}), 8, 1e-9) << "by its speed";
  EXPECT_EQ(minutes(default_road_speeds()), kNoWay) << "closed until somebody opens them";
}

TEST(Ferries, DurationsAreReadInEachWayOfWritingThem) {
  const auto minutes = [](const std::string& duration, const char* road_class = "ferry") {
    return read_road_use(road_class, false, "", "\"duration\"=>\"" + duration + "\"").crossing_minutes;
  };
  EXPECT_EQ(minutes("25"), 25);
  EXPECT_EQ(minutes("00:25"), 25);
  EXPECT_EQ(minutes("1:30"), 90);
  EXPECT_EQ(minutes("00:25:30"), 25.5);
  for (const auto* none : {"", "PT25M", "25 min", "-5", "1:", ":5", "1:2:3:4", "nan", "inf"})
    EXPECT_EQ(minutes(none), 0) << none;
  EXPECT_EQ(minutes("25", "residential"), 0);
}

}  // namespace
}  // namespace placewright::geo
