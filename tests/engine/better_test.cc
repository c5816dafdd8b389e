#include "boundaries/engine/better.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "boundaries/question/rules.h"
#include "geo/error.h"
#include "tests/engine/random_problem.h"
#include "tests/toy_problem.h"

/// What a better plan promises, counted again by plain means: the score of each plan from scratch, people
/// moved by their areas, rules neighbourhood by neighbourhood.
namespace {

using namespace placewright;
using namespace placewright::boundaries;

constexpr std::int32_t kParts = 5;

/// A plan as people make them: grown around a few areas, then some areas given away at random, so that
/// neighbourhoods fall into pieces and out of bounds; `gaps` areas are in none.
Labels draw_by_hand(const Problem& problem, geo::Random& random, int gaps) {
  const auto size = static_cast<std::uint32_t>(problem.size());
  Labels labels(size, kUnassigned);
  for (std::int32_t part = 0; part < kParts; ++part) labels[random.below(size)] = part;
  for (std::int32_t part = 0; part < kParts; ++part)  // a later one may have taken its area
    if (std::find(labels.begin(), labels.end(), part) == labels.end())
      *std::find(labels.begin(), labels.end(), kUnassigned) = part;
  for (int left = static_cast<int>(size) * 400; left > 0; --left) {
    const std::uint32_t area = random.below(size);
    const auto others = problem.graph.neighbours(area);
    const auto other = others[random.below(static_cast<std::uint32_t>(others.size()))];
    if (labels[area] == kUnassigned) labels[area] = labels[other];
  }
  for (int area = 0; area < 3; ++area) {
    const std::uint32_t given = random.below(size);
    const auto part = static_cast<std::int32_t>(random.below(kParts));
    if (std::count(labels.begin(), labels.end(), labels[given]) > 1) labels[given] = part;
  }
  for (int gap = 0; gap < gaps; ++gap) {
    const std::uint32_t area = random.below(size);
    if (std::count(labels.begin(), labels.end(), labels[area]) > 1) labels[area] = kUnassigned;
  }
  return labels;
}

Problem with_rules(Problem problem, geo::Random& random) {
  const auto size = static_cast<std::uint32_t>(problem.size());
  const auto pair = [&] {
    const std::uint32_t area = random.below(size);
    return std::vector<std::uint32_t>{area, problem.graph.neighbours(area)[0]};
  };
  problem.aparts.clear();
  problem.wholes.clear();
  problem.locks.clear();
  for (int set = 0; set < 4; ++set) problem.wholes.push_back({pair(), "a pair"});
  for (int set = 0; set < 3; ++set)
    problem.aparts.push_back({{random.below(size / 2), size / 2 + random.below(size / 2)}, "apart"});
  problem.locks.push_back({pair(), false, "", "a lock"});
  problem.hold_name = {"east", "west"};
  for (std::uint32_t area = 0; area < size; ++area) problem.hold_group[area] = problem.point[area].x < 3500;
  return problem;
}

double beyond(const Problem& problem, double people) {
  return std::max({0.0, people - problem.population.max, problem.population.min - people});
}

std::size_t count_pieces(const Problem& problem, const Labels& labels, std::int32_t label) {
  std::set<std::uint32_t> left;
  for (std::uint32_t area = 0; area < labels.size(); ++area)
    if (labels[area] == label) left.insert(area);
  std::size_t pieces = 0;
  while (!left.empty()) {
    ++pieces;
    std::vector<std::uint32_t> reached{*left.begin()};
    left.erase(left.begin());
    for (std::size_t next = 0; next < reached.size(); ++next)
      for (const auto other : problem.graph.neighbours(reached[next]))
        if (left.erase(other) > 0) reached.push_back(other);
  }
  return pieces;
}

/// What `after` breaks that `before` does not.
std::string find_broken_anew(const Problem& problem, const Labels& before, const Labels& after) {
  const auto a = score(problem, before), b = score(problem, after);
  for (std::size_t row = 0; row < a.criteria.size(); ++row)
    if (b.criteria[row].loss > a.criteria[row].loss + kSameLoss) return a.criteria[row].name + " is worse";
  for (std::int32_t label = 0; label < kParts; ++label) {
    const auto row = static_cast<std::size_t>(label);
    if (beyond(problem, b.per_neighbourhood[row].people) > beyond(problem, a.per_neighbourhood[row].people))
      return "further out of bounds";
    if (b.per_neighbourhood[row].areas == 0) return "empty";
    if (count_pieces(problem, after, label) > count_pieces(problem, before, label)) return "more pieces";
    std::set<std::uint32_t> sides;
    for (std::size_t area = 0; area < before.size(); ++area)
      if (before[area] == label) sides.insert(problem.hold_group[area]);
    for (std::size_t area = 0; area < before.size(); ++area)
      if (after[area] == label && !sides.contains(problem.hold_group[area])) return "a hold is crossed";
  }
  for (const auto& whole : problem.wholes)
    if (before[whole.areas[0]] == before[whole.areas[1]] && after[whole.areas[0]] != after[whole.areas[1]])
      return "a whole is split";
  for (const auto& apart : problem.aparts)
    if (before[apart.areas[0]] != before[apart.areas[1]] && after[apart.areas[0]] == after[apart.areas[1]])
      return "two that are kept apart sit together";
  for (const auto& lock : problem.locks)
    for (const auto area : lock.areas)
      if (before[area] != after[area]) return "a locked area moved";
  return "";
}

double count_moved(const Problem& problem, const Labels& before, const Labels& after) {
  double moved = 0;
  for (std::size_t area = 0; area < before.size(); ++area)
    if (before[area] != kUnassigned && before[area] != after[area]) moved += problem.residents[area];
  return moved;
}

Labels with_step(Labels labels, const BetterStep& step) {
  for (const auto& moved : step.areas) {
    EXPECT_EQ(labels[moved.area], moved.from);
    labels[moved.area] = moved.to;
  }
  return labels;
}

TEST(BetterThan, BreaksNothingAnewAndMovesNoMoreThanItMay) {
  int bettered = 0, steps = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    geo::Random random(seed, 5);
    const Problem problem = with_rules(toy::random_problem(8, 6, seed), random);
    BetterOptions options{draw_by_hand(problem, random, seed % 3 == 0 ? 2 : 0), 0, {}, seed, Effort::quick};
    const double all = std::accumulate(problem.residents.begin(), problem.residents.end(), 0.0);
    options.max_people = all * (seed % 2 == 0 ? 0.1 : 0.25);
    const BetterPlan better = find_better(problem, options);
    EXPECT_EQ(find_broken_anew(problem, better.start, better.labels), "");
    EXPECT_LE(count_moved(problem, options.plan, better.labels), options.max_people);
    for (std::size_t area = 0; area < problem.size(); ++area)
      EXPECT_TRUE(options.plan[area] == kUnassigned || options.plan[area] == better.start[area]);
    Labels way = better.start;
    for (const auto& step : better.steps) {
      const Labels alone = with_step(better.start, step);
      EXPECT_EQ(step.stands_alone, find_broken_anew(problem, better.start, alone).empty());
      const double before = score(problem, way).total;
      way = with_step(way, step);
      EXPECT_EQ(find_broken_anew(problem, better.start, way), "") << "after a step on the way";
      EXPECT_NEAR(step.total_before, before, 1e-12);
      EXPECT_NEAR(step.total, score(problem, way).total, 1e-12);
      EXPECT_NEAR(step.moved, count_moved(problem, options.plan, way), 1e-6);
      ++steps;
    }
    EXPECT_EQ(way, better.labels);
    const double gain = score(problem, better.start).total - score(problem, better.labels).total;
    EXPECT_EQ(gain > 0, !better.steps.empty());
    bettered += gain > 0;
  }
  EXPECT_GE(bettered, 8) << "of 12 plans made by hand";
  EXPECT_GT(steps, bettered) << "small steps, not one leap";
}

