#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>

#include "on_screen.h"
#include "viewer/session/export_job.h"

namespace placewright::viewer {
namespace {

class FirstRun : public OnScreen {
 protected:
  /// Every part of the window is looked at; what a place lacks must not stop any of them.
  void look_everywhere() {
    std::string text = "frames 3\n";
    for (const char* command : {"drawer.charts", "drawer.coverage", "coverage.1", "coverage.2", "coverage.3",
                                "coverage.4", "coverage.5", "coverage.6", "coverage.7", "drawer.table"})
      text += fmt::format("command {}\nwait-idle\n", command);
    for (const auto& command : app->desk().commands.all())
      if (command.id.rfind("colour.", 0) == 0) text += fmt::format("command {}\nframes 2\n", command.id);
    text += "command check.next\nframes 2\ncommand view.fit\nframes 2\n";
    ASSERT_EQ(script(text), 0);
  }
};

void change(const std::string& path, const std::string& sql) {
  sqlite3* file = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &file), SQLITE_OK);
  char* why = nullptr;
  EXPECT_EQ(sqlite3_exec(file, sql.c_str(), nullptr, nullptr, &why), SQLITE_OK)
      << (why == nullptr ? "" : why);
  sqlite3_free(why);
  sqlite3_close(file);
}

TEST_F(FirstRun, TheWelcomePageOpensTheBrowserAndABrokenPathIsSaidThere) {
  ASSERT_EQ(script("expect open=no\nexpect-widget welcome.demo\nclick welcome.browse\nexpect "
                   "dialog=browse\nclick dialog.cancel\nexpect dialog=none\n"),
            0);
  EXPECT_FALSE(open_place(app->desk(), "/nowhere/at_all.gpkg", ""));
  EXPECT_NE(state("message").find("at_all.gpkg"), std::string::npos);
  EXPECT_EQ(script("frames 2\nexpect open=no\n"), 0);
}

TEST_F(FirstRun, ADamagedFileIsSaidAndLeavesWhatWasOpen) {
  const DemoFile good(60), bad(60);
  for (const auto bytes : {std::size_t{0}, std::size_t{100}, std::size_t{5000}, std::size_t{60000}}) {
    SCOPED_TRACE(bytes);
    std::filesystem::resize_file(bad.path, bytes);
    if (bytes == 60000) {
      std::fstream file(bad.path, std::ios::in | std::ios::out | std::ios::binary);
      file.seekp(2000);
      file << std::string(40000, 'x');
    }
    ASSERT_TRUE(open_place(app->desk(), good.path, ""));
    EXPECT_FALSE(open_place(app->desk(), bad.path, ""));
    EXPECT_NE(state("message").find("try:"), std::string::npos);
    EXPECT_EQ(app->desk().here.session->path(), good.path);
    EXPECT_EQ(script("frames 3\nexpect areas=60\n"), 0);
  }
}

TEST_F(FirstRun, AFileThatAnotherProgramHoldsIsSaid) {
  const DemoFile file(60);
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file.path.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_FALSE(is_place_file(file.path));  // without waiting
  sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  EXPECT_TRUE(is_place_file(file.path));
  EXPECT_TRUE(open_place(app->desk(), file.path, ""));
}

TEST_F(FirstRun, ANewerVersionOpensForReadingAndSaysSo) {
  const DemoFile file(60);
  change(file.path, "UPDATE meta SET value = '999' WHERE key = 'schema_version'");
  ASSERT_TRUE(open_place(app->desk(), file.path, ""));
  EXPECT_TRUE(app->desk().here.session->read_only());
  EXPECT_NE(state("message").find("newer"), std::string::npos) << state("message");
  look_everywhere();
}

TEST_F(FirstRun, WhatIsForeignOrCannotBeInAPlaceIsSaidAndChangesNothing) {
  const DemoFile file(60);
  change(file.path,
         "UPDATE area SET centroid_x = 1e308 WHERE rowid = 1; CREATE TRIGGER t AFTER INSERT ON log BEGIN "
         "UPDATE area SET population = 1; END; "
         "CREATE TRIGGER u AFTER INSERT ON assignment BEGIN UPDATE area SET population = 1; END");
  ASSERT_TRUE(open_place(app->desk(), file.path, ""));
  EXPECT_NE(state("message").find("FOREIGN_TRIGGER"), std::string::npos) << state("message");
  EXPECT_NE(state("message").find("and 2 more"), std::string::npos) << state("message");
  app->desk().here.session->duplicate_plan(app->desk().here.session->place().plans.front().name, "another",
                                           "me", "2026-01-01T00:00:00Z");
  ASSERT_TRUE(open_place(app->desk(), file.path, "another"));
  EXPECT_GT(app->desk().here.session->place().areas.population[0], 1);
  look_everywhere();
}

