#include "boundaries/workforce/cover/footprints.h"

#include <gtest/gtest.h>

#include <cmath>

#include "boundaries/workforce/plan/place_projection.h"
#include "boundaries/workforce/supply/organisations.h"
#include "geo/error.h"
#include "tests/workforce/toy_staff.h"

namespace placewright::boundaries::workforce {
namespace {

/// Six neighbourhoods of one area each in a row, side by side.
datasets::Place six_in_a_row() {
  auto place = toy::place_of({{"a", 40000, 20, 5, 0, 0},
                              {"b", 41000, 20, 5, 5000, 0},
                              {"c", 42000, 20, 5, 10000, 0},
                              {"d", 40000, 20, 5, 15000, 0},
                              {"e", 39000, 20, 5, 20000, 0},
                              {"f", 41000, 20, 5, 25000, 0}});
  for (std::uint32_t i = 1; i < 6; ++i) place.adjacency.push_back({i - 1, i, 1000, "exact"});
  place.plans = {
      toy::plan_of({{"a", "N1"}, {"b", "N2"}, {"c", "N3"}, {"d", "N4"}, {"e", "N5"}, {"f", "N6"}})};
  return place;
}

TEST(Proposal, NeighbourhoodsSideBySideMakeFootprintsOfTheSizeAskedFor) {
  const auto place = six_in_a_row();
  const auto proposal = propose_footprints(place, place.plans[0], 120000);
  EXPECT_EQ(proposal.refused, "");
  ASSERT_EQ(proposal.members.size(), 2u);
  EXPECT_EQ(proposal.members[0], (std::vector<std::string>{"N1", "N2", "N3"}));
  EXPECT_EQ(proposal.members[1], (std::vector<std::string>{"N4", "N5", "N6"}));
  EXPECT_NEAR(proposal.people[0] + proposal.people[1], 243000, 1e-9);
}

TEST(Proposal, WhatCannotBeGroupedIsRefusedWithTheReason) {
  auto place = six_in_a_row();
  place.adjacency.clear();  // six islands of 40,000 make no footprint of 120,000
  const auto proposal = propose_footprints(place, place.plans[0], 120000);
  EXPECT_TRUE(proposal.members.empty());
  EXPECT_FALSE(proposal.refused.empty());
}

TEST(Footprints, OneThatCutsANeighbourhoodIsNamedWithItsShareOfPeople) {
  auto place = toy::place_of({{"a1", 20000}, {"a2", 19500}, {"b1", 40500}});
  place.plans = {toy::plan_of({{"a1", "N1"}, {"a2", "N1"}, {"b1", "N2"}})};
  place.footprints = {{"F", "msk", "multi", "lsoa", "a1", 1},
                      {"F", "msk", "multi", "lsoa", "b1", 1},
                      {"G", "msk", "multi", "neighbourhood", "N2", 1},
                      {"G", "msk", "multi", "ward", "nowhere", 1}};
  const auto report = measure_footprints(place, place.plans[0]);
  ASSERT_EQ(report.footprints.size(), 2u);
  ASSERT_EQ(report.footprints[0].cut.size(), 1u);
  EXPECT_EQ(report.footprints[0].cut[0].neighbourhood, "N1");
  EXPECT_NEAR(report.footprints[0].cut[0].share, 20000.0 / 39500, 1e-12);
  EXPECT_TRUE(report.footprints[1].nests());
  EXPECT_EQ(report.footprints[1].unknown, (std::vector<std::string>{"ward nowhere"}));
  ASSERT_EQ(report.overlaps.size(), 1u);
  EXPECT_NEAR(report.overlaps[0].people, 40500, 1e-9);
  EXPECT_EQ(report.complexity[1].footprints, 2u);
}

TEST(Organisations, PcnsLieOverNeighbourhoodsAsInTheWorkedExample) {
  auto place = toy::place_of({{"L1", 1500}, {"L2", 1600}, {"L3", 1600}, {"L4", 1400}});
  place.sites = {toy::practice("P1", "PCN1", "L1"), toy::practice("P2", "PCN2", "L2")};
  place.registrations = {{"P1", "L1", 1200}, {"P2", "L1", 300},  {"P1", "L2", 500}, {"P2", "L2", 1100},
                         {"P1", "L3", 100},  {"P2", "L3", 1500}, {"P1", "L4", 1400}};
  place.plans = {toy::plan_of({{"L1", "H1"}, {"L2", "H2"}, {"L3", "H2"}, {"L4", "H1"}})};
  const auto report = measure_organisations(place, place.plans[0]);
  EXPECT_NEAR(report.alignment.share_many, 0.852459, 5e-7);
  EXPECT_NEAR(report.alignment.share_one, 0.852459, 5e-7);
  EXPECT_NEAR(report.alignment.effective[1], 1.620245, 5e-7);
  EXPECT_EQ(report.pcns[0].matched, "H1");
  EXPECT_EQ(report.pcns[0].pieces, 2u);
  EXPECT_NEAR(report.registered[0], 2900, 1e-9);
  EXPECT_NEAR(report.resident[0], 2900, 1e-9);
}

TEST(WhoCovers, APostHeldAtPlaceLevelCoversEverybodyAndAnUnknownPostcodeIsSaid) {
  auto place = toy::three_practices();
  auto held = toy::staff("held", "INT administrator", 2);
  held.level = "place";
  place.workforce.push_back(held);
  const auto answer = find_who_covers(place, place.plans[0], "L3");
  ASSERT_EQ(answer.covers.size(), 2u);
  EXPECT_EQ(answer.covers[0].level, "place");
  EXPECT_EQ(answer.covers[1].employer, "Employer of wP2");
  EXPECT_EQ(answer.neighbourhood, "N2");
  EXPECT_THROW((void)find_who_covers(place, place.plans[0], "LS1 1AA"), geo::InputError);
}

datasets::Place aged_place() {
  auto place = toy::place_of({{"n1", 39500}, {"n2", 1000}});
  place.ages = {{"n1", "0-64", "", 32500},
                {"n1", "65-84", "", 5800},
                {"n1", "85+", "", 1200},
                {"n2", "0-64", "", 1000}};
  place.plans = {toy::plan_of({{"n1", "N1"}, {"n2", "N2"}})};
  auto row = toy::staff("1", "district nurse", 24);
  row.area_id = "n1";
  place.workforce = {row};
  for (const auto& [year, a, b, c] :
       {std::tuple{"2025", 160000, 32000, 6000}, std::tuple{"2035", 163000, 38500, 8100}}) {
    place.projections.push_back(
        {"E08000001", year, "", "0-64", "population", static_cast<double>(a), "SNPP", "one"});
    place.projections.push_back(
        {"E08000001", year, "", "65-84", "population", static_cast<double>(b), "SNPP", "one"});
    place.projections.push_back(
        {"E08000001", year, "", "85+", "population", static_cast<double>(c), "SNPP", "one"});
  }
  place.weights = {
      {"old", "age", "0-64", .8, ""}, {"old", "age", "65-84", 1.9, ""}, {"old", "age", "85+", 3.6, ""}};
  return place;
}

TEST(PlaceProjection, ANeighbourhoodNeedsTheWorkedStaffAndTwoEditionsGiveARange) {
  auto place = aged_place();
  const auto one = project_place(
      place, place.plans[0],
      {.to = 2035, .from = {}, .measure = {}, .scheme = {}, .groups = {}, .rule = {}, .housing = {}});
  EXPECT_NEAR(one.units[0].central.required, 26.4603, 5e-5);
  EXPECT_LT(one.units[0].range.low, one.units[0].range.high);
  for (const auto& row : std::vector(place.projections)) {
    auto second = row;
    second.edition = "two";
    if (second.year == "2035") second.value *= 1.1;
    place.projections.push_back(second);
  }
  const auto two = project_place(
      place, place.plans[0],
      {.to = 2035, .from = {}, .measure = {}, .scheme = {}, .groups = {}, .rule = {}, .housing = {}});
  EXPECT_EQ(two.editions.size(), 2u);
  EXPECT_NEAR(two.units[0].range.low, 26.4603, 5e-5);
  EXPECT_NEAR(two.units[0].range.high, 26.4603 * 1.1, 1e-4);
}

TEST(PlaceProjection, AYearTheProjectionLacksIsRefusedAndNoTableIsSaid) {
  auto place = aged_place();
  ProjectionQuestion question;
  question.to = 2044;
  EXPECT_THROW((void)project_place(place, place.plans[0], question), geo::InputError);
  question.to = 2035;
  question.from = 2020;
  EXPECT_THROW((void)project_place(place, place.plans[0], question), geo::InputError);
  question.from.reset();
  place.projections.clear();
  EXPECT_THROW((void)project_place(place, place.plans[0], question), geo::InputError);
}

TEST(PlaceProjection, SingleYearsAreAddedUpToTheBandsOfTheAges) {
  auto place = aged_place();
  std::vector<datasets::ProjectionRow> years;
  for (const auto& row : place.projections)
    for (int age = row.age_band == "0-64"    ? 0
                   : row.age_band == "65-84" ? 65
                                             : 85;
         age <= (row.age_band == "0-64"    ? 64
                 : row.age_band == "65-84" ? 84
                                           : 90);
         ++age) {
      auto one = row;
      one.age_band = age == 90 ? "90 and over" : std::to_string(age);
      one.value = row.value / (row.age_band == "0-64" ? 65 : row.age_band == "65-84" ? 20 : 6);
      years.push_back(one);
    }
  place.projections = years;
  ProjectionQuestion question;
  question.to = 2035;
  EXPECT_NEAR(project_place(place, place.plans[0], question).units[0].central.required, 26.4603, 5e-5);
}

}  // namespace
}  // namespace placewright::boundaries::workforce
