#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "datasets/place/file.h"
#include "tests/cli/program.h"
#include "tests/toy_place.h"

/// What `compare` says of practices, PCNs and staff, on two rows of three areas.
namespace placewright::boundaries::cli {
namespace {

using nlohmann::json;

class ComparePeople : public ::testing::Test {
 protected:
  void SetUp() override {
    place_ = toy::place_from_words(toy::grid_words(3, 2), 1000);
    place_.areas.parents["ward_code"] = {"W1", "W1", "W2", "W1", "W1", "W2"};
    for (const auto* practice : {"P1", "P2"}) {
      toy::add_practice(place_, practice, "A000");
      place_.sites.back().pcn_code = "U1";
    }
    place_.settings["pcn_name.U1"] = "HILL PCN";
    // P1 lives in the middle, which goes over; P2 in the west, which stays.
    place_.registrations = {{"P1", "A001", 60}, {"P1", "A000", 40}, {"P2", "A000", 90}, {"P2", "A001", 10}};
  }
  json compared() {
    datasets::write_new_place(folder_.path("place.gpkg"), place_, "2026-01-01T00:00:00Z");
    write("a.csv", {"W", "W", "E", "W", "W", "E"});
    write("b.csv", {"W", "E", "E", "W", "E", "E"});
    const auto ran =
        run_program(folder_, "compare '" + folder_.path("place.gpkg") + "' '" + folder_.path("a.csv") +
                                 "' '" + folder_.path("b.csv") + "' --json" + brief_);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return json::parse(ran.out);
  }
  void write(const std::string& name, const std::vector<std::string>& groups) {
    std::ofstream file(folder_.path(name));
    file << "area_code,neighbourhood\n";
    for (std::size_t area = 0; area < groups.size(); ++area)
      file << "A00" << area << "," << groups[area] << "\n";
  }

  datasets::TemporaryFolder folder_;
  datasets::Place place_;
  std::string brief_;
};

TEST_F(ComparePeople, APracticeWhoseHomeGoesOverIsNamedWithItsShares) {
  const auto told = compared()["organisations"];
  ASSERT_EQ(told.size(), 3u) << told;
  EXPECT_EQ(told[0]["kind"], "PCN");
  EXPECT_EQ(told[0]["name"], "HILL PCN");
  EXPECT_EQ(told[0]["moves"], false) << "130 of its 200 patients stay in the west";
  EXPECT_NEAR(told[0]["share_b"].get<double>(), 0.65, 1e-12);
  EXPECT_EQ(told[1]["id"], "P1");
  EXPECT_EQ(told[1]["moves"], true);
  EXPECT_EQ(told[1]["home_a"], "W");
  EXPECT_EQ(told[1]["home_b"], "E");
  EXPECT_EQ(told[1]["share_a"], 1.0);
  EXPECT_NEAR(told[1]["share_b"].get<double>(), 0.6, 1e-12);
  EXPECT_EQ(told[2]["id"], "P2");
  EXPECT_EQ(told[2]["moves"], false);
}

TEST_F(ComparePeople, AChangeBelowTheMaterialShareIsNotTold) {
  place_.settings["threshold.split"] = "50 %";
  const auto told = compared()["organisations"];
  ASSERT_EQ(told.size(), 1u) << told;
  EXPECT_EQ(told[0]["id"], "P1") << "its home changes, whatever the share";
}

TEST_F(ComparePeople, WithoutStaffThereIsNoEquityOfStaff) {
  EXPECT_TRUE(compared()["staff_equity"].is_null());
}

TEST_F(ComparePeople, AStyleThatFollowsWardsKeepsItsWeightInTheComparison) {
  std::ofstream(folder_.path("brief.toml")) << "style = \"community\"\n";
  brief_ = " --brief '" + folder_.path("brief.toml") + "'";
  const auto told = compared()["criteria"];
  ASSERT_TRUE(told.contains("alignment:ward")) << told;
  EXPECT_GT(told["alignment:ward"]["weight"].get<double>(), 0);
}

TEST_F(ComparePeople, TheBoundsThatNobodyAskedForAreSaidToBeDefaults) {
  (void)compared();
  const auto ran = run_program(folder_, "compare '" + folder_.path("place.gpkg") + "' '" +
                                            folder_.path("a.csv") + "' '" + folder_.path("b.csv") + "'");
  EXPECT_NE(ran.out.find("30,000 to 50,000 people, the program's defaults, which nobody asked for"),
            std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("HILL PCN"), std::string::npos) << ran.out;
}

}  // namespace
}  // namespace placewright::boundaries::cli
