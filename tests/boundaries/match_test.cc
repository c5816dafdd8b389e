#include "boundaries/question/match.h"

#include <gtest/gtest.h>

#include "geo/random.h"
#include "tests/plain_judge.h"

namespace placewright::boundaries {
namespace {

TEST(Match, PeopleMovedAreThePrintedOnes) {
  EXPECT_DOUBLE_EQ(match_labels({10, 20, 15, 15}, {0, 0, 1, 1}, {1, 1, 0, 0}).moved, 0);
  EXPECT_DOUBLE_EQ(match_labels({10, 20, 15, 15}, {0, 0, 1, 1}, {0, 0, 0, 1}).moved, 15);
  EXPECT_DOUBLE_EQ(match_labels({1, 1, 1, 1, 1, 1}, {0, 0, 1, 1, 2, 2}, {0, 1, 1, 2, 2, 0}).moved, 3);
}

TEST(Match, LabelsThatShareNobodyStayUnpaired) {
  const auto match = match_labels({5, 5, 5}, {0, 0, 1}, {0, 0, 0});
  EXPECT_EQ(match.to_of_from, (std::vector<std::int32_t>{0, -1}));
  EXPECT_EQ(match.from_of_to, (std::vector<std::int32_t>{0}));
  EXPECT_DOUBLE_EQ(match.kept, 10);
}

TEST(Match, KeepsAsManyPeopleAsTryingEveryPairing) {
  geo::Random random(11);
  for (int round = 0; round < 300; ++round) {
    SCOPED_TRACE(round);
    boundaries::Problem problem;
    Labels from, to;
    for (int area = 0; area < 9; ++area) {
      problem.residents.push_back(1 + random.below(50));
      from.push_back(static_cast<std::int32_t>(random.below(5)) - (random.below(8) == 0));
      to.push_back(static_cast<std::int32_t>(random.below(4)));
    }
    EXPECT_DOUBLE_EQ(match_labels(problem.residents, from, to).moved,
                     toy::count_moved_by_trying(problem, from, to));
  }
}

}  // namespace
}  // namespace placewright::boundaries
