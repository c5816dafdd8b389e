#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "boundaries/question/infeasible.h"
#include "boundaries/question/problem.h"

/// Can there be a plan at all, and with how many neighbourhoods? Worked out from sums, before any search.
namespace placewright::boundaries {

/// The numbers of neighbourhoods of min to max people each that `people` can be divided into, ascending:
/// those k with k min <= people <= k max. Empty below min and wherever people fall between two multiples.
[[nodiscard]] std::vector<std::uint32_t> find_counts(double people, double min, double max);

/// A part of the place that is divided by itself: a connected piece of one held boundary, less what exact
/// locks take.
struct Territory {
  std::string name;                  ///< for messages
  std::vector<std::uint32_t> areas;  ///< ascending
  double people = 0;
  std::uint32_t least = 0, most = 0;  ///< counts it can be divided into; least > most: none
};

/// What sums alone say. Where `infeasible` is empty a plan may still not exist: areas are lumps.
struct Feasibility {
  std::vector<Territory> territories;  ///< in order of their first area
  std::uint32_t locked = 0;            ///< neighbourhoods that exact locks make up
  std::uint32_t least = 0, most = 0;   ///< counts of the whole place, all between included
  std::optional<Infeasible>
      infeasible;  ///< every reason found, and the nearest bounds by which the sums work out
};
[[nodiscard]] Feasibility check_feasibility(const Problem& problem);

/// Areas that never part: joined by wholes and by locks. Unit of each area, numbered in order of their first
/// area.
struct Units {
  std::vector<std::uint32_t> of;
  std::vector<std::vector<std::uint32_t>> areas;
};
[[nodiscard]] Units find_units(const Problem& problem);

/// The problem's graph without the adjacencies that no neighbourhood can use: across held boundaries and
/// across the edge of an exact lock.
[[nodiscard]] geo::Graph find_usable_graph(const Problem& problem);

}  // namespace placewright::boundaries
