#include <gtest/gtest.h>

#include <set>
#include <string>

#include "another_place.h"

// Every panel and every lens there is, by their registries: a new one is under these tests from its first
// day.
namespace placewright::viewer {
namespace {

std::vector<const Panel*> all_panels() {
  std::vector<const Panel*> all;
  for (const auto where : {Panel::Where::side, Panel::Where::drawer})
    for (const auto& panel : panels(where)) all.push_back(&panel);
  return all;
}

TEST(PanelRegistry, EachHasATabAKeyAndACommandOfItsOwn) {
  Desk desk;
  register_commands(desk);
  std::set<std::string> ids, keys;
  for (const auto* panel : all_panels()) {
    SCOPED_TRACE(panel->id);
    EXPECT_TRUE(ids.insert(panel->id).second);
    EXPECT_NE(panel->draw, nullptr);
    EXPECT_EQ(std::string(panel->id).rfind(panel->where == Panel::Where::side ? "side." : "drawer.", 0), 0U);
    const auto* command = desk.commands.find(panel->id);
    EXPECT_EQ(command == nullptr, panel->when_narrow);
    if (command == nullptr) continue;
    EXPECT_EQ(command->title, panel->title);
    EXPECT_TRUE(keys.insert(shortcut_text(panel->shortcut)).second) << shortcut_text(panel->shortcut);
  }
  EXPECT_GE(panels(Panel::Where::side).size(), 6U);
  EXPECT_GE(panels(Panel::Where::drawer).size(), 3U);
}

TEST(LensRegistry, EachHasANameAKeyAndACommandOfItsOwnAndStandsByItsRank) {
  Desk desk;
  register_commands(desk);
  std::set<std::string> ids, names, widgets;
  std::set<int> digits;
  int rank = 0;
  for (const auto& lens : lenses()) {
    SCOPED_TRACE(lens.id);
    EXPECT_TRUE(ids.insert(lens.id).second);
    EXPECT_TRUE(names.insert(lens.name).second);
    EXPECT_GT(lens.rank, rank) << "two lenses would stand in an order that nobody chose";
    rank = lens.rank;
    if (lens.digit > 0) {
      EXPECT_TRUE(digits.insert(lens.digit).second);
    }
    for (const auto& picker : lens.pickers) EXPECT_EQ(picker.choices == nullptr, picker.name == nullptr);
    const auto* command = desk.commands.find(lens.id);
    ASSERT_NE(command, nullptr);
    command->run();
    EXPECT_EQ(desk.view.lens, &lens);
    EXPECT_EQ(command->shortcut.key, lens.digit > 0 ? '0' + lens.digit : 0);
  }
  EXPECT_GE(ids.size(), 12U);
}

class EveryPanel : public AnotherPlace {
 protected:
  /// A row of the table, an area and the pointer on the map, so that a panel has something to show.
  std::string something_chosen() {
    return "click row.N01\nmap-click " + middle_area() + "\nhover " + middle_area() + "\nframes 2\n";
  }
};

TEST_F(EveryPanel, ShowsPlacesOfUnlikeSizeAfterOneAnother) {
  const NamedPlace large("Oldham", datasets::make_demo({110, 1})),
      small("Newham", datasets::make_demo({60, 2})), bare("Barely", place_without_plan());
  for (const auto* panel : all_panels())
    for (const auto& [before, after] : {std::pair{&large, &small}, {&small, &large}, {&large, &bare}}) {
      SCOPED_TRACE(std::string(panel->id) + ": " + before->word + " to " + after->word);
      drop(before->path);
      ASSERT_EQ(script("command drawer.table\ncommand side.inspect\n" + something_chosen()), 0);
      auto& desk = app->desk();
      // Large text leaves the left part no room: it is a tab then.
      const float text = desk.view.text_scale;
      if (panel->when_narrow) {
        desk.view.text_scale = 2.5f, desk.view.scale_changed = true;
        ASSERT_EQ(script("frames 3\n"), 0);
        ASSERT_TRUE(desk.tools.narrow);
      }
      ASSERT_EQ(script(std::string("click ") + panel->id + "\nwait-idle\nframes 2\n"), 0);
      drop(after->path);
      ASSERT_EQ(script("frames 3\n"), 0);
      expect_of_one_place(*app, before->word);
      EXPECT_EQ(panel->where == Panel::Where::side ? desk.tools.side : desk.tools.drawer, panel->id);
      ASSERT_EQ(script("wait-idle\nframes 2\n"), 0);
      expect_of_one_place(*app, before->word);
      desk.view.text_scale = text, desk.view.scale_changed = true;
      ASSERT_EQ(script("frames 2\n"), 0);
    }
}

TEST_F(EveryPanel, HasATabWhereItStands) {
  const NamedPlace one("Oldham", datasets::make_demo({60, 1}));
  drop(one.path);
  for (const auto* panel : all_panels()) {
    if (panel->when_narrow) continue;
    SCOPED_TRACE(panel->id);
    EXPECT_EQ(script(std::string("click ") + panel->id + "\nexpect " +
                     (panel->where == Panel::Where::side ? "side" : "drawer") + "=" +
                     std::string(panel_word(panel->id)) + "\nexpect-widget " + panel->id + "\n"),
              0);
  }
}

class EveryLens : public AnotherPlace {};

TEST_F(EveryLens, ColoursPlacesOfUnlikeSizeAfterOneAnotherByEachOfItsChoices) {
  const NamedPlace large("Oldham", datasets::make_demo({160, 1})),
      small("Newham", datasets::make_demo({60, 2})), bare("Barely", place_without_plan());
  // Each choice of each of its lists, the others as they are; of a list that a lens before it had, the last;
  // and a lens without lists once.
  std::set<std::string> had;
  for (const auto& lens : lenses()) {
    drop(large.path);
    std::vector<std::pair<std::string, std::string>> picks{{"", ""}};
    for (const auto& picker : lens.pickers)
      if (picker.name != nullptr)
        for (const auto& choice : choices_of(app->desk().here, picker))
          if (had.count(picker.name) == 0 || &choice == &choices_of(app->desk().here, picker).back())
            picks.emplace_back(picker.name, choice.value);
    for (const auto& picker : lens.pickers)
      if (picker.name != nullptr) had.insert(picker.name);
    for (const auto& [list, value] : picks)
      for (const auto* after : {&small, &bare}) {
        SCOPED_TRACE(std::string(lens.id) + ": " + list + " " + value + ", to " + after->word);
        drop(large.path);
        auto& here = app->desk().here;
        here.site = here.session->place().sites.size() - 1;
        if (!list.empty()) here.picks[list] = value;
        ASSERT_EQ(script(std::string("command ") + lens.id + "\nframes 2\n"), 0);
        here.isolated.value() = 0;
        ASSERT_EQ(script("frames 2\n"), 0);
        drop(after->path);
        ASSERT_EQ(script("frames 2\n"), 0);
        expect_of_one_place(*app, large.word);
        EXPECT_TRUE(here.picks[list].empty());
        EXPECT_FALSE(here.isolated->has_value());
        // Each area of the place is in one class, or the lens has none.
        std::size_t classed = 0, inside = 0;
        for (const auto& entry : here.colours->legend.entries) classed += entry.areas;
        for (const auto flag : here.session->place().areas.inside) inside += flag;
        EXPECT_EQ(classed, lens.of_neighbourhoods ? 0 : inside);
      }
  }
}

TEST_F(EveryLens, KeepsWhatItWorkedOutUntilTheAskOrThePlanIsAnother) {
  const NamedPlace one("Oldham", datasets::make_demo({60, 1}));
  drop(one.path);
  const auto& here = app->desk().here;
  ASSERT_EQ(script("command colour.need\nframes 4\n"), 0);
  const auto made = here.measures.times(), coloured = here.colours.times(), dressed = here.scene.times();
  ASSERT_EQ(script("hover " + middle_area() + "\nframes 8\n"), 0);
  EXPECT_EQ(here.measures.times(), made);
  EXPECT_EQ(here.colours.times(), coloured);
  EXPECT_EQ(here.scene.times(), dressed);
  ASSERT_EQ(script("map-click " + middle_area() + "\nframes 2\n"), 0);
  EXPECT_EQ(here.colours.times(), coloured) << "a selection changes no colour";
  EXPECT_EQ(here.scene.times(), dressed + 1);
  ASSERT_EQ(script("command view.dark\nframes 2\n"), 0);
  EXPECT_EQ(here.measures.times(), made) << "nor a theme a figure";
  EXPECT_EQ(here.colours.times(), coloured + 1);
  ASSERT_EQ(script("command view.light\ncommand edit.lock_areas\nframes 2\n"), 0);
  EXPECT_EQ(here.measures.times(), made + 1) << "the plan is another";
  session().forget_left_behind();
}

}  // namespace
}  // namespace placewright::viewer
