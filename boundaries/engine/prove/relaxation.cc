#include "boundaries/engine/prove/relaxation.h"

#include <algorithm>
#include <cmath>
#include <coin/ClpSimplex.hpp>
#include <limits>
#include <numeric>
#include <utility>

namespace placewright::boundaries::engine {
namespace {

constexpr double kTolerance = 1e-7;  ///< of reduced costs, where a column usually costs 100
constexpr double kUsualCost = 100;
constexpr double kFar = 1e9;

/// Columns as the solver wants them.
struct Matrix {
  std::vector<int> start{0}, row;
  std::vector<double> value, cost;
};

class ColumnGeneration {
 public:
  ColumnGeneration(const SetPartition& problem, double known, WorkLeft& work, const Settings& settings)
      : problem_(problem), known_(known), work_(work), settings_(settings) {
    double sum = 0;
    for (const double cost : problem.cost) sum += std::abs(cost);
    scale_ = sum > 0 ? kUsualCost * static_cast<double>(problem.columns()) / sum : 1;
    cuts_of_row_.resize(problem.rows);
    in_.assign(problem.columns(), 0);
    model_.setLogLevel(0);
    watch_work(model_, work);
  }

  Relaxation solve(const std::vector<std::size_t>& first_columns) {
    load_slacks();
    add_columns(first_columns);
    Relaxation result;
    double last = -std::numeric_limits<double>::infinity();
    int idle = 0;
    for (std::uint32_t round = 0; round < settings_.cut_rounds; ++round) {
      const auto status = generate();
      if (status == Relaxation::Status::stopped && round > 0) break;  // the bound of the last round stands
      result.status = status;
      if (status != Relaxation::Status::solved) return result;
      result.prices = find_prices();
      const double bound = result.prices.bound;
      const double left = known_ - bound;
      if (left <= 1e-9 * (1 + std::abs(bound))) break;
      idle = bound - last > 0.01 * (std::isfinite(left) ? left : std::abs(bound) * 0.01) ? 0 : idle + 1;
      last = bound;
      if (idle > 4 || !add_cuts()) break;
    }
    result.reduced_cost.resize(problem_.columns());
    fill_reduced_costs(result.prices, result.reduced_cost);
    return result;
  }

 private:
  [[nodiscard]] std::size_t rows() const { return problem_.rows + (problem_.count ? 1 : 0); }

  /// One dear column a row lets the program have an answer from the start; the count may be missed either
  /// way.
  void load_slacks() {
    double dearest = 0;
    for (const double cost : problem_.cost) dearest = std::max(dearest, std::abs(cost) * scale_);
    dear_ = 10 * dearest + kUsualCost;
    Matrix matrix;
    for (std::size_t row = 0; row < rows(); ++row)
      for (const double sign : {1.0, -1.0}) {
        if (sign < 0 && row < problem_.rows) continue;
        matrix.row.push_back(static_cast<int>(row));
        matrix.value.push_back(sign);
        matrix.start.push_back(static_cast<int>(matrix.row.size()));
        matrix.cost.push_back(dear_);
      }
    slacks_ = matrix.cost.size();
    std::vector<double> side(problem_.rows, 1);
    if (problem_.count) side.push_back(*problem_.count);
    const std::vector<double> low(slacks_, 0), high(slacks_, kFar);
    model_.loadProblem(static_cast<int>(slacks_), static_cast<int>(side.size()), matrix.start.data(),
                       matrix.row.data(), matrix.value.data(), low.data(), high.data(), matrix.cost.data(),
                       side.data(), side.data());
  }

  void add_columns(const std::vector<std::size_t>& columns) {
    Matrix matrix;
    for (const auto column : columns) {
      if (in_[column]) continue;
      in_[column] = 1;
      order_.push_back(column);
      for (const auto row : problem_.rows_of(column)) matrix.row.push_back(static_cast<int>(row));
      if (problem_.count) matrix.row.push_back(static_cast<int>(problem_.rows));
      for (std::size_t cut = 0; cut < cuts_.size(); ++cut)
        if (counts_in(cuts_[cut], problem_.rows_of(column)))
          matrix.row.push_back(static_cast<int>(rows() + cut));
      matrix.start.push_back(static_cast<int>(matrix.row.size()));
      matrix.cost.push_back(with_cost_ ? scale_ * problem_.cost[column] : 0);
    }
    matrix.value.assign(matrix.row.size(), 1);
    const std::vector<double> low(matrix.cost.size(), 0), high(matrix.cost.size(), kFar);
    model_.addColumns(static_cast<int>(matrix.cost.size()), low.data(), high.data(), matrix.cost.data(),
                      matrix.start.data(), matrix.row.data(), matrix.value.data());
  }

