#include "geo/repair.h"

#include <gtest/gtest.h>

#include "geo/overlay.h"
#include "geo/shape_measures.h"
#include "tests/geo/drawn_shapes.h"

namespace placewright::geo {
namespace {

using testing_data::rectangle_ring;
using testing_data::square;

TEST(Repair, AnEnclosedNeighbourStoredAsASecondPolygonBecomesAHole) {
  const std::vector<Shape> given{
      {{{rectangle_ring(0, 0, 300, 300), {}}, {rectangle_ring(100, 100, 100, 100), {}}}}, square(100, 100)};
  const auto repaired = repair_shapes(given);
  ASSERT_EQ(repaired.repairs.size(), 1u);
  EXPECT_EQ(repaired.repairs[0].kind, RepairKind::doughnut);
  EXPECT_EQ(repaired.repairs[0].row, 0u);
  EXPECT_EQ(repaired.repairs[0].before_m2, 100000);
  EXPECT_EQ(repaired.repairs[0].after_m2, 80000);
  ASSERT_EQ(repaired.shapes[0].parts.size(), 1u);
  ASSERT_EQ(repaired.shapes[0].parts[0].holes.size(), 1u);
  EXPECT_FALSE(find_invalid(repaired.shapes[0]));
  EXPECT_FALSE(contains(repaired.shapes[0], {150, 150}));
}

TEST(Repair, AnIslandInALakeStaysAnIsland) {
  const std::vector<Shape> given{{{{rectangle_ring(0, 0, 300, 300), {rectangle_ring(50, 50, 200, 200)}},
                                   {rectangle_ring(100, 100, 100, 100), {}}}}};
  const auto repaired = repair_shapes(given);
  EXPECT_TRUE(repaired.repairs.empty());
  EXPECT_EQ(measure_area_m2(repaired.shapes[0]), 90000 - 40000 + 10000);
}

TEST(Repair, CrossingRingsBecomeValidAndKeepBothLobes) {
  const std::vector<Shape> given{{{{{{0, 0}, {100, 100}, {100, 0}, {0, 100}}, {}}}}};
  const auto repaired = repair_shapes(given);
  ASSERT_EQ(repaired.repairs.size(), 1u);
  EXPECT_EQ(repaired.repairs[0].kind, RepairKind::invalid);
  EXPECT_NE(repaired.repairs[0].what.find("Self-intersection"), std::string::npos);
  EXPECT_FALSE(find_invalid(repaired.shapes[0]));
  EXPECT_NEAR(measure_area_m2(repaired.shapes[0]), 5000, 1e-6);
}

TEST(Repair, RepeatedPointsDoubledPartsAndPartsWithoutAreaAreDroppedAndTold) {
  Shape shape = square(0, 0);
  shape.parts[0].outer.insert(shape.parts[0].outer.begin() + 1, shape.parts[0].outer[0]);
  shape.parts.push_back(square(0, 0).parts[0]);
  shape.parts.push_back({{{500, 500}, {600, 500}, {700, 500}}, {}});
  const auto repaired = repair_shapes(std::vector<Shape>{shape});
  ASSERT_EQ(repaired.repairs.size(), 3u);
  EXPECT_EQ(repaired.repairs[0].kind, RepairKind::repeated_points);
  EXPECT_EQ(repaired.repairs[1].kind, RepairKind::zero_area);
  EXPECT_EQ(repaired.repairs[2].kind, RepairKind::doubled_part);
  EXPECT_EQ(measure_area_m2(repaired.shapes[0]), 10000);
}

TEST(Repair, AShapeWithoutAnyAreaIsSaidToBeLost) {
  const auto repaired = repair_shapes(std::vector<Shape>{{{{{{0, 0}, {10, 0}, {20, 0}}, {}}}}, square(0, 0)});
  EXPECT_TRUE(repaired.shapes[0].empty());
  ASSERT_FALSE(repaired.repairs.empty());
  EXPECT_EQ(repaired.repairs.back().kind, RepairKind::lost);
  EXPECT_EQ(repaired.shapes[1].parts.size(), 1u);
}

TEST(Repair, CoordinatesThatAreNoNumbersAreDroppedAndTold) {
  Shape shape = square(0, 0);
  shape.parts[0].outer[2].x = std::numeric_limits<double>::quiet_NaN();
  const auto repaired = repair_shapes(std::vector<Shape>{shape});
  ASSERT_EQ(repaired.repairs.size(), 1u);
  EXPECT_EQ(repaired.repairs[0].kind, RepairKind::not_a_number);
  EXPECT_EQ(measure_area_m2(repaired.shapes[0]), 5000);
}

}  // namespace
}  // namespace placewright::geo
