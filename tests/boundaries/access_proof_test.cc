#include <gtest/gtest.h>

#include <cmath>

#include "boundaries/engine/proof.h"
#include "boundaries/engine/prove/whole_areas.h"
#include "boundaries/judge/score.h"
#include "geo/random.h"
#include "tests/access_certificate_checker.h"
#include "tests/plain_judge.h"

namespace placewright::boundaries {
namespace {

/// A small place that is judged by access alone: sites inside and outside, minutes at random.
void judge_by_access_alone(Problem& problem, geo::Random& random) {
  AccessData gp;
  gp.kind = "gp";
  const std::uint32_t sites = 2 + random.below(4);
  for (std::uint32_t site = 0; site < sites; ++site) {
    gp.site_id.push_back("g" + std::to_string(site));
    gp.site_area.push_back(
        static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(problem.size()) + 1)) - 1);
  }
  for (std::size_t at = 0; at < sites * problem.size(); ++at)
    gp.minutes.push_back(static_cast<float>(1 + random.below(40)));
  problem.access = {gp};
  problem.weights = {};
  problem.weights[Criterion::population] = problem.weights[Criterion::deprivation] =
      problem.weights[Criterion::registration] = problem.weights[Criterion::compactness] =
          problem.weights[Criterion::barriers] = problem.weights[Criterion::local_knowledge] = 0;
}

struct Best {
  double total = 1e300;
  Labels labels;
};

Best find_best_by_trying(const Problem& problem) {
  Best best;
  toy::try_every_partition(problem.size(), [&](const Labels& labels) {
    if (!toy::find_fault(problem, labels).empty()) return;
    const double total = score(problem, labels).total;
    if (total < best.total) best = {total, labels};
  });
  return best;
}

TEST(AccessProof, BoundsLieBelowTheBestOfAllPartitionsAndTheirCertificatesHold) {
  geo::Random random(41);
  int looked = 0, near = 0, checked = 0;
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE("seed 41, round " + std::to_string(round));
    auto problem = toy::draw_random_problem(random);
    problem.change.reset();
    judge_by_access_alone(problem, random);
    const auto best = find_best_by_trying(problem);
    if (best.total > 1e299) continue;
    ++looked;
    ProofOptions options;
    options.access_work = 3'000'000;
    options.most_neighbourhoods = 0;  // no list: the relaxation
    const auto proof = prove(problem, best.labels, options);
    if (proof.method != "access relaxation") continue;
    EXPECT_LE(proof.bound, best.total + 1e-9) << proof.words;
    near += proof.gap < 0.05;
    if (proof.certificate.empty()) continue;
    ++checked;
    const auto verdict = certificate::check_access(proof.certificate);
    EXPECT_TRUE(verdict.valid) << verdict.why;
  }
  EXPECT_GT(looked, 12);
  EXPECT_GT(checked, 8);
  EXPECT_GT(near, looked / 2) << "of " << looked;
}

TEST(WholeAreas, AreTheBestOfAllChoicesBetweenTheBounds) {
  geo::Random random(47);
  int impossible = 0;
  for (int round = 0; round < 400; ++round) {
    SCOPED_TRACE("seed 47, round " + std::to_string(round));
    engine::WholeAreas task;
    const std::uint32_t size = 1 + random.below(12);
    double all = 0;
    for (std::uint32_t area = 0; area < size; ++area) {
      const double people = random.below(8) == 0 ? 0 : 1 + random.below(30);
      task.items.push_back({100 * random.unit() - 60, people, area, random.below(9) == 0});
      all += people;
    }
    task.low = std::floor(all * random.unit());
    task.high = task.low + random.below(random.below(2) == 0 ? 3 : 60);
    double best = 1e300;
    for (std::uint32_t set = 0; set < 1U << size; ++set) {
      double value = 0, people = 0;
      bool has_all = true;
      for (const auto& item : task.items) {
        if (set >> item.area & 1)
          value += item.value, people += item.people;
        else
          has_all = has_all && !item.must;
      }
      if (has_all && people >= task.low && people <= task.high) best = std::min(best, value);
    }
    const auto found = engine::fill_whole(task);
    ASSERT_TRUE(found.is_exact);
    if (best > 1e299) {
      ++impossible;
      ASSERT_TRUE(std::isinf(found.value));
      continue;
    }
    ASSERT_NEAR(found.value, best, 1e-6);
    double value = 0, people = 0;
    for (const auto area : found.taken) value += task.items[area].value, people += task.items[area].people;
    ASSERT_NEAR(value, best, 1e-6);
    ASSERT_GE(people, task.low);
    ASSERT_LE(people, task.high);
  }
  EXPECT_GT(impossible, 20);
}

TEST(AccessProof, ACertificateThatClaimsMoreOrCutsFalselyIsRefused) {
  geo::Random random(43);
  int refused = 0, whole = 0;
  for (int round = 0; round < 200 && refused < 8; ++round) {
    SCOPED_TRACE("seed 43, round " + std::to_string(round));
    auto problem = toy::draw_random_problem(random);
    problem.change.reset();
    judge_by_access_alone(problem, random);
    const auto best = find_best_by_trying(problem);
    if (best.total > 1e299) continue;
    ProofOptions options;
    options.access_work = 100'000;
    options.most_neighbourhoods = 0;
    const auto proof = prove(problem, best.labels, options);
    if (proof.certificate.empty()) continue;
    auto text = nlohmann::json::parse(proof.certificate);
    text["claim"]["person_minutes"] = 1.02 * text["claim"]["person_minutes"].get<double>() + 1000;
    EXPECT_FALSE(certificate::check_access(text.dump()).valid);
    text = nlohmann::json::parse(proof.certificate);
    auto& children = text["tree"][0]["children"];
    children.erase(children.size() - 1);
    EXPECT_FALSE(certificate::check_access(text.dump()).valid) << "a number of neighbourhoods is left out";
    ++refused;
    text = nlohmann::json::parse(proof.certificate);
    if (text["whole"].empty()) continue;
    ++whole;
    text["whole"] = nlohmann::json::array({{{"territory", 0}, {"site", 99}, {"inside", true}}});
    EXPECT_FALSE(certificate::check_access(text.dump()).valid)
        << "whole areas of a service that there is not";
  }
  EXPECT_EQ(refused, 8);
  EXPECT_GT(whole, 0);
}

}  // namespace
}  // namespace placewright::boundaries
