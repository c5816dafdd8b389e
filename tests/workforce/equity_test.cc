#include "boundaries/workforce/cover/equity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "boundaries/workforce/supply/need.h"
#include "geo/random.h"

namespace placewright::boundaries::workforce {
namespace {

// The worked example of five-decile rates: ten deciles of people with a rate for 100,000.
const std::vector<double> kPeople{42000, 40500, 39800, 41200, 40100, 38900, 39500, 40800, 39200, 38000};
const std::vector<double> kRate{48.2, 47.9, 50.3, 51.0, 50.6, 53.1, 52.4, 54.9, 54.1, 57.0};
const std::vector<double> kDeprivation{10, 9, 8, 7, 6, 5, 4, 3, 2, 1};

std::vector<double> supply_of(const std::vector<double>& people, const std::vector<double>& rate) {
  std::vector<double> supply;
  for (std::size_t k = 0; k < people.size(); ++k) supply.push_back(people[k] * rate[k]);
  return supply;
}

TEST(Slope, TenDecilesGiveTheWorkedFigures) {
  const auto rank = deprivation_ranks(kPeople, kDeprivation);
  const std::vector<double> expected{.0525,   .155625, .256, .35725, .458875,
                                     .557625, .655625, .756, .856,   .9525};
  for (std::size_t k = 0; k < rank.size(); ++k) EXPECT_NEAR(rank[k], expected[k], 1e-12);
  const auto slope = measure_slope(kPeople, kRate, kDeprivation);
  EXPECT_NEAR(slope.sii, 9.206250, 5e-7);
  EXPECT_NEAR(slope.intercept, 47.293325, 5e-7);
  EXPECT_NEAR(slope.rii, 1.194663, 5e-7);
  EXPECT_NEAR(slope.rii_mean, 0.177397, 5e-7);
  EXPECT_NEAR(slope.mean, 51.896450, 5e-7);
  EXPECT_TRUE(slope.refused.empty());
  EXPECT_FALSE(slope.sii_limits);
}

TEST(Slope, LogarithmsGiveTheWorkedFigures) {
  const auto slope = measure_slope(kPeople, kRate, kDeprivation, {.transform = Transform::log});
  EXPECT_NEAR(slope.sii, 9.192388, 5e-7);
  EXPECT_NEAR(slope.rii, 1.193806, 5e-7);
  EXPECT_NEAR(slope.intercept, 47.430870, 5e-7);
  EXPECT_NEAR(slope.end, 56.623258, 5e-7);
}

TEST(Slope, TheEndsOfTheWorkedDecilesAreTwoDecilesEach) {
  const auto ends = measure_end_groups(kPeople, supply_of(kPeople, kRate), kDeprivation, 2);
  EXPECT_NEAR(ends.most_deprived, 48.0527, 5e-5);
  EXPECT_NEAR(ends.least_deprived, 55.5275, 5e-5);
  EXPECT_NEAR(ends.ratio, 1.155553, 5e-7);
  EXPECT_NEAR(kRate.front() - kRate.back(), -8.8, 1e-12);
  EXPECT_NEAR(kRate.front() / kRate.back(), 0.845614, 5e-7);
}

TEST(Slope, AFifthOfPeopleSplitsTheDecileOnItsBoundary) {
  // 80,000 of 400,000 people: all of decile 1 and 38,000 of decile 2.
  const auto fifths = measure_fifths(kPeople, supply_of(kPeople, kRate), kDeprivation);
  EXPECT_NEAR(fifths.most_deprived, (42000 * 48.2 + 38000 * 47.9) / 80000, 1e-9);
}

TEST(Slope, IsThePlainLeastSquaresSolutionForRandomGroups) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    geo::Random random(seed);
    std::vector<double> people, rate, deprivation;
    for (int k = 0; k < 7; ++k) {
      people.push_back(1000 + 9000 * random.unit());
      rate.push_back(1 + random.unit());
      deprivation.push_back(random.unit());
    }
    const auto slope = measure_slope(people, rate, deprivation);
    const auto rank = deprivation_ranks(people, deprivation);
    // Normal equations of y*sqrt(a) on sqrt(a) and b*sqrt(a), solved by Cramer's rule.
    double all = 0, a = 0, ab = 0, abb = 0, ay = 0, aby = 0;
    for (const double p : people) all += p;
    for (std::size_t k = 0; k < people.size(); ++k) {
      const double share = people[k] / all;
      a += share;
      ab += share * rank[k];
      abb += share * rank[k] * rank[k];
      ay += share * rate[k];
      aby += share * rank[k] * rate[k];
    }
    const double determinant = a * abb - ab * ab;
    EXPECT_NEAR(slope.sii, (a * aby - ab * ay) / determinant, 1e-9);
    EXPECT_NEAR(slope.intercept, (abb * ay - ab * aby) / determinant, 1e-9);
  }
}

