#include "boundaries/question/feasibility.h"

#include <gtest/gtest.h>

#include <set>

#include "boundaries/question/rules.h"
#include "geo/random.h"
#include "tests/plain_judge.h"

namespace placewright::boundaries {
namespace {

using Counts = std::vector<std::uint32_t>;
using toy::problem_from_map;

std::string reasons_of(const Feasibility& feasibility) {
  std::string text;
  if (feasibility.infeasible)
    for (const auto& reason : feasibility.infeasible->reasons) text += reason + "\n";
  return text;
}

void expect_mentions(const Feasibility& feasibility, std::initializer_list<const char*> words) {
  const auto text = reasons_of(feasibility);
  for (const auto* word : words) EXPECT_NE(text.find(word), std::string::npos) << word << " in:\n" << text;
}

TEST(Feasibility, CountsAreThoseOfTheWorkedExamples) {
  EXPECT_EQ(find_counts(25000, 30000, 50000), Counts{});
  EXPECT_EQ(find_counts(30000, 30000, 50000), Counts{1});
  EXPECT_EQ(find_counts(50000, 30000, 50000), Counts{1});
  EXPECT_EQ(find_counts(55000, 30000, 50000), Counts{});
  EXPECT_EQ(find_counts(60000, 30000, 50000), Counts{2});
  EXPECT_EQ(find_counts(61000, 30000, 50000), Counts{2});
  EXPECT_EQ(find_counts(100001, 30000, 50000), Counts{3});
  EXPECT_EQ(find_counts(240000, 30000, 50000), (Counts{5, 6, 7, 8}));
  EXPECT_EQ(find_counts(325000, 30000, 50000), (Counts{7, 8, 9, 10}));
}

/// A row of areas with 1,000 people each.
Problem row_of_areas(std::size_t areas, double min, double max) {
  std::string map;
  for (std::size_t area = 0; area < areas; ++area) map += "a" + std::to_string(100 + area) + " ";
  auto problem = problem_from_map(map);
  problem.population.min = min;
  problem.population.max = max;
  return problem;
}

TEST(Feasibility, FiftyFiveThousandPeopleGetAReasonAndTheNearestBounds) {
  const auto feasibility = check_feasibility(row_of_areas(55, 30000, 50000));
  ASSERT_TRUE(feasibility.infeasible);
  expect_mentions(feasibility,
                  {"the place has 55,000 people", "too many for one neighbourhood", "too few for 2"});
  EXPECT_EQ(feasibility.infeasible->nearest_min, 27500);
  EXPECT_EQ(feasibility.infeasible->nearest_max, 55000);
}

TEST(Feasibility, TooFewPeopleCanOnlyBeHelpedByALowerMinimum) {
  const auto feasibility = check_feasibility(row_of_areas(25, 30000, 50000));
  ASSERT_TRUE(feasibility.infeasible);
  expect_mentions(feasibility, {"25,000 people, fewer than the minimum of 30,000"});
  EXPECT_EQ(feasibility.infeasible->nearest_min, 25000);
  EXPECT_EQ(feasibility.infeasible->nearest_max, std::nullopt);
}

TEST(Feasibility, EachPieceAndEachHeldBoundaryMustWorkByItself) {
  auto problem = problem_from_map(
      "a b c . d\n"
      "e f g . h");
  problem.population.min = 2000;
  problem.population.max = 3000;
  auto feasibility = check_feasibility(problem);
  EXPECT_FALSE(feasibility.infeasible);
  ASSERT_EQ(feasibility.territories.size(), 2u);
  EXPECT_EQ(feasibility.least, 3u);
  EXPECT_EQ(feasibility.most, 4u);
  problem.hold_name = {"Ashire", "Beeshire"};
  problem.hold_group = {0, 1, 1, 1, 0, 1, 1, 1};
  feasibility = check_feasibility(problem);
  EXPECT_FALSE(feasibility.infeasible) << reasons_of(feasibility);
  problem.hold_group[toy::row_of(problem, "e")] = 1;
  feasibility = check_feasibility(problem);
  ASSERT_TRUE(feasibility.infeasible);
  expect_mentions(feasibility, {"Ashire has 1,000 people, fewer than the minimum of 2,000"});
  EXPECT_EQ(feasibility.infeasible->nearest_min, 1000);
}

TEST(Feasibility, ACountThatTheBoundsRuleOutIsSaidWithTheCountsThatWork) {
  auto problem = row_of_areas(240, 30000, 50000);
  problem.count = 9;
  const auto feasibility = check_feasibility(problem);
  ASSERT_TRUE(feasibility.infeasible);
  expect_mentions(feasibility, {"9 neighbourhoods were asked for", "5 to 8"});
  EXPECT_EQ(feasibility.infeasible->nearest_min, 26666);
}

TEST(Feasibility, TogetherAndApartClashByNameThroughAChainOfRules) {
  auto problem = problem_from_map("a b c d");
  problem.wholes = {{toy::rows_of(problem, {"a", "b"}), "the estate"},
                    {toy::rows_of(problem, {"b", "c"}), "the school"}};
  problem.aparts = {{toy::rows_of(problem, {"a", "c"}), "two practices"}};
  const auto feasibility = check_feasibility(problem);
  ASSERT_TRUE(feasibility.infeasible);
  expect_mentions(feasibility,
                  {"Area a (a) and Area c (c) are kept apart (two practices)", "the estate", "the school"});
}

TEST(Feasibility, NothingJoinsALockAndALockMustFitTheBounds) {
  auto problem = problem_from_map("a b c d");
  problem.population = {2000, 3000, std::nullopt, true};
  problem.locks = {{toy::rows_of(problem, {"a"}), true, "N1", "agreed in May"}};
  problem.wholes = {{toy::rows_of(problem, {"a", "b"}), "the estate"}};
  const auto feasibility = check_feasibility(problem);
  ASSERT_TRUE(feasibility.infeasible);
  expect_mentions(feasibility,
                  {"locked as one neighbourhood (agreed in May) of 1,000 people, fewer than the minimum",
                   "nothing may join the locked neighbourhood of Area a (a), but", "the estate"});
}

TEST(Feasibility, ALinkDoesNotOverrideAHeldBoundary) {
  auto problem = problem_from_map("a . b", 1000, {{"a", "b"}});
  problem.hold_name = {"Mainland", "Island"};
  problem.hold_group = {0, 1};
  problem.wholes = {{{0, 1}, "one ferry"}};
  const auto feasibility = check_feasibility(problem);
  ASSERT_TRUE(feasibility.infeasible);
  expect_mentions(feasibility, {"one ferry", "lies in Mainland", "in Island", "a link does not override it"});
}

TEST(Feasibility, ALumpAboveTheMaximumIsNamed) {
  auto problem = problem_from_map("a b c");
  problem.population = {1000, 1500, std::nullopt, true};
  problem.wholes = {{{0, 1}, "whole ward"}};
  expect_mentions(check_feasibility(problem),
                  {"whole ward", "together 2,000 people, more than the maximum of 1,500"});
  problem.wholes.clear();
  problem.people[2] = 1600;
  expect_mentions(check_feasibility(problem), {"Area c (c) alone has 1,600 people"});
}

TEST(Feasibility, MoreAreasApartThanNeighbourhoodsCannotBe) {
  auto problem = problem_from_map("a b c d");
  problem.population = {2000, 4000, std::nullopt, true};
  problem.aparts = {{{0, 1, 2}, "three schools"}};
  expect_mentions(check_feasibility(problem), {"3 areas of the place are kept apart (three schools)"});
}

TEST(Feasibility, NoPlanIsEverRuledOutThatExistsAndNoBrokenRuleIsMissed) {
  geo::Random random(2026);
  int ruled_out = 0, possible = 0;
  for (int round = 0; round < 250; ++round) {
    SCOPED_TRACE("seed 2026, round " + std::to_string(round));
    const auto problem = toy::draw_random_problem(random);
    const auto feasibility = check_feasibility(problem);
    std::set<std::size_t> counts;
    std::uint32_t looked = 0;
    toy::try_every_partition(problem.size(), [&](const Labels& labels) {
      const auto fault = toy::find_fault(problem, labels);
      if (fault.empty())
        counts.insert(static_cast<std::size_t>(*std::max_element(labels.begin(), labels.end()) + 1));
      if (++looked % 97 == 0 || fault.empty()) {
        EXPECT_EQ(find_broken_rules(problem, labels).empty(), fault.empty()) << fault;
      }
    });
    if (feasibility.infeasible) {
      ++ruled_out;
      EXPECT_TRUE(counts.empty()) << reasons_of(feasibility);
    } else {
      for (const auto count : counts) {
        ++possible;
        EXPECT_GE(count, feasibility.least);
        EXPECT_LE(count, feasibility.most);
      }
    }
  }
  EXPECT_GT(ruled_out, 30);
  EXPECT_GT(possible, 30);
}

TEST(Feasibility, WhatALockDetachesIsNamedWithTheLock) {
  auto problem = problem_from_map("a b c d e");
  problem.population = {2000, 3000, {}, true};
  problem.locks.push_back({{1, 2}, true, "", "agreed in May"});
  expect_mentions(check_feasibility(problem),
                  {"Area a (a), detached, cut off by the lock on",
                   "(agreed in May), has 1,000 people, fewer than the minimum of 2,000"});
}

}  // namespace
}  // namespace placewright::boundaries
