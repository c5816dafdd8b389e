#include "geo/triangles.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "geo/dissolve.h"
#include "geo/random.h"
#include "geo/shape_measures.h"
#include "tests/geo/drawn_shapes.h"

namespace placewright::geo {
namespace {

/// Areas add up, every triangle is counter-clockwise, and none leaves the shape.
void expect_covers(const std::vector<Shape>& shapes, bool ears_only = true) {
  const auto triangles = build_triangles(shapes);
  ASSERT_EQ(triangles.first_index.size(), shapes.size() + 1);
  EXPECT_EQ(triangles.not_covered, 0u);
  if (ears_only) {
    EXPECT_EQ(triangles.by_overlay, 0u);
  }
  for (std::size_t row = 0; row < shapes.size(); ++row) {
    double area = 0;
    for (auto i = triangles.first_index[row]; i < triangles.first_index[row + 1]; i += 3) {
      const Point a = triangles.point[triangles.index[i]], b = triangles.point[triangles.index[i + 1]],
                  c = triangles.point[triangles.index[i + 2]];
      const double part = ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) / 2;
      EXPECT_GT(part, 0);
      area += part;
      if (part > 1e-3) {
        EXPECT_TRUE(contains(shapes[row], {(a.x + b.x + c.x) / 3, (a.y + b.y + c.y) / 3}));
      }
    }
    EXPECT_NEAR(area, measure_area_m2(shapes[row]), 1e-9 * area + 1e-6);
  }
}

TEST(Triangles, parts_holes_and_enclosed_areas_are_covered) {
  expect_covers(testing_data::shapes_from_map(R"(
    A A A A A . B
    A C A D A . D
    A A A A A . .
    A . A . A . E
    A A A A A E E )").shapes);
}

TEST(Triangles, holes_that_touch_the_border_or_each_other_are_covered) {
  std::vector<Shape> squares;
  const std::string map = "AAAAA\nA.A.A\nAA.AA\nA.AAA\nAAAAA";
  double x = 0, y = 0;
  for (const char letter : map) {
    if (letter == 'A') squares.push_back(testing_data::square(x, y));
    x += 100;
    if (letter == '\n') x = 0, y -= 100;
  }
  expect_covers(dissolve(squares, std::vector<std::uint32_t>(squares.size(), 0), 1).shapes, false);
}

TEST(Triangles, wild_stars_with_holes_are_covered) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    const auto star = [&](Point centre, double least, double most, int corners) {
      Ring ring;
      for (int i = 0; i < corners; ++i) {
        const double angle = 2 * std::numbers::pi * i / corners, radius = least + random.unit() * (most - least);
        ring.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
      }
      return ring;
    };
    Polygon polygon{star({5e5, 2e5}, 1000, 3000, 200), {}};
    for (int i = 0; i < 6; ++i) {
      const double angle = i * std::numbers::pi / 3;
      polygon.holes.push_back(star({5e5 + 500 * std::cos(angle), 2e5 + 500 * std::sin(angle)}, 30, 200, 30));
    }
    expect_covers({normalised({{polygon}})});
  }
}

TEST(Triangles, a_ring_that_crosses_itself_is_said_to_be_not_covered) {
  const auto triangles = build_triangles(std::vector<Shape>{{{{{{0, 0}, {100, 100}, {100, 0}, {0, 60}}, {}}}}});
  EXPECT_EQ(triangles.not_covered, 1u);
}

TEST(Triangles, none_of_nothing) {
  const auto triangles = build_triangles(std::vector<Shape>(2));
  EXPECT_TRUE(triangles.index.empty());
  EXPECT_EQ(triangles.first_index.size(), 3u);
}

}  // namespace
}  // namespace placewright::geo
