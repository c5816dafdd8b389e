#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "boundaries/engine/search.h"
#include "boundaries/judge/score.h"
#include "engine/random_problem.h"
#include "tests/plain_judge.h"
#include "tests/toy_problem.h"

/// Bounds that are wishes: a plan inside them is one of those that are allowed.
namespace {

using namespace placewright;
using namespace placewright::boundaries;

SearchOptions quick(std::uint64_t seed) {
  SearchOptions options;
  options.seed = seed;
  options.effort = Effort::quick;
  options.effort_share = 0.3;
  return options;
}

void expect_no_worse(Problem problem, const SearchOptions& options, int& hard_plans) {
  problem.population.hard = true;
  const auto hard = search(problem, options);
  problem.population.hard = false;
  const auto soft = search(problem, options);
  ASSERT_EQ(soft.status, Status::found);
  EXPECT_NEAR(soft.total, score(problem, soft.labels).total, 1e-12);
  const auto judged = score(problem, soft.labels);
  EXPECT_EQ(judged.unassigned, 0U);
  EXPECT_EQ(judged.not_contiguous, 0U);
  if (problem.count) {
    EXPECT_EQ(judged.neighbourhoods, *problem.count);
  }
  for (const auto& row : soft.counts)
    if (row.count == judged.neighbourhoods) {
      EXPECT_LE(soft.total, row.total + 1e-9);
    }
  if (hard.status != Status::found) return;
  ++hard_plans;
  EXPECT_LE(soft.total, hard.total);
}

TEST(SoftBounds, NeverGiveAWorseTotalThanHardOnesWithTheNumberFreeOrFixed) {
  int hard_plans = 0;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto problem = toy::random_problem(10, 8, seed);
    expect_no_worse(problem, quick(seed), hard_plans);
    problem.count = 5;
    expect_no_worse(problem, quick(seed), hard_plans);
    problem.population.target =
        9000;  // so far off that the printed loss of population is 1 whatever the plan
    expect_no_worse(problem, quick(seed), hard_plans);
  }
  EXPECT_GE(hard_plans, 8);
}

TEST(SoftBounds, KeepEveryOtherRuleAndTheLawOnRandomSmallPlaces) {
  geo::Random random(41);
  int hard_plans = 0, soft_plans = 0;
  for (int round = 0; round < 150; ++round) {
    SCOPED_TRACE("seed 41, round " + std::to_string(round));
    auto problem = toy::draw_random_problem(random);
    const auto hard = search(problem, quick(1));
    problem.population.hard = false;
    const auto soft = search(problem, quick(1));
    if (soft.status == Status::found) {
      EXPECT_EQ(toy::find_fault(problem, soft.labels), "");
    }
    soft_plans += soft.status == Status::found;
    if (hard.status != Status::found) continue;
    ++hard_plans;
    ASSERT_EQ(soft.status, Status::found);
    EXPECT_LE(soft.total, hard.total);
  }
  EXPECT_GT(hard_plans, 15);
  EXPECT_GT(soft_plans, hard_plans);
}

TEST(SoftBounds, AreHardlyLeftWhereNothingPaysForIt) {
  auto problem = toy::random_problem(12, 10, 4);
  problem.population.hard = false;
  const auto soft = search(problem, quick(1));
  ASSERT_EQ(soft.status, Status::found);
  const auto judged = score(problem, soft.labels);
  EXPECT_LE(judged.out_of_bounds, 1U) << judged.people_outside_bounds << " people outside";
}

TEST(SoftBounds, ThatNothingMeetsAreApproachedFromTheNearestPlan) {
  // 12 areas of 1,000 people: neighbourhoods of 2,300 to 2,700 do not exist, those of 2,000 and 3,000 are
  // nearest.
  auto problem = toy::problem_from_map(R"(
      a b c d
      e f g h
      i j k l )");
  problem.population = {2300, 2700, {}, false};
  const auto soft = search(problem, quick(1));
  ASSERT_EQ(soft.status, Status::found);
  for (const auto& row : score(problem, soft.labels).per_neighbourhood) {
    EXPECT_GE(row.people, 2000);
    EXPECT_LE(row.people, 3000);
  }
  // A number of neighbourhoods that leaves all of them outside is a wish like any other.
  problem.count = 2;
  const auto two = search(problem, quick(1));
  ASSERT_EQ(two.status, Status::found);
  EXPECT_EQ(score(problem, two.labels).neighbourhoods, 2U);
}

TEST(SoftBounds, GiveTheSameBytesWithAnyNumberOfThreads) {
  auto problem = toy::random_problem(12, 10, 4);
  problem.population.hard = false;
  auto options = quick(9);
  const auto one = search(problem, options);
  ASSERT_EQ(one.status, Status::found);
  for (const unsigned threads : {2U, 4U}) {
    options.threads = threads;
    EXPECT_EQ(search(problem, options).labels, one.labels);
  }
}

TEST(SoftBounds, TellOnlyPlansThatAreBetterThanTheOneBefore) {
  auto problem = toy::random_problem(12, 10, 8);
  problem.population.hard = false;
  std::vector<double> told;
  Labels last;
  Observer observer;
  observer.better = [&](const Labels& labels, double total) {
    told.push_back(total);
    last = labels;
    EXPECT_NEAR(total, score(problem, labels).total, 1e-9);
  };
  const auto result = search(problem, quick(1), observer);
  ASSERT_FALSE(told.empty());
  EXPECT_TRUE(std::is_sorted(told.rbegin(), told.rend()));
  EXPECT_NEAR(told.back(), result.total, 1e-9);
  EXPECT_EQ(last.size(), problem.size());
}

TEST(SoftBounds, EndAtAStopWithAPlan) {
  auto problem = toy::random_problem(12, 10, 7);
  problem.population.hard = false;
  std::atomic<bool> stop{true};
  Observer observer;
  observer.stop = &stop;
  const auto result = search(problem, quick(1), observer);
  EXPECT_EQ(result.status, Status::stopped);
  if (!result.labels.empty()) {
    EXPECT_EQ(score(problem, result.labels).not_contiguous, 0U);
  }
}

}  // namespace
