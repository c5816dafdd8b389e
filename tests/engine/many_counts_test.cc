#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "boundaries/engine/breed/counts.h"
#include "boundaries/engine/search.h"
#include "boundaries/judge/score.h"
#include "engine/random_problem.h"

/// More numbers of neighbourhoods than can be tried one by one.
namespace {

using namespace placewright;
using namespace placewright::boundaries;

/// 16 x 14 areas of about 2,000 people: 38 to 110 neighbourhoods of 4,000 to 12,000.
Problem many_counts() {
  auto problem = toy::random_problem(16, 14, 5);
  problem.population.min = 4000;
  problem.population.max = 12000;
  problem.weights = {};
  problem.weights[Criterion::access] = problem.weights[Criterion::registration] =
      problem.weights[Criterion::barriers] = problem.weights[Criterion::local_knowledge] = 0;
  problem.weights.alignment.assign(problem.alignment.size(), 0);
  return problem;
}

TEST(ManyCounts, AreTriedAtEvenStepsAndThenNearTheBest) {
  const auto problem = many_counts();
  SearchOptions options;
  options.effort = Effort::quick;
  const auto result = search(problem, options);
  ASSERT_EQ(result.status, Status::found);
  ASSERT_GT(result.most_count - result.least_count, 60U);
  std::set<std::uint32_t> tried;
  for (const auto& row : result.counts) tried.insert(row.count);
  EXPECT_GT(tried.size(), 5U);
  EXPECT_LT(tried.size(), result.most_count - result.least_count);
  const auto chosen = score(problem, result.labels).neighbourhoods;
  const auto at = tried.find(chosen);
  ASSERT_NE(at, tried.end());
  // Nearer to the chosen one than even steps over the whole range would lie.
  std::uint32_t nearest = 1000;
  for (const auto count : tried)
    if (count != chosen) nearest = std::min(nearest, count > chosen ? count - chosen : chosen - count);
  EXPECT_LE(nearest, 4U);
  for (const auto& row : result.counts)
    if (row.feasible) {
      EXPECT_LE(result.total, row.total + 1e-9) << row.count;
    }
  const auto said = tried_counts_text(result);
  EXPECT_NE(said.find(std::to_string(tried.size()) + " of the "), std::string::npos) << said;
  EXPECT_NE(said.find(std::to_string(result.least_count) + " to " + std::to_string(result.most_count)),
            std::string::npos)
      << said;
}

TEST(ManyCounts, GiveTheSameBytesWithAnyNumberOfThreads) {
  const auto problem = many_counts();
  SearchOptions options;
  options.effort = Effort::quick;
  const auto one = search(problem, options);
  options.threads = 3;
  EXPECT_EQ(search(problem, options).labels, one.labels);
}

TEST(ManyCounts, NothingIsSaidOfNumbersWhereAllWereTriedOrOneWasAskedFor) {
  auto problem = toy::random_problem(10, 8, 1);
  SearchOptions options;
  options.effort = Effort::quick;
  EXPECT_EQ(tried_counts_text(search(problem, options)), "");
  problem.count = 5;
  EXPECT_EQ(tried_counts_text(search(problem, options)), "");
}

TEST(ManyCounts, FromAPlanOneNumberIsTriedAndThatIsSaid) {
  const auto problem = toy::random_problem(10, 8, 1);
  SearchOptions options;
  options.effort = Effort::quick;
  options.start = search(problem, options).labels;
  EXPECT_NE(tried_counts_text(search(problem, options)).find("was tried"), std::string::npos);
}

TEST(Counts, AreSpreadInsideTheRangeWithTheMiddle) {
  using engine::spread_counts;
  EXPECT_EQ(spread_counts(10, 90, 33, 5), (std::vector<std::uint32_t>{26, 33, 42, 58, 74}));
  EXPECT_EQ(spread_counts(5, 5, 5, 6), (std::vector<std::uint32_t>{5}));
}

TEST(Counts, AroundTheBestLieBetweenItsNeighbours) {
  using engine::counts_around;
  EXPECT_EQ(counts_around({10, 30, 50}, 30, 4), (std::vector<std::uint32_t>{16, 23, 36, 43}));
  EXPECT_EQ(counts_around({10, 12, 50}, 10, 4), (std::vector<std::uint32_t>{11}));
  EXPECT_TRUE(counts_around({10, 11, 12}, 11, 4).empty());
}

}  // namespace
