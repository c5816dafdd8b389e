#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "on_screen.h"

namespace placewright::viewer {
namespace {

class Window : public OverDemo {};

TEST_F(Window, ABrushStrokeOverABorderIsOneStepThatUndoTakesBack) {
  const auto [from, to] = pair_over_a_border(app->desk());
  const auto start = app->desk().here.session->state();
  ASSERT_EQ(script(fmt::format("command tool.brush\nmap-drag {} {}\nexpect pending!=0\nexpect steps=0\n",
                               from, to)),
            0);
  app->desk().dialogs.text = "";
  app->press({keys::enter, false, false});
  if (state("dialog") == "reason") {
    ASSERT_EQ(script("frames 2\ntype the bridge is closed\nkey enter\n"), 0);
  }
  EXPECT_EQ(script("expect steps=1\nexpect pending=0\nkey ctrl+z\nexpect steps=0\n"), 0);
  EXPECT_EQ(app->desk().here.session->state().label, start.label);
}

TEST_F(Window, ABreakingChangeNeedsAReasonAndKeepsIt) {
  const auto codes = pair_over_a_border(app->desk());
  const auto label =
      app->desk().here.session->state().label[*app->desk().here.session->place().find_area(codes.first)];
  const auto all = areas_of(app->desk().here, label);
  app->desk().here.target = {Target::Kind::unassigned, -1};
  propose(app->desk().here, app->desk().talk, std::vector<std::uint32_t>(all.begin(), all.end() - 1),
          std::nullopt);
  ASSERT_EQ(
      script("expect pending_breaks!=0\nkey enter\nexpect dialog=reason\nkey enter\nexpect steps=0\nexpect "
             "dialog=reason\ntype flood plain\nkey enter\nexpect dialog=none\nexpect steps=1\n"),
      0);
  EXPECT_EQ(app->desk().here.session->history().steps().back().reason, "flood plain");
  EXPECT_FALSE(app->desk().here.session->history().steps().back().breaks.empty());
}

TEST_F(Window, ANameThatNoWidgetHasAndAWrongExpectationFail) {
  EXPECT_EQ(script("click nowhere.at_all\n"), 1);
  EXPECT_EQ(script("expect areas=7\n"), 1);
  EXPECT_EQ(script("expect areas=120\nclick colour.deprivation\nexpect mode=Deprivation\n"), 0);
}

TEST_F(Window, EscapeDropsWhatIsPendingAndTheWalkOverProblemsIsForBothWays) {
  const auto [from, to] = pair_over_a_border(app->desk());
  EXPECT_EQ(script(fmt::format("command tool.brush\nmap-drag {} {}\nkey esc\nexpect pending=0\nexpect "
                               "steps=0\nkey f8\nkey n\nexpect neighbourhood!=\n",
                               from, to)),
            0);
}

TEST_F(Window, TheSearchBoxFindsAnAreaAndGoesThere) {
  const auto code = app->desk().here.session->place().areas.code[17];
  EXPECT_EQ(
      script(fmt::format(
          "key ctrl+k\nexpect dialog=search\ntype {}\nkey enter\nexpect dialog=none\nexpect selected=1\n",
          code)),
      0);
  EXPECT_EQ(app->desk().here.selected.front(), 17u);
}

TEST_F(Window, LettersTypedIntoABoxAreNoShortcuts) {
  EXPECT_EQ(script("click row.N01\ncommand plan.rename\ntype Bolton\nkey b\nexpect tool=select\nkey "
                   "enter\nexpect steps=1\n"),
            0);
}

TEST_F(Window, TheSameScriptGivesTheSamePixels) {
  const auto look = [&] {
    EXPECT_EQ(run_script_text(*app,
                              "command view.fit\nframes 4\nclick colour.deprivation\nhover " +
                                  app->desk().here.session->place().areas.code[3] + "\n",
                              "script"),
              0);
    int width = 0, height = 0;
    return app->window().pixels(width, height);
  };
  const auto first = look();
  EXPECT_EQ(run_script_text(*app, "click colour.people\n", "script"), 0);
  EXPECT_EQ(first, look());
}

TEST_F(Window, OverlaysAreShownMovedAndMadeFainter) {
  const auto look = [&] {
    int width = 0, height = 0;
    return app->window().pixels(width, height);
  };
  const auto bare = look();
  ASSERT_EQ(script("click layer.boundary:ward\nclick layer.barriers\nframes 3\n"), 0);
  EXPECT_NE(look(), bare);
  EXPECT_EQ(app->desk().view.map->scene.strokes.size(), 3u);  // casing and line of the wards, the barriers
  const auto barriers_last = app->desk().view.map->scene.strokes.back().width_px;
  const auto name_of = [&](std::size_t row) { return overlay_name(app->desk().view.layers.overlays[row]); };
  std::size_t row = 0;
  while (name_of(row) != "layer.barriers") ++row;
  ASSERT_EQ(script("click layer.barriers.up\n"), 0);
  EXPECT_EQ(name_of(row + 1), "layer.barriers");
  EXPECT_GT(barriers_last, 0);
  ASSERT_EQ(script("click layer.boundary:ward\nclick layer.barriers\nframes 3\n"), 0);
  EXPECT_TRUE(app->desk().view.map->scene.strokes.empty());
}

TEST_F(Window, AFootprintCoversTheAreasOfItsMembers) {
  const auto& desk = app->desk();
  ASSERT_FALSE(desk.here.footprints.empty());
  for (const auto& footprint : desk.here.footprints)
    EXPECT_TRUE(std::any_of(footprint.areas.begin(), footprint.areas.end(), [](auto in) { return in != 0; }))
        << footprint.id;
}

TEST_F(Window, TheFlowsOfAPracticeAreItsPatientsOfThePlace) {
  auto& desk = app->desk();
  const auto& place = desk.here.session->place();
  std::size_t checked = 0;
  for (std::size_t site = 0; site < place.sites.size() && checked < 5; ++site) {
    if (place.sites[site].kind != "gp") continue;
    ++checked;
    desk.here.site = site;
    double told = 0, wanted = 0;
    for (const auto& flow : flows_of(desk.here, desk.view)) told += flow.patients;
    for (const auto& row : place.registrations)
      if (row.practice == place.sites[site].id && place.find_area(row.area)) wanted += row.patients;
    EXPECT_DOUBLE_EQ(told, wanted) << place.sites[site].id;
    EXPECT_GT(told, 0);
  }
  EXPECT_EQ(checked, 5u);
}

TEST_F(Window, AClassOfTheLegendIsShownAloneAndAllAgain) {
  ASSERT_EQ(script("command colour.need_minutes\nframes 2\n"), 0);
  const auto all = app->desk().here.colours->fill;
  ASSERT_EQ(script("click legend.0\nframes 2\n"), 0);
  const auto& colours = *app->desk().here.colours;
  for (std::size_t area = 0; area < all.size(); ++area) {
    if (colours.group[area] == 255) continue;
    EXPECT_EQ(colours.fill[area] == all[area], colours.group[area] == 0) << area;
  }
  ASSERT_EQ(script("click legend.0\nframes 2\n"), 0);
  EXPECT_EQ(app->desk().here.colours->fill, all);
}

TEST_F(Window, DrawingOnlyWhatDiffersGivesThePixelsOfDrawingAll) {
  const auto& codes = app->desk().here.session->place().areas.code;
  const std::vector<std::string> steps{"hover " + codes[3],
                                       "hover " + codes[40],
                                       "click row.N02",
                                       "click colour.people",
                                       "wheel 3",
                                       "drag map 60 -35",
                                       "key ctrl+k",
                                       "type ab",
                                       "key esc",
                                       "command view.fit",
                                       "map-click " + codes[8],
                                       "monkey 40 3"};
  for (const auto& step : steps) {
    SCOPED_TRACE(step);
    ASSERT_EQ(script(step + "\nframes 15\n"), 0);  // what fades in has done so
    int width = 0, height = 0;
    const auto kept = app->window().pixels(width, height);
    app->window().forget();
    app->frame();
    EXPECT_EQ(app->window().pixels(width, height), kept);
  }
}

TEST(Shortcuts, TheSheetHasALineForEveryKeyOfTheRegistry) {
  Desk desk;
  register_commands(desk);
  const auto sheet = shortcut_sheet(desk.commands);
  std::size_t keys = 0;
  for (const auto& command : desk.commands.all()) {
    if (command.shortcut.key == 0) continue;
    ++keys;
    EXPECT_NE(sheet.find("| `" + shortcut_text(command.shortcut) + "` | " + command.title + " |\n"),
              std::string::npos)
        << command.id;
    EXPECT_EQ(parse_shortcut(shortcut_text(command.shortcut)), command.shortcut) << command.id;
  }
  EXPECT_EQ(static_cast<std::size_t>(std::count(sheet.begin(), sheet.end(), '\n')), keys + 2);
}

TEST(Shortcuts, NoKeyIsTwoCommandsAtOnce) {
  Desk desk;
  register_commands(desk);
  for (const auto& a : desk.commands.all())
    for (const auto& b : desk.commands.all())
      EXPECT_TRUE(&a == &b || a.shortcut.key == 0 || !(a.shortcut == b.shortcut)) << a.id << " and " << b.id;
}

TEST_F(Window, SeveralRowsAreChosenWithCtrlAndTheTableIsFilteredAndWritten) {
  ASSERT_EQ(script("click row.N01\nexpect chosen=1\n"), 0);
  app->desk().here.table.filter = "n0";
  toggle_neighbourhood(app->desk().here, app->desk().here.session->state().label[0] == 0 ? 1 : 0);
  EXPECT_EQ(script("frames 2\nexpect chosen=2\nclick table.csv\nexpect-widget row.N02\n"), 0);
  EXPECT_NE(state("message").find("neighbourhoods.csv"), std::string::npos) << state("message");
  app->desk().here.table.filter = "no row has this";
  EXPECT_EQ(script("frames 2\n"), 0);
  EXPECT_EQ(app->names().find("row.N02"), nullptr);
  EXPECT_TRUE(app->desk().here.table.order.empty());
}

TEST_F(Window, ABrushOverTheHistogramSelectsItsAreasOnTheMapAndTheMapMarksTheBars) {
  ASSERT_EQ(script("command drawer.charts\nframes 2\ndrag chart.histogram 80 0\nexpect selected!=0\nexpect "
                   "neighbourhood=\n"),
            0);
  const auto& figure = app->desk().here.charts.figures.value()[app->desk().here.charts.x];
  double low = 1e300, high = -1e300;
  for (const auto area : app->desk().here.selected)
    low = std::min(low, figure.value[area]), high = std::max(high, figure.value[area]);
  // Nothing between the ends is left out.
  for (std::uint32_t area = 0; area < figure.value.size(); ++area)
    if (figure.value[area] >= low && figure.value[area] <= high) {
      EXPECT_TRUE(
          std::binary_search(app->desk().here.selected.begin(), app->desk().here.selected.end(), area))
          << area;
    }
  EXPECT_EQ(script("drag chart.scatter 60 40\nframes 2\n"), 0);
}

TEST_F(Window, EveryCoveragePageIsReachedFromTheKeyboardAndLinksItsRowsToTheMap) {
  ASSERT_EQ(script("key ctrl+3\nexpect drawer=coverage\nwait-idle\nexpect coverage=figures\nclick "
                   "coverage.row:N02\nexpect neighbourhood=N02\n"),
            0);
  for (std::size_t page = 1; page <= kCoveragePages; ++page)
    EXPECT_EQ(script(fmt::format("command coverage.{}\nwait-idle\n", page)), 0);
  EXPECT_EQ(script("command coverage.2\nwait-idle\nexpect-widget coverage.bar:N01\ncommand "
                   "coverage.3\nwait-idle\nexpect-widget coverage.curve\n"),
            0);
}

TEST_F(Window, AnAreaChangesSideWithoutTheMouse) {
  const auto [from, to] = pair_over_a_border(app->desk());
  const auto& session = *app->desk().here.session;
  const auto giver = session.state().label[*session.place().find_area(to)],
             taker = session.state().label[*session.place().find_area(from)];
  std::string text;
  // N walks over the neighbourhoods in order of id from the first.
  const auto order = neighbourhoods(app->desk().here);
  for (std::size_t step = 0;
       step <= static_cast<std::size_t>(std::find(order.begin(), order.end(), taker) - order.begin()); ++step)
    text += "key n\n";
  text += fmt::format(
      "key t\nkey ctrl+k\ntype {}\nkey enter\nexpect selected=1\nkey m\nexpect pending=1\nkey enter\n", to);
  ASSERT_EQ(script(text), 0);
  if (state("dialog") == "reason") {
    ASSERT_EQ(script("type they shop there\nkey enter\n"), 0);
  }
  EXPECT_EQ(script("expect steps=1\n"), 0);
  EXPECT_EQ(session.state().label[*session.place().find_area(to)], taker);
  EXPECT_NE(taker, giver);
}

TEST_F(Window, TheSearchBoxFindsAPostcodeAndTheArrowsChoose) {
  auto place =
      datasets::PlaceFile::open(file.path, datasets::PlaceFile::Mode::read).read(datasets::Tables::postcode);
  if (place.postcodes.empty()) GTEST_SKIP() << "the demo place has no postcodes";
  auto postcode = place.postcodes.front().postcode;
  EXPECT_EQ(
      script(fmt::format(
          "key ctrl+k\ntype {}\nexpect-widget search.1\nkey enter\nexpect dialog=none\nexpect selected=1\n",
          postcode)),
      0);
  EXPECT_EQ(app->desk().here.session->place().areas.code[app->desk().here.selected.front()],
            place.postcodes.front().area);
  EXPECT_EQ(script("key ctrl+k\ntype n0\nkey down\nkey enter\nexpect neighbourhood=N02\n"), 0);
}

}  // namespace
}  // namespace placewright::viewer
