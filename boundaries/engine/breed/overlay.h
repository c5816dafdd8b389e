#pragma once

#include <vector>

#include "boundaries/engine/moves/instance.h"

namespace placewright::boundaries::engine {

/// The connected pieces of atoms that every one of the plans keeps together: what they agree on becomes one
/// atom.
[[nodiscard]] Grouping overlay(const Instance& instance, const std::vector<const Parts*>& plans);

/// A plan of the groups as a plan of the atoms, and back (atoms of a group must share a part).
[[nodiscard]] Parts spread_out(const Parts& of_groups, const Grouping& grouping);
[[nodiscard]] Parts gather(const Parts& of_atoms, const Grouping& grouping);

/// Pairs of neighbouring atoms that one plan keeps together and the other does not; counts no further than
/// `enough` needs.
[[nodiscard]] std::uint32_t count_differences(const Instance& instance, const Parts& a, const Parts& b,
                                              std::uint32_t enough);

}  // namespace placewright::boundaries::engine
