#include "boundaries/engine/prove/enumerate.h"

#include <algorithm>
#include <cmath>

#include "boundaries/question/feasibility.h"

namespace placewright::boundaries::engine {
namespace {

constexpr std::uint64_t kSetsBetweenLooks = 256;  // at the stop

/// The units of one territory, numbered 0..size-1, and who touches whom among them.
struct UnitGraph {
  std::vector<std::uint32_t> unit;  ///< number in the pool
  std::vector<double> people;
  std::vector<std::uint32_t> first{0}, neighbour;
  std::vector<std::uint32_t> apart_first{0}, apart;  ///< units that each must not share a neighbourhood with
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(unit.size()); }
};

/// Grows connected sets from a smallest unit upwards, each set once: a unit that was passed over, or that
/// touched an earlier member and was not taken, never returns below (Wernicke 2006).
class Grower {
 public:
  /// `areas`: adjacency of areas, needed only where some unit is not in one piece by itself; else null.
  Grower(const UnitGraph& graph, const geo::Graph* areas, double min, double max,
         const EnumerationLimits& limits, Enumeration& result)
      : graph_(graph), areas_(areas), min_(min), max_(max), limits_(limits), result_(result) {
    touched_.assign(graph.size(), 0);
    inside_.assign(graph.size(), 0);
    reached_.assign(graph.size(), 0);
  }

  /// Counts the sets within the bounds instead of keeping them; stops at some number.
  std::size_t count_up_to(std::size_t most) {
    counting_ = true;
    most_counted_ = most;
    grow_all();
    return counted_;
  }

  void grow_all() {
    for (std::uint32_t root = 0; root < graph_.size() && !full_; ++root) {
      root_ = root;
      if (graph_.people[root] > max_) continue;
      std::vector<std::uint32_t> border;
      enter(root, border);
      grow(border);
      leave(root);
    }
  }
  [[nodiscard]] bool full() const { return full_; }

 private:
  void enter(std::uint32_t unit, std::vector<std::uint32_t>& border) {
    members_.push_back(unit);
    inside_[unit] = 1;
    people_ += graph_.people[unit];
    ++touched_[unit];
    for (auto at = graph_.first[unit]; at < graph_.first[unit + 1]; ++at) {
      const auto other = graph_.neighbour[at];
      if (touched_[other]++ == 0 && other > root_) border.push_back(other);
    }
  }
  void leave(std::uint32_t unit) {
    for (auto at = graph_.first[unit]; at < graph_.first[unit + 1]; ++at) --touched_[graph_.neighbour[at]];
    --touched_[unit];
    people_ -= graph_.people[unit];
    inside_[unit] = 0;
    members_.pop_back();
  }
  [[nodiscard]] bool clashes(std::uint32_t unit) const {
    for (auto at = graph_.apart_first[unit]; at < graph_.apart_first[unit + 1]; ++at)
      if (inside_[graph_.apart[at]]) return true;
    return false;
  }

  void grow(const std::vector<std::uint32_t>& border) {
    if (++result_.sets >= limits_.sets || (result_.sets % kSetsBetweenLooks == 0 && limits_.stop.asked()))
      full_ = true;
    if (full_) return;
    if (counting_) {
      if (people_ >= min_ && ++counted_ > most_counted_) full_ = true;
    } else if (people_ >= min_ && is_in_one_piece() && leaves_dividable_rest()) {
      keep();
    }
    std::vector<std::uint32_t> left = border, next;
    while (!left.empty() && !full_) {
      const auto unit = left.back();
      left.pop_back();
      if (people_ + graph_.people[unit] > max_ || clashes(unit)) continue;
      next = left;
      enter(unit, next);
      grow(next);
      leave(unit);
    }
  }

