#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "boundaries/engine/settings.h"
#include "boundaries/engine/stop.h"

namespace placewright::boundaries::engine {

/// Choose columns of least cost so that every row lies in exactly one of them; `count`: so many columns,
/// where given.
struct SetPartition {
  std::uint32_t rows = 0;
  std::vector<std::size_t> first{0};  ///< rows of column c: row[first[c]] .. row[first[c+1]]
  std::vector<std::uint32_t> row;
  std::vector<double> cost;
  std::optional<std::uint32_t> count;
  [[nodiscard]] std::size_t columns() const { return cost.size(); }
  [[nodiscard]] std::span<const std::uint32_t> rows_of(std::size_t column) const {
    return {row.data() + first[column], first[column + 1] - first[column]};
  }
};

/// Prices that prove a bound: a column costs at least what its rows, the count and the cuts it counts in are
/// worth, so an answer costs at least the sum of all prices.
struct Prices {
  /// Of any three rows at most one chosen column can hold two or more (subset-row cuts, Jepsen et al. 2008).
  struct Cut {
    std::array<std::uint32_t, 3> rows{};
    double price = 0;  ///< never above 0
  };
  std::vector<double> row;
  double count = 0;
  std::vector<Cut> cuts;
  double bound = 0;  ///< the sum, less what columns of reduced cost below 0 could win
};

/// Counted, never timed, so that an answer is the same on every machine.
struct SetPartitionLimits {
  std::uint64_t pivots = Settings{}.proof_pivots;  ///< of the simplex method, over all linear programs
  std::uint64_t nodes = Settings{}.proof_nodes;    ///< of the branch and bound, over all integer programs
  std::uint64_t integer_pivots =
      Settings{}.proof_integer_pivots;  ///< of the linear programs inside all integer programs
  bool is_bare = false;                 ///< integer programs without the solver's own cuts and heuristics
  Stop stop;
  Settings settings;  ///< of column generation, cuts and candidates; not their limits
};

struct SetPartitionResult {
  enum class Status { optimal, infeasible, stopped };
  Status status = Status::stopped;
  std::vector<std::size_t> chosen;  ///< columns of the best answer found
  double cost = 0;                  ///< of chosen
  double bound = 0;                 ///< no answer costs less
  Prices prices;
  std::size_t candidates = 0;  ///< columns that the last integer program chose from
  std::uint64_t pivots = 0, nodes = 0, integer_pivots = 0;  ///< used
};

/// Exact. Column generation over the whole list with cuts (linear programs by Clp), then only columns whose
/// reduced cost fits under a threshold go to the integer program (CBC, one thread); the threshold grows until
/// its answer proves itself. `known`: columns of an answer in hand, or empty.
[[nodiscard]] SetPartitionResult solve_set_partition(const SetPartition& problem,
                                                     const std::vector<std::size_t>& known = {},
                                                     const SetPartitionLimits& limits = {});

}  // namespace placewright::boundaries::engine
