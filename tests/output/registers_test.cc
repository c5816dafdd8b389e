#include "boundaries/output/registers.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "boundaries/output/record_tables.h"
#include "tests/toy_place.h"

/// What the registers say of a place of two neighbourhoods with two areas each, 1,000 people an area.
namespace placewright::boundaries::output {
namespace {

class Registers : public ::testing::Test {
 protected:
  void SetUp() override {
    place_ = toy::place_from_words(toy::grid_words(4, 1), 1000);
    toy::add_practice(place_, "P1", "A000");
    for (const auto* area : {"A000", "A001", "A002", "A003"})
      place_.registrations.push_back({"P1", area, 1000});
    datasets::PlanRecord plan;
    plan.name = "A";
    plan.assignments = {{"A000", "W"}, {"A001", "W"}, {"A002", "E"}, {"A003", "E"}};
    plan.neighbourhoods = {{"E", "East", "", false, ""}, {"W", "West", "", false, ""}};
    place_.plans.push_back(plan);
  }
  void describe() { described_ = describe_plan(place_, place_.plans.front()); }
  /// The row whose first cell is this, as text; empty where there is none.
  static std::vector<std::string> row_of(const Table& table, const std::string& first) {
    for (const auto& row : table.rows) {
      if (std::get<std::string>(row[0]) != first) continue;
      std::vector<std::string> cells;
      for (const auto& cell : row) cells.push_back(cell_text(cell, 0));
      return cells;
    }
    return {};
  }
  char grade(const std::string& output) {
    describe();
    for (const auto& rating : rate_outputs(described_))
      if (rating.output == output) return rating.grade;
    return '-';
  }
  datasets::Place place_;
  DescribedPlan described_;
};

TEST_F(Registers, AreasWithoutAnIndicatorAreCountedWithTheirPeople) {
  place_.areas.imd_score[1] = datasets::kMissing;
  place_.areas.indicators["ethnic_minority_share"] = {0.1, datasets::kMissing, datasets::kMissing, 0.2};
  describe();
  const auto gaps = data_gap_table(described_);
  EXPECT_EQ(row_of(gaps, "deprivation")[1], "1");
  EXPECT_EQ(row_of(gaps, "deprivation")[3], "1,000");
  EXPECT_EQ(row_of(gaps, "ethnicity")[1], "2");
  EXPECT_EQ(row_of(gaps, "ethnicity")[3], "2,000");
  EXPECT_EQ(row_of(gaps, "unpaid carers")[1], "4") << "no such column: nobody's is known";
  const auto bias = bias_table(described_);
  EXPECT_EQ(row_of(bias, "Ethnicity is not known")[1], "2 of 4 areas");
}

TEST_F(Registers, AnIndexOfHealthDeprivationIsNoHealth) {
  place_.areas.indicators["health_deprivation_and_disability_score"] = {1, 1, 1, 1};
  describe();
  EXPECT_EQ(row_of(data_gap_table(described_), "general health and disability")[1], "4");
}

TEST_F(Registers, PeopleWhoAreNotRegisteredAreToldByNeighbourhood) {
  describe();
  EXPECT_TRUE(row_of(bias_table(described_), "Fewer registered than resident people").empty());
  place_.registrations[3].patients = 400;
  place_.registrations[0].patients = 2000;
  describe();
  const auto few = row_of(bias_table(described_), "Fewer registered than resident people");
  ASSERT_FALSE(few.empty());
  EXPECT_EQ(few[1], "E East");
  EXPECT_EQ(few[2], "600");
  const auto many = row_of(bias_table(described_), "More registered than resident people");
  ASSERT_FALSE(many.empty());
  EXPECT_EQ(many[1], "W West");
  EXPECT_EQ(many[2], "1,000");
  EXPECT_EQ(grade("registrations"), 'C');
}

TEST_F(Registers, SourcesMoreThanTwoYearsApartAreABias) {
  datasets::Source old, recent;
  old.taken_for = "population";
  old.vintage = "Mar 2021";
  recent.taken_for = "deprivation";
  recent.vintage = "Mar 2023";
  place_.sources = {old, recent};
  describe();
  EXPECT_TRUE(row_of(bias_table(described_), "Data of different years").empty()) << "24 months are not more";
  place_.sources[1].vintage = "Oct 2025";
  describe();
  const auto row = row_of(bias_table(described_), "Data of different years");
  ASSERT_FALSE(row.empty());
  EXPECT_EQ(row[1], "population (Mar 2021), and deprivation (Oct 2025)");
  EXPECT_TRUE(row[3].starts_with("55 months")) << row[3];
  EXPECT_EQ(row_of(data_gap_table(described_), "residents")[4], "Mar 2021");
}

TEST_F(Registers, AssumptionsHoldTheFactorsOnlyWhereTheyAreUsed) {
  describe();
  EXPECT_EQ(row_of(assumption_table(described_), "Ways without a network")[1],
            "straight line times 1.3, at 4.8 km/h on foot and 30 km/h by car");
  for (const auto& area : place_.areas.code) place_.travel.push_back({"walk", area, "P1", 5});
  describe();
  EXPECT_TRUE(row_of(assumption_table(described_), "Ways without a network").empty());
}

TEST_F(Registers, BoundsThatNobodyAskedForAreSaidToBeTheProgramsAndSoftOnesSoft) {
  describe();
  EXPECT_NE(row_of(assumption_table(described_), "Bounds of a neighbourhood")[1].find("nobody asked"),
            std::string::npos);
  place_.plans[0].brief_toml = "[population]\nmin = 1000\nmax = 3000\nbounds = \"soft\"\n";
  describe();
  const auto said = row_of(assumption_table(described_), "Bounds of a neighbourhood")[1];
  EXPECT_NE(said.find("1,000 to 3,000 people, soft"), std::string::npos) << said;
  EXPECT_EQ(said.find("nobody asked"), std::string::npos) << said;
}

TEST_F(Registers, AnExceptionHasTheReasonGivenAtTheEditThatMadeIt) {
  place_.plans[0].brief_toml = "[population]\nmin = 2500\nmax = 9000\n";
  const auto edit = [&](const char* why, const char* plan) {
    place_.log.push_back({"2026-05-01T10:00:00Z", "Ann", "moved 1 area", "", "", why, plan});
  };
  edit("an older one; breaks OUT_OF_BOUNDS: W West would have 2000 people", "A");
  edit("the estuary; breaks OUT_OF_BOUNDS: W West would have 2000 people", "A");
  edit("elsewhere; breaks OUT_OF_BOUNDS: W West would have 2000 people", "B");
  edit("breaks OUT_OF_BOUNDS: E East would have 2000 people", "A");
  describe();
  const auto exceptions = exception_table(described_);
  EXPECT_EQ(row_of(exceptions, "W West")[3], "the estuary");
  EXPECT_EQ(row_of(exceptions, "E East")[3], "none given");
  place_.plans[0].neighbourhoods[1].reason = "recorded";
  describe();
  EXPECT_EQ(row_of(exception_table(described_), "W West")[3], "recorded");
}

TEST_F(Registers, TravelIsAnEstimateUntilMinutesAreLoaded) {
  EXPECT_EQ(grade("travel"), 'D');
  place_.travel.push_back({"walk", "A000", "P1", 5});
  EXPECT_EQ(grade("travel"), 'C') << "three of four areas have none";
  for (const auto& area : place_.areas.code) place_.travel.push_back({"walk", area, "P1", 5});
  EXPECT_EQ(grade("travel"), 'A');
}

TEST_F(Registers, OnlyOutputsThatThereAreAreRated) {
  EXPECT_EQ(grade("footprints"), '-');
  EXPECT_EQ(grade("projections"), '-');
  EXPECT_EQ(grade("staff"), '-');
  EXPECT_EQ(grade("plan"), 'A');
  place_.areas.population[0] = datasets::kMissing;
  EXPECT_EQ(grade("plan"), 'C') << "a quarter of the areas has no residents";
}

}  // namespace
}  // namespace placewright::boundaries::output
