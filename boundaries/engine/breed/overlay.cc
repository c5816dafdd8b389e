#include "boundaries/engine/breed/overlay.h"

#include <algorithm>

namespace placewright::boundaries::engine {

Grouping overlay(const Instance& instance, const std::vector<const Parts*>& plans) {
  return group_neighbours(instance, [&](Atom atom, Atom other) {
    return std::all_of(plans.begin(), plans.end(),
                       [&](const Parts* plan) { return (*plan)[atom] == (*plan)[other]; });
  });
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

std::uint32_t count_differences(const Instance& instance, const Parts& a, const Parts& b,
                                std::uint32_t enough) {
  std::uint32_t count = 0;
  for (Atom atom; atom < instance.size && count < enough; ++atom)
    for (std::uint32_t arc = instance.first[atom]; arc < instance.first[atom + 1]; ++arc) {
      const Atom other = instance.neighbour[arc];
      count += atom < other && (a[atom] == a[other]) != (b[atom] == b[other]);
    }
  return count;
}

}  // namespace placewright::boundaries::engine
