#include "geo/topology.h"

#include <gtest/gtest.h>

#include "geo/shape_measures.h"
#include "tests/geo/drawn_shapes.h"

namespace placewright::geo {
namespace {

using testing_data::jittered;
using testing_data::rectangle;
using testing_data::shapes_from_map;
using testing_data::square;

Topology check(const std::vector<Shape>& shapes) { return check_topology(shapes, build_adjacency(shapes)); }

TEST(Topology, APlaceThatFitsHasNothingToTell) {
  const auto topology = check(shapes_from_map("A A B\nA C B\nA A B").shapes);
  EXPECT_TRUE(topology.gaps.empty());
  EXPECT_TRUE(topology.overlaps.empty());
  EXPECT_TRUE(topology.detached.empty());
  EXPECT_TRUE(topology.multi_part.empty());
}

TEST(Topology, AHoleThatNoAreaFillsIsAGapWithItsNeighbours) {
  const auto drawn = shapes_from_map("A A B\nA . B\nA A B");
  const auto topology = check(drawn.shapes);
  ASSERT_EQ(topology.gaps.size(), 1u);
  EXPECT_EQ(topology.gaps[0].area_m2, 10000);
  EXPECT_FALSE(topology.gaps[0].sliver);
  EXPECT_EQ(topology.gaps[0].neighbours, (std::vector<std::uint32_t>{0, 1}));
  for (const auto& shape : drawn.shapes) EXPECT_FALSE(contains(shape, topology.gaps[0].where));
}

TEST(Topology, AnAreaOfThePlaceOpenToTheOutsideIsNoGap) {
  EXPECT_TRUE(check(shapes_from_map("A A B\nA . .\nA A B").shapes).gaps.empty());
}

TEST(Topology, ASliverBetweenTwoAreasIsFoundAndCalledOne) {
  std::vector<Shape> shapes{square(0, 0), square(100, 0)};
  shapes[0].parts[0].outer = {{0, 0}, {100, 0}, {99.5, 50}, {100, 100}, {0, 100}};
  const auto topology = check(shapes);
  ASSERT_EQ(topology.gaps.size(), 1u);
  EXPECT_NEAR(topology.gaps[0].area_m2, 25, 1e-6);
  EXPECT_TRUE(topology.gaps[0].sliver);
  EXPECT_EQ(topology.gaps[0].neighbours, (std::vector<std::uint32_t>{0, 1}));
}

TEST(Topology, OverlapsAreMeasuredWhetherCrossingInsideOrDoubled) {
  const std::vector<Shape> shapes{square(0, 0), rectangle(90, 20, 100, 50), square(30, 30, 20),
                                  square(500, 0), square(500, 0)};
  const auto topology = check(shapes);
  ASSERT_EQ(topology.overlaps.size(), 3u);
  EXPECT_NEAR(topology.overlaps[0].area_m2, 500, 1e-6);
  EXPECT_EQ(topology.overlaps[1].b, 2u);
  EXPECT_NEAR(topology.overlaps[1].area_m2, 400, 1e-6);
  EXPECT_EQ(topology.overlaps[2].a, 3u);
  EXPECT_NEAR(topology.overlaps[2].area_m2, 10000, 1e-6);
}

TEST(Topology, JitteredVerticesGiveSliversOnlyAndARealGapIsStillAGap) {
  const auto drawn = shapes_from_map(R"(
    A B C D
    E . F G
    H I J K )");
  const auto topology = check(jittered(drawn.shapes, 0.5, 9));
  std::size_t real = 0;
  for (const auto& gap : topology.gaps) real += gap.sliver ? 0u : 1u;
  EXPECT_EQ(real, 1u);
  ASSERT_FALSE(topology.gaps.empty());
  EXPECT_NEAR(topology.gaps[0].area_m2, 10000, 200);
  EXPECT_EQ(topology.gaps[0].neighbours.size(), 4u);
  for (const auto& overlap : topology.overlaps) EXPECT_TRUE(overlap.sliver);
}

TEST(Topology, DetachedPiecesPartsAndEmptyShapesAreListed) {
  auto shapes = shapes_from_map("A A . C . D D E\nA B . C . . . E").shapes;
  shapes.push_back({});
  const auto topology = check(shapes);
  ASSERT_EQ(topology.detached.size(), 3u);
  EXPECT_EQ(topology.empty, (std::vector<std::uint32_t>{5}));
  const auto parts = check(shapes_from_map("A B A").shapes);
  ASSERT_EQ(parts.multi_part.size(), 1u);
  EXPECT_EQ(parts.multi_part[0].parts, 2u);
}

}  // namespace
}  // namespace placewright::geo
