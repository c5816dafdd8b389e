#include <gtest/gtest.h>

#include "geo/random.h"
#include "viewer/map/labels.h"

namespace placewright::viewer {
namespace {

const auto kAnywhere = [](std::size_t, float, float) { return true; };
const LabelBox kScreen{0, 0, 1000, 700};

LabelWish wish_at(float x, float y, float room) {
  return {x, y, room, {{60, 30}, {60, 16}, {28, 30}, {28, 16}}};
}

TEST(MapLabels, NeverOverlapNeverLeaveTheScreenAndFitTheirRoom) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    geo::Random random(seed);
    const auto any = [&](std::uint32_t below) { return static_cast<float>(random.below(below)); };
    std::vector<LabelWish> wishes;
    for (int i = 0; i < 60; ++i) wishes.push_back(wish_at(any(1000), any(700), 10 + any(140)));
    std::vector<LabelBox> marks;
    for (int i = 0; i < 200; ++i) {
      const float x = any(1000), y = any(700);
      marks.push_back({x - 5, y - 5, x + 5, y + 5});
    }
    const auto placed = place_map_labels(wishes, marks, kScreen, 50, kAnywhere);
    EXPECT_LE(placed.size(), 50u);
    for (std::size_t i = 0; i < placed.size(); ++i) {
      const auto& box = placed[i].box;
      EXPECT_TRUE(box.x0 >= 0 && box.y0 >= 0 && box.x1 <= 1000 && box.y1 <= 700);
      EXPECT_LE(box.x1 - box.x0, wishes[placed[i].wish].room * 1.15f + 0.01f);
      for (std::size_t j = 0; j < i; ++j)
        EXPECT_FALSE(boxes_overlap(box, placed[j].box)) << i << " and " << j;
    }
  }
}

TEST(MapLabels, StandWhereTheyAreWantedWhenNothingIsThere) {
  const auto placed = place_map_labels({wish_at(300, 200, 120)}, {}, kScreen, 9, kAnywhere);
  ASSERT_EQ(placed.size(), 1u);
  EXPECT_EQ(placed[0].form, 0u);
  EXPECT_EQ(placed[0].box, (LabelBox{270, 185, 330, 215}));
}

TEST(MapLabels, GiveWayToAMarkWithinTheirRoomButNotOutOfWhatTheyName) {
  const std::vector<LabelBox> mark{{295, 195, 305, 205}};
  const auto moved = place_map_labels({wish_at(300, 200, 160)}, mark, kScreen, 9, kAnywhere);
  ASSERT_EQ(moved.size(), 1u);
  EXPECT_FALSE(boxes_overlap(moved[0].box, mark[0]));
  const auto held = place_map_labels({wish_at(300, 200, 160)}, mark, kScreen, 9,
                                     [](std::size_t, float, float) { return false; });
  ASSERT_EQ(held.size(), 1u);
  EXPECT_EQ((held[0].box.x0 + held[0].box.x1) / 2, 300);
  EXPECT_EQ((held[0].box.y0 + held[0].box.y1) / 2, 200);
}

}  // namespace
}  // namespace placewright::viewer
