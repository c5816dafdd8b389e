#include "boundaries/workforce/cover/gaps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "boundaries/judge/splits.h"
#include "boundaries/workforce/cover/footprints.h"
#include "boundaries/workforce/cover/road_time.h"
#include "boundaries/workforce/supply/organisations.h"
#include "tests/workforce/toy_staff.h"

/// What counts as split, who is covered by nobody or by several, and why a service is absent.
namespace placewright::boundaries::workforce {
namespace {

TEST(Materiality, ASliverSplitsNoUnitAndSharesStillCountEveryPerson) {
  const CrossTable people{{960, 40}, {0, 1000}, {900, 100}};
  const auto usual = measure_splits(people, 1e9);
  EXPECT_EQ(usual.units_split, 1u);
  EXPECT_EQ(usual.pairs, 4u);
  EXPECT_EQ(usual.splits, 1u);
  EXPECT_DOUBLE_EQ(usual.kept_share, 2860.0 / 3000);
  EXPECT_EQ(measure_splits(people, 1e9, 0.01).units_split, 2u);
  EXPECT_EQ(measure_splits(people, 1e9, 0.2).units_split, 0u);
  EXPECT_EQ(measure_splits({{960, 40}, {0, 1000}}, 1e9).nested, 2u);
  EXPECT_EQ(measure_splits({{960, 40}, {0, 1000}}, 1e9, 0.01).nested, 0u);
  // Spread thinner than the share, a unit is in one part, not in none.
  EXPECT_EQ(count_material_parts(std::vector<double>(30, 1), 0.05), 1u);
  EXPECT_EQ(count_material_parts({0, 0}, 0.05), 0u);
}

TEST(Materiality, AFootprintNestsWhenLessThanTheShareOfANeighbourhoodIsOutside) {
  auto place = toy::place_of({{"a1", 9600}, {"a2", 400}, {"b1", 300}, {"b2", 9700}});
  place.plans = {toy::plan_of({{"a1", "N1"}, {"a2", "N1"}, {"b1", "N2"}, {"b2", "N2"}})};
  place.footprints = {{"F", "msk", "multi", "lsoa", "a1", 1},   // 96 % of N1
                      {"S", "msk", "multi", "lsoa", "b1", 1}};  // 3 % of N2, but all of its own people
  auto report = measure_footprints(place, place.plans[0]);
  EXPECT_TRUE(report.footprints[0].nests());
  ASSERT_EQ(report.footprints[1].cut.size(), 1u);
  EXPECT_EQ(report.footprints[1].cut[0].neighbourhood, "N2");
  place.settings["threshold.split"] = "0.02";
  report = measure_footprints(place, place.plans[0]);
  EXPECT_FALSE(report.footprints[0].nests());
}

/// Two neighbourhoods of two areas each; a service whose lines leave out b2 and half of b1, and overlap in
/// a1.
datasets::Place gappy_place() {
  auto place =
      toy::place_of({{"a1", 1000, 50, 1}, {"a2", 2000, 20, 5}, {"b1", 4000, 40, 2}, {"b2", 500, 10, 9}});
  place.plans = {toy::plan_of({{"a1", "N1"}, {"a2", "N1"}, {"b1", "N2"}, {"b2", "N2"}})};
  place.footprints = {{"F", "podiatry", "multi", "lsoa", "a1", 1},
                      {"F", "podiatry", "multi", "lsoa", "a2", 1},
                      {"G", "podiatry", "multi", "lsoa", "a1", 1},
                      {"G", "podiatry", "multi", "lsoa", "b1", 0.5},
                      {"H", "wounds", "multi", "neighbourhood", "N1", 1}};
  return place;
}

TEST(Gaps, PeopleCoveredByNobodyAndBySeveralAreCountedWithWhereAndHowDeprived) {
  const auto place = gappy_place();
  const auto gaps = measure_gaps(place, place.plans[0]);
  ASSERT_EQ(gaps.size(), 2u);
  EXPECT_EQ(gaps[0].service, "podiatry");
  EXPECT_EQ(gaps[0].footprints, 2u);
  EXPECT_DOUBLE_EQ(gaps[0].people, 7500);
  EXPECT_DOUBLE_EQ(gaps[0].nobody, 2500);       // half of b1 and b2
  EXPECT_DOUBLE_EQ(gaps[0].deprived, 2000);     // of b1, in the second decile
  EXPECT_DOUBLE_EQ(gaps[0].stops_short, 2500);  // N2 is covered in part
  EXPECT_DOUBLE_EQ(gaps[0].several, 1000);      // a1
  ASSERT_EQ(gaps[0].parts.size(), 2u);
  EXPECT_EQ(gaps[0].parts[1].neighbourhood, "N2");
  EXPECT_DOUBLE_EQ(gaps[1].nobody, 4500);
  EXPECT_DOUBLE_EQ(gaps[1].stops_short, 0);  // nobody in N2, all in N1: the line stops nowhere short
}

TEST(Gaps, WithoutDeprivationItIsUnknownAndNotNone) {
  auto place = gappy_place();
  std::fill(place.areas.imd_decile.begin(), place.areas.imd_decile.end(), datasets::kMissing);
  EXPECT_TRUE(std::isnan(measure_gaps(place, place.plans[0]).at(0).deprived));
}

TEST(Gaps, WhatIsAbsentSaysWhetherNothingIsLoadedOrThePcnSentNothingOrNoneCovers) {
  auto place = toy::place_of({{"L1", 1000}, {"L2", 1000}});
  place.plans = {toy::plan_of({{"L1", "N1"}, {"L2", "N2"}})};
  place.sites = {toy::practice("P1", "PCN1", "L1"), toy::practice("P2", "PCN2", "L2")};
  place.registrations = {{"P1", "L1", 1000}, {"P2", "L2", 1000}};
  auto arrs = toy::staff("1", "clinical pharmacist", 2);
  arrs.role_group = "ARRS";
  arrs.pcn_code = "PCN1";
  arrs.source = "pcn.csv";
  auto nurse = toy::staff("2", "district nurse", 3);
  nurse.area_id = "L1";
  place.workforce = {arrs, nurse};
  const auto why = [&](const char* area, const std::string& what) {
    const auto answer = find_who_covers(place, place.plans[0], area);
    for (const auto& absence : answer.absences)
      if (absence.what == what) return std::string(why_absent_name(absence.why));
    return std::string("covered");
  };
  EXPECT_EQ(why("L1", "ARRS"), "covered");
  EXPECT_EQ(why("L2", "ARRS"), "sent_nothing");
  EXPECT_EQ(why("L1", "CN"), "covered");
  EXPECT_EQ(why("L2", "CN"), "none_covers");
  EXPECT_EQ(why("L2", "mental health"), "nothing_loaded");
}

TEST(RoadTime, MinutesAreThoseFromTheBaseWeightedByWhatFallsToEachArea) {
  auto place =
      toy::place_of({{"a", 1000, 20, 5, 0, 0}, {"b", 3000, 20, 5, 5000, 0}, {"c", 1000, 20, 5, 0, 9000}});
  place.plans = {toy::plan_of({{"a", "N1"}, {"b", "N1"}, {"c", "N2"}})};
  auto base = toy::practice("B1", "", "a", 0, 0);
  base.kind = "base";
  place.sites = {base};
  place.travel = {{"drive", "a", "B1", 2}, {"drive", "b", "B1", 12}, {"drive", "c", "B1", 30}};
  EXPECT_TRUE(measure_road_time(place, place.plans[0]).empty());
  for (const auto* area : {"a", "b"}) {
    auto team = toy::staff(area, "district nurse", area[0] == 'a' ? 1 : 3);
    team.area_id = area;
    team.base_id = "B1";
    team.mobile = "Y";
    place.workforce.push_back(team);
  }
  auto lost = toy::staff("lost", "district nurse", 2);  // its base is no site of the place
  lost.area_id = "c";
  lost.base_id = "B9";
  lost.mobile = "Y";
  auto clinic = toy::staff("clinic", "district nurse", 5);  // nobody drives
  clinic.area_id = "c";
  clinic.base_id = "B1";
  place.workforce.push_back(lost);
  place.workforce.push_back(clinic);
  for (auto& row : place.workforce) row.allocation = "area";
  const auto times = measure_road_time(place, place.plans[0]);
  ASSERT_EQ(times.size(), 2u);
  EXPECT_DOUBLE_EQ(times[0].wte, 4);
  EXPECT_DOUBLE_EQ(times[0].minutes, (1 * 2 + 3 * 12) / 4.0);
  EXPECT_DOUBLE_EQ(times[0].longest, 12);
  EXPECT_FALSE(times[0].straight_line);
  EXPECT_DOUBLE_EQ(times[1].wte, 0);
  EXPECT_TRUE(std::isnan(times[1].minutes));
  EXPECT_DOUBLE_EQ(times[1].unknown, 2);
}

TEST(Organisations, PracticesKeepTheirPcnAndTheirPatientsByNeighbourhood) {
  const auto place = toy::three_practices();
  const auto report = measure_organisations(place, place.plans[0]);
  ASSERT_EQ(report.practice_overlap.organisations, report.practices.size());
  for (std::size_t q = 0; q < report.practices.size(); ++q) {
    double all = 0;
    for (std::size_t k = 0; k < report.neighbourhood.size(); ++k) all += report.practice_overlap.at(q, k);
    EXPECT_DOUBLE_EQ(all, report.practices[q].patients);
    EXPECT_FALSE(report.practices[q].pcn.empty());
  }
}

}  // namespace
}  // namespace placewright::boundaries::workforce
