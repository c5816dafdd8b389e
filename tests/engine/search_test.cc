#include "boundaries/engine/search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <numeric>
#include <set>
#include <thread>

#include "boundaries/judge/score.h"
#include "boundaries/question/match.h"
#include "engine/random_problem.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;

/// What a plan from the search must be, looked at from outside.
void expect_legal(const Problem& problem, const Labels& labels) {
  const Score judged = score(problem, labels);
  EXPECT_EQ(judged.unassigned, 0U);
  EXPECT_EQ(judged.not_contiguous, 0U);
  EXPECT_EQ(judged.out_of_bounds, 0U);
  std::map<std::int32_t, std::set<std::uint32_t>> groups;
  for (std::size_t area = 0; area < labels.size(); ++area)
    groups[labels[area]].insert(problem.hold_group[area]);
  for (const auto& [label, held] : groups) EXPECT_EQ(held.size(), 1U);
  for (const auto& whole : problem.wholes)
    for (const std::uint32_t area : whole.areas) EXPECT_EQ(labels[area], labels[whole.areas[0]]);
  for (const auto& apart : problem.aparts) {
    std::set<std::int32_t> in;
    for (const std::uint32_t area : apart.areas) in.insert(labels[area]);
    EXPECT_EQ(in.size(), apart.areas.size());
  }
  for (const auto& lock : problem.locks) {
    const std::int32_t label = labels[lock.areas[0]];
    for (const std::uint32_t area : lock.areas) EXPECT_EQ(labels[area], label);
    if (lock.exact) {
      EXPECT_EQ(static_cast<std::size_t>(std::count(labels.begin(), labels.end(), label)), lock.areas.size());
    }
  }
}

SearchOptions quick(std::uint64_t seed) {
  SearchOptions options;
  options.seed = seed;
  options.effort = Effort::quick;
  return options;
}

TEST(Search, ReturnsALegalPlanUnderAllRules) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Problem problem = toy::random_problem(12, 10, seed);
    for (std::uint32_t area = 0; area < problem.size(); ++area)
      problem.hold_group[area] = area % 12 < 6 ? 0 : 1;
    problem.hold_name = {"west", "east"};
    problem.wholes.push_back({{1, 2, 3}, "one estate"});
    problem.wholes.push_back({{3, 15}, "one school"});
    problem.aparts.push_back({{48, 50}, "two schools"});
    std::vector<std::uint32_t> corner;
    double people = 0;
    for (std::uint32_t y = 0; y < 10 && people < 21000; ++y)
      for (std::uint32_t x = 10; x < 12; ++x)
        corner.push_back(y * 12 + x), people += problem.people[y * 12 + x];
    problem.locks.push_back({corner, true, "E", "agreed"});
    const SearchResult result = search(problem, quick(seed));
    ASSERT_EQ(result.status, Status::found);
    expect_legal(problem, result.labels);
    EXPECT_NEAR(result.total, score(problem, result.labels).total, 1e-12);
  }
}

TEST(Search, GivesTheSameBytesWithAnyNumberOfThreadsAndWhenRepeated) {
  const Problem problem = toy::random_problem(12, 10, 4);
  SearchOptions options = quick(9);
  const SearchResult one = search(problem, options);
  ASSERT_EQ(one.status, Status::found);
  static_cast<void>(search(toy::random_problem(7, 6, 1), quick(3)));
  for (const unsigned threads : {1U, 2U, 4U}) {
    options.threads = threads;
    EXPECT_EQ(search(problem, options).labels, one.labels);
  }
}

/// So many neighbourhoods that plans are bred window by window.
Problem many_neighbourhoods(std::uint64_t seed) {
  Problem problem = toy::random_problem(20, 15, seed);
  problem.count = 44;
  problem.population.min = 8000;
  problem.population.max = 21000;
  // Two cheap criteria, so that the steps make several plans.
  problem.weights[Criterion::population] = problem.weights[Criterion::access] =
      problem.weights[Criterion::registration] = 0;
  problem.weights[Criterion::barriers] = problem.weights[Criterion::local_knowledge] = 0;
  problem.alignment.clear();
  return problem;
}

TEST(Search, GivesTheSameBytesWithAnyNumberOfThreadsWhereWindowsAreBred) {
  const Problem problem = many_neighbourhoods(3);
  SearchOptions options = quick(5);
  options.effort_share = 0.5;
  const SearchResult one = search(problem, options);
  ASSERT_EQ(one.status, Status::found);
  ASSERT_GT(one.trace.gain_by_phase.count("breeding"), 0U) << "the test says nothing without windows";
  expect_legal(problem, one.labels);
  EXPECT_NEAR(one.total, score(problem, one.labels).total, 1e-12);
  static_cast<void>(
      search(toy::random_problem(7, 6, 1), quick(3)));  // an unrelated run leaves nothing behind
  for (const unsigned threads : {1U, 2U, 4U}) {
    options.threads = threads;
    EXPECT_EQ(search(problem, options).labels, one.labels);
  }
}

