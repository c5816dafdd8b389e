#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "datasets/place/file.h"
#include "tests/cli/program.h"
#include "tests/toy_place.h"

/// `explain` of a neighbourhood and of a border, as a user asks for them. Three columns of two areas are
/// neighbourhoods: W, M, E.
namespace placewright::boundaries::cli {
namespace {

class ExplainBorder : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto place = toy::place_from_words(toy::grid_words(3, 2), 1000);
    datasets::write_new_place(folder_.path("place.gpkg"), place, "2026-01-01T00:00:00Z");
    std::ofstream file(folder_.path("a.csv"));
    file << "area_code,neighbourhood,name\n";
    for (std::size_t area = 0; area < 6; ++area)
      file << "A00" << area << ","
           << (area % 3 == 0   ? "W,West Side"
               : area % 3 == 1 ? "M,Middle"
                               : "E,East Side")
           << "\n";
    file.close();
    const auto ran = run_program(folder_, "plans '" + folder_.path("place.gpkg") + "' --import '" +
                                              folder_.path("a.csv") + "' --as A");
    ASSERT_EQ(ran.code, 0) << ran.err;
  }
  Ran explain(const std::string& what) {
    return run_program(folder_, "explain '" + folder_.path("place.gpkg") + "' --plan A " + what);
  }
  datasets::TemporaryFolder folder_;
};

TEST_F(ExplainBorder, ANeighbourhoodIsNamedByIdOrByName) {
  const auto by_id = explain("M --json"), by_name = explain("Middle --json");
  ASSERT_EQ(by_id.code, 0) << by_id.err;
  EXPECT_EQ(by_id.out, by_name.out);
  const auto told = nlohmann::json::parse(by_id.out);
  EXPECT_EQ(told["people"], 2000);
  EXPECT_EQ(told["metres"], 4000);
  EXPECT_EQ(told["borders"].size(), 2u);
}

TEST_F(ExplainBorder, ABorderIsNamedByItsTwoSides) {
  const auto ran = explain("W 'Middle'");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("The border between W West Side and M Middle of plan 'A': 2.0 km"),
            std::string::npos)
      << ran.out;
  for (const auto* heading : {"what its border follows", "what it cuts", "what holds it",
                              "what else there could be", "how firm it is"})
    EXPECT_NE(ran.out.find(heading), std::string::npos) << heading << "\n" << ran.out;
}

TEST_F(ExplainBorder, NeighbourhoodsThatDoNotTouchHaveNoBorderToExplain) {
  const auto ran = explain("W E");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("do not touch each other"), std::string::npos) << ran.err;
}

TEST_F(ExplainBorder, WhatIsNeitherAreaNorNeighbourhoodIsSaidToBeSo) {
  const auto ran = explain("nowhere");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("'nowhere' is neither an area nor a neighbourhood"), std::string::npos) << ran.err;
  EXPECT_EQ(explain("W W").code, 1) << "a neighbourhood has no border with itself";
}

TEST_F(ExplainBorder, AnAreaIsExplainedAsBefore) {
  const auto ran = explain("A000");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("where else it could be"), std::string::npos) << ran.out;
}

}  // namespace
}  // namespace placewright::boundaries::cli
