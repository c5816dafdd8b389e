#include "geo/adjacency.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "geo/random.h"
#include "geo/shape_measures.h"
#include "tests/geo/drawn_shapes.h"

namespace placewright::geo {
namespace {

using testing_data::Drawn;
using testing_data::jittered;
using testing_data::rectangle;
using testing_data::rectangle_ring;
using testing_data::shapes_from_map;
using testing_data::square;
using Pairs = std::map<std::pair<std::uint32_t, std::uint32_t>, double>;

Pairs pairs_of(const Adjacency& adjacency) {
  Pairs pairs;
  for (const auto& border : adjacency.borders) pairs[{border.a, border.b}] = border.border_m;
  return pairs;
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> keys_of(const Adjacency& adjacency) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> keys;
  for (const auto& border : adjacency.borders) keys.emplace_back(border.a, border.b);
  return keys;
}

TEST(Adjacency, APointIsNotABorder) {
  const auto adjacency = build_adjacency(shapes_from_map("A.\n.B").shapes);
  EXPECT_TRUE(adjacency.borders.empty());
  EXPECT_EQ(adjacency.outer_border_m, (std::vector<double>{400, 400}));
}

TEST(Adjacency, BordersAreMeasuredWithPartsHolesAndAnAreaInsideAnother) {
  const auto drawn = shapes_from_map(R"(
    A A A . B
    A C A . D
    A A A . B )");
  const auto pairs = pairs_of(build_adjacency(drawn.shapes));
  EXPECT_EQ(pairs, (Pairs{{{0, 2}, 400}, {{1, 3}, 200}}));
}

TEST(Adjacency, ALongSideMeetsTwoShortOnesAtAJunctionOnlyOneOfThemStores) {
  const std::vector<Shape> shapes{rectangle(0, 0, 100, 200), square(100, 0), square(100, 100)};
  const auto adjacency = build_adjacency(shapes);
  EXPECT_EQ(pairs_of(adjacency), (Pairs{{{0, 1}, 100}, {{0, 2}, 100}, {{1, 2}, 100}}));
  for (const auto& border : adjacency.borders) EXPECT_EQ(border.kind, BorderKind::exact);
  EXPECT_NEAR(std::accumulate(adjacency.outer_border_m.begin(), adjacency.outer_border_m.end(), 0.0), 800,
              1e-9);
}

TEST(Adjacency, ABorderBelowAMetreDoesNotCountAndOneAboveDoes) {
  const std::vector<Shape> shapes{square(0, 0), square(100, 99.001), square(100, -98.999)};
  EXPECT_EQ(keys_of(build_adjacency(shapes)), (std::vector<std::pair<std::uint32_t, std::uint32_t>>{{0, 2}}));
}

TEST(Adjacency, SliversAndOverlapsWithinTheToleranceAreOneBorder) {
  // A gap of 0.8 m, an overlap of 0.8 m, each with other vertices on either side, and a gap of 5 m that is
  // one.
  const std::vector<Shape> shapes{{{{{{0, 0}, {100, 0}, {100, 40}, {100, 100}, {0, 100}}, {}}}},
                                  {{{{{100.8, 0}, {200, 0}, {200, 100}, {100.8, 100}, {100.8, 70}}, {}}}},
                                  rectangle(199.2, 0, 100, 100),
                                  rectangle(304.2, 0, 100, 100)};
  const auto adjacency = build_adjacency(shapes);
  ASSERT_EQ(keys_of(adjacency), (std::vector<std::pair<std::uint32_t, std::uint32_t>>{{0, 1}, {1, 2}}));
  for (const auto& border : adjacency.borders) {
    EXPECT_EQ(border.kind, BorderKind::tolerant);
    EXPECT_NEAR(border.border_m, 100, 2);
  }
  AdjacencyOptions strict;
  strict.tolerance_m = 0;
  EXPECT_TRUE(build_adjacency(shapes, strict).borders.empty());
}

/// A grid of areas with bent borders that share every vertex; some pairs meet in a point only.
std::vector<Shape> bent_grid(std::uint32_t columns, std::uint32_t rows, std::uint64_t seed) {
  Random random(seed);
  const auto at = [&](std::uint32_t column, std::uint32_t row) { return row * (columns + 1) + column; };
  std::vector<Point> corner((columns + 1) * (rows + 1));
  for (std::uint32_t row = 0; row <= rows; ++row)
    for (std::uint32_t column = 0; column <= columns; ++column)
      corner[at(column, row)] = {4e5 + column * 300.0 + random.unit() * 80,
                                 3e5 + row * 300.0 + random.unit() * 80};
  std::map<std::pair<std::uint32_t, std::uint32_t>, Line> bends;
  const auto side = [&](std::uint32_t from, std::uint32_t to) {
    const auto key = std::minmax(from, to);
    auto [found, fresh] = bends.try_emplace(key);
    if (fresh)
      for (int i = 1; i <= 4; ++i) {
        const Point a = corner[key.first], b = corner[key.second];
        found->second.push_back(
            {a.x + (b.x - a.x) * i / 5 + random.unit() * 20, a.y + (b.y - a.y) * i / 5 + random.unit() * 20});
      }
    Line line = found->second;
    if (from > to) std::reverse(line.begin(), line.end());
    return line;
  };
  std::vector<Shape> shapes;
  for (std::uint32_t row = 0; row < rows; ++row)
    for (std::uint32_t column = 0; column < columns; ++column) {
      const std::uint32_t loop[] = {at(column, row), at(column + 1, row), at(column + 1, row + 1),
                                    at(column, row + 1)};
      Ring ring;
      for (std::size_t i = 0; i < 4; ++i) {
        ring.push_back(corner[loop[i]]);
        const auto bend = side(loop[i], loop[(i + 1) % 4]);
        ring.insert(ring.end(), bend.begin(), bend.end());
      }
      shapes.push_back({{{ring, {}}}});
    }
  return shapes;
}

TEST(Adjacency, VerticesJitteredByHalfAMetreLoseNoPairAndInventNone) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(seed);
    const auto shapes = bent_grid(12, 9, seed);
    const auto truth = build_adjacency(shapes);
    EXPECT_EQ(truth.borders.size(), 11u * 9u + 12u * 8u);
    const auto found = build_adjacency(jittered(shapes, 0.5, seed));
    EXPECT_EQ(keys_of(found), keys_of(truth));
    const auto lengths = pairs_of(truth);
    for (const auto& border : found.borders) {
      EXPECT_EQ(border.kind, BorderKind::tolerant);
      EXPECT_NEAR(border.border_m, lengths.at({border.a, border.b}), 8);
    }
  }
}