TEST(Slope, ANegativeMultiplierFlipsTheSignAndInvertsTheRatio) {
  const auto plain = measure_slope(kPeople, kRate, kDeprivation);
  const auto turned = measure_slope(kPeople, kRate, kDeprivation, {.multiplier = -100});
  EXPECT_NEAR(turned.sii, -100 * plain.sii, 1e-9);
  EXPECT_NEAR(turned.rii, 1 / plain.rii, 1e-12);
}

TEST(Slope, FewerThanFiveGroupsAreRefusedWithTheReason) {
  const std::vector<double> people{1, 2, 3, 4}, rate{1, 2, 3, 4}, deprivation{4, 3, 2, 1};
  const auto slope = measure_slope(people, rate, deprivation);
  EXPECT_TRUE(std::isnan(slope.sii));
  EXPECT_NE(slope.refused.find("5"), std::string::npos);
}

TEST(Slope, LimitsHoldTheFigureRepeatWithTheSeedAndGrowWithTheError) {
  const std::vector<double> small(10, 0.5), large(10, 2.0);
  const auto narrow = measure_slope(kPeople, kRate, kDeprivation, {.standard_error = small, .seed = 7});
  const auto again = measure_slope(kPeople, kRate, kDeprivation, {.standard_error = small, .seed = 7});
  const auto wide = measure_slope(kPeople, kRate, kDeprivation, {.standard_error = large, .seed = 7});
  ASSERT_TRUE(narrow.sii_limits && wide.sii_limits);
  EXPECT_EQ(narrow.sii_limits->low, again.sii_limits->low);
  EXPECT_EQ(narrow.rii_limits->high, again.rii_limits->high);
  EXPECT_LT(narrow.sii_limits->low, narrow.sii);
  EXPECT_GT(narrow.sii_limits->high, narrow.sii);
  EXPECT_LT(wide.sii_limits->low, narrow.sii_limits->low);
  // The slope is linear in the rates, so its limits are known: sii +/- 1.96 * sd.
  const auto rank = deprivation_ranks(kPeople, kDeprivation);
  double all = 0, spread = 0, mean = 0, variance = 0;
  for (const double p : kPeople) all += p;
  for (std::size_t k = 0; k < rank.size(); ++k) mean += kPeople[k] / all * rank[k];
  for (std::size_t k = 0; k < rank.size(); ++k)
    spread += kPeople[k] / all * (rank[k] - mean) * (rank[k] - mean);
  for (std::size_t k = 0; k < rank.size(); ++k)
    variance += std::pow(kPeople[k] / all * (rank[k] - mean) / spread * 0.5, 2);
  EXPECT_NEAR(narrow.sii_limits->high - narrow.sii, kZ95 * std::sqrt(variance), 0.05);
}

// Six areas a-f, rates for 10,000.
EquityUnits six_areas() {
  return {.name = {"a", "b", "c", "d", "e", "f"},
          .people = {9000, 12000, 8000, 11000, 10000, 10000},
          .supply = {4, 5, 4.8, 6, 6.5, 7.2},
          .deprivation = {52.1, 41.0, 33.5, 24.2, 15.8, 9.3},
          .need = {11000, 13500, 8200, 10300, 8800, 8200},
          .group = {0, 0, 0, 1, 1, 1},
          .standard_error = {}};
}

