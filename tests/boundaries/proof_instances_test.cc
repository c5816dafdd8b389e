#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "boundaries/proof.h"
#include "geo/random.h"
#include "tests/certificate_checker.h"
#include "tests/plain_judge.h"

namespace placewright::boundaries {
namespace {

/// A sheet of side x side areas of about 1,700 people; each four that meet at a corner touch across one of its diagonals, as
/// areas do that nobody drew by ruler. Deprivation is a few slopes and noise.
Problem draw_sheet(std::uint32_t side, geo::Random& random) {
  Problem problem;
  DeprivationData deprivation;
  const double tilt = random.unit(), wave = 2 + 6 * random.unit();
  std::vector<geo::Edge> edges;
  for (std::uint32_t y = 0; y < side; ++y)
    for (std::uint32_t x = 0; x < side; ++x) {
      const std::uint32_t area = y * side + x;
      problem.code.push_back("A" + std::to_string(1000 + area));
      problem.point.push_back({1000.0 * x, -1000.0 * y});
      double people = 0;
      for (int die = 0; die < 6; ++die) people += random.below(467);
      problem.people.push_back(std::clamp(std::floor(people + 300), 1000.0, 3000.0));
      deprivation.value.push_back(std::floor(100 * (20 + 15 * tilt * x / side + 10 * std::sin(wave * y / side) + 12 * random.unit())) / 100);
      deprivation.weight.push_back(1);
      if (x + 1 < side) edges.push_back({area, area + 1, 500.0 + random.below(900), false});
      if (y + 1 < side) edges.push_back({area, area + side, 500.0 + random.below(900), false});
      if (x + 1 == side || y + 1 == side) continue;
      if (random.below(2) == 0) edges.push_back({area, area + side + 1, 100.0 + random.below(300), false});
      else edges.push_back({area + 1, area + side, 100.0 + random.below(300), false});
    }
  problem.name = problem.code;
  problem.residents = problem.people;
  problem.graph = geo::Graph(problem.size(), std::move(edges));
  problem.hold_group.assign(problem.size(), 0);
  problem.hold_name = {"the sheet"};
  problem.deprivation = deprivation;
  problem.weights.population = problem.weights.access = problem.weights.registration = problem.weights.barriers =
      problem.weights.local_knowledge = 0;
  return problem;
}

void expect_proved(Problem problem, double deprivation, double compactness) {
  SCOPED_TRACE("deprivation " + std::to_string(deprivation) + ", compactness " + std::to_string(compactness));
  problem.weights.deprivation = deprivation;
  problem.weights.compactness = compactness;
  const auto proof = prove(problem, {});
  ASSERT_TRUE(proof.verdict == Proof::Verdict::optimal || proof.verdict == Proof::Verdict::infeasible) << proof.words;
  if (proof.verdict == Proof::Verdict::infeasible) return;
  EXPECT_EQ(toy::find_fault(problem, proof.labels), "");
  const auto checked = certificate::check(proof.certificate);
  EXPECT_TRUE(checked.valid) << checked.why << ", " << checked.candidates << " candidates";
}

TEST(ProofInstances, SheetsOfTwentyFiveAreasAreProvedWhateverTheSeed) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    geo::Random random(seed, 25);
    auto problem = draw_sheet(5, random);
    problem.population = {7000, 11500, std::nullopt, true};
    expect_proved(problem, 1, 0);
    expect_proved(problem, 0, 1);
    expect_proved(problem, 1, 1);
  }
}

TEST(SlowProofInstances, SheetsOfAHundredAreasAreProvedWhateverTheSeed) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    geo::Random random(seed, 100);
    auto problem = draw_sheet(10, random);
    problem.population = {6500, 8500, std::nullopt, true};
    expect_proved(problem, 1, 0);
    expect_proved(problem, 0, 1);
    expect_proved(problem, 1, 1);
  }
}

}  // namespace
}  // namespace placewright::boundaries
