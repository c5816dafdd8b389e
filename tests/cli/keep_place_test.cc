#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "datasets/place/file.h"
#include "tests/cli/program.h"

/// What a place is made of, by commands as people type them, on real files.
namespace placewright::boundaries::cli {
namespace {

const std::string kShared = PLACEWRIGHT_SHARED;

std::string quoted(const std::string& text) { return "'" + text + "'"; }

nlohmann::json imported(const datasets::TemporaryFolder& folder, const std::string& arguments) {
  const auto ran = run_program(folder, "import " + arguments + " --json --quiet");
  EXPECT_EQ(ran.code, 0) << ran.err;
  return ran.code == 0 ? nlohmann::json::parse(ran.out) : nlohmann::json();
}

TEST(KeepPlaceCommands, SurroundingsStaySurroundings) {
  const std::string places = kShared + "/data/places/pennine_lancashire/",
                    official = kShared + "/data/official/";
  if (!std::filesystem::exists(places)) GTEST_SKIP() << "not at hand: " << places;
  const datasets::TemporaryFolder folder;
  const auto place = quoted(folder.path("b.gpkg"));
  auto said = imported(folder, place + " " + quoted(places + "pennine_lancashire.gpkg") +
                                   " --within 'Blackburn with Darwen' --buffer 3");
  EXPECT_EQ(said["within"], "Blackburn with Darwen, the local authority");
  for (const auto& file :
       {std::string(), official + "postcodes/BB.csv", places + "pcn_workforce.csv", places + "practices.csv",
        places + "sites.csv", places + "registrations.csv", official + "boundaries/lsoa_E07000125.geojson",
        places + "pennine_lancashire.gpkg"}) {
    if (!file.empty()) said = imported(folder, place + " " + quoted(file));
    EXPECT_EQ(said["areas"], 91) << file;
    EXPECT_EQ(said["people"], 154758) << file;
    EXPECT_EQ(said["context_areas"], 37) << file;
  }
}

TEST(KeepPlaceCommands, NamesChooseTheAuthorityThatBearsThem) {
  const auto england = kShared + "/data/england/england_lsoa.gpkg";
  if (!std::filesystem::exists(england)) GTEST_SKIP() << "not at hand: " << england;
  const datasets::TemporaryFolder folder;
  const std::vector<std::pair<std::string, int>> right{
      {"Cambridge", 78}, {"Bristol, City of", 268}, {"Bournemouth, Christchurch and Poole", 240}};
  for (const auto& [name, areas] : right) {
    const auto said = imported(folder, quoted(folder.path(std::to_string(areas) + ".gpkg")) + " " +
                                           quoted(england) + " --within " + quoted(name));
    EXPECT_EQ(said["areas"], areas);
    EXPECT_EQ(said["within"], name + ", the local authority");
    EXPECT_EQ(said["name"], name);
  }
  const auto typo = run_program(
      folder, "import " + quoted(folder.path("t.gpkg")) + " " + quoted(england) + " --within Leds");
  EXPECT_EQ(typo.code, 1);
  EXPECT_NE(typo.err.find("the nearest names are: Leeds (local authority), "), std::string::npos) << typo.err;
  EXPECT_FALSE(std::filesystem::exists(folder.path("t.gpkg")));
}

TEST(KeepPlaceCommands, AWithinOfNothingIsAWrongCommand) {
  const datasets::TemporaryFolder folder;
  for (const char* nothing : {"''", "' '", "' , '"})
    EXPECT_EQ(
        run_program(folder, "import " + quoted(folder.path("t.gpkg")) + " x.csv --within " + nothing).code, 2)
        << nothing;
}

TEST(KeepPlaceCommands, StaffOfTwoFilesAreAllCounted) {
  const std::string cases = kShared + "/cases/coverage/";
  if (!std::filesystem::exists(cases)) GTEST_SKIP() << "not at hand: " << cases;
  const datasets::TemporaryFolder folder;
  const auto base = quoted(cases + "areas.geojson") + " " + quoted(cases + "lsoa.csv"),
             a = quoted(cases + "wfA.csv"), b = quoted(cases + "wfB.csv");
  const auto wte_of = [&](const std::string& name) {
    double sum = 0;
    for (const auto& row : datasets::PlaceFile::open(folder.path(name), datasets::PlaceFile::Mode::read)
                               .read(datasets::Tables::workforce)
                               .workforce)
      sum += row.wte;
    return sum;
  };
  imported(folder, quoted(folder.path("one.gpkg")) + " " + base + " " + a + " " + b);
  EXPECT_EQ(wte_of("one.gpkg"), 18);
  imported(folder, quoted(folder.path("two.gpkg")) + " " + base);
  for (const auto& file : {b, a, b}) imported(folder, quoted(folder.path("two.gpkg")) + " " + file);
  EXPECT_EQ(wte_of("two.gpkg"), 18);
}

}  // namespace
}  // namespace placewright::boundaries::cli
