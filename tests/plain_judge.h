#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"
#include "geo/random.h"
#include "tests/toy_problem.h"

/// A second opinion on plans: sums and flood fills over the plain arrays of a problem, sharing no code with
/// the program.
namespace placewright::toy {

/// People who move under the best pairing of labels, by trying every pairing; for up to six labels.
inline double count_moved_by_trying(const boundaries::Problem& problem, const boundaries::Labels& from,
                                    const boundaries::Labels& to) {
  std::int32_t labels = 0;
  for (const auto label : from) labels = std::max(labels, label + 1);
  for (const auto label : to) labels = std::max(labels, label + 1);
  std::vector<std::int32_t> pairing;
  for (std::int32_t label = 0; label < labels; ++label) pairing.push_back(label);
  double least = 1e300;
  do {
    double moved = 0;
    for (std::size_t area = 0; area < from.size(); ++area)
      if (from[area] >= 0 && to[area] >= 0 && pairing[static_cast<std::size_t>(from[area])] != to[area])
        moved += problem.residents[area];
    least = std::min(least, moved);
  } while (std::next_permutation(pairing.begin(), pairing.end()));
  return least;
}

/// Empty for a legal plan, else the first rule that it breaks.
inline std::string find_fault(const boundaries::Problem& problem, const boundaries::Labels& labels) {
  const std::size_t n = problem.people.size();
  std::map<std::int32_t, std::set<std::size_t>> groups;
  for (std::size_t area = 0; area < n; ++area) {
    if (labels[area] < 0) return "unassigned";
    groups[labels[area]].insert(area);
  }
  if (problem.count && groups.size() != *problem.count) return "count";
  for (const auto& [label, areas] : groups) {
    double people = 0;
    for (const auto area : areas) people += problem.people[area];
    if (problem.population.hard && (people < problem.population.min || people > problem.population.max))
      return "bounds";
    std::set<std::size_t> reached{*areas.begin()};
    for (bool grew = true; grew;) {
      grew = false;
      for (const auto& edge : problem.graph.edges()) {
        if (!areas.count(edge.a) || !areas.count(edge.b) || reached.count(edge.a) == reached.count(edge.b))
          continue;
        reached.insert(edge.a);
        reached.insert(edge.b);
        grew = true;
      }
    }
    if (reached.size() != areas.size()) return "pieces";
    for (const auto area : areas)
      if (problem.hold_group[area] != problem.hold_group[*areas.begin()]) return "hold";
  }
  for (const auto& whole : problem.wholes)
    for (const auto area : whole.areas)
      if (labels[area] != labels[whole.areas[0]]) return "whole";
  for (const auto& apart : problem.aparts)
    for (const auto a : apart.areas)
      for (const auto b : apart.areas)
        if (a != b && labels[a] == labels[b]) return "apart";
  for (const auto& lock : problem.locks) {
    const std::set<std::size_t> areas(lock.areas.begin(), lock.areas.end());
    for (const auto area : areas)
      if (labels[area] != labels[*areas.begin()]) return "lock";
    if (lock.exact && groups.at(labels[*areas.begin()]) != areas) return "exact lock";
    for (const auto& other : problem.locks)
      if (!lock.label.empty() && !other.label.empty() && lock.label != other.label &&
          labels[lock.areas[0]] == labels[other.areas[0]])
        return "two locks";
  }
  if (problem.change &&
      count_moved_by_trying(problem, problem.change->from, labels) > problem.change->max_people)
    return "change";
  return "";
}

/// Every way to divide n things into groups, as labels in order of first appearance. 4,140 ways for 8,
/// 115,975 for 10.
inline void try_every_partition(std::size_t n, const std::function<void(const boundaries::Labels&)>& look) {
  boundaries::Labels labels(n, 0);
  const std::function<void(std::size_t, std::int32_t)> place = [&](std::size_t area, std::int32_t used) {
    if (area == n) return look(labels);
    for (std::int32_t label = 0; label <= used; ++label) {
      labels[area] = label;
      place(area + 1, std::max(used, label + 1));
    }
  };
  place(0, 0);
}

/// A small place with random people, holes, islands, links and rules; nine areas at most.
inline boundaries::Problem draw_random_problem(geo::Random& random) {
  const auto chance = [&](double share) { return random.unit() < share; };
  std::string map;
  const char* codes[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
  std::size_t used = 0;
  for (int y = 0; y < 3; ++y) {
    for (int x = 0; x < 3; ++x) map += chance(0.12) ? ". " : std::string(codes[used++]) + " ";
    map += "\n";
  }
  if (used < 2) return draw_random_problem(random);
  const auto pick = [&] { return random.below(static_cast<std::uint32_t>(used)); };
  const auto pick_set = [&](std::uint32_t size) {
    std::set<std::uint32_t> areas;
    for (std::uint32_t row = 0; row < size; ++row) areas.insert(pick());
    return std::vector<std::uint32_t>(areas.begin(), areas.end());
  };
  std::vector<std::pair<std::string, std::string>> links;
  if (chance(0.3)) {
    const auto a = pick(), b = pick();
    const auto plain = problem_from_map(map);
    bool touch = a == b;
    for (const auto& edge : plain.graph.edges())
      touch = touch || (edge.a == std::min(a, b) && edge.b == std::max(a, b));
    if (!touch) links.emplace_back(codes[a], codes[b]);
  }
  auto problem = problem_from_map(map, 1000, links);
  double all = 0;
  for (auto& people : problem.people) all += people = 1000 + 100 * random.below(21);
  problem.residents = problem.people;
  const double parts = 1 + random.below(4);
  const double width = chance(0.5) ? 0.35 : 0.12;
  problem.population.min = std::floor(all / parts * (1 - width));
  problem.population.max = std::ceil(all / parts * (1 + width));
  if (chance(0.3)) problem.count = 1 + random.below(5);
  if (chance(0.3)) {
    problem.hold_name = {"North", "South"};
    const auto border = pick();
    for (std::uint32_t area = 0; area < used; ++area) problem.hold_group[area] = area > border;
  }
  while (chance(0.35)) problem.wholes.push_back({pick_set(2 + random.below(2)), "one estate"});
  while (chance(0.35)) {
    auto areas = pick_set(2 + random.below(2));
    if (areas.size() > 1) problem.aparts.push_back({areas, "two schools"});
  }
  while (chance(0.25))
    problem.locks.push_back(
        {pick_set(1 + random.below(3)), chance(0.6), chance(0.5) ? "N1" : "N2", "agreed"});
  if (chance(0.2)) {
    boundaries::Labels from(used);
    for (auto& label : from) label = static_cast<std::int32_t>(random.below(3));
    problem.change = boundaries::Problem::Change{from, 1000.0 * random.below(8)};
  }
  return problem;
}

}  // namespace placewright::toy
