#include "boundaries/question/feasibility.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "boundaries/question/rules.h"
#include "geo/expect.h"

namespace placewright::boundaries {
namespace {

constexpr std::uint32_t kNone = ~0u;

struct Range {
  std::uint32_t least = 1, most = 0;
  [[nodiscard]] bool empty() const { return least > most; }
};

Range find_range(double people, double min, double max) {
  if (!(max > 0) || !(people > 0)) return {};
  const double least = std::max(1.0, std::ceil(people / max));
  const double most = min > 0 ? std::floor(people / min) : 1e9;
  if (most < least) return {};
  return {static_cast<std::uint32_t>(least), static_cast<std::uint32_t>(std::min(most, 1e9))};
}

/// The lock that holds each area exactly, or kNone.
std::vector<std::uint32_t> find_exact_locks(const Problem& problem) {
  std::vector<std::uint32_t> lock_of(problem.size(), kNone);
  for (std::uint32_t row = 0; row < problem.locks.size(); ++row)
    if (problem.locks[row].exact)
      for (const auto area : problem.locks[row].areas) lock_of[area] = std::min(lock_of[area], row);
  return lock_of;
}

/// A group of areas that some rule keeps together, and the sentence for it.
struct Together {
  const std::vector<std::uint32_t>& areas;
  std::string rule;
};

std::vector<Together> list_together(const Problem& problem) {
  std::vector<Together> all;
  for (const auto& whole : problem.wholes)
    all.push_back(
        {whole.areas, fmt::format("{} are kept together ({})", name_areas(problem, whole.areas), whole.why)});
  for (const auto& lock : problem.locks)
    all.push_back({lock.areas, fmt::format("{} are locked ({})", name_areas(problem, lock.areas), lock.why)});
  return all;
}

/// The shortest chain of together-rules that joins two areas; empty when none does.
std::vector<std::size_t> find_chain(const std::vector<Together>& rules, std::uint32_t from,
                                    std::uint32_t to) {
  std::vector<std::size_t> came(rules.size(), kNone), waiting;
  std::vector<char> seen(rules.size(), 0);
  const auto holds = [&](std::size_t rule, std::uint32_t area) {
    return std::find(rules[rule].areas.begin(), rules[rule].areas.end(), area) != rules[rule].areas.end();
  };
  for (std::size_t rule = 0; rule < rules.size(); ++rule)
    if (holds(rule, from)) seen[rule] = 1, waiting.push_back(rule);
  for (std::size_t next = 0; next < waiting.size(); ++next) {
    const auto rule = waiting[next];
    if (holds(rule, to)) {
      std::vector<std::size_t> chain;
      for (auto at = rule; at != kNone; at = came[at]) chain.push_back(at);
      std::reverse(chain.begin(), chain.end());
      return chain;
    }
    for (std::size_t other = 0; other < rules.size(); ++other) {
      if (seen[other]) continue;
      if (std::none_of(rules[other].areas.begin(), rules[other].areas.end(),
                       [&](auto area) { return holds(rule, area); }))
        continue;
      seen[other] = 1;
      came[other] = rule;
      waiting.push_back(other);
    }
  }
  return {};
}

std::string join_rules(const std::vector<Together>& rules, const std::vector<std::size_t>& chain) {
  std::string text;
  for (const auto rule : chain) text += (text.empty() ? "" : ", and ") + rules[rule].rule;
  return text;
}

/// One check after another; each adds its sentences.
struct Doubt {
  const Problem& problem;
  const Units& units;
  std::vector<Together> together;
  std::vector<std::string> reasons;

