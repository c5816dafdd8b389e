#include <coin/Clp_C_Interface.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "boundaries/workforce/plan/rebalance.h"
#include "geo/random.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kNoLimit = std::numeric_limits<double>::max();  // as CLP says it

/// A linear program in rows, solved by CLP: least cost with x >= 0.
class Program {
 public:
  explicit Program(std::size_t columns) : columns_(columns) {}
  void add_row(std::vector<double> row, double low, double high) {
    rows_.push_back(std::move(row));
    low_.push_back(low);
    high_.push_back(high);
  }
  [[nodiscard]] double minimise(const std::vector<double>& cost) const {
    Clp_Simplex* model = Clp_newModel();
    Clp_setLogLevel(model, 0);
    std::vector<int> starts{0}, index;
    std::vector<double> value;
    for (std::size_t column = 0; column < columns_; ++column) {
      for (std::size_t row = 0; row < rows_.size(); ++row)
        if (rows_[row][column] != 0) {
          index.push_back(static_cast<int>(row));
          value.push_back(rows_[row][column]);
        }
      starts.push_back(static_cast<int>(index.size()));
    }
    const std::vector<double> zero(columns_, 0), most(columns_, kNoLimit);
    Clp_loadProblem(model, static_cast<int>(columns_), static_cast<int>(rows_.size()), starts.data(),
                    index.data(), value.data(), zero.data(), most.data(), cost.data(), low_.data(),
                    high_.data());
    Clp_dual(model, 0);
    EXPECT_EQ(Clp_status(model), 0);
    const double found = Clp_objectiveValue(model);
    Clp_deleteModel(model);
    return found;
  }

 private:
  std::size_t columns_;
  std::vector<std::vector<double>> rows_;
  std::vector<double> low_, high_;
};

struct Least {
  double left, moved, wte_minutes;
};

/// Written out plainly: x(p, j) is moved from pool p to unit j, then for each unit what it stays short and
/// over.
Least least_by_program(const std::vector<StaffPool>& pools, const std::vector<double>& need,
                       const RebalanceOptions& options) {
  const std::size_t n = need.size(), moves = pools.size() * n, columns = moves + 2 * n;
  double all_need = 0, all_wte = 0;
  for (const double one : need) all_need += one;
  for (const auto& pool : pools) all_wte += pool.wte;
  Program program(columns);
  std::vector<double> moved(columns, 0), minutes(columns, 0), left(columns, 0);
  for (std::size_t p = 0; p < pools.size(); ++p) {
    std::vector<double> leaves(columns, 0);
    for (std::size_t j = 0; j < n; ++j) {
      const double trip = pools[p].minutes[j];
      const std::size_t x = p * n + j;
      leaves[x] = moved[x] = 1;
      minutes[x] = std::isnan(trip) ? 0 : trip;
      if (j == pools[p].unit || std::isnan(trip) ||
          (options.longest_minutes > 0 && trip > options.longest_minutes)) {
        std::vector<double> none(columns, 0);
        none[x] = 1;
        program.add_row(none, 0, 0);
      }
    }
    program.add_row(leaves, 0, pools[p].wte);
  }
  for (std::size_t k = 0; k < n; ++k) {
    double have = 0;
    std::vector<double> change(columns, 0);
    for (std::size_t p = 0; p < pools.size(); ++p) {
      change[p * n + k] += 1;
      if (pools[p].unit != k) continue;
      have += pools[p].wte;
      for (std::size_t j = 0; j < n; ++j) change[p * n + j] -= 1;
    }
    const double fair = all_wte * need[k] / all_need;
    change[moves + k] = 1;       // short
    change[moves + n + k] = -1;  // over
    left[moves + k] = left[moves + n + k] = 1;
    program.add_row(change, fair * (1 - options.tolerance) - have, fair * (1 + options.tolerance) - have);
  }
  Least least{};
  least.left = program.minimise(left);
  program.add_row(left, -kNoLimit, least.left + 1e-9);
  least.moved = program.minimise(moved);
  program.add_row(moved, -kNoLimit, least.moved + 1e-9);
  least.wte_minutes = program.minimise(minutes);
  return least;
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
        pool.minutes.push_back(random.below(5) == 0 ? kNo : 1 + random.below(40));
      pools.push_back(std::move(pool));
    }
    const RebalanceOptions options{.tolerance = random.below(2) == 0 ? 0 : 0.1,
                                   .longest_minutes = random.below(2) == 0 ? 0.0 : 15.0};
    const auto result = rebalance_pools(pools, need, options);
    const auto least = least_by_program(pools, need, options);
    EXPECT_NEAR(result.unmet + result.over, least.left, 1e-4);
    EXPECT_NEAR(result.moved, least.moved, 1e-4);
    EXPECT_NEAR(result.wte_minutes, least.wte_minutes, 2e-3);
    double short_of = 0;
    for (std::size_t k = 0; k < need.size(); ++k) short_of += std::max(0.0, result.low[k] - result.after[k]);
    EXPECT_NEAR(result.unmet, short_of, 1e-4) << "unmet is the lack alone";
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
