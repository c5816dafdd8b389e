#include <fmt/format.h>
#include <gtest/gtest.h>

#include "on_screen.h"

// Drawing by hand without friction: what a stroke paints into, and how it is taken back.
namespace placewright::viewer {
namespace {

class Drawing : public OverDemo {
 protected:
  /// The pointer at a point of the map's picture, as shares of it.
  ImVec2 on_picture(float x, float y) {
    const auto& map = *app->names().find("map");
    return {map.from.x + (map.to.x - map.from.x) * x, map.from.y + (map.to.y - map.from.y) * y};
  }
  std::optional<std::uint32_t> area_at(ImVec2 at) {
    const auto& map = *app->names().find("map");
    const auto& desk = app->desk();
    return desk.here.index.find_containing(
        desk.view.camera.to_map(at.x - map.from.x, at.y - map.from.y, desk.view.width, desk.view.height));
  }
  void move(ImVec2 at) {
    ImGui::GetIO().MousePos = at;
    app->frame();
  }
  void stroke(ImVec2 from, ImVec2 to) {
    move(from);
    move(from);
    ImGui::GetIO().MouseDown[0] = true;
    app->frame();
    for (int step = 1; step <= 40; ++step)
      move({from.x + (to.x - from.x) * static_cast<float>(step) / 40,
            from.y + (to.y - from.y) * static_cast<float>(step) / 40});
    ImGui::GetIO().MouseDown[0] = false;
    app->frame();
    app->frame();
  }
  std::int32_t label(std::uint32_t area) { return session().state().label[area]; }
  bool inside(std::optional<std::uint32_t> area) {
    return area && session().place().areas.inside[*area] != 0;
  }
  std::string painting() {
    const auto* words = app->names().find("map.painting");
    return words == nullptr ? "" : words->value;
  }
};

TEST_F(Drawing, AStrokeFromOutsideThePlacePaintsIntoTheFirstNeighbourhoodItEnters) {
  ASSERT_EQ(script("command view.fit\ncommand tool.brush\nframes 4\n"), 0);
  app->desk().tools.brush_px = 2;
  // From the sea on the left into the place, until it has met two neighbourhoods.
  std::optional<ImVec2> from, to;
  std::int32_t first = -1;
  for (float y = 0.2f; y < 0.8f && !to; y += 0.05f) {
    first = -1;
    if (inside(area_at(on_picture(0.005f, y)))) continue;
    for (float x = 0.005f; x < 1 && !to; x += 0.001f) {
      const auto area = area_at(on_picture(x, y));
      if (!inside(area) || label(*area) < 0) continue;
      if (first < 0) first = label(*area);
      if (label(*area) != first) from = on_picture(0.005f, y), to = on_picture(x + 0.004f, y);
    }
  }
  ASSERT_TRUE(to) << "no line across the demo enters two neighbourhoods";
  app->desk().here.neighbourhood = -1;
  stroke(*from, *to);
  ASSERT_TRUE(app->desk().here.pending.has_value()) << app->desk().talk.message.text;
  EXPECT_EQ(app->desk().here.pending->to, first);
  for (const auto& moved : app->desk().here.pending->made.edit.moves) {
    EXPECT_EQ(moved.to, first);
    EXPECT_NE(moved.from, first);
  }
  // It says so beside the pointer.
  move(*to);
  EXPECT_EQ(painting().rfind("Painting into: " + neighbourhood_name(app->desk().here, first) + ", ", 0), 0U)
      << painting();
}

TEST_F(Drawing, AStrokeThatEntersNothingMovesNothingAndSaysSo) {
  ASSERT_EQ(script("command view.fit\ncommand view.zoom_out\ncommand view.zoom_out\ncommand "
                   "view.zoom_out\nframes 4\n"),
            0);
  for (const char* tool : {"tool.brush", "tool.rectangle", "tool.lasso"}) {
    SCOPED_TRACE(tool);
    ASSERT_EQ(script(std::string("command ") + tool + "\nclick row.N01\nframes 2\n"), 0);
    ASSERT_EQ(script("command view.fit\ncommand view.zoom_out\ncommand view.zoom_out\ncommand "
                     "view.zoom_out\nframes 4\n"),
              0);
    ASSERT_FALSE(inside(area_at(on_picture(0.03f, 0.1f))));
    stroke(on_picture(0.03f, 0.1f), on_picture(0.05f, 0.3f));
    EXPECT_FALSE(app->desk().here.pending.has_value()) << "it went to the neighbourhood that was chosen";
    EXPECT_EQ(state("message"), "Nothing moves: the stroke entered no neighbourhood");
  }
}

TEST_F(Drawing, HasNoCardAtThePointerButWhomItPaintsInto) {
  const auto codes = pair_over_a_border(app->desk());
  const auto over = [&] {
    const auto& frame = *ImGui::GetDrawData();
    for (int i = 0; i < frame.CmdListsCount; ++i)
      if (std::string(frame.CmdLists[i]->_OwnerName).rfind("##Tooltip", 0) == 0) return true;
    return false;
  };
  ASSERT_EQ(script("show " + codes.first + "\nhover " + codes.first + "\nframes 3\n"), 0);
  EXPECT_TRUE(over());
  EXPECT_EQ(painting(), "");
  const auto area = *session().place().find_area(codes.first);
  for (const char* tool : {"tool.brush", "tool.rectangle", "tool.lasso"}) {
    ASSERT_EQ(script(std::string("command ") + tool + "\nhover " + codes.first + "\nframes 3\n"), 0);
    EXPECT_FALSE(over()) << tool;
    EXPECT_EQ(painting(), "Painting into: " + neighbourhood_name(app->desk().here, label(area))) << tool;
  }
  app->desk().here.target = {Target::Kind::fresh, -1};
  ASSERT_EQ(script("frames 2\n"), 0);
  EXPECT_EQ(painting(), "Painting into: a new neighbourhood");
}

TEST_F(Drawing, IsTakenBackAndMadeAgainOnTheToolbar) {
  const auto codes = pair_over_a_border(app->desk());
  const auto before = state("assignment");
  ASSERT_EQ(script("expect-widget toolbar.undo\nexpect-widget toolbar.redo\n"), 0);
  EXPECT_FALSE(app->names().find("toolbar.undo")->enabled);
  EXPECT_FALSE(app->names().find("toolbar.redo")->enabled);
  ASSERT_EQ(script(fmt::format("show {}\nframes 2\ncommand tool.brush\nmap-drag {} {}\nexpect "
                               "pending!=0\nkey enter\nframes 2\n",
                               codes.second, codes.first, codes.second)),
            0);
  if (state("dialog") == "reason") {
    ASSERT_EQ(script("type because\nkey enter\nframes 2\n"), 0);
  }
  EXPECT_EQ(state("steps"), "1");
  EXPECT_NE(state("assignment"), before);
  EXPECT_EQ(script("click toolbar.undo\nexpect steps=0\nexpect redoable=1\nclick toolbar.redo\nexpect "
                   "steps=1\nexpect redoable=0\n"),
            0);
  EXPECT_TRUE(app->names().find("toolbar.undo")->enabled);
  EXPECT_FALSE(app->names().find("toolbar.redo")->enabled);
  session().forget_left_behind();
}

TEST_F(Drawing, LongHintsAreWrappedToAReadableWidth) {
  const auto area = session().place().areas.code[0];
  ASSERT_EQ(script("frames 2\n"), 0);
  std::string reason;
  for (int i = 0; i < 60; ++i) reason += "the bridge is closed ";
  Edit edit = make_area_lock(session().state(), std::vector<std::uint32_t>{0}, true);
  edit.reason = reason;
  ASSERT_TRUE(commit(app->desk().here, app->desk().talk, edit));
  ASSERT_EQ(script("frames 2\n"), 0);
  const auto& row = *app->names().find("history.1");
  move({(row.from.x + row.to.x) / 2, (row.from.y + row.to.y) / 2});
  for (int i = 0; i < 4; ++i) app->frame();
  bool seen = false;
  for (int i = 0; i < ImGui::GetDrawData()->CmdListsCount; ++i) {
    const auto& list = *ImGui::GetDrawData()->CmdLists[i];
    if (std::string(list._OwnerName).rfind("##Tooltip", 0) != 0) continue;
    seen = true;
    float least = 1e9f, most = -1e9f;
    for (const auto& corner : list.VtxBuffer)
      least = std::min(least, corner.pos.x), most = std::max(most, corner.pos.x);
    EXPECT_LE(most - least, 26 * 16 + 60);
    EXPECT_GE(least, 0);
    EXPECT_LE(most, 1280);
  }
  EXPECT_TRUE(seen);
  session().forget_left_behind();
}

}  // namespace
}  // namespace placewright::viewer
