#include "boundaries/workforce/cover/coverage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "boundaries/workforce/plan/rebalance_roles.h"
#include "boundaries/workforce/supply/roles.h"
#include "geo/error.h"
#include "geo/random.h"
#include "tests/workforce/toy_staff.h"

namespace placewright::boundaries::workforce {
namespace {

bool has_code(const std::vector<geo::Finding>& findings, std::string_view code) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const auto& finding) { return finding.code == code; });
}

TEST(Coverage, StaffOfPracticesReachTheWorkedAreasAndTheFourTotalsArePrinted) {
  const auto place = toy::three_practices();
  CoverageRequest question;
  question.scheme = "none";
  const auto coverage = measure_coverage(place, place.plans[0], question);
  EXPECT_NEAR(coverage.area_wte[0], 6.8, 1e-12);
  EXPECT_NEAR(coverage.area_wte[1], 4.2, 1e-12);
  EXPECT_NEAR(coverage.area_wte[2], 3.9, 1e-12);
  EXPECT_NEAR(coverage.total.input, 15, 1e-12);
  EXPECT_NEAR(coverage.total.outside, 0.06, 1e-12);
  EXPECT_NEAR(coverage.total.unknown, 0.04, 1e-12);
  EXPECT_NEAR(coverage.total.error(), 0, 1e-9);
  question.by = "area";
  const auto areas = measure_coverage(place, place.plans[0], question);
  const std::vector<double> resident{18.8889, 14.4828, 9.5122}, registered{19.4286, 14.0, 10.0};
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(areas.unit[k].per_10k_residents, resident[k], 5e-5);
    EXPECT_NEAR(areas.unit[k].per_10k_registered, registered[k], 5e-5);
  }
  // The same totals by employer, and by sector.
  double employers = 0, sectors = 0;
  for (const auto& total : coverage.by_employer) employers += total.account.allocated;
  for (const auto& total : coverage.by_sector) sectors += total.account.allocated;
  EXPECT_NEAR(employers, coverage.total.allocated, 1e-9);
  EXPECT_NEAR(sectors, coverage.total.allocated, 1e-9);
}

TEST(Coverage, EveryKindOfStaffIsConservedAndSaid) {
  auto place = toy::three_practices();
  place.ages = {{"L1", "0-64", "", 3000}, {"L1", "65+", "", 600},   {"L2", "0-64", "", 2000},
                {"L2", "65+", "", 900},   {"L3", "0-64", "", 4000}, {"L3", "65+", "", 100}};
  datasets::Site base;
  base.id = "B1";
  base.kind = "base";
  base.x = 0;
  base.y = 0;
  place.sites.push_back(base);
  place.footprints = {{"F1", "palliative", "multi", "lsoa", "L2", 1},
                      {"F1", "palliative", "multi", "neighbourhood", "N2", 1}};
  auto add = [&](const char* id, const char* role, double wte) -> datasets::WorkforceRow& {
    place.workforce.push_back(toy::staff(id, role, wte));
    return place.workforce.back();
  };
  add("foot", "palliative nurse", 3).footprint_id = "F1";
  add("home", "district nurse", 4).base_id = "B1";
  add("held", "INT administrator", 2).level = "place";
  auto& social = add("asc", "social worker", 30);
  social.area_id = "E08000001";
  social.allocation = "spread";
  add("lost", "podiatrist", 1.5).practice_code = "NOBODY";
  add("patch", "community nurse", 1).area_id = "L3";
  add("minus", "district nurse", -2).area_id = "L3";
  add("none", "district nurse", datasets::kMissing).area_id = "L3";
  add("strange", "time lord", 0.5).area_id = "L1";
  auto& half = add("half1", "manager", 1);
  half.post_id = "post";
  half.share = 0.5;
  half.area_id = "L1";
  auto& other = add("half2", "manager", 1);
  other.post_id = "post";
  other.share = 0.3;
  other.area_id = "L2";
  const auto coverage = measure_coverage(place, place.plans[0]);
  const double input = 15 + 3 + 4 + 2 + 30 + 1.5 + 1 + 0.5 + 1;
  EXPECT_NEAR(coverage.total.input, input, 1e-9);
  EXPECT_NEAR(coverage.total.error(), 0, 1e-9);
  EXPECT_NEAR(coverage.total.held, 2, 1e-12);
  EXPECT_NEAR(coverage.total.unallocated, 2 + 1.5 + 0.2, 1e-9);
  EXPECT_NEAR(std::accumulate(coverage.area_wte.begin(), coverage.area_wte.end(), 0.0),
              coverage.total.allocated, 1e-9);
  for (const auto* code : {"NEGATIVE_WTE", "MISSING_WTE", "SHARES_NOT_ONE", "NOT_PLACED", "UNKNOWN_ROLE",
                           "STRAIGHT_LINE", "ESTIMATED_SUPPLY", "UPTAKE", "ECOLOGICAL", "FAMILY_MISSING"})
    EXPECT_TRUE(has_code(coverage.findings, code)) << code;
  EXPECT_EQ(coverage.unknown_roles, (std::vector<std::string>{"time lord"}));
  EXPECT_EQ(coverage.confidence, 'D') << "straight lines behind travel decay";
  // Social care goes by people of 65 and over: 600, 900 and 100 of 1600.
  double social_in_l1 = 0;
  CoverageRequest by_area;
  by_area.by = "area";
  for (const auto& cell : measure_coverage(place, place.plans[0], by_area).cells)
    if (cell.group == "ASC" && cell.unit == 0) {
      social_in_l1 += cell.wte;
      EXPECT_NEAR(cell.estimated_wte, cell.wte, 1e-12);
    }
  EXPECT_NEAR(social_in_l1, 30.0 * 600 / 1600, 1e-9);
  // Families: voluntary has no staff.
  for (const auto& family : coverage.families)
    EXPECT_EQ(family.missing, family.family == "voluntary" || family.family == "mental health")
        << family.family;
}

