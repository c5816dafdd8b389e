#include "viewer/map/ground.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "datasets/demo/demo.h"
#include "geo/locate.h"
#include "geo/shape_measures.h"
#include "viewer/map/ground_names.h"
#include "viewer/map/painter.h"

namespace placewright::viewer {
namespace {

geo::Shape square(double x, double y, double side) {
  return {{{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}, {}}}};
}

/// A map of ground alone, 100 by 100 pixels of 10 m around (500, 500).
MapPainter painted(const datasets::Place& place, GroundShow show = GroundShow::quiet, double m_per_px = 10) {
  MapScene scene;
  scene.style = {0xff000000, 0, 0, 0, 0, 0, 0};
  dress_ground(scene, build_ground(place, {500, 500}), show, ThemeKind::light, false, {});
  MapPainter painter;
  painter.paint(scene, {{500, 500}, m_per_px}, 100, 100, 1, true);
  return painter;
}

Rgba pixel_at(const MapPainter& painter, int x, int y) {
  return painter.pixels()[static_cast<std::size_t>(y * painter.width() + x)];
}

Rgba ink_of(boundaries::output::GroundLayer layer) {
  return rgb(boundaries::output::ground_ink(layer, false, false).rgb);
}

TEST(Ground, ShapesAreFilledAndTheirHolesAreNot) {
  datasets::Place place;
  auto wood = square(200, 200, 600);
  wood.parts[0].holes.push_back({{400, 400}, {400, 600}, {600, 600}, {600, 400}});
  place.ground = {{"wood", "", wood, {}, "", ""}};
  const auto painter = painted(place);
  EXPECT_EQ(pixel_at(painter, 30, 50), ink_of(boundaries::output::GroundLayer::wood));
  EXPECT_EQ(pixel_at(painter, 50, 50), 0xff000000);
  EXPECT_EQ(pixel_at(painter, 10, 50), 0xff000000);
}

TEST(Ground, ShapesThatOverlapAreFilledOnceWhicheverWayTheirRingsRun) {
  datasets::Place place;
  auto other = square(400, 400, 400);
  std::reverse(other.parts[0].outer.begin(), other.parts[0].outer.end());
  place.ground = {{"wood", "", square(200, 200, 400), {}, "", ""}, {"wood", "", other, {}, "", ""}};
  EXPECT_EQ(pixel_at(painted(place), 50, 50), ink_of(boundaries::output::GroundLayer::wood));
}

TEST(Ground, AShapeThatReachesBeyondTheMapFillsIt) {
  datasets::Place place;
  place.ground = {{"sea", "", square(-9000, -9000, 20'000), {}, "", ""}};
  const auto painter = painted(place);
  for (const int at : {0, 50, 99})
    EXPECT_EQ(pixel_at(painter, at, at), ink_of(boundaries::output::GroundLayer::sea));
}

TEST(Ground, NoneAndTunnelsArePaintedNowhere) {
  datasets::Place place;
  place.ground = {{"river", "", {}, {{0, 500}, {1000, 500}}, "tunnel=culvert", ""}};
  EXPECT_EQ(pixel_at(painted(place), 50, 50), 0xff000000);
  place.ground[0].other.clear();
  EXPECT_NE(pixel_at(painted(place), 50, 50), 0xff000000);
  EXPECT_EQ(pixel_at(painted(place, GroundShow::none), 50, 50), 0xff000000);
}

TEST(Ground, StreetsAreSeenFromCloseByOnly) {
  datasets::Place place;
  datasets::Road street;
  street.road_class = "residential";
  street.line = {{0, 505}, {1000, 505}};
  place.roads = {street};
  EXPECT_NE(pixel_at(painted(place, GroundShow::quiet, 5), 50, 49), 0xff000000);
  EXPECT_EQ(pixel_at(painted(place, GroundShow::quiet, 20), 50, 49), 0xff000000);
}

TEST(Ground, AMovedMapHasTheSamePixelsAsOnePaintedWhole) {
  const auto place = datasets::make_demo({80, 3});
  geo::Box box = geo::box_of(place.areas.shape[0]);
  for (const auto& shape : place.areas.shape) box = geo::box_around(box, geo::box_of(shape));
  const geo::Point middle{(box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2};
  MapScene scene;
  dress_ground(scene, build_ground(place, middle), GroundShow::full, ThemeKind::dark, false, {});
  ASSERT_FALSE(scene.ground.empty());
  Camera camera{middle, 40};
  MapPainter moved, whole;
  moved.paint(scene, camera, 200, 150, 1, true);
  camera.centre.x += 37 * camera.m_per_px;
  camera.centre.y -= 21 * camera.m_per_px;
  moved.paint(scene, camera, 200, 150, 1, false);
  whole.paint(scene, camera, 200, 150, 1, true);
  std::size_t other = 0;
  for (std::size_t i = 0; i < whole.pixels().size(); ++i) other += whole.pixels()[i] != moved.pixels()[i];
  EXPECT_LE(other, whole.pixels().size() / 100);  // ends of lines at the seam
}

GroundPicture towns() {
  datasets::Place place;
  place.settlements = {{"Smallham", "hamlet", 500, 480, datasets::kMissing, ""},
                       {"Great City", "city", 500, 500, 300'000, ""},
                       {"Far Village", "village", 900, 900, datasets::kMissing, ""}};
  place.ground = {{"river", "River Long", {}, {{-2000, 300}, {3000, 300}}, "", ""}};
  return build_ground(place, {500, 500});
}

TEST(GroundNames, TheGreaterNameStandsInItsPlaceAndTheLesserYields) {
  const auto picture = towns();
  const Camera camera{{500, 500}, 4};
  const NameSpace space{camera, 400, 300, 1, {0, 0, 400, 300}};
  std::vector<LabelBox> taken;
  const auto placed = place_ground_names(
      picture, space,
      [](const GroundName&) {
        return NameSize{80, 16};
      },
      taken, 10);
  ASSERT_EQ(placed.size(), 3U);
  EXPECT_EQ(picture.names[placed[0].name].text, "Great City");
  EXPECT_FLOAT_EQ((placed[0].box.x0 + placed[0].box.x1) / 2, 200);
  for (std::size_t i = 0; i < taken.size(); ++i)
    for (std::size_t j = i + 1; j < taken.size(); ++j) EXPECT_FALSE(boxes_overlap(taken[i], taken[j]));
}

TEST(GroundNames, ANameYieldsToWhatIsThereAlready) {
  const auto picture = towns();
  const Camera camera{{500, 500}, 4};
  const NameSpace space{camera, 400, 300, 1, {0, 0, 400, 300}};
  std::vector<LabelBox> taken{{0, 0, 400, 300}};
  EXPECT_TRUE(place_ground_names(
                  picture, space,
                  [](const GroundName&) {
                    return NameSize{80, 16};
                  },
                  taken, 10)
                  .empty());
  EXPECT_EQ(taken.size(), 1U);
}

TEST(GroundNames, SmallPlacesAreNamedFromCloseByOnly) {
  const auto picture = towns();
  const Camera camera{{500, 500}, 70};
  const NameSpace space{camera, 400, 300, 1, {0, 0, 400, 300}};
  std::vector<LabelBox> taken;
  const auto placed = place_ground_names(
      picture, space,
      [](const GroundName&) {
        return NameSize{80, 16};
      },
      taken, 10);
  ASSERT_EQ(placed.size(), 1U);
  EXPECT_EQ(picture.names[placed[0].name].text, "Great City");
}

TEST(GroundNames, ARiversNameRunsAlongItWhereItIsStraight) {
  const auto picture = towns();
  const Camera camera{{500, 500}, 4};
  const NameSpace space{camera, 400, 300, 1, {0, 0, 400, 300}};
  std::vector<LabelBox> taken;
  const auto placed = place_river_names(
      picture, space,
      [](const RiverName&) {
        return NameSize{90, 14};
      },
      taken, 3);
  ASSERT_EQ(placed.size(), 1U);
  EXPECT_NEAR(placed[0].angle, 0, 0.01);
  EXPECT_NEAR(placed[0].y, 200, 1);
}

}  // namespace
}  // namespace placewright::viewer
