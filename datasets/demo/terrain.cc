#include "datasets/demo/terrain.h"

#include <algorithm>
#include <cmath>

#include "datasets/demo/noise.h"
#include "geo/random.h"

namespace placewright::datasets::demo {
namespace {

constexpr double kMargin =
    0.12;  // of the box, around it, so that the land's own edge is drawn by whole cells
constexpr double kMinMargin = 5500;  // metres: the island lies well within it
constexpr double kPeopleAnArea = 1600;
constexpr double kKm2AnArea = 1.5;  // a city region with some country around it

enum Stream : std::uint64_t { coast_shape = 11, edge_shape, settled, warped, moor, villages_at };

geo::Point on_box(const Terrain& terrain, double u, double v) {
  return {terrain.west + u * terrain.width, terrain.south + v * terrain.height};
}

/// The settlement's people per km2 at a distance: half live within the radius, few beyond twice of it.
double settled_per_km2(const Settlement& place, double distance) {
  // The integral of 1 / (1 + (d/s)^2)^3 over the plane is pi s^2 / 2, and half of it lies within 0.644 s.
  const double s_km = place.radius_m / 0.644 / 1000, d = distance / (place.radius_m / 0.644);
  const double peak = 2 * place.people / (3.14159265358979 * s_km * s_km), falls = 1 + d * d;
  return peak / (falls * falls * falls);
}

void settle_towns(Terrain& terrain, std::size_t areas) {
  geo::Random random(terrain.seed, 1);
  const double all = kPeopleAnArea * static_cast<double>(areas);
  const std::size_t count = areas < 1000 ? 3 + areas / 90 : 14 + (areas - 1000) / 100;
  double weights = 0;
  for (std::size_t k = 1; k <= count; ++k) {
    const auto rank = static_cast<double>(k);
    weights += areas < 600 ? 1 / (rank * std::sqrt(rank)) : 1 / rank;
  }
  const double sea_margin = 0.02;
  for (std::size_t k = 1; k <= count; ++k) {
    const auto rank = static_cast<double>(k);
    Settlement town;
    town.people = 0.72 * all * (areas < 600 ? 1 / (rank * std::sqrt(rank)) : 1 / rank) / weights;
    const double peak = k == 1 ? 4300 : 3500;  // people per km2 within the radius, about
    town.radius_m = 1000 * std::sqrt(town.people / 2 / (3.14159265358979 * peak));
    if (k == 1) {
      town.at = on_box(terrain, 0.50 + 0.08 * (random.unit() - 0.5), 0.48 + 0.08 * (random.unit() - 0.5));
    } else if (k == 2) {  // the seaside town: east until the sea
      const double v = 0.22 + 0.12 * random.unit();
      double u = 0.6;
      while (u < 1.1 && terrain.ground_at(on_box(terrain, u + sea_margin, v)) == Ground::land) u += 0.005;
      town.at = on_box(terrain, u, v);
    } else {
      double best = -1;
      for (int attempt = 0; attempt < 24; ++attempt) {
        const auto at = on_box(terrain, random.unit(), random.unit());
        if (terrain.ground_at(at) != Ground::land) continue;
        double nearest = 1e12;
        for (const auto& other : terrain.towns)
          nearest = std::min(nearest, distance_m(at, other.at) / (town.radius_m + other.radius_m));
        if (nearest > best) {
          best = nearest;
          town.at = at;
        }
      }
      if (best < 0) continue;
    }
    terrain.towns.push_back(town);
  }
}

void settle_villages(Terrain& terrain, std::size_t areas) {
  geo::Random random(terrain.seed, 2);
  const std::size_t count = 4 + areas / 9;
  const double mean = 0.15 * kPeopleAnArea * static_cast<double>(areas) / static_cast<double>(count);
  for (std::size_t k = 0; k < count; ++k) {
    Settlement village;
    const double luck = random.unit();
    village.people = mean * (0.35 + 1.6 * luck * luck + 0.2 * random.unit());
    village.radius_m = 1000 * std::sqrt(village.people / 2 / (3.14159265358979 * 1300));
    double best = -1;
    for (int attempt = 0; attempt < 5; ++attempt) {
      const auto at = on_box(terrain, random.unit(), random.unit());
      if (terrain.ground_at(at) != Ground::land) continue;
      double nearest = 1e12;
      for (const auto& town : terrain.towns)
        nearest = std::min(nearest, distance_m(at, town.at) / (2 * town.radius_m));
      for (std::size_t other = terrain.villages.size() > 400 ? terrain.villages.size() - 400 : 0;
           other < terrain.villages.size(); ++other)
        nearest = std::min(nearest, distance_m(at, terrain.villages[other].at) / (4 * village.radius_m));
      if (nearest > best) {
        best = nearest;
        village.at = at;
      }
    }
    if (best > 0.4) terrain.villages.push_back(village);
  }
}

}  // namespace

double distance_m(geo::Point a, geo::Point b) {
  return std::sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

Ground Terrain::ground_at(geo::Point point) const {
  if (island_radius_m > 0) {
    const double wobble = 0.65 + 0.7 * fractal_noise(mix(seed, coast_shape), point.x / island_radius_m,
                                                     point.y / island_radius_m, 3);
    if (distance_m(point, island) < island_radius_m * wobble) return Ground::island;
    if (distance_m(point, islet) < islet_radius_m * wobble) return Ground::islet;
  }
  const double u = (point.x - west) / width, v = (point.y - south) / height;
  const double inland = std::max(0.0, 0.5 - u) * 2, aside = std::abs(2 * v - 1);
  const double edge = inland * inland * inland * inland + aside * aside * aside * aside;
  if (edge + 1.7 * (fractal_noise(mix(seed, edge_shape), 2.5 * u, 2.5 * v, 6) - 0.5) > 0.85)
    return Ground::beyond;
  const double bay = 0.34 * (fractal_noise(mix(seed, coast_shape), 3.5 * u, 3.5 * v, 6) - 0.5);
  return u + bay < 0.90 ? Ground::land : Ground::sea;
}

Terrain make_terrain(std::size_t areas, std::uint64_t seed) {
  Terrain terrain;
  terrain.seed = seed;
  const double box_m2 = kKm2AnArea * 1e6 * static_cast<double>(areas) / 0.80;
  terrain.width = std::sqrt(box_m2 * 1.15);
  terrain.height = terrain.width / 1.15;
  // Open sea east of England, so that nobody takes it for a real place.
  terrain.west = 655000 - terrain.width * (1 + kMargin);
  terrain.south = 450000 - terrain.height / 2;
  settle_towns(terrain, areas);

  const double v = 0.60 + 0.1 * unit_of(seed, 5);
  double u = 0.6;
  while (u < 1.1 && terrain.ground_at(on_box(terrain, u, v)) == Ground::land) u += 0.002;
  terrain.island_radius_m = 900;
  terrain.islet_radius_m = 420;
  terrain.island = on_box(terrain, u, v);
  terrain.island.x += 2900;
  terrain.islet = on_box(terrain, u, v);
  // South of the crossing, close to the shore.
  terrain.islet.y -= 0.22 * terrain.height;
  terrain.islet.x = terrain.west + 0.6 * terrain.width;
  const double island_radius = terrain.island_radius_m;
  terrain.island_radius_m = 0;
  while (terrain.ground_at(terrain.islet) == Ground::land) terrain.islet.x += 50;
  terrain.island_radius_m = island_radius;
  terrain.islet.x += 800;

  settle_villages(terrain, areas);
  terrain.country_per_km2 = 0.13 * kPeopleAnArea / kKm2AnArea;
  return terrain;
}

Density::Density(const Terrain& terrain) {
  const double margin = std::max(kMargin * terrain.width, kMinMargin);
  west_ = terrain.west - margin;
  south_ = terrain.south - margin;
  const double wide = terrain.width + 2 * margin, high = terrain.height + 2 * margin;
  cell_m_ = std::max(100.0, wide / 1400);
  columns_ = static_cast<std::size_t>(wide / cell_m_) + 1;
  rows_ = static_cast<std::size_t>(high / cell_m_) + 1;
  people_.assign(columns_ * rows_, 0);
  const auto centre = [&](std::size_t column, std::size_t row) {
    return geo::Point{west_ + (static_cast<double>(column) + 0.5) * cell_m_,
                      south_ + (static_cast<double>(row) + 0.5) * cell_m_};
  };
  const auto splash = [&](const Settlement& place, double reach_radii) {
    const double reach = place.radius_m * reach_radii;
    const auto clip = [](double x, std::size_t most) {
      return static_cast<std::size_t>(std::clamp(x, 0.0, static_cast<double>(most)));
    };
    for (auto row = clip((place.at.y - reach - south_) / cell_m_, rows_);
         row < clip((place.at.y + reach - south_) / cell_m_ + 1, rows_); ++row)
      for (auto column = clip((place.at.x - reach - west_) / cell_m_, columns_);
           column < clip((place.at.x + reach - west_) / cell_m_ + 1, columns_); ++column) {
        const auto at = centre(column, row);
        // Bent distances make arms along valleys and gaps between them.
        const double bend =
            0.55 + 0.9 * fractal_noise(mix(terrain.seed, warped), at.x / (2.2 * place.radius_m + 500),
                                       at.y / (2.2 * place.radius_m + 500), 3);
        people_[row * columns_ + column] += settled_per_km2(place, distance_m(at, place.at) * bend);
      }
  };
  for (const auto& town : terrain.towns) splash(town, 9);
  for (const auto& village : terrain.villages) splash(village, 6);
  double land_people = 0, all_people = 0;
  const double lump = std::min(1500.0, terrain.width / 14);
  for (std::size_t row = 0; row < rows_; ++row)
    for (std::size_t column = 0; column < columns_; ++column) {
      auto& cell = people_[row * columns_ + column];
      const auto at = centre(column, row);
      const double hills = fractal_noise(mix(terrain.seed, moor), at.x / 9000, at.y / 9000, 3);
      cell = cell * (0.45 + 1.1 * fractal_noise(mix(terrain.seed, settled), at.x / lump, at.y / lump, 4)) +
             terrain.country_per_km2 * (0.25 + 1.5 * hills * hills * 2);
      const auto ground = terrain.ground_at(at);
      if (ground == Ground::island) cell = std::max(cell, 1500 / 2.5);
      if (ground == Ground::islet) cell = std::max(cell, 900.0);
      cell = std::max(cell, 25.0);
      const double people = cell * cell_m_ * cell_m_ / 1e6;
      all_people += people;
      if (ground != Ground::beyond && ground != Ground::sea) land_people += people;
    }
  land_share_ = land_people / all_people;
  sum_.assign((columns_ + 1) * (rows_ + 1), 0);
  for (std::size_t row = 0; row < rows_; ++row) {
    double along = 0;
    for (std::size_t column = 0; column < columns_; ++column) {
      along += people_[row * columns_ + column];
      sum_[(row + 1) * (columns_ + 1) + column + 1] = sum_[row * (columns_ + 1) + column + 1] + along;
    }
  }
}

double Density::per_km2(geo::Point point) const {
  const auto column = static_cast<std::size_t>(
      std::clamp((point.x - west_) / cell_m_, 0.0, static_cast<double>(columns_ - 1)));
  const auto row =
      static_cast<std::size_t>(std::clamp((point.y - south_) / cell_m_, 0.0, static_cast<double>(rows_ - 1)));
  return people_[row * columns_ + column];
}

double Density::mass(double x, double y) const {
  const auto column = std::min(static_cast<std::size_t>(x), columns_ - 1),
             row = std::min(static_cast<std::size_t>(y), rows_ - 1);
  const double s = x - static_cast<double>(column), t = y - static_cast<double>(row);
  const double* low = &sum_[row * (columns_ + 1) + column];
  const double* high = low + columns_ + 1;
  return (low[0] * (1 - s) + low[1] * s) * (1 - t) + (high[0] * (1 - s) + high[1] * s) * t;
}

std::vector<geo::Point> Density::strew(std::size_t on_land, std::uint64_t seed) const {
  // Halving the box so that each half holds its share of the points, down to one point a box: even
  // everywhere, and as many as asked. Boxes come in an order in which neighbours follow each other.
  geo::Random random(seed, 3);
  struct Box {
    double x0, y0, x1, y1;
    std::size_t points;
  };
  const auto points = static_cast<std::size_t>(static_cast<double>(on_land) / land_share_);
  std::vector<Box> open{{0, 0, static_cast<double>(columns_), static_cast<double>(rows_), points}};
  std::vector<geo::Point> strewn;
  strewn.reserve(points);
  while (!open.empty()) {
    const auto box = open.back();
    open.pop_back();
    if (box.points == 1) {
      const double x = box.x0 + (box.x1 - box.x0) * (0.15 + 0.7 * random.unit());
      const double y = box.y0 + (box.y1 - box.y0) * (0.15 + 0.7 * random.unit());
      strewn.push_back({west_ + x * cell_m_, south_ + y * cell_m_});
      continue;
    }
    const bool upright = box.x1 - box.x0 > (box.y1 - box.y0) * (0.8 + 0.4 * random.unit());
    const auto people = [&](double x0, double y0, double x1, double y1) {
      return mass(x1, y1) - mass(x0, y1) - mass(x1, y0) + mass(x0, y0);
    };
    const std::size_t first = box.points / 2;
    const double wanted =
        people(box.x0, box.y0, box.x1, box.y1) * static_cast<double>(first) / static_cast<double>(box.points);
    double low = upright ? box.x0 : box.y0, high = upright ? box.x1 : box.y1;
    for (int step = 0; step < 18; ++step) {
      const double middle = (low + high) / 2;
      const double here =
          upright ? people(box.x0, box.y0, middle, box.y1) : people(box.x0, box.y0, box.x1, middle);
      (here < wanted ? low : high) = middle;
    }
    const double cut = (low + high) / 2;
    Box a = box, b = box;
    a.points = first;
    b.points = box.points - first;
    (upright ? a.x1 : a.y1) = cut;
    (upright ? b.x0 : b.y0) = cut;
    open.push_back(b);
    open.push_back(a);
  }
  return strewn;
}

}  // namespace placewright::datasets::demo
