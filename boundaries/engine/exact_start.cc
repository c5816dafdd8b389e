#include "boundaries/engine/exact_start.h"

#include <utility>

#include "boundaries/engine/enumerate.h"
#include "boundaries/engine/neighbourhood_cost.h"
#include "boundaries/engine/set_partition.h"

namespace placewright::boundaries::engine {
namespace {

constexpr std::size_t kMostNeighbourhoods = 150'000;
constexpr std::uint64_t kMostSets = 6'000'000;
constexpr std::uint64_t kMostPivots = 40'000, kMostNodes = 20'000;

}  // namespace

ExactStart find_exact_start(const Problem& problem, std::uint32_t count, const std::atomic<bool>* stop) {
  ExactStart result;
  const Enumeration enumeration = enumerate_neighbourhoods(problem, {kMostNeighbourhoods, kMostSets, stop});
  if (!enumeration.complete) return result;
  const NeighbourhoodPool& pool = enumeration.pool;
  const auto locked = static_cast<std::uint32_t>(pool.locked.size());
  if (count < locked) return result;
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
