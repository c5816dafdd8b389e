#include "boundaries/judge/compare.h"

#include <gtest/gtest.h>

#include <cmath>

#include "geo/random.h"
#include "tests/toy_problem.h"

namespace placewright::boundaries {
namespace {

const CrossTable kOneWardSplit = {{10, 0}, {8, 12}, {0, 30}};
const CrossTable kThreeWardsSplit = {{15, 15, 0}, {0, 20, 20}, {30, 0, 0}, {0, 5, 15}};
const CrossTable kNested = {{10, 0}, {20, 0}, {0, 30}};

TEST(Splits, WorkedExamples) {
  const auto a = measure_splits(kOneWardSplit, 1e9), b = measure_splits(kThreeWardsSplit, 1e9),
             c = measure_splits(kNested, 1e9);
  EXPECT_EQ(a.units_split, 1u);
  EXPECT_EQ(b.units_split, 3u);
  EXPECT_EQ(c.units_split, 0u);
  EXPECT_EQ(a.pairs, 4u);
  EXPECT_EQ(b.pairs, 7u);
  EXPECT_EQ(b.splits, 3u);
  EXPECT_EQ(b.multi_split, 0u);
  EXPECT_NEAR(a.kept_share, 0.866667, 5e-7);
  EXPECT_NEAR(b.kept_share, 0.666667, 5e-7);
  EXPECT_NEAR(a.entropy_bits, 0.323650, 5e-7);
  EXPECT_NEAR(b.entropy_bits, 0.718546, 5e-7);
  EXPECT_NEAR(a.reverse_entropy_bits, 0.901507, 5e-7);
  EXPECT_NEAR(b.reverse_entropy_bits, 1.100265, 5e-7);
  EXPECT_NEAR(c.reverse_entropy_bits, 0.459148, 5e-7);
  EXPECT_NEAR(a.square_root, 1.135684, 5e-7);
  EXPECT_NEAR(b.square_root, 1.302629, 5e-7);
  EXPECT_NEAR(a.reverse_square_root, 1.389381, 5e-7);
  EXPECT_NEAR(b.reverse_square_root, 1.491790, 5e-7);
  EXPECT_NEAR(c.reverse_square_root, 1.196923, 5e-7);
  EXPECT_EQ(a.nested, 0u);
  EXPECT_EQ(b.nested, 0u);
  EXPECT_EQ(c.nested, 2u);
  EXPECT_EQ(measure_splits(kNested, 12).unavoidable, 3u);  // 20 needs two of 12, 30 needs three
  EXPECT_NEAR(measure_effective_splits({8, 12}), 0.923077, 5e-7);
  EXPECT_NEAR(measure_effective_splits({0, 5, 15}), 0.6, 1e-12);
}

TEST(Splits, AlignmentAndEffectivePcnsOfTheWorkedExample) {
  // PCN 1 lives in H1 and H2 with 2,600 and 600 patients, PCN 2 with 300 and 2,600.
  const CrossTable pcns = {{2600, 600}, {300, 2600}};
  EXPECT_NEAR(measure_alignment(pcns, false), 0.852459, 5e-7);
  EXPECT_NEAR(measure_alignment(pcns, true), 0.852459, 5e-7);
  EXPECT_NEAR(measure_effective_number(transpose(pcns)[1]), 1.620245, 5e-7);
}

TEST(Splits, OneToOneServesEachNeighbourhoodOnce) {
  EXPECT_DOUBLE_EQ(measure_alignment({{90, 10}, {80, 20}}, false), 0.85);
  EXPECT_DOUBLE_EQ(measure_alignment({{90, 10}, {80, 20}}, true), 0.55);
  EXPECT_DOUBLE_EQ(measure_alignment({{90, 10}, {80, 20}, {0, 50}}, true), 140.0 / 250);
}

TEST(Compare, VariationOfInformationIsThePrintedOne) {
  const auto between = [](const Labels& a, const Labels& b, std::vector<double> people) {
    std::string map;
    for (std::size_t area = 0; area < people.size(); ++area)
      map += std::string(1, static_cast<char>('a' + area)) + " ";
    auto problem = toy::problem_from_map(map);
    problem.residents = problem.people = people;
    return compare(problem, a, b);
  };
  EXPECT_NEAR(between({0, 0, 1, 1}, {1, 1, 0, 0}, {1, 1, 1, 1}).variation_of_information, 0, 1e-12);
  const auto one = between({0, 0, 1, 1}, {0, 0, 0, 1}, {10, 20, 15, 15});
  EXPECT_NEAR(one.variation_of_information, 0.823959, 5e-7);
  EXPECT_DOUBLE_EQ(one.moved, 15);
  const auto turned = between({0, 0, 1, 1, 2, 2}, {0, 1, 1, 2, 2, 0}, {1, 1, 1, 1, 1, 1});
  EXPECT_NEAR(turned.variation_of_information, 2 * std::log(2), 1e-12);
  EXPECT_DOUBLE_EQ(turned.moved, 3);
}

TEST(Compare, SaysWhoMovesAndWhatChanges) {
  constexpr auto map = "a b c d";
  auto problem = toy::problem_from_map(map);
  problem.deprivation = DeprivationData{{10, 12, 30, 32}, {1, 1, 1, 1}, Aim::gather};
  problem.alignment = {{"ward", {0, 0, 1, 1}, {"Hill", "Vale"}}};
  problem.weights.alignment = {1};
  const auto a = toy::labels_from_map(problem, map, "1 1 1 2"),
             b = toy::labels_from_map(problem, map, "2 2 1 1");
  const auto result = compare(problem, a, b);
  EXPECT_DOUBLE_EQ(result.moved, 1000);
  ASSERT_EQ(result.flows.size(), 1u);
  EXPECT_EQ(result.flows[0].areas, (std::vector<std::uint32_t>{2}));
  EXPECT_EQ(result.flows[0].from, 0);
  EXPECT_EQ(result.flows[0].to, 0);  // label 0 of B is the other neighbourhood
  EXPECT_EQ(result.match.to_of_from, (std::vector<std::int32_t>{1, 0}));
  EXPECT_LT(*result.total_b, *result.total_a);
  for (const auto& criterion : result.criteria) {
    if (criterion.name != "deprivation") continue;
    EXPECT_EQ(criterion.unit, "SSW");
    EXPECT_DOUBLE_EQ(*criterion.value_b, 4);
    EXPECT_GT(*criterion.value_a, 200);
  }
  ASSERT_EQ(result.alignments.size(), 1u);
  EXPECT_EQ(result.alignments[0].a.units_split, 1u);
  EXPECT_EQ(result.alignments[0].b.units_split, 0u);
  ASSERT_EQ(result.alignments[0].changed.size(), 1u);
  EXPECT_EQ(result.alignments[0].changed[0].name, "Vale");
  EXPECT_NEAR(result.same_edges, 1.0 / 3, 1e-12);
}

TEST(Compare, TotalsStandOnCriteriaJudgedInBoth) {
  auto problem = toy::problem_from_map("a b");
  const auto result = compare(problem, {0, 1}, {kUnassigned, kUnassigned});
  EXPECT_FALSE(result.total_a);
  EXPECT_FALSE(result.total_b);
  EXPECT_DOUBLE_EQ(result.moved, 0);
}

}  // namespace
}  // namespace placewright::boundaries
