#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/cover/disclosure.h"
#include "boundaries/workforce/cover/footprints.h"
#include "boundaries/workforce/plan/place_projection.h"
#include "boundaries/workforce/plan/rebalance_roles.h"
#include "boundaries/workforce/supply/organisations.h"
#include "datasets/import/import.h"
#include "geo/error.h"
#include "tests/workforce/toy_staff.h"

/// Missing is not zero: who reported what, and whom a rate speaks of.
namespace placewright::boundaries::workforce {
namespace {

const geo::Finding* find_code(const std::vector<geo::Finding>& findings, std::string_view code) {
  const auto at = std::find_if(findings.begin(), findings.end(),
                               [&](const auto& finding) { return finding.code == code; });
  return at == findings.end() ? nullptr : &*at;
}

/// Two PCNs of one practice each, two areas of 10,000 each; a neighbourhood each.
datasets::Place two_pcns() {
  auto place =
      toy::place_of({{"A", 10000, 60, 1}, {"B", 10000, 52, 2}, {"C", 10000, 44, 3}, {"D", 10000, 36, 4}});
  place.sites = {toy::practice("P1", "U1", "A"), toy::practice("P2", "U2", "D")};
  place.registrations = {{"P1", "A", 10000}, {"P1", "B", 10000}, {"P2", "C", 10000}, {"P2", "D", 10000}};
  place.plans = {toy::plan_of({{"A", "N1"}, {"B", "N1"}, {"C", "N2"}, {"D", "N2"}})};
  return place;
}

void add_pcn_row(datasets::Place& place, const std::string& pcn, const std::string& group, double wte,
                 const std::string& source) {
  auto row = toy::staff("r" + std::to_string(place.workforce.size()), "somebody", wte);
  row.role_group = group;
  row.pcn_code = pcn;
  row.source = source;
  row.employer = "Trust";
  place.workforce.push_back(row);
}

Coverage measure_groups(const datasets::Place& place, std::vector<std::string> groups = {}) {
  CoverageRequest question;
  question.scheme = "none";
  question.groups = std::move(groups);
  return measure_coverage(place, place.plans[0], question);
}

TEST(Silence, ARowWithoutWteIsNoReport) {
  auto place = two_pcns();
  add_pcn_row(place, "U1", "ARRS", 8, "return");
  add_pcn_row(place, "U2", "ARRS", datasets::kMissing, "return");
  const auto coverage = measure_groups(place);
  EXPECT_EQ(coverage.reporting.pcns_missing, std::vector<std::string>{"U2"});
  EXPECT_NEAR(coverage.unit[0].per_10k_residents, 4, 1e-9);
  EXPECT_NEAR(coverage.unit[0].gap, 0, 1e-9) << "nobody else is known to compare it with";
  for (const double figure :
       {coverage.unit[1].wte, coverage.unit[1].per_10k_residents, coverage.unit[1].per_10k_need,
        coverage.unit[1].fair, coverage.unit[1].gap, coverage.role_wte[1]})
    EXPECT_TRUE(std::isnan(figure));
  EXPECT_TRUE(coverage.unit[1].partial);
  EXPECT_NE(find_code(coverage.findings, "COVERAGE_LOW"), nullptr);
  EXPECT_NE(find_code(coverage.findings, "UNIT_PARTIAL"), nullptr);
}

TEST(Silence, StaffOfAnotherSourceOrRoleUnderAPcnsCodeReportNothingForIt) {
  auto place = two_pcns();
  add_pcn_row(place, "U1", "ARRS", 8, "return");
  add_pcn_row(place, "U1", "CN", 1, "return");
  add_pcn_row(place, "U2", "CN", 1, "return");
  add_pcn_row(place, "U1", "ARRS", 1, "another");
  add_pcn_row(place, "U2", "ARRS", 1, "another");
  auto coverage = measure_groups(place, {"ARRS"});
  EXPECT_EQ(coverage.reporting.pcns_missing, std::vector<std::string>{"U2"})
      << "it sent none in the first source";
  EXPECT_NEAR(coverage.unit[1].coverage, 2.0 / 10, 1e-9)
      << "8 of 10 WTE are of a return in which it is silent";
  EXPECT_TRUE(std::isnan(coverage.unit[1].per_10k_residents));
  coverage = measure_groups(place, {"CN"});
  EXPECT_TRUE(coverage.reporting.pcns_missing.empty());
  EXPECT_NEAR(coverage.unit[1].per_10k_residents, 0.5, 1e-9);
  coverage = measure_groups(place);
  EXPECT_EQ(coverage.reporting.pcns_missing, std::vector<std::string>{"U2"});
  EXPECT_TRUE(coverage.unit[1].partial);
}

TEST(Silence, APublishedTableTellsAllStaffOfAPcnThatIsInIt) {
  auto place = two_pcns();
  datasets::Source source;
  source.taken_for = "PCN workforce by role";
  source.publisher = "NHS England";
  place.sources = {source};
  add_pcn_row(place, "U1", "ARRS", 8, source.taken_for);
  add_pcn_row(place, "U1", "PADMIN", 2, source.taken_for);
  add_pcn_row(place, "U2", "ARRS", 6, source.taken_for);
  const auto coverage = measure_groups(place);
  EXPECT_TRUE(coverage.reporting.pcns_missing.empty());
  EXPECT_NEAR(coverage.unit[1].per_10k_residents, 3, 1e-9);
}

TEST(Silence, AnEmployersRowWithoutWteLeavesItsAreaUnknown) {
  auto place = two_pcns();
  for (const auto& [area, wte] : {std::pair{"A", 6.0}, std::pair{"C", datasets::kMissing}}) {
    auto row = toy::staff(area, "district nurse", wte);
    row.employer = "Trust";
    row.area_id = area;
    place.workforce.push_back(row);
  }
  const auto coverage = measure_groups(place);
  EXPECT_NEAR(coverage.unit[0].wte, 6, 1e-9);
  EXPECT_NEAR(coverage.unit[1].coverage, 0.5, 1e-9)
      << "of area C nothing is known, of D there is nothing to know";
  EXPECT_TRUE(std::isnan(coverage.unit[1].wte));
  EXPECT_TRUE(std::isnan(coverage.unit[1].per_10k_residents));
  const auto covers = find_who_covers(place, place.plans[0], "C");
  ASSERT_EQ(covers.covers.size(), 1u) << "a team of unknown size covers all the same";
  EXPECT_TRUE(std::isnan(covers.covers[0].wte));
}

TEST(Silence, WhatWasNeverLoadedIsMissingAndNotNobody) {
  auto place = two_pcns();
  add_pcn_row(place, "U1", "ARRS", 8, "return");
  add_pcn_row(place, "U2", "ARRS", 8, "return");
  add_pcn_row(place, "U2", "MH", datasets::kMissing, "return");
  const auto mental = measure_groups(place, {"MH"});
  for (const auto& unit : mental.unit) {
    EXPECT_TRUE(std::isnan(unit.wte));
    EXPECT_TRUE(std::isnan(unit.gap));
  }
  for (const double wte : mental.role_wte)
    EXPECT_TRUE(std::isnan(wte)) << "and the groups that were not asked for are not 0";
  const auto housing = measure_groups(place, {"HOUS"});
  EXPECT_TRUE(std::isnan(housing.unit[0].wte));
  const auto all = measure_groups(place);
  for (const auto& family : all.families)
    if (family.family == "mental health") {
      EXPECT_FALSE(family.missing);
      EXPECT_TRUE(std::isnan(family.wte));
    }
  place.registrations.clear();
  for (auto& row : place.workforce) {
    row.area_id = row.pcn_code == "U1" ? "A" : "C";
    row.pcn_code.clear();
  }
  const auto unregistered = measure_groups(place);
  EXPECT_TRUE(std::isnan(unregistered.unit[0].registered));
  EXPECT_TRUE(std::isnan(unregistered.unit[0].per_10k_registered));
  datasets::Site base;
  base.id = "B1";
  base.kind = "base";
  place.sites.push_back(base);
  auto hidden = toy::staff("b", "district nurse", datasets::kMissing);
  hidden.base_id = "B1";
  place.workforce.push_back(hidden);
  const auto bases = measure_bases(place, allocate_workforce(place, place.plans[0], collect_lists(place)));
  ASSERT_EQ(bases.size(), 1u);
  EXPECT_TRUE(std::isnan(bases[0].wte));
}

TEST(Silence, AnAreaWithoutNeedLeavesItsPeopleAndItsStaffOutOfFiguresByNeed) {
  auto place = toy::place_of({{"A", 2000, 60, datasets::kMissing},
                              {"B", 2000, 52, 2},
                              {"C", 2000, 44, 3},
                              {"D", 2000, 36, 4},
                              {"E", 2000, 28, 5},
                              {"F", 2000, 20, 6}});
  for (const auto* quintile : {"1", "2", "3", "4", "5"})
    place.weights.push_back({"s1", "imd_quintile", quintile, 1, ""});
  for (const auto& area : place.areas.code) {
    auto row = toy::staff(area, "district nurse", 2);
    row.area_id = area;
    place.workforce.push_back(row);
  }
  place.plans = {
      toy::plan_of({{"A", "N1"}, {"B", "N1"}, {"C", "N1"}, {"D", "N2"}, {"E", "N2"}, {"F", "N2"}})};
  const auto coverage = measure_coverage(place, place.plans[0]);
  EXPECT_NEAR(coverage.unit[0].wte, 6, 1e-9);
  EXPECT_NEAR(coverage.unit[0].judged_wte, 4, 1e-9);
  EXPECT_NEAR(coverage.unit[0].per_10k_need, coverage.unit[1].per_10k_need, 1e-9);
  for (const auto& unit : coverage.unit) EXPECT_NEAR(unit.gap, 0, 1e-9);
  EXPECT_NEAR(coverage.equity.to_move, 0, 1e-9);
  EXPECT_NEAR(coverage.equity.gini_need, 0, 1e-9);
  for (const auto& role : rebalance_roles(place, place.plans[0], {})) EXPECT_NEAR(role.moves.moved, 0, 1e-9);
}

TEST(Silence, PeopleOfUnknownNumberLeaveTheirStaffOutOfTheRate) {
  auto place = toy::place_of({{"A", datasets::kMissing, 60, 1}, {"B", 2000, 52, 2}});
  for (const auto& area : place.areas.code) {
    auto row = toy::staff(area, "district nurse", 2);
    row.area_id = area;
    place.workforce.push_back(row);
  }
  place.plans = {toy::plan_of({{"A", "N1"}, {"B", "N1"}})};
  EXPECT_NEAR(measure_groups(place).unit[0].per_10k_residents, 10, 1e-9);
}

TEST(Silence, PeopleRegisteredBeyondABorderLeaveTheRatesOfStaffThatFollowLists) {
  auto place = two_pcns();
  place.registrations[1].patients = 100;  // of 10,000 people of B
  add_pcn_row(place, "U1", "ARRS", 8, "return");
  add_pcn_row(place, "U2", "ARRS", 8, "return");
  const auto coverage = measure_groups(place);
  EXPECT_NEAR(coverage.unit[0].coverage, 0.505, 1e-9);
  EXPECT_TRUE(std::isnan(coverage.unit[0].per_10k_residents))
      << "too few are known to be registered anywhere";
  EXPECT_NE(find_code(coverage.findings, "REGISTERED_ELSEWHERE"), nullptr);
  place.registrations[1].patients = 7000;
  EXPECT_NEAR(measure_groups(place).unit[0].per_10k_residents, 8 / 1.7, 1e-9);
  place.registrations[1].patients = 8000;
  EXPECT_NEAR(measure_groups(place).unit[0].coverage, 1, 1e-9)
      << "lists and residents always differ somewhat";
}

TEST(Silence, InequalityNeedsNoDeprivationToBeMeasured) {
  EquityUnits units{{"a", "b"}, {1000, 1000}, {1, 3}, {kNotMeasured, kNotMeasured}, {}, {}, {}};
  const auto equity = measure_equity(units);
  EXPECT_NEAR(equity.gini, 0.25, 1e-9);
  EXPECT_NEAR(equity.to_move, 1, 1e-9);
  EXPECT_TRUE(std::isnan(equity.concentration));
  EXPECT_EQ(equity.slope.refused, "no unit has a deprivation score");
}

TEST(Silence, SharesThatAreNoneAreNamedAndAllWteOfTheFileIsAccountedFor) {
  auto place = two_pcns();
  const std::tuple<const char*, double, double, const char*> rows[] = {
      {"1", 0.5, 10, "A"}, {"2", 3, 2, "B"}, {"3", -1, 2, "C"}, {"4", 1, 4, "C"}, {"5", 1, 4, "C"}};
  for (const auto& [id, share, wte, area] : rows) {
    auto row = toy::staff(id, "dn", wte);
    row.role_group = "CN";
    row.employer = "Trust";
    row.share = share;
    row.headcount = wte;
    row.area_id = area;
    place.workforce.push_back(row);
  }
  const auto coverage = measure_groups(place);
  EXPECT_NEAR(coverage.total.input, 18, 1e-9);
  EXPECT_NEAR(coverage.total.allocated, 13, 1e-9);
  EXPECT_NEAR(coverage.total.unallocated, 5, 1e-9);
  EXPECT_NEAR(coverage.left_out_wte, 4, 1e-9);
  EXPECT_NEAR(coverage.by_group[0].account.input, 18, 1e-9) << "by role group as in all";
  std::vector<std::string> named;
  for (const auto& finding : coverage.findings)
    if (finding.code == "SHARE_IMPOSSIBLE" || finding.code == "SHARES_NOT_ONE" ||
        finding.code == "LIKELY_DUPLICATE")
      named.push_back(finding.where);
  std::sort(named.begin(), named.end());
  EXPECT_EQ(named, (std::vector<std::string>{"workforce row 1", "workforce row 2", "workforce row 3",
                                             "workforce rows 4 and 5"}));
}

TEST(Silence, AMobileTeamWithAPcnPatchIsAmongThatPcnsPeople) {
  auto place = two_pcns();
  datasets::Site base;
  base.id = "B1";
  base.kind = "base";
  base.x = base.y = 0;
  place.sites.push_back(base);
  place.footprints = {{"F0", "CN", "neighbourhood", "pcn", "U1", 1}};
  auto team = toy::staff("t", "district nurse", 5);
  team.base_id = "B1";
  team.footprint_id = "F0";
  team.allocation = "travel";
  place.workforce = {team};
  const auto coverage = measure_groups(place);
  EXPECT_NEAR(coverage.total.allocated, 5, 1e-9);
  EXPECT_NEAR(coverage.unit[0].wte, 5, 1e-9);
  EXPECT_NEAR(coverage.total.unallocated, 0, 1e-9);
}

TEST(Silence, APcnIsNamedByATableOfPcnsOrNotAtAll) {
  auto place = two_pcns();
  for (auto& code : place.areas.pcn_code) code = "U1";
  add_pcn_row(place, "U1", "ARRS", 8, "return");
  place.workforce.back().employer = "A Trust";
  const auto name_of = [&] {
    const auto report = measure_organisations(place, place.plans[0]);
    return std::vector<std::string>{report.pcns[0].name, find_units_of(place, place.plans[0], "pcn").name[0],
                                    find_who_covers(place, place.plans[0], "A").pcn_shares[0]};
  };
  EXPECT_EQ(name_of(), (std::vector<std::string>{"", "U1", "U1 100 %"}));
  place.settings["pcn_name.U1"] = "North PCN";
  EXPECT_EQ(name_of(), (std::vector<std::string>{"North PCN", "North PCN", "U1 North PCN 100 %"}));
}

TEST(Silence, TheDefinitionOfWorkforceIsOneKeyAndOlderPlacesAreStillRead) {
  auto place = two_pcns();
  place.settings["definition_of_workforce"] = "As it was written.";
  EXPECT_EQ(definition_of_workforce(place), "As it was written.");
  place.settings["workforce_definition"] = "As it is.";
  EXPECT_EQ(definition_of_workforce(place), "As it is.");
}

TEST(Silence, LeedsWithRowsOfAnotherEmployerUnderPcnCodesMissesTheSamePcns) {
  const std::string data = PLACEWRIGHT_SHARED "/data";
  if (!std::filesystem::exists(data + "/places/leeds")) GTEST_SKIP() << "no data folder at " << data;
  auto place =
      datasets::import_files(
          std::nullopt,
          {data + "/places/leeds/leeds.gpkg", data + "/england/england_gp_practices.csv",
           data + "/england/england_gp_registrations_lsoa21.zip", data + "/places/leeds/pcn_workforce.csv"},
          {})
          .place;
  datasets::PlanRecord plan;
  plan.name = "runs";
  for (std::size_t i = 0; i < place.areas.size(); ++i)
    plan.assignments.push_back(
        {place.areas.code[i], "N" + std::to_string(10 + i * 15 / place.areas.size()), false});
  CoverageRequest question;
  question.scheme = "none";
  const auto before = measure_coverage(place, plan, question);
  ASSERT_EQ(before.reporting.pcns_missing.size(), 3u);
  const auto published = hide_small(before);
  EXPECT_EQ(published.hidden_cells, 0u) << "shares of published totals are no small cells";
  for (const double wte : published.role_wte) EXPECT_FALSE(std::isnan(wte));
  for (const auto* group : {"CN", "ARRS"}) {
    SCOPED_TRACE(group);
    auto more = place;
    for (const auto& pcn : before.reporting.pcns) add_pcn_row(more, pcn, group, 1, "invented");
    question.groups.clear();
    const auto after = measure_coverage(more, plan, question);
    EXPECT_EQ(after.reporting.pcns_missing, before.reporting.pcns_missing);
    EXPECT_EQ(after.confidence, before.confidence);
    question.groups = {"ARRS"};
    EXPECT_EQ(measure_coverage(more, plan, question).reporting.pcns_missing, before.reporting.pcns_missing);
  }
}

}  // namespace
}  // namespace placewright::boundaries::workforce
