#include <gtest/gtest.h>

#include <fmt/format.h>

#include "demo_session.h"
#include "geo/error.h"
#include "viewer/script.h"

namespace placewright::viewer {
namespace {

/// The program over a demo place, without a display; a machine without EGL skips by name.
class Window : public testing::Test {
 protected:
  void SetUp() override {
    AppOptions options;
    options.headless = true;
    options.window.width = 1280;
    options.window.height = 720;
    try {
      app = std::make_unique<App>(options);
    } catch (const geo::InputError& error) {
      GTEST_SKIP() << "no OpenGL without a display here: " << error.what();
    }
    ASSERT_TRUE(open_place(app->desk(), file.path, ""));
  }
  int script(const std::string& text) { return run_script_text(*app, text, "script"); }
  std::string state(const std::string& key) { return describe(app->desk()).at(key); }

  DemoFile file{120};
  std::unique_ptr<App> app;
};

/// An area of a neighbourhood that touches another, and an area of that other.
std::pair<std::string, std::string> pair_over_a_border(const Desk& desk) {
  const auto& session = *desk.session;
  for (const auto& edge : session.graph().edges()) {
    const auto a = session.state().label[edge.a], b = session.state().label[edge.b];
    if (!edge.link && a >= 0 && b >= 0 && a != b) return {session.place().areas.code[edge.a], session.place().areas.code[edge.b]};
  }
  return {};
}

TEST_F(Window, ABrushStrokeOverABorderIsOneStepThatUndoTakesBack) {
  const auto [from, to] = pair_over_a_border(app->desk());
  const auto start = app->desk().session->state();
  ASSERT_EQ(script(fmt::format("command tool.brush\nmap-drag {} {}\nexpect pending!=0\nexpect steps=0\n", from, to)), 0);
  app->desk().text = "";
  app->press({keys::enter, false, false});
  if (state("dialog") == "reason") {
    ASSERT_EQ(script("frames 2\ntype the bridge is closed\nkey enter\n"), 0);
  }
  EXPECT_EQ(script("expect steps=1\nexpect pending=0\nkey ctrl+z\nexpect steps=0\n"), 0);
  EXPECT_EQ(app->desk().session->state().label, start.label);
}

TEST_F(Window, ABreakingChangeNeedsAReasonAndKeepsIt) {
  const auto codes = pair_over_a_border(app->desk());
  const auto label = app->desk().session->state().label[*app->desk().session->place().find_area(codes.first)];
  const auto all = areas_of(app->desk(), label);
  app->desk().target = {Target::Kind::unassigned, -1};
  propose(app->desk(), std::vector<std::uint32_t>(all.begin(), all.end() - 1), std::nullopt);
  ASSERT_EQ(script("expect pending_breaks!=0\nkey enter\nexpect dialog=reason\nkey enter\nexpect steps=0\nexpect dialog=reason\ntype flood plain\nkey enter\nexpect dialog=none\nexpect steps=1\n"), 0);
  EXPECT_EQ(app->desk().session->history().steps().back().reason, "flood plain");
  EXPECT_FALSE(app->desk().session->history().steps().back().breaks.empty());
}

TEST_F(Window, ANameThatNoWidgetHasAndAWrongExpectationFail) {
  EXPECT_EQ(script("click nowhere.at_all\n"), 1);
  EXPECT_EQ(script("expect areas=7\n"), 1);
  EXPECT_EQ(script("expect areas=120\nclick colour.deprivation\nexpect mode=Deprivation\n"), 0);
}

TEST_F(Window, EscapeDropsWhatIsPendingAndTheWalkOverProblemsIsForBothWays) {
  const auto [from, to] = pair_over_a_border(app->desk());
  EXPECT_EQ(script(fmt::format("command tool.brush\nmap-drag {} {}\nkey esc\nexpect pending=0\nexpect steps=0\nkey f8\nkey n\nexpect neighbourhood!=\n", from, to)), 0);
}

TEST_F(Window, TheSearchBoxFindsAnAreaAndGoesThere) {
  const auto code = app->desk().session->place().areas.code[17];
  EXPECT_EQ(script(fmt::format("key ctrl+k\nexpect dialog=search\ntype {}\nkey enter\nexpect dialog=none\nexpect selected=1\n", code)), 0);
  EXPECT_EQ(app->desk().selected.front(), 17u);
}

TEST_F(Window, LettersTypedIntoABoxAreNoShortcuts) {
  EXPECT_EQ(script("click row.N01\ncommand plan.rename\ntype Bolton\nkey b\nexpect tool=select\nkey enter\nexpect steps=1\n"), 0);
}

TEST_F(Window, TheSameScriptGivesTheSamePixels) {
  const auto look = [&] {
    EXPECT_EQ(run_script_text(*app, "command view.fit\nframes 4\nclick colour.deprivation\nhover " + app->desk().session->place().areas.code[3] + "\n", "script"), 0);
    int width = 0, height = 0;
    return app->window().pixels(width, height);
  };
  const auto first = look();
  EXPECT_EQ(run_script_text(*app, "click colour.people\n", "script"), 0);
  EXPECT_EQ(first, look());
}

}  // namespace
}  // namespace placewright::viewer