  /// A unit of two shores needs the others to join them.
  [[nodiscard]] bool is_in_one_piece() const {
    if (!areas_) return true;
    std::vector<std::uint32_t> all, reached;
    for (const auto unit : members_) {
      const auto& of = result_.pool.unit_areas[graph_.unit[unit]];
      all.insert(all.end(), of.begin(), of.end());
    }
    std::sort(all.begin(), all.end());
    std::vector<char> seen(all.size(), 0);
    reached.push_back(all.front());
    seen[0] = 1;
    for (std::size_t next = 0; next < reached.size(); ++next)
      for (const auto other : areas_->neighbours(reached[next])) {
        const auto at = std::lower_bound(all.begin(), all.end(), other);
        if (at == all.end() || *at != other || seen[static_cast<std::size_t>(at - all.begin())]) continue;
        seen[static_cast<std::size_t>(at - all.begin())] = 1;
        reached.push_back(other);
      }
    return reached.size() == all.size();
  }

  /// Whether each connected piece of what remains can be divided by its people.
  bool leaves_dividable_rest() {
    ++round_;
    std::uint32_t seen = static_cast<std::uint32_t>(members_.size());
    for (std::uint32_t start = 0; start < graph_.size() && seen < graph_.size(); ++start) {
      if (inside_[start] || reached_[start] == round_) continue;
      double people = 0;
      waiting_.assign(1, start);
      reached_[start] = round_;
      while (!waiting_.empty()) {
        const auto unit = waiting_.back();
        waiting_.pop_back();
        ++seen;
        people += graph_.people[unit];
        for (auto at = graph_.first[unit]; at < graph_.first[unit + 1]; ++at) {
          const auto other = graph_.neighbour[at];
          if (inside_[other] || reached_[other] == round_) continue;
          reached_[other] = round_;
          waiting_.push_back(other);
        }
      }
      const double least = max_ > 0 ? std::ceil(people / max_) : 1;
      if (least * min_ > people) return false;
    }
    return true;
  }

  void keep() {
    auto& pool = result_.pool;
    if (pool.size() >= limits_.neighbourhoods) {
      full_ = true;
      return;
    }
    const auto begin = pool.unit.size();
    for (const auto unit : members_) pool.unit.push_back(graph_.unit[unit]);
    std::sort(pool.unit.begin() + static_cast<std::ptrdiff_t>(begin), pool.unit.end());
    pool.first.push_back(pool.unit.size());
  }

  const UnitGraph& graph_;
  const geo::Graph* areas_;
  double min_, max_;
  const EnumerationLimits& limits_;
  Enumeration& result_;
  std::uint32_t root_ = 0;
  double people_ = 0;
  bool full_ = false, counting_ = false;
  std::size_t counted_ = 0, most_counted_ = 0;
  std::vector<std::uint32_t> members_, waiting_;
  std::vector<std::uint32_t> touched_;  ///< members that are this unit or touch it
  std::vector<char> inside_;
  std::vector<std::uint64_t> reached_;
  std::uint64_t round_ = 0;
};

/// Whether some unit of several areas is not connected by its own areas.
bool has_scattered_unit(const Units& units, const geo::Graph& graph) {
  for (const auto& areas : units.areas) {
    std::vector<std::uint32_t> reached{areas.front()};
    for (std::size_t next = 0; next < reached.size(); ++next)
      for (const auto other : graph.neighbours(reached[next]))
        if (std::binary_search(areas.begin(), areas.end(), other) &&
            std::find(reached.begin(), reached.end(), other) == reached.end())
          reached.push_back(other);
    if (reached.size() != areas.size()) return true;
  }
  return false;
}

UnitGraph build_unit_graph(const Problem& problem, const geo::Graph& usable, const Units& units,
                           const std::vector<std::uint32_t>& pool_unit, const Territory& territory) {
  UnitGraph graph;
  std::vector<std::uint32_t> here(units.areas.size(), ~0u);
  for (const auto area : territory.areas) {
    const auto unit = units.of[area];
    if (here[unit] != ~0u) continue;
    here[unit] = graph.size();
    graph.unit.push_back(pool_unit[unit]);
    double people = 0;
    for (const auto member : units.areas[unit]) people += problem.people[member];
    graph.people.push_back(people);
  }
  std::vector<std::vector<std::uint32_t>> touching(graph.size()), apart(graph.size());
  for (const auto area : territory.areas)
    for (const auto other : usable.neighbours(area))
      if (here[units.of[area]] != here[units.of[other]])
        touching[here[units.of[area]]].push_back(here[units.of[other]]);
  const auto part = [&](std::uint32_t a, std::uint32_t b) {
    if (here[units.of[a]] != ~0u && here[units.of[b]] != ~0u && units.of[a] != units.of[b])
      apart[here[units.of[a]]].push_back(here[units.of[b]]);
  };
  for (const auto& rule : problem.aparts)
    for (const auto a : rule.areas)
      for (const auto b : rule.areas) part(a, b);
  for (const auto& a : problem.locks)  // what is locked under two names lies in two neighbourhoods
    for (const auto& b : problem.locks)
      if (!a.label.empty() && !b.label.empty() && a.label != b.label && !a.areas.empty() && !b.areas.empty())
        part(a.areas.front(), b.areas.front());
  const auto pack = [](std::vector<std::vector<std::uint32_t>>& rows, std::vector<std::uint32_t>& first,
                       std::vector<std::uint32_t>& packed) {
    for (auto& row : rows) {
      std::sort(row.begin(), row.end());
      row.erase(std::unique(row.begin(), row.end()), row.end());
      packed.insert(packed.end(), row.begin(), row.end());
      first.push_back(static_cast<std::uint32_t>(packed.size()));
    }
  };
  pack(touching, graph.first, graph.neighbour);
  pack(apart, graph.apart_first, graph.apart);
  return graph;
}

}  // namespace

