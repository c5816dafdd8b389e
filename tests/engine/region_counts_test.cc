#include "boundaries/engine/breed/region_counts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "boundaries/engine/search.h"
#include "boundaries/judge/score.h"
#include "engine/random_problem.h"
#include "tests/plain_judge.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;
using namespace placewright::boundaries::engine;

/// Three held bands of one sheet, each of which could hold several numbers of neighbourhoods.
Problem three_bands(std::uint64_t seed) {
  Problem problem = toy::random_problem(12, 12, seed);
  problem.hold_name = {"north", "middle", "south"};
  for (std::uint32_t area = 0; area < problem.size(); ++area) problem.hold_group[area] = area / 12 / 4;
  problem.locks.clear();
  problem.wholes.clear();
  return problem;
}

TEST(RegionCounts, EachRegionIsTriedWithOneMoreAndOneFewerAndThePlanIsWhatItSays) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Problem problem = three_bands(seed);
    SearchOptions options;
    options.effort = Effort::quick;
    const auto found = search(problem, options);
    ASSERT_EQ(found.status, Status::found);
    EXPECT_EQ(toy::find_fault(problem, found.labels), "");
    EXPECT_NEAR(found.total, score(problem, found.labels).total, 1e-9);
    std::map<std::string, std::uint32_t> chosen;
    std::map<std::uint32_t, std::set<std::int32_t>> drawn;
    for (std::uint32_t area = 0; area < problem.size(); ++area)
      drawn[problem.hold_group[area]].insert(found.labels[area]);
    for (const auto& row : found.regions) {
      if (!row.chosen) continue;
      EXPECT_EQ(chosen.count(row.name), 0U) << row.name;
      chosen[row.name] = row.count;
      EXPECT_NEAR(row.total, found.total, 1e-9);
    }
    for (const auto& [group, labels] : drawn) EXPECT_EQ(chosen[problem.hold_name[group]], labels.size());
    for (const auto& row : found.regions)
      EXPECT_TRUE(!row.feasible || row.total >= found.total - 0.02) << row.name << " " << row.count;
  }
}

TEST(RegionCounts, AGivenNumberIsKeptAndThePlanDoesNotDependOnThreads) {
  const Problem free = three_bands(5);
  const auto any = search(free, {});
  ASSERT_EQ(any.status, Status::found);
  Problem problem = free;
  problem.count = any.counts.front().count + 1;
  SearchOptions options;
  options.effort = Effort::quick;
  const auto one = search(problem, options);
  ASSERT_EQ(one.status, Status::found);
  EXPECT_EQ(score(problem, one.labels).neighbourhoods, *problem.count);
  options.threads = 3;
  EXPECT_EQ(search(problem, options).labels, one.labels);
}

TEST(RegionCounts, ABadApportionmentIsMended) {
  // Deprivation alone: a region all alike needs few neighbourhoods, one that differs area by area takes as
  // many as it may.
  Problem problem = three_bands(7);
  problem.deprivation->aim = Aim::gather;
  for (std::uint32_t area = 0; area < problem.size(); ++area) {
    problem.deprivation->value[area] = problem.hold_group[area] == 0 ? (area % 12) * 5.0 : 20;
    if (problem.hold_group[area] == 0) problem.people[area] = std::floor(0.95 * problem.people[area]);
  }
  problem.weights = {};
  problem.weights[Criterion::population] = problem.weights[Criterion::access] =
      problem.weights[Criterion::registration] = problem.weights[Criterion::compactness] =
          problem.weights[Criterion::barriers] = problem.weights[Criterion::local_knowledge] = 0;
  problem.weights.alignment.assign(problem.alignment.size(), 0);
  const Compiled compiled = compile(problem, {}, 30000);
  const CountRange range = find_count_range(compiled, problem.population);
  ASSERT_TRUE(has_choice(range));
  const std::uint32_t total = range.sum_least + 1;
  problem.count = total;
  SearchOptions options;
  options.effort = Effort::quick;
  const auto found = search(problem, options);
  ASSERT_EQ(found.status, Status::found);
  ASSERT_LT(total, range.sum_most) << "one more would fit, and would be better for deprivation alone";
  EXPECT_EQ(score(problem, found.labels).neighbourhoods, total) << "a count that is asked for is kept";
  std::uint32_t north = 0;
  for (const auto& row : found.regions)
    if (row.chosen && row.name == "north") north = row.count;
  const auto by_people = apportion(compiled, range, total, false);
  ASSERT_EQ(by_people->front(), range.least[0]) << "by people another one is larger";
  EXPECT_GT(north, by_people->front())
      << "the region that differs takes more than its people alone would give it";
}

}  // namespace
