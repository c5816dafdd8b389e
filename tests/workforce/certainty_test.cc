#include "boundaries/workforce/cover/certainty.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "boundaries/workforce/cover/disclosure.h"
#include "boundaries/workforce/cover/sign_ways.h"
#include "tests/workforce/toy_staff.h"

/// Intervals, the funnel and the order of units against plain second calculations and published figures.
namespace placewright::boundaries::workforce {
namespace {

/// P(X <= count) of a Poisson count, term by term.
double poisson_upto(int count, double mean) {
  double term = std::exp(-mean), sum = 0;
  for (int k = 0; k <= count; ++k) {
    sum += term;
    term *= mean / (k + 1);
  }
  return sum;
}

/// The mean at which P(X <= count) is `chance`, by halving.
double mean_with(int count, double chance) {
  double low = 0, high = 10.0 * count + 50;
  for (int step = 0; step < 200; ++step) {
    const double middle = (low + high) / 2;
    (poisson_upto(count, middle) > chance ? low : high) = middle;
  }
  return low;
}

TEST(Certainty, ByarsLimitsAreNearTheExactOnesOfEveryCount) {
  // Garwood (1936): 10 gives 4.795 to 18.390.
  EXPECT_NEAR(mean_with(9, 0.975), 4.795, 5e-4);
  EXPECT_NEAR(mean_with(10, 0.025), 18.390, 5e-4);
  for (int count = 5; count <= 300; count += 5) {
    const double low = mean_with(count - 1, 0.975), high = mean_with(count, 0.025);
    const auto limits = rate_limits(2.0 * count, count, 1);
    EXPECT_NEAR(limits.low / 2, low, 0.01 * low) << count;
    EXPECT_NEAR(limits.high / 2, high, 0.005 * high) << count;
  }
}

TEST(Certainty, TheLimitsOfADifferenceAreThoseOfNewcombesMethod10) {
  // Newcombe (1998), table II: 56/70 - 48/80 gives 0.0524 to 0.3339.
  const auto limits = difference_limits(56.0 / 70, wilson_limits(56, 70), 48.0 / 80, wilson_limits(48, 80));
  EXPECT_NEAR(limits.low, 0.0524, 5e-5);
  EXPECT_NEAR(limits.high, 0.3339, 5e-5);
}

TEST(Certainty, ControlLimitsLeaveTheSaidChanceOutsideThem) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const double mean = std::uniform_real_distribution<>(0.5, 300)(random);
    for (const double outside : {0.05, 0.002}) {
      const auto limits = control_limits(mean, outside);
      // Spiegelhalter's limit lies between the last count whose chance is not above p, and the next.
      for (const auto& [limit, p] :
           {std::pair(limits.low, outside / 2), std::pair(limits.high, 1 - outside / 2)}) {
        const int next = static_cast<int>(std::ceil(limit - 1e-9));
        const double upto = poisson_upto(next, mean), before = next > 0 ? poisson_upto(next - 1, mean) : 0;
        EXPECT_GE(upto, p - 1e-9) << "seed 7, mean " << mean;
        EXPECT_LE(before, p + 1e-9) << "seed 7, mean " << mean;
        if (limit > 0) {
          EXPECT_NEAR(limit, next - (upto - p) / (upto - before), 1e-6) << "seed 7, mean " << mean;
        }
      }
    }
  }
}

TEST(Certainty, NobodyHasAnUpperLimitAndNoLowerOne) {
  const auto limits = rate_limits(0, 0, 10000, 0.8);
  EXPECT_EQ(limits.low, 0);
  EXPECT_NEAR(limits.high, 0.8 * 3.6689, 0.02);  // the exact limit of a count of 0 is 3.689
}

/// Four neighbourhoods of 10,000 people; staff of each with and without a headcount.
struct Staffed {
  std::vector<double> wte, heads;
};
Coverage four_units(const Staffed& staffed, datasets::Place& place) {
  place = toy::place_of({{"A", 10000, 40, 1}, {"B", 10000, 30, 3}, {"C", 12000, 20, 6}, {"D", 8000, 10, 9}});
  for (std::size_t k = 0; k < 4; ++k) {
    auto row = toy::staff("w" + std::to_string(k), "Community Nurse", staffed.wte[k]);
    row.area_id = place.areas.code[k];
    row.allocation = "area";
    row.headcount = staffed.heads[k];
    place.workforce.push_back(row);
  }
  place.plans = {toy::plan_of({{"A", "N1"}, {"B", "N2"}, {"C", "N3"}, {"D", "N4"}})};
  CoverageRequest request;
  request.scheme = "none";
  request.draws = 1000;
  return measure_coverage(place, place.plans[0], request);
}

