#include "boundaries/engine/moves/recombine.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "boundaries/engine/moves/compile.h"
#include "boundaries/engine/moves/resplit.h"
#include "boundaries/engine/moves/start.h"
#include "boundaries/judge/score.h"
#include "engine/random_problem.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;
using namespace placewright::boundaries::engine;

constexpr double kAny = std::numeric_limits<double>::infinity();

/// A walk on a legal plan of a random place with all criteria.
struct Stage {
  explicit Stage(std::uint64_t seed, std::uint32_t count, std::uint32_t width = 11, std::uint32_t height = 10)
      : problem(toy::random_problem(width, height, seed)), random(seed, 9) {
    double people = 0;
    for (const double one : problem.people) people += one;
    problem.population.min = std::floor(0.7 * people / count);
    problem.population.max = std::ceil(1.35 * people / count);
    problem.population.target = people / count;
    compiled = compile(problem, {}, people / count);
    parts = count;
  }
  [[nodiscard]] Labels labels(const MovingPlan& moving) const {
    return to_labels(compiled, moving.plan(), moving.parts(), problem.size());
  }
  /// A random legal plan.
  bool start(MovingPlan& moving) {
    for (int attempt = 0; attempt < 50; ++attempt) {
      moving.reset(draw_start(compiled.instance, compiled.regions, {parts}, random));
      if (moving.people_outside() == 0) return true;
    }
    return false;
  }
  /// Two atoms of different parts that touch.
  std::pair<Atom, Atom> pick_pair(const MovingPlan& moving) {
    for (;;) {
      const std::uint32_t arc = random.below(static_cast<std::uint32_t>(compiled.instance.neighbour.size()));
      const Atom a = compiled.instance.source[arc], b = compiled.instance.neighbour[arc];
      if (moving.part(a) != moving.part(b)) return {a, b};
    }
  }
  Problem problem;
  geo::Random random;
  Compiled compiled;
  std::uint32_t parts = 0;
};

void expect_legal_and_true(const Stage& stage, const MovingPlan& moving, std::uint32_t parts) {
  const Score judged = score(stage.problem, stage.labels(moving));
  ASSERT_EQ(judged.neighbourhoods, parts);
  ASSERT_EQ(judged.out_of_bounds, 0U);
  ASSERT_EQ(judged.not_contiguous, 0U);
  ASSERT_NEAR(judged.total, moving.total(), 1e-9);
}

TEST(Recombiner, KeepsThreePartsLegalAndTellsWhatItChanged) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Stage stage(seed, 7);
    MovingPlan moving(stage.compiled.instance, 7);
    ASSERT_TRUE(stage.start(moving));
    Recombiner recombiner(moving);
    int done = 0;
    for (int round = 0; round < 150; ++round) {
      const auto [a, b] = stage.pick_pair(moving);
      const Parts before = moving.plan();
      const double total = moving.total();
      double change = 0;
      if (!recombiner.attempt_three(a, b, kAny, stage.random, change)) {
        ASSERT_EQ(moving.plan(), before);
        continue;
      }
      ++done;
      ASSERT_NEAR(moving.total() - total, change, 1e-9);
      expect_legal_and_true(stage, moving, 7);
      std::set<Part> changed;
      for (std::size_t atom = 0; atom < before.size(); ++atom)
        if (before[atom] != moving.plan()[atom]) changed.insert({before[atom], moving.plan()[atom]});
      ASSERT_LE(changed.size(), 3U);
    }
    EXPECT_GT(done, 20);
  }
}

TEST(Recombiner, TakesEverythingBackWhereTheChangeIsTooLarge) {
  Stage stage(4, 7);
  MovingPlan moving(stage.compiled.instance, 7);
  ASSERT_TRUE(stage.start(moving));
  Recombiner recombiner(moving);
  const Parts before = moving.plan();
  for (int round = 0; round < 100; ++round) {
    const auto [a, b] = stage.pick_pair(moving);
    double change = 0;
    ASSERT_FALSE(recombiner.attempt_three(a, b, -kAny, stage.random, change));
    ASSERT_FALSE(recombiner.attempt_shift(a, b, -kAny, stage.random, change));
    ASSERT_EQ(moving.plan(), before);
  }
}

