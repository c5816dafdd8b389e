#include "boundaries/engine/frontier.h"

#include <gtest/gtest.h>

#include "boundaries/question/match.h"
#include "geo/error.h"
#include "geo/random.h"
#include "tests/plain_judge.h"

namespace placewright::boundaries {
namespace {

Problem draw_town() {
  std::string map;
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 4; ++x) map += std::string(1, static_cast<char>('a' + y)) + std::to_string(x) + " ";
    map += "\n";
  }
  auto problem = toy::problem_from_map(map);
  problem.population = {3000, 5000, std::nullopt, true};
  geo::Random random(9);
  problem.deprivation.emplace();
  for (std::size_t area = 0; area < problem.size(); ++area) {
    problem.deprivation->value.push_back(random.below(60));
    problem.deprivation->weight.push_back(1);
  }
  return problem;
}

TEST(Frontier, PlansAreLegalAndNoneCoversAnother) {
  const auto problem = draw_town();
  FrontierOptions options;
  options.criteria = {"deprivation", "compactness"};
  options.count = 4;
  options.search.effort = Effort::quick;
  const auto plans = find_frontier(problem, options);
  ASSERT_GE(plans.size(), 2u);
  for (const auto& plan : plans) EXPECT_EQ(toy::find_fault(problem, plan.labels), "");
  for (std::size_t at = 0; at + 1 < plans.size(); ++at) {
    EXPECT_LT(plans[at].losses[0], plans[at + 1].losses[0]);
    EXPECT_GT(plans[at].losses[1], plans[at + 1].losses[1]);
  }
  const auto again = find_frontier(problem, options);
  ASSERT_EQ(again.size(), plans.size());
  for (std::size_t at = 0; at < plans.size(); ++at) EXPECT_EQ(again[at].labels, plans[at].labels);
}

TEST(Frontier, ACriterionThatIsNotJudgedIsRefusedByName) {
  FrontierOptions options;
  options.criteria = {"deprivation", "access"};
  try {
    static_cast<void>(find_frontier(draw_town(), options));
    FAIL() << "access has no data here";
  } catch (const geo::InputError& error) {
    EXPECT_NE(std::string(error.what()).find("'access'"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("compactness"), std::string::npos);
  }
}

TEST(Alternatives, DifferByThePeopleAsked) {
  const auto problem = draw_town();
  AlternativesOptions options;
  options.search.effort = Effort::quick;
  options.least_moved_share = 0.1;
  const auto plans = find_alternatives(problem, options);
  ASSERT_GE(plans.size(), 1u);
  for (std::size_t a = 0; a < plans.size(); ++a) {
    EXPECT_EQ(toy::find_fault(problem, plans[a].labels), "");
    for (std::size_t b = 0; b < a; ++b) {
      EXPECT_GE(match_labels(problem.residents, plans[b].labels, plans[a].labels).moved, 0.1 * 16000);
      EXPECT_LE(plans[b].total, plans[a].total);
    }
  }
}

}  // namespace
}  // namespace placewright::boundaries
