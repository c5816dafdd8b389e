#include "boundaries/engine/prove/exact_start.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "boundaries/engine/prove/enumerate.h"
#include "boundaries/engine/prove/neighbourhood_cost.h"
#include "boundaries/engine/prove/set_partition.h"

namespace placewright::boundaries::engine {
namespace {

constexpr std::uint32_t kNoRow = 0xffffffff;

SetPartitionLimits limits_of_look(const Settings& settings, const Stop& stop) {
  SetPartitionLimits limits;
  limits.settings = settings;
  limits.pivots = settings.exact_pivots;
  limits.nodes = settings.exact_nodes;
  limits.stop = stop;
  return limits;
}

/// Rows of a program for the units of the list; none for those inside exact locks, which are in no
/// neighbourhood of it.
std::vector<std::uint32_t> number_units(const Problem& problem, const NeighbourhoodPool& pool) {
  std::vector<std::uint32_t> row_of(pool.unit_areas.size(), kNoRow);
  std::vector<std::uint8_t> is_locked(problem.size(), 0);
  for (const auto& areas : pool.locked)
    for (const std::uint32_t area : areas) is_locked[area] = 1;
  std::uint32_t next = 0;
  for (std::size_t unit = 0; unit < pool.unit_areas.size(); ++unit)
    if (!is_locked[pool.unit_areas[unit].front()]) row_of[unit] = next++;
  return row_of;
}

std::uint32_t count_rows(const std::vector<std::uint32_t>& row_of) {
  return static_cast<std::uint32_t>(row_of.size()) -
         static_cast<std::uint32_t>(std::count(row_of.begin(), row_of.end(), kNoRow));
}

/// Under a change limit a neighbourhood also says which one of the old plan it continues, each at most once,
/// and its cost is the residents who come to it from elsewhere. Old labels, then new ones up to the count.
class Continuations {
 public:
  Continuations(const Problem& problem, std::uint32_t count) : problem_(problem) {
    std::set<std::int32_t> old;
    for (const std::int32_t label : problem.change->from)
      if (label >= 0) old.insert(label);
    labels_.assign(old.begin(), old.end());
    for (std::int32_t next = labels_.empty() ? 0 : labels_.back() + 1; labels_.size() < count; ++next)
      labels_.push_back(next);
  }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(labels_.size()); }
  [[nodiscard]] std::int32_t label(std::uint32_t row) const { return labels_[row]; }
  [[nodiscard]] double moved(const std::vector<std::uint32_t>& areas, std::uint32_t row) const {
    double sum = 0;
    for (const std::uint32_t area : areas)
      if (problem_.change->from[area] >= 0 && problem_.change->from[area] != labels_[row])
        sum += problem_.residents[area];
    return sum;
  }

 private:
  const Problem& problem_;
  std::vector<std::int32_t> labels_;
};

/// Covers the place with `count` neighbourhoods that move fewest people.
ExactStart find_least_change(const Problem& problem, const NeighbourhoodPool& pool, std::uint32_t count,
                             const Stop& stop, const Settings& settings) {
  ExactStart result;
  const Continuations labels(problem, count);
  if (labels.size() * (pool.size() + pool.locked.size()) > settings.exact_continuations) return result;
  SetPartition program;
  // A row a unit of the list, and one for each locked neighbourhood, which continues something too.
  const std::vector<std::uint32_t> row_of = number_units(problem, pool);
  const auto locked = static_cast<std::uint32_t>(pool.locked.size());
  const std::uint32_t units = count_rows(row_of) + locked;
  const std::uint32_t idle =
      labels.size() - count;  // old labels that nothing may continue, so that the count is kept
  program.rows = units + labels.size() + idle;
  for (std::size_t column = 0; column < pool.size(); ++column)
    for (std::uint32_t label = 0; label < labels.size(); ++label) {
      for (const std::uint32_t unit : pool.units_of(column)) program.row.push_back(row_of[unit]);
      program.row.push_back(units + label);
      program.first.push_back(program.row.size());
      program.cost.push_back(labels.moved(pool.areas_of(column), label));
    }
  for (std::uint32_t row = 0; row < locked; ++row)
    for (std::uint32_t label = 0; label < labels.size(); ++label) {
      program.row.push_back(units - locked + row);
      program.row.push_back(units + label);
      program.first.push_back(program.row.size());
      program.cost.push_back(labels.moved(pool.locked[row], label));
    }
  for (std::uint32_t row = 0; row < idle; ++row)
    for (std::uint32_t label = 0; label < labels.size(); ++label) {
      program.row.push_back(units + label);
      program.row.push_back(units + labels.size() + row);
      program.first.push_back(program.row.size());
      program.cost.push_back(0);
    }
  const SetPartitionResult solved = solve_set_partition(program, {}, limits_of_look(settings, stop));
  if (solved.status == SetPartitionResult::Status::infeasible ||
      (solved.status == SetPartitionResult::Status::optimal &&
       solved.cost > problem.change->max_people + 1e-6)) {
    result.answer = ExactStart::Answer::impossible;
    return result;
  }
  if (solved.chosen.empty() || solved.cost > problem.change->max_people) return result;
  result.answer = ExactStart::Answer::found;
  result.labels.assign(problem.size(), kUnassigned);
  for (const std::size_t column : solved.chosen)
    if (const std::size_t row = column / labels.size(); row < pool.size() + locked)
      for (const std::uint32_t area : row < pool.size() ? pool.areas_of(row) : pool.locked[row - pool.size()])
        result.labels[area] = labels.label(static_cast<std::uint32_t>(column % labels.size()));
  return result;
}

}  // namespace

ExactStart find_exact_start(const Problem& problem, std::uint32_t count, const Stop& stop,
                            const Settings& settings) {
  ExactStart result;
  const Enumeration enumeration =
      enumerate_neighbourhoods(problem, {settings.exact_neighbourhoods, settings.exact_sets, stop});
  if (!enumeration.complete) return result;
  const NeighbourhoodPool& pool = enumeration.pool;
  const auto locked = static_cast<std::uint32_t>(pool.locked.size());
  if (count < locked) return result;
  if (problem.change && std::isfinite(problem.change->max_people))
    return find_least_change(problem, pool, count, stop, settings);
  const CostTerms terms = find_cost_terms(problem);
  NeighbourhoodCost cost(problem, terms);
  SetPartition program;
  const std::vector<std::uint32_t> row_of = number_units(problem, pool);
  program.rows = count_rows(row_of);
  for (std::size_t column = 0; column < pool.size(); ++column) {
    for (const std::uint32_t unit : pool.units_of(column)) program.row.push_back(row_of[unit]);
    program.first.push_back(program.row.size());
    program.cost.push_back(cost(pool.areas_of(column)));
  }
  program.count = count - locked;
  const SetPartitionResult solved = solve_set_partition(program, {}, limits_of_look(settings, stop));
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
