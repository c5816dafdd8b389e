#pragma once

#include <cstdint>
#include <vector>

#include "datasets/demo/mesh.h"

/// The lie of the invented land: coast, river, towns, motorway, and the cells joined up to areas.
namespace placewright::datasets::demo {

struct Settlement {
  geo::Point at;
  double people{}, radius_m{};  ///< half of the people live within the radius
};

enum class Ground : std::uint8_t { beyond, sea, land, island, islet };

/// What a side of an cell carries.
inline constexpr std::uint8_t kRiver = 1, kMotorway = 2, kBridge = 4;

struct Land {
  std::uint64_t seed = 0;
  Mesh mesh;
  std::vector<Ground> ground;          ///< of each cell
  std::vector<double> people_per_km2;  ///< of each cell
  std::vector<std::uint8_t> on_side;   ///< kRiver | kMotorway | kBridge, of each side
  std::vector<std::vector<std::uint32_t>>
      rivers;  ///< sides in order, from the hills to the sea or to a greater river
  std::vector<std::uint32_t> motorway, railway;  ///< sides in order
  std::vector<Settlement> towns;                 ///< the first is the greatest
  std::vector<Settlement> villages;
  geo::Point landing_main, landing_island;  ///< where the ferry calls

  std::vector<std::uint32_t> area_of;  ///< of each cell; kNone off the land
  std::vector<double> area_weight;     ///< people before they are rounded to believable numbers, in cells
  std::vector<std::uint32_t> island_areas;
  std::uint32_t enclosed = kNone, enclosing = kNone;  ///< the area inside another, and that other
  std::uint32_t two_parts = kNone;                    ///< an area of two pieces on land
};

/// Exactly `areas` areas.
[[nodiscard]] Land make_land(std::size_t areas, std::uint64_t seed);

/// The drawn line along sides given in order, without doubled points.
[[nodiscard]] geo::Line line_along(const Mesh& mesh, const std::vector<std::uint32_t>& sides);

[[nodiscard]] double distance_m(geo::Point a, geo::Point b);

}  // namespace placewright::datasets::demo
