#include "boundaries/engine/breed/ladder.h"

#include <gtest/gtest.h>

#include "boundaries/engine/breed/counts.h"
#include "boundaries/engine/breed/overlay.h"
#include "boundaries/engine/moves/compile.h"
#include "engine/random_problem.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;
using namespace placewright::boundaries::engine;

/// A random place and the question of one number of neighbourhoods.
struct Asked {
  explicit Asked(std::uint64_t seed)
      : problem(toy::random_problem(12, 10, seed)), compiled(compile(problem, {}, 40000)) {
    const CountRange range = find_count_range(compiled, problem.population);
    task.instance = &compiled.instance;
    task.regions = &compiled.regions;
    task.count_of_region =
        apportion(compiled, range, (range.sum_least + range.sum_most + 1) / 2, true).value();
    task.seed = seed;
  }
  Problem problem;
  Compiled compiled;
  SearchTask task;
};

TEST(Ladder, GoesOnFromOnePlanEvenWithLittleToSpend) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Asked asked(seed);
    const std::uint64_t little = 1000ULL * asked.compiled.instance.size;
    const Budget budget = make_budget(little, asked.compiled.instance.size);
    ASSERT_EQ(budget.plans, 1U);
    const SearchState first = find_plans(asked.task, budget, {});
    ASSERT_EQ(first.plans.size(), 1U);
    ASSERT_EQ(first.plans.front().outside, 0);
    const SearchState second = find_plans(asked.task, budget, {}, first);
    EXPECT_GE(second.counts.draws, first.counts.draws + little / 2);
  }
}

TEST(Ladder, KeepsNoPlanTwice) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Asked asked(seed);
    const Instance& instance = asked.compiled.instance;
    const SearchState state =
        find_plans(asked.task, make_budget(20'000ULL * instance.size, instance.size), {});
    ASSERT_GT(state.plans.size(), 1U);
    for (std::size_t at = 0; at < state.plans.size(); ++at)
      for (std::size_t other = 0; other < at; ++other)
        EXPECT_GT(count_differences(instance, state.plans[at].plan, state.plans[other].plan, 1), 0U)
            << at << " and " << other;
  }
}

TEST(Ladder, LosesNothingByGoingOn) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Asked asked(seed);
    SearchState state;
    double best = 0;
    for (const std::uint64_t draws_per_atom : {300U, 30000U, 1000U, 10000U}) {
      state =
          find_plans(asked.task,
                     make_budget(draws_per_atom * asked.compiled.instance.size, asked.compiled.instance.size),
                     {}, std::move(state));
      ASSERT_FALSE(state.plans.empty());
      ASSERT_EQ(state.plans.front().outside, 0);
      for (std::size_t at = 1; at < state.plans.size(); ++at)
        EXPECT_FALSE(state.plans[at].better_than(state.plans[at - 1])) << "best first";
      if (best > 0) {
        EXPECT_LE(state.plans.front().total, best);
      }
      best = state.plans.front().total;
    }
  }
}

}  // namespace
