#include <gtest/gtest.h>

#include <algorithm>

#include "boundaries/engine/frontier.h"
#include "boundaries/engine/proof.h"
#include "boundaries/engine/search.h"
#include "boundaries/judge/score.h"
#include "tests/plain_judge.h"

/// Places of which all or nearly all is locked beforehand.
namespace {

using namespace placewright;
using namespace placewright::boundaries;

SearchOptions quick() {
  SearchOptions options;
  options.effort = Effort::quick;
  return options;
}

Problem six_areas() {
  auto problem = toy::problem_from_map(R"(
      a b c
      d e f )");
  problem.population.min = 2000;
  problem.population.max = 4000;
  return problem;
}

void lock(Problem& problem, const std::vector<std::string>& codes) {
  problem.locks.push_back({toy::rows_of(problem, codes), true, "", "agreed"});
}

TEST(Locks, OnEveryAreaAreThePlan) {
  for (const bool hard : {true, false}) {
    SCOPED_TRACE(hard ? "hard bounds" : "soft bounds");
    auto problem = six_areas();
    problem.population.hard = hard;
    lock(problem, {"a", "b", "c"});
    lock(problem, {"d", "e", "f"});
    const auto result = search(problem, quick());
    ASSERT_EQ(result.status, Status::found);
    EXPECT_EQ(toy::find_fault(problem, result.labels), "");
    EXPECT_NEAR(result.total, score(problem, result.labels).total, 1e-12);
    ASSERT_EQ(result.counts.size(), 1U);
    EXPECT_EQ(result.counts[0].count, 2U);
    const auto proof = prove(problem, result.labels);
    EXPECT_EQ(proof.verdict, Proof::Verdict::optimal) << proof.words;
    EXPECT_EQ(proof.labels, result.labels);
    AlternativesOptions several;
    several.search = quick();
    EXPECT_EQ(find_alternatives(problem, several).size(), 1U) << "there is no other plan";
  }
}

TEST(Locks, OnEveryAreaThatBreakABoundAreRefusedByNameUnlessBoundsAreSoftOrAnEffortIsAskedFor) {
  auto problem = six_areas();
  lock(problem, {"a"});
  lock(problem, {"b", "c", "d", "e", "f"});
  const auto refused = search(problem, quick());
  ASSERT_EQ(refused.status, Status::infeasible);
  EXPECT_NE(refused.infeasible->reasons.at(0).find("agreed"), std::string::npos)
      << refused.infeasible->reasons[0];
  auto options = quick();
  options.best_effort = true;
  EXPECT_EQ(search(problem, options).status, Status::found);
  problem.population.hard = false;
  const auto soft = search(problem, quick());
  ASSERT_EQ(soft.status, Status::found);
  EXPECT_EQ(toy::find_fault(problem, soft.labels), "");
}

TEST(Locks, ThatLeaveOneAreaOrLooseAreasGiveThoseANeighbourhoodEach) {
  for (const bool hard : {true, false}) {
    SCOPED_TRACE(hard ? "hard bounds" : "soft bounds");
    auto problem = six_areas();
    problem.population = {1, 4000, {}, hard};
    lock(problem, {"b", "c", "e", "f"});
    const auto pair = search(problem, quick());
    ASSERT_EQ(pair.status, Status::found);
    EXPECT_EQ(toy::find_fault(problem, pair.labels), "");
    problem.locks.clear();
    lock(problem, {"b", "d", "e", "f"});
    const auto loose = search(problem, quick());
    ASSERT_EQ(loose.status, Status::found);
    EXPECT_EQ(toy::find_fault(problem, loose.labels), "");
    EXPECT_EQ(loose.counts.at(0).count, 3U);
    problem.locks.clear();
    lock(problem, {"b", "c", "d", "e"});
    problem.locks.push_back({toy::rows_of(problem, {"a"}), true, "", "agreed"});
    const auto one = search(problem, quick());
    ASSERT_EQ(one.status, Status::found);
    EXPECT_EQ(toy::find_fault(problem, one.labels), "");
  }
}

TEST(Locks, AWindowThatFixesAllButOneAreaGetsAPlan) {
  auto problem = six_areas();
  auto options = quick();
  options.best_effort = true;
  options.start = {0, 0, 0, 1, 1, kUnassigned};
  options.fixed = {1, 1, 1, 1, 1, 0};
  const auto result = search(problem, options);
  ASSERT_FALSE(result.labels.empty());
  for (std::size_t area = 0; area < 5; ++area) EXPECT_EQ(result.labels[area], options.start[area]);
  options.start[5] = 1;
  options.fixed[5] = 1;
  EXPECT_EQ(search(problem, options).labels, options.start);
}

TEST(Locks, AllAreasInOneSetAreOneNeighbourhood) {
  for (const bool hard : {true, false}) {
    auto problem = six_areas();
    problem.population = {1, 100000, {}, hard};
    problem.wholes.push_back({{0, 1, 2, 3, 4, 5}, "one town"});
    const auto result = search(problem, quick());
    ASSERT_EQ(result.status, Status::found);
    EXPECT_EQ(std::count(result.labels.begin(), result.labels.end(), result.labels[0]), 6);
    problem.wholes.clear();
    problem.count = 1;
    const auto one = search(problem, quick());
    ASSERT_EQ(one.status, Status::found);
    EXPECT_EQ(std::count(one.labels.begin(), one.labels.end(), one.labels[0]), 6);
  }
}

/// Locks most of a place along a random division of it.
void lock_much(Problem& problem, geo::Random& random) {
  problem.locks.clear();
  problem.change.reset();
  Labels labels(problem.size());
  const std::uint32_t groups = 1 + random.below(4);
  for (auto& label : labels) label = static_cast<std::int32_t>(random.below(groups));
  // Neighbours follow one another often, so that many groups are in one piece.
  for (int round = 0; round < 3; ++round)
    for (const auto& edge : problem.graph.edges())
      if (random.below(2) == 0) labels[edge.a] = labels[edge.b];
  const std::uint32_t loose = random.below(3);
  for (std::int32_t group = 0; group < static_cast<std::int32_t>(groups); ++group) {
    std::vector<std::uint32_t> areas;
    for (std::uint32_t area = loose; area < problem.size(); ++area)
      if (labels[area] == group) areas.push_back(area);
    if (!areas.empty() && random.below(8) != 0)
      problem.locks.push_back({areas, random.below(6) != 0, "", "agreed"});
  }
  const std::uint32_t kind = random.below(3);
  problem.population.hard = kind == 0;
  if (kind == 1) problem.population = {1, 1e9, {}, true};
}

TEST(Locks, OnMostOfAPlaceGiveAPlanThatKeepsThemOrARefusalThatTryingAllPartitionsConfirms) {
  geo::Random random(31);
  int found = 0, refused = 0, all = 0;
  for (int round = 0; round < 400; ++round) {
    SCOPED_TRACE("seed 31, round " + std::to_string(round));
    auto problem = toy::draw_random_problem(random);
    lock_much(problem, random);
    auto options = quick();
    options.effort_share = 0.2;
    const auto result = search(problem, options);
    if (result.status == Status::found) {
      ++found;
      EXPECT_EQ(toy::find_fault(problem, result.labels), "");
      std::size_t locked = 0;
      for (const auto& each : problem.locks) locked += each.exact ? each.areas.size() : 0;
      all += locked == problem.size();
    } else {
      ++refused;
      ASSERT_TRUE(result.infeasible);
      ASSERT_FALSE(result.infeasible->reasons.empty());
      bool possible = false;
      toy::try_every_partition(problem.size(), [&](const Labels& labels) {
        possible = possible || toy::find_fault(problem, labels).empty();
      });
      EXPECT_FALSE(possible) << result.infeasible->reasons[0];
    }
    options.best_effort = true;
    static_cast<void>(search(problem, options));
  }
  EXPECT_GT(found, 60);
  EXPECT_GT(refused, 60);
  EXPECT_GT(all, 10);
}

}  // namespace
