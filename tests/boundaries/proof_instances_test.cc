#include <gtest/gtest.h>

#include "boundaries/engine/proof.h"
#include "geo/random.h"
#include "tests/certificate_checker.h"
#include "tests/plain_judge.h"
#include "tests/toy_sheet.h"

namespace placewright::boundaries {
namespace {

void expect_proved(Problem problem, double deprivation, double compactness) {
  SCOPED_TRACE("deprivation " + std::to_string(deprivation) + ", compactness " + std::to_string(compactness));
  problem.weights[Criterion::deprivation] = deprivation;
  problem.weights[Criterion::compactness] = compactness;
  const auto proof = prove(problem, {});
  ASSERT_TRUE(proof.verdict == Proof::Verdict::optimal || proof.verdict == Proof::Verdict::infeasible)
      << proof.words;
  if (proof.verdict == Proof::Verdict::infeasible) return;
  EXPECT_EQ(toy::find_fault(problem, proof.labels), "");
  const auto checked = certificate::check(proof.certificate);
  EXPECT_TRUE(checked.valid) << checked.why << ", " << checked.candidates << " candidates";
}

TEST(ProofInstances, SheetsOfTwentyFiveAreasAreProvedWhateverTheSeed) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    geo::Random random(seed, 25);
    auto problem = toy::draw_sheet(5, 5, random);
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
    auto problem = toy::draw_sheet(10, 10, random);
    problem.population = {6500, 8500, std::nullopt, true};
    expect_proved(problem, 1, 0);
    expect_proved(problem, 0, 1);
    expect_proved(problem, 1, 1);
  }
}

}  // namespace
}  // namespace placewright::boundaries