TEST(Adjacency, EachMetreOfBorderIsCountedOnce) {
  const auto shapes = bent_grid(10, 10, 7);
  const auto adjacency = build_adjacency(shapes);
  double perimeter = 0, counted = 0;
  for (const auto& shape : shapes) perimeter += measure_perimeter_m(shape);
  for (const auto& border : adjacency.borders) counted += 2 * border.border_m;
  for (const auto outer : adjacency.outer_border_m) counted += outer;
  EXPECT_NEAR(counted, perimeter, 1e-6);
}

TEST(Adjacency, TheOrderOfRowsChangesNoBit) {
  const auto shapes = jittered(bent_grid(8, 8, 3), 0.4, 3);
  const auto straight = build_adjacency(shapes);
  std::vector<std::uint32_t> order(shapes.size());
  std::iota(order.begin(), order.end(), 0u);
  Random random(11);
  for (std::size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[random.below(static_cast<std::uint32_t>(i))]);
  std::vector<Shape> shuffled;
  for (const auto row : order) shuffled.push_back(shapes[row]);
  Pairs back;
  for (const auto& border : build_adjacency(shuffled).borders)
    back[std::minmax(order[border.a], order[border.b])] = border.border_m;
  EXPECT_EQ(back, pairs_of(straight));
}

}  // namespace
}  // namespace placewright::geo
