#include "geo/cover.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "geo/random.h"

namespace placewright::geo {
namespace {

Shape box_shape(const Box& box) {
  return {{{{{box.min_x, box.min_y}, {box.max_x, box.min_y}, {box.max_x, box.max_y}, {box.min_x, box.max_y}},
            {}}}};
}

double overlap_m2(const Box& a, const Box& b) {
  const double width = std::min(a.max_x, b.max_x) - std::max(a.min_x, b.min_x),
               height = std::min(a.max_y, b.max_y) - std::max(a.min_y, b.min_y);
  return width > 0 && height > 0 ? width * height : 0;
}

TEST(Cover, OfBoxesIsWhatTheirCornersSay) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    const auto any_box = [&] {
      const double x = static_cast<double>(random.below(1000)), y = static_cast<double>(random.below(1000));
      return Box{x, y, x + 1 + static_cast<double>(random.below(400)),
                 y + 1 + static_cast<double>(random.below(400))};
    };
    std::vector<Box> areas, units;
    for (int k = 0; k < 30; ++k) areas.push_back(any_box());
    for (int k = 0; k < 10; ++k) units.push_back(any_box());
    std::vector<Shape> area_shapes, unit_shapes;
    for (const auto& box : areas) area_shapes.push_back(box_shape(box));
    for (const auto& box : units) unit_shapes.push_back(box_shape(box));
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> shares;
    for (const auto& cover : measure_cover(area_shapes, unit_shapes))
      shares[{cover.shape, cover.area}] = cover.share;
    for (std::uint32_t unit = 0; unit < units.size(); ++unit)
      for (std::uint32_t area = 0; area < areas.size(); ++area) {
        const double whole = overlap_m2(areas[area], areas[area]);
        const auto at = shares.find({unit, area});
        EXPECT_NEAR(at == shares.end() ? 0 : at->second, overlap_m2(areas[area], units[unit]) / whole, 2e-6)
            << unit << " over " << area;
      }
  }
}

TEST(Cover, OfNothingAndByNothingIsNone) {
  const std::vector<Shape> one{box_shape({0, 0, 10, 10})}, empty(1);
  EXPECT_TRUE(measure_cover({}, one).empty());
  EXPECT_TRUE(measure_cover(one, {}).empty());
  EXPECT_TRUE(measure_cover(empty, one).empty());
  EXPECT_TRUE(measure_cover(one, empty).empty());
}

TEST(Cover, AHoleAroundAnAreaLeavesItOut) {
  auto ring = box_shape({0, 0, 100, 100});
  ring.parts[0].holes.push_back({{40, 40}, {40, 60}, {60, 60}, {60, 40}});
  const std::vector<Shape> areas{box_shape({45, 45, 55, 55}), box_shape({10, 10, 20, 20})}, shapes{ring};
  const auto covers = measure_cover(areas, shapes);
  ASSERT_EQ(covers.size(), 1U);
  EXPECT_EQ(covers[0].area, 1U);
  EXPECT_EQ(covers[0].share, 1);
}

}  // namespace
}  // namespace placewright::geo
