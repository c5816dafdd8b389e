#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "boundaries/question/problem.h"
#include "geo/random.h"

namespace placewright::toy {

/// A sheet of width x height areas of about 1,700 people; each four that meet at a corner touch across one of
/// its diagonals, as areas do that nobody drew by ruler. Deprivation is a few slopes and noise.
inline boundaries::Problem draw_sheet(std::uint32_t width, std::uint32_t height, geo::Random& random) {
  boundaries::Problem problem;
  boundaries::DeprivationData deprivation;
  const double tilt = random.unit(), wave = 2 + 6 * random.unit();
  std::vector<geo::Edge> edges;
  for (std::uint32_t y = 0; y < height; ++y)
    for (std::uint32_t x = 0; x < width; ++x) {
      const std::uint32_t area = y * width + x;
      problem.code.push_back("A" + std::to_string(1000 + area));
      problem.point.push_back({1000.0 * x, -1000.0 * y});
      double people = 0;
      for (int die = 0; die < 6; ++die) people += random.below(467);
      problem.people.push_back(std::clamp(std::floor(people + 300), 1000.0, 3000.0));
      deprivation.value.push_back(std::floor(100 * (20 + 15 * tilt * x / width +
                                                    10 * std::sin(wave * y / height) + 12 * random.unit())) /
                                  100);
      deprivation.weight.push_back(1);
      if (x + 1 < width) edges.push_back({area, area + 1, 500.0 + random.below(900), false});
      if (y + 1 < height) edges.push_back({area, area + width, 500.0 + random.below(900), false});
      if (x + 1 == width || y + 1 == height) continue;
      if (random.below(2) == 0)
        edges.push_back({area, area + width + 1, 100.0 + random.below(300), false});
      else
        edges.push_back({area + 1, area + width, 100.0 + random.below(300), false});
    }
  problem.name = problem.code;
  problem.residents = problem.people;
  problem.graph = geo::Graph(problem.size(), std::move(edges));
  problem.hold_group.assign(problem.size(), 0);
  problem.hold_name = {"the sheet"};
  problem.deprivation = deprivation;
  problem.weights[boundaries::Criterion::population] = problem.weights[boundaries::Criterion::access] =
      problem.weights[boundaries::Criterion::registration] =
          problem.weights[boundaries::Criterion::barriers] =
              problem.weights[boundaries::Criterion::local_knowledge] = 0;
  return problem;
}

}  // namespace placewright::toy