TEST(Coverage, GapsAddUpToNothingAndCellsToTheUnits) {
  const auto place = toy::three_practices();
  const auto coverage = measure_coverage(place, place.plans[0]);
  double gaps = 0;
  std::vector<double> cells(coverage.units.size(), 0);
  for (const auto& unit : coverage.unit) gaps += unit.gap;
  for (const auto& cell : coverage.cells) cells[cell.unit] += cell.wte;
  EXPECT_NEAR(gaps, 0, 1e-9);
  for (std::size_t k = 0; k < cells.size(); ++k) EXPECT_NEAR(cells[k], coverage.unit[k].wte, 1e-9);
}

TEST(Coverage, APcnWithoutRowsIsMissingAndNotZero) {
  auto place = toy::three_practices();
  place.workforce.clear();
  auto row = toy::staff("u1", "Pharmacist", 6);
  row.role_group = "Other Direct Patient Care staff";
  row.pcn_code = "U1";
  place.workforce.push_back(row);
  const auto coverage = measure_coverage(place, place.plans[0]);
  EXPECT_EQ(coverage.reporting.pcns_missing, (std::vector<std::string>{"U2"}));
  EXPECT_TRUE(has_code(coverage.findings, "COVERAGE_LOW"));
  ASSERT_EQ(coverage.units.id[1], "N2");
  EXPECT_TRUE(std::isnan(coverage.unit[1].per_10k_residents)) << "N2's only PCN did not report";
  EXPECT_NEAR(coverage.unit[1].coverage, 0, 1e-12);
  EXPECT_NEAR(coverage.unit[0].wte, 6, 1e-9);
  EXPECT_EQ(coverage.cells.front().group, "ARRS");
}

TEST(Coverage, TheOrderOfTheRowsChangesNothing) {
  auto place = toy::three_practices();
  const auto before = measure_coverage(place, place.plans[0]);
  std::reverse(place.workforce.begin(), place.workforce.end());
  std::reverse(place.registrations.begin(), place.registrations.end());
  std::reverse(place.sites.begin(), place.sites.end());
  const auto after = measure_coverage(place, place.plans[0]);
  ASSERT_EQ(before.cells.size(), after.cells.size());
  for (std::size_t k = 0; k < before.cells.size(); ++k)
    EXPECT_NEAR(before.cells[k].wte, after.cells[k].wte, 1e-12);
  EXPECT_NEAR(before.equity.gini, after.equity.gini, 1e-12);
}

TEST(Coverage, OtherGroupingsAddUpToTheSameStaffAndUnknownOnesAreRefused) {
  const auto place = toy::three_practices();
  for (const auto* kind : {"neighbourhood", "area", "lad", "place"}) {
    CoverageRequest question;
    question.by = kind;
    const auto coverage = measure_coverage(place, place.plans[0], question);
    double all = 0;
    for (const auto& unit : coverage.unit) all += unit.wte;
    EXPECT_NEAR(all, coverage.total.allocated, 1e-9) << kind;
  }
  CoverageRequest question;
  question.by = "parish";
  EXPECT_THROW((void)measure_coverage(place, place.plans[0], question), geo::InputError);
  question.by = "neighbourhood";
  question.scheme = "unheard of";
  EXPECT_THROW((void)measure_coverage(place, place.plans[0], question), geo::InputError);
}

