#include "geo/arcs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "geo/adjacency.h"
#include "geo/shape_measures.h"
#include "tests/geo/drawn_shapes.h"

namespace placewright::geo {
namespace {

using testing_data::shapes_from_map;

TEST(Arcs, EachBorderIsStoredOnceBetweenItsJunctions) {
  const auto drawn = shapes_from_map("A B\nA C");
  const auto arcs = build_arcs(drawn.shapes);
  // Outer borders of A, B and C; borders A-B, A-C and B-C.
  EXPECT_EQ(arcs.arcs.size(), 6u);
  std::size_t inner = 0;
  for (const auto& arc : arcs.arcs) inner += arc.left != kOutside && arc.right != kOutside ? 1u : 0u;
  EXPECT_EQ(inner, 3u);
}

TEST(Arcs, ShapesComeBackFromTheirArcs) {
  const auto drawn = shapes_from_map(R"(
    A A A . B
    A C A . D
    A A A . B )");
  const auto arcs = build_arcs(drawn.shapes);
  const auto back = shapes_from_arcs(arcs);
  for (std::size_t row = 0; row < back.size(); ++row) {
    EXPECT_EQ(back[row].parts.size(), drawn.shapes[row].parts.size());
    EXPECT_EQ(measure_area_m2(back[row]), measure_area_m2(drawn.shapes[row]));
    EXPECT_EQ(measure_perimeter_m(back[row]), measure_perimeter_m(drawn.shapes[row]));
  }
}

/// Left of an arc lies its left area: the sum over arcs of the area they sweep is that of the shapes.
TEST(Arcs, TheLeftAreaLiesOnTheLeft) {
  const auto drawn = shapes_from_map("A B\nC C\nC D");
  std::vector<double> swept(drawn.shapes.size(), 0);
  for (const auto& arc : build_arcs(drawn.shapes).arcs)
    for (std::size_t i = 1; i < arc.line.size(); ++i) {
      const auto [a, b] = std::pair(arc.line[i - 1], arc.line[i]);
      const double part = (a.x * b.y - b.x * a.y) / 2;
      if (arc.left != kOutside) swept[arc.left] += part;
      if (arc.right != kOutside) swept[arc.right] -= part;
    }
  for (std::size_t row = 0; row < swept.size(); ++row)
    EXPECT_NEAR(swept[row], measure_area_m2(drawn.shapes[row]), 1e-6);
}

std::vector<Shape> wavy_strips(int strips) {
  std::vector<Shape> shapes;
  const auto wave = [](int strip, int step) {
    return Point{strip * 200.0 + (strip > 0 ? 30 * std::sin(step * 0.7 + strip) : 0.0), step * 5.0};
  };
  for (int strip = 0; strip < strips; ++strip) {
    Ring ring;
    for (int step = 0; step <= 60; ++step) ring.push_back(wave(strip + 1, step));
    for (int step = 60; step >= 0; --step) ring.push_back(wave(strip, step));
    shapes.push_back(normalised({{{ring, {}}}}));
  }
  return shapes;
}

TEST(Arcs, SimplifiedShapesLeaveNoGapAndStrayNoFartherThanTheTolerance) {
  const auto shapes = wavy_strips(5);
  double total = 0;
  for (const auto& shape : shapes) total += measure_area_m2(shape);
  const auto arcs = build_arcs(shapes);
  for (const double tolerance : {0.5, 5.0, 20.0}) {
    SCOPED_TRACE(tolerance);
    const auto less = simplified(arcs, tolerance);
    const auto back = shapes_from_arcs(less);
    EXPECT_EQ(build_adjacency(back).borders.size(), build_adjacency(shapes).borders.size());
    std::size_t points = 0, points_before = 0;
    for (std::size_t id = 0; id < arcs.arcs.size(); ++id) {
      points_before += arcs.arcs[id].line.size();
      points += less.arcs[id].line.size();
      for (const auto& point : arcs.arcs[id].line) {
        double nearest = 1e9;
        for (std::size_t i = 1; i < less.arcs[id].line.size(); ++i)
          nearest =
              std::min(nearest, measure_distance_m(point, less.arcs[id].line[i - 1], less.arcs[id].line[i]));
        EXPECT_LE(nearest, tolerance + 1e-9);
      }
    }
    EXPECT_LT(points, points_before);
    double sum = 0;
    for (const auto& shape : back) sum += measure_area_m2(shape);
    // Inner borders cancel: only the last strip's wavy outer border can change the sum.
    EXPECT_NEAR(sum, total, 300 * tolerance);
  }
}

TEST(Arcs, NoAreaVanishesHoweverCoarseTheTolerance) {
  auto shapes = shapes_from_map("A A A\nA C A\nA A A\n. . .\nD E .").shapes;
  Ring round;
  for (int i = 0; i < 40; ++i)
    round.push_back(
        {900 + 20 * std::cos(2 * std::numbers::pi * i / 40), 20 * std::sin(2 * std::numbers::pi * i / 40)});
  shapes.push_back({{{round, {}}}});
  for (const auto& shape : shapes_from_arcs(simplified(build_arcs(shapes), 1e6)))
    EXPECT_GT(measure_area_m2(shape), 0);
}

}  // namespace
}  // namespace placewright::geo
