#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "boundaries/engine/settings.h"
#include "boundaries/engine/stop.h"
#include "boundaries/question/feasibility.h"
#include "boundaries/question/problem.h"

namespace placewright::boundaries::engine {

/// A lower bound on the person-minutes of one kind of access.
///
/// Relaxation: every neighbourhood is served by one site at once its minutes if the site lies inside, at 1.5
/// times outside; the neighbourhoods inside which sites of one area lie are at most one; people of a
/// neighbourhood lie in the bounds and in one territory. "Every area is served exactly once" is priced
/// instead of kept (Lagrangian relaxation), so each site and territory is a knapsack by itself, and the
/// cheapest `count` of them make the bound. Any prices give a valid bound; a subgradient search finds good
/// ones. What the mean answer has in several pieces is cut off, at a price too. Where that leaves a gap, it
/// is decided one by one how many neighbourhoods there are, whether sites of an area serve one from inside,
/// and which of them serve an area (branch and bound); the bound is the least over the leaves.
struct AccessBound {
  double person_minutes = 0;
  std::uint32_t leaves = 0;
  std::string certificate;  ///< JSON that a program without this code can verify
};

struct AccessBoundOptions {
  double known = 0;  ///< person-minutes of a plan in hand; 0: none
  std::uint32_t rounds =
      Settings{}
          .access_rounds;  ///< of the subgradient search at the root; a twentieth of it at every further node
  std::uint64_t work = Settings{}.access_work;  ///< pairs of service and area looked at, at most
  double wanted_gap =
      Settings{}.access_gap;  ///< of `known`; nodes whose bound is that near are not divided further
  Settings settings;          ///< of the rest of the tree; not these limits
  Stop stop;
  /// Told a division that the relaxation leans to, legal or not; may make a plan of it, and returns the
  /// person-minutes of the best plan in hand.
  std::function<double(const Labels&)> try_division;
};

/// Needs: hard bounds, feasibility without reasons against it.
[[nodiscard]] AccessBound bound_access(const Problem& problem, const Feasibility& feasibility,
                                       const AccessData& data, const AccessBoundOptions& options);

}  // namespace placewright::boundaries::engine
