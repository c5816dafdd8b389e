#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "boundaries/workforce/plan/rebalance.h"
#include "geo/random.h"
#include "tests/workforce/plain_planning.h"

namespace placewright::boundaries::workforce {
namespace {

/// The same by linear programs of their own.
plain::Least least_by_program(const std::vector<StaffPool>& pools, const std::vector<double>& need,
                              const RebalanceOptions& options) {
  double all_need = 0, all_wte = 0;
  for (const double one : need) all_need += one;
  std::vector<plain::Pool> plain_pools;
  for (const auto& pool : pools) {
    all_wte += pool.wte;
    plain_pools.push_back({pool.unit, pool.wte, pool.minutes});
  }
  std::vector<double> fair;
  for (const double one : need) fair.push_back(all_wte * one / all_need);
  return plain::least_moves(plain_pools, fair, options.tolerance, options.longest_minutes);
}

TEST(RebalanceProgram, AgreesWithALinearProgramOnRandomPlaces) {
  constexpr double kNo = std::numeric_limits<double>::quiet_NaN();
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    geo::Random random(seed);
    const auto n = 2 + random.below(4);
    std::vector<double> need;
    for (std::uint32_t k = 0; k < n; ++k) need.push_back(0.2 + random.unit());
    std::vector<StaffPool> pools;
    for (auto count = 1 + random.below(8); count > 0; --count) {
      StaffPool pool{random.below(n), 10 * random.unit(), {}};
      for (std::uint32_t k = 0; k < n; ++k)
        pool.minutes.push_back(random.below(5) == 0 ? kNo : 1 + 40 * random.unit());
      pools.push_back(std::move(pool));
    }
    const RebalanceOptions options{.tolerance = random.below(2) == 0 ? 0 : 0.1,
                                   .longest_minutes = random.below(2) == 0 ? 0.0 : 15.0};
    const auto result = rebalance_pools(pools, need, options);
    const auto least = least_by_program(pools, need, options);
    EXPECT_NEAR(result.unmet + result.over, least.left, 1e-9);
    EXPECT_NEAR(result.moved, least.moved, 1e-9);
    EXPECT_NEAR(result.wte_minutes, least.wte_minutes, 1e-7);
    double short_of = 0;
    for (std::size_t k = 0; k < need.size(); ++k) short_of += std::max(0.0, result.low[k] - result.after[k]);
    EXPECT_NEAR(result.unmet, short_of, 1e-9) << "unmet is the lack alone";
  }
}

TEST(RebalanceProgram, AUnitMayGiveFromOneBaseAndTakeAtAnother) {
  // A has too many and reaches B alone; C lacks as many and is reached from B alone.
  constexpr double kNo = std::numeric_limits<double>::quiet_NaN();
  const std::vector<StaffPool> pools{{0, 10, {0, 5, kNo}}, {1, 5, {kNo, 0, 5}}};
  const auto result = rebalance_pools(pools, std::vector<double>{1, 1, 1});
  EXPECT_TRUE(result.possible);
  EXPECT_NEAR(result.moved, 10, 1e-5);
  for (const double after : result.after) EXPECT_NEAR(after, 5, 1e-5);
}

}  // namespace
}  // namespace placewright::boundaries::workforce
