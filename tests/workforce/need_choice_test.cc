#include "boundaries/workforce/supply/need_choice.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "boundaries/workforce/cover/disclosure.h"
#include "boundaries/workforce/cover/role_need.h"
#include "boundaries/workforce/plan/rebalance_roles.h"
#include "boundaries/workforce/supply/place_need.h"
#include "geo/error.h"
#include "tests/workforce/toy_staff.h"

namespace placewright::boundaries::workforce {
namespace {

bool flags(const std::vector<geo::Finding>& findings, const std::string& code) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const auto& finding) { return finding.code == code; });
}

/// A young and an old neighbourhood of 2,000 people each, with nurses for both and a doctor.
datasets::Place young_and_old(bool by_sex = false) {
  auto place = toy::place_of({{"L1", 2000}, {"L2", 2000}});
  const auto add = [&](const char* area, const char* band, double people) {
    if (!by_sex) return place.ages.push_back({area, band, "", people});
    place.ages.push_back({area, band, "F", people / 2});
    place.ages.push_back({area, band, "M", people / 2});
  };
  const double young[] = {600, 1000, 200, 200}, old[] = {200, 400, 800, 600};
  const char* const bands[] = {"0-19", "20-44", "45-64", "65+"};
  for (std::size_t b = 0; b < 4; ++b) {
    add("L1", bands[b], young[b]);
    add("L2", bands[b], old[b]);
  }
  for (const auto* group : {"CN", "HV", "GP"})
    for (const auto* area : {"L1", "L2"}) {
      auto row = toy::staff(std::string(group) + area, "x", 4);
      row.role_group = group;
      row.area_id = area;
      row.headcount = 40;
      place.workforce.push_back(row);
    }
  place.plans = {toy::plan_of({{"L1", "N1"}, {"L2", "N2"}})};
  return place;
}

PlaceNeed need_of(const datasets::Place& place, const std::string& word,
                  const std::vector<std::string>& groups) {
  return find_need(place, collect_lists(place), word, groups);
}

TEST(NeedChoice, EachRoleGroupHasItsSchemeAndSeveralThatOfTheOthers) {
  const auto place = young_and_old();
  const auto nurses = need_of(place, "set:services", {"CN"});
  EXPECT_EQ(nurses.scheme, "ages:65+");
  EXPECT_NEAR(nurses.need.people[0], 1000, 1e-9);  // 200 and 600 older people of 4,000 people in all
  EXPECT_NEAR(nurses.need.people[1], 3000, 1e-9);
  const auto visitors = need_of(place, "set:services", {"HV"});
  EXPECT_EQ(visitors.scheme, "ages:0-19");
  EXPECT_NEAR(visitors.need.people[0], 3000, 1e-9);
  EXPECT_EQ(need_of(place, "set:services", {"CN", "ASC"}).scheme, "ages:65+");
  EXPECT_EQ(need_of(place, "set:services", {"CN", "HV"}).scheme, "none");
  EXPECT_EQ(need_of(place, "set:services", {}).scheme, "none");
  EXPECT_EQ(need_of(place, "set:people", {"CN"}).scheme, "none");
}

TEST(NeedChoice, ThePlaceSaysItsOwnBySettings) {
  auto place = young_and_old();
  place.settings["need"] = "none";
  place.settings["need.CN"] = "ages:65+";
  EXPECT_EQ(need_of(place, "", {"CN"}).scheme, "ages:65+");
  EXPECT_EQ(need_of(place, "", {"HV"}).scheme, "none");
  EXPECT_EQ(need_of(place, "none", {"CN"}).scheme, "none")
      << "a scheme asked for goes before the place's own";
  place.settings["need"] = "set:services";
  EXPECT_EQ(need_of(place, "", {"HV"}).scheme, "ages:0-19");
  place.settings["need.HV"] = "ages:20-44";
  EXPECT_EQ(need_of(place, "", {"HV"}).scheme, "ages:20-44") << "a group's own setting goes before the set";
}

TEST(NeedChoice, WhatThereIsNotIsRefusedByName) {
  auto place = young_and_old();
  EXPECT_THROW((void)need_of(place, "set:nothing", {}), geo::InputError);
  EXPECT_THROW((void)need_of(place, "ages:old", {}), geo::InputError);
  place.settings["need.NURSES"] = "none";
  EXPECT_THROW((void)need_of(place, "", {}), geo::InputError);
}

