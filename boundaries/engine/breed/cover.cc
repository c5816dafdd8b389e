#include "boundaries/engine/breed/cover.h"

#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "boundaries/engine/breed/window.h"
#include "boundaries/engine/moves/moving_plan.h"
#include "boundaries/engine/prove/set_partition.h"

namespace placewright::boundaries::engine {
namespace {

constexpr double kGain = 1e-12;  // smaller gains are rounding

/// The total as a sum over neighbourhoods, as near as such a sum comes.
class LossOfOne {
 public:
  LossOfOne(const Instance& instance, const Parts& plan, std::uint32_t parts)
      : alone_(make_each<CriteriaAlone>(instance, plan, parts)), in_(instance.size, 0) {}

  double operator()(const Atoms& atoms) {
    for (const Atom atom : atoms) in_[atom] = 1;
    const double sum = std::apply([&](auto&... alone) { return (0.0 + ... + alone(atoms, in_)); }, alone_);
    for (const Atom atom : atoms) in_[atom] = 0;
    return sum;
  }

 private:
  CriteriaAlone alone_;
  Marks in_;
};

/// Distinct neighbourhoods of the plans that lie in the window and keep the rules, those of the first plans
/// first.
std::vector<Atoms> gather_neighbourhoods(const Window& window, const std::vector<Found>& plans,
                                         std::size_t map_size, std::size_t most) {
  const Instance& instance = window.instance;
  std::vector<std::uint32_t> number(map_size, kNowhere);
  for (std::uint32_t at = 0; at < window.kept.size(); ++at) number[window.kept[at]] = at;
  std::vector<Atoms> list;
  std::set<Atoms> known;
  for (const Found& found : plans) {
    std::map<Part, Atoms> inside;
    std::set<Part> cut_off;
    for (Atom atom; atom < map_size; ++atom) {
      if (number[atom] == kNowhere)
        cut_off.insert(found.plan[atom]);
      else
        inside[found.plan[atom]].push_back(Atom(number[atom]));
    }
    for (auto& [part, atoms] : inside) {
      if (cut_off.count(part)) continue;
      std::int64_t people = 0;
      for (const Atom atom : atoms) people += instance.people[atom];
      if (people < instance.min_people || people > instance.max_people) continue;
      if (list.size() >= most) return list;
      if (known.insert(atoms).second) list.push_back(atoms);
    }
  }
  return list;
}

/// Atoms that every neighbourhood holds together are one row.
SetPartition make_rows(const std::vector<Atoms>& neighbourhoods, std::uint32_t atoms) {
  std::vector<std::uint32_t> row(atoms, 0), size{atoms};
  for (const Atoms& one : neighbourhoods) {
    std::map<std::uint32_t, std::uint32_t> inside, fresh;
    for (const Atom atom : one) ++inside[row[atom]];
    for (const auto& [old, count] : inside) {
      if (count == size[old]) continue;
      size[old] -= count;
      fresh[old] = static_cast<std::uint32_t>(size.size());
      size.push_back(count);
    }
    for (const Atom atom : one) {
      const auto at = fresh.find(row[atom]);
      if (at != fresh.end()) row[atom] = at->second;
    }
  }
  SetPartition problem;
  problem.rows = static_cast<std::uint32_t>(size.size());
  for (const Atoms& one : neighbourhoods) {
    std::set<std::uint32_t> held;
    for (const Atom atom : one) held.insert(row[atom]);
    problem.row.insert(problem.row.end(), held.begin(), held.end());
    problem.first.push_back(problem.row.size());
  }
  return problem;
}

}  // namespace

Found find_cover(const SearchTask& task, const std::vector<Found>& plans, Atom atom, std::uint32_t parts,
                 const CoverLimits& limits, const Stop& stop) {
  const Instance& map = *task.instance;
  if (plans.size() < 2 || plans.front().outside > 0 || map.change.limited) return {};
  const Found& base = plans.front();
  const Window window = open_window(map, base.plan, task.parts(), atom, parts);
  const auto neighbourhoods = gather_neighbourhoods(window, plans, map.size, limits.columns);
  if (neighbourhoods.size() <= window.parts()) return {};
  const Parts own = window.cut(base.plan);
  SetPartition problem = make_rows(neighbourhoods, window.instance.size);
  problem.count = window.parts();
  LossOfOne loss(window.instance, own, window.parts());
  for (const Atoms& one : neighbourhoods) problem.cost.push_back(loss(one));
  std::vector<std::size_t> known(window.parts());  // those of the first plan come first
  for (std::size_t column = 0; column < known.size(); ++column) known[column] = column;
  SetPartitionLimits counted;
  counted.settings = task.settings;
  counted.pivots = limits.pivots;
  counted.nodes = limits.nodes;
  counted.stop = stop;
  const SetPartitionResult answer = solve_set_partition(problem, known, counted);
  if (answer.chosen.size() != window.parts()) return {};
  Parts chosen = own;
  for (std::size_t part = 0; part < answer.chosen.size(); ++part)
    for (const Atom each : neighbourhoods[answer.chosen[part]]) chosen[each] = static_cast<Part>(part);
  MovingPlan moving(window.instance, window.parts());
  moving.reset(chosen);
  Found found = judged(moving);
  if (found.outside > 0 || found.total > base.total - kGain) return {};
  found.plan = window.put(base.plan, chosen);
  return found;
}

}  // namespace placewright::boundaries::engine
