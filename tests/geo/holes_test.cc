#include <gtest/gtest.h>

#include <cmath>

#include "geo/shape_measures.h"
#include "tests/geo/drawn_shapes.h"

namespace placewright::geo {
namespace {

using testing_data::rectangle_ring;

/// A square of 100 m with a square hole of 40 m that lies towards one corner.
Shape square_with_hole(double x = 0, double y = 0) {
  return {{{rectangle_ring(x, y, 100, 100), {rectangle_ring(x + 50, y + 50, 40, 40)}}}};
}

TEST(Holes, TheBorderOfAHoleIsABorderToo) {
  const Shape shape = square_with_hole();
  EXPECT_NEAR(measure_border_distance_m(shape, {45, 70}), 5, 1e-9) << "the hole is nearer than the outside";
  EXPECT_NEAR(measure_border_distance_m(shape, {70, 70}), 20, 1e-9) << "in the middle of the hole";
  EXPECT_NEAR(measure_border_distance_m(shape, {95, 70}), 5, 1e-9);
  EXPECT_NEAR(measure_border_distance_m(shape, {10, 30}), 10, 1e-9) << "the outside is nearer than the hole";
}

TEST(Holes, ALabelKeepsAwayFromAHole) {
  // Of this square the middle lies on the corner of the hole; the widest place is the corner opposite.
  const Shape shape = square_with_hole(300'000, 400'000);
  const Point label = label_point(shape, 0.5);
  EXPECT_TRUE(contains(shape, label));
  EXPECT_GT(measure_border_distance_m(shape, label), 28) << label.x << ", " << label.y;
  const Shape whole{{{shape.parts[0].outer, {}}}};
  EXPECT_NEAR(measure_border_distance_m(whole, label_point(whole, 0.5)), 50, 0.5);
}

TEST(Holes, TheMiddleAndTheInsideLeaveAHoleOut) {
  const Shape shape = square_with_hole();
  // Moments of the square less those of the hole: (100^2 * 50 - 40^2 * 70) / (100^2 - 40^2).
  const double middle = (10'000.0 * 50 - 1'600.0 * 70) / (10'000 - 1'600);
  EXPECT_NEAR(centroid_of(shape).x, middle, 1e-9);
  EXPECT_NEAR(centroid_of(shape).y, middle, 1e-9);
  // Around a hole in the middle the centroid lies in it, and the inside point beside it.
  const Shape ring{{{rectangle_ring(0, 0, 100, 100), {rectangle_ring(20, 20, 60, 60)}}}};
  EXPECT_FALSE(contains(ring, centroid_of(ring)));
  EXPECT_TRUE(contains(ring, inside_point(ring)));
}

}  // namespace
}  // namespace placewright::geo
