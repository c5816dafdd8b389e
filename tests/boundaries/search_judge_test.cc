#include <gtest/gtest.h>

#include <algorithm>

#include "boundaries/engine/search.h"
#include "geo/random.h"
#include "tests/plain_judge.h"

namespace placewright::boundaries {
namespace {

/// Whether each set of areas that stay together is in one piece by itself.
bool has_compact_units(const Problem& problem) {
  const auto compact = [&](const std::vector<std::uint32_t>& areas) {
    std::vector<std::uint32_t> reached{areas.front()};
    for (std::size_t next = 0; next < reached.size(); ++next)
      for (const auto other : problem.graph.neighbours(reached[next]))
        if (std::find(areas.begin(), areas.end(), other) != areas.end() &&
            std::find(reached.begin(), reached.end(), other) == reached.end())
          reached.push_back(other);
    return reached.size() == areas.size();
  };
  for (const auto& whole : problem.wholes)
    if (!compact(whole.areas)) return false;
  for (const auto& lock : problem.locks)
    if (!compact(lock.areas)) return false;
  return true;
}

/// Over places whose kept-together areas touch each other.
TEST(SearchJudged, EveryAnswerIsLegalAndEveryRefusalIsConfirmedByEnumeration) {
  geo::Random random(404);
  int found = 0, refused = 0;
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE("seed 404, round " + std::to_string(round));
    const auto problem = toy::draw_random_problem(random);
    if (!has_compact_units(problem)) continue;
    bool exists = false;
    toy::try_every_partition(problem.size(), [&](const Labels& labels) {
      exists = exists || toy::find_fault(problem, labels).empty();
    });
    SearchOptions options;
    options.effort = Effort::quick;
    const auto result = search(problem, options);
    if (result.status == Status::found) {
      ++found;
      EXPECT_EQ(toy::find_fault(problem, result.labels), "");
    } else {
      ++refused;
      EXPECT_FALSE(exists) << "a plan exists, but: "
                           << (result.infeasible ? result.infeasible->reasons.front() : "no reason");
      ASSERT_TRUE(result.infeasible);
      EXPECT_FALSE(result.infeasible->reasons.empty());
    }
  }
  EXPECT_GT(found, 5);
  EXPECT_GT(refused, 5);
}

}  // namespace
}  // namespace placewright::boundaries
