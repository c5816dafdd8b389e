#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "boundaries/engine/search.h"
#include "boundaries/judge/score.h"
#include "engine/random_problem.h"
#include "plain_judge.h"
#include "tests/bench_instance.h"
#include "toy_problem.h"

// Where all legal neighbourhoods can be listed a search begins with the best set of them, and says when no
// plan is better.
namespace placewright::boundaries {
namespace {

SearchOptions quick(std::uint64_t seed = 1) {
  SearchOptions options;
  options.effort = Effort::quick;
  options.effort_share = 0.2;
  options.seed = seed;
  return options;
}

Problem read_tight(const std::filesystem::path& folder) {
  auto problem = toy::read_bench_problem(folder, 5000, 6500);
  problem.weights[Criterion::deprivation] = 1;
  return problem;
}

struct Known {
  const char* name;
  double ssw;
};

class TightInstance : public testing::TestWithParam<Known> {};

TEST_P(TightInstance, IsSolvedToItsProvedOptimum) {
  const auto folder = toy::bench_folder() / "tight" / GetParam().name;
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no shared/bench/tight beside the checkout";
  const auto problem = read_tight(folder);
  auto options = quick();
  options.effort = Effort::normal;
  const auto found = search(problem, options);
  ASSERT_EQ(found.status, Status::found);
  EXPECT_TRUE(found.proved);
  EXPECT_EQ(toy::find_fault(problem, found.labels), "");
  const auto known = score(problem, toy::read_bench_labels(problem, folder / "optimum.csv"));
  EXPECT_NEAR(found.total, known.total, 1e-9);
  const auto judged = score(problem, found.labels);
  for (const auto& criterion : judged.criteria)
    if (criterion.criterion == Criterion::deprivation) {
      EXPECT_NEAR(criterion.ingredients.at("ssw"), GetParam().ssw, 1e-5);
    }
}

INSTANTIATE_TEST_SUITE_P(Bench, TightInstance,
                         testing::Values(Known{"tight180", 1953.884884}, Known{"tight260", 8296.105253}),
                         [](const auto& of) { return std::string(of.param.name); });

TEST(WholeList, ProvesWhatTryingAllPartitionsConfirms) {
  geo::Random random(61);
  int proved = 0, rounds = 0;
  for (int round = 0; round < 400; ++round) {
    SCOPED_TRACE("seed 61, round " + std::to_string(round));
    auto problem = toy::draw_random_problem(random);
    problem.population.hard = true;
    const auto found = search(problem, quick());
    if (found.labels.empty()) continue;
    ++rounds;
    if (!found.proved) continue;
    ++proved;
    double best = found.total;
    toy::try_every_partition(problem.size(), [&](const Labels& labels) {
      if (toy::find_fault(problem, labels).empty()) best = std::min(best, score(problem, labels).total);
    });
    EXPECT_NEAR(found.total, best, 1e-9);
  }
  EXPECT_GT(proved, 20) << "of " << rounds;
}

TEST(WholeList, GivesTheSameBytesWithAnyNumberOfThreads) {
  geo::Random random(62);
  for (int round = 0; round < 20; ++round) {
    SCOPED_TRACE("seed 62, round " + std::to_string(round));
    auto problem = toy::draw_random_problem(random);
    problem.population.hard = true;
    auto options = quick();
    const auto one = search(problem, options);
    options.threads = 4;
    const auto four = search(problem, options);
    EXPECT_EQ(one.labels, four.labels);
    EXPECT_EQ(one.proved, four.proved);
  }
}

TEST(WholeList, IsLeftOutWhereASettingSaysSo) {
  geo::Random random(61);
  int proved = 0;
  for (int round = 0; round < 100; ++round) {
    auto problem = toy::draw_random_problem(random);
    problem.population.hard = true;
    auto options = quick();
    proved += search(problem, options).proved;
    options.settings.first_exact_neighbourhoods = 0;
    EXPECT_FALSE(search(problem, options).proved) << "seed 61, round " << round;
  }
  EXPECT_GT(proved, 0);
}

}  // namespace
}  // namespace placewright::boundaries
