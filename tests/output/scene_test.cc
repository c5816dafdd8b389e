#include "boundaries/output/scene.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "boundaries/output/column_words.h"
#include "boundaries/output/map_look.h"
#include "boundaries/output/plan_scene.h"
#include "boundaries/output/report.h"
#include "datasets/demo/demo.h"
#include "geo/error.h"
#include "geo/shape_measures.h"

namespace placewright::boundaries::output {
namespace {

datasets::Place demo_place() {
  datasets::DemoOptions options;
  options.areas = 120;
  return datasets::make_demo(options);
}

TEST(Scene, TheScaleBarIsAOneATwoOrAFive) {
  EXPECT_DOUBLE_EQ(scale_bar_m(9999), 5000);
  EXPECT_DOUBLE_EQ(scale_bar_m(2000), 2000);
  EXPECT_DOUBLE_EQ(scale_bar_m(1.5), 1);
  EXPECT_DOUBLE_EQ(scale_bar_m(0), 0);
}

TEST(Scene, OfTwoLabelsThatCollideTheHigherPriorityIsKept) {
  const std::vector<SceneLabel> labels{
      {{0, 0}, "low", "", 9, 1}, {{1, 0}, "high", "", 9, 2}, {{1000, 0}, "far", "", 9, 0}};
  EXPECT_EQ(place_labels(labels, 1.0), (std::vector<std::size_t>{1, 2}));
}

TEST(Scene, ALongNameInTheLegendIsCutBetweenCharactersAndItsNumberStays) {
  Scene scene;
  scene.title = "t";
  scene.shapes.push_back({});
  scene.shapes.back().shape.parts.push_back({{{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}}, {}});
  LegendEntry entry{"N01 ", {0x005eb8, 1}};
  for (int i = 0; i < 200; ++i) entry.text += "\u00e9";
  entry.value = "40,000";
  scene.legend = {entry};
  const auto folder =
      std::filesystem::temp_directory_path() / ("placewright-scene-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const auto path = (folder / "map.svg").string();
  EXPECT_NO_THROW(write_picture(scene, path, PictureFormat::svg));
  std::ifstream stream(path);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  EXPECT_NE(text.rfind("</svg>"), std::string::npos);
  std::filesystem::remove_all(folder);
}

TEST(PlanScene, AnyToleranceGivesAMapOfEveryAreaAndNeighbourhood) {
  // Simplified areas may cross one another; joining them anew once stopped the report of a real city.
  const auto place = demo_place();
  const auto described = describe_plan(place, place.plans.front());
  ASSERT_FALSE(described.neighbourhoods.empty());
  for (const double tolerance_m : {0.0, 10.0, 200.0, 3000.0}) {
    SCOPED_TRACE(tolerance_m);
    const auto scene = plan_scene(described, ColourBy::neighbourhood, tolerance_m);
    EXPECT_EQ(scene.shapes.size(), place.areas.size() + described.neighbourhoods.size());
    EXPECT_TRUE(scene.invented);
  }
}

TEST(PlanScene, OutlinesCoverWhatTheirAreasCover) {
  const auto place = demo_place();
  const auto described = describe_plan(place, place.plans.front());
  double areas_m2 = 0, outlines_m2 = 0;
  for (std::size_t row = 0; row < place.areas.size(); ++row)
    if (described.label_of_area[row] >= 0) areas_m2 += geo::measure_area_m2(place.areas.shape[row]);
  for (const auto& facts : described.neighbourhoods) outlines_m2 += geo::measure_area_m2(facts.outline);
  EXPECT_NEAR(outlines_m2 / areas_m2, 1.0, 1e-9);
}

TEST(MapLook, OfAColumnPutsEveryAreaInOneClassAndItsLegendCountsThem) {
  const auto place = demo_place();
  for (const std::string column : {"population", "imd_score"}) {
    SCOPED_TRACE(column);
    const auto look = look_of_column(place, column);
    ASSERT_EQ(look.fill.size(), place.areas.size());
    std::size_t counted = 0, inside = 0;
    for (const auto& entry : look.legend)
      counted += static_cast<std::size_t>(std::stoul(entry.text.substr(entry.text.rfind('(') + 1)));
    for (const auto flag : place.areas.inside) inside += flag;
    EXPECT_EQ(counted, inside);
  }
  EXPECT_THROW((void)look_of_column(place, "no such column"), geo::InputError);
}

TEST(MapLook, DressesTheSceneWithItsFillsItsLegendAndItsLines) {
  const auto place = demo_place();
  const auto described = describe_plan(place, place.plans.front());
  auto look = look_of_column(place, "population");
  add_overlay(look, place, "ward");
  EXPECT_THROW(add_overlay(look, place, "no such kind"), geo::InputError);
  auto scene = plan_scene(described, ColourBy::neighbourhood, 0);
  const auto outlines = scene.shapes.size() - place.areas.size();
  dress_scene(scene, look);
  EXPECT_EQ(scene.shapes.size(), place.areas.size() + 2 * outlines);  // each on a pale line
  for (std::size_t area = 0; area < place.areas.size(); ++area)
    EXPECT_EQ(scene.shapes[area].fill.rgb, look.fill[area].rgb);
  EXPECT_EQ(scene.legend_title, look.legend_title);
  EXPECT_EQ(scene.legend.back().text, "Wards");
  EXPECT_EQ(scene.title.substr(0, 11), "Residents: ");  // the column in words
  EXPECT_TRUE(scene.legend.back().is_line);
  EXPECT_EQ(scene.lines.size(), look.lines.size());
}

TEST(MapLook, DrawsEachStretchOfASharedBoundaryOnce) {
  // Two squares side by side: seven sides, not eight.
  datasets::Place place;
  for (const double x : {0.0, 1.0}) {
    datasets::Boundary square;
    square.kind = "ward";
    square.shape.parts.push_back({{{x, 0}, {x + 1, 0}, {x + 1, 1}, {x, 1}}, {}});
    place.boundaries.push_back(square);
  }
  double length = 0;
  for (const auto& line : boundary_lines(place, "ward"))
    for (std::size_t i = 1; i < line.size(); ++i)
      length += std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
  EXPECT_EQ(length, 7);
}

TEST(MapLook, TellsTwoKindsOfBoundaryApartWithoutColour) {
  const auto place = demo_place();
  MapLook look;
  add_overlay(look, place, "ward");
  add_overlay(look, place, "msoa");
  ASSERT_EQ(look.key.size(), 2u);
  EXPECT_EQ(look.key[0].dash_pt, 0);
  EXPECT_GT(look.key[1].dash_pt, 0);
  EXPECT_NE(look.key[0].fill.rgb, look.key[1].fill.rgb);
}

TEST(ColumnWords, SayAColumnAsPeopleDo) {
  EXPECT_EQ(column_words("population").units, "people an area");
  EXPECT_EQ(column_words("over_65_share").title, "Over 65");
  EXPECT_EQ(column_words("over_65_share").units, "share");
  EXPECT_EQ(column_words("x").title, "X");
  EXPECT_EQ(boundary_words("school catchment"), "school catchment");
}

TEST(Report, IsOnePageThatLoadsNothingAndSaysThatThePlaceIsInvented) {
  const auto place = demo_place();
  const auto page = report_html(describe_plan(place, place.plans.front()));
  EXPECT_NE(page.find("Invented data"), std::string::npos);
  EXPECT_NE(page.find("Coverage is not uptake"), std::string::npos);
  for (const auto* loading : {"<script", "src=", "<link", "@import", "url(http"})
    EXPECT_EQ(page.find(loading), std::string::npos) << loading;
}

}  // namespace
}  // namespace placewright::boundaries::output
