#include "boundaries/engine/prove/set_partition.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "boundaries/engine/prove/integer_program.h"
#include "boundaries/engine/prove/relaxation.h"
#include "geo/expect.h"

namespace placewright::boundaries::engine {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// Costs of an integer program are scaled so that the columns of an answer cost about this much together: the
/// solver's tolerances are absolute.
constexpr double kUsualTotal = 10000;
/// Linear programs say nothing certain about costs beyond this.
constexpr double kMaxCost = 1e13;

class Solver {
 public:
  Solver(const SetPartition& problem, const SetPartitionLimits& limits)
      : problem_(problem), limits_(limits) {}

  SetPartitionResult solve(const std::vector<std::size_t>& known) {
    result_.bound = -kInfinity;
    if (!known.empty()) take(known);
    if (!std::all_of(problem_.cost.begin(), problem_.cost.end(),
                     [](double cost) { return std::abs(cost) <= kMaxCost; }))
      return std::move(result_);
    WorkLeft work(limits_.pivots, limits_.stop);
    auto relaxation = solve_relaxation(problem_, find_first_columns(known), best(), work, limits_.settings);
    result_.pivots = work.done();
    if (relaxation.status == Relaxation::Status::infeasible) {
      result_.status = SetPartitionResult::Status::infeasible;
      result_.bound = kInfinity;
    }
    if (relaxation.status != Relaxation::Status::solved) return std::move(result_);
    result_.prices = std::move(relaxation.prices);
    result_.bound = result_.prices.bound;
    is_over_ = work.is_over();
    search(relaxation.reduced_cost);
    return std::move(result_);
  }

 private:
  [[nodiscard]] double best() const { return result_.chosen.empty() ? kInfinity : result_.cost; }
  void take(std::vector<std::size_t> columns) {
    std::sort(columns.begin(), columns.end());
    result_.cost = 0;
    for (const auto column : columns) result_.cost += problem_.cost[column];
    result_.chosen = std::move(columns);
  }

  /// A first few columns for the relaxation: the cheapest by row for every row.
  [[nodiscard]] std::vector<std::size_t> find_first_columns(const std::vector<std::size_t>& known) const {
    const std::size_t each_row = limits_.settings.first_columns_by_row;
    std::vector<std::vector<std::pair<double, std::size_t>>> cheap(problem_.rows);
    for (std::size_t column = 0; column < problem_.columns(); ++column) {
      const double each = problem_.cost[column] / static_cast<double>(problem_.rows_of(column).size());
      for (const auto row : problem_.rows_of(column)) {
        auto& list = cheap[row];
        if (list.size() == each_row) {
          if (!(std::pair(each, column) < list.front())) continue;
          std::pop_heap(list.begin(), list.end());
          list.pop_back();
        }
        list.emplace_back(each, column);
        std::push_heap(list.begin(), list.end());
      }
    }
    std::vector<std::size_t> columns = known;
    for (const auto& list : cheap)
      for (const auto& [each, column] : list) columns.push_back(column);
    std::sort(columns.begin(), columns.end());
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    return columns;
  }

  /// Integer programs over the columns that fit under a growing threshold. An answer whose cost exceeds the
  /// bound by d uses no column of reduced cost above d, so an answer within the threshold is the best of all.
  void search(const std::vector<double>& reduced_cost) {
    using Status = SetPartitionResult::Status;
    std::vector<double> sorted = reduced_cost;
    std::sort(sorted.begin(), sorted.end());
    const double bound = result_.prices.bound, slip = 1e-9 * (1 + std::abs(bound));
    const double highest = sorted.empty() ? 0 : sorted.back();
    std::size_t wanted =
        std::min<std::size_t>(sorted.size(), limits_.settings.first_candidates +
                                                 limits_.settings.first_candidates_by_row * problem_.rows);
    for (;;) {
      const double gap = best() - bound + slip;
      double threshold = wanted == 0 ? 0 : sorted[wanted - 1];
      if (gap < threshold || wanted == sorted.size()) threshold = std::min(gap, highest);
      std::vector<std::size_t> candidates;
      for (std::size_t column = 0; column < reduced_cost.size(); ++column)
        if (reduced_cost[column] <= threshold) candidates.push_back(column);
      result_.candidates = candidates.size();
      if (gap > 2 * slip && solve_integer(candidates) == Status::stopped) return;
      if (threshold >= highest || best() - bound <= threshold + slip) {
        result_.status = result_.chosen.empty() ? Status::infeasible : Status::optimal;
        result_.bound = best();
        return;
      }
      wanted = std::min(sorted.size(), 4 * wanted);
    }
  }

