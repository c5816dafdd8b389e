#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "boundaries/workforce/plan/rebalance.h"
#include "boundaries/workforce/supply/access.h"
#include "boundaries/workforce/supply/need.h"
#include "boundaries/workforce/supply/supply.h"
#include "geo/random.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

TEST(Need, AgeAndDeprivationWeightsGiveTheWorkedNeighbourhoods) {
  // Rows are bands, columns neighbourhoods N1..N3.
  const std::vector<std::vector<double>> bands{{8200, 5600, 6900},
                                               {17000, 11800, 14500},
                                               {9100, 11400, 10100},
                                               {3000, 6100, 4300},
                                               {2200, 5600, 3400}};
  const std::vector<double> weight{.8, .9, 1.1, 1.6, 2.6}, multiplier{1.15, .95, 1.00},
      people{39500, 40500, 39200}, wte{26, 30, 27};
  const auto raw = weigh_bands(bands, weight, multiplier);
  EXPECT_NEAR(raw[0], 48748.5, 1e-9);
  EXPECT_NEAR(raw[1], 49362.0, 1e-9);
  EXPECT_NEAR(raw[2], 45400.0, 1e-9);
  const auto need = normalise_need("age x IMD", raw, people);
  EXPECT_NEAR(need.k, 0.830601245, 5e-10);
  const std::vector<double> weighted{40490.565, 41000.139, 37709.297}, index{1.025078, 1.012349, 0.961972},
      crude{6.5823, 7.4074, 6.8878}, rate{6.4212, 7.3170, 7.1600}, gap{-2.1939, 1.4512, 0.7427};
  const auto misalignment = measure_misalignment(wte, need.people);
  double gaps = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(need.people[k], weighted[k], 5e-4);
    EXPECT_NEAR(need.people[k] / people[k], index[k], 5e-7);
    EXPECT_NEAR(1e4 * wte[k] / people[k], crude[k], 5e-5);
    EXPECT_NEAR(1e4 * wte[k] / need.people[k], rate[k], 5e-5);
    EXPECT_NEAR(misalignment.gap[k], gap[k], 5e-5);
    gaps += misalignment.gap[k];
  }
  EXPECT_NEAR(1e4 * 83 / std::accumulate(need.people.begin(), need.people.end(), 0.0), 6.9631, 5e-5);
  EXPECT_NEAR(gaps, 0, 1e-9);
}

TEST(Need, AMissingIngredientStaysMissingAndIsListed) {
  const auto need = normalise_need("x", {2, kNone, 4}, std::vector<double>{100, 100, 100});
  EXPECT_EQ(need.missing, (std::vector<std::uint32_t>{1}));
  EXPECT_TRUE(std::isnan(need.people[1]));
  EXPECT_NEAR(need.people[0] + need.people[2], 200, 1e-12);
}

TEST(Need, DeprivationOfAnAreaIsTheWeightedMeanOfItsScores) {
  const std::vector<double> people{1500, 1700, 1650, 1600, 1800}, imd{48.2, 39.9, 30.1, 27.4, 12.2},
      decile{1, 1, 3, 4, 8};
  EXPECT_NEAR(weighted_mean(imd, people), 30.981212, 5e-7);
  double core20 = 0;
  for (std::size_t k = 0; k < people.size(); ++k)
    core20 += quintile_of_decile(decile[k]) == 1 ? people[k] : 0;
  EXPECT_NEAR(core20 / std::accumulate(people.begin(), people.end(), 0.0), 0.387879, 5e-7);
  EXPECT_TRUE(std::isnan(weighted_mean(std::vector<double>{kNone}, std::vector<double>{5})));
}

