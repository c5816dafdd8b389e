#include "boundaries/engine/breed/counts.h"

#include <gtest/gtest.h>

#include "boundaries/engine/search.h"
#include "boundaries/judge/score.h"
#include "engine/random_problem.h"
#include "tests/toy_problem.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;
using namespace placewright::boundaries::engine;

/// Three islands: one that can be divided, one too small for any neighbourhood, one too large for one and too
/// small for two.
Problem islands() {
  Problem problem = toy::problem_from_map(R"(
      a b c d . e . f g h
      i j k l . . . . . . )");
  problem.people.assign(problem.size(), 10'000);
  problem.residents = problem.people;
  for (std::size_t area = 0; area < problem.size(); ++area) {
    if (problem.code[area] == "e") problem.people[area] = 20'000;
    if (problem.code[area] == "f" || problem.code[area] == "g" || problem.code[area] == "h")
      problem.people[area] = 18'000;
  }
  problem.residents = problem.people;
  problem.population.min = 30'000;
  problem.population.max = 50'000;
  return problem;
}

TEST(Counts, ARegionThatNoNumberFitsTakesTheNearestAndTheOthersKeepTheirs) {
  const Problem problem = islands();
  const Compiled compiled = compile(problem, {}, 40'000);
  ASSERT_EQ(compiled.regions.count, 3U);
  const CountRange range = find_count_range(compiled, problem.population);
  EXPECT_FALSE(range.possible);
  // 80,000 people: two neighbourhoods. 20,000: none fits, one is nearest. 54,000: one has 4,000 too many, two
  // lack 6,000.
  EXPECT_EQ(range.near_least, (std::vector<std::uint32_t>{2, 1, 1}));
  EXPECT_EQ(range.near_most, (std::vector<std::uint32_t>{2, 1, 1}));
  EXPECT_EQ(apportion(compiled, range, 4, true).value(), (std::vector<std::uint32_t>{2, 1, 1}));
  EXPECT_FALSE(apportion(compiled, range, 4, false));

  SearchOptions options;
  options.effort = Effort::quick;
  options.best_effort = true;
  const SearchResult result = search(problem, options);
  ASSERT_EQ(result.status, Status::found);
  const Score judged = score(problem, result.labels);
  EXPECT_EQ(judged.neighbourhoods, 4U);
  EXPECT_EQ(judged.out_of_bounds, 2U) << "only the two islands that cannot be helped";
  EXPECT_EQ(judged.people_outside_bounds, 14'000);
}

}  // namespace
