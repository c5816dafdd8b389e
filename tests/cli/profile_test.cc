#include "boundaries/output/profile.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "datasets/place/file.h"
#include "tests/cli/program.h"
#include "tests/toy_place.h"

/// `score --profile` against sums over the rows of the place.
namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::json;

bool has_column(const output::Profile& profile, const std::string& name) {
  return std::any_of(profile.table.columns.begin(), profile.table.columns.end(),
                     [&](const auto& column) { return column.name == name; });
}

class Profiles : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = folder_.path("demo.gpkg");
    ASSERT_EQ(run_program(folder_, "demo '" + path_ + "' --quiet").code, 0);
    ASSERT_EQ(
        run_program(folder_, "draw '" + path_ + "' --plan A --effort quick --no-references --quiet").code, 0);
    place_ = datasets::PlaceFile::open(path_, datasets::PlaceFile::Mode::read).read();
    for (const auto& plan : place_.plans)
      if (plan.name == "A")
        for (const auto& row : plan.assignments) neighbourhood_[row.area] = row.neighbourhood;
  }
  datasets::TemporaryFolder folder_;
  std::string path_;
  datasets::Place place_;
  std::map<std::string, std::string> neighbourhood_;
};

TEST_F(Profiles, EveryFigureIsASumOverTheRowsOfThePlace) {
  const auto ran = run_program(folder_, "score '" + path_ + "' --plan A --profile --json --quiet");
  ASSERT_EQ(ran.code, 0) << ran.err;
  std::map<std::string, std::map<std::string, double>> sum;
  const auto add = [&](const std::string& area, const std::string& what, double value) {
    if (const auto at = neighbourhood_.find(area); at != neighbourhood_.end()) {
      sum[at->second][what] += value;
      sum["place"][what] += value;
    }
  };
  for (std::size_t i = 0; i < place_.areas.size(); ++i) {
    const auto& code = place_.areas.code[i];
    const double people = place_.areas.population[i];
    add(code, "residents", people);
    add(code, "priority", people * place_.areas.priority[i]);
    add(code, "imd", people * place_.areas.imd_score[i]);
    add(code, "carers", place_.areas.indicators.at("unpaid_carers")[i]);
    add(code, "ethnic", people * place_.areas.indicators.at("ethnic_minority_share")[i]);
  }
  for (const auto& row : place_.ages) {
    if (row.band == "0-4") add(row.area, "age_0_4", row.people);
    if (row.band == "65-69" || row.band == "70-74" || row.band == "75-79" || row.band == "80-84" ||
        row.band == "85-89" || row.band == "85+" || row.band == "90+")
      add(row.area, "age_65_plus", row.people);
  }
  for (const auto& row : place_.registrations) add(row.area, "registered", row.patients);
  for (const auto& site : place_.sites)
    if (site.kind == "gp" && site.open) add(site.area, "practices", 1);
  const auto told = Json::parse(ran.out);
  ASSERT_GT(told["rows"].size(), 2u);
  for (const auto& row : told["rows"]) {
    const auto id = row["id"].get<std::string>();
    SCOPED_TRACE(id);
    auto& of = sum[id];
    for (const auto* what : {"residents", "age_0_4", "age_65_plus", "registered", "practices"})
      EXPECT_NEAR(row[what].get<double>(), of[what], 1e-6) << what;
    EXPECT_NEAR(row["unpaid_carers"].get<double>(), of["carers"], 1e-6);
    EXPECT_NEAR(row["priority_share"].get<double>(), of["priority"] / of["residents"], 1e-9);
    EXPECT_NEAR(row["deprivation_mean"].get<double>(), of["imd"] / of["residents"], 1e-9);
    EXPECT_NEAR(row["ethnic_minority_share"].get<double>(), of["ethnic"] / of["residents"], 1e-9);
  }
}