TEST_F(FirstRun, APlaceWithoutPracticesStaffOrPlansShowsWhatItHas) {
  const DemoFile file(60);
  auto place = datasets::make_demo({60, 1});
  place.sites.clear();
  place.registrations.clear();
  place.workforce.clear();
  place.footprints.clear();
  place.travel.clear();
  place.plans.clear();
  place.notes.clear();
  datasets::write_new_place(file.path, place, "2026-01-01T00:00:00Z");
  ASSERT_TRUE(open_place(app->desk(), file.path, ""));
  look_everywhere();
  EXPECT_EQ(
      script("command coverage.1\nwait-idle\nexpect coverage=missing\nexpect-widget coverage.missing\n"), 0);
}

TEST_F(FirstRun, APlaceOfOneAreaIsShown) {
  const DemoFile file(60);
  auto demo = datasets::make_demo({60, 1});
  datasets::Place place;
  place.name = "one";
  auto& areas = place.areas;
  areas.code = {demo.areas.code[0]};
  areas.name = {demo.areas.name[0]};
  areas.shape = {demo.areas.shape[0]};
  areas.population = {1700};
  areas.imd_score = areas.imd_rank = areas.imd_decile = {datasets::kMissing};
  areas.centroid_x = {demo.areas.centroid_x[0]};
  areas.centroid_y = {demo.areas.centroid_y[0]};
  areas.centroid_weighted = {0};
  areas.priority = {0};
  areas.inside = {1};
  areas.pcn_code = {""};
  areas.pcn_share = {datasets::kMissing};
  datasets::write_new_place(file.path, place, "2026-01-01T00:00:00Z");
  ASSERT_TRUE(open_place(app->desk(), file.path, ""));
  look_everywhere();
  EXPECT_EQ(script(fmt::format("expect areas=1\nexpect unassigned=1\nmap-click {}\nexpect "
                               "selected=1\ncommand plan.fill\ncommand plan.mend\nmonkey 60 3\n",
                               areas.code[0])),
            0);
}

TEST_F(FirstRun, ADroppedFileIsOfferedForImportAndItsNewsAreTold) {
  const DemoFile file(60);
  ASSERT_TRUE(open_place(app->desk(), file.path, ""));
  const auto code = app->desk().here.session->place().areas.code.front();
  const auto csv = (file.folder / "figures.csv").string();
  std::ofstream(csv) << "LSOA21CD,asthma_rate\n" << code << ",7.5\n";
  ASSERT_EQ(script(fmt::format("drop {}\nexpect dialog=import\nkey enter\nwait-idle\n", csv)), 0);
  EXPECT_EQ(state("files"), "idle");
  EXPECT_NE(state("message"), "");
  const auto nonsense = (file.folder / "nonsense.csv").string();
  std::ofstream(nonsense) << "hello\nworld\n";
  EXPECT_EQ(
      script(fmt::format(
          "key esc\ndrop {}\nexpect dialog=import\nkey enter\nwait-idle\nexpect open=yes\nexpect areas=60\n",
          nonsense)),
      0);
  EXPECT_NE(state("message").find("nonsense.csv"), std::string::npos) << state("message");
}

TEST_F(FirstRun, FilesDroppedOnTheWelcomePageBecomeAPlace) {
  const DemoFile file(60);
  const auto raw = file.folder / "raw";
  std::filesystem::create_directories(raw);
  const auto shapes = (raw / "areas.geojson").string();
  std::ofstream(shapes)
      << R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[
    {"type":"Feature","properties":{"LSOA21CD":"E01000001","LSOA21NM":"One"},"geometry":{"type":"Polygon","coordinates":[[[400000,400000],[401000,400000],[401000,401000],[400000,401000],[400000,400000]]]}},
    {"type":"Feature","properties":{"LSOA21CD":"E01000002","LSOA21NM":"Two"},"geometry":{"type":"Polygon","coordinates":[[[401000,400000],[402000,400000],[402000,401000],[401000,401000],[401000,400000]]]}}]})";
  ASSERT_EQ(
      script(fmt::format("drop {}\nexpect dialog=import\nexpect-widget import.within\nkey enter\nwait-idle\n",
                         shapes)),
      0);
  EXPECT_EQ(script("expect open=yes\nexpect areas=2\nexpect dialog=outcome\nkey enter\nexpect dialog=none\n"),
            0)
      << state("message");
  EXPECT_TRUE(std::filesystem::exists(raw / "place.gpkg"));
}

