#include <gtest/gtest.h>

#include "boundaries/engine/search.h"
#include "boundaries/judge/score.h"
#include "engine/random_problem.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;

/// 200 areas of 1,000 to 2,400 people and 60 neighbourhoods of three or four of them within 13 % of the mean.
Problem tight_problem(std::uint64_t seed) {
  geo::Random random(seed, 3);
  Problem problem = toy::random_problem(20, 10, seed);
  double all = 0;
  for (double& people : problem.people) {
    people = 1000;
    for (int roll = 0; roll < 4; ++roll) people += random.below(350);
    all += people;
  }
  problem.residents = problem.people;
  problem.count = 60;
  problem.population.min = 0.87 * all / 60;
  problem.population.max = 1.13 * all / 60;
  problem.weights = {};
  problem.weights[Criterion::access] = problem.weights[Criterion::registration] =
      problem.weights[Criterion::barriers] = problem.weights[Criterion::local_knowledge] = 0;
  return problem;
}

TEST(TightBounds, AreMetWhereOnlyAFewPlansMeetThem) {
  for (const std::uint64_t seed : {1U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Problem problem = tight_problem(seed);
    SearchOptions options;
    options.effort = Effort::quick;
    const SearchResult result = search(problem, options);
    ASSERT_EQ(result.status, Status::found) << (result.infeasible ? result.infeasible->reasons[0] : "");
    const Score judged = score(problem, result.labels);
    EXPECT_EQ(judged.neighbourhoods, 60U);
    EXPECT_EQ(judged.out_of_bounds, 0U);
    EXPECT_EQ(judged.not_contiguous, 0U);
  }
}

}  // namespace
