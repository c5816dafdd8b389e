#pragma once

#include <cstdint>
#include <tuple>
#include <type_traits>
#include <vector>

#include "boundaries/engine/sums/list.h"
#include "boundaries/engine/sums/parts.h"
#include "boundaries/question/id.h"
#include "boundaries/question/problem.h"

namespace placewright::boundaries::engine {

/// Areas that must not share a neighbourhood: sets of atoms, and for each atom the sets it is in.
struct ApartTable {
  std::uint32_t sets = 0;
  std::vector<std::uint32_t> first;  ///< rows by atom; empty when there are no sets
  std::vector<std::uint32_t> set;
};

/// A limit on how many residents change neighbourhood. Part numbers are those of the plan that is changed.
struct ChangeTable {
  bool limited = false;
  double max_people = 0;
  std::vector<std::uint32_t> first;  ///< rows by atom: residents of the atom by part of the old plan
  std::vector<std::uint32_t> part;
  std::vector<double> residents;
  std::vector<double> placed;  ///< residents of the atom that the old plan placed at all
};

/// A problem compiled for speed: atoms (areas, or sets of areas that are never split), who touches whom among
/// those that may share a neighbourhood, and one table a criterion. Whatever cannot move (locked
/// neighbourhoods, the rest of the place when a part of it is searched) is folded into the constants of the
/// tables, so every total is the whole plan's.
struct Instance {
  std::uint32_t size = 0;            ///< atoms
  std::vector<std::int64_t> people;  ///< what the bounds apply to
  // Areas of atom a are area[area_first[a]] .. area[area_first[a + 1]].
  std::vector<std::uint32_t> area_first;
  std::vector<ProblemRow> area;

  // Graph: arcs of atom a are first[a] .. first[a+1]. Pairs that can never share a neighbourhood are not in
  // it.
  std::vector<std::uint32_t> first;
  Atoms neighbour, source;
  std::vector<double> border_m,
      barrier_m;                 ///< per arc: metres of border, and of border that crosses a barrier
  std::vector<double> cut_cost;  ///< per arc: what cutting it adds to the total
  std::vector<std::uint64_t>
      ring;  ///< per arc a->b: bit j where b touches the j-th neighbour of a; for degrees up to 64
  // Borders beyond the graph.
  double border_always_cut_m = 0, barrier_always_kept_m = 0;
  double all_border_m = 0, all_barrier_m = 0;
  double cut_cost_base = 0;  ///< cost when no arc of the graph is cut

  std::int64_t min_people = 0,
               max_people = 0;  ///< of a neighbourhood; min 0 and max huge where bounds are soft
  std::int64_t wanted_min = 0, wanted_max = 0;  ///< the bounds, soft or hard: plans begin inside them
  CriterionTable<double> share;  ///< what each criterion adds to the total at a loss of 1; 0 for one by kind
  CriterionTables tables;
  ApartTable apart;
  ChangeTable change;

  [[nodiscard]] std::uint32_t degree(Atom atom) const { return first[atom + 1] - first[atom]; }
  [[nodiscard]] bool counts_borders() const {
    return share[Criterion::compactness] > 0 || share[Criterion::barriers] > 0;
  }
  /// The table of a criterion; that of the borders is the instance itself.
  template <class Table>
  [[nodiscard]] const Table& table() const {
    if constexpr (std::is_same_v<Table, Instance>)
      return *this;
    else
      return std::get<Table>(tables);
  }
};

/// The instance with an atom an area, without wholes, locks and counts. `target` is the target of the
/// population criterion.
[[nodiscard]] Instance build_instance(const Problem& problem, double target);

/// Joins atoms that share a group into one.
[[nodiscard]] Instance contract(const Instance& instance, const Grouping& grouping);

/// Keeps some atoms; the others stay where they are for good.
[[nodiscard]] Instance restrict_to(const Instance& instance, const Cutout& cutout);

/// Atoms that hang together by pairs of which joins(atom, atom) is true: group of each atom, numbered in
/// order of their first atom.
template <class Joins>
[[nodiscard]] Grouping group_neighbours(const Instance& instance, const Joins& joins) {
  Grouping groups;
  groups.of.assign(instance.size, kNowhere);
  Atoms waiting;
  for (Atom start; start < instance.size; ++start) {
    if (groups.of[start] != kNowhere) continue;
    groups.of[start] = groups.count;
    waiting.push_back(start);
    while (!waiting.empty()) {
      const Atom atom = waiting.back();
      waiting.pop_back();
      for (std::uint32_t arc = instance.first[atom]; arc < instance.first[atom + 1]; ++arc) {
        const Atom other = instance.neighbour[arc];
        if (groups.of[other] != kNowhere || !joins(atom, other)) continue;
        groups.of[other] = groups.count;
        waiting.push_back(other);
      }
    }
    ++groups.count;
  }
  return groups;
}

/// Connected pieces of the graph: piece of each atom, numbered in order of their first atom.
[[nodiscard]] Grouping find_regions(const Instance& instance);

}  // namespace placewright::boundaries::engine