TEST(Supply, StaffFollowTheWholeListAndTheFourTotalsAddUp) {
  // Three practices over three areas: 0 = L1, 1 = L2, 2 = L3.
  std::vector<double> area(3, 0);
  Conservation account;
  using Patients = std::vector<std::pair<std::uint32_t, double>>;
  apply_shares(share_by_list(Patients{{0, 3000}, {1, 2000}}, 0, 0), 8, false, area, account);
  apply_shares(share_by_list(Patients{{1, 1000}, {2, 3900}}, 60, 40), 5, false, area, account);
  apply_shares(share_by_list(Patients{{0, 500}}, 0, 0), 2, false, area, account);
  EXPECT_NEAR(area[0], 6.8, 1e-12);
  EXPECT_NEAR(area[1], 4.2, 1e-12);
  EXPECT_NEAR(area[2], 3.9, 1e-12);
  EXPECT_NEAR(account.outside, 0.06, 1e-12);
  EXPECT_NEAR(account.unknown, 0.04, 1e-12);
  EXPECT_NEAR(account.error(), 0, 1e-12);
  const std::vector<double> registered{3500, 3000, 3900}, resident{3600, 2900, 4100};
  const std::vector<double> per_registered{19.4286, 14.0, 10.0}, per_resident{18.8889, 14.4828, 9.5122},
      ratio{0.9722, 1.0345, 0.9512};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(1e4 * area[i] / registered[i], per_registered[i], 5e-5);
    EXPECT_NEAR(1e4 * area[i] / resident[i], per_resident[i], 5e-5);
    EXPECT_NEAR(registered[i] / resident[i], ratio[i], 5e-5);
  }
}

TEST(Supply, EveryWayOfSharingConservesTheAmount) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    geo::Random random(seed);
    constexpr std::uint32_t areas = 40;
    std::vector<double> people(areas), minutes(areas), area(areas, 0);
    std::vector<std::pair<std::uint32_t, double>> patients;
    std::vector<PatchArea> patch;
    std::vector<std::uint32_t> members;
    for (std::uint32_t i = 0; i < areas; ++i) {
      people[i] = random.below(5) == 0 ? 0 : 3000 * random.unit();
      minutes[i] = random.below(6) == 0 ? kNone : 60 * random.unit();
      if (random.below(2) == 0) patients.emplace_back(i, random.below(500));
      if (random.below(3) == 0) patch.push_back({i, people[i], 0.1 + random.unit()});
      if (random.below(2) == 0) members.push_back(i);
    }
    Conservation account;
    apply_shares(share_by_list(patients, random.below(100), random.below(50)), 17.3, false, area, account);
    apply_shares(share_by_patch(patch), 4.7, false, area, account);
    apply_shares(share_by_travel(minutes, people, truncated_gaussian_decay(30)), 9.1, false, area, account);
    apply_shares(share_by_driver(members, people), 250.25, false, area, account);
    apply_shares(share_held(), 3.5, true, area, account);
    apply_shares(share_by_list({}, 0, 0), 1.25, false, area, account);
    EXPECT_NEAR(account.input, 17.3 + 4.7 + 9.1 + 250.25 + 3.5 + 1.25, 1e-9);
    EXPECT_NEAR(account.error(), 0, 1e-9);
    EXPECT_NEAR(account.allocated, std::accumulate(area.begin(), area.end(), 0.0), 1e-9);
    EXPECT_NEAR(account.unallocated, 4.75, 1e-9);
    EXPECT_NEAR(account.held, 3.5, 1e-12);
  }
}

MinutesTable three_areas_two_sites() { return {3, 2, {5, 25, 15, 10, 35, 20}}; }
const std::vector<double> kThree{10000, 20000, 15000}, kTwo{10, 6};

void expect_rates(const Access& access, std::vector<double> per_10k) {
  for (std::size_t i = 0; i < per_10k.size(); ++i)
    EXPECT_NEAR(1e4 * access.area[i], per_10k[i], 5e-7) << "area " << i;
}

