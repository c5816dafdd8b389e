#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace placewright::boundaries::workforce {

/// Least-cost flow through a network with whole-number capacities and costs, solved exactly by successive
/// shortest paths.
class FlowNetwork {
 public:
  explicit FlowNetwork(std::uint32_t nodes) : first_(nodes) {}
  /// Returns the arc's number. Needs: capacity >= 0, cost >= 0.
  std::uint32_t add_arc(std::uint32_t from, std::uint32_t to, std::int64_t capacity, std::int64_t cost);
  /// Sends as much as can go from source to sink, up to `at_most`, at least cost. Returns the amount sent.
  std::int64_t send(std::uint32_t source, std::uint32_t sink,
                    std::int64_t at_most = std::numeric_limits<std::int64_t>::max());
  [[nodiscard]] std::int64_t flow(std::uint32_t arc) const { return arc_[arc ^ 1U].capacity; }

 private:
  struct Arc {
    std::uint32_t to = 0;
    std::int64_t capacity = 0, cost = 0;
  };
  std::vector<Arc> arc_;  ///< arc a and its way back a^1 side by side
  std::vector<std::vector<std::uint32_t>> first_;
};

/// The matching of rows to columns with the greatest sum (each row and column at most once): column of each
/// row, -1 none. `value` is row-major, >= 0; values are compared to within 1e-6 of the largest.
[[nodiscard]] std::vector<std::int32_t> match_most(std::size_t rows, std::size_t columns,
                                                   const std::vector<double>& value);

}  // namespace placewright::boundaries::workforce