TEST(Search, GivesTheSameBytesWithPairsInAnyOrderWhereWindowsAreBred) {
  Problem problem = many_neighbourhoods(3);
  problem.barriers.reset();
  // Lengths whose sums round, so that the order of a sum would show.
  std::vector<geo::Edge> edges = problem.graph.edges();
  for (std::size_t row = 0; row < edges.size(); ++row)
    edges[row].border_m += 0.1 * static_cast<double>(row % 7);
  problem.graph = geo::Graph(static_cast<std::uint32_t>(problem.size()), edges);
  SearchOptions options = quick(5);
  options.effort_share = 0.5;
  const SearchResult one = search(problem, options);
  ASSERT_EQ(one.status, Status::found);
  ASSERT_GT(one.trace.gain_by_phase.count("breeding"), 0U) << "the test says nothing without windows";
  geo::Random random(8);
  for (std::size_t row = edges.size(); row > 1; --row)
    std::swap(edges[row - 1], edges[random.below(static_cast<std::uint32_t>(row))]);
  for (std::size_t row = 0; row < edges.size(); row += 2) std::swap(edges[row].a, edges[row].b);
  problem.graph = geo::Graph(static_cast<std::uint32_t>(problem.size()), edges);
  const SearchResult other = search(problem, options);
  EXPECT_EQ(other.labels, one.labels);
  EXPECT_EQ(other.total, one.total);
}

TEST(Search, LeavesTheBestLegalPlanWhenItIsStoppedInsideAWindow) {
  const Problem problem = many_neighbourhoods(3);
  for (const int wait_ms : {0, 1, 3}) {
    SCOPED_TRACE("stopped after " + std::to_string(wait_ms) + " ms of breeding");
    std::atomic<bool> stop{false}, child{false};
    // Another thread stops it, as a person does: in the middle of some window.
    std::thread person([&] {
      while (!child) std::this_thread::yield();
      std::this_thread::sleep_for(std::chrono::milliseconds(wait_ms));
      stop = true;
    });
    Labels best;
    double least = 2;
    Observer observer;
    observer.stop = &stop;
    observer.better = [&](const Labels& labels, double total) { best = labels, least = total; };
    observer.progress = [&](const Progress& progress) {
      if (progress.phase == "breeding") child = true;
    };
    SearchOptions options = quick(5);
    options.cpu_seconds = 3;  // first chains take about half of it
    const SearchResult result = search(problem, options, observer);
    child = true;
    person.join();
    ASSERT_EQ(result.status, Status::stopped);
    expect_legal(problem, result.labels);
    EXPECT_EQ(result.labels, best);
    EXPECT_NEAR(result.total, least, 1e-9);
    EXPECT_NEAR(result.total, score(problem, result.labels).total, 1e-12);
  }
}

TEST(Search, KeepsFixedNeighbourhoodsAndTheirLabels) {
  const Problem problem = toy::random_problem(12, 10, 5);
  const SearchResult first = search(problem, quick(1));
  ASSERT_EQ(first.status, Status::found);
  SearchOptions options = quick(2);
  options.start = first.labels;
  for (const std::int32_t label : first.labels) options.fixed.push_back(label < 2);
  const SearchResult second = search(problem, options);
  ASSERT_EQ(second.status, Status::found);
  for (std::size_t area = 0; area < problem.size(); ++area)
    EXPECT_EQ(first.labels[area] < 2, second.labels[area] < 2);
  for (std::size_t area = 0; area < problem.size(); ++area)
    if (first.labels[area] < 2) {
      EXPECT_EQ(first.labels[area], second.labels[area]);
    }
  expect_legal(problem, second.labels);
}

TEST(Search, NeverMovesMorePeopleThanTheChangeLimit) {
  Problem problem = toy::random_problem(12, 10, 6);
  const SearchResult first = search(problem, quick(1));
  ASSERT_EQ(first.status, Status::found);
  problem.weights[Criterion::compactness] = 5;
  problem.change = Problem::Change{first.labels, 15000};
  const SearchResult second = search(problem, quick(2));
  ASSERT_EQ(second.status, Status::found);
  double moved = 0;
  for (std::size_t area = 0; area < problem.size(); ++area)
    if (first.labels[area] != second.labels[area]) moved += problem.residents[area];
  EXPECT_LE(moved, 15000);
  EXPECT_GT(moved, 0);
  EXPECT_LE(second.total, score(problem, first.labels).total);
  expect_legal(problem, second.labels);
}

TEST(Search, ChangesAnOldPlanOfFarTooFewOrTooManyNeighbourhoods) {
  struct Old {
    std::int32_t wide, high;  ///< areas in each old neighbourhood
    double share;             ///< of the residents that may change
  };
  // About 2,000 people an area: 6 to 12 neighbourhoods keep the bounds; the old plans have 3 and 20.
  for (const Old& old : {Old{4, 10, 0.6}, Old{3, 2, 0.6}}) {
    SCOPED_TRACE("old neighbourhoods of " + std::to_string(old.wide) + " x " + std::to_string(old.high) +
                 " areas");
    Problem problem = toy::random_problem(12, 10, 6);
    Labels from;
    for (std::int32_t area = 0; area < 120; ++area)
      from.push_back(area / 12 / old.high * 12 + area % 12 / old.wide);
    const double limit = old.share * std::accumulate(problem.residents.begin(), problem.residents.end(), 0.0);
    problem.change = Problem::Change{from, limit};
    const SearchResult result = search(problem, quick(1));
    ASSERT_EQ(result.status, Status::found) << (result.infeasible ? result.infeasible->reasons.at(0) : "");
    expect_legal(problem, result.labels);
    EXPECT_LE(match_labels(problem.residents, from, result.labels).moved, limit);
  }
}