TEST(BetterThan, TheSameAnswerEveryTime) {
  geo::Random random(3, 5);
  const Problem problem = toy::random_problem(8, 6, 3);
  const BetterOptions options{draw_by_hand(problem, random, 0), 20'000, {}, 7, Effort::quick};
  const BetterPlan first = find_better(problem, options), second = find_better(problem, options);
  EXPECT_EQ(first.labels, second.labels);
  ASSERT_EQ(first.steps.size(), second.steps.size());
  for (std::size_t step = 0; step < first.steps.size(); ++step)
    EXPECT_EQ(first.steps[step].total, second.steps[step].total);
}

TEST(BetterThan, NobodyMayMoveIsAnAnswer) {
  geo::Random random(4, 5);
  const Problem problem = toy::random_problem(8, 6, 4);
  const BetterOptions options{draw_by_hand(problem, random, 0), 0, {}, 1, Effort::quick};
  const BetterPlan better = find_better(problem, options);
  EXPECT_EQ(better.labels, options.plan);
  EXPECT_TRUE(better.steps.empty());
}

TEST(BetterThan, WhatIsExceptedMayGetWorse) {
  // Two rows of four; the plan is even in people and long in border. Only uneven ones are shorter.
  Problem problem = toy::problem_from_map(R"(
      a b c d
      e f g h )");
  problem.population.min = 0;
  problem.population.max = 8000;
  const Labels plan = toy::labels_from_map(problem, R"(
      a b c d
      e f g h )",
                                           R"(
      1 1 2 2
      1 2 1 2 )");
  BetterOptions options{plan, 1000, {}, 1, Effort::quick};
  problem.weights[Criterion::population] = 0.01;
  EXPECT_TRUE(find_better(problem, options).steps.empty()) << "one area moved is uneven";
  options.excepted = {"population"};
  const BetterPlan better = find_better(problem, options);
  ASSERT_EQ(better.steps.size(), 1U);
  EXPECT_GT(better.after.criteria[0].loss, better.before.criteria[0].loss);
  EXPECT_EQ(better.held, std::vector<std::string>{"compactness"});
  options.excepted = {"alignment:moon"};
  EXPECT_THROW((void)find_better(problem, options), geo::InputError);
}

