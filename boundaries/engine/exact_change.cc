#include "boundaries/engine/exact_change.h"

#include <coin/Cbc_C_Interface.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "boundaries/engine/enumerate.h"
#include "boundaries/engine/neighbourhood_cost.h"

namespace placewright::boundaries::engine {
namespace {

constexpr std::size_t kMostNeighbourhoods = 20'000, kMostColumns = 60'000;
constexpr std::uint64_t kMostSets = 2'000'000;
constexpr int kMostNodes = 20'000;
constexpr double kUsualTotal = 10'000;  // of the costs of an answer, against the solver's absolute tolerances

struct FreeProgram {
  void operator()(void* model) const { Cbc_deleteModel(static_cast<Cbc_Model*>(model)); }
};

/// A neighbourhood that continues an old one (or none: -1).
struct Column {
  std::size_t neighbourhood = 0;
  std::int32_t old = -1;
  double cost = 0, kept = 0;
};

class Cover {
 public:
  Cover(const Problem& problem, const NeighbourhoodPool& pool) : problem_(problem) {
    std::vector<std::uint8_t> is_locked(problem.size(), 0);
    for (const auto& areas : pool.locked) {
      neighbourhoods_.push_back(areas);
      rows_.push_back({units_++});
      for (const auto area : areas) is_locked[area] = 1;
    }
    std::vector<int> row_of(pool.unit_areas.size(), -1);
    for (std::size_t unit = 0; unit < pool.unit_areas.size(); ++unit)
      if (!is_locked[pool.unit_areas[unit].front()]) row_of[unit] = units_++;
    for (std::size_t row = 0; row < pool.size(); ++row) {
      neighbourhoods_.push_back(pool.areas_of(row));
      rows_.emplace_back();
      for (const auto unit : pool.units_of(row)) rows_.back().push_back(row_of[unit]);
    }
    for (const auto label : problem.change->from) olds_ = std::max(olds_, label + 1);
    list_columns();
  }
  [[nodiscard]] std::size_t columns() const { return columns_.size(); }

  ExactStart solve() const {
    ExactStart result;
    double placed = 0;
    for (std::size_t area = 0; area < problem_.size(); ++area)
      if (problem_.change->from[area] >= 0) placed += problem_.residents[area];
    std::vector<int> start{0}, row;
    std::vector<double> value, cost;
    double dearest = 1e-12;
    for (const auto& column : columns_) dearest = std::max(dearest, std::abs(column.cost));
    const int kept_row = units_ + olds_, count_row = kept_row + 1;
    for (const auto& column : columns_) {
      const auto add = [&](int at, double each) { row.push_back(at), value.push_back(each); };
      for (const int unit : rows_[column.neighbourhood]) add(unit, 1);
      if (column.old >= 0) add(units_ + column.old, 1);
      if (column.kept > 0) add(kept_row, column.kept);
      add(count_row, 1);
      start.push_back(static_cast<int>(row.size()));
      cost.push_back(column.cost * kUsualTotal / dearest);
    }
    const double most = static_cast<double>(neighbourhoods_.size());
    std::vector<double> below(static_cast<std::size_t>(count_row) + 1, 1), above(below.size(), 1);
    std::fill(below.begin() + units_, below.begin() + kept_row, 0.0);
    below[static_cast<std::size_t>(kept_row)] = placed - problem_.change->max_people;
    above[static_cast<std::size_t>(kept_row)] = placed;
    below.back() = problem_.count ? *problem_.count : 0;
    above.back() = problem_.count ? *problem_.count : most;
    const std::vector<double> low(columns_.size(), 0), high(columns_.size(), 1);
    const std::unique_ptr<void, FreeProgram> owner(Cbc_newModel());
    auto* model = static_cast<Cbc_Model*>(owner.get());
    Cbc_setLogLevel(model, 0);
    Cbc_loadProblem(model, static_cast<int>(columns_.size()), static_cast<int>(below.size()), start.data(), row.data(),
                    value.data(), low.data(), high.data(), cost.data(), below.data(), above.data());
    for (int column = 0; column < static_cast<int>(columns_.size()); ++column) Cbc_setInteger(model, column);
    Cbc_setMaximumNodes(model, kMostNodes);
    Cbc_solve(model);
    if (Cbc_isProvenInfeasible(model)) result.answer = ExactStart::Answer::impossible;
    if (const double* chosen = Cbc_bestSolution(model)) {
      result.answer = ExactStart::Answer::found;
      result.labels = label(chosen);
    }
    return result;
  }

 private:
  void list_columns() {
    const CostTerms terms = find_cost_terms(problem_);
    NeighbourhoodCost cost(problem_, terms);
    for (std::size_t row = 0; row < neighbourhoods_.size(); ++row) {
      std::map<std::int32_t, double> kept;
      for (const auto area : neighbourhoods_[row])
        if (problem_.change->from[area] >= 0) kept[problem_.change->from[area]] += problem_.residents[area];
      const double here = cost(neighbourhoods_[row]);
      columns_.push_back({row, -1, here, 0});
      for (const auto& [old, people] : kept) columns_.push_back({row, old, here, people});
    }
  }

  [[nodiscard]] Labels label(const double* chosen) const {
    Labels labels(problem_.size(), kUnassigned);
    std::int32_t next = olds_;
    for (std::size_t at = 0; at < columns_.size(); ++at) {
      if (chosen[at] < 0.5) continue;
      const std::int32_t name = columns_[at].old >= 0 ? columns_[at].old : next++;
      for (const auto area : neighbourhoods_[columns_[at].neighbourhood]) labels[area] = name;
    }
    return labels;
  }

  const Problem& problem_;
  std::vector<std::vector<std::uint32_t>> neighbourhoods_;
  std::vector<std::vector<int>> rows_;  ///< of the program, by neighbourhood
  std::vector<Column> columns_;
  int units_ = 0, olds_ = 0;
};

}  // namespace

ExactStart find_exact_change(const Problem& problem, const std::atomic<bool>* stop) {
  const Enumeration enumeration = enumerate_neighbourhoods(problem, {kMostNeighbourhoods, kMostSets, stop});
  if (!enumeration.complete) return {};
  const Cover cover(problem, enumeration.pool);
  if (cover.columns() > kMostColumns) return {};
  return cover.solve();
}

}  // namespace placewright::boundaries::engine
