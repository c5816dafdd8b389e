#include "geo/box_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "geo/random.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

constexpr std::uint64_t kSeed = 11;

std::vector<Box> random_boxes(Random& random, std::size_t count) {
  std::vector<Box> boxes;
  for (std::size_t i = 0; i < count; ++i) {
    const double x = random.unit() * 1000, y = random.unit() * 1000;
    boxes.push_back({x, y, x + random.unit() * 40, y + random.unit() * 40});
  }
  return boxes;
}

std::vector<std::uint32_t> touching(const BoxTree& tree, const Box& box) {
  std::vector<std::uint32_t> rows;
  tree.visit_touching(box, [&](std::uint32_t row) { rows.push_back(row); });
  std::sort(rows.begin(), rows.end());
  return rows;
}

double distance_to(const Box& box, Point point) {
  return std::hypot(std::max({box.min_x - point.x, 0.0, point.x - box.max_x}),
                    std::max({box.min_y - point.y, 0.0, point.y - box.max_y}));
}

TEST(BoxTree, FindsExactlyTheBoxesThatTouch) {
  SCOPED_TRACE(kSeed);
  Random random(kSeed);
  for (const std::size_t count : {1u, 2u, 16u, 17u, 900u}) {
    const auto boxes = random_boxes(random, count);
    const BoxTree tree(boxes);
    EXPECT_EQ(tree.size(), count);
    for (const auto& asked : random_boxes(random, 60)) {
      std::vector<std::uint32_t> rows;
      for (std::uint32_t row = 0; row < count; ++row)
        if (boxes_touch(boxes[row], asked)) rows.push_back(row);
      EXPECT_EQ(touching(tree, asked), rows);
    }
  }
}

TEST(BoxTree, FindsTheNearestFromInsideAndFarAway) {
  SCOPED_TRACE(kSeed);
  Random random(kSeed);
  const auto boxes = random_boxes(random, 300);
  const BoxTree tree(boxes);
  for (int i = 0; i < 400; ++i) {
    const double spread = i % 4 == 0 ? 1e7 : 1500;
    const Point point{(random.unit() - 0.2) * spread, (random.unit() - 0.2) * spread};
    const double limit = i % 3 == 0 ? 25 : std::numeric_limits<double>::infinity();
    double truth = limit;
    for (const auto& box : boxes) truth = std::min(truth, distance_to(box, point));
    std::vector<int> visits(boxes.size(), 0);
    double least = limit;
    tree.visit_near(point, limit, [&](std::uint32_t row, double) {
      ++visits[row];
      return least = std::min(least, distance_to(boxes[row], point));
    });
    EXPECT_EQ(least, truth);
    EXPECT_LE(*std::max_element(visits.begin(), visits.end()), 1) << "a box is visited once";
  }
}

TEST(BoxTree, VisitsAllWithinALimitThatStays) {
  Random random(kSeed);
  const auto boxes = random_boxes(random, 300);
  const BoxTree tree(boxes);
  const Point point{500, 500};
  std::size_t visited = 0, truth = 0;
  tree.visit_near(point, 210, [&](std::uint32_t, double limit) {
    ++visited;
    return limit;
  });
  for (const auto& box : boxes) truth += distance_to(box, point) <= 210 ? 1u : 0u;
  EXPECT_EQ(visited, truth);
}

TEST(BoxTree, BoxesWithoutAPlaceTouchNothing) {
  const double nan = std::nan("");
  const std::vector<Box> boxes{box_of(Shape{}), {0, 0, 1, 1}, {nan, 0, 1, 1}, {5, 0, 4, 1}};
  const BoxTree tree(boxes);
  EXPECT_EQ(tree.size(), 4u);
  EXPECT_EQ(touching(tree, {-1e9, -1e9, 1e9, 1e9}), std::vector<std::uint32_t>{1});
  EXPECT_TRUE(touching(tree, {nan, nan, nan, nan}).empty());
  EXPECT_TRUE(touching(tree, box_of(Shape{})).empty());
  std::size_t visited = 0;
  tree.visit_near({nan, 0}, 1e9, [&](std::uint32_t, double limit) { return ++visited, limit; });
  EXPECT_EQ(visited, 0u);
  EXPECT_TRUE(touching(BoxTree{}, {0, 0, 1, 1}).empty());
  EXPECT_TRUE(touching(BoxTree(std::vector<Box>(3, box_of(Shape{}))), {0, 0, 1, 1}).empty());
}

TEST(BoxTree, CopiesAnswerWhenTheFirstIsGone) {
  BoxTree copy;
  {
    const BoxTree tree(std::vector<Box>{{0, 0, 1, 1}});
    copy = tree;
  }
  EXPECT_EQ(touching(copy, {1, 1, 2, 2}), std::vector<std::uint32_t>{0});
}

}  // namespace
}  // namespace placewright::geo
