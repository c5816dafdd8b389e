#include <gtest/gtest.h>

#include "boundaries/engine/search.h"
#include "tests/plain_judge.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;

/// Takes a border away, as a cut in the brief does.
void cut_somewhere(Problem& problem, geo::Random& random) {
  auto edges = problem.graph.edges();
  if (edges.empty()) return;
  std::vector<geo::Edge> left(edges.begin(), edges.end());
  left.erase(left.begin() + random.below(static_cast<std::uint32_t>(left.size())));
  problem.graph = geo::Graph(problem.size(), std::move(left));
}

/// An old plan that was drawn without looking at any rule, and a limit on leaving it.
void limit_change(Problem& problem, geo::Random& random) {
  Labels from(problem.size());
  const std::uint32_t labels = 1 + random.below(4);
  for (auto& label : from)
    label = static_cast<std::int32_t>(random.below(labels + 1)) - (random.below(4) == 0);
  for (auto& label : from) label = std::max(label, kUnassigned);
  problem.change = Problem::Change{from, 1000.0 * random.below(9)};
}

void narrow_bounds(Problem& problem, geo::Random& random) {
  double all = 0;
  for (const double people : problem.people) all += people;
  const double parts = 2 + random.below(3);
  problem.population.min = std::floor(all / parts * 0.95);
  problem.population.max = std::ceil(all / parts * 1.05);
}

struct Tally {
  int found = 0, refused = 0;
};

void check(const Problem& problem, Tally& tally) {
  SearchOptions options;
  options.effort = Effort::quick;
  const SearchResult result = search(problem, options);
  if (result.status == Status::found) {
    ++tally.found;
    EXPECT_EQ(toy::find_fault(problem, result.labels), "");
    return;
  }
  ++tally.refused;
  ASSERT_TRUE(result.infeasible);
  ASSERT_FALSE(result.infeasible->reasons.empty());
  bool possible = false;
  toy::try_every_partition(problem.size(), [&](const Labels& labels) {
    possible = possible || toy::find_fault(problem, labels).empty();
  });
  EXPECT_FALSE(possible) << result.infeasible->reasons[0];
}

TEST(Rules, AreKeptByEveryPlanAndEveryRefusalIsConfirmedByTryingAllPartitions) {
  geo::Random random(20);
  Tally tally;
  for (int round = 0; round < 120; ++round) {
    SCOPED_TRACE("seed 20, round " + std::to_string(round));
    check(toy::draw_random_problem(random), tally);
  }
  EXPECT_GT(tally.found, 10);
  EXPECT_GT(tally.refused, 10);
}

TEST(Rules, ALimitOnChangeIsKeptFromAnyOldPlanLegalOrNot) {
  geo::Random random(21);
  Tally tally;
  for (int round = 0; round < 150; ++round) {
    SCOPED_TRACE("seed 21, round " + std::to_string(round));
    Problem problem = toy::draw_random_problem(random);
    limit_change(problem, random);
    check(problem, tally);
  }
  EXPECT_GT(tally.found, 8);
  EXPECT_GT(tally.refused, 10);
}

TEST(Rules, CutsAndNarrowBoundsAreKeptTogetherWithAllOthers) {
  geo::Random random(22);
  Tally tally;
  for (int round = 0; round < 150; ++round) {
    SCOPED_TRACE("seed 22, round " + std::to_string(round));
    Problem problem = toy::draw_random_problem(random);
    cut_somewhere(problem, random);
    if (round % 2 == 0) narrow_bounds(problem, random);
    check(problem, tally);
  }
  EXPECT_GT(tally.found, 5);
  EXPECT_GT(tally.refused, 10);
}

}  // namespace
