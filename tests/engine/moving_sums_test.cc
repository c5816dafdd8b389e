#include <gtest/gtest.h>

#include <numeric>

#include "boundaries/engine/moves/compile.h"
#include "boundaries/engine/moves/moving_plan.h"
#include "boundaries/engine/moves/start.h"
#include "boundaries/engine/search.h"
#include "boundaries/judge/score.h"
#include "engine/far_minutes.h"
#include "engine/random_problem.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;
using namespace placewright::boundaries::engine;

/// Weights with one criterion on, by number: those of kCriteria but the ones by kind, then the kinds; the
/// last case has all of them.
constexpr int kSingle = static_cast<int>(kCriteria.size()) - 1, kCases = kSingle + 3;
void weigh(Problem& problem, int which) {
  const double some[] = {1, 0.7, 1.3, 0.5, 1.1, 0.4, 0.9};
  const bool all = which == kCases - 1;
  problem.weights = no_weights(problem);
  int at = 0;
  for (const auto criterion : kCriteriaOfBrief)
    if (!row_of(criterion).by_kind) {
      if (which == at || all) problem.weights[criterion] = some[at % 7];
      ++at;
    }
  for (int kind = 0; kind < 2; ++kind)
    if (which == kSingle + kind || all)
      problem.weights.alignment[static_cast<std::size_t>(kind)] = kind == 0 ? 0.8 : 0.3;
}
/// A case by its criterion.
void weigh(Problem& problem, Criterion criterion) {
  problem.weights = no_weights(problem);
  problem.weights[criterion] = 1;
}

/// Random walks over a compiled problem; after each the moving total is the plain one, of `judge`.
void walk_and_compare(const Problem& problem, const SearchOptions& options, std::uint64_t seed,
                      std::uint32_t parts, const Problem& judge) {
  const Compiled compiled =
      compile(problem, {options.start, options.fixed}, (problem.population.min + problem.population.max) / 2);
  ASSERT_TRUE(compiled.clashes.empty());
  const Instance& instance = compiled.instance;
  geo::Random random(seed, 5);
  MovingPlan moving(instance, parts);
  Parts plan(instance.size);
  for (Part& part : plan) part = static_cast<Part>(random.below(parts));
  for (std::uint32_t part = 0; part < parts; ++part) plan[part] = static_cast<Part>(part);
  moving.reset(plan);
  std::vector<std::pair<Atom, Part>> undo;
  for (int round = 0; round < 12; ++round) {
    for (int move = 0; move < 40; ++move) {
      const Atom atom{random.below(instance.size)};
      const auto to = static_cast<Part>(random.below(parts));
      const Part from = moving.part(atom);
      if (to == from) continue;
      const double before = moving.total(), promised = moving.change(atom, to);
      moving.move(atom, to);
      ASSERT_NEAR(moving.total() - before, promised, 1e-12);
      undo.emplace_back(atom, from);
    }
    while (round % 3 == 0 && undo.size() > 10) {
      moving.move(undo.back().first, undo.back().second);
      undo.pop_back();
    }
    const Labels labels = to_labels(compiled, moving.plan(), parts, problem.size());
    ASSERT_NEAR(moving.total(), score(judge, labels).total, 1e-9);
  }
}
void walk_and_compare(const Problem& problem, const SearchOptions& options, std::uint64_t seed,
                      std::uint32_t parts) {
  walk_and_compare(problem, options, seed, parts, problem);
}

class EachCriterion : public testing::TestWithParam<int> {};

TEST_P(EachCriterion, MovingSumsSayWhatThePlainScoreSaysAfterAnyMovesAndUndos) {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Problem problem = toy::random_problem(11, 9, seed);
    weigh(problem, GetParam());
    walk_and_compare(problem, {}, seed, 5);
  }
}

TEST_P(EachCriterion, StaysExactWithWholesLocksAndHeldBoundaries) {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Problem problem = toy::random_problem(11, 9, seed);
    weigh(problem, GetParam());
    problem.wholes.push_back({{20, 21, 22, 31}, "one estate"});
    problem.wholes.push_back({{31, 42}, "one school"});
    problem.locks.push_back({{88, 89, 90, 91, 92, 93, 94, 95}, true, "X", "agreed"});
    problem.locks.push_back({{0, 1, 11, 12}, true, "Y", "agreed"});
    walk_and_compare(problem, {}, seed, 4);
  }
}

INSTANTIATE_TEST_SUITE_P(Criteria, EachCriterion, testing::Range(0, kCases));

TEST(FarAccess, MovingSumsSayWhatATableOfAllMinutesSaysHoweverFewSitesAreKeptAtHand) {
  for (const std::uint32_t kept : {1U, 2U, 5U, 12U, 100U})
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
      SCOPED_TRACE("seed " + std::to_string(seed) + ", " + std::to_string(kept) + " kept");
      auto [table, far] = toy::table_and_rule(toy::random_problem(11, 9, seed), seed, kept, seed % 2 == 0);
      for (Problem* problem : {&table, &far})
        seed == 4 ? weigh(*problem, kCases - 1) : weigh(*problem, Criterion::access);
      walk_and_compare(far, {}, seed, 12, table);
      for (Problem* problem : {&table, &far}) {
        problem->wholes.push_back({{20, 21, 22, 31}, "one estate"});
        problem->locks.push_back({{88, 89, 90, 91, 92, 93, 94, 95}, true, "X", "agreed"});
        problem->locks.push_back({{0, 1, 11, 12}, true, "Y", "agreed"});
      }
      walk_and_compare(far, {}, seed, 6, table);
    }
}

TEST(MovingPlan, SparesAnAreaExactlyWhenItsPartStaysInOnePiece) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Problem problem = toy::random_problem(9, 8, seed);
    weigh(problem, Criterion::compactness);
    const Compiled compiled = compile(problem, {}, 30000);
    geo::Random random(seed);
    MovingPlan moving(compiled.instance, 4);
    moving.reset(draw_start(compiled.instance, compiled.regions, {4}, random));
    for (int round = 0; round < 600; ++round) {
      const std::uint32_t arc = random.below(static_cast<std::uint32_t>(compiled.instance.neighbour.size()));
      const Atom atom = compiled.instance.source[arc];
      const Part to = moving.part(compiled.instance.neighbour[arc]), from = moving.part(atom);
      if (to == from) continue;
      const bool spare = moving.can_spare(atom);
      Labels labels = to_labels(compiled, moving.plan(), 4, problem.size());
      labels[compiled.instance.area[compiled.instance.area_first[atom]].value()] = to.value();
      const Score judged = score(problem, labels);
      ASSERT_EQ(spare, judged.not_contiguous == 0 && judged.neighbourhoods == 4);
      if (spare) {
        moving.move(atom, to);
        continue;
      }
      Atoms cut_off;
      if (moving.leave(atom, cut_off) == MovingPlan::Leaving::empties) continue;
      for (const Atom other : cut_off)
        labels[compiled.instance.area[compiled.instance.area_first[other]].value()] = to.value();
      ASSERT_EQ(score(problem, labels).not_contiguous, 0U);
    }
  }
}

}  // namespace
