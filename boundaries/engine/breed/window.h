#pragma once

#include <cstdint>
#include <vector>

#include "boundaries/engine/moves/instance.h"

namespace placewright::boundaries::engine {

/// Some neighbourhoods of a plan that hang together, cut out of the map: the rest stays where it is, and
/// totals are still those of the whole plan.
struct Window {
  Instance instance;
  Atoms kept;              ///< atoms of the map, ascending: atom w of the window is kept[w]
  std::vector<Part> part;  ///< part of the map by part of the window
  [[nodiscard]] std::uint32_t parts() const { return static_cast<std::uint32_t>(part.size()); }

  /// The plan of the window in a plan of the map, parts renumbered.
  [[nodiscard]] Parts cut(const Parts& plan) const;
  /// Any other plan of the map over the window: only which atoms share a part is kept, numbers mean nothing.
  [[nodiscard]] Parts lay(const Parts& plan) const;
  /// The plan of the map with the window's own plan in place.
  [[nodiscard]] Parts put(Parts plan, const Parts& of_window) const;
};

/// The parts nearest to an atom by steps from area to area, so many of them (fewer where no more can be
/// reached). Instances with a change limit have no windows: the limit counts the whole map.
[[nodiscard]] Window open_window(const Instance& instance, const Parts& plan, std::uint32_t parts, Atom atom,
                                 std::uint32_t wanted);

}  // namespace placewright::boundaries::engine
