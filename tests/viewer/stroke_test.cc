#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "boundaries/from_place/judgement.h"
#include "on_screen.h"

namespace placewright::viewer {
namespace {

/// One long brush stroke through the middle of the place, the mouse jumping far between frames.
TEST(Stroke, OverTwoHundredAreasSkipsNoneIsOneStepAndItsMeasuresEqualAFreshScore) {
  std::string why;
  const auto app = start_program(why, 1280, 900);
  if (!app) GTEST_SKIP() << "no OpenGL without a display here: " << why;
  const DemoFile file(500);
  ASSERT_TRUE(open_place(app->desk(), file.path, ""));
  auto& desk = app->desk();
  ASSERT_EQ(run_script_text(*app, "command tool.brush\nframes 3\n", "stroke"), 0);
  desk.tools.brush_px = 70;
  desk.here.target = {Target::Kind::unassigned, -1};
  const auto canvas = *app->names().find("map");  // a copy: each frame marks its widgets anew
  auto& io = ImGui::GetIO();
  // From edge to edge of the place, which stands clear of the legend.
  const auto x_of = [&](double x) {
    return canvas.from.x +
           static_cast<float>(desk.view.camera.to_screen({x, 0}, desk.view.width, desk.view.height).x);
  };
  const float y = (canvas.from.y + canvas.to.y) / 2, x0 = x_of(desk.here.box.min_x) - 4,
              x1 = x_of(desk.here.box.max_x) + 4;
  const auto at = [&](float part) { return ImVec2(x0 + (x1 - x0) * part, y + (part > 0.5f ? 30.f : -30.f)); };
  io.MousePos = at(0);
  app->frame();
  app->frame();
  io.MouseDown[0] = true;
  app->frame();
  constexpr int jumps = 6;
  for (int jump = 1; jump <= jumps; ++jump) {
    io.MousePos = at(static_cast<float>(jump) / jumps);
    app->frame();
  }
  io.MouseDown[0] = false;
  app->frame();
  app->frame();
  ASSERT_TRUE(desk.here.pending.has_value());
  // Plainly: the area under every point of the path is in the stroke.
  const auto& moves = desk.here.pending->made.edit.moves;
  const auto moved = [&](std::uint32_t area) {
    return std::any_of(moves.begin(), moves.end(), [&](const auto& move) { return move.area == area; });
  };
  for (int jump = 0; jump < jumps; ++jump)
    for (int fine = 0; fine <= 400; ++fine) {
      const auto a = at(static_cast<float>(jump) / jumps), b = at(static_cast<float>(jump + 1) / jumps);
      const float t = static_cast<float>(fine) / 400;
      const auto area = desk.here.index.find_containing(
          desk.view.camera.to_map(a.x + (b.x - a.x) * t - canvas.from.x,
                                  a.y + (b.y - a.y) * t - canvas.from.y, desk.view.width, desk.view.height));
      if (!area || desk.here.session->place().areas.inside[*area] == 0 ||
          desk.here.session->state().label[*area] < 0)
        continue;
      EXPECT_TRUE(moved(*area)) << desk.here.session->place().areas.code[*area] << " at " << fine
                                << "/400 of jump " << jump << ", " << moves.size() << " moved";
    }
  EXPECT_GE(moves.size(), 200u);
  accept_with_reason(desk.here, desk.talk, "a test");
  EXPECT_EQ(desk.here.session->history().done(), 1u);
  desk.here.session->save("tester", "2026-01-02T00:00:00Z");
  // As the command line judges the stored plan.
  const auto place = datasets::PlaceFile::open(file.path, datasets::PlaceFile::Mode::read).read();
  const auto& plan = boundaries::find_plan(place, desk.here.session->state().name);
  const auto judged = boundaries::judge_plan(place, plan, boundaries::brief_of(plan), {false, 1});
  EXPECT_DOUBLE_EQ(judged.judgement.score.total, desk.here.session->score().total);
  EXPECT_EQ(judged.judgement.score.unassigned, desk.here.session->score().unassigned);
  for (std::size_t i = 0; i < judged.judgement.score.criteria.size(); ++i)
    EXPECT_DOUBLE_EQ(judged.judgement.score.criteria[i].loss, desk.here.session->score().criteria[i].loss);
  EXPECT_TRUE(desk.here.session->undo());
  EXPECT_EQ(desk.here.session->history().done(), 0u);
}

}  // namespace
}  // namespace placewright::viewer