TEST(Recombiner, ShiftsAPartFromWherePeopleAreFewToWhereTheyAreMany) {
  int done = 0;
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Stage stage(seed, 8, 13, 12);
    MovingPlan moving(stage.compiled.instance, 8);
    ASSERT_TRUE(stage.start(moving));
    Recombiner recombiner(moving);
    for (int round = 0; round < 300; ++round) {
      const auto [a, b] = stage.pick_pair(moving);
      const double total = moving.total();
      double change = 0;
      if (!recombiner.attempt_shift(a, b, kAny, stage.random, change)) continue;
      ++done;
      ASSERT_NEAR(moving.total() - total, change, 1e-9);
      expect_legal_and_true(stage, moving, 8);
    }
  }
  EXPECT_GT(done, 3);
}

TEST(Recombiner, MakesThreePartsOfTwoAndTwoOfThree) {
  int split = 0, merged = 0;
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Stage stage(seed, 6, 13, 12);
    MovingPlan moving(stage.compiled.instance, 7);  // one to spare
    ASSERT_NO_FATAL_FAILURE();
    for (int attempt = 0; attempt < 50; ++attempt) {
      moving.reset(draw_start(stage.compiled.instance, stage.compiled.regions, {6}, stage.random));
      if (score(stage.problem, stage.labels(moving)).out_of_bounds == 0) break;
    }
    Recombiner recombiner(moving);
    std::uint32_t parts = 6;
    Part empty{6};
    for (int round = 0; round < 400; ++round) {
      const auto [a, b] = stage.pick_pair(moving);
      double change = 0;
      if (parts == 6 && recombiner.split_pair(a, b, empty, kAny, stage.random, change)) {
        ++split;
        parts = 7;
        expect_legal_and_true(stage, moving, parts);
      } else if (parts == 7 && recombiner.merge_three(a, b, kAny, stage.random, change, empty)) {
        ++merged;
        parts = 6;
        ASSERT_EQ(moving.people(empty), 0);
        const Score judged = score(stage.problem, stage.labels(moving));
        ASSERT_EQ(judged.neighbourhoods, 6U);
        ASSERT_EQ(judged.out_of_bounds + judged.not_contiguous, 0U);
      }
    }
  }
  EXPECT_GT(split, 0);
  EXPECT_GT(merged, 0);
}

TEST(Resplitter, FindsTheBestOfAllLinesBetweenTwoParts) {
  int gained = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Stage stage(seed, 2, 4, 3);
    MovingPlan moving(stage.compiled.instance, 2);
    ASSERT_TRUE(stage.start(moving));
    Settings patient, hasty;
    patient.resplit_sets = 1'000'000;
    hasty.resplit_sets = 3;
    Resplitter resplitter(moving, patient), gives_up(moving, hasty);
    // All divisions, judged plainly.
    double best = kAny;
    const std::size_t areas = stage.problem.size();
    for (std::uint32_t set = 1; set + 1 < 1U << areas; set += 2) {
      Labels labels(areas);
      for (std::size_t area = 0; area < areas; ++area) labels[area] = (set >> area & 1U) != 0;
      const Score judged = score(stage.problem, labels);
      if (judged.out_of_bounds + judged.not_contiguous == 0) best = std::min(best, judged.total);
    }
    const auto [a, b] = stage.pick_pair(moving);
    const double before = moving.total();
    double change = 0;
    if (resplitter.attempt(a, b, 1e-12, change)) {
      ++gained;
      EXPECT_NEAR(moving.total() - before, change, 1e-9);
    }
    EXPECT_NEAR(moving.total(), best, 1e-9);
    expect_legal_and_true(stage, moving, 2);
    EXPECT_FALSE(resplitter.attempt(a, b, 1e-12, change));
    const Parts plan = moving.plan();
    EXPECT_FALSE(gives_up.attempt(a, b, -1, change)) << "gives up after three sets";
    EXPECT_EQ(moving.plan(), plan);
  }
  EXPECT_GT(gained, 3);
}

}  // namespace