TEST(Certainty, GapsAndRatesHaveTheLimitsOfAPlainSecondCalculation) {
  datasets::Place place;
  const Staffed staffed{{40, 45, 30, 80}, {50, datasets::kMissing, 33, 100}};
  const auto coverage = four_units(staffed, place);
  const auto sure = measure_certainty(coverage);
  const double persons[] = {50, 45, 33, 100}, people[] = {10000, 10000, 12000, 8000};
  const double all = 195, heads = 228, need = 40000, each = all / heads;
  for (std::size_t k = 0; k < 4; ++k) {
    const auto byar = byar_limits(persons[k]);
    const double wte = staffed.wte[k], a = wte / persons[k];
    EXPECT_DOUBLE_EQ(sure.units[k].staff, persons[k]);
    EXPECT_NEAR(sure.units[k].per_10k_need.low, 1e4 * a * byar.low / people[k], 1e-9);
    EXPECT_NEAR(sure.units[k].per_10k_residents.high, 1e4 * a * byar.high / people[k], 1e-9);
    // gap = (1 - s) wte - s others
    const double s = people[k] / need, others = all - wte;
    const auto rest = byar_limits(others / each);
    const double gap = wte - s * all;
    const double below = std::hypot((1 - s) * (wte - a * byar.low), s * (each * rest.high - others));
    const double above = std::hypot((1 - s) * (a * byar.high - wte), s * (others - each * rest.low));
    EXPECT_NEAR(coverage.unit[k].gap, gap, 1e-9);
    EXPECT_NEAR(sure.units[k].gap.low, gap - below, 1e-9);
    EXPECT_NEAR(sure.units[k].gap.high, gap + above, 1e-9);
    const auto control = control_limits(48.75 * people[k] / 1e4 / each, 0.05);
    EXPECT_NEAR(sure.units[k].control_95.low, 1e4 * control.low * each / people[k], 1e-9);
  }
  EXPECT_EQ(sure.units[3].funnel, FunnelPlace::high_998);
  EXPECT_EQ(sure.units[2].funnel, FunnelPlace::low_998);
}

TEST(Certainty, NeighboursInRankDifferOnlyWhereTheIntervalOfTheirDifferenceLeavesNought) {
  datasets::Place place;
  const auto coverage = four_units({{40, 45, 30, 80}, {50, 45, 33, 100}}, place);
  const auto sure = measure_certainty(coverage);
  ASSERT_EQ(sure.in_rank, (std::vector<std::uint32_t>{3, 1, 0, 2}));
  ASSERT_EQ(sure.steps.size(), 3U);
  EXPECT_TRUE(sure.steps[0].differ);
  EXPECT_FALSE(sure.steps[1].differ);  // 45 and 40 per 10,000
  EXPECT_LT(sure.steps[1].limits.low, 0);
  EXPECT_GT(sure.steps[1].limits.high, 0);
  EXPECT_EQ(sure.steps_that_differ, sure.steps[2].differ ? 2U : 1U);
  ASSERT_GE(sure.sentences.size(), 2U);
  EXPECT_NE(sure.sentences[0].find("4 neighbourhoods are judged at once"), std::string::npos);
  EXPECT_NE(sure.sentences[1].find("of 3 comparisons chance alone"), std::string::npos);
}

TEST(Certainty, AHiddenUnitHasNoIntervalAndOthersRestOnWhatIsShown) {
  datasets::Place place;
  const auto whole = four_units({{1, 45, 1.5, 80}, {1, 45, 2, 100}}, place);
  const auto published = hide_small(whole);
  ASSERT_FALSE(published.withheld.empty());
  const auto sure = measure_certainty(published);
  std::size_t hidden = 0;
  for (std::size_t k = 0; k < published.unit.size(); ++k) {
    if (!published.unit[k].hidden) {
      EXPECT_EQ(sure.units[k].staff, published.unit[k].wte);  // no headcount is published beside hidden cells
      continue;
    }
    ++hidden;
    EXPECT_TRUE(std::isnan(sure.units[k].staff));
    EXPECT_TRUE(std::isnan(sure.units[k].per_10k_need.low) && std::isnan(sure.units[k].gap.high));
    EXPECT_TRUE(std::isnan(sure.units[k].control_95.low));
    EXPECT_EQ(sure.units[k].funnel, FunnelPlace::not_judged);
  }
  EXPECT_GE(hidden, 1U);
  EXPECT_TRUE(published.sign_ways.ways.empty());
}

TEST(Certainty, TheSlopeOnTheLogScaleIsTheFitOfLogarithms) {
  const std::vector<double> people{100, 120, 90, 110, 80, 100}, rate{30, 33, 36, 50, 47, 61},
      deprivation{60, 50, 40, 30, 20, 10};
  EquityUnits units{{"a", "b", "c", "d", "e", "f"}, people, {}, deprivation, {}, {}, {}};
  for (std::size_t k = 0; k < 6; ++k) units.supply.push_back(rate[k] * people[k] / 1e4);
  const auto equity = measure_equity(units);
  double all = 0, before = 0, mean_x = 0, mean_y = 0, xx = 0, xy = 0;
  std::vector<double> x;
  for (const double n : people) all += n;
  for (const double n : people) {
    x.push_back((before + n / 2) / all);
    before += n;
  }
  for (std::size_t k = 0; k < 6; ++k) {
    mean_x += people[k] / all * x[k];
    mean_y += people[k] / all * std::log(rate[k]);
  }
  for (std::size_t k = 0; k < 6; ++k) {
    xx += people[k] * (x[k] - mean_x) * (x[k] - mean_x);
    xy += people[k] * (x[k] - mean_x) * (std::log(rate[k]) - mean_y);
  }
  EXPECT_NEAR(equity.slope_log.rii, std::exp(xy / xx), 1e-9);
}

