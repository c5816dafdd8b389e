#include "boundaries/from_place/access_mode.h"

#include <gtest/gtest.h>

#include "tests/cli/program.h"
#include "tests/datasets/sqlite_by_hand.h"
#include "tests/toy_place.h"

namespace placewright::boundaries {
namespace {

using cli::run_program;
using datasets::TemporaryFolder;

TEST(AccessMode, APlaceIsRuralWhereMostOfItsPeopleAre) {
  auto place = toy::place_from_map("a b c", 1000);
  EXPECT_FALSE(is_mostly_rural(place)) << "nobody knows";
  place.areas.parents["rural_urban"] = {"Rural town and fringe",
                                        "Smaller rural: Nearer to a major town or city",
                                        "Urban: Nearer to a major town or city"};
  EXPECT_TRUE(is_mostly_rural(place));
  place.areas.population = {1000, 1000, 9000};
  EXPECT_FALSE(is_mostly_rural(place));
}

TEST(AccessMode, CodesOfBothEditionsAreKnown) {
  auto place = toy::place_from_map("a b c", 1000);
  for (const auto& [codes, rural] : {std::pair{std::vector<std::string>{"D1", "E1", "C1"}, true},
                                     {{"A1", "C1", "F2"}, false},
                                     {{"RSN1", "RLF1", "UN1"}, true},
                                     {{"UN1", "UF1", "RSN1"}, false}}) {
    place.areas.parents["rural_urban_code"] = codes;
    EXPECT_EQ(is_mostly_rural(place), rural) << codes[0];
  }
}

TEST(AccessMode, ContextDoesNotCount) {
  auto place = toy::place_from_map("a b c", 1000);
  place.areas.parents["rural_urban_code"] = {"RSN1", "RSN1", "UN1"};
  place.areas.inside = {0, 0, 1};
  EXPECT_FALSE(is_mostly_rural(place));
}

TEST(AccessMode, DrawSaysThatRoadsAreThereAndHowToUseThem) {
  const TemporaryFolder folder;
  const auto place = folder.path("demo.gpkg");
  ASSERT_EQ(run_program(folder, "demo '" + place + "' --areas 60").code, 0);
  const auto drawn = run_program(folder, "draw '" + place + "' --plan A --effort quick --no-references");
  EXPECT_EQ(drawn.code, 0) << drawn.err;
  EXPECT_NE(drawn.err.find("ROADS_UNUSED"), std::string::npos) << drawn.err;
  EXPECT_NE(drawn.err.find("placewright travel"), std::string::npos);
  EXPECT_NE(drawn.err.find("--mode walk"), std::string::npos);
  EXPECT_EQ(drawn.err.find("judged by car"), std::string::npos);
}

TEST(AccessMode, ARuralPlaceIsJudgedByCarUnlessTheBriefSaysOtherwise) {
  const TemporaryFolder folder;
  const auto place = folder.path("demo.gpkg");
  ASSERT_EQ(run_program(folder, "demo '" + place + "' --areas 60").code, 0);
  datasets::ask(
      place, "ALTER TABLE area ADD COLUMN rural_urban TEXT; UPDATE area SET rural_urban = 'Smaller rural'");
  const auto drawn = run_program(folder, "draw '" + place + "' --plan A --effort quick --no-references");
  EXPECT_EQ(drawn.code, 0) << drawn.err;
  EXPECT_NE(drawn.err.find("judged by car"), std::string::npos) << drawn.err;
  EXPECT_NE(datasets::ask(place, "SELECT brief_toml FROM plan WHERE name = 'A'").find("mode = \"drive\""),
            std::string::npos);
  std::ofstream(folder.path("walk.toml")) << "[access]\nmode = \"walk\"\n";
  const auto walked =
      run_program(folder, "draw '" + place + "' --plan B --effort quick --no-references --brief '" +
                              folder.path("walk.toml") + "'");
  EXPECT_EQ(walked.code, 0) << walked.err;
  EXPECT_EQ(walked.err.find("judged by car"), std::string::npos);
}

}  // namespace
}  // namespace placewright::boundaries
