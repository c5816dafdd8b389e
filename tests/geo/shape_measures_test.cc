#include "geo/shape_measures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "geo/random.h"
#include "tests/geo/drawn_shapes.h"

namespace placewright::geo {
namespace {

using testing_data::rectangle;
using testing_data::rectangle_ring;
using testing_data::shapes_from_map;

Shape regular(int corners, double radius) {
  Ring ring;
  for (int i = 0; i < corners; ++i) {
    const double angle = 2 * std::numbers::pi * i / corners;
    ring.push_back({5e5 + radius * std::cos(angle), 2e5 + radius * std::sin(angle)});
  }
  return {{{ring, {}}}};
}

TEST(Measures, CompactnessOfFourKnownShapes) {
  struct Case {
    const char* map;
    double polsby_popper, reock, hull;
  };
  const Case cases[] = {{"A", 0.785398, 0.636620, 1},
                        {"AAAA", 0.502655, 0.299586, 1},
                        {"A.\nAA", 0.589049, 0.477465, 0.857143},
                        {".A.\nAAA\n.A.", 0.436332, 0.636620, 0.714286}};
  for (const auto& one : cases) {
    SCOPED_TRACE(one.map);
    const auto shape = shapes_from_map(one.map).shapes.at(0);
    EXPECT_NEAR(measure_polsby_popper(shape), one.polsby_popper, 5e-7);
    EXPECT_NEAR(measure_reock(shape), one.reock, 5e-7);
    EXPECT_NEAR(measure_hull_ratio(shape), one.hull, 5e-7);
  }
  EXPECT_NEAR(measure_polsby_popper(rectangle(0, 0, 3, 1)), 0.589049, 5e-7);
  EXPECT_NEAR(measure_polsby_popper(regular(64, 500)), 0.999197, 5e-7);
  EXPECT_NEAR(measure_polsby_popper(regular(6, 500)), 0.906900, 5e-7);
}

TEST(Measures, AnEmptyShapeMeasuresNothing) {
  EXPECT_EQ(measure_area_m2(Shape{}), 0);
  EXPECT_EQ(measure_polsby_popper({}), 0);
  EXPECT_EQ(measure_reock({}), 0);
  EXPECT_FALSE(contains(Shape{}, {0, 0}));
}

TEST(Measures, NormalisedTurnsRingsAndDropsRepeatedPoints) {
  Shape shape{{{{{0, 0}, {0, 10}, {0, 10}, {10, 10}, {10, 0}, {0, 0}}, {rectangle_ring(2, 2, 3, 3)}}}};
  shape.parts.push_back({{{50, 50}, {60, 50}}, {}});
  const auto clean = normalised(shape);
  ASSERT_EQ(clean.parts.size(), 1u);
  EXPECT_EQ(clean.parts[0].outer.size(), 4u);
  EXPECT_GT(measure_ring_area_m2(clean.parts[0].outer), 0);
  EXPECT_LT(measure_ring_area_m2(clean.parts[0].holes[0]), 0);
  EXPECT_EQ(measure_area_m2(clean), 91);
  EXPECT_EQ(measure_perimeter_m(clean), 52);
}

TEST(Measures, TheLeastCircleHoldsAllPointsAndNoSmallerOneDoes) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    std::vector<Point> points;
    for (int i = 0; i < 12; ++i) points.push_back({random.unit() * 100, random.unit() * 100});
    const auto circle = least_circle(points);
    for (const auto& point : points)
      EXPECT_LE(std::hypot(point.x - circle.centre.x, point.y - circle.centre.y), circle.radius_m + 1e-9);
    // The judge: the least over all circles through two and three of the points.
    double best = 1e9;
    const auto try_circle = [&](Point centre, double radius) {
      for (const auto& point : points)
        if (std::hypot(point.x - centre.x, point.y - centre.y) > radius + 1e-9) return;
      best = std::min(best, radius);
    };
    for (std::size_t i = 0; i < points.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        const Point a = points[i], b = points[j], middle{(a.x + b.x) / 2, (a.y + b.y) / 2};
        try_circle(middle, std::hypot(a.x - middle.x, a.y - middle.y));
        for (std::size_t k = 0; k < j; ++k) {
          const Point c = points[k];
          const double d = 2 * ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
          const double b2 = (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y);
          const double c2 = (c.x - a.x) * (c.x - a.x) + (c.y - a.y) * (c.y - a.y);
          const Point centre{a.x + ((c.y - a.y) * b2 - (b.y - a.y) * c2) / d,
                             a.y + ((b.x - a.x) * c2 - (c.x - a.x) * b2) / d};
          try_circle(centre, std::hypot(a.x - centre.x, a.y - centre.y));
        }
      }
    EXPECT_NEAR(circle.radius_m, best, 1e-6);
  }
}

TEST(Measures, PointsForLabelsLieInsideEvenOfARingAndACrescent) {
  for (const char* map : {"AAA\nA.A\nAAA", "AAAA\nA...\nA...\nAAAA", "A.......\nAAAAAAAA", "A"}) {
    SCOPED_TRACE(map);
    const auto shape = shapes_from_map(map).shapes.at(0);
    EXPECT_TRUE(contains(shape, inside_point(shape)));
    const auto label = label_point(shape, 1.0);
    EXPECT_TRUE(contains(shape, label));
    EXPECT_GE(measure_border_distance_m(shape, label), 49.0);
  }
}

TEST(Measures, APointOnASharedBorderLiesInExactlyOneArea) {
  const auto drawn = shapes_from_map("AB\nCD");
  for (const Point point : {Point{100, 50}, Point{100, 100}, Point{50, 100}, Point{100, 150}}) {
    int holders = 0;
    for (const auto& shape : drawn.shapes) holders += contains(shape, point) ? 1 : 0;
    EXPECT_EQ(holders, 1) << point.x << ' ' << point.y;
  }
}

}  // namespace
}  // namespace placewright::geo