TEST_F(FirstRun, ExportsAreWrittenAsOnTheCommandLine) {
  const DemoFile file(60);
  ASSERT_TRUE(open_place(app->desk(), file.path, ""));
  ASSERT_EQ(script("command export.svg\nexpect dialog=handout\nkey enter\nwait-idle\n"), 0);
  const auto plan = app->desk().here.session->state().name;
  EXPECT_TRUE(std::filesystem::exists(handout_path(file.path, plan, Handout::map_svg))) << state("message");
  EXPECT_EQ(script("frames 2\nexpect-widget message.show\ncommand export.everything\nkey enter\nwait-idle\n"),
            0);
  EXPECT_TRUE(std::filesystem::exists(
      std::filesystem::path(handout_path(file.path, plan, Handout::everything)) / "plan.xlsx"))
      << state("message");
  // A folder that cannot be: a message, and the window goes on.
  EXPECT_EQ(script("command export.pdf\n"), 0);
  app->desk().dialogs.files.path = "/proc/nowhere/map.pdf";
  EXPECT_EQ(script("frames 1\nkey enter\nwait-idle\nexpect open=yes\n"), 0);
  EXPECT_TRUE(app->desk().talk.message.bad);
}

TEST_F(FirstRun, TheTourHasFiveStepsAndEachLightsAWidgetThatIsThere) {
  const DemoFile file(60);
  ASSERT_TRUE(open_place(app->desk(), file.path, ""));
  ASSERT_EQ(script("command help.tour\nexpect tour=1\nclick tour.next\nexpect tour=2\nclick "
                   "tour.back\nexpect tour=1\n"),
            0);
  for (const char* widget : {"map", "colour.deprivation", "tool.brush", "drawer.coverage", "menu.search"}) {
    EXPECT_NE(app->names().find(widget), nullptr) << widget;
    EXPECT_EQ(script("key enter\n"), 0);
  }
  EXPECT_EQ(script("expect tour=0\ncommand help.tour\nkey esc\nexpect tour=0\n"), 0);
}

TEST_F(FirstRun, TheWorkshopShowsFiveToolsAndNoFileDialogs) {
  const DemoFile file(60);
  ASSERT_TRUE(open_place(app->desk(), file.path, ""));
  ASSERT_EQ(script("command view.workshop\nframes 3\nexpect workshop=on\nexpect-widget tool.brush\nkey "
                   "ctrl+o\nexpect dialog=none\nkey ctrl+i\nexpect dialog=none\n"),
            0);
  EXPECT_EQ(app->names().find("menu.File"), nullptr);
  EXPECT_EQ(app->names().find("table.csv"), nullptr);
  EXPECT_EQ(script("click workshop.leave\nframes 3\nexpect workshop=off\nexpect-widget menu.File\n"), 0);
}

TEST(Folders, ShowFoldersFirstThenTheFilesOfTheirKindAndNothingHidden) {
  const DemoFile file(60);
  std::filesystem::create_directories(file.folder / "Zoo");
  std::filesystem::create_directories(file.folder / ".git");
  std::ofstream(file.folder / "notes.txt") << "x";
  std::ofstream(file.folder / "Area.GPKG") << "x";
  std::vector<std::string> names;
  for (const auto& entry : list_folder(file.folder.string(), {".gpkg"})) names.push_back(entry.name);
  EXPECT_EQ(names, (std::vector<std::string>{"Zoo", "Area.GPKG", "demo.gpkg"}));
  EXPECT_EQ(list_folder(file.folder.string(), {}).size(), 4u);
  EXPECT_THROW((void)list_folder("/nowhere/at_all", {}), geo::InputError);
}

}  // namespace
}  // namespace placewright::viewer
