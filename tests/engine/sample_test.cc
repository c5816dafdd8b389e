#include "boundaries/sample/sample.h"

#include <gtest/gtest.h>

#include <numeric>
#include <set>

#include "boundaries/judge/score.h"
#include "boundaries/sample/stability.h"
#include "geo/error.h"
#include "random_problem.h"
#include "tests/toy_problem.h"

namespace placewright::boundaries::sample {
namespace {

Problem bounded(std::uint64_t seed) {
  Problem problem = toy::random_problem(8, 7, seed);
  const double all = std::accumulate(problem.people.begin(), problem.people.end(), 0.0);
  problem.count = 6;
  problem.population.min = all / 6 * 0.7;
  problem.population.max = all / 6 * 1.3;
  problem.population.hard = true;
  return problem;
}

TEST(Sample, EveryPlanKeepsTheHardRulesAndTheNumberAsked) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto problem = bounded(seed);
    const auto sample = draw_sample(problem, {.plans = 80, .chains = 2, .steps = 30, .seed = seed});
    ASSERT_EQ(sample.plans.size(), 80U);
    std::set<Labels> unlike(sample.plans.begin(), sample.plans.end());
    EXPECT_GT(unlike.size(), 40U);
    for (std::size_t at = 0; at < sample.plans.size(); ++at) {
      const auto judged = score(problem, sample.plans[at]);
      ASSERT_EQ(judged.neighbourhoods, 6U);
      ASSERT_EQ(judged.unassigned + judged.not_contiguous + judged.out_of_bounds, 0U);
      ASSERT_EQ(sample.figures[0].value[at], judged.total);
    }
  }
}

TEST(Sample, ThreadsChangeNothing) {
  const auto problem = bounded(4);
  SampleOptions options{.plans = 60, .chains = 3, .steps = 20, .seed = 9};
  const auto one = draw_sample(problem, options);
  options.threads = 3;
  EXPECT_EQ(draw_sample(problem, options).plans, one.plans);
}

TEST(Sample, NearAPlanNoTotalIsAboveTheLimit) {
  const auto problem = bounded(5);
  SearchOptions quick;
  quick.effort = Effort::quick;
  quick.effort_share = 0.05;
  const auto found = search(problem, quick);
  ASSERT_FALSE(found.labels.empty());
  SampleOptions options{
      .plans = 60, .chains = 2, .steps = 30, .most_total = found.total * 1.05, .start = found.labels};
  const auto sample = draw_sample(problem, options);
  ASSERT_EQ(sample.plans.size(), 60U);
  for (const double total : sample.figures[0].value) EXPECT_LE(total, options.most_total + 1e-12);
  options.most_total = found.total * 0.99;
  EXPECT_THROW((void)draw_sample(problem, options), geo::InputError) << "its own total is above the limit";
}

TEST(Sample, AreasThatMayNotBePartedNeverAre) {
  auto problem = bounded(6);
  const auto other = problem.graph.neighbours(0).front();
  problem.wholes = {{{0, other}, "one estate"}};
  const auto sample = draw_sample(problem, {.plans = 40, .chains = 2, .steps = 20});
  for (const auto& labels : sample.plans) EXPECT_EQ(labels[0], labels[other]);
}

TEST(Stability, OfABorderIsTheShareOfPlansThatHaveIt) {
  const auto problem = toy::problem_from_map("a b c d");
  const std::vector<Labels> plans{{0, 0, 1, 1}, {0, 0, 1, 1}, {0, 1, 1, 1}, {1, 1, 0, 0}};
  const auto borders = find_border_stability(problem, plans);
  ASSERT_EQ(borders.size(), 3U);
  EXPECT_EQ(borders[0].parted, 0.25);
  EXPECT_EQ(borders[1].parted, 0.75);
  EXPECT_EQ(borders[2].parted, 0);
  const auto areas = find_area_stability(problem, {0, 0, 1, 1}, plans);
  EXPECT_EQ(areas[0].at_home, 1);
  EXPECT_EQ(areas[1].at_home, 0.75);
  EXPECT_EQ(areas[1].second_home, 1);
  EXPECT_EQ(areas[1].there, 0.25);
  EXPECT_EQ(areas[3].at_home, 1) << "labels that are swapped are the same neighbourhood";
}

TEST(Stability, EqualFiguresCountHalf) { EXPECT_EQ(share_above({1, 2, 2, 3}, 2), 0.5); }

}  // namespace
}  // namespace placewright::boundaries::sample
