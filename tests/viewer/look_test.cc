#include <fmt/format.h>
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <imgui.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "boundaries/output/export.h"
#include "on_screen.h"
#include "viewer/desk/screen_look.h"

namespace placewright::viewer {
namespace {

/// What the window looks like; a machine without EGL skips by name.
class Look : public OverDemo {
 protected:
  const ui::Widget& widget(const std::string& name) {
    const auto* found = app->names().find(name);
    if (found == nullptr) throw std::runtime_error("no widget is called " + name);
    return *found;
  }
};

TEST_F(Look, AtEveryTextScaleTheMapKeepsItsRoomAndNoTabOrToolLeavesTheWindow) {
  for (const char* step : {"view.text_smaller", "view.text_normal", "view.text_larger"})
    for (int times = 0; times < 7; ++times) {
      ASSERT_EQ(script(fmt::format("command {}\ncommand tool.brush\nframes 2\n", step)), 0);
      SCOPED_TRACE(fmt::format("{} x{}: text scale {:.2f}", step, times + 1, app->desk().view.text_scale));
      const auto& map = widget("map");
      EXPECT_GE(map.to.x - map.from.x, 0.37f * 1280);
      EXPECT_GE(map.to.y - map.from.y, 100);
      for (const char* name :
           {"tool.select", "tool.border", "tool.unit", "tool.target", "tool.source", "drawer.table",
            "drawer.coverage", "table.filter", "table.csv", "tool.brush_size"}) {
        const auto& one = widget(name);
        EXPECT_LE(one.to.x, map.to.x + 1) << name;
        EXPECT_GE(one.from.x, map.from.x - 1) << name;
      }
      for (const char* name :
           {"side.inspect", "side.machine", "side.brief", "side.plans", "side.log", "menu.search"}) {
        EXPECT_LE(widget(name).to.x, 1280) << name;
        EXPECT_GE(widget(name).from.x, name == std::string("menu.search") ? 0 : map.to.x) << name;
      }
      if (!app->desk().tools.narrow) continue;
      ASSERT_EQ(script("click side.map\nframes 2\nexpect side=map\nclick side.inspect\n"), 0);
    }
}

TEST_F(Look, LocksAreHatchedOnTheMapMarkedInTheListAndCanBeTakenOffThere) {
  ASSERT_EQ(script("frames 3\n"), 0);
  const auto hatches = [&] { return app->desk().view.map->scene.hatches.size(); };
  const auto bare = hatches();
  ASSERT_EQ(script("click lock.N01\nframes 3\nexpect-widget lock.N01=locked\nexpect-widget "
                   "row.N01=locked\nexpect steps=1\n"),
            0);
  ASSERT_EQ(hatches(), bare + 1);
  const auto& hatch = app->desk().view.map->scene.hatches.back();
  const auto label = neighbourhoods(app->desk().here).front();
  for (std::size_t area = 0; area < hatch.areas.size(); ++area)
    EXPECT_EQ(hatch.areas[area] != 0, app->desk().here.session->state().label[area] == label) << area;
  ASSERT_EQ(script("click layer.locks\nframes 2\n"), 0);
  EXPECT_EQ(hatches(), bare);
  ASSERT_EQ(script("click layer.locks\nclick lock.N01\nframes 2\nexpect-widget lock.N01=open\n"), 0);
  EXPECT_EQ(hatches(), bare);
  app->desk().here.session->forget_left_behind();
}

TEST_F(Look, ABrushOverTheNeighbourhoodsChartChoosesThemOnTheMapAndInTheTable) {
  ASSERT_EQ(script("command drawer.charts\nclick chart.neighbourhoods\nframes 2\ndrag chart.histogram -900 "
                   "0\nframes 2\n"),
            0);
  EXPECT_FALSE(app->desk().here.chosen.empty());
  EXPECT_TRUE(app->desk().here.selected.empty());
  ASSERT_EQ(script("drag chart.histogram 900 0\nkey esc\nexpect chosen=0\nclick chart.areas\ndrag "
                   "chart.histogram 40 0\nexpect selected!=0\n"),
            0);
}

TEST_F(Look, AMapGoesOutAsItIsOnTheScreen) {
  ASSERT_EQ(script("frames 2\nclick layer.boundary:ward\nclick "
                   "colour.need\nwait-idle\n"),
            0);
  auto& desk = app->desk();
  const auto look = look_of_screen(desk.here, desk.view, false);
  ASSERT_EQ(look.fill.size(), desk.here.session->place().areas.size());
  EXPECT_EQ(look.legend_title.substr(0, 4), "Need");
  EXPECT_FALSE(look.lines.empty());
  EXPECT_FALSE(look.points.empty());
  // What is dark on the screen is dark on paper, whatever the theme.
  ASSERT_EQ(script("command view.dark\nframes 2\n"), 0);
  const auto from_dark = look_of_screen(desk.here, desk.view, false);
  for (std::size_t area = 0; area < look.fill.size(); ++area)
    EXPECT_EQ(from_dark.fill[area].rgb, look.fill[area].rgb);
  const auto path = (file.folder / "shown.png").string();
  prepare_export(desk.here, desk.dialogs, Handout::map_png);
  desk.dialogs.files.path = path;
  ASSERT_EQ(script("frames 2\nexpect-widget handout.as_on_screen=on\nkey enter\nwait-idle\n"), 0);
  EXPECT_TRUE(std::filesystem::exists(path));
  // Neighbourhoods keep the colours they have on the screen, and their locks; the part in sight is smaller
  // than the place.
  ASSERT_EQ(script("command view.light\nclick colour.neighbourhood\nclick lock.N01\nframes 2\n"), 0);
  const auto plan = look_of_screen(desk.here, desk.view, true);
  EXPECT_EQ(plan.locked, std::vector<std::string>{"N01"});
  ASSERT_EQ(plan.fill.size(), look.fill.size());
  for (std::size_t area = 0; area < plan.fill.size(); ++area)
    EXPECT_EQ(plan.fill[area].rgb,
              ((desk.here.colours->fill[area] & 255) << 16 | (desk.here.colours->fill[area] & 0xff00) |
               (desk.here.colours->fill[area] >> 16 & 255)));
  ASSERT_TRUE(plan.extent.has_value());
  EXPECT_FALSE(look.extent.has_value());
  ASSERT_EQ(script("command view.zoom_in\ncommand view.zoom_in\nframes 2\n"), 0);
  const auto closer = look_of_screen(desk.here, desk.view, true);
  EXPECT_LT(closer.extent->max_x - closer.extent->min_x, plan.extent->max_x - plan.extent->min_x);
  desk.here.session->forget_left_behind();
}

TEST_F(Look, TheMinutesToAChosenSiteAreByTheWayThatIsChosen) {
  auto& desk = app->desk();
  const auto& sites = desk.here.session->place().sites;
  desk.here.site = static_cast<std::size_t>(
      std::find_if(sites.begin(), sites.end(), [](const auto& site) { return site.kind == "gp"; }) -
      sites.begin());
  ASSERT_EQ(script("frames 2\nclick site.minutes:walk\nframes 2\n"), 0);
  ASSERT_EQ(desk.here.measures->size(), 1u);
  const auto walk = desk.here.measures->front().value;
  ASSERT_EQ(script("click colour.mode\nclick colour.mode:by car\nframes 2\n"), 0);
  const auto drive = desk.here.measures->front().value;
  std::size_t faster = 0, known = 0;
  for (std::size_t area = 0; area < walk.size(); ++area)
    if (!std::isnan(walk[area]) && !std::isnan(drive[area])) ++known, faster += drive[area] < walk[area];
  EXPECT_GT(known, 0u);
  EXPECT_GT(faster * 2, known);  // most go quicker by car
  ASSERT_EQ(script("click site.none\nframes 2\nexpect mode=Neighbourhood\n"), 0);
}

/// A picture of one colour over the place, as GeoTIFF, MBTiles or GeoPackage.
void write_ground(const std::string& path, const char* driver, const geo::Box& box, int srs) {
  GDALAllRegister();
  OGRSpatialReference grid, reference;
  grid.importFromEPSG(27700);
  reference.importFromEPSG(srs);
  grid.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  const std::unique_ptr<OGRCoordinateTransformation> to(OGRCreateCoordinateTransformation(&grid, &reference));
  double x0 = 1e300, y0 = 1e300, x1 = -1e300, y1 = -1e300;
  for (const auto& [x, y] : {std::pair{box.min_x, box.min_y},
                             {box.max_x, box.min_y},
                             {box.min_x, box.max_y},
                             {box.max_x, box.max_y}}) {
    double px = x, py = y;
    ASSERT_TRUE(to->Transform(1, &px, &py));
    x0 = std::min(x0, px), x1 = std::max(x1, px), y0 = std::min(y0, py), y1 = std::max(y1, py);
  }
  auto* memory = GetGDALDriverManager()->GetDriverByName("MEM")->Create("", 128, 128, 3, GDT_Byte, nullptr);
  std::array<double, 6> transform{x0, (x1 - x0) / 128, 0, y1, 0, -(y1 - y0) / 128};
  memory->SetGeoTransform(transform.data());
  memory->SetSpatialRef(&reference);
  const std::array<double, 3> colour{200, 40, 160};
  for (int band = 0; band < 3; ++band)
    memory->GetRasterBand(band + 1)->Fill(colour[static_cast<std::size_t>(band)]);
  auto* written = GetGDALDriverManager()->GetDriverByName(driver)->CreateCopy(path.c_str(), memory, FALSE,
                                                                              nullptr, nullptr, nullptr);
  ASSERT_NE(written, nullptr) << driver;
  GDALClose(written);
  GDALClose(memory);
}

TEST(Marks, FromAfarManySitesBecomeDotsThatLeaveTheMapToBeSeen) {
  std::string why;
  const auto app = start_program(why);
  if (!app) GTEST_SKIP() << "no OpenGL without a display here: " << why;
  const DemoFile file(3000);
  auto& desk = app->desk();
  ASSERT_TRUE(open_place(desk, file.path, ""));
  auto& layers = desk.view.layers;
  layers.practices = layers.bases = layers.pharmacies = layers.hospitals = layers.community = false;
  ASSERT_EQ(run_script_text(*app, "command view.fit\nframes 4\n", "script"), 0);
  const int bare = ImGui::GetDrawData()->TotalVtxCount;
  layers.practices = layers.bases = layers.pharmacies = layers.hospitals = layers.community = true;
  ASSERT_EQ(run_script_text(*app, "frames 4\n", "script"), 0);
  const int dotted = ImGui::GetDrawData()->TotalVtxCount - bare;
  const int hospitals =
      static_cast<int>(std::count_if(desk.here.site_layer.begin(), desk.here.site_layer.end(),
                                     [](SiteLayer layer) { return layer == SiteLayer::hospitals; }));
  EXPECT_GT(dotted, 400);
  EXPECT_LT(dotted, 4 * static_cast<int>(desk.here.site_layer.size()) + 40 * hospitals)
      << desk.here.site_layer.size() << " sites";
  // Near by they are told apart by their shapes again: several corners more than a dot each.
  ASSERT_EQ(run_script_text(*app,
                            "command view.zoom_in\ncommand view.zoom_in\ncommand view.zoom_in\ncommand "
                            "view.zoom_in\ncommand view.zoom_in\ncommand view.zoom_in\n",
                            "script"),
            0);
  // Over its middle, and without the names that take the room which marks leave.
  desk.view.camera.centre = {(desk.here.box.min_x + desk.here.box.max_x) / 2,
                             (desk.here.box.min_y + desk.here.box.max_y) / 2};
  layers.labels = false;
  ASSERT_EQ(run_script_text(*app, "frames 4\n", "script"), 0);
  layers.practices = layers.bases = layers.pharmacies = layers.hospitals = layers.community = false;
  const int near = ImGui::GetDrawData()->TotalVtxCount;
  ASSERT_EQ(run_script_text(*app, "frames 4\n", "script"), 0);
  EXPECT_GT(near - ImGui::GetDrawData()->TotalVtxCount, 100);
}

TEST_F(Look, ADroppedPictureOfTheGroundLiesUnderTheAreasWithItsOpacity) {
  ASSERT_EQ(script("command view.fit\nframes 4\n"), 0);
  auto& desk = app->desk();
  const auto pixels = [&] {
    int width = 0, height = 0;
    return app->window().pixels(width, height);
  };
  const auto bare = pixels();
  for (const auto& [name, driver, srs] : {std::tuple{"ground.tif", "GTiff", 27700},
                                          {"ground_web.tif", "GTiff", 3857},
                                          {"ground.gpkg", "GPKG", 27700},
                                          {"ground_web.gpkg", "GPKG", 3857},
                                          {"ground.mbtiles", "MBTiles", 3857}}) {
    SCOPED_TRACE(name);
    const auto path = (file.folder / name).string();
    write_ground(path, driver, desk.here.box, srs);
    ASSERT_EQ(script("drop " + path + "\nframes 3\nexpect dialog=none\n"), 0) << desk.talk.message.text;
    ASSERT_TRUE(desk.here.backdrop != nullptr);
    ASSERT_EQ(desk.view.layers.overlays.front().of, path);
    const auto whole = pixels();
    EXPECT_NE(whole, bare);
    desk.view.layers.overlays.front().opacity = 0.2f;
    ASSERT_EQ(script("frames 3\n"), 0);
    EXPECT_NE(pixels(), whole);
    // The middle of the map takes on the picture's colour: much red and blue, little green.
    EXPECT_EQ(desk.view.map->scene.backdrop, desk.here.backdrop);
    std::vector<Rgba> ground(64 * 64, 0xff000000);
    Camera camera;
    camera.fit(desk.here.box, 64, 64);
    desk.view.layers.overlays.front().opacity = 1;
    ASSERT_EQ(script("frames 3\n"), 0);
    desk.here.backdrop->paint(camera, 64, 64, 0, 0, 64, 64, ground);
    const auto middle = ground[32 * 64 + 32];
    EXPECT_NEAR(static_cast<double>(middle & 255), 200, 12);
    EXPECT_NEAR(static_cast<double>(middle >> 8 & 255), 40, 12);
    EXPECT_NEAR(static_cast<double>(middle >> 16 & 255), 160, 12);
  }
  ASSERT_EQ(script("click layer.backdrop\nframes 3\n"), 0);
  EXPECT_FALSE(desk.view.map->scene.backdrop);
}

}  // namespace
}  // namespace placewright::viewer
