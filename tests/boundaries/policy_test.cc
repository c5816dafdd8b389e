#include <gtest/gtest.h>

#include <cmath>

#include "boundaries/judge/score.h"
#include "boundaries/question/minutes.h"
#include "tests/toy_problem.h"

namespace placewright::boundaries {
namespace {

TEST(Policy, MinutesWithoutANetworkAreTheStraightLineTimes13AtTheStatedSpeeds) {
  EXPECT_NEAR(straight_minutes({0, 0}, {4800, 0}, false), 1.3 * 60, 1e-9)
      << "an hour's walk as the crow flies";
  EXPECT_NEAR(straight_minutes({0, 0}, {0, 30000}, true), 1.3 * 60, 1e-9);
}

TEST(Policy, PeopleOutsideTheBoundsCountFourTimesInTheLossOfPopulation) {
  constexpr auto map =
      "a b\n"
      "c d";
  auto problem = toy::problem_from_map(map);
  problem.people = {1100, 1100, 900, 900};
  problem.residents = problem.people;
  problem.population.min = 1000;
  problem.population.max = 2100;
  problem.population.target = 2000;
  const auto judged = score(problem, toy::labels_from_map(problem, map, "1 1\n2 2"));
  EXPECT_EQ(judged.people_outside_bounds, 100) << "2,200 of at most 2,100";
  ASSERT_EQ(judged.criteria.front().name, "population");
  EXPECT_NEAR(judged.criteria.front().loss, 200.0 / 2000 + 4 * 100.0 / 4000, 1e-12);
}

}  // namespace
}  // namespace placewright::boundaries