TEST_F(Profiles, CommandLineAndExportTellTheSame) {
  const auto into = folder_.path("out");
  ASSERT_EQ(run_program(folder_, "export '" + path_ + "' --plan A '" + into + "' --quiet").code, 0);
  const auto plan =
      std::find_if(place_.plans.begin(), place_.plans.end(), [](const auto& one) { return one.name == "A"; });
  const auto profile = output::measure_profile(place_, *plan);
  EXPECT_EQ(datasets::read_bytes(into + "/profile.csv"), output::csv_for_reading(profile.table));
  const auto text = run_program(folder_, "score '" + path_ + "' --plan A --profile --quiet");
  ASSERT_EQ(text.code, 0) << text.err;
  for (std::size_t row = 0; row < profile.table.rows.size(); ++row)
    EXPECT_NE(text.out.find("\n" + output::profile_card(profile, row).title + "\n"), std::string::npos);
  EXPECT_NE(text.out.find("Not loaded: "), std::string::npos) << "the demo has no rural classification";
}

TEST(Profile, WhatIsNotLoadedIsSaidAndHasNoColumn) {
  auto place = toy::place_from_words(toy::grid_words(4, 2), 1000);
  place.areas.imd_score.assign(place.areas.size(), datasets::kMissing);
  datasets::PlanRecord plan;
  plan.name = "A";
  plan.neighbourhoods = {{"N1", "One", "", false, ""}};
  for (const auto& code : place.areas.code) plan.assignments.push_back({code, "N1", false});
  const auto profile = output::measure_profile(place, plan);
  EXPECT_TRUE(has_column(profile, "residents"));
  for (const auto* column : {"age_0_4", "deprivation_mean", "priority_share", "registered", "practices",
                             "rural_share", "pcns", "wards", "services", "wte_per_10k_need"})
    EXPECT_FALSE(has_column(profile, column)) << column;
  const auto lines = output::profile_notes(profile);
  ASSERT_FALSE(lines.empty());
  for (const auto* what : {"people by age", "deprivation", "ethnicity", "carers", "health", "rural share",
                           "registered patients", "practices", "wards", "bases", "services", "staff"})
    EXPECT_NE(lines.front().find(std::string(what) + " (import "), std::string::npos) << what;
}

TEST(Profile, RuralIsWhatEitherClassificationCallsRural) {
  auto place = toy::place_from_words(toy::grid_words(5, 1), 1000);
  place.areas.parents["rural_urban"] = {"Rural village and dispersed",
                                        "Larger rural: Nearer to a major town or city", "Urban city and town",
                                        "Urban: Nearer to a major town or city", ""};
  datasets::PlanRecord plan;
  plan.name = "A";
  plan.neighbourhoods = {{"N1", "", "", false, ""}};
  for (const auto& code : place.areas.code) plan.assignments.push_back({code, "N1", false});
  const auto json = Json::parse(output::profile_json(output::measure_profile(place, plan)));
  EXPECT_EQ(json["rows"][0]["rural_share"], 0.5);
  EXPECT_EQ(json["notes"].size(), 1u);
}

TEST(Profile, ABandThatCrossesAGroupLeavesItOutAndUnknownPeopleAreNotNought) {
  auto place = toy::place_from_words(toy::grid_words(2, 1), 1000);
  place.areas.population[0] = datasets::kMissing;
  place.ages = {{place.areas.code[0], "0-14", "", 300}, {place.areas.code[1], "85+", "", 20}};
  datasets::PlanRecord plan;
  plan.name = "A";
  plan.neighbourhoods = {{"N1", "", "", false, ""}, {"N2", "", "", false, ""}};
  plan.assignments = {{place.areas.code[0], "N1", false}, {place.areas.code[1], "N2", false}};
  const auto profile = output::measure_profile(place, plan);
  EXPECT_FALSE(has_column(profile, "age_0_4"));
  ASSERT_TRUE(has_column(profile, "age_85_plus"));
  EXPECT_TRUE(std::isnan(std::get<double>(profile.table.rows[0][2])));
  EXPECT_EQ(std::get<double>(profile.table.rows[1][2]), 1000);
  const auto json = Json::parse(output::profile_json(profile));
  EXPECT_TRUE(json["rows"][0]["residents"].is_null());
  EXPECT_TRUE(json["rows"][0]["age_85_plus"].is_null());
  EXPECT_EQ(json["rows"][1]["age_85_plus"], 20);
}

}  // namespace
}  // namespace placewright::boundaries::cli