TEST(Coverage, ALikelyDuplicateIsWarnedOfAndCountedAllTheSame) {
  auto place = toy::three_practices();
  auto a = toy::staff("a", "Pharmacist", 0.6), b = toy::staff("b", "Pharmacist", 0.6);
  a.pcn_code = "U1";
  b.practice_code = "P1";
  place.workforce.push_back(a);
  place.workforce.push_back(b);
  const auto coverage = measure_coverage(place, place.plans[0]);
  EXPECT_TRUE(has_code(coverage.findings, "LIKELY_DUPLICATE"));
  EXPECT_NEAR(coverage.total.input, 16.2, 1e-9);
}

TEST(Need, AHotspotNoteRaisesNeedAndIsListedAndTheSumStays) {
  auto place = toy::three_practices();
  const auto lists = collect_lists(place);
  const auto plain = find_need(place, lists, "none");
  datasets::Note note;
  note.area = "L2";
  note.kind = "hotspot";
  note.uplift = 0.25;
  note.author = "a nurse";
  place.notes.push_back(note);
  const auto raised = find_need(place, lists, "none");
  EXPECT_GT(raised.need.people[1], plain.need.people[1]);
  EXPECT_NEAR(std::accumulate(raised.need.people.begin(), raised.need.people.end(), 0.0), 10600, 1e-6);
  EXPECT_TRUE(has_code(raised.findings, "HOTSPOT_UPLIFT"));
}

TEST(Need, PublishedWeightedListsReachAreasByListShare) {
  auto place = toy::three_practices();
  place.weights = {{"carr-hill", "practice", "P1", 1.2, ""}, {"carr-hill", "practice", "P2", 0.9, ""}};
  const auto need = find_need(place, collect_lists(place), "carr-hill");
  // L2: 2000 patients at 1.2 and 1000 at 0.9.
  EXPECT_NEAR(need.need.people[1] / need.need.people[0], 2900 * 1.1 / (3600 * 1.2), 1e-9);
}

TEST(Roles, PublishedStaffGroupsAndPlainWordsFindTheirGroupAndTheUnknownAreKept) {
  auto row = toy::staff("x", "Pharmacist", 1);
  row.pcn_code = "U1";
  row.role_group = "Other Direct Patient Care staff";
  EXPECT_EQ(find_group(row, {}).group, "ARRS");
  row.role_group = "Directors";
  EXPECT_EQ(find_group(row, {}).group, "PADMIN");
  row.pcn_code.clear();
  row.practice_code = "P1";
  row.role_group = "Direct Patient Care";
  EXPECT_EQ(find_group(row, {}).group, "DPC");
  row.role_group = "GP";
  EXPECT_EQ(find_group(row, {}).group, "GP");
  row.practice_code.clear();
  row.role_group.clear();
  row.role = "Time lord";
  EXPECT_EQ(find_group(row, {}).group, "OTHER");
  EXPECT_FALSE(find_group(row, {}).known);
  const std::vector<datasets::RoleRow> table{{"time lord", "SPEC", "NHS"}};
  EXPECT_EQ(find_group(row, table).group, "SPEC");
  EXPECT_EQ(find_sector(row, table), "NHS");
}

TEST(Rebalance, RoleByRoleInAPlaceMovesTheHooverShare) {
  const auto place = toy::three_practices();
  const auto results = rebalance_roles(place, place.plans[0], {});
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0].group, "PN");
  EXPECT_TRUE(results[0].moves.possible);
  EXPECT_NEAR(results[0].moves.moved, std::abs(results[0].misalignment.gap[0]), 1e-5);
}

TEST(WhatIf, AMoveChangesBothNeighbourhoodsAndNoTotalAndAFullBaseIsFlagged) {
  auto place = toy::three_practices();
  const auto scenario = parse_what_if(R"(
name = "two nurses west"
[[move]]
role_group = "PN"
wte = 2
from = "N2"
to = "The N1"
[[base]]
id = "NEW"
area = "L1"
desks = 12
wte = 15
)",
                                      "scenario.toml");
  CoverageRequest question;
  question.scheme = "none";
  const auto before = measure_coverage(place, place.plans[0], question);
  question.what_if = &scenario;
  const auto after = measure_coverage(place_with_bases(place, scenario), place.plans[0], question);
  EXPECT_NEAR(after.unit[0].wte, before.unit[0].wte + 2, 1e-9);
  EXPECT_NEAR(after.unit[1].wte, before.unit[1].wte - 2, 1e-9);
  EXPECT_NEAR(after.total.allocated, before.total.allocated, 1e-9);
  EXPECT_NEAR(after.total.error(), 0, 1e-9);
  EXPECT_GT(after.equity.gini, before.equity.gini);
  const auto with = place_with_bases(place, scenario);
  const auto bases =
      measure_bases(with, allocate_workforce(with, with.plans[0], collect_lists(with)), scenario);
  ASSERT_EQ(bases.size(), 1u);
  EXPECT_EQ(bases[0].wte, 15);
  EXPECT_TRUE(bases[0].over);
}

