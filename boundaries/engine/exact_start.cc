#include "boundaries/engine/exact_start.h"

#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "boundaries/engine/enumerate.h"
#include "boundaries/engine/neighbourhood_cost.h"
#include "boundaries/engine/set_partition.h"

namespace placewright::boundaries::engine {
namespace {

constexpr std::size_t kMostNeighbourhoods = 150'000;
constexpr std::uint64_t kMostSets = 6'000'000;
constexpr std::size_t kMostContinuations = 60'000;  // neighbourhoods times labels of the plan that is changed
constexpr std::uint64_t kMostPivots = 40'000, kMostNodes = 20'000;

/// Under a change limit a neighbourhood also says which one of the old plan it continues, each at most once, and its cost
/// is the residents who come to it from elsewhere. Old labels, then new ones up to the count.
class Continuations {
 public:
  Continuations(const Problem& problem, std::uint32_t count) : problem_(problem) {
    std::set<std::int32_t> old;
    for (const std::int32_t label : problem.change->from)
      if (label >= 0) old.insert(label);
    labels_.assign(old.begin(), old.end());
    for (std::int32_t next = labels_.empty() ? 0 : labels_.back() + 1; labels_.size() < count; ++next) labels_.push_back(next);
  }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(labels_.size()); }
  [[nodiscard]] std::int32_t label(std::uint32_t row) const { return labels_[row]; }
  [[nodiscard]] double moved(const std::vector<std::uint32_t>& areas, std::uint32_t row) const {
    double sum = 0;
    for (const std::uint32_t area : areas)
      if (problem_.change->from[area] >= 0 && problem_.change->from[area] != labels_[row]) sum += problem_.residents[area];
    return sum;
  }

 private:
  const Problem& problem_;
  std::vector<std::int32_t> labels_;
};

/// Covers the place with `count` neighbourhoods that move fewest people.
ExactStart find_least_change(const Problem& problem, const NeighbourhoodPool& pool, std::uint32_t count,
                             const std::atomic<bool>* stop) {
  ExactStart result;
  const Continuations labels(problem, count);
  if (!pool.locked.empty() || labels.size() * pool.size() > kMostContinuations) return result;
  SetPartition program;
  const auto units = static_cast<std::uint32_t>(pool.unit_areas.size());
  const std::uint32_t idle = labels.size() - count;  // old labels that nothing may continue, so that the count is kept
  program.rows = units + labels.size() + idle;
  for (std::size_t column = 0; column < pool.size(); ++column)
    for (std::uint32_t label = 0; label < labels.size(); ++label) {
      for (const std::uint32_t unit : pool.units_of(column)) program.row.push_back(unit);
      program.row.push_back(units + label);
      program.first.push_back(program.row.size());
      program.cost.push_back(labels.moved(pool.areas_of(column), label));
    }
  for (std::uint32_t row = 0; row < idle; ++row)
    for (std::uint32_t label = 0; label < labels.size(); ++label) {
      program.row.push_back(units + label);
      program.row.push_back(units + labels.size() + row);
      program.first.push_back(program.row.size());
      program.cost.push_back(0);
    }
  const SetPartitionResult solved = solve_set_partition(program, {}, {kMostPivots, kMostNodes, stop});
  if (solved.status == SetPartitionResult::Status::infeasible ||
      (solved.status == SetPartitionResult::Status::optimal && solved.cost > problem.change->max_people + 1e-6)) {
    result.answer = ExactStart::Answer::impossible;
    return result;
  }
  if (solved.chosen.empty() || solved.cost > problem.change->max_people) return result;
  result.answer = ExactStart::Answer::found;
  result.labels.assign(problem.size(), kUnassigned);
  for (const std::size_t column : solved.chosen)
    if (column < pool.size() * labels.size())
      for (const std::uint32_t area : pool.areas_of(column / labels.size()))
        result.labels[area] = labels.label(static_cast<std::uint32_t>(column % labels.size()));
  return result;
}

}  // namespace

ExactStart find_exact_start(const Problem& problem, std::uint32_t count, const std::atomic<bool>* stop) {
  ExactStart result;
  const Enumeration enumeration = enumerate_neighbourhoods(problem, {kMostNeighbourhoods, kMostSets, stop});
  if (!enumeration.complete) return result;
  const NeighbourhoodPool& pool = enumeration.pool;
  const auto locked = static_cast<std::uint32_t>(pool.locked.size());
  if (count < locked) return result;
  if (problem.change && std::isfinite(problem.change->max_people)) return find_least_change(problem, pool, count, stop);
  const CostTerms terms = find_cost_terms(problem);
  NeighbourhoodCost cost(problem, terms);
  SetPartition program;
  // Units inside exact locks are in no neighbourhood of the list: they get no row.
  std::vector<std::uint32_t> row_of(pool.unit_areas.size(), 0xffffffff);
  std::vector<std::uint8_t> is_locked(problem.size(), 0);
  for (const auto& areas : pool.locked)
    for (const std::uint32_t area : areas) is_locked[area] = 1;
  for (std::size_t unit = 0; unit < pool.unit_areas.size(); ++unit)
    if (!is_locked[pool.unit_areas[unit].front()]) row_of[unit] = program.rows++;
  for (std::size_t column = 0; column < pool.size(); ++column) {
    for (const std::uint32_t unit : pool.units_of(column)) program.row.push_back(row_of[unit]);
    program.first.push_back(program.row.size());
    program.cost.push_back(cost(pool.areas_of(column)));
  }
  program.count = count - locked;
  const SetPartitionResult solved = solve_set_partition(program, {}, {kMostPivots, kMostNodes, stop});
  if (solved.status == SetPartitionResult::Status::infeasible) {
    result.answer = ExactStart::Answer::impossible;
    return result;
  }
  if (solved.chosen.empty()) return result;
  result.answer = ExactStart::Answer::found;
  result.labels.assign(problem.size(), kUnassigned);
  std::int32_t label = 0;
  for (const std::size_t column : solved.chosen) {
    for (const std::uint32_t area : pool.areas_of(column)) result.labels[area] = label;
    ++label;
  }
  for (const auto& areas : pool.locked) {
    for (const std::uint32_t area : areas) result.labels[area] = label;
    ++label;
  }
  return result;
}

}  // namespace placewright::boundaries::engine
