#include "boundaries/engine/overlay.h"

#include <algorithm>

namespace placewright::boundaries::engine {

Grouping overlay(const Instance& instance, const std::vector<const Parts*>& plans) {
  Grouping groups;
  groups.of.assign(instance.size, kNowhere);
  std::vector<std::uint32_t> waiting;
  for (std::uint32_t start = 0; start < instance.size; ++start) {
    if (groups.of[start] != kNowhere) continue;
    groups.of[start] = groups.count;
    waiting.push_back(start);
    while (!waiting.empty()) {
      const std::uint32_t atom = waiting.back();
      waiting.pop_back();
      for (std::uint32_t arc = instance.first[atom]; arc < instance.first[atom + 1]; ++arc) {
        const std::uint32_t other = instance.neighbour[arc];
        if (groups.of[other] != kNowhere) continue;
        if (!std::all_of(plans.begin(), plans.end(), [&](const Parts* plan) { return (*plan)[atom] == (*plan)[other]; })) continue;
        groups.of[other] = groups.count;
        waiting.push_back(other);
      }
    }
    ++groups.count;
  }
  return groups;
}

Parts spread_out(const Parts& of_groups, const Grouping& grouping) {
  Parts plan(grouping.of.size());
  for (std::size_t atom = 0; atom < plan.size(); ++atom) plan[atom] = of_groups[grouping.of[atom]];
  return plan;
}

Parts gather(const Parts& of_atoms, const Grouping& grouping) {
  Parts plan(grouping.count);
  for (std::size_t atom = 0; atom < of_atoms.size(); ++atom) plan[grouping.of[atom]] = of_atoms[atom];
  return plan;
}

std::uint32_t count_differences(const Instance& instance, const Parts& a, const Parts& b) {
  std::uint32_t count = 0;
  for (std::size_t arc = 0; arc < instance.neighbour.size(); ++arc) {
    const std::uint32_t i = instance.source[arc], j = instance.neighbour[arc];
    count += i < j && (a[i] == a[j]) != (b[i] == b[j]);
  }
  return count;
}

}  // namespace placewright::boundaries::engine