TEST(WhatIf, WhatCannotBeReadOrMovedIsSaidWithItsLine) {
  for (const auto* text :
       {"[[move]]\nwte = 2\nfrom = \"N1\"\n", "[[move]]\nwte = \"2\"\nfrom = \"N1\"\nto = \"N2\"\n",
        "[[move]]\nwte = 1\nfrom=\"a\"\nto=\"b\"\nhow=1\n", "moves = 3\n", "name = \"x\"\n", "not toml"})
    EXPECT_THROW((void)parse_what_if(text, "s.toml"), geo::InputError) << text;
  auto place = toy::three_practices();
  CoverageRequest question;
  const auto much = parse_what_if("[[move]]\nwte = 99\nfrom = \"N2\"\nto = \"N1\"\n", "s.toml");
  question.what_if = &much;
  EXPECT_THROW((void)measure_coverage(place, place.plans[0], question), geo::InputError);
  const auto nowhere = parse_what_if("[[move]]\nwte = 1\nfrom = \"N9\"\nto = \"N1\"\n", "s.toml");
  question.what_if = &nowhere;
  EXPECT_THROW((void)measure_coverage(place, place.plans[0], question), geo::InputError);
}

TEST(Coverage, RowsWithoutWteLowerWhatIsKnownOfTheirRoleAndEmployer) {
  auto place = toy::three_practices();
  for (int k = 0; k < 3; ++k) {
    auto row = toy::staff("m" + std::to_string(k), "district nurse", datasets::kMissing);
    row.role_group = "CN";
    row.employer = "Silent Trust";
    row.area_id = "L1";
    place.workforce.push_back(row);
  }
  const auto coverage = measure_coverage(place, place.plans[0], {});
  const auto at = std::find_if(coverage.by_group.begin(), coverage.by_group.end(),
                               [](const auto& total) { return total.name == "CN"; });
  ASSERT_NE(at, coverage.by_group.end());
  EXPECT_EQ(at->rows, 3u);
  EXPECT_EQ(at->rows_known, 0u);
  EXPECT_EQ(at->account.input, 0);
  EXPECT_TRUE(has_code(coverage.findings, "COVERAGE_LOW"));
  EXPECT_EQ(rate_table("account", coverage.findings, 1).confidence, 'C');
}

TEST(Coverage, EachTableHasTheConfidenceOfTheFlagsThatTouchIt) {
  const std::vector<geo::Finding> findings{{"MAUP", geo::Severity::warning, "", "", ""},
                                           {"NEED_EXAMPLE", geo::Severity::note, "", "", ""},
                                           {"UPTAKE", geo::Severity::note, "", "", ""}};
  EXPECT_EQ(rate_table("account", findings, 1).confidence, 'A');
  EXPECT_EQ(rate_table("account", findings, 1).flags, std::vector<std::string>{"UPTAKE"});
  EXPECT_EQ(rate_table("equity", findings, 1).confidence, 'B');
  EXPECT_EQ(rate_table("equity", findings, 1).flags.front(), "MAUP") << "worst first";
  EXPECT_EQ(rate_table("equity", findings, 0.5).confidence, 'D');
  EXPECT_EQ(rate_table("roles", {{"STRAIGHT_LINE", geo::Severity::warning, "", "", ""}}, 1).confidence, 'D');
}

