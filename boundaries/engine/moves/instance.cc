#include "boundaries/engine/moves/instance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>
#include <type_traits>
#include <utility>

#include "boundaries/judge/score.h"
#include "geo/expect.h"

namespace placewright::boundaries::engine {
namespace {

struct Arc {
  std::uint32_t to;
  double border_m, barrier_m;
};

/// Lays rows of arcs out in memory, neighbours ascending, parallel arcs added up; then what follows from
/// them.
void lay_out(Instance& instance, std::vector<std::vector<Arc>>& rows) {
  instance.first.assign(1, 0);
  instance.neighbour.clear();
  instance.source.clear();
  instance.border_m.clear();
  instance.barrier_m.clear();
  for (Atom atom; atom < rows.size(); ++atom) {
    auto& row = rows[atom];
    std::stable_sort(row.begin(), row.end(), [](const Arc& a, const Arc& b) { return a.to < b.to; });
    const std::size_t start = instance.neighbour.size();
    for (const Arc& arc : row) {
      if (instance.neighbour.size() > start && instance.neighbour.back() == arc.to) {
        instance.border_m.back() += arc.border_m;
        instance.barrier_m.back() += arc.barrier_m;
        continue;
      }
      instance.neighbour.emplace_back(arc.to);
      instance.source.push_back(atom);
      instance.border_m.push_back(arc.border_m);
      instance.barrier_m.push_back(arc.barrier_m);
    }
    instance.first.push_back(static_cast<std::uint32_t>(instance.neighbour.size()));
  }
  instance.size = static_cast<std::uint32_t>(rows.size());

  const double per_border =
      instance.all_border_m > 0 ? instance.share[Criterion::compactness] / instance.all_border_m : 0;
  const double per_barrier =
      instance.all_barrier_m > 0 ? instance.share[Criterion::barriers] / instance.all_barrier_m : 0;
  instance.cut_cost.clear();
  double kept_m = instance.barrier_always_kept_m;
  for (std::size_t arc = 0; arc < instance.neighbour.size(); ++arc) {
    instance.cut_cost.push_back(per_border * instance.border_m[arc] - per_barrier * instance.barrier_m[arc]);
    if (instance.source[arc] < instance.neighbour[arc]) kept_m += instance.barrier_m[arc];
  }
  instance.cut_cost_base = per_border * instance.border_always_cut_m + per_barrier * kept_m;

  instance.ring.assign(instance.neighbour.size(), 0);
  for (Atom atom; atom < instance.size; ++atom) {
    if (instance.degree(atom) > 64) continue;
    const auto begin = instance.neighbour.begin() + instance.first[atom];
    const auto end = instance.neighbour.begin() + instance.first[atom + 1];
    for (std::uint32_t arc = instance.first[atom]; arc < instance.first[atom + 1]; ++arc) {
      const Atom other = instance.neighbour[arc];
      for (std::uint32_t e = instance.first[other]; e < instance.first[other + 1]; ++e) {
        const auto at = std::lower_bound(begin, end, instance.neighbour[e]);
        if (at != end && *at == instance.neighbour[e]) instance.ring[arc] |= 1ULL << (at - begin);
      }
    }
  }
}

std::vector<std::vector<std::uint32_t>> rows_by_atom(const ApartTable& table, std::size_t atoms) {
  std::vector<std::vector<std::uint32_t>> rows(atoms);
  if (table.sets > 0)
    for (std::size_t atom = 0; atom < atoms; ++atom)
      rows[atom].assign(table.set.begin() + table.first[atom], table.set.begin() + table.first[atom + 1]);
  return rows;
}

ApartTable from_rows(const std::vector<std::vector<std::uint32_t>>& rows, std::uint32_t sets) {
  ApartTable table;
  table.sets = sets;
  if (sets == 0) return table;
  table.first.push_back(0);
  for (const auto& row : rows) {
    table.set.insert(table.set.end(), row.begin(), row.end());
    table.first.push_back(static_cast<std::uint32_t>(table.set.size()));
  }
  return table;
}

/// What is judged, and with which weight, is the reference score's to say.
TotalShares find_shares(const Problem& problem, double target) {
  const Score judged = score(problem, Labels(problem.size(), 0));
  TotalShares shares;
  shares.alignment.assign(problem.alignment.size(), 0);
  shares.target = target;
  double weights = 0;
  for (const CriterionScore& criterion : judged.criteria) weights += criterion.weight;
  if (!(weights > 0)) return shares;
  for (const CriterionScore& criterion : judged.criteria) {
    const double share = criterion.weight / weights;
    if (!row_of(criterion.criterion).by_kind) shares.of[criterion.criterion] = share;
    for (std::size_t kind = 0; kind < problem.alignment.size(); ++kind)
      if (criterion.name == name_of(Criterion::alignment, problem.alignment[kind].kind))
        shares.alignment[kind] = share;
  }
  return shares;
}

/// The tables of all criteria, each made by `make` from its old one.
template <class Make>
CriterionTables map_tables(const CriterionTables& old, const Make& make) {
  return std::apply([&](const auto&... table) { return CriterionTables{make(table)...}; }, old);
}

}  // namespace

Instance build_instance(const Problem& problem, double target) {
  Instance instance;
  const auto areas = static_cast<std::uint32_t>(problem.size());
  const TotalShares shares = find_shares(problem, target);
  for (const double people : problem.people)
    instance.people.push_back(static_cast<std::int64_t>(std::llround(people)));
  for (std::uint32_t area = 0; area <= areas; ++area) instance.area_first.push_back(area);
  for (std::uint32_t area = 0; area < areas; ++area) instance.area.emplace_back(area);
  const auto whole_people = [](double people) {
    return people > 4e15 ? std::int64_t{4'000'000'000'000'000} : static_cast<std::int64_t>(people);
  };
  instance.wanted_min = whole_people(std::ceil(problem.population.min));
  instance.wanted_max = whole_people(std::floor(problem.population.max));
  instance.min_people = problem.population.hard ? instance.wanted_min : 0;
  instance.max_people = problem.population.hard ? instance.wanted_max : whole_people(1e18);

  instance.share = shares.of;
  std::vector<std::vector<Arc>> rows(areas);
  const auto& edges = problem.graph.edges();
  for (std::size_t row = 0; row < edges.size(); ++row) {
    const geo::Edge& edge = edges[row];
    const bool crosses = problem.barriers && problem.barriers->crosses[row] && !edge.link;
    const double barrier = crosses ? edge.border_m : 0.0;
    instance.all_border_m += edge.border_m;
    instance.all_barrier_m += barrier;
    if (!problem.hold_group.empty() && problem.hold_group[edge.a] != problem.hold_group[edge.b]) {
      instance.border_always_cut_m += edge.border_m;
      continue;
    }
    rows[edge.a].push_back({edge.b, edge.border_m, barrier});
    rows[edge.b].push_back({edge.a, edge.border_m, barrier});
  }
  lay_out(instance, rows);

  instance.tables =
      map_tables({}, [&](const auto& none) { return std::decay_t<decltype(none)>::build(problem, shares); });

  std::vector<std::vector<std::uint32_t>> aparts(areas);
  for (std::uint32_t set = 0; set < problem.aparts.size(); ++set)
    for (const std::uint32_t area : problem.aparts[set].areas) aparts[area].push_back(set);
  instance.apart = from_rows(aparts, static_cast<std::uint32_t>(problem.aparts.size()));

  if (problem.change && std::isfinite(problem.change->max_people)) {
    instance.change.limited = true;
    instance.change.max_people = problem.change->max_people;
    instance.change.first.push_back(0);
    for (std::uint32_t area = 0; area < areas; ++area) {
      const std::int32_t from = problem.change->from[area];
      if (from >= 0) {
        instance.change.part.push_back(static_cast<std::uint32_t>(from));
        instance.change.residents.push_back(problem.residents[area]);
      }
      instance.change.placed.push_back(from >= 0 ? problem.residents[area] : 0.0);
      instance.change.first.push_back(static_cast<std::uint32_t>(instance.change.part.size()));
    }
  }
  return instance;
}

Instance contract(const Instance& old, const Grouping& grouping) {
  Instance instance;
  instance.people.assign(grouping.count, 0);
  std::vector<std::vector<ProblemRow>> areas(grouping.count);
  for (Atom atom; atom < old.size; ++atom) {
    instance.people[grouping.of[atom]] += old.people[atom];
    areas[grouping.of[atom]].insert(areas[grouping.of[atom]].end(), old.area.begin() + old.area_first[atom],
                                    old.area.begin() + old.area_first[atom + 1]);
  }
  instance.area_first.push_back(0);
  for (auto& list : areas) {
    std::sort(list.begin(), list.end());
    instance.area.insert(instance.area.end(), list.begin(), list.end());
    instance.area_first.push_back(static_cast<std::uint32_t>(instance.area.size()));
  }
  instance.border_always_cut_m = old.border_always_cut_m;
  instance.barrier_always_kept_m = old.barrier_always_kept_m;
  instance.all_border_m = old.all_border_m;
  instance.all_barrier_m = old.all_barrier_m;
  instance.share = old.share;
  std::vector<std::vector<Arc>> rows(grouping.count);
  for (std::size_t arc = 0; arc < old.neighbour.size(); ++arc) {
    const std::uint32_t a = grouping.of[old.source[arc]], b = grouping.of[old.neighbour[arc]];
    if (a != b)
      rows[a].push_back({b, old.border_m[arc], old.barrier_m[arc]});
    else if (old.source[arc] < old.neighbour[arc])
      instance.barrier_always_kept_m += old.barrier_m[arc];
  }
  lay_out(instance, rows);
  instance.min_people = old.min_people;
  instance.max_people = old.max_people;
  instance.wanted_min = old.wanted_min;
  instance.wanted_max = old.wanted_max;
  instance.tables = map_tables(old.tables, [&](const auto& table) { return contract(table, grouping); });
  std::vector<std::vector<std::uint32_t>> aparts(grouping.count);
  const auto old_aparts = rows_by_atom(old.apart, old.size);
  for (Atom atom; atom < old.size; ++atom)
    for (const std::uint32_t set : old_aparts[atom]) aparts[grouping.of[atom]].push_back(set);
  instance.apart = from_rows(aparts, old.apart.sets);
  instance.change = old.change;
  if (old.change.limited) {
    const Table joined = contract_rows({old.change.first, old.change.part, old.change.residents}, grouping);
    instance.change.first = joined.first;
    instance.change.part = joined.column;
    instance.change.residents = joined.value;
    instance.change.placed.assign(grouping.count, 0);
    for (Atom atom; atom < old.size; ++atom)
      instance.change.placed[grouping.of[atom]] += old.change.placed[atom];
  }
  return instance;
}

Instance restrict_to(const Instance& old, const Cutout& cutout) {
  Instance instance;
  const auto kept = kept_marks(cutout);
  std::vector<std::uint32_t> number(old.size, kNowhere);
  instance.area_first.push_back(0);
  for (std::uint32_t row = 0; row < cutout.kept.size(); ++row) {
    const Atom atom = cutout.kept[row];
    number[atom] = row;
    instance.people.push_back(old.people[atom]);
    instance.area.insert(instance.area.end(), old.area.begin() + old.area_first[atom],
                         old.area.begin() + old.area_first[atom + 1]);
    instance.area_first.push_back(static_cast<std::uint32_t>(instance.area.size()));
  }
  instance.border_always_cut_m = old.border_always_cut_m;
  instance.barrier_always_kept_m = old.barrier_always_kept_m;
  instance.all_border_m = old.all_border_m;
  instance.all_barrier_m = old.all_barrier_m;
  instance.share = old.share;
  std::vector<std::vector<Arc>> rows(cutout.kept.size());
  for (std::size_t arc = 0; arc < old.neighbour.size(); ++arc) {
    const Atom a = old.source[arc], b = old.neighbour[arc];
    if (kept[a] && kept[b]) {
      rows[number[a]].push_back({number[b], old.border_m[arc], old.barrier_m[arc]});
    } else if (a < b) {
      const bool together = !kept[a] && !kept[b] && cutout.fixed_part[a] == cutout.fixed_part[b];
      if (together)
        instance.barrier_always_kept_m += old.barrier_m[arc];
      else
        instance.border_always_cut_m += old.border_m[arc];
    }
  }
  lay_out(instance, rows);
  instance.min_people = old.min_people;
  instance.max_people = old.max_people;
  instance.wanted_min = old.wanted_min;
  instance.wanted_max = old.wanted_max;
  instance.tables = map_tables(old.tables, [&](const auto& table) { return restrict_to(table, cutout); });
  std::vector<std::vector<std::uint32_t>> aparts;
  const auto old_aparts = rows_by_atom(old.apart, old.size);
  for (const Atom atom : cutout.kept) aparts.push_back(old_aparts[atom]);
  instance.apart = from_rows(aparts, old.apart.sets);
  if (old.change.limited) {
    // Part numbers of the old plan stay as they are: the parts that are cut out keep theirs in the caller's
    // hands.
    std::vector<std::uint32_t> same(kNoPart);
    std::iota(same.begin(), same.end(), 0U);
    const Table picked =
        pick_rows({old.change.first, old.change.part, old.change.residents}, cutout.kept, same);
    instance.change = {true, old.change.max_people, picked.first, picked.column, picked.value, {}};
    for (const Atom atom : cutout.kept) instance.change.placed.push_back(old.change.placed[atom]);
  }
  return instance;
}

Grouping find_regions(const Instance& instance) {
  return group_neighbours(instance, [](Atom, Atom) { return true; });
}

}  // namespace placewright::boundaries::engine
