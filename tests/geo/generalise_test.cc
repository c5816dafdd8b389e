#include "geo/generalise.h"

#include <gtest/gtest.h>

namespace placewright::geo {
namespace {

TEST(Generalise, PointsNearTheLineGoAndEndsStay) {
  const Line line{{0, 0}, {50, 1}, {100, 0}, {100, 60}};
  EXPECT_EQ(generalised(line, 2), (Line{{0, 0}, {100, 0}, {100, 60}}));
  EXPECT_EQ(generalised(line, 0.5), line);
}

TEST(Generalise, SmallRingsGoAndHolesWithThem) {
  Shape shape{{{{{0, 0}, {100, 0}, {100, 100}, {0, 100}}, {{{10, 10}, {10, 12}, {12, 12}, {12, 10}}}},
               {{{200, 0}, {205, 0}, {205, 5}, {200, 5}}, {}}}};
  const auto simple = generalised(shape, 0.1, 50);
  ASSERT_EQ(simple.parts.size(), 1U);
  EXPECT_EQ(simple.parts[0].outer.size(), 4U);
  EXPECT_TRUE(simple.parts[0].holes.empty());
}

TEST(Generalise, ALineIsCutIntoThePiecesInsideABox) {
  const Box box{0, 0, 100, 100};
  const auto pieces = clipped(Line{{-50, 50}, {50, 50}, {50, 150}, {80, 150}, {80, 20}}, box);
  ASSERT_EQ(pieces.size(), 2U);
  EXPECT_EQ(pieces[0], (Line{{0, 50}, {50, 50}, {50, 100}}));
  EXPECT_EQ(pieces[1], (Line{{80, 100}, {80, 20}}));
  EXPECT_TRUE(clipped(Line{{-50, -50}, {-1, 200}}, box).empty());
}

TEST(Generalise, AShapeIsCutToABox) {
  const Box box{0, 0, 100, 100};
  const Shape around{
      {{{{-50, -50}, {150, -50}, {150, 150}, {-50, 150}}, {{{40, 40}, {40, 60}, {60, 60}, {60, 40}}}}}};
  const auto inside = clipped(around, box);
  ASSERT_EQ(inside.parts.size(), 1U);
  EXPECT_EQ(inside.parts[0].outer.size(), 4U);
  EXPECT_EQ(inside.parts[0].holes.size(), 1U);
  EXPECT_TRUE(clipped(Shape{{{{{200, 0}, {300, 0}, {300, 50}}, {}}}}, box).empty());
}

}  // namespace
}  // namespace placewright::geo