TEST(Access, EveryFloatingCatchmentGivesTheWorkedFigures) {
  const auto table = three_areas_two_sites();
  auto access = measure_access(Catchment::two_step, table, kThree, kTwo, binary_decay(30));
  expect_rates(access, {4.666667, 4.666667, 1.333333});
  EXPECT_NEAR(1e4 * access.site[0], 3.333333, 5e-7);
  EXPECT_NEAR(1e4 * access.site[1], 1.333333, 5e-7);
  access = measure_access(Catchment::two_step, table, kThree, kTwo, step_decay());
  expect_rates(access, {4.644696, 4.733208, 1.259259});
  EXPECT_NEAR(1e4 * access.site[0], 4.237288, 5e-7);
  access = measure_access(Catchment::two_step, table, kThree, kTwo, truncated_gaussian_decay(30));
  expect_rates(access, {4.636749, 4.865086, 1.088719});
  EXPECT_NEAR(1e4 * access.site[1], 2.205782, 5e-7);
  expect_rates(measure_access(Catchment::three_step, table, kThree, kTwo, truncated_gaussian_decay(30)),
               {5.665648, 3.894401, 1.697033});
  access = measure_access(Catchment::row_standardised, table, kThree, kTwo, truncated_gaussian_decay(30));
  expect_rates(access, {5.132681, 3.833257, 2.133870});
  EXPECT_NEAR(1e4 * access.site[0], 5.923444, 5e-7);
  access = measure_access(Catchment::balanced, table, kThree, kTwo, truncated_gaussian_decay(30));
  expect_rates(access, {3.767310, 3.636103, 0.653901});
  EXPECT_NEAR(1e4 * (access.area[0] + access.area[1] + access.area[2]), 8.057313, 5e-7);
  EXPECT_NEAR(1e4 * (access.site[0] + access.site[1]), 8.057313, 5e-7);
  const auto gaussian = truncated_gaussian_decay(30);
  EXPECT_NEAR(gaussian(5), .964945, 5e-7);
  EXPECT_NEAR(gaussian(25), .254448, 5e-7);
  EXPECT_NEAR(gaussian(30), 0, 1e-12);
  EXPECT_EQ(step_decay()(10), 1.0) << "a trip as long as a break counts inside";
  EXPECT_NEAR(gaussian_decay(20)(40), 0.135335, 5e-7);
}

TEST(Access, WhatPeopleGetAddsUpToWhatTheReachedSitesHave) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    geo::Random random(seed);
    MinutesTable table{25, 8, {}};
    std::vector<double> people, supply;
    for (std::size_t k = 0; k < 25 * 8; ++k)
      table.minutes.push_back(random.below(4) == 0 ? kNone : 70 * random.unit());
    for (int i = 0; i < 25; ++i) people.push_back(random.below(6) == 0 ? 0 : 2000 * random.unit());
    for (int j = 0; j < 8; ++j) supply.push_back(10 * random.unit());
    for (const auto catchment : {Catchment::two_step, Catchment::three_step, Catchment::row_standardised}) {
      SCOPED_TRACE(catchment_name(catchment));
      const auto access = measure_access(catchment, table, people, supply, truncated_gaussian_decay(30));
      double got = 0, reached = 0;
      for (std::size_t i = 0; i < 25; ++i) got += people[i] * access.area[i];
      for (std::size_t j = 0; j < 8; ++j) reached += std::isnan(access.site[j]) ? 0 : supply[j];
      EXPECT_NEAR(got, reached, 1e-9);
      EXPECT_NEAR(access.supply_reached, reached, 1e-12);
    }
  }
}

TEST(Access, ASiteNobodyReachesIsListedAndAnAreaWithoutSitesHasNothing) {
  const MinutesTable table{2, 2, {5, kNone, kNone, kNone}};
  const auto access =
      measure_access(Catchment::two_step, table, std::vector<double>{100, 100}, kTwo, binary_decay(30));
  EXPECT_EQ(access.unreached_sites, (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(access.unreached_areas, (std::vector<std::uint32_t>{1}));
  EXPECT_TRUE(std::isnan(access.site[1]));
  EXPECT_EQ(access.area[1], 0);
  EXPECT_EQ(access.supply_reached, 10);
}

TEST(Access, AVirtualServiceIsTheSameForEverybody) {
  const auto access = spread_virtual(kThree, 9);
  EXPECT_EQ(access.area[0], access.area[2]);
  EXPECT_NEAR(access.area[0] * 45000, 9, 1e-12);
}

TEST(Access, PeopleWithinReachAreCountedByClassAndTheUnknownKeptApart) {
  const std::vector<double> minutes{10, 20, 21, kNone}, people{1, 2, 4, 8};
  const std::vector<std::uint32_t> quintile{1, 1, 2, 2};
  const auto count = count_within(minutes, people, quintile, 3, 20);
  EXPECT_EQ(count[1].within, 3);
  EXPECT_EQ(count[2].within, 0);
  EXPECT_EQ(count[2].unknown, 8);
  EXPECT_EQ(count[2].people, 12);
}

}  // namespace
}  // namespace placewright::boundaries::workforce
