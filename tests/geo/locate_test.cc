#include "geo/locate.h"

#include <gtest/gtest.h>

#include "geo/random.h"
#include "geo/shape_measures.h"
#include "tests/geo/drawn_shapes.h"

namespace placewright::geo {
namespace {

TEST(Locate, AgreesWithAskingEveryShape) {
  const auto drawn = testing_data::shapes_from_map(R"(
    A A A . B B E
    A C A . D B E
    A A A . B B . )");
  const ShapeIndex index(drawn.shapes);
  Random random(5);
  std::vector<Point> points;
  std::vector<std::uint32_t> rows;
  for (int i = 0; i < 3000; ++i) {
    const Point point{random.unit() * 800 - 50, random.unit() * 400 - 50};
    std::optional<std::uint32_t> truth;
    double nearest = 1e9;
    for (std::uint32_t row = 0; row < drawn.shapes.size(); ++row) {
      if (!truth && contains(drawn.shapes[row], point)) truth = row;
      nearest = std::min(nearest, measure_border_distance_m(drawn.shapes[row], point));
    }
    EXPECT_EQ(index.find_containing(point), truth);
    points.push_back(point);
    rows.push_back(truth.value_or(ShapeIndex::kNowhere));
    const auto near = index.find_nearest(point, 40);
    EXPECT_EQ(near.has_value(), truth.has_value() || nearest <= 40);
    if (near) {
      EXPECT_EQ(near->distance_m, truth ? 0 : nearest);
    }
  }
  EXPECT_EQ(index.locate_all(points), rows);
}

TEST(Locate, EveryPointOfAFullPlaceLiesInExactlyOneAreaBordersIncluded) {
  const auto drawn = testing_data::shapes_from_map("A B\nC D");
  const ShapeIndex index(drawn.shapes);
  for (double x = 0; x < 200; x += 12.5)
    for (double y = 0; y < 200; y += 12.5)
      EXPECT_TRUE(index.find_containing({x, y}).has_value()) << x << ' ' << y;
}

TEST(Locate, NothingIsFoundInNoShapes) {
  const ShapeIndex index(std::vector<Shape>{});
  EXPECT_FALSE(index.find_containing({0, 0}));
  EXPECT_FALSE(index.find_nearest({0, 0}, 1e9));
}

}  // namespace
}  // namespace placewright::geo
