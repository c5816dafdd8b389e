#include "boundaries/engine/proof.h"

#include <gtest/gtest.h>

#include <cmath>

#include "boundaries/judge/score.h"
#include "geo/random.h"
#include "tests/bench_instance.h"
#include "tests/certificate_checker.h"
#include "tests/plain_judge.h"

namespace placewright::boundaries {
namespace {

using Verdict = Proof::Verdict;

/// Puts data for every criterion that is a sum over neighbourhoods on a small place, and random weights.
void add_random_criteria(Problem& problem, geo::Random& random) {
  const auto size = problem.size();
  DeprivationData deprivation;
  for (std::size_t area = 0; area < size; ++area) {
    deprivation.value.push_back(random.below(10) == 0 ? std::nan("") : random.below(60));
    deprivation.weight.push_back(problem.residents[area]);
  }
  deprivation.aim = random.below(4) == 0 ? Aim::spread : Aim::gather;
  problem.deprivation = deprivation;
  BarrierData barriers;
  for (std::size_t row = 0; row < problem.graph.edges().size(); ++row)
    barriers.crosses.push_back(random.below(4) == 0);
  problem.barriers = barriers;
  AccessData gp;
  gp.kind = "gp";
  for (std::uint32_t site = 0; site < 3; ++site) {
    gp.site_id.push_back("g" + std::to_string(site));
    gp.site_area.push_back(static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(size) + 1)) - 1);
  }
  for (std::size_t at = 0; at < 3 * size; ++at) gp.minutes.push_back(static_cast<float>(random.below(40)));
  problem.access = {gp};
  const auto weight = [&] { return random.below(2) == 0 ? 0.0 : 0.25 * random.below(5); };
  problem.weights[Criterion::population] = 0;
  problem.weights[Criterion::deprivation] = weight();
  problem.weights[Criterion::access] = weight();
  problem.weights[Criterion::compactness] = weight();
  problem.weights[Criterion::barriers] = weight();
}

struct Best {
  bool exists = false;
  double total = 1e300;
};

Best find_best_by_trying(const Problem& problem) {
  Best best;
  toy::try_every_partition(problem.size(), [&](const Labels& labels) {
    if (!toy::find_fault(problem, labels).empty()) return;
    best.exists = true;
    const double total = score(problem, labels).total;
    if (!std::isnan(total)) best.total = std::min(best.total, total);
  });
  return best;
}

TEST(Proof, FindsTheBestPlanOfSmallPlacesUnderAllRules) {
  geo::Random random(31);
  int proved = 0, impossible = 0;
  for (int round = 0; round < 80; ++round) {
    SCOPED_TRACE("seed 31, round " + std::to_string(round));
    auto problem = toy::draw_random_problem(random);
    problem.change.reset();
    add_random_criteria(problem, random);
    const auto best = find_best_by_trying(problem);
    const auto proof = prove(problem, {});
    if (!best.exists) {
      ++impossible;
      EXPECT_EQ(proof.verdict, Verdict::infeasible) << proof.words;
      continue;
    }
    ASSERT_NE(proof.verdict, Verdict::infeasible) << proof.words;
    if (best.total > 1e299) continue;  // nothing has weight
    ASSERT_EQ(toy::find_fault(problem, proof.labels), "");
    EXPECT_LE(proof.bound, best.total + 1e-9);
    if (proof.verdict == Verdict::optimal) {
      ++proved;
      EXPECT_NEAR(proof.total, best.total, 1e-9);
      const auto checked = certificate::check(proof.certificate);
      EXPECT_TRUE(checked.valid) << checked.why;
    }
  }
  EXPECT_GT(proved, 10);
  EXPECT_GT(impossible, 15);
}

TEST(Proof, TheSpreadOfPeopleIsBoundedTooAndExactlyWhereItIsAlone) {
  geo::Random random(77);
  int proved = 0, bounded = 0;
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE("seed 77, round " + std::to_string(round));
    auto problem = toy::draw_random_problem(random);
    problem.change.reset();
    add_random_criteria(problem, random);
    problem.weights[Criterion::population] = 1;
    if (round % 2 == 0)
      problem.weights[Criterion::deprivation] = problem.weights[Criterion::access] =
          problem.weights[Criterion::compactness] = problem.weights[Criterion::barriers] = 0;
    const auto best = find_best_by_trying(problem);
    const auto proof = prove(problem, {});
    if (!best.exists) continue;
    EXPECT_LE(proof.bound, best.total + 1e-9) << proof.words;
    EXPECT_GE(proof.total, best.total - 1e-9);
    bounded += proof.verdict == Verdict::bounded;
    if (round % 2 == 0) {
      EXPECT_NEAR(proof.total, best.total, 1e-9);
      EXPECT_EQ(proof.verdict, Verdict::optimal) << proof.words;
    }
    proved += proof.verdict == Verdict::optimal;
  }
  EXPECT_GT(proved, 10);
  EXPECT_GT(bounded + proved, 15);
}

