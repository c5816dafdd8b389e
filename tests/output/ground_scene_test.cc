#include <gtest/gtest.h>

#include <algorithm>

#include "boundaries/output/ground_look.h"
#include "boundaries/output/map_look.h"
#include "boundaries/output/plan_scene.h"
#include "datasets/demo/demo.h"

namespace placewright::boundaries::output {
namespace {

struct GroundScene : testing::Test {
  datasets::Place place = datasets::make_demo({120, 1});
  DescribedPlan described = describe_plan(place, place.plans.front());
};

std::size_t quiet_labels(const Scene& scene) {
  return static_cast<std::size_t>(
      std::count_if(scene.labels.begin(), scene.labels.end(), [](const auto& label) { return label.quiet; }));
}

TEST_F(GroundScene, GroundLiesUnderFillsThatLetItThrough) {
  const auto scene = plan_scene(described, ColourBy::neighbourhood, 10);
  EXPECT_GE(scene.ground.size(), 5U);
  EXPECT_GT(quiet_labels(scene), 3U);
  EXPECT_DOUBLE_EQ(scene.shapes.front().fill.alpha, kNeighbourhoodOverGround);
  EXPECT_DOUBLE_EQ(plan_scene(described, ColourBy::deprivation, 10).shapes.front().fill.alpha,
                   kClassOverGround);
}

TEST_F(GroundScene, APlaceWithoutGroundHasTheMapItAlwaysHad) {
  place.ground.clear();
  place.settlements.clear();
  const auto scene = plan_scene(described, ColourBy::neighbourhood, 10);
  EXPECT_TRUE(scene.ground.empty());
  EXPECT_EQ(quiet_labels(scene), 0U);
  EXPECT_DOUBLE_EQ(scene.shapes.front().fill.alpha, 1);
}

TEST_F(GroundScene, NamesOfSettlementsYieldToThoseOfNeighbourhoods) {
  auto scene = plan_scene(described, ColourBy::neighbourhood, 10);
  const auto labels = scene.labels;
  for (const auto& label : labels)
    if (!label.quiet) scene.labels.push_back({label.at, "In the way", "", 9, -1, false, true});
  std::size_t neighbourhoods = 0;
  for (const auto index : place_labels(scene.labels, 0.02)) {
    EXPECT_NE(scene.labels[index].text, "In the way");
    neighbourhoods += scene.labels[index].quiet ? 0U : 1U;
  }
  EXPECT_GT(neighbourhoods, 0U);
}

TEST_F(GroundScene, ALookCanDoWithoutIt) {
  auto scene = plan_scene(described, ColourBy::neighbourhood, 10);
  MapLook look;
  look.ground = false;
  dress_scene(scene, look);
  EXPECT_TRUE(scene.ground.empty());
  EXPECT_EQ(quiet_labels(scene), 0U);
  EXPECT_DOUBLE_EQ(scene.shapes.front().fill.alpha, 1);
}

TEST_F(GroundScene, APagesMapDrawsEachLayerOnce) {
  const auto scene = plan_scene(described, ColourBy::neighbourhood, 10);
  const auto svg = inline_svg(scene, 1000);
  const auto sea = svg.find("fill=\"#d3e2ec\"");
  ASSERT_NE(sea, std::string::npos);
  EXPECT_EQ(svg.find("fill=\"#d3e2ec\"", sea + 1), std::string::npos);
  EXPECT_LT(sea, svg.find("fill-opacity"));  // under the areas
}

}  // namespace
}  // namespace placewright::boundaries::output
