#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "boundaries/from_place/problem.h"
#include "datasets/place/place.h"

/// What on the ground a border runs along.
namespace placewright::boundaries {

/// One river, railway, road or barrier beside a border.
struct LineAlong {
  std::string kind;   ///< river, canal, stream, railway, motorway, road, or the kind of a barrier
  std::string name;   ///< "" where the line has none
  double metres = 0;  ///< of the border that lie within kNearM of it
};

/// A border this close to a line runs along it (metres).
inline constexpr double kNearM = 25;

struct LinesAlong {
  double metres = 0;             ///< of border that was looked at
  double followed = 0;           ///< of it, metres that run along any line
  std::vector<LineAlong> lines;  ///< longest first, then by kind and name
};

/// The border that these pairs of areas share, looked at every 5 m. Lines that run under the ground part
/// nobody and count for none. Nothing is looked at where the place was read without shapes. pairs: areas of
/// the problem, each once.
/// Cost: linear in the border near lines.
[[nodiscard]] LinesAlong find_lines_along(const datasets::Place& place, const PlaceProblem& question,
                                          const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs);

}  // namespace placewright::boundaries