TEST(Proof, ALimitOnChangeLeavesABound) {
  geo::Random random(5);
  int looked = 0;
  for (int round = 0; round < 300; ++round) {
    SCOPED_TRACE("seed 5, round " + std::to_string(round));
    auto problem = toy::draw_random_problem(random);
    if (!problem.change) continue;
    add_random_criteria(problem, random);
    const auto best = find_best_by_trying(problem);
    if (!best.exists || best.total > 1e299) continue;
    ++looked;
    const auto proof = prove(problem, {});
    EXPECT_LE(proof.bound, best.total + 1e-9);
    if (proof.verdict == Verdict::optimal) {
      EXPECT_NEAR(proof.total, best.total, 1e-9);
    }
  }
  EXPECT_GT(looked, 0);
}

TEST(Proof, TheOptimaOfTheBenchAreFoundAndTheirCertificatesHold) {
  if (!std::filesystem::exists(toy::bench_folder())) GTEST_SKIP() << "no shared/bench beside the checkout";
  const auto check = [](const std::string& name, double min, double max, bool cut, double value) {
    SCOPED_TRACE(name + (cut ? " cut" : " ssw"));
    auto problem = toy::read_bench_problem(toy::bench_folder() / "instances" / name, min, max);
    if (cut) std::swap(problem.weights[Criterion::deprivation], problem.weights[Criterion::compactness]);
    const auto proof = prove(problem, {});
    EXPECT_EQ(proof.verdict, Verdict::optimal) << proof.words;
    EXPECT_EQ(toy::find_fault(problem, proof.labels), "");
    EXPECT_NEAR(proof.value, value, cut ? 0.05 : 5e-7);
    EXPECT_EQ(proof.unit, cut ? "metres" : "SSW");
    const auto checked = certificate::check(proof.certificate);
    EXPECT_TRUE(checked.valid) << checked.why << ", " << checked.candidates << " candidates, "
                               << checked.steps << " steps";
  };
  check("syn25", 7000, 11500, false, 729.239101);
  check("syn25", 7000, 11500, true, 7702.9);
  check("syn100", 6500, 8500, true, 53057.5);
}

TEST(Proof, AFalseCertificateIsRefused) {
  geo::Random random(3);
  int refused = 0, looked = 0;
  for (int round = 0; round < 60 && looked < 12; ++round) {
    SCOPED_TRACE("seed 3, round " + std::to_string(round));
    auto problem = toy::draw_random_problem(random);
    problem.change.reset();
    add_random_criteria(problem, random);
    problem.weights[Criterion::compactness] = 1;
    const auto proof = prove(problem, {});
    if (proof.certificate.empty()) continue;
    ++looked;
    auto text = nlohmann::json::parse(proof.certificate);
    text["claim"]["cost"] = text["claim"]["cost"].get<double>() - 0.01;
    EXPECT_FALSE(certificate::check(text.dump()).valid);
    text = nlohmann::json::parse(proof.certificate);
    if (text["answer"].size() < 2) continue;  // two neighbourhoods glued together are more than may be
    for (const auto& area : text["answer"][1]) text["answer"][0].push_back(area);
    text["answer"].erase(1);
    refused += !certificate::check(text.dump()).valid;
  }
  EXPECT_GT(looked, 5);
  EXPECT_GT(refused, 4);
}

TEST(Proof, APlaceWithTooManyNeighbourhoodsGetsNoBoundAndSaysSo) {
  std::string map;
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 8; ++x) map += "a" + std::to_string(10 + y) + std::to_string(10 + x) + " ";
    map += "\n";
  }
  auto problem = toy::problem_from_map(map);
  problem.population = {14000, 18000, std::nullopt, true};
  problem.weights[Criterion::population] = 0;
  ProofOptions options;
  options.most_neighbourhoods = 1000;
  const auto proof = prove(problem, {}, options);
  EXPECT_EQ(proof.verdict, Verdict::no_useful_bound);
  EXPECT_NE(proof.words.find("no useful bound"), std::string::npos);
  EXPECT_TRUE(proof.certificate.empty());
}

}  // namespace
}  // namespace placewright::boundaries