TEST(Equity, SixAreasGiveTheWorkedFigures) {
  const auto e = measure_equity(six_areas(), {.minimum_offer = 5});
  constexpr double six = 5e-7;
  EXPECT_NEAR(e.gini, 0.110746, six);
  EXPECT_NEAR(measure_gini_of_pairs(six_areas().people, six_areas().supply), 0.110746, six);
  EXPECT_NEAR(e.concentration, 0.102985, six);
  EXPECT_NEAR(e.erreygers, 0.758242, six);
  EXPECT_NEAR(e.concentration_of_need, -0.078139, six);
  EXPECT_NEAR(e.horizontal_inequity, 0.181124, six);
  EXPECT_NEAR(e.gini_need, 0.180050, six);
  EXPECT_NEAR(e.concentration_need_weighted, 0.179811, six);
  EXPECT_NEAR(e.theil.total, 0.019361493, 5e-10);
  EXPECT_NEAR(e.theil.between, 0.010273252, 5e-10);
  EXPECT_NEAR(e.theil.within, 0.009088241, 5e-10);
  EXPECT_NEAR(e.hoover, 0.085572, six);
  EXPECT_NEAR(e.hoover_need, 0.139677, six);
  EXPECT_NEAR(e.to_move, 4.679167, six);
  EXPECT_NEAR(e.slope.sii, 3.553648, six);
  EXPECT_NEAR(e.slope.intercept, 3.806509, six);
  EXPECT_NEAR(e.slope.rii, 1.933571, six);
  EXPECT_NEAR(e.below_minimum, 0.35, 1e-12);
  EXPECT_NEAR(e.shortfall, 0.05, 1e-12);
  EXPECT_NEAR(e.fifths.most_deprived, 4.375, 1e-9);
  EXPECT_NEAR(e.fifths.least_deprived, 7.083333, six);
  EXPECT_NEAR(e.fifths.ratio, 1.619048, six);
  EXPECT_EQ(e.sentences.front(),
            "The least deprived areas have 1.93 times the WTE per 10,000 people of the most deprived.");
}

TEST(Equity, TheOrderOfTheUnitsChangesNothing) {
  const auto units = six_areas();
  const std::vector<std::size_t> order{3, 0, 5, 2, 4, 1};
  EquityUnits mixed;
  for (const auto k : order) {
    mixed.name.push_back(units.name[k]);
    mixed.people.push_back(units.people[k]);
    mixed.supply.push_back(units.supply[k]);
    mixed.deprivation.push_back(units.deprivation[k]);
    mixed.need.push_back(units.need[k]);
    mixed.group.push_back(units.group[k]);
  }
  const auto a = measure_equity(units), b = measure_equity(mixed);
  EXPECT_NEAR(a.gini, b.gini, 1e-12);
  EXPECT_NEAR(a.concentration, b.concentration, 1e-12);
  EXPECT_NEAR(a.slope.sii, b.slope.sii, 1e-12);
  EXPECT_NEAR(a.theil.within, b.theil.within, 1e-12);
  EXPECT_NEAR(a.hoover_need, b.hoover_need, 1e-12);
  EXPECT_NEAR(a.fifths.ratio, b.fifths.ratio, 1e-12);
}

TEST(Equity, SplittingAnAreaInTwoOfTheSameRateChangesNothing) {
  const auto units = six_areas();
  auto split = units;
  split.people[1] = 7000;
  split.supply[1] = 5.0 * 7 / 12;
  split.need[1] = 13500.0 * 7 / 12;
  split.name.push_back("b2");
  split.people.push_back(5000);
  split.supply.push_back(5.0 * 5 / 12);
  split.need.push_back(13500.0 * 5 / 12);
  split.deprivation.push_back(41.0);
  split.group.push_back(0);
  const auto a = measure_equity(units), b = measure_equity(split);
  EXPECT_NEAR(a.gini, b.gini, 1e-12);
  EXPECT_NEAR(a.concentration, b.concentration, 1e-12);
  EXPECT_NEAR(a.slope.sii, b.slope.sii, 1e-9);
  EXPECT_NEAR(a.theil.total, b.theil.total, 1e-12);
  EXPECT_NEAR(a.hoover, b.hoover, 1e-12);
  EXPECT_NEAR(a.fifths.most_deprived, b.fifths.most_deprived, 1e-9);
}

TEST(Equity, BothFormsOfTheGiniAgreeForRandomSupply) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    geo::Random random(seed);
    std::vector<double> people, supply;
    for (int k = 0; k < 30; ++k) {
      people.push_back(500 + 3000 * random.unit());
      supply.push_back(random.below(4) == 0 ? 0 : 3 * random.unit());
    }
    EXPECT_NEAR(measure_gini(people, supply), measure_gini_of_pairs(people, supply), 1e-12);
  }
}