TEST(Certainty, TwoSlopesThatSayDifferentThingsAreExplained) {
  Coverage coverage;
  coverage.units.kind = "neighbourhood";
  coverage.equity.slope.sii = 5;
  coverage.equity.slope.rii = 1.3;
  coverage.equity_quintiles.slope.sii = -5;
  coverage.equity_quintiles.slope.rii = 0.8;
  EXPECT_NE(explain_two_slopes(coverage).find("the less deprived have more staff, between fifths"),
            std::string::npos);
  coverage.equity_quintiles.slope = coverage.equity.slope;
  EXPECT_EQ(explain_two_slopes(coverage), "");
  coverage.equity.slope.refused = "few";
  EXPECT_EQ(explain_two_slopes(coverage), "");
}

TEST(SignWays, EachPlanSchemeAndTreatmentOfSilenceIsOneWay) {
  datasets::Place place;
  (void)four_units({{40, 45, 30, 80}, {50, 45, 33, 100}}, place);
  place.plans.push_back(toy::plan_of({{"A", "M1"}, {"D", "M1"}, {"B", "M2"}, {"C", "M2"}}, "B"));
  for (const auto* key : {"0-14", "15+"}) place.weights.push_back({"old", "age", key, 1, ""});
  CoverageRequest request;
  request.scheme = "none";
  request.draws = 1000;
  const auto ways = measure_coverage(place, place.plans[0], request).sign_ways;
  // The scheme by age cannot weigh a place without ages; nobody is silent.
  ASSERT_EQ(ways.ways.size(), 2U);
  EXPECT_EQ(ways.fewer + ways.same + ways.more, 2U);
  // Plan A: the most deprived 8,000 people lie in A (40 per 10,000), the least deprived in D (100).
  EXPECT_NEAR(ways.ways[0].most_deprived, 40, 1e-9);
  EXPECT_NEAR(ways.ways[0].least_deprived, 100, 1e-9);
  // Plan B: mean IMD 26.7 of A and D, 24.5 of B and C.
  EXPECT_NEAR(ways.ways[1].most_deprived, 1e4 * 120 / 18000, 1e-9);
  EXPECT_NEAR(ways.ways[1].least_deprived, 1e4 * 75 / 22000, 1e-9);
  EXPECT_EQ(
      sign_sentence(ways),
      "The most deprived fifth of people has fewer staff by need than the least deprived in 1 of 2 ways "
      "of counting, about the same in 0, more in 1 (2 plans, 1 scheme of need, silence none).");
}

TEST(SignWays, SilenceIsCountedAsReportedAndFilledAtThePlacesRate) {
  auto place = toy::three_practices();
  place.workforce.erase(place.workforce.begin() + 1);  // P2 sent nothing: most of L3, a third of L2
  CoverageRequest request;
  request.scheme = "none";
  request.draws = 1000;
  place.settings["threshold.min_coverage"] = "0.01";
  place.plans = {toy::plan_of({{"L1", "N1"}, {"L2", "N2"}, {"L3", "N3"}})};
  place.registrations.push_back({"P1", "L3", 100});
  const auto ways = measure_coverage(place, place.plans[0], request).sign_ways;
  ASSERT_EQ(ways.ways.size(), 2U);
  EXPECT_FALSE(ways.ways[0].filled);
  EXPECT_TRUE(ways.ways[1].filled);
  // L3 holds 100 of P1's 5,100 patients; it and the third of L2 that is with P2 are silent.
  const double all = 8 + 2, heard = 3600 + 2900 * 2.0 / 3 + 4100 * 0.025, here = 8 * 100.0 / 5100;
  // As reported, the fifth of people heard of is all 102.5 of L3 and a part of L2.
  const double fifth = 0.2 * (3600 + 2900 * 2.0 / 3 + 102.5), of_second = (fifth - 102.5) / (2900 * 2.0 / 3);
  EXPECT_NEAR(ways.ways[0].least_deprived, 1e4 * (here + of_second * 8 * 2000.0 / 5100) / fifth, 1e-9);
  EXPECT_NEAR(ways.ways[1].least_deprived, 1e4 * (here + 4100 * 0.975 * all / heard) / 4100, 1e-9);
}

}  // namespace
}  // namespace placewright::boundaries::workforce