  void set_costs() {
    std::vector<double> cost(slacks_, with_cost_ ? dear_ : 1);
    for (const auto column : order_) cost.push_back(with_cost_ ? scale_ * problem_.cost[column] : 0);
    model_.chgObjCoefficients(cost.data());
  }

  /// Reduced costs of all columns in scaled units; returns the least.
  double price_out(std::vector<double>& reduced) {
    const double* price = model_.dualRowSolution();
    scaled_.row.assign(price, price + problem_.rows);
    scaled_.count = problem_.count ? price[problem_.rows] : 0;
    scaled_.cuts.clear();
    for (std::size_t cut = 0; cut < cuts_.size(); ++cut)
      scaled_.cuts.push_back({cuts_[cut], std::min(0.0, price[rows() + cut])});
    return fill_reduced_costs(scaled_, reduced, with_cost_ ? scale_ : 0);
  }

  double fill_reduced_costs(const Prices& prices, std::vector<double>& reduced, double scale = 1) {
    // A program that was stopped has cuts that the last prices do not know yet.
    hits_.assign(cuts_.size(), 0);
    double least = 0;
    for (std::size_t column = 0; column < reduced.size(); ++column) {
      double left = scale * problem_.cost[column] - prices.count;
      for (const auto row : problem_.rows_of(column)) {
        left -= prices.row[row];
        for (const auto cut : cuts_of_row_[row])
          if (++hits_[cut] == 2 && cut < prices.cuts.size()) left -= prices.cuts[cut].price;
      }
      for (const auto row : problem_.rows_of(column))
        for (const auto cut : cuts_of_row_[row]) hits_[cut] = 0;
      reduced[column] = left;
      least = std::min(least, left);
    }
    return least;
  }

  [[nodiscard]] double slack_left() const {
    const double* value = model_.primalColumnSolution();
    return std::accumulate(value, value + slacks_, 0.0);
  }

  /// Adds columns until none is worth more than its price.
  Relaxation::Status generate() {
    std::vector<double> reduced(problem_.columns());
    std::vector<std::pair<double, std::size_t>> tempting;
    for (;;) {
      model_.primal(0);
      if (work_.is_over()) return Relaxation::Status::stopped;
      price_out(reduced);
      tempting.clear();
      for (std::size_t column = 0; column < reduced.size(); ++column)
        if (reduced[column] < -kTolerance && !in_[column]) tempting.emplace_back(reduced[column], column);
      if (!tempting.empty()) {
        const auto enough = std::min<std::size_t>(
            tempting.size(), settings_.columns_at_once + settings_.columns_at_once_by_row * problem_.rows);
        std::nth_element(tempting.begin(), tempting.begin() + static_cast<std::ptrdiff_t>(enough - 1),
                         tempting.end());
        tempting.resize(enough);
        std::sort(tempting.begin(), tempting.end());
        std::vector<std::size_t> more;
        for (const auto& [cost, column] : tempting) more.push_back(column);
        add_columns(more);
        continue;
      }
      const bool left = slack_left() > 1e-6;
      if (with_cost_ && !left) return Relaxation::Status::solved;
      if (!with_cost_ && left) return Relaxation::Status::infeasible;
      if (!with_cost_) dear_ *= 100;  // an answer without slacks exists: make them dearer
      with_cost_ = !with_cost_;
      set_costs();
    }
  }

  /// The prices of the last program in the problem's own units, and the bound they prove.
  Prices find_prices() {
    std::vector<double> reduced(problem_.columns());
    price_out(reduced);
    Prices prices = scaled_;
    for (auto& price : prices.row) price /= scale_;
    prices.count /= scale_;
    for (auto& cut : prices.cuts) cut.price /= scale_;
    const double least = fill_reduced_costs(prices, reduced);
    const double most = problem_.count ? *problem_.count : problem_.rows;  // columns an answer can have
    prices.bound = std::accumulate(prices.row.begin(), prices.row.end(), most * least);
    if (problem_.count) prices.bound += prices.count * *problem_.count;
    for (const auto& cut : prices.cuts) prices.bound += cut.price;
    return prices;
  }

