#include <gtest/gtest.h>

#include "on_screen.h"
#include "viewer/desk/screen_look.h"

// The window says a neighbourhood as the place does.
namespace placewright::viewer {
namespace {

class OwnWordOnScreen : public OnScreen {
 protected:
  /// The demo place with a word of its own, or without.
  void open_with(const std::string& word) {
    auto place = datasets::make_demo({60, 1});
    if (!word.empty()) place.settings["word.neighbourhood"] = word;
    const auto path = (folder.folder / "place.gpkg").string();
    datasets::write_new_place(path, place, std::string(datasets::kDemoMadeAt));
    ASSERT_TRUE(open_place(app->desk(), path, ""));
    ASSERT_EQ(script("command drawer.charts\nframes 3\n"), 0);
  }
  std::string shown(const std::string& widget) {
    const auto* found = app->names().find(widget);
    return found == nullptr ? "no " + widget : found->value;
  }
};

TEST_F(OwnWordOnScreen, StandsOnTheTabsAndInTheLook) {
  open_with("locality");
  EXPECT_EQ(shown("drawer.table"), "Localities");
  EXPECT_EQ(shown("chart.neighbourhoods"), "localities");
  const auto look = look_of_screen(app->desk().here, app->desk().view, false);
  EXPECT_EQ(look.legend_title, "Localities: residents");
}

TEST_F(OwnWordOnScreen, WithoutOneIsNeighbourhood) {
  open_with("");
  EXPECT_EQ(shown("drawer.table"), "Neighbourhoods");
  EXPECT_EQ(shown("chart.neighbourhoods"), "neighbourhoods");
}

}  // namespace
}  // namespace placewright::viewer
