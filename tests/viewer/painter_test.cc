#include "viewer/map/painter.h"

#include <gtest/gtest.h>

#include <cmath>

#include "datasets/demo/demo.h"
#include "geo/locate.h"
#include "geo/random.h"
#include "geo/shape_measures.h"

namespace placewright::viewer {
namespace {

/// A scene of shapes, each in a colour that says its row; no lines over them.
MapScene plain_scene(const std::vector<geo::Shape>& shapes, const geo::ShapeIndex& index, geo::Point origin) {
  MapScene scene;
  auto borders = std::make_shared<MapLines>(build_map_lines(geo::build_arcs(shapes).arcs, origin));
  scene.area_size_m = sizes_of_areas(*borders, shapes.size());
  scene.levels = {{borders, 0}};
  for (std::uint32_t i = 0; i < shapes.size(); ++i) scene.fill.push_back(0xff000000 | (i + 1));
  scene.label.assign(shapes.size(), 0);
  scene.style = {0xff000000, 0, 0, 0, 0, 0, 0};
  scene.area_at = [&index](geo::Point at) { return index.find_containing(at); };
  return scene;
}

struct DemoMap {
  datasets::Place place = datasets::make_demo({120, 2});
  geo::ShapeIndex index{place.areas.shape};
  geo::Box box = [&] {
    geo::Box all{1e300, 1e300, -1e300, -1e300};
    for (const auto& shape : place.areas.shape) all = geo::box_around(all, geo::box_of(shape));
    return all;
  }();
  MapScene scene =
      plain_scene(place.areas.shape, index, {(box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2});
};

TEST(Painter, EveryPixelHasTheAreaThatItsMiddleLiesIn) {
  const DemoMap demo;
  geo::Random random(5);
  Camera camera;
  camera.fit(demo.box, 300, 200);
  for (int view = 0; view < 6; ++view) {
    SCOPED_TRACE(view);
    MapPainter painter;
    painter.paint(demo.scene, camera, 300, 200, 1, true);
    const auto areas = painter.area_of_pixels();
    std::size_t wrong = 0;
    for (int y = 0; y < 200; ++y)
      for (int x = 0; x < 300; ++x) {
        const auto judged =
            demo.index.find_containing(camera.to_map(x + 0.5, y + 0.5, 300, 200)).value_or(MapLines::kNone);
        const auto at = static_cast<std::size_t>(y * 300 + x);
        wrong += judged != areas[at];
        const auto seen = painter.pixels()[at] & 0xffffff;
        EXPECT_EQ(seen, areas[at] == MapLines::kNone ? 0 : areas[at] + 1);
      }
    EXPECT_LE(wrong, 4u);  // a middle within a centimetre of a border: lines are stored as floats
    const auto& around = demo.place.areas;
    const auto row = random.below(static_cast<std::uint32_t>(around.size()));
    camera.centre = {around.centroid_x[row], around.centroid_y[row]};
    camera.m_per_px = 0.5 + 20.0 * view;
  }
}

TEST(Painter, AHoleStaysEmptyAndAnIslandStaysPartOfItsArea) {
  const geo::Ring outer{{0, 0}, {10, 0}, {10, 10}, {0, 10}}, hole{{3, 3}, {3, 6}, {6, 6}, {6, 3}},
      island{{20, 0}, {22, 0}, {22, 2}, {20, 2}};
  const std::vector<geo::Shape> shapes{{{{outer, {hole}}, {island, {}}}}};
  const geo::ShapeIndex index(shapes);
  const auto scene = plain_scene(shapes, index, {0, 0});
  MapPainter painter;
  Camera camera{{12, 5}, 0.125};
  painter.paint(scene, camera, 240, 120, 1, true);
  std::size_t pixels = 0;
  for (const auto area : painter.area_of_pixels()) pixels += area == 0;
  EXPECT_EQ(pixels, 64u * (100 - 9 + 4));  // 64 pixels a square metre
  EXPECT_NEAR(scene.area_size_m[0] * scene.area_size_m[0], 95, 1e-3);
}

TEST(Painter, MovingThePictureGivesWhatPaintingItWholeGives) {
  DemoMap demo;
  demo.scene.style = {0xfff0e0d0, 0xffffffff, 0.8f, 0xff202020, 2.2f, 0xff806040, 1.f};
  for (std::size_t i = 0; i < demo.scene.label.size(); ++i)
    demo.scene.label[i] = static_cast<std::int32_t>(i / 10);
  Hatch hatch;
  hatch.areas.assign(demo.scene.fill.size(), 0);
  for (std::size_t i = 0; i < hatch.areas.size(); i += 3) hatch.areas[i] = 1;
  demo.scene.hatches = {hatch};
  geo::Random random(9);
  Camera camera;
  camera.fit(demo.box, 320, 240);
  camera.m_per_px /= 2;
  MapPainter moved;
  moved.paint(demo.scene, camera, 320, 240, 1, true);
  for (int step = 0; step < 12; ++step) {
    SCOPED_TRACE(step);
    camera.centre.x += (static_cast<int>(random.below(121)) - 60) * camera.m_per_px;
    camera.centre.y += (static_cast<int>(random.below(121)) - 60) * camera.m_per_px;
    moved.paint(demo.scene, camera, 320, 240, 1, false);
    MapPainter whole;
    whole.paint(demo.scene, camera, 320, 240, 1, true);
    std::size_t differ = 0;
    for (std::size_t i = 0; i < whole.pixels().size(); ++i)
      for (int shift = 0; shift < 24; shift += 8)
        differ += std::abs(static_cast<int>((whole.pixels()[i] >> shift) & 255) -
                           static_cast<int>((moved.pixels()[i] >> shift) & 255)) > 24;
    EXPECT_LE(differ, 60u);  // of 230,400: lines may be a hundredth of a pixel elsewhere
  }
}

TEST(Painter, CoarserLinesChangeOnlyPixelsBesideABorder) {
  DemoMap demo;
  const auto arcs = geo::build_arcs(demo.place.areas.shape);
  Camera camera;
  camera.fit(demo.box, 300, 300);
  MapPainter fine, coarse;
  fine.paint(demo.scene, camera, 300, 300, 1, true);
  demo.scene.levels.push_back(
      {std::make_shared<MapLines>(build_map_lines(geo::simplified(arcs, camera.m_per_px / 2).arcs,
                                                  demo.scene.levels[0].borders->origin)),
       camera.m_per_px});
  coarse.paint(demo.scene, camera, 300, 300, 1, true);
  const auto a = fine.area_of_pixels(), b = coarse.area_of_pixels();
  EXPECT_NE(a, b);
  for (int y = 1; y < 299; ++y)
    for (int x = 1; x < 299; ++x) {
      const auto at = static_cast<std::size_t>(y * 300 + x);
      if (a[at] == b[at]) continue;
      bool beside = false;
      for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx)
          beside = beside || a[static_cast<std::size_t>((y + dy) * 300 + x + dx)] == b[at];
      EXPECT_TRUE(beside) << x << ", " << y;
    }
}

TEST(Painter, ARowThatBeginsInAnAreaByALineAloneIsAskedOfTheShapes) {
  // Lines with fewer points may end short of each other: here the western edge of the square is missing
  // altogether.
  const std::vector<geo::Shape> shapes{{{{{{0, 0}, {10, 0}, {10, 10}, {0, 10}}, {}}}}};
  const geo::ShapeIndex index(shapes);
  auto scene = plain_scene(shapes, index, {0, 0});
  geo::Arcs arcs;
  arcs.arcs.push_back({{{10, 0}, {10, 10}}, 0, geo::kOutside});
  scene.levels = {{std::make_shared<MapLines>(build_map_lines(arcs.arcs, {0, 0})), 0}};
  MapPainter painter;
  painter.paint(scene, {{-40, 5}, 0.5}, 240, 30, 1,
                true);  // from 100 m west of the square to 20 m east of it
  std::size_t beyond = 0;
  const auto areas = painter.area_of_pixels();
  for (int y = 0; y < 30; ++y)
    for (int x = 0; x < 190; ++x) beyond += areas[static_cast<std::size_t>(y * 240 + x)] == 0;
  EXPECT_EQ(beyond, 0u);
}

TEST(Lines, EveryBorderIsThereOnceWithBothItsSides) {
  const std::vector<geo::Shape> shapes{{{{{{0, 0}, {4, 0}, {4, 4}, {0, 4}}, {}}}},
                                       {{{{{4, 0}, {8, 0}, {8, 4}, {4, 4}}, {}}}}};
  const auto lines = build_map_lines(geo::build_arcs(shapes).arcs, {0, 0});
  double shared = 0, coast = 0;
  for (const auto& line : lines.lines)
    for (std::uint32_t i = 1; i < line.count; ++i) {
      const auto &a = lines.points[line.first + i - 1], &b = lines.points[line.first + i];
      const bool one_side = line.left == MapLines::kNone || line.right == MapLines::kNone;
      (one_side ? coast : shared) += std::hypot(b.x - a.x, b.y - a.y);
    }
  EXPECT_NEAR(shared, 4, 1e-6);
  EXPECT_NEAR(coast, 24, 1e-6);
}

}  // namespace
}  // namespace placewright::viewer
