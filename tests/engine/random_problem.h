#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "boundaries/question/problem.h"
#include "geo/random.h"

namespace placewright::toy {

/// A grid of areas with everything that can be judged, invented from a seed; whole numbers of people.
inline boundaries::Problem random_problem(std::uint32_t width, std::uint32_t height, std::uint64_t seed) {
  geo::Random random(seed, 77);
  boundaries::Problem problem;
  const std::uint32_t size = width * height;
  const auto at = [&](std::uint32_t x, std::uint32_t y) { return y * width + x; };
  std::vector<geo::Edge> edges;
  for (std::uint32_t y = 0; y < height; ++y)
    for (std::uint32_t x = 0; x < width; ++x) {
      std::string number = std::to_string(at(x, y));
      problem.code.push_back("A" + std::string(6 - number.size(), '0') + number);
      problem.name.push_back("Area " + number);
      problem.people.push_back(1000 + random.below(2000));
      problem.residents.push_back(problem.people.back() + random.below(300));
      problem.point.push_back({1000.0 * x, -1000.0 * y});
      if (x + 1 < width) edges.push_back({at(x, y), at(x + 1, y), 100.0 + random.below(1900), false});
      if (y + 1 < height) edges.push_back({at(x, y), at(x, y + 1), 100.0 + random.below(1900), false});
      if (x + 1 < width && y + 1 < height && random.below(3) == 0)
        edges.push_back({at(x, y), at(x + 1, y + 1), 50.0, false});
    }
  edges.push_back({at(0, 0), at(width - 1, 0), 0, true});
  problem.graph = geo::Graph(size, edges);
  problem.hold_group.assign(size, 0);
  problem.hold_name = {"the place"};
  problem.population.min = 20000;
  problem.population.max = 40000;

  boundaries::DeprivationData deprivation;
  for (std::uint32_t area = 0; area < size; ++area) {
    deprivation.value.push_back(random.below(17) == 0 ? std::numeric_limits<double>::quiet_NaN()
                                                      : 5 + 60 * random.unit());
    deprivation.weight.push_back(problem.residents[area]);
  }
  deprivation.aim = random.below(2) ? boundaries::Aim::gather : boundaries::Aim::spread;
  problem.deprivation = deprivation;

  for (const char* kind : {"gp", "pharmacy"}) {
    boundaries::AccessData access;
    access.kind = kind;
    access.weight = 0.5 + random.unit();
    const std::uint32_t sites = size / 4;
    for (std::uint32_t site = 0; site < sites; ++site) {
      access.site_id.push_back(std::string(kind) + std::to_string(1000 + site));
      access.site_area.push_back(random.below(10) == 0 ? -1 : static_cast<std::int32_t>(random.below(size)));
    }
    for (std::uint32_t area = 0; area < size; ++area)
      for (std::uint32_t site = 0; site < sites; ++site) {
        const geo::Point a = problem.point[area];
        const std::int32_t home = access.site_area[site];
        const geo::Point b =
            home < 0 ? geo::Point{-3000, 500} : problem.point[static_cast<std::size_t>(home)];
        access.minutes.push_back(
            static_cast<float>(5 * random.unit() + std::hypot(a.x - b.x, a.y - b.y) / 80));
      }
    problem.access.push_back(access);
  }
  boundaries::RegistrationData registration;
  for (std::uint32_t practice = 0; practice < size / 5; ++practice) {
    registration.practice.push_back("P" + std::to_string(practice));
    const std::uint32_t home = random.below(size);
    for (std::uint32_t area = 0; area < size; ++area) {
      const double far = std::hypot(problem.point[area].x - problem.point[home].x,
                                    problem.point[area].y - problem.point[home].y);
      if (far > 3500 || random.below(4) == 0) continue;
      registration.patients.column.push_back(area);
      registration.patients.value.push_back(1 + random.below(200));
    }
    registration.patients.first.push_back(static_cast<std::uint32_t>(registration.patients.column.size()));
  }
  problem.registration = registration;
  boundaries::BarrierData barriers;
  for (std::size_t edge = 0; edge < problem.graph.edges().size(); ++edge)
    barriers.crosses.push_back(random.below(5) == 0);
  problem.barriers = barriers;
  for (const char* kind : {"ward", "pcn"}) {
    boundaries::AlignmentData alignment;
    alignment.kind = kind;
    const std::uint32_t across = 2 + random.below(3);
    for (std::uint32_t area = 0; area < size; ++area)
      alignment.unit.push_back(random.below(20) == 0 ? -1
                                                     : static_cast<std::int32_t>((area % width) / across +
                                                                                 (area / width) / 3 * 10));
    alignment.unit_name.assign(1000, "unit");
    problem.alignment.push_back(alignment);
    problem.weights.alignment.push_back(0.25 + random.unit());
  }
  boundaries::LocalKnowledge knowledge;
  for (int wish = 0; wish < 6; ++wish) {
    boundaries::LocalKnowledge::Wish entry;
    entry.together = random.below(2) == 0;
    entry.weight = 0.5 + random.unit();
    const std::uint32_t start = random.below(size - 6);
    for (std::uint32_t step = 0; step < 4; ++step) entry.areas.push_back(start + step);
    knowledge.wishes.push_back(entry);
  }
  problem.local_knowledge = knowledge;
  return problem;
}

}  // namespace placewright::toy
