#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "datasets/demo/land.h"

/// Where land is, where people settle, and points strewn as densely as the people live.
namespace placewright::datasets::demo {

struct Terrain {
  std::uint64_t seed = 0;
  double west{}, south{}, width{}, height{};  ///< the box of the land, metres; the mesh reaches beyond it
  geo::Point island, islet;
  double island_radius_m{}, islet_radius_m{};
  std::vector<Settlement> towns, villages;
  double country_per_km2 = 0;

  [[nodiscard]] Ground ground_at(geo::Point point) const;
};

[[nodiscard]] Terrain make_terrain(std::size_t areas, std::uint64_t seed);

/// Points in the terrain and its surroundings, each standing for the same number of people; about `on_land`
/// of them on land. Also gives the density at any point.
struct Strewn {
  std::vector<geo::Point> points;
};
class Density {
 public:
  explicit Density(const Terrain& terrain);
  [[nodiscard]] double per_km2(geo::Point point) const;
  [[nodiscard]] std::vector<geo::Point> strew(std::size_t on_land, std::uint64_t seed) const;

 private:
  [[nodiscard]] double mass(double x, double y) const;  ///< people in cells [0, x) x [0, y)
  std::size_t columns_ = 0, rows_ = 0;
  double cell_m_ = 0, west_ = 0, south_ = 0;
  double land_share_ = 1;
  std::vector<double> people_;  ///< a cell
  std::vector<double> sum_;     ///< (columns + 1) x (rows + 1) running sums
};

}  // namespace placewright::datasets::demo