std::vector<std::uint32_t> NeighbourhoodPool::areas_of(std::size_t row) const {
  std::vector<std::uint32_t> areas;
  for (const auto each : units_of(row))
    areas.insert(areas.end(), unit_areas[each].begin(), unit_areas[each].end());
  std::sort(areas.begin(), areas.end());
  return areas;
}

Enumeration enumerate_neighbourhoods(const Problem& problem, const EnumerationLimits& limits) {
  Enumeration result;
  const auto feasibility = check_feasibility(problem);
  if (feasibility.infeasible) return result;
  const auto units = find_units(problem);
  const auto usable = find_usable_graph(problem);
  std::vector<char> free(problem.size(), 0);
  for (const auto& territory : feasibility.territories)
    for (const auto area : territory.areas) free[area] = 1;
  std::vector<std::uint32_t> pool_unit(units.areas.size(), ~0u);
  for (std::uint32_t unit = 0; unit < units.areas.size(); ++unit) {
    if (!free[units.areas[unit].front()]) {
      result.pool.locked.push_back(units.areas[unit]);
      continue;
    }
    pool_unit[unit] = static_cast<std::uint32_t>(result.pool.unit_areas.size());
    result.pool.unit_areas.push_back(units.areas[unit]);
  }
  const auto& rule = problem.population;
  const double min = rule.hard ? rule.min : 0, max = rule.hard ? rule.max : HUGE_VAL;
  const bool scattered = has_scattered_unit(units, usable);
  std::vector<UnitGraph> graphs;
  for (const auto& territory : feasibility.territories)
    graphs.push_back(build_unit_graph(problem, usable, units, pool_unit, territory));
  // Counting first is quick, and most places have far too many; some of those counted will not be legal.
  std::size_t counted = 0;
  for (const auto& graph : graphs) {
    Enumeration look;
    Grower grower(graph, nullptr, min, max, limits, look);
    counted += grower.count_up_to(4 * limits.neighbourhoods);
    if (grower.full() || counted > 4 * limits.neighbourhoods) return result;
  }
  result.complete = true;
  for (const auto& graph : graphs) {
    Grower grower(graph, scattered ? &usable : nullptr, min, max, limits, result);
    grower.grow_all();
    if (grower.full()) {
      result.complete = false;
      break;
    }
  }
  return result;
}

}  // namespace placewright::boundaries::engine
