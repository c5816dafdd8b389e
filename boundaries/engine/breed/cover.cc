#include "boundaries/engine/breed/cover.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "boundaries/engine/breed/window.h"
#include "boundaries/engine/prove/set_partition.h"
#include "boundaries/question/policy.h"

namespace placewright::boundaries::engine {
namespace {

using Atoms = std::vector<std::uint32_t>;

constexpr double kGain = 1e-12;  // smaller gains are rounding

/// The total as a sum over neighbourhoods, as near as such a sum comes.
class LossOfOne {
 public:
  LossOfOne(const Instance& instance, const Parts& plan, std::uint32_t parts)
      : instance_(instance), in_(instance.size, 0) {
    const PeopleTable& table = instance.population;
    if (!(table.scale > 0)) return;
    std::vector<double> people(parts, 0);
    for (std::uint32_t atom = 0; atom < instance.size; ++atom) people[plan[atom]] += table.people[atom];
    double squares = table.fixed_squares;
    for (const double sum : people) squares += (sum - table.target) * (sum - table.target);
    const double all = parts + table.fixed_parts;
    per_square_ = squares > 0 ? table.scale / (2 * table.target * std::sqrt(squares * all)) : 0;
  }

  double operator()(const Atoms& atoms) {
    for (const std::uint32_t atom : atoms) in_[atom] = 1;
    const double sum =
        people(atoms) + deprivation(atoms) + borders(atoms) + access(atoms) + shares(atoms) + wishes(atoms);
    for (const std::uint32_t atom : atoms) in_[atom] = 0;
    return sum;
  }

 private:
  double people(const Atoms& atoms) const {
    const PeopleTable& table = instance_.population;
    if (!(table.scale > 0)) return 0;
    double sum = 0;
    for (const std::uint32_t atom : atoms) sum += table.people[atom];
    const double outside = std::max({0.0, sum - table.max, table.min - sum});
    return per_square_ * (sum - table.target) * (sum - table.target) +
           table.scale * 4 * outside / table.all_people;
  }
  double deprivation(const Atoms& atoms) const {
    const DeprivationTable& table = instance_.deprivation;
    if (table.scale == 0) return 0;
    double weight = 0, moment = 0;
    for (const std::uint32_t atom : atoms) weight += table.weight[atom], moment += table.moment[atom];
    return weight > 1e-9 ? -table.scale * moment * moment / weight : 0.0;
  }
  double borders(const Atoms& atoms) const {
    double sum = 0;
    for (const std::uint32_t atom : atoms)
      for (std::uint32_t arc = instance_.first[atom]; arc < instance_.first[atom + 1]; ++arc)
        if (!in_[instance_.neighbour[arc]])
          sum += instance_.cut_cost[arc] / 2;  // the other half is the neighbour's
    return sum;
  }
  double access(const Atoms& atoms) const {
    double sum = 0;
    for (const AccessTable::Kind& kind : instance_.access.kind) {
      double least = std::numeric_limits<double>::infinity();
      for (std::uint32_t site = 0; site < kind.sites; ++site) {
        double cost = 0;
        for (const std::uint32_t atom : atoms) cost += kind.cost[std::size_t{atom} * kind.sites + site];
        least = std::min(
            least, kind.home[site] != kNowhere && in_[kind.home[site]] ? cost : kOutsideHubFactor * cost);
      }
      if (kind.sites > 0 && kind.one_hub > kind.nearest)
        sum += kind.scale * least / (kind.one_hub - kind.nearest);
    }
    for (const FarAccessTable::Kind& kind : instance_.far_access.kind)
      sum += kind.scale * FarAccessCost(kind)(atoms) / (kind.one_hub - kind.nearest);
    return sum;
  }
  /// What the atoms hold together of each column.
  static std::map<std::uint32_t, double> sum_columns(const Table& rows, const Atoms& atoms) {
    std::map<std::uint32_t, double> amount;
    for (const std::uint32_t atom : atoms)
      for (std::uint32_t entry = rows.first[atom]; entry < rows.first[atom + 1]; ++entry)
        amount[rows.column[entry]] += rows.value[entry];
    return amount;
  }
  /// An amount of a whole, counted in full from half of the whole on.
  static double credit(double amount, double whole) {
    return amount * std::min(1.0, whole > 0 ? 2 * amount / whole : 0.0);
  }
  double shares(const Atoms& atoms) {
    const SharesTable& table = instance_.shares;
    if (table.family.empty()) return 0;
    if (whole_.empty()) {
      whole_.assign(table.holder_family.size(), 0);
      for (std::size_t entry = 0; entry < table.rows.column.size(); ++entry)
        whole_[table.rows.column[entry]] += table.rows.value[entry];
    }
    double sum = 0;
    for (const auto& [holder, own] : sum_columns(table.rows, atoms)) {
      const SharesTable::Family& family = table.family[table.holder_family[holder]];
      sum -= family.scale / family.whole * credit(own, whole_[holder]);
    }
    return sum;
  }
  double wishes(const Atoms& atoms) const {
    const WishesTable& table = instance_.wishes;
    if (!(table.scale > 0)) return 0;
    double sum = 0;
    for (const auto& [number, own] : sum_columns(table.rows, atoms)) {
      const WishesTable::Wish& wish = table.wish[number];
      if (wish.together)
        sum -= table.scale * wish.weight * (wish.people > 0 ? credit(own, wish.people) / wish.people : 0.0);
      else if (own > 1)
        sum += table.scale * wish.weight;
    }
    return sum;
  }

  const Instance& instance_;
  std::vector<std::uint8_t> in_;
  std::vector<double> whole_;  ///< per holder
  double per_square_ = 0;      ///< total a squared person of difference from the target
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
    for (std::uint32_t atom = 0; atom < map_size; ++atom) {
      if (number[atom] == kNowhere)
        cut_off.insert(found.plan[atom]);
      else
        inside[found.plan[atom]].push_back(number[atom]);
    }
    for (auto& [part, atoms] : inside) {
      if (cut_off.count(part)) continue;
      std::int64_t people = 0;
      for (const std::uint32_t atom : atoms) people += instance.people[atom];
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
    for (const std::uint32_t atom : one) ++inside[row[atom]];
    for (const auto& [old, count] : inside) {
      if (count == size[old]) continue;
      size[old] -= count;
      fresh[old] = static_cast<std::uint32_t>(size.size());
      size.push_back(count);
    }
    for (const std::uint32_t atom : one) {
      const auto at = fresh.find(row[atom]);
      if (at != fresh.end()) row[atom] = at->second;
    }
  }
  SetPartition problem;
  problem.rows = static_cast<std::uint32_t>(size.size());
  for (const Atoms& one : neighbourhoods) {
    std::set<std::uint32_t> held;
    for (const std::uint32_t atom : one) held.insert(row[atom]);
    problem.row.insert(problem.row.end(), held.begin(), held.end());
    problem.first.push_back(problem.row.size());
  }
  return problem;
}

}  // namespace

Found find_cover(const SearchTask& task, const std::vector<Found>& plans, std::uint32_t atom,
                 std::uint32_t parts, const CoverLimits& limits, const Stop& stop) {
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
    for (const std::uint32_t each : neighbourhoods[answer.chosen[part]])
      chosen[each] = static_cast<Part>(part);
  MovingPlan moving(window.instance, window.parts());
  moving.reset(chosen);
  Found found = judged(moving);
  if (found.outside > 0 || found.total > base.total - kGain) return {};
  found.plan = window.put(base.plan, chosen);
  return found;
}

}  // namespace placewright::boundaries::engine
