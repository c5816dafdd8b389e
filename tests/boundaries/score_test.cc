#include "boundaries/judge/score.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "geo/random.h"
#include "tests/bench_instance.h"
#include "tests/engine/random_problem.h"
#include "tests/toy_problem.h"

namespace placewright::boundaries {
namespace {

using toy::labels_from_map;
using toy::problem_from_map;

const CriterionScore& criterion(const Score& score, const std::string& name) {
  for (const auto& each : score.criteria)
    if (each.name == name) return each;
  throw std::logic_error("not judged: " + name);
}

bool is_judged(const Score& score, const std::string& name) {
  for (const auto& each : score.criteria)
    if (each.name == name) return true;
  return false;
}

constexpr auto kTwoByTwo =
    "a b\n"
    "c d";

TEST(Score, BorderBetweenNeighbourhoodsIsAShareOfAllBorder) {
  const auto problem = problem_from_map(kTwoByTwo);
  const auto result = score(problem, labels_from_map(problem, kTwoByTwo, "1 1\n2 1"));
  const auto& compactness = criterion(result, "compactness");
  EXPECT_DOUBLE_EQ(compactness.ingredients.at("cut_m"), 2000);
  EXPECT_DOUBLE_EQ(compactness.ingredients.at("border_m"), 4000);
  EXPECT_DOUBLE_EQ(compactness.loss, 0.5);
  EXPECT_EQ(result.neighbourhoods, 2u);
  EXPECT_EQ(result.not_contiguous, 0u);
}

TEST(Score, PeopleOutsideTheBoundsAndSpreadMakeThePopulationLoss) {
  auto problem = problem_from_map(kTwoByTwo);
  problem.people = problem.residents = {1000, 2000, 3000, 4000};
  problem.population.min = 2000;
  problem.population.max = 6000;
  const auto result = score(problem, labels_from_map(problem, kTwoByTwo, "1 2\n2 2"));
  // 1,000 and 9,000 people: 1,000 short and 3,000 over; target (2,000 + 6,000) / 2.
  EXPECT_DOUBLE_EQ(result.people_outside_bounds, 4000);
  EXPECT_EQ(result.out_of_bounds, 2u);
  const auto& population = criterion(result, "population");
  EXPECT_DOUBLE_EQ(population.ingredients.at("spread"),
                   std::sqrt((3000.0 * 3000 + 5000.0 * 5000) / 2) / 4000);
  EXPECT_DOUBLE_EQ(population.loss, 1);  // 4 * 4,000 / 10,000 and more
}

TEST(Score, TheTargetIsTheOneGivenElsePeopleByCountElseTheMiddleOfTheBounds) {
  auto problem = problem_from_map(kTwoByTwo);
  const auto labels = labels_from_map(problem, kTwoByTwo, "1 1\n2 2");
  problem.population.min = 1000;
  problem.population.max = 4000;
  const auto target = [&] {
    return criterion(score(problem, labels), "population").ingredients.at("target");
  };
  EXPECT_DOUBLE_EQ(target(), 2500);
  problem.count = 4;
  EXPECT_DOUBLE_EQ(target(), 1000);
  problem.population.target = 3000;
  EXPECT_DOUBLE_EQ(target(), 3000);
  EXPECT_DOUBLE_EQ(criterion(score(problem, labels), "population").loss, 1.0 / 3);
}

TEST(Score, DeprivationWithinAndBetweenAddUpAndMissingValuesLeaveBothSums) {
  auto problem = problem_from_map("a b c d e");
  problem.deprivation = DeprivationData{{10, 14, 30, 34, std::nan("")}, {1, 1, 1, 1, 1}, Aim::gather};
  auto result = score(problem, labels_from_map(problem, "a b c d e", "1 1 2 2 2"));
  const auto& gather = criterion(result, "deprivation");
  EXPECT_DOUBLE_EQ(gather.ingredients.at("ssw"), 16);
  EXPECT_DOUBLE_EQ(gather.ingredients.at("sst"), 416);
  EXPECT_DOUBLE_EQ(gather.ingredients.at("areas_missing"), 1);
  EXPECT_DOUBLE_EQ(gather.loss, 16.0 / 416);
  EXPECT_DOUBLE_EQ(result.per_neighbourhood[1].deprivation_mean, 32);
  problem.deprivation->aim = Aim::spread;
  result = score(problem, labels_from_map(problem, "a b c d e", "1 1 2 2 2"));
  EXPECT_DOUBLE_EQ(criterion(result, "deprivation").loss, 1 - 16.0 / 416);
}

TEST(Score, DeprivationMeansAreWeightedByPeople) {
  auto problem = problem_from_map("a b");
  problem.deprivation = DeprivationData{{10, 20}, {3000, 1000}, Aim::gather};
  const auto result = score(problem, {0, 0});
  EXPECT_DOUBLE_EQ(result.per_neighbourhood[0].deprivation_mean, 12.5);
  EXPECT_DOUBLE_EQ(criterion(result, "deprivation").ingredients.at("ssw"), 3000 * 6.25 + 1000 * 56.25);
  EXPECT_DOUBLE_EQ(criterion(result, "deprivation").loss, 1);
}

TEST(Score, APlaceWithoutDifferencesInDeprivationLosesNothing) {
  auto problem = problem_from_map("a b");
  problem.deprivation = DeprivationData{{7, 7}, {1, 1}, Aim::gather};
  EXPECT_EQ(criterion(score(problem, {0, 1}), "deprivation").loss, 0);
  problem.deprivation->aim = Aim::spread;
  EXPECT_EQ(criterion(score(problem, {0, 1}), "deprivation").loss, 0);
}

/// A row of four areas with sites in the first and the last; minutes are ten a step.
Problem row_with_two_sites() {
  auto problem = problem_from_map("a b c d");
  AccessData gp;
  gp.kind = "gp";
  gp.site_id = {"g1", "g2"};
  gp.site_area = {0, 3};
  gp.minutes = {0, 30, 10, 20, 20, 10, 30, 0};
  problem.access = {gp};
  return problem;
}

TEST(Score, AccessTakesTheBestHubAndAsksHalfAsMuchAgainOfAHubOutside) {
  const auto problem = row_with_two_sites();
  auto result = score(problem, {0, 0, 1, 1});
  const auto& both_inside = criterion(result, "access");
  EXPECT_DOUBLE_EQ(both_inside.ingredients.at("minutes"), 5);  // 10 for b, 10 for c
  EXPECT_DOUBLE_EQ(both_inside.ingredients.at("minutes_nearest"), 5);
  EXPECT_DOUBLE_EQ(both_inside.ingredients.at("minutes_one_hub"), 15);
  EXPECT_DOUBLE_EQ(both_inside.loss, 0);
  EXPECT_EQ(result.per_neighbourhood[1].hub[0], 1);
  EXPECT_DOUBLE_EQ(result.per_neighbourhood[1].access_minutes[0], 5);

  // b and c between the sites have none inside: 1.5 * (10 + 20), a tie that the first site wins.
  result = score(problem, {0, 1, 1, 2});
  const auto& outside = criterion(result, "access");
  EXPECT_DOUBLE_EQ(outside.ingredients.at("minutes"), 45.0 / 4);
  EXPECT_DOUBLE_EQ(outside.ingredients.at("hubs_outside"), 1);
  EXPECT_DOUBLE_EQ(outside.loss, (45.0 / 4 - 5) / 10);
  EXPECT_EQ(result.per_neighbourhood[1].hub[0], 0);
  EXPECT_DOUBLE_EQ(outside.ingredients.at("p90"), 20);
  EXPECT_DOUBLE_EQ(outside.ingredients.at("share_beyond"), 0);
}

TEST(Score, FarPeopleAreCountedOverAllAndOverTheMostDeprivedFifth) {
  auto problem = row_with_two_sites();
  problem.deprivation = DeprivationData{{1, 2, 3, 99}, {1, 1, 1, 1}, Aim::gather};
  const auto result = score(problem, {0, 0, 0, 0});  // the hub is g1: 60 minutes against 60, the first wins
  const auto& access = criterion(result, "access");
  EXPECT_DOUBLE_EQ(access.loss, 1);
  EXPECT_DOUBLE_EQ(access.ingredients.at("share_beyond"), 0.25);
  EXPECT_DOUBLE_EQ(access.ingredients.at("share_beyond_deprived"),
                   1);  // d alone holds a quarter of the people
  EXPECT_DOUBLE_EQ(access.ingredients.at("p90"), 30);
}

TEST(Score, SeveralKindsOfSiteCountByTheirWeights) {
  auto problem = row_with_two_sites();
  auto pharmacy = problem.access[0];
  pharmacy.kind = "pharmacy";
  pharmacy.weight = 3;
  pharmacy.site_id = {"p"};
  pharmacy.site_area = {1};
  pharmacy.minutes = {10, 0, 10, 20};
  problem.access.push_back(pharmacy);
  const auto result = score(problem, {0, 0, 0, 0});
  const auto& access = criterion(result, "access");
  EXPECT_DOUBLE_EQ(access.ingredients.at("loss:gp"), 1);
  EXPECT_DOUBLE_EQ(access.ingredients.at("loss:pharmacy"), 0);  // one site: nearest and best are the same
  EXPECT_DOUBLE_EQ(access.loss, 0.25);
  EXPECT_DOUBLE_EQ(access.ingredients.at("minutes"), (15 + 3 * 10) / 4.0);
}

TEST(Score, APracticeIsKeptWhereMostOfItsPatientsLive) {
  auto problem = problem_from_map("a b c");
  RegistrationData registration;
  registration.practice = {"q1", "q2"};
  registration.patients = SparseRows{{0, 2, 4}, {0, 1, 1, 2}, {600, 400, 100, 900}};
  problem.registration = registration;
  const auto result = score(problem, {0, 0, 1});
  const auto& kept = criterion(result, "registration");
  EXPECT_DOUBLE_EQ(kept.ingredients.at("kept"), 1900);
  EXPECT_DOUBLE_EQ(kept.ingredients.at("registered"), 2000);
  EXPECT_NEAR(kept.loss, 0.05, 1e-15);
}

TEST(Score, AlignmentCountsWholeUnitsBothWaysAndForgivesUnitsAboveTheMaximum) {
  auto problem = problem_from_map("a b c d");
  problem.population.max = 2000;
  problem.alignment = {{"ward", {0, 0, 0, 1}, {"Hill", "Vale"}}};
  problem.weights.alignment = {0.5};
  const auto result = score(problem, {0, 0, 1, 1});
  const auto& ward = criterion(result, "alignment:ward");
  EXPECT_DOUBLE_EQ(ward.weight, 0.5);
  EXPECT_DOUBLE_EQ(ward.ingredients.at("could_be_whole"), 3000);  // Hill has 3,000, of whom 2,000 fit
  EXPECT_DOUBLE_EQ(ward.ingredients.at("kept_whole"), 3000);
  EXPECT_DOUBLE_EQ(ward.loss, 0);
  EXPECT_DOUBLE_EQ(ward.ingredients.at("reverse_share"), 0.75);
  EXPECT_DOUBLE_EQ(ward.ingredients.at("units_split"), 1);
  EXPECT_DOUBLE_EQ(ward.ingredients.at("pairs"), 3);
}

TEST(Score, PiecesOfAUnitAreConnectedPieces) {
  constexpr auto map = "a b c";
  auto problem = problem_from_map(map);
  problem.alignment = {{"ward", {0, 1, 0}, {"Ends", "Middle"}}};
  problem.weights.alignment = {1};
  const auto result = score(problem, {0, 0, 0});
  const auto& ward = criterion(result, "alignment:ward");
  EXPECT_DOUBLE_EQ(ward.ingredients.at("pairs"), 2);
  EXPECT_DOUBLE_EQ(ward.ingredients.at("pieces"), 3);
}

TEST(Score, ABarrierInsideANeighbourhoodCostsItsBorderAndADeclaredLinkFreesIt) {
  auto problem = problem_from_map("a b\nc d");
  problem.barriers = BarrierData{std::vector<std::uint8_t>(4, 0)};
  for (std::size_t row = 0; row < 4; ++row) {  // a river between the rows: a-c and b-d
    const auto& edge = problem.graph.edges()[row];
    if (edge.b - edge.a == 2) problem.barriers->crosses[row] = 1;
  }
  EXPECT_DOUBLE_EQ(criterion(score(problem, {0, 0, 1, 1}), "barriers").loss, 0);
  EXPECT_DOUBLE_EQ(criterion(score(problem, {0, 1, 0, 2}), "barriers").loss, 0.5);
  EXPECT_DOUBLE_EQ(criterion(score(problem, {0, 1, 0, 1}), "barriers").ingredients.at("inside_m"), 2000);
}

TEST(Score, WishesCountByTheSharesOfTheirPeople) {
  auto problem = problem_from_map("a b c d");
  problem.residents = {1000, 3000, 1000, 1000};
  problem.local_knowledge =
      LocalKnowledge{{{{0, 1}, true, 1, "one estate"}, {{2, 3}, false, 3, "two schools"}}};
  EXPECT_DOUBLE_EQ(criterion(score(problem, {0, 1, 1, 2}), "local_knowledge").loss, 1 - (0.75 + 3) / 4);
  EXPECT_DOUBLE_EQ(criterion(score(problem, {0, 0, 1, 1}), "local_knowledge").loss, 0.75);
}

TEST(Score, WhatThePlaceLacksIsNotJudgedAndNeverZero) {
  auto problem = problem_from_map("a b");
  problem.deprivation = DeprivationData{{std::nan(""), std::nan("")}, {1, 1}, Aim::gather};
  const auto result = score(problem, {0, 1});
  EXPECT_FALSE(is_judged(result, "deprivation"));
  EXPECT_FALSE(is_judged(result, "access"));
  EXPECT_EQ(result.not_judged, (std::vector<std::string>{"deprivation", "access", "registration", "barriers",
                                                         "local_knowledge"}));
  EXPECT_DOUBLE_EQ(result.total, (criterion(result, "population").loss + 1) / 2);  // the whole border is cut
}

TEST(Score, UnassignedAreasAndEmptyLabelsAreCountedApart) {
  constexpr auto map = "a b c";
  auto problem = problem_from_map(map);
  auto result = score(problem, {2, kUnassigned, 2});
  EXPECT_EQ(result.neighbourhoods, 1u);
  EXPECT_EQ(result.unassigned, 1u);
  EXPECT_EQ(result.not_contiguous, 1u);
  EXPECT_EQ(result.per_neighbourhood.size(), 3u);
  EXPECT_EQ(result.per_neighbourhood[2].pieces, 2u);
  result = score(problem, Labels(3, kUnassigned));
  EXPECT_TRUE(std::isnan(result.total));
  EXPECT_TRUE(result.criteria.empty());
}

TEST(Score, ALinkMakesTwoShoresOnePieceWithoutBorder) {
  constexpr auto map = "a . b";
  const auto problem = problem_from_map(map, 1000, {{"a", "b"}});
  const auto result = score(problem, {0, 0});
  EXPECT_EQ(result.not_contiguous, 0u);
  EXPECT_FALSE(is_judged(result, "compactness"));
}

TEST(Score, LabelsHaveNoOrderAndNothingDependsOnTheirNumbers) {
  auto problem = row_with_two_sites();
  problem.deprivation = DeprivationData{{3, 1, 4, 1}, {1, 2, 3, 4}, Aim::gather};
  problem.alignment = {{"ward", {0, 0, 1, -1}, {"u", "v"}}};
  problem.weights.alignment = {1};
  geo::Random random(7);
  for (int round = 0; round < 200; ++round) {
    SCOPED_TRACE(round);
    Labels labels(4), renamed(4);
    for (auto& label : labels) label = static_cast<std::int32_t>(random.below(3));
    for (std::size_t area = 0; area < 4; ++area) renamed[area] = 2 - labels[area];
    const auto a = score(problem, labels), b = score(problem, renamed);
    ASSERT_EQ(a.criteria.size(), b.criteria.size());
    EXPECT_NEAR(a.total, b.total, 1e-12);
    for (const auto& each : a.criteria) {
      EXPECT_GE(each.loss, 0) << each.name;
      EXPECT_LE(each.loss, 1) << each.name;
    }
  }
}

TEST(Score, ProvedOptimaOfTheBenchScoreAsPublished) {
  if (!std::filesystem::exists(toy::bench_folder())) GTEST_SKIP() << "no shared/bench beside the checkout";
  const auto check = [](const std::string& name, double min, double max, const std::string& labels,
                        std::uint32_t count, double ssw, double cut_km) {
    SCOPED_TRACE(labels);
    const auto problem = toy::read_bench_problem(toy::bench_folder() / "instances" / name, min, max);
    const auto result =
        score(problem, toy::read_bench_labels(problem, toy::bench_folder() / "exact" / labels));
    EXPECT_EQ(result.unassigned, 0u);
    EXPECT_EQ(result.out_of_bounds, 0u);
    EXPECT_EQ(result.not_contiguous, 0u);
    EXPECT_EQ(result.neighbourhoods, count);
    if (ssw > 0) {
      EXPECT_NEAR(criterion(result, "deprivation").ingredients.at("ssw"), ssw, 5e-7);
    }
    if (cut_km > 0) {
      EXPECT_NEAR(criterion(result, "compactness").ingredients.at("cut_m"), 1000 * cut_km, 0.05);
    }
  };
  check("syn25", 7000, 11500, "syn25.7000-11500.ssw.csv", 5, 729.239101, 0);
  check("syn25", 7000, 11500, "syn25.7000-11500.cut.csv", 4, 0, 7.7029);
  check("syn100", 6500, 8500, "syn100.6500-8500.ssw.csv", 22, 2168.732154, 0);
  check("syn100", 6500, 8500, "syn100.6500-8500.cut.csv", 22, 0, 53.0575);
}

TEST(Score, WithAMemoryOfEarlierJudgementsItIsTheSameToTheBit) {
  const auto problem = toy::random_problem(8, 7, 3);
  ASSERT_FALSE(problem.access.empty());
  geo::Random random(31);
  Labels labels(problem.size());
  for (auto& label : labels) label = static_cast<std::int32_t>(random.below(5));
  ScoreMemory memory;
  for (int step = 0; step < 200; ++step) {
    SCOPED_TRACE("seed 31, step " + std::to_string(step));
    labels[random.below(static_cast<std::uint32_t>(labels.size()))] =
        static_cast<std::int32_t>(random.below(6)) - 1;
    const auto plain = score(problem, labels), remembered = score(problem, labels, memory);
    ASSERT_EQ(plain.total, remembered.total);
    for (std::size_t row = 0; row < plain.criteria.size(); ++row)
      ASSERT_EQ(plain.criteria[row].ingredients, remembered.criteria[row].ingredients);
    for (std::size_t row = 0; row < plain.per_neighbourhood.size(); ++row)
      ASSERT_EQ(plain.per_neighbourhood[row].hub, remembered.per_neighbourhood[row].hub);
  }
}

}  // namespace
}  // namespace placewright::boundaries
