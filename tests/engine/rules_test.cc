#include <gtest/gtest.h>

#include "boundaries/search.h"
#include "tests/plain_judge.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;

TEST(Rules, AreKeptByEveryPlanAndEveryRefusalIsConfirmedByTryingAllPartitions) {
  geo::Random random(20);
  int found = 0, refused = 0;
  for (int round = 0; round < 120; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    const Problem problem = toy::draw_random_problem(random);
    SearchOptions options;
    options.effort = Effort::quick;
    const SearchResult result = search(problem, options);
    if (result.status == Status::found) {
      ++found;
      EXPECT_EQ(toy::find_fault(problem, result.labels), "");
      continue;
    }
    ++refused;
    ASSERT_TRUE(result.infeasible);
    EXPECT_FALSE(result.infeasible->reasons.empty());
    bool possible = false;
    toy::try_every_partition(problem.size(), [&](const Labels& labels) {
      possible = possible || toy::find_fault(problem, labels).empty();
    });
    EXPECT_FALSE(possible) << result.infeasible->reasons[0];
  }
  EXPECT_GT(found, 10);
  EXPECT_GT(refused, 10);
}

}  // namespace