TEST(NeedChoice, ASchemeOfATableThatCannotWeighGivesWayWithAFindingAndANamedOneIsRefused) {
  const auto place = young_and_old();  // without weighted lists
  const auto doctors = need_of(place, "set:lists", {"GP"});
  EXPECT_EQ(doctors.scheme, "none");
  EXPECT_TRUE(flags(doctors.findings, "NEED_SCHEME_REFUSED"));
  EXPECT_THROW((void)need_of(place, "carr_hill", {"GP"}), geo::InputError);
  // 65+ holds the ages from 70 on, and how many of them is not known.
  EXPECT_THROW((void)need_of(place, "ages:70+", {"CN"}), geo::InputError);
}

TEST(NeedChoice, MaternityCountsWomenOfTheseAgesAndNeedsAgesBySex) {
  EXPECT_THROW((void)need_of(young_and_old(), "ages:F 20-44", {}), geo::InputError);
  const auto need = need_of(young_and_old(true), "ages:F 20-44", {});
  EXPECT_NEAR(need.need.people[0], 4000 * 1000.0 / 1400, 1e-9);
}

TEST(NeedChoice, TheExampleByAgeAndSexIsFlaggedAndNeverADefault) {
  auto place = young_and_old();
  place.ages.clear();
  for (const auto* sex : {"F", "M"}) {
    place.ages.push_back({"L1", "0-4", sex, 1000});
    place.ages.push_back({"L2", "85+", sex, 1000});
  }
  const auto need = need_of(place, "age-sex-example", {});
  EXPECT_TRUE(flags(need.findings, "NEED_EXAMPLE"));
  const double first = 3.64 + 3.97, second = 6.72 + 6.27;
  EXPECT_NEAR(need.need.people[1], 4000 * second / (first + second), 1e-9);
  EXPECT_NE(need_of(place, "", {}).scheme, "age-sex-example");
}

TEST(NeedChoice, TheTableOfRoleGroupsAndTheMovesAreThoseOfEachGroupAlone) {
  const auto place = young_and_old();
  CoverageRequest question;
  question.scheme = "set:services";
  const auto coverage = measure_coverage(place, place.plans.front(), question);
  EXPECT_NEAR(coverage.unit[0].gap, 0, 1e-9) << "people are as many in both";
  const auto roles = measure_role_need(place, place.plans.front(), question, coverage);
  ASSERT_EQ(roles.size(), 3U);
  for (const auto& role : roles) {
    const double gap = role.group == "CN" ? 2 : role.group == "HV" ? -2 : 0;  // 4 WTE against 2, 6 or 4
    EXPECT_NEAR(role.unit[0].gap, gap, 1e-9) << role.group;
    EXPECT_NEAR(role.unit[1].gap, -gap, 1e-9) << role.group;
    EXPECT_EQ(role.scheme, role.group == "CN" ? "ages:65+" : role.group == "HV" ? "ages:0-19" : "none");
    EXPECT_FALSE(role.hidden);
  }
  for (const auto& moves : rebalance_roles(place, place.plans.front(), question)) {
    EXPECT_NEAR(moves.moves.moved, moves.group == "GP" ? 0 : 2, 1e-9) << moves.group;
    EXPECT_EQ(moves.scheme, moves.group == "CN" ? "ages:65+" : moves.group == "HV" ? "ages:0-19" : "none");
  }
  question.scheme = "none";
  EXPECT_TRUE(measure_role_need(place, place.plans.front(), question, coverage).empty());
}

TEST(NeedChoice, OfFewStaffNoFigureByNeedIsPublished) {
  auto place = young_and_old();
  for (auto& row : place.workforce)
    if (row.role_group == "HV" && row.area_id == "L1") {
      row.wte = 1;
      row.headcount = 1;
    }
  CoverageRequest question;
  question.scheme = "set:services";
  const auto coverage = hide_small(measure_coverage(place, place.plans.front(), question));
  for (const auto& role : measure_role_need(place, place.plans.front(), question, coverage))
    EXPECT_TRUE(role.hidden || role.group != "HV") << role.group;
}

}  // namespace
}  // namespace placewright::boundaries::workforce