TEST(BetterThan, GapsJoinTheNeighbourWithMostBorderAndNobodyCountsAsMoved) {
  Problem problem = toy::problem_from_map(R"(
      a b c d
      e f g h )");
  problem.population.min = 0;
  problem.population.max = 8000;
  Labels plan = toy::labels_from_map(problem, R"(
      a b c d
      e f g h )",
                                     R"(
      1 1 2 2
      1 2 1 2 )");
  const auto gap = static_cast<std::size_t>(std::find(problem.code.begin(), problem.code.end(), "f") -
                                            problem.code.begin());
  plan[gap] = kUnassigned;
  const BetterPlan better = find_better(problem, {plan, 0, {}, 1, Effort::quick});
  EXPECT_EQ(better.filled, std::vector<std::uint32_t>{static_cast<std::uint32_t>(gap)});
  EXPECT_EQ(better.start[gap], plan[0]) << "b, e and g touch it and are of the first";
  EXPECT_TRUE(better.steps.empty()) << "nobody else may move";
}

TEST(BetterThan, ObeysTheStopAndTellsItsProgress) {
  geo::Random random(5, 5);
  const Problem problem = toy::random_problem(8, 6, 5);
  const BetterOptions options{draw_by_hand(problem, random, 0), 20'000, {}, 1, Effort::thorough};
  std::atomic<bool> stop = false;
  int told = 0;
  Observer observer;
  observer.stop = &stop;
  observer.progress = [&](const Progress& progress) {
    EXPECT_GE(progress.fraction, 0);
    EXPECT_LE(progress.fraction, 1);
    if (++told == 3) stop = true;
  };
  const BetterPlan better = find_better(problem, options, observer);
  EXPECT_TRUE(better.stopped);
  EXPECT_EQ(told, 4) << "three epochs and the end";
  EXPECT_EQ(find_broken_anew(problem, better.start, better.labels), "");
}

}  // namespace