TEST(Search, SaysWhyThereIsNoPlan) {
  Problem problem = toy::random_problem(6, 5, 1);
  problem.population.min = problem.population.max = 12345;
  EXPECT_EQ(search(problem, quick(1)).status, Status::infeasible);
  Problem clash = toy::random_problem(8, 8, 1);
  clash.wholes.push_back({{1, 2}, "one estate"});
  clash.aparts.push_back({{1, 2}, "two schools"});
  const SearchResult result = search(clash, quick(1));
  ASSERT_EQ(result.status, Status::infeasible);
  EXPECT_NE(result.infeasible->reasons.at(0).find("two schools"), std::string::npos);
}

TEST(Search, NamesTheRuleThatCouldNotBeKeptAndNoPeopleThatAreNone) {
  // Three pairs that ask for three neighbourhoods, where two are asked for: too many neighbourhoods to look
  // at them all.
  Problem problem = toy::random_problem(10, 8, 1);
  problem.population.min = 1;
  problem.population.max = 1e9;
  problem.count = 2;
  problem.aparts = {{{0, 9}, "one school"}, {{0, 79}, "one school"}, {{9, 79}, "one school"}};
  SearchOptions options = quick(1);
  options.effort_share = 0.2;
  const SearchResult result = search(problem, options);
  ASSERT_EQ(result.status, Status::infeasible);
  EXPECT_NE(result.infeasible->reasons.at(0).find("one school"), std::string::npos)
      << result.infeasible->reasons[0];
  EXPECT_EQ(result.infeasible->reasons[0].find("people outside"), std::string::npos)
      << result.infeasible->reasons[0];
}

TEST(Search, EndsWithALegalPlanWhenItIsStopped) {
  const Problem problem = toy::random_problem(12, 10, 7);
  std::atomic<bool> stop{true};
  Observer observer;
  observer.stop = &stop;
  const SearchResult result = search(problem, quick(1), observer);
  EXPECT_EQ(result.status, Status::stopped);
  if (!result.labels.empty()) expect_legal(problem, result.labels);
}

TEST(Search, TellsWhatItDid) {
  const Problem problem = toy::random_problem(12, 10, 8);
  std::vector<double> better;
  Observer observer;
  observer.better = [&](const Labels&, double total) { better.push_back(total); };
  const SearchResult result = search(problem, quick(1), observer);
  ASSERT_EQ(result.status, Status::found);
  const Trace& trace = result.trace;
  ASSERT_FALSE(trace.best.empty());
  ASSERT_EQ(trace.best.size(), better.size());
  std::uint64_t draws = 0;
  double gain = 0;
  for (std::size_t row = 0; row < trace.best.size(); ++row) {
    EXPECT_EQ(trace.best[row].total, better[row]);
    EXPECT_GE(trace.best[row].steps, draws) << "steps never fall";
    if (row > 0) {
      EXPECT_LT(trace.best[row].total, trace.best[row - 1].total);
    }
    draws = trace.best[row].steps;
  }
  for (const auto& [phase, won] : trace.gain_by_phase) gain += won;
  EXPECT_NEAR(gain, trace.best.front().total - trace.best.back().total, 1e-9)
      << "gains by phase make up the whole gain";
  EXPECT_NEAR(trace.best.back().total, result.total, 1e-9);
  for (const char* kind : {"single", "chunk", "swap", "eject", "recombine", "three"}) {
    EXPECT_GT(trace.proposed.at(kind), 0U) << kind;
    EXPECT_LE(trace.accepted.at(kind), trace.proposed.at(kind)) << kind;
  }
  EXPECT_LT(draws, std::uint64_t{60'000'000});
}

TEST(Search, KeepsTogetherAreasThatDoNotTouch) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Problem problem = toy::random_problem(10, 8, seed);
    problem.wholes.push_back({{11, 14}, "one school for two estates"});
    problem.wholes.push_back({{50, 53, 71}, "one surgery"});
    const SearchResult result = search(problem, quick(seed));
    ASSERT_EQ(result.status, Status::found);
    expect_legal(problem, result.labels);
  }
}

TEST(OrderLabels, GoesFromNorthWestToSouthEast) {
  Problem problem = toy::random_problem(4, 4, 1);
  const Labels labels{3, 3, 1, 1, 3, 3, 1, 1, 0, 0, 2, 2, 0, 0, 2, 2};
  const Labels ordered = order_labels(problem, labels);
  EXPECT_EQ(ordered[0], 0);
  EXPECT_EQ(ordered[15], 3);
  for (std::size_t area = 0; area < 16; ++area)
    EXPECT_EQ(ordered[area] == ordered[0], labels[area] == labels[0]);
}

}  // namespace
