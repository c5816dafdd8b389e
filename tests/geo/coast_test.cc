#include "geo/coast.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "geo/shape_measures.h"

/// A box of 100 by 100 m; coasts have the land on their left.
namespace placewright::geo {
namespace {

const Box kBox{0, 0, 100, 100};

double sea_m2(const std::vector<Line>& lines) {
  const auto sea = close_coast(lines, kBox);
  EXPECT_TRUE(sea.has_value());
  return sea ? measure_area_m2(*sea) : -1;
}

TEST(Coast, TheSeaLiesToTheRightOfOneCoastAcrossTheBox) {
  const Line eastward{{-10, 30}, {50, 30}, {110, 30}};
  EXPECT_NEAR(sea_m2({eastward}), 3000, 1e-6) << "land to the north";
  EXPECT_NEAR(sea_m2({Line(eastward.rbegin(), eastward.rend())}), 7000, 1e-6) << "land to the south";
  const auto sea = close_coast({eastward}, kBox);
  ASSERT_TRUE(sea);
  EXPECT_TRUE(contains(*sea, {50, 10}));
  EXPECT_FALSE(contains(*sea, {50, 50}));
}

TEST(Coast, PiecesInAnyOrderAreOneCoast) {
  EXPECT_NEAR(sea_m2({{{60, 40}, {110, 40}}, {{-10, 40}, {20, 40}}, {{20, 40}, {60, 40}}}), 4000, 1e-6);
}

TEST(Coast, ACornerAndAStrait) {
  EXPECT_NEAR(sea_m2({{{60, -5}, {60, 40}, {110, 40}}}), 1600, 1e-6) << "round the lower right corner";
  // A strait from west to east: land north of the one coast, south of the other.
  EXPECT_NEAR(sea_m2({{{-10, 60}, {110, 60}}, {{110, 40}, {-10, 40}}}), 2000, 1e-6);
  // Two seas, land between.
  EXPECT_NEAR(sea_m2({{{-10, 20}, {110, 20}}, {{110, 70}, {-10, 70}}}), 5000, 1e-6);
}

TEST(Coast, IslandsAreHolesAndEnclosedSeasAreSea) {
  const Line island{{40, 10}, {50, 10}, {50, 20}, {40, 20}, {40, 10}};
  EXPECT_NEAR(sea_m2({{{-10, 30}, {110, 30}}, island}), 2900, 1e-6);
  EXPECT_NEAR(sea_m2({island}), 9900, 1e-6) << "alone in the box";
  EXPECT_NEAR(sea_m2({Line(island.rbegin(), island.rend())}), 100, 1e-6) << "the land outside";
  const Line edge{{90, 50}, {120, 50}, {120, 70}, {90, 70}, {90, 50}};
  EXPECT_NEAR(sea_m2({edge}), 9800, 1e-6) << "an island that the box cuts";
  EXPECT_NEAR(sea_m2({{{120, 70}, {90, 70}, {90, 50}}, {{90, 50}, {120, 50}, {120, 70}}}), 9800, 1e-6);
}

TEST(Coast, WhatDoesNotCloseTellsNothing) {
  EXPECT_FALSE(close_coast({{{-10, 30}, {50, 30}}}, kBox)) << "ends in the middle";
  EXPECT_FALSE(close_coast({{{20, 30}, {50, 30}}}, kBox));
  EXPECT_FALSE(close_coast({{{-10, 30}, {110, 30}}, {{-10, 60}, {110, 60}}}, kBox)) << "sea on land";
  EXPECT_FALSE(close_coast({{{-10, 30}, {50, 30}}, {{50, 30}, {110, 30}}, {{50, 30}, {50, 110}}}, kBox));
  EXPECT_FALSE(close_coast({{{-10, 30}, {110, 30}}, {{40, 50}, {50, 50}, {50, 60}, {40, 50}}}, kBox))
      << "an island on land";
}

TEST(Coast, NoCoastInTheBoxTellsNeitherSeaNorLand) {
  for (const auto& lines : {std::vector<Line>{},
                            {{{-50, -50}, {-10, -20}}},
                            {{{200, 200}, {210, 200}, {205, 210}, {200, 200}}}}) {
    const auto sea = close_coast(lines, kBox);
    ASSERT_TRUE(sea);
    EXPECT_TRUE(sea->empty());
  }
}

/// A wavy coast from west to east, cut into pieces in any order: each point is sea where it lies below the
/// coast.
TEST(Coast, RandomCoastsPartLandFromSea) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> any(0, 100), height(-40, 140);
  for (int round = 0; round < 200; ++round) {
    Line coast;
    for (int x = -20; x <= 120; x += 10) coast.push_back({static_cast<double>(x), height(random)});
    std::vector<Line> pieces;
    for (std::size_t i = 1; i < coast.size(); ++i) pieces.push_back({coast[i - 1], coast[i]});
    std::shuffle(pieces.begin(), pieces.end(), random);
    const auto sea = close_coast(pieces, kBox);
    ASSERT_TRUE(sea) << round;
    if (sea->empty()) continue;
    for (int probe = 0; probe < 40; ++probe) {
      const Point point{any(random), any(random)};
      const auto left = static_cast<std::size_t>((point.x + 20) / 10);
      const double share = (point.x - coast[left].x) / 10;
      const double at = coast[left].y + share * (coast[left + 1].y - coast[left].y);
      if (std::abs(point.y - at) < 1e-6) continue;
      EXPECT_EQ(contains(*sea, point), point.y < at) << round << ": " << point.x << ", " << point.y;
    }
  }
}

}  // namespace
}  // namespace placewright::geo
