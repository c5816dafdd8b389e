#include "viewer/map/damage.h"

#include <gtest/gtest.h>

namespace placewright::viewer {
namespace {

/// Draw lists by hand: rectangles of one colour.
struct Sheet {
  struct Rect {
    float x0, y0, x1, y1;
    ImU32 colour;
    std::uint64_t texture = 1;
  };
  explicit Sheet(const std::vector<Rect>& rects) {
    for (const auto& rect : rects) {
      ImDrawCmd command;
      command.ClipRect = ImVec4(0, 0, 200, 100);
      command.TextureId = reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(rect.texture));
      command.IdxOffset = static_cast<unsigned>(list.IdxBuffer.Size);
      command.ElemCount = 6;
      list.CmdBuffer.push_back(command);
      const auto first = static_cast<ImDrawIdx>(list.VtxBuffer.Size);
      for (const auto& at : {ImVec2(rect.x0, rect.y0), ImVec2(rect.x1, rect.y0), ImVec2(rect.x1, rect.y1),
                             ImVec2(rect.x0, rect.y1)})
        list.VtxBuffer.push_back({at, ImVec2(0, 0), rect.colour});
      for (const int corner : {0, 1, 2, 0, 2, 3})
        list.IdxBuffer.push_back(static_cast<ImDrawIdx>(first + corner));
    }
    list._OwnerName = "sheet";
    lists[0] = &list;
    data.CmdLists = lists;
    data.CmdListsCount = 1;
    data.DisplaySize = ImVec2(200, 100);
    data.FramebufferScale = ImVec2(1, 1);
  }
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;
  ImDrawList list{nullptr};
  ImDrawList* lists[1];
  ImDrawData data;
};

TEST(Damage, AtFirstItIsTheWholeWindowAndThenNothing) {
  Damage damage;
  const Sheet sheet({{10, 10, 20, 20, 1}});
  EXPECT_EQ(damage.since_last(sheet.data), (std::vector<PixelRect>{{0, 0, 200, 100}}));
  EXPECT_TRUE(damage.since_last(sheet.data).empty());
  damage.forget();
  EXPECT_EQ(damage.since_last(sheet.data).size(), 1u);
}

TEST(Damage, WhatMovedIsDrawnWhereItWasAndWhereItIs) {
  Damage damage;
  (void)damage.since_last(Sheet({{0, 0, 200, 100, 1}, {10, 10, 20, 20, 2}, {50, 50, 60, 60, 3}}).data);
  const auto rects =
      damage.since_last(Sheet({{0, 0, 200, 100, 1}, {130, 70, 140, 80, 2}, {50, 50, 60, 60, 3}}).data);
  const auto covered = [&](int x, int y) {
    return std::any_of(rects.begin(), rects.end(),
                       [&](const auto& r) { return x >= r.x0 && x < r.x1 && y >= r.y0 && y < r.y1; });
  };
  EXPECT_TRUE(covered(15, 15));
  EXPECT_TRUE(covered(135, 75));
  EXPECT_FALSE(covered(180, 10));
}

TEST(Damage, AnotherTextureAnotherColourAndAnotherOrderCount) {
  Damage damage;
  (void)damage.since_last(Sheet({{10, 10, 30, 30, 1}, {20, 20, 40, 40, 2}}).data);
  EXPECT_FALSE(damage.since_last(Sheet({{20, 20, 40, 40, 2}, {10, 10, 30, 30, 1}}).data).empty());
  EXPECT_FALSE(damage.since_last(Sheet({{20, 20, 40, 40, 2}, {10, 10, 30, 30, 7}}).data).empty());
  EXPECT_FALSE(
      damage.since_last(Sheet({{20, 20, 40, 40, 2}, {10, 10, 30, 30, 7, std::uint64_t{1} << 32 | 1}}).data)
          .empty());
}

TEST(Damage, MergedRectanglesCoverAllAndOverlapNowhere) {
  const std::vector<PixelRect> rects{{0, 0, 10, 10},     {5, 5, 30, 12},       {100, 100, 180, 190},
                                     {400, 0, 500, 300}, {170, 180, 300, 200}, {900, 900, 901, 901}};
  const auto few = merged(rects, 3);
  EXPECT_LE(few.size(), 3u);
  for (const auto& rect : rects)
    EXPECT_TRUE(std::any_of(few.begin(), few.end(), [&](const auto& r) { return both(rect, r) == rect; }));
  for (std::size_t a = 0; a < few.size(); ++a)
    for (std::size_t b = a + 1; b < few.size(); ++b) EXPECT_TRUE(both(few[a], few[b]).empty());
}

}  // namespace
}  // namespace placewright::viewer
