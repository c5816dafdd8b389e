#include <gtest/gtest.h>

#include <bit>
#include <limits>

#include "boundaries/engine/proof.h"
#include "boundaries/judge/score.h"
#include "geo/random.h"
#include "tests/certificate_checker.h"
#include "tests/plain_judge.h"
#include "tests/toy_sheet.h"

namespace placewright::boundaries {
namespace {

using Verdict = Proof::Verdict;
using Set = std::uint32_t;  ///< areas as bits

/// All legal plans of a small sheet, one after another: the lowest area that is left over is put together
/// with every set of left-over areas that makes a legal neighbourhood with it. Shares nothing with the
/// program but the numbers of the problem.
class PlainEnumeration {
 public:
  PlainEnumeration(const Problem& problem, double deprivation, double compactness) : problem_(problem) {
    const auto size = static_cast<std::uint32_t>(problem.size());
    touching_.assign(size, 0);
    for (const auto& edge : problem.graph.edges()) {
      touching_[edge.a] |= Set{1} << edge.b;
      touching_[edge.b] |= Set{1} << edge.a;
      border_ += edge.border_m;
    }
    all_ = (Set{1} << size) - 1;
    sst_ = squares(all_);
    with_lowest_.resize(size);
    for (Set set = 1; set <= all_; ++set)
      if (is_legal(set)) {
        const double weights = deprivation + compactness;
        const double cost = (deprivation * squares(set) / sst_ + compactness * cut(set) / border_) / weights;
        with_lowest_[static_cast<std::size_t>(std::countr_zero(set))].push_back({set, cost});
      }
    divide(all_, 0, 0);
  }
  std::uint64_t plans = 0;
  double best = std::numeric_limits<double>::infinity();

 private:
  struct Legal {
    Set set = 0;
    double cost = 0;
  };
  [[nodiscard]] double squares(Set set) const {
    const auto& value = problem_.deprivation->value;
    double sum = 0, count = 0, result = 0;
    for (std::size_t area = 0; area < value.size(); ++area)
      if (set >> area & 1) sum += value[area], count += 1;
    for (std::size_t area = 0; area < value.size(); ++area)
      if (set >> area & 1) result += (value[area] - sum / count) * (value[area] - sum / count);
    return result;
  }
  [[nodiscard]] double cut(Set set) const {
    double sum = 0;
    for (const auto& edge : problem_.graph.edges())
      if ((set >> edge.a & 1) != (set >> edge.b & 1)) sum += edge.border_m / 2;
    return sum;
  }
  [[nodiscard]] bool is_legal(Set set) const {
    double people = 0;
    for (std::size_t area = 0; area < problem_.size(); ++area)
      if (set >> area & 1) people += problem_.people[area];
    if (people < problem_.population.min || people > problem_.population.max) return false;
    Set reached = set & (~set + 1);
    for (Set before = 0; before != reached;) {
      before = reached;
      for (std::size_t area = 0; area < problem_.size(); ++area)
        if (before >> area & 1) reached |= touching_[area] & set;
    }
    return reached == set;
  }
  void divide(Set left, std::uint32_t count, double cost) {
    if (left == 0) {
      if (problem_.count && *problem_.count != count) return;
      ++plans;
      best = std::min(best, cost);
      return;
    }
    for (const Legal& legal : with_lowest_[static_cast<std::size_t>(std::countr_zero(left))])
      if ((legal.set & ~left) == 0) divide(left & ~legal.set, count + 1, cost + legal.cost);
  }

  const Problem& problem_;
  Set all_ = 0;
  std::vector<Set> touching_;
  std::vector<std::vector<Legal>> with_lowest_;
  double border_ = 0, sst_ = 0;
};

TEST(ProofAgainstEnumeration, IsTheBestOfAllPlansOfSmallSheetsUnderTightAndWideBounds) {
  const std::pair<std::uint32_t, std::uint32_t> sizes[] = {{2, 5},  {3, 4}, {4, 3}, {2, 6},
                                                           {11, 1}, {2, 7}, {13, 1}};
  int proved = 0, impossible = 0;
  std::uint64_t most_plans = 0;
  for (std::uint64_t seed = 1; seed <= 70; ++seed) {
    geo::Random random(seed, 12);
    const auto [width, height] = sizes[seed % std::size(sizes)];
    auto problem = toy::draw_sheet(width, height, random);
    const double least = 1500 + random.below(4000),
                 width_of_band = random.below(3) == 0 ? 300 + random.below(900) : 2000 + random.below(6000);
    problem.population = {least, least + width_of_band, std::nullopt, true};
    if (random.below(3) == 0) problem.count = 2 + random.below(4);
    for (const auto& [deprivation, compactness] : {std::pair{1.0, 0.0}, {0.0, 1.0}, {1.0, 1.0}, {0.7, 0.2}}) {
      SCOPED_TRACE("seed " + std::to_string(seed) + ", " + std::to_string(width) + " x " +
                   std::to_string(height) + ", deprivation " + std::to_string(deprivation) +
                   ", compactness " + std::to_string(compactness));
      problem.weights[Criterion::deprivation] = deprivation;
      problem.weights[Criterion::compactness] = compactness;
      const PlainEnumeration every(problem, deprivation, compactness);
      const auto proof = prove(problem, {});
      if (every.plans == 0) {
        ++impossible;
        ASSERT_EQ(proof.verdict, Verdict::infeasible) << proof.words;
        continue;
      }
      most_plans = std::max(most_plans, every.plans);
      ++proved;
      ASSERT_EQ(proof.verdict, Verdict::optimal) << proof.words;
      ASSERT_NEAR(proof.total, every.best, 1e-9) << every.plans << " plans";
      ASSERT_EQ(toy::find_fault(problem, proof.labels), "");
      ASSERT_NEAR(score(problem, proof.labels).total, every.best, 1e-9);
      const auto checked = certificate::check(proof.certificate);
      ASSERT_TRUE(checked.valid) << checked.why;
    }
  }
  EXPECT_GT(proved, 100);
  EXPECT_GT(impossible, 10);
  EXPECT_GT(most_plans, 1000U);
}

}  // namespace
}  // namespace placewright::boundaries