  [[nodiscard]] double people_of(const std::vector<std::uint32_t>& areas) const {
    double sum = 0;
    for (const auto area : areas) sum += problem.people[area];
    return sum;
  }
  /// The rules that make up a unit of several areas, as one sentence.
  [[nodiscard]] std::string why(std::uint32_t unit) const {
    std::vector<std::size_t> of;
    for (std::size_t rule = 0; rule < together.size(); ++rule)
      if (!together[rule].areas.empty() && units.of[together[rule].areas.front()] == unit) of.push_back(rule);
    return join_rules(together, of);
  }
};

void doubt_lumps(Doubt& doubt) {
  const auto& problem = doubt.problem;
  if (!problem.population.hard) return;
  for (std::uint32_t unit = 0; unit < doubt.units.areas.size(); ++unit) {
    const auto& areas = doubt.units.areas[unit];
    const double people = doubt.people_of(areas);
    if (people <= problem.population.max) continue;
    if (areas.size() == 1)
      doubt.reasons.push_back(fmt::format("{} alone has {} people, more than the maximum of {}",
                                          name_area(problem, areas.front()), write_people(people),
                                          write_people(problem.population.max)));
    else
      doubt.reasons.push_back(fmt::format("{}: together {} people, more than the maximum of {}",
                                          doubt.why(unit), write_people(people),
                                          write_people(problem.population.max)));
  }
}

void doubt_locks(Doubt& doubt) {
  const auto& problem = doubt.problem;
  const auto lock_of = find_exact_locks(problem);
  for (std::uint32_t row = 0; row < problem.locks.size(); ++row) {
    const auto& lock = problem.locks[row];
    if (!lock.exact || lock.areas.empty()) continue;
    std::vector<std::uint32_t> once = lock.areas;
    std::sort(once.begin(), once.end());
    once.erase(std::unique(once.begin(), once.end()), once.end());
    const double people = doubt.people_of(once);
    if (problem.population.hard && people < problem.population.min)
      doubt.reasons.push_back(fmt::format(
          "{} are locked as one neighbourhood ({}) of {} people, fewer than the minimum of {}",
          name_areas(problem, once), lock.why, write_people(people), write_people(problem.population.min)));
    // Whatever a rule ties to the lock without being part of it.
    const auto unit = doubt.units.of[once.front()];
    std::vector<std::uint32_t> tied;
    for (const auto area : doubt.units.areas[unit])
      if (!std::binary_search(once.begin(), once.end(), area)) tied.push_back(area);
    if (!tied.empty()) {
      const auto chain = find_chain(doubt.together, tied.front(), once.front());
      doubt.reasons.push_back(fmt::format("nothing may join the locked neighbourhood of {}, but {}",
                                          name_areas(problem, once), join_rules(doubt.together, chain)));
    }
  }
  // Two labels that keep their own areas cannot share a neighbourhood.
  for (std::uint32_t row = 0; row < problem.locks.size(); ++row)
    for (std::uint32_t other = row + 1; other < problem.locks.size(); ++other) {
      const auto &a = problem.locks[row], &b = problem.locks[other];
      if (a.areas.empty() || b.areas.empty() || a.label.empty() || b.label.empty()) continue;
      const bool tied = doubt.units.of[a.areas.front()] == doubt.units.of[b.areas.front()];
      if (a.label == b.label && !tied && (a.exact || b.exact))
        doubt.reasons.push_back(fmt::format("{} and {} are both locked as {}, apart from each other",
                                            name_areas(problem, a.areas), name_areas(problem, b.areas),
                                            a.label));
      if (a.label != b.label && tied)
        doubt.reasons.push_back(fmt::format("{} are locked as {} and {} as {}, but rules keep them together",
                                            name_areas(problem, a.areas), a.label,
                                            name_areas(problem, b.areas), b.label));
    }
}

void doubt_aparts(Doubt& doubt) {
  const auto& problem = doubt.problem;
  for (const auto& apart : problem.aparts) {
    std::map<std::uint32_t, std::uint32_t> first;  // unit -> area
    for (const auto area : apart.areas) {
      const auto [at, fresh] = first.try_emplace(doubt.units.of[area], area);
      if (fresh || at->second == area) continue;
      const auto chain = find_chain(doubt.together, at->second, area);
      doubt.reasons.push_back(fmt::format("{} and {} are kept apart ({}), but {}",
                                          name_area(problem, at->second), name_area(problem, area), apart.why,
                                          join_rules(doubt.together, chain)));
      break;
    }
  }
}

/// Units whose areas lie in several hold groups, or in pieces that nothing usable connects.
void doubt_reach(Doubt& doubt, const geo::Pieces& pieces) {
  const auto& problem = doubt.problem;
  for (std::uint32_t unit = 0; unit < doubt.units.areas.size(); ++unit) {
    const auto& areas = doubt.units.areas[unit];
    const auto held = std::find_if(areas.begin(), areas.end(), [&](auto area) {
      return problem.hold_group[area] != problem.hold_group[areas.front()];
    });
    if (held != areas.end()) {
      doubt.reasons.push_back(
          fmt::format("{}, but {} lies in {} and {} in {}, and no neighbourhood may cross that boundary (a "
                      "link does not override it)",
                      doubt.why(unit), name_area(problem, areas.front()),
                      problem.hold_name[problem.hold_group[areas.front()]], name_area(problem, *held),
                      problem.hold_name[problem.hold_group[*held]]));
      continue;
    }
    const auto cut = std::find_if(areas.begin(), areas.end(),
                                  [&](auto area) { return pieces.of[area] != pieces.of[areas.front()]; });
    if (cut != areas.end())
      doubt.reasons.push_back(
          fmt::format("{}, but no chain of neighbouring areas connects {} with {}{}", doubt.why(unit),
                      name_area(problem, areas.front()), name_area(problem, *cut),
                      problem.hold_name.size() > 1 ? " inside the boundary that holds them" : ""));
  }
}

std::string name_territory(const Problem& problem, const std::vector<std::uint32_t>& areas, bool held,
                           bool whole_group) {
  const auto& group = problem.hold_name[problem.hold_group[areas.front()]];
  if (whole_group) return held ? group : std::string("the place");
  if (areas.size() == 1)
    return name_area(problem, areas.front()) + (held ? ", a detached part of " + group : ", detached");
  return fmt::format("the part of {} around {} ({} areas)", held ? group : std::string("the place"),
                     name_area(problem, areas.front()), areas.size());
}

/// Whether sums allow a plan with these bounds.
struct Sums {
  std::vector<double> people;  ///< of each territory
  std::uint32_t locked = 0;
  std::optional<std::uint32_t> count;
  double largest_unit = 0, largest_lock = 0, smallest_lock = std::numeric_limits<double>::infinity();

