#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "boundaries/engine/search.h"
#include "engine/random_problem.h"
#include "tests/bench_instance.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;

// Measured by these tests on 2026-12-01.
constexpr double kInventedTotal = 0.170941, kLeedsTotal = 0.136805;

/// Median total of three seeds, in counted steps: the same on any machine but for the last digits.
double median_total(const Problem& problem, double effort_share) {
  std::array<double, 3> totals{};
  for (std::uint64_t seed = 1; seed <= totals.size(); ++seed) {
    SearchOptions options;
    options.seed = seed;
    options.effort = Effort::quick;
    options.effort_share = effort_share;
    const SearchResult found = search(problem, options);
    EXPECT_EQ(found.status, Status::found) << "seed " << seed;
    totals[seed - 1] = found.total;
  }
  std::sort(totals.begin(), totals.end());
  return totals[1];
}

// A search that gets worse without getting wrong passes every other test.
TEST(Quality, AnInventedMapWithAllCriteriaIsDrawnAsWellAsEver) {
  Problem problem = toy::random_problem(18, 16, 5);
  problem.count = 19;
  EXPECT_LT(median_total(problem, 1), 1.01 * kInventedTotal);
}

TEST(Quality, LeedsIsDrawnAsWellAsEver) {
  const auto folder = toy::bench_folder() / "instances" / "leeds";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no shared/bench beside the checkout";
  Problem problem = toy::read_bench_problem(folder, 30000, 50000);
  problem.count = 20;
  EXPECT_LT(median_total(problem, 0.5), 1.01 * kLeedsTotal);
}

}  // namespace
