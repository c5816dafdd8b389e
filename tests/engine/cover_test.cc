#include "boundaries/engine/breed/cover.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "boundaries/engine/breed/window.h"
#include "boundaries/engine/moves/compile.h"
#include "boundaries/engine/moves/start.h"
#include "boundaries/engine/prove/set_partition.h"
#include "boundaries/judge/score.h"
#include "engine/random_problem.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;
using namespace placewright::boundaries::engine;

struct Stage {
  explicit Stage(std::uint64_t seed, bool additive) : problem(toy::random_problem(14, 12, seed)) {
    problem.population.min = 15000;
    problem.population.max = 45000;
    if (additive) {
      problem.access.clear();  // its loss is cut off at 1, which is no sum
      problem.weights[Criterion::population] = problem.weights[Criterion::registration] =
          problem.weights[Criterion::local_knowledge] = 0;
      problem.alignment.clear();
    }
    compiled = compile(problem, {}, 30000);
    task.instance = &compiled.instance;
    task.regions = &compiled.regions;
    task.count_of_region = {kParts};
    task.seed = seed;
    geo::Random random(seed, 5);
    MovingPlan moving(compiled.instance, kParts);
    do moving.reset(draw_start(compiled.instance, compiled.regions, {kParts}, random));
    while (broken_people(moving) > 0);
    base = judged(moving);
  }
  /// The base annealed inside a window only.
  Found improve(const Window& window, std::uint64_t stream) const {
    MovingPlan moving(window.instance, window.parts());
    moving.reset(window.cut(base.plan));
    Annealer annealer(moving, task.seed, stream);
    const double scale = annealer.measure_scale(500);
    annealer.run({0.3 * scale, 0.02 * scale, 40'000}, {}, {});
    Found found = judged(moving);
    found.plan = window.put(base.plan, found.plan);
    return found;
  }
  static constexpr std::uint32_t kParts = 12;
  Problem problem;
  Compiled compiled;
  SearchTask task;
  Found base;
};

TEST(Cover, PutsTogetherWhatTwoPlansGainedInDifferentCorners) {
  int put_together = 0;
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U, 6U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Stage stage(seed, true);
    const Instance& map = stage.compiled.instance;
    const Window one = open_window(map, stage.base.plan, Stage::kParts, Atom(28), 4);
    const Window two = open_window(map, stage.base.plan, Stage::kParts, Atom(14 * 12 - 16), 4);
    const std::set<Part> in_one(one.part.begin(), one.part.end());
    if (std::any_of(two.part.begin(), two.part.end(), [&](Part part) { return in_one.count(part) > 0; }))
      continue;
    std::vector<Found> plans{stage.improve(one, 1), stage.improve(two, 2)};
    if (plans[0].total > stage.base.total - 1e-6 || plans[1].total > stage.base.total - 1e-6) continue;
    ++put_together;
    std::sort(plans.begin(), plans.end(), [](const Found& a, const Found& b) { return a.better_than(b); });
    const Found cover = find_cover(stage.task, plans, Atom(0), Stage::kParts, {}, {});
    ASSERT_FALSE(cover.plan.empty()) << plans[0].total << " " << plans[1].total << " of " << stage.base.total;
    const double best_of_both = plans[0].total + plans[1].total - stage.base.total;
    EXPECT_LE(cover.total, best_of_both + 1e-9);
    const Score judged =
        score(stage.problem, to_labels(stage.compiled, cover.plan, Stage::kParts, stage.problem.size()));
    EXPECT_NEAR(judged.total, cover.total, 1e-9);
    EXPECT_EQ(judged.out_of_bounds + judged.not_contiguous, 0U);
    EXPECT_EQ(judged.neighbourhoods, Stage::kParts);
  }
  EXPECT_GT(put_together, 2);
}

TEST(Cover, NeverMakesAPlanWorseUnderAnyCriteria) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Stage stage(seed, false);
    const Instance& map = stage.compiled.instance;
    std::vector<Found> plans{stage.base};
    for (std::uint32_t atom = 3; atom < map.size; atom += 31)
      plans.push_back(stage.improve(open_window(map, stage.base.plan, Stage::kParts, Atom(atom), 4), atom));
    std::sort(plans.begin(), plans.end(), [](const Found& a, const Found& b) { return a.better_than(b); });
    for (const std::uint32_t parts : {4U, 8U, 12U}) {
      const Found cover = find_cover(stage.task, plans, Atom(50), parts, {}, {});
      if (cover.plan.empty()) continue;
      EXPECT_LT(cover.total, plans.front().total);
      const Score judged =
          score(stage.problem, to_labels(stage.compiled, cover.plan, Stage::kParts, stage.problem.size()));
      EXPECT_NEAR(judged.total, cover.total, 1e-9);
      EXPECT_EQ(judged.out_of_bounds + judged.not_contiguous, 0U);
    }
  }
}

TEST(SetPartition, GivesAPartitionAndATrueBoundWhereverItIsStopped) {
  // Triples of rows at random, and each row alone at a high price: full of fractions, so cuts are added.
  geo::Random random(7);
  SetPartition problem;
  problem.rows = 24;
  std::vector<std::size_t> known;
  const auto add = [&](std::set<std::uint32_t> rows, double cost) {
    problem.row.insert(problem.row.end(), rows.begin(), rows.end());
    problem.first.push_back(problem.row.size());
    problem.cost.push_back(cost);
  };
  for (std::uint32_t row = 0; row < problem.rows; ++row) known.push_back(row), add({row}, 10);
  for (int column = 0; column < 400; ++column) {
    std::set<std::uint32_t> rows;
    while (rows.size() < 3) rows.insert(random.below(problem.rows));
    add(rows, 5 + 3 * random.unit());
  }
  const double best = solve_set_partition(problem, known).cost;
  for (std::uint64_t pivots = 1; pivots < 400; pivots += 38) {
    SCOPED_TRACE("pivots " + std::to_string(pivots));
    SetPartitionLimits limits;
    limits.pivots = pivots;
    const SetPartitionResult result = solve_set_partition(problem, known, limits);
    std::vector<int> covered(problem.rows, 0);
    for (const std::size_t column : result.chosen)
      for (const std::uint32_t row : problem.rows_of(column)) ++covered[row];
    EXPECT_EQ(std::count(covered.begin(), covered.end(), 1), static_cast<std::ptrdiff_t>(problem.rows));
    EXPECT_GE(result.cost, best - 1e-6);
    EXPECT_LE(result.bound, best + 1e-6);
  }
}

}  // namespace