  /// Adds the triples of rows that the fractional answer uses most. False: none is used too much.
  bool add_cuts() {
    const double* value = model_.primalColumnSolution();
    std::vector<std::pair<std::size_t, double>> answer;
    for (std::size_t at = 0; at < order_.size(); ++at)
      if (value[slacks_ + at] > 1e-7) answer.emplace_back(order_[at], value[slacks_ + at]);
    std::vector<std::vector<std::pair<std::uint32_t, double>>> shared(
        problem_.rows);  // rows that share columns
    std::vector<std::vector<std::uint32_t>> answer_of(problem_.rows);
    std::vector<double> with(problem_.rows, 0);
    for (std::uint32_t at = 0; at < answer.size(); ++at)
      for (const auto row : problem_.rows_of(answer[at].first)) answer_of[row].push_back(at);
    for (std::uint32_t row = 0; row < problem_.rows; ++row) {
      std::fill(with.begin(), with.end(), 0);
      for (const auto at : answer_of[row])
        for (const auto other : problem_.rows_of(answer[at].first)) with[other] += answer[at].second;
      for (std::uint32_t other = 0; other < problem_.rows; ++other)
        if (other != row && with[other] > 1e-6 && with[other] < 1 - 1e-6)
          shared[row].emplace_back(other, with[other]);
    }
    // A column that holds exactly two of the three counts once in the sum of pairs, one with all three counts
    // thrice.
    std::vector<std::pair<double, std::array<std::uint32_t, 3>>> found;
    for (std::uint32_t i = 0; i < problem_.rows; ++i)
      for (const auto& [j, ij] : shared[i]) {
        for (const auto& [k, ik] : shared[i]) {
          if (k <= j) continue;
          const auto jk = std::lower_bound(shared[j].begin(), shared[j].end(), std::pair(k, 0.0));
          const bool three = jk != shared[j].end() && jk->first == k;
          if (three && !(i < j)) continue;  // each triangle once, from its smallest row
          if (ij + ik + (three ? jk->second : 0) < settings_.least_use_of_cut) continue;
          std::array<std::uint32_t, 3> rows{i, j, k};
          std::sort(rows.begin(), rows.end());
          double use = 0;
          for (const auto row : {i, j})
            for (const auto at : answer_of[row]) {
              const auto of = problem_.rows_of(answer[at].first);
              if (row == j && std::find(of.begin(), of.end(), i) != of.end()) continue;  // seen with i
              if (counts_in(rows, of)) use += answer[at].second;
            }
          if (use > settings_.least_use_of_cut) found.emplace_back(-use, rows);
        }
      }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    if (found.empty()) return false;
    if (found.size() > settings_.cuts_at_once) found.resize(settings_.cuts_at_once);
    Matrix by_row;  // rows of the program: which of its columns count
    for (const auto& [use, rows] : found) {
      const auto number = static_cast<std::uint32_t>(cuts_.size());
      cuts_.push_back(rows);
      for (const auto row : rows) cuts_of_row_[row].push_back(number);
      for (std::size_t at = 0; at < order_.size(); ++at)
        if (counts_in(rows, problem_.rows_of(order_[at])))
          by_row.row.push_back(static_cast<int>(slacks_ + at));
      by_row.start.push_back(static_cast<int>(by_row.row.size()));
    }
    by_row.value.assign(by_row.row.size(), 1);
    const std::vector<double> low(found.size(), -kFar), high(found.size(), 1);
    model_.addRows(static_cast<int>(found.size()), low.data(), high.data(), by_row.start.data(),
                   by_row.row.data(), by_row.value.data());
    model_.dual(0);
    return true;
  }

  const SetPartition& problem_;
  double known_;
  WorkLeft& work_;
  const Settings& settings_;
  ClpSimplex model_;
  double scale_ = 1, dear_ = 0;
  bool with_cost_ = true;  ///< false while only slacks cost: can the program do without them?
  std::size_t slacks_ = 0;
  std::vector<char> in_;
  std::vector<std::size_t> order_;  ///< columns of the program after the slacks
  std::vector<std::array<std::uint32_t, 3>> cuts_;
  std::vector<std::vector<std::uint32_t>> cuts_of_row_;
  std::vector<std::uint8_t> hits_;
  Prices scaled_;
};

}  // namespace

bool counts_in(const std::array<std::uint32_t, 3>& cut, std::span<const std::uint32_t> rows) {
  int hits = 0;
  for (const auto row : rows) hits += row == cut[0] || row == cut[1] || row == cut[2];
  return hits >= 2;
}

Relaxation solve_relaxation(const SetPartition& problem, const std::vector<std::size_t>& first_columns,
                            double known, WorkLeft& work, const Settings& settings) {
  return ColumnGeneration(problem, known, work, settings).solve(first_columns);
}

}  // namespace placewright::boundaries::engine