TEST(Coverage, AnotherPlanIsJudgedWithTheStaffWhereItsOwnNeighbourhoodsHaveThem) {
  auto place =
      toy::place_of({{"a", 1000, 50, 1}, {"b", 1000, 40, 2}, {"c", 1000, 20, 6}, {"d", 1000, 10, 9}});
  place.plans = {toy::plan_of({{"a", "N1"}, {"b", "N1"}, {"c", "N2"}, {"d", "N2"}}),
                 toy::plan_of({{"a", "N2"}, {"b", "N2"}, {"c", "N1"}, {"d", "N1"}}, "B")};
  datasets::FootprintRow member;
  member.footprint_id = "F";
  member.service = "nursing";
  member.member_type = "neighbourhood";
  member.member_id = "N1";
  member.share = 1;
  place.footprints = {member};
  auto team = toy::staff("t", "district nurse", 10);
  team.role_group = "CN";
  team.footprint_id = "F";
  team.allocation = "footprint";
  place.workforce = {team};
  const auto coverage = measure_coverage(place, place.plans[0], {});
  ASSERT_EQ(coverage.plans.size(), 2u);
  EXPECT_LT(coverage.plans[0].concentration, 0) << "the team serves the deprived half here";
  EXPECT_GT(coverage.plans[1].concentration, 0) << "and the other half in plan B, where N1 lies elsewhere";
  EXPECT_FALSE(coverage.sign_stable);
  EXPECT_TRUE(has_code(coverage.findings, "MAUP"));
}

TEST(Need, AMeasureOfTheAuthorityByAgeDrivesNeed) {
  auto place = toy::place_of({{"old", 1000, 20, 5}, {"young", 1000, 20, 5}});
  place.ages = {{"old", "0-64", "", 400},
                {"old", "65+", "", 600},
                {"young", "0-64", "", 900},
                {"young", "65+", "", 100}};
  place.plans = {toy::plan_of({{"old", "N1"}, {"young", "N2"}})};
  place.projections = {{"E08000001", "2025", "", "65+", "dementia", 70, "POPPI", ""},
                       {"E08000001", "2025", "", "18-64", "dementia", 0, "POPPI", ""},
                       {"E08000001", "2035", "", "65+", "dementia", 99, "POPPI", ""}};
  auto team = toy::staff("t", "district nurse", 10);
  team.area_id = "old";
  place.workforce = {team};
  CoverageRequest question;
  question.scheme = "measure:dementia";
  const auto coverage = measure_coverage(place, place.plans[0], question);
  EXPECT_NEAR(coverage.unit[0].need / coverage.unit[1].need, 6, 1e-9);
  EXPECT_NEAR(coverage.unit[0].need + coverage.unit[1].need, 2000, 1e-9) << "the place's total stays";
  EXPECT_TRUE(has_code(coverage.findings, "CONSTANT_SHARE"));
  question.scheme = "measure:falls";
  EXPECT_THROW((void)measure_coverage(place, place.plans[0], question), geo::InputError);
}

TEST(Rebalance, StaffOfTwoBasesAreToldApartAndStraightLinesAreFlagged) {
  auto place = toy::place_of({{"a", 1000, 50, 1, 0, 0}, {"b", 1000, 10, 9, 4000, 0}});
  place.plans = {toy::plan_of({{"a", "N1"}, {"b", "N2"}})};
  for (const auto& [id, x] : {std::pair{"WEST", 0.0}, std::pair{"EAST", 3500.0}}) {
    datasets::Site base;
    base.id = id;
    base.kind = "base";
    base.x = x;
    base.y = 0;
    place.sites.push_back(base);
    auto team = toy::staff(id, "district nurse", 4);
    team.role_group = "CN";
    team.base_id = id;
    team.area_id = "a";
    team.allocation = "area";
    place.workforce.push_back(team);
  }
  auto results = rebalance_roles(place, place.plans[0], {});
  ASSERT_EQ(results.size(), 1u);
  ASSERT_EQ(results[0].moves.transfers.size(), 1u);
  EXPECT_EQ(results[0].base[results[0].moves.transfers[0].pool], "EAST")
      << "they sit nearer to where they are missing";
  EXPECT_NEAR(results[0].moves.transfers[0].wte, 4, 1e-5);
  EXPECT_TRUE(results[0].straight_line);
  place.travel = {{"drive", "a", "EAST", 7}, {"drive", "b", "EAST", 9}, {"drive", "a", "WEST", 1},
                  {"drive", "b", "WEST", 2}, {"drive", "a", "b", 30},   {"drive", "b", "a", 30}};
  results = rebalance_roles(place, place.plans[0], {});
  EXPECT_EQ(results[0].base[results[0].moves.transfers[0].pool], "WEST")
      << "by the roads it is the nearer one";
  EXPECT_EQ(results[0].moves.transfers[0].minutes, 2);
  EXPECT_FALSE(results[0].straight_line);
  EXPECT_EQ(minutes_between(place, find_units_of(place, place.plans[0], "neighbourhood")).minutes[1], 30);
}

}  // namespace
}  // namespace placewright::boundaries::workforce