  /// Keeps the answer if it is better than the one in hand. Stopped: the program was not solved to the end.
  SetPartitionResult::Status solve_integer(const std::vector<std::size_t>& candidates) {
    using Status = SetPartitionResult::Status;
    if (candidates.empty()) return Status::infeasible;
    const double scale =
        std::abs(result_.prices.bound) > 0 ? kUsualTotal / std::abs(result_.prices.bound) : 1;
    IntegerProgram program;
    program.is_bare = limits_.is_bare;
    std::vector<Prices::Cut> cuts;  // those that say something
    for (const auto& cut : result_.prices.cuts)
      if (cut.price < 0) cuts.push_back(cut);
    const auto counted = problem_.rows + (problem_.count ? 1u : 0u);
    for (const auto column : candidates) {
      for (const auto each : problem_.rows_of(column)) program.row.push_back(static_cast<int>(each));
      if (problem_.count) program.row.push_back(static_cast<int>(problem_.rows));
      for (std::size_t cut = 0; cut < cuts.size(); ++cut)
        if (counts_in(cuts[cut].rows, problem_.rows_of(column)))
          program.row.push_back(static_cast<int>(counted + cut));
      program.start.push_back(static_cast<int>(program.row.size()));
      program.cost.push_back(scale * problem_.cost[column]);
    }
    program.below.assign(counted, 1);
    program.above.assign(counted, 1);
    if (problem_.count) program.below.back() = program.above.back() = *problem_.count;
    program.below.resize(counted + cuts.size(), 0);
    program.above.resize(counted + cuts.size(), 1);
    if (is_over_ || result_.nodes >= limits_.nodes || result_.integer_pivots >= limits_.integer_pivots)
      return Status::stopped;
    const double cutoff = result_.chosen.empty() ? kInfinity : scale * result_.cost + 1e-4;
    WorkLeft work(limits_.integer_pivots - result_.integer_pivots, limits_.stop);
    if (work.is_over()) return Status::stopped;
    const IntegerAnswer answer = solve_integer_program(program, cutoff, limits_.nodes - result_.nodes, work);
    result_.nodes += answer.nodes;
    result_.integer_pivots += work.done();
    if (answer.status == IntegerAnswer::Status::infeasible) return Status::infeasible;
    std::vector<std::size_t> chosen;
    double total = 0;
    for (std::size_t at = 0; at < answer.is_chosen.size(); ++at)
      if (answer.is_chosen[at]) chosen.push_back(candidates[at]), total += problem_.cost[candidates[at]];
    if (is_partition(chosen) && total < best()) take(std::move(chosen));
    return answer.status == IntegerAnswer::Status::optimal ? Status::optimal : Status::stopped;
  }

  [[nodiscard]] bool is_partition(const std::vector<std::size_t>& columns) const {
    std::vector<char> covered(problem_.rows, 0);
    std::size_t rows = 0;
    for (const auto column : columns)
      for (const auto row : problem_.rows_of(column)) {
        if (covered[row]) return false;
        covered[row] = 1;
        ++rows;
      }
    return rows == problem_.rows && (!problem_.count || columns.size() == *problem_.count);
  }

  const SetPartition& problem_;
  SetPartitionLimits limits_;
  SetPartitionResult result_;
  bool is_over_ = false;  ///< the pivots of the relaxation are used up, or the stop was asked for
};

}  // namespace

SetPartitionResult solve_set_partition(const SetPartition& problem, const std::vector<std::size_t>& known,
                                       const SetPartitionLimits& limits) {
  PLACEWRIGHT_EXPECT(problem.first.size() == problem.columns() + 1);
  if (problem.rows > 0) return Solver(problem, limits).solve(known);
  SetPartitionResult nothing;
  nothing.status = problem.count.value_or(0) == 0 ? SetPartitionResult::Status::optimal
                                                  : SetPartitionResult::Status::infeasible;
  return nothing;
}

}  // namespace placewright::boundaries::engine
