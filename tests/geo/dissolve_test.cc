#include "geo/dissolve.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "geo/adjacency.h"
#include "geo/overlay.h"
#include "geo/random.h"
#include "geo/shape_measures.h"
#include "tests/geo/drawn_shapes.h"

namespace placewright::geo {
namespace {

using testing_data::jittered;
using testing_data::rectangle;
using testing_data::shapes_from_map;

TEST(Dissolve, ARingOfAreasKeepsItsHoleAndAScatteredGroupItsParts) {
  const auto drawn = shapes_from_map(R"(
    A B C D
    E F G H
    I J K L )");
  std::vector<std::uint32_t> group(12, 0);
  group.at(drawn.row('F')) = 1;
  group.at(drawn.row('D')) = group.at(drawn.row('L')) = 2;
  const auto outlines = dissolve(drawn.shapes, group, 4);
  ASSERT_EQ(outlines.shapes[0].parts.size(), 1u);
  EXPECT_EQ(outlines.shapes[0].parts[0].holes.size(), 1u);
  EXPECT_EQ(measure_area_m2(outlines.shapes[0]), 90000);
  EXPECT_EQ(measure_area_m2(outlines.shapes[1]), 10000);
  EXPECT_EQ(outlines.shapes[2].parts.size(), 2u);
  EXPECT_EQ(outlines.ways[0], OutlineWay::shared_borders);
  EXPECT_EQ(outlines.ways[3], OutlineWay::none);
  EXPECT_TRUE(outlines.shapes[3].empty());
}

TEST(Dissolve, PartsAndHolesThatTouchInAPointStayValid) {
  for (const char* map : {"AA..\nAA..\n..AA\n..AA", "AAAA\nA.AA\nAA.A\nAAAA", "AAA\nA..\nAAA\n..A\nAAA",
                          "A.A\n.A.\nA.A", ".A.\nA.A\n.A."}) {
    SCOPED_TRACE(map);
    std::vector<Shape> squares;
    std::string text(map);
    double x = 0, y = 0;
    for (const char letter : text) {
      if (letter == 'A') squares.push_back(testing_data::square(x, y));
      x += 100;
      if (letter == '\n') x = 0, y -= 100;
    }
    const auto outlines = dissolve(squares, std::vector<std::uint32_t>(squares.size(), 0), 1);
    EXPECT_EQ(outlines.ways[0], OutlineWay::shared_borders);
    EXPECT_FALSE(find_invalid(outlines.shapes[0]));
    EXPECT_EQ(measure_area_m2(outlines.shapes[0]), 10000.0 * static_cast<double>(squares.size()));
    EXPECT_NEAR(measure_area_m2(subtracted(outlines.shapes[0], united(squares))), 0, 1e-6);
  }
}

TEST(Dissolve, RandomGroupsFillThePlaceWithoutGapOrOverlap) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    std::vector<Shape> shapes;
    for (int x = 0; x < 9; ++x)
      for (int y = 0; y < 9; ++y) shapes.push_back(testing_data::square(x * 100.0, y * 100.0));
    std::vector<std::uint32_t> group(shapes.size());
    for (auto& label : group) label = random.below(4);
    const auto outlines = dissolve(shapes, group, 4);
    double sum = 0;
    for (std::uint32_t label = 0; label < 4; ++label) {
      SCOPED_TRACE(label);
      std::vector<Shape> members;
      for (std::size_t row = 0; row < shapes.size(); ++row)
        if (group[row] == label) members.push_back(shapes[row]);
      const auto truth = united(members);
      sum += measure_area_m2(outlines.shapes[label]);
      EXPECT_EQ(outlines.ways[label], OutlineWay::shared_borders);
      EXPECT_NEAR(measure_area_m2(outlines.shapes[label]), measure_area_m2(truth), 1e-6);
      EXPECT_NEAR(measure_perimeter_m(outlines.shapes[label]), measure_perimeter_m(truth), 1e-6);
    }
    EXPECT_NEAR(sum, 810000, 1e-6);
    EXPECT_NEAR(measure_area_m2(united(outlines.shapes)), 810000, 1e-6);
  }
}

TEST(Dissolve, JitteredVerticesAreWeldedAndLeaveNoSliver) {
  const auto drawn = shapes_from_map("A B C\nD E F\nG H I");
  const auto outlines =
      dissolve(jittered(drawn.shapes, 0.5, 4), std::vector<std::uint32_t>{0, 0, 1, 0, 0, 1, 0, 0, 1}, 2);
  for (const auto way : outlines.ways) EXPECT_EQ(way, OutlineWay::welded);
  for (const auto& shape : outlines.shapes) {
    ASSERT_EQ(shape.parts.size(), 1u);
    EXPECT_TRUE(shape.parts[0].holes.empty());
  }
  EXPECT_NEAR(measure_area_m2(intersected(outlines.shapes[0], outlines.shapes[1])), 0, 1e-6);
  EXPECT_EQ(united(outlines.shapes).parts.size(), 1u);
}

TEST(Dissolve, TheOrderOfRowsChangesNoBitOfAnOutline) {
  std::vector<Shape> shapes;
  for (int x = 0; x < 6; ++x)
    for (int y = 0; y < 6; ++y) shapes.push_back(testing_data::square(x * 100.0, y * 100.0));
  shapes = jittered(std::move(shapes), 0.4, 2);
  Random random(6);
  std::vector<std::uint32_t> group(shapes.size());
  for (auto& label : group) label = random.below(3);
  const auto straight = dissolve(shapes, group, 3);
  std::reverse(shapes.begin(), shapes.end());
  std::reverse(group.begin(), group.end());
  const auto turned = dissolve(shapes, group, 3);
  for (std::uint32_t label = 0; label < 3; ++label) {
    ASSERT_EQ(straight.shapes[label].parts.size(), turned.shapes[label].parts.size());
    for (std::size_t part = 0; part < straight.shapes[label].parts.size(); ++part) {
      EXPECT_EQ(straight.shapes[label].parts[part].outer, turned.shapes[label].parts[part].outer);
      EXPECT_EQ(straight.shapes[label].parts[part].holes, turned.shapes[label].parts[part].holes);
    }
  }
}

TEST(Dissolve, AreasThatOverlapWidelyAreUnitedAndItIsSaid) {
  const std::vector<Shape> shapes{rectangle(0, 0, 100, 100), rectangle(60, 20, 100, 50)};
  const auto outlines = dissolve(shapes, std::vector<std::uint32_t>{0, 0}, 1);
  EXPECT_EQ(outlines.ways[0], OutlineWay::united);
  EXPECT_NEAR(measure_area_m2(outlines.shapes[0]), 13000, 1e-6);
}

}  // namespace
}  // namespace placewright::geo