  [[nodiscard]] bool work(double min, double max) const {
    if (largest_unit > max || largest_lock > max || smallest_lock < min) return false;
    double least = locked, most = locked;
    for (const double each : people) {
      const auto range = find_range(each, min, max);
      if (range.empty()) return false;
      least += range.least;
      most += range.most;
    }
    return !count || (*count >= least && *count <= most);
  }
};

/// The change of one bound that is just enough; found by halving, since lower minima and higher maxima only
/// ever help.
void find_nearest_bounds(const Sums& sums, const PopulationRule& rule, Infeasible& infeasible) {
  const auto min = std::floor(rule.min), max = std::ceil(rule.max);
  if (sums.work(1, max)) {
    double good = 1, bad = min;
    while (bad - good > 1) {
      const double middle = std::floor((good + bad) / 2);
      (sums.work(middle, max) ? good : bad) = middle;
    }
    infeasible.nearest_min = good;
  }
  const double everybody =
      std::accumulate(sums.people.begin(), sums.people.end(), sums.largest_lock + sums.largest_unit) + max;
  if (sums.work(min, everybody)) {
    double good = everybody, bad = max;
    while (good - bad > 1) {
      const double middle = std::floor((good + bad) / 2);
      (sums.work(min, middle) ? good : bad) = middle;
    }
    infeasible.nearest_max = good;
  }
}

/// The locks that part a territory from the rest of its boundary, as ", cut off by ..."; "" where none
/// touches it.
std::string name_locks_around(const Problem& problem, const std::vector<std::uint32_t>& lock_of,
                              const Territory& territory) {
  constexpr std::size_t kMaxNamed = 3;
  std::vector<std::uint32_t> locks;
  for (const auto area : territory.areas)
    for (const auto other : problem.graph.neighbours(area))
      if (lock_of[other] != kNone && problem.hold_group[other] == problem.hold_group[area] &&
          std::find(locks.begin(), locks.end(), lock_of[other]) == locks.end())
        locks.push_back(lock_of[other]);
  std::sort(locks.begin(), locks.end());
  std::string text;
  for (std::size_t at = 0; at < std::min(kMaxNamed, locks.size()); ++at) {
    const auto& lock = problem.locks[locks[at]];
    text += fmt::format("{} the lock on {} ({})", at == 0 ? ", cut off by" : " and",
                        name_areas(problem, lock.areas), lock.why);
  }
  if (locks.size() > kMaxNamed) text += fmt::format(" and {} more", locks.size() - kMaxNamed);
  return text.empty() ? text : text + ",";
}

void describe_empty(const Problem& problem, const std::vector<std::uint32_t>& lock_of,
                    const Territory& territory, std::vector<std::string>& reasons) {
  const auto name = territory.name + name_locks_around(problem, lock_of, territory);
  const auto& rule = problem.population;
  const auto bounds = fmt::format("{} to {}", write_people(rule.min), write_people(rule.max));
  if (territory.people < rule.min) {
    reasons.push_back(fmt::format("{} has {} people, fewer than the minimum of {} for one neighbourhood",
                                  name, write_people(territory.people), write_people(rule.min)));
    return;
  }
  const auto below = std::max(1.0, std::floor(territory.people / rule.max));
  reasons.push_back(fmt::format(
      "{} has {} people: too many for {} of {} people, too few for {}", name, write_people(territory.people),
      below > 1 ? fmt::format("{:.0f} neighbourhoods", below) : std::string("one neighbourhood"), bounds,
      fmt::format("{:.0f}", below + 1)));
}

void doubt_bounds(Doubt& doubt) {
  const auto& problem = doubt.problem;
  if (problem.population.min > problem.population.max)
    doubt.reasons.push_back(fmt::format("the minimum of {} people is above the maximum of {}",
                                        write_people(problem.population.min),
                                        write_people(problem.population.max)));
  if (problem.size() == 0) doubt.reasons.push_back("the place has no areas");
}

/// The numbers of neighbourhoods that a territory can be divided into by its people and by its movable parts.
void find_counts_of(Doubt& doubt, const std::vector<std::uint32_t>& lock_of, Territory& territory) {
  const auto& problem = doubt.problem;
  std::uint32_t lumps = 0;
  for (const auto area : territory.areas) lumps += doubt.units.areas[doubt.units.of[area]].front() == area;
  lumps = std::max(lumps, 1u);
  if (!problem.population.hard) {
    territory.least = 1;
    territory.most = lumps;
    return;
  }
  const auto range = find_range(territory.people, problem.population.min, problem.population.max);
  territory.least = range.least;
  territory.most = range.most;
  if (range.empty()) describe_empty(problem, lock_of, territory, doubt.reasons);
  territory.most = std::min(territory.most, lumps);
  if (!range.empty() && territory.most < territory.least)
    doubt.reasons.push_back(
        fmt::format("{} needs at least {} neighbourhoods, but rules leave only {} movable parts",
                    territory.name, territory.least, territory.most));
}

/// Pieces become territories, but for those that an exact lock takes, which is one neighbourhood.
void divide_into_territories(Doubt& doubt, const geo::Pieces& pieces, Feasibility& result, Sums& sums) {
  const auto& problem = doubt.problem;
  const auto lock_of = find_exact_locks(problem);
  std::vector<std::vector<std::uint32_t>> of_piece(pieces.count);
  std::map<std::uint32_t, std::uint32_t> group_size;
  for (std::uint32_t area = 0; area < problem.size(); ++area) {
    of_piece[pieces.of[area]].push_back(area);
    ++group_size[problem.hold_group[area]];
  }
  std::vector<char> lock_seen(problem.locks.size(), 0);
  const bool held = group_size.size() > 1;
  for (auto& areas : of_piece) {
    if (const auto lock = lock_of[areas.front()]; lock != kNone) {
      if (lock_seen[lock]) continue;
      lock_seen[lock] = 1;
      ++result.locked;
      const double people = doubt.people_of(problem.locks[lock].areas);
      sums.largest_lock = std::max(sums.largest_lock, people);
      sums.smallest_lock = std::min(sums.smallest_lock, people);
      continue;
    }
    Territory territory;
    territory.people = doubt.people_of(areas);
    territory.name =
        name_territory(problem, areas, held, areas.size() == group_size[problem.hold_group[areas.front()]]);
    territory.areas = std::move(areas);
    find_counts_of(doubt, lock_of, territory);
    if (problem.population.hard) sums.people.push_back(territory.people);
    result.territories.push_back(std::move(territory));
  }
}

/// Areas kept apart need as many neighbourhoods, in each territory and, as it returns, in the whole place.
std::uint32_t raise_for_aparts(Doubt& doubt, std::vector<Territory>& territories) {
  std::uint32_t most_apart = 0;
  for (const auto& apart : doubt.problem.aparts) {
    std::vector<std::uint32_t> distinct;
    for (const auto area : apart.areas) distinct.push_back(doubt.units.of[area]);
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    if (distinct.size() != apart.areas.size()) continue;
    most_apart = std::max(most_apart, static_cast<std::uint32_t>(distinct.size()));
    for (auto& territory : territories) {
      const auto inside =
          static_cast<std::uint32_t>(std::count_if(apart.areas.begin(), apart.areas.end(), [&](auto area) {
            return std::binary_search(territory.areas.begin(), territory.areas.end(), area);
          }));
      if (territory.least > territory.most || inside <= territory.least) continue;
      if (inside > territory.most)
        doubt.reasons.push_back(
            fmt::format("{} areas of {} are kept apart ({}), but it divides into {} neighbourhoods at most",
                        inside, territory.name, apart.why, territory.most));
      else
        territory.least = inside;
    }
  }
  return most_apart;
}

/// Counts of the whole place: `most_apart` neighbourhoods at least.
void sum_counts(Feasibility& result, std::uint32_t most_apart) {
  result.least = result.most = result.locked;
  for (const auto& territory : result.territories) {
    result.least += territory.least;
    result.most += territory.most;
  }
  result.least = std::max(result.least, most_apart);
}

/// The number asked for, where every territory can be divided.
void doubt_count(Doubt& doubt, const Feasibility& result) {
  const auto& problem = doubt.problem;
  if (!problem.count || (*problem.count >= result.least && *problem.count <= result.most)) return;
  if (std::any_of(result.territories.begin(), result.territories.end(),
                  [](const Territory& territory) { return territory.least > territory.most; }))
    return;
  doubt.reasons.push_back(
      fmt::format("{} neighbourhoods were asked for; bounds of {} to {} people and the other rules allow {}",
                  *problem.count, write_people(problem.population.min), write_people(problem.population.max),
                  result.least == result.most ? fmt::format("{} only", result.least)
                                              : fmt::format("{} to {}", result.least, result.most)));
}

/// Above the maximum somebody must leave, whatever the plan.
void doubt_change(Doubt& doubt) {
  const auto& problem = doubt.problem;
  if (!problem.change || !problem.population.hard) return;
  std::map<std::int32_t, double> people;
  for (std::uint32_t area = 0; area < problem.size(); ++area)
    if (problem.change->from[area] != kUnassigned && problem.people[area] == problem.residents[area])
      people[problem.change->from[area]] += problem.people[area];
  double leave = 0;
  for (const auto& [label, count] : people) leave += std::max(0.0, count - problem.population.max);
  if (leave > problem.change->max_people)
    doubt.reasons.push_back(
        fmt::format("at most {} people may change neighbourhood, but the plan it starts from is {} people "
                    "over the maximum",
                    write_people(problem.change->max_people), write_people(leave)));
}

}  // namespace

std::vector<std::uint32_t> find_counts(double people, double min, double max) {
  const auto range = find_range(people, min, max);
  std::vector<std::uint32_t> counts;
  for (auto count = range.least; count <= range.most; ++count) counts.push_back(count);
  return counts;
}

Units find_units(const Problem& problem) {
  std::vector<std::uint32_t> root(problem.size());
  std::iota(root.begin(), root.end(), 0u);
  const auto find = [&](std::uint32_t area) {
    while (root[area] != area) area = root[area] = root[root[area]];
    return area;
  };
  const auto join = [&](const std::vector<std::uint32_t>& areas) {
    for (const auto area : areas) {
      const auto a = find(areas.front()), b = find(area);
      root[std::max(a, b)] = std::min(a, b);
    }
  };
  for (const auto& whole : problem.wholes) join(whole.areas);
  for (const auto& lock : problem.locks) join(lock.areas);
  Units units{std::vector<std::uint32_t>(problem.size(), 0), {}};
  for (std::uint32_t area = 0; area < problem.size(); ++area) {
    const auto top =
        find(area);  // never above the area, so its unit has a number already unless it is the area itself
    if (top == area)
      units.of[area] = static_cast<std::uint32_t>(units.areas.size()), units.areas.emplace_back();
    units.of[area] = units.of[top];
    units.areas[units.of[area]].push_back(area);
  }
  return units;
}

geo::Graph find_usable_graph(const Problem& problem) {
  const auto lock_of = find_exact_locks(problem);
  std::vector<geo::Edge> edges;
  for (const auto& edge : problem.graph.edges())
    if (problem.hold_group[edge.a] == problem.hold_group[edge.b] && lock_of[edge.a] == lock_of[edge.b])
      edges.push_back(edge);
  return geo::Graph(problem.size(), std::move(edges));
}

Feasibility check_feasibility(const Problem& problem) {
  PLACEWRIGHT_EXPECT(problem.hold_group.size() == problem.size());
  Feasibility result;
  const auto units = find_units(problem);
  const auto pieces = geo::find_pieces(find_usable_graph(problem));
  Doubt doubt{problem, units, list_together(problem), {}};
  doubt_bounds(doubt);
  doubt_lumps(doubt);
  doubt_locks(doubt);
  doubt_aparts(doubt);
  doubt_reach(doubt, pieces);
  Sums sums;
  sums.count = problem.count;
  divide_into_territories(doubt, pieces, result, sums);
  for (std::uint32_t unit = 0; unit < units.areas.size(); ++unit)
    sums.largest_unit = std::max(sums.largest_unit, doubt.people_of(units.areas[unit]));
  sums.locked = result.locked;
  sum_counts(result, raise_for_aparts(doubt, result.territories));
  doubt_count(doubt, result);
  doubt_change(doubt);
  if (doubt.reasons.empty()) return result;
  result.infeasible = Infeasible{std::move(doubt.reasons), std::nullopt, std::nullopt};
  if (problem.population.hard && problem.size() > 0 &&
      !sums.work(problem.population.min, problem.population.max))
    find_nearest_bounds(sums, problem.population, *result.infeasible);
  return result;
}

}  // namespace placewright::boundaries
