#include "boundaries/judge/explain.h"

#include <gtest/gtest.h>

#include "boundaries/judge/score.h"
#include "geo/random.h"
#include "tests/plain_judge.h"

namespace placewright::boundaries {
namespace {

std::string text_of(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

TEST(Explain, EachAlternativeSaysWhatThePlainScoreSays) {
  geo::Random random(12);
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE("seed 12, round " + std::to_string(round));
    auto problem = toy::draw_random_problem(random);
    problem.deprivation.emplace();
    for (std::size_t area = 0; area < problem.size(); ++area) {
      problem.deprivation->value.push_back(random.below(40));
      problem.deprivation->weight.push_back(1);
    }
    Labels labels;
    for (std::size_t area = 0; area < problem.size(); ++area)
      labels.push_back(static_cast<std::int32_t>(random.below(3)));
    const auto area = random.below(static_cast<std::uint32_t>(problem.size()));
    const auto explanation = explain(problem, labels, area);
    for (const auto& alternative : explanation.alternatives) {
      auto moved = labels;
      for (const auto each : alternative.areas) moved[each] = alternative.to;
      EXPECT_NE(std::find(alternative.areas.begin(), alternative.areas.end(), area), alternative.areas.end());
      EXPECT_NEAR(alternative.total_change, score(problem, moved).total - score(problem, labels).total,
                  1e-12);
      double sum = 0;
      for (const auto& effect : alternative.effects)
        sum += effect.share * (effect.loss_after - effect.loss_before);
      EXPECT_NEAR(sum, alternative.total_change, 1e-9);
      if (toy::find_fault(problem, labels).empty()) {
        EXPECT_EQ(alternative.breaks.empty(), toy::find_fault(problem, moved).empty());
      }
    }
  }
}

TEST(Explain, AnAreaThatHoldsTwoPiecesTogetherTakesTheSmallerAlong) {
  constexpr auto map =
      "a b c d\n"
      "e f g h";
  auto problem = toy::problem_from_map(map);
  const auto labels = toy::labels_from_map(problem, map, "1 1 1 1\n2 2 2 2");
  const auto explanation = explain(problem, labels, toy::row_of(problem, "c"));
  EXPECT_NE(text_of(explanation.held_by).find("without it Area d (d) would be cut off"), std::string::npos)
      << text_of(explanation.held_by);
  ASSERT_EQ(explanation.alternatives.size(), 2u);
  EXPECT_TRUE(explanation.alternatives[0].breaks.empty());
  EXPECT_EQ(explanation.alternatives[0].areas, toy::rows_of(problem, {"c", "d"}));
  ASSERT_EQ(explanation.alternatives[1].breaks.size(), 1u);
  EXPECT_EQ(explanation.alternatives[1].breaks[0].code, "NOT_CONTIGUOUS");
}

TEST(Explain, RulesThatHoldTheAreaAreNamed) {
  constexpr auto map = "a b c d";
  auto problem = toy::problem_from_map(map);
  problem.population = {2000, 2000, std::nullopt, true};
  problem.wholes = {{{0, 1}, "one estate"}};
  const auto explanation = explain(problem, toy::labels_from_map(problem, map, "1 1 2 2"), 1);
  const auto text = text_of(explanation.held_by);
  EXPECT_NE(text.find("one estate"), std::string::npos);
  EXPECT_NE(text.find("fewer than the minimum of 2,000"), std::string::npos);
  ASSERT_EQ(explanation.alternatives.size(), 1u);
  EXPECT_EQ(explanation.alternatives[0].areas, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_FALSE(explanation.alternatives[0].breaks.empty());
}

TEST(Explain, ABrokenRuleIsToldByTheNameOfTheNeighbourhood) {
  constexpr auto map = "a b c d";
  auto problem = toy::problem_from_map(map);
  problem.population = {2000, 2000, std::nullopt, true};
  const auto explanation =
      explain(problem, toy::labels_from_map(problem, map, "1 1 2 2"), 1, {"West", "East"});
  ASSERT_EQ(explanation.alternatives.size(), 1u);
  ASSERT_EQ(explanation.alternatives[0].breaks.size(), 2u);
  EXPECT_EQ(explanation.alternatives[0].breaks[0].where, "West");
  EXPECT_EQ(explanation.alternatives[0].breaks[1].where, "East");
}

TEST(Explain, PopulationIsToldByPeopleOutsideOrElseByHowMuchSizesVary) {
  constexpr auto map = "a b c d";
  for (const bool narrow : {false, true}) {
    auto problem = toy::problem_from_map(map);
    problem.population = {narrow ? 2000.0 : 1000.0, narrow ? 2000.0 : 3000.0, 2000, false};
    const auto explanation = explain(problem, toy::labels_from_map(problem, map, "1 1 2 2"), 1);
    ASSERT_EQ(explanation.alternatives.size(), 1u);
    const auto& effects = explanation.alternatives[0].effects;
    const auto population = std::find_if(effects.begin(), effects.end(),
                                         [](const auto& each) { return each.criterion == "population"; });
    ASSERT_NE(population, effects.end());
    EXPECT_EQ(population->unit, narrow ? "people outside the bounds" : "% that sizes vary");
    EXPECT_EQ(population->before, 0);
    EXPECT_DOUBLE_EQ(population->after, narrow ? 2000 : 50) << "1,000 and 3,000 around 2,000";
  }
}

TEST(Explain, WhatTheAreaBringsIsInNaturalUnits) {
  constexpr auto map = "a b c";
  auto problem = toy::problem_from_map(map);
  problem.deprivation = DeprivationData{{10, 20, 30}, {1, 1, 1}, Aim::gather};
  const auto explanation = explain(problem, {0, 0, 1}, 1);
  bool border = false, deprivation = false;
  for (const auto& each : explanation.contributions) {
    if (each.criterion == "compactness") border = each.value == 1000;
    if (each.criterion == "deprivation") deprivation = each.value == 50;
  }
  EXPECT_TRUE(border);
  EXPECT_TRUE(deprivation);
}

}  // namespace
}  // namespace placewright::boundaries
