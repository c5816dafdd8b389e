#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "boundaries/engine/breed/ladder.h"
#include "geo/random.h"

/// Steady-state genetic search with overlay crossover: a child replaces a plan of the pool as soon as it is
/// made.
namespace placewright::boundaries::engine {

/// A plan that a job made.
struct Child {
  Found found;
  MoveCounts counts;
  double scale = 0;
};

/// The walk's plan, judged.
[[nodiscard]] Found judged(const MovingPlan& moving);

/// Legal plans are kept legal; where the start could not be made legal, people outside weigh more than any
/// criterion.
[[nodiscard]] AnnealRules rules_for(const MovingPlan& moving, double scale, const SearchTask& task);

/// Two plans of those in hand (best first) and where on the map they are crossed.
struct Pairing {
  std::size_t from = 0, other = 0;
  Atom atom;
  std::uint32_t parts = 0;  ///< of `from` around the atom: a window; 0: the whole map
};

/// Whether the map has enough neighbourhoods for windows, and no rule counts the whole map.
[[nodiscard]] bool is_bred_by_windows(const SearchTask& task);

/// Pairs to breed next. Maps of many neighbourhoods are bred window by window, since a child of the whole map
/// would lose what it gained in one corner with what it lost in another. A window belongs to one plan, and a
/// plan has one window at a time. Towards the end of the budget (`share_done`, 0..1) more and more of the
/// plans taken are the best.
[[nodiscard]] std::vector<Pairing> choose_pairings(const SearchTask& task, std::size_t plans,
                                                   std::size_t batch, double share_done, geo::Random& random);

/// A child: what both plans agree on becomes one atom, the coarse map is annealed from the first plan, then
/// the fine one. `draws_per_atom` of the map or of the window.
[[nodiscard]] Child breed(const SearchTask& task, const std::vector<Found>& plans, const Pairing& pairing,
                          double scale, std::uint64_t stream, double draws_per_atom, const Stop& stop);

/// Takes the children into the plans in hand, at most `room`, and keeps them best first. A child of a window
/// replaces its plan if it is better; a child of the whole map replaces its likeness if better than that,
/// else the worst.
void take_children(std::vector<Found>& plans, const std::vector<Pairing>& pairings, std::vector<Child>& batch,
                   const Instance& instance, std::size_t room);
void take_in(std::vector<Found>& plans, Found found, const Instance& instance, std::size_t room);

}  // namespace placewright::boundaries::engine