TEST(Equity, OneAreaHasNoInequalityAndNoSlope) {
  const auto e = measure_equity({.name = {"a"},
                                 .people = {100},
                                 .supply = {2},
                                 .deprivation = {10},
                                 .need = {},
                                 .group = {},
                                 .standard_error = {}});
  EXPECT_EQ(e.gini, 0);
  EXPECT_NEAR(e.concentration, 0, 1e-15);
  EXPECT_FALSE(e.slope.refused.empty());
}

TEST(Equity, EqualRatesAreEqualByEveryMeasure) {
  EquityUnits units = six_areas();
  units.need.clear();
  for (std::size_t k = 0; k < units.people.size(); ++k) units.supply[k] = units.people[k] * 0.001;
  const auto e = measure_equity(units);
  for (const double zero : {e.gini, e.concentration, e.erreygers, e.theil.total, e.theil.between,
                            e.theil.within, e.hoover, e.to_move, e.slope.sii})
    EXPECT_NEAR(zero, 0, 1e-12);
  EXPECT_NEAR(e.slope.rii, 1, 1e-12);
  EXPECT_NE(e.sentences.front().find("about the same"), std::string::npos);
}

TEST(Equity, AnAreaWithoutStaffKeepsTheilDefined) {
  EquityUnits units = six_areas();
  units.supply[2] = 0;
  const auto e = measure_equity(units);
  EXPECT_TRUE(std::isfinite(e.theil.total));
  EXPECT_NEAR(e.theil.total, e.theil.between + e.theil.within, 1e-12);
}

TEST(Equity, NoSupplyAtAllIsMissingAndNotZero) {
  EquityUnits units = six_areas();
  for (auto& s : units.supply) s = 0;
  const auto e = measure_equity(units);
  EXPECT_TRUE(std::isnan(e.gini) && std::isnan(e.slope.sii) && std::isnan(e.to_move));
  EXPECT_NE(e.sentences.front().find("no supply"), std::string::npos);
}

TEST(Equity, AreasWithoutPeopleOrWithMissingSupplyAreLeftOutAndListed) {
  EquityUnits units = six_areas();
  const auto before = measure_equity(units);
  units.name.insert(units.name.end(), {"empty", "silent"});
  units.people.insert(units.people.end(), {0, 5000});
  units.supply.insert(units.supply.end(), {0, kNotMeasured});
  units.deprivation.insert(units.deprivation.end(), {20, 20});
  units.need.insert(units.need.end(), {0, 5000});
  units.group.insert(units.group.end(), {0, 0});
  const auto after = measure_equity(units);
  EXPECT_EQ(after.excluded, (std::vector<std::string>{"empty", "silent"}));
  EXPECT_EQ(before.gini, after.gini);
  EXPECT_EQ(before.slope.sii, after.slope.sii);
}

TEST(Equity, TiesInDeprivationShareTheRankOfTheirBlock) {
  const std::vector<double> people{10, 20, 30, 40}, deprivation{5, 9, 5, 1};
  const auto rank = deprivation_ranks(people, deprivation);
  EXPECT_NEAR(rank[1], 0.1, 1e-12);
  EXPECT_NEAR(rank[0], 0.4, 1e-12);
  EXPECT_NEAR(rank[2], 0.4, 1e-12);
  EXPECT_NEAR(rank[3], 0.8, 1e-12);
}

TEST(Intervals, ByarAndWilsonGiveTheWorkedFigures) {
  EXPECT_NEAR(byar_limits(10).low, 4.7874, 5e-5);
  EXPECT_NEAR(byar_limits(10).high, 18.3915, 5e-5);
  EXPECT_NEAR(byar_limits(24).low, 15.3727, 5e-5);
  EXPECT_NEAR(byar_limits(24).high, 35.7116, 5e-5);
  EXPECT_NEAR(byar_limits(120).low, 99.4902, 5e-5);
  EXPECT_NEAR(byar_limits(120).high, 143.4917, 5e-5);
  EXPECT_EQ(byar_limits(0).low, 0);
  EXPECT_NEAR(wilson_limits(7300, 39500).low, 0.181013, 5e-7);
  EXPECT_NEAR(wilson_limits(7300, 39500).high, 0.188668, 5e-7);
  EXPECT_NEAR(wilson_limits(0, 10).low, 0, 1e-15);
}

}  // namespace
}  // namespace placewright::boundaries::workforce
