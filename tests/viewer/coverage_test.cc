#include "boundaries/workforce/cover/coverage.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "boundaries/workforce/cover/equity.h"
#include "datasets/demo/demo.h"
#include "geo/random.h"
#include "viewer/session/coverage_model.h"

namespace placewright::viewer {
namespace {

namespace workforce = boundaries::workforce;

const datasets::Place& demo() {
  static const datasets::Place place = datasets::make_demo({120, 1});
  return place;
}

CoverageAnswer ask(const datasets::Place& place, CoveragePage page, const std::string& area = "") {
  CoverageAsk question;
  question.page = page;
  question.area = area;
  return measure_coverage_page(place, place.plans.empty() ? datasets::PlanRecord{} : place.plans.front(),
                               question);
}

double number(const LinkedTable& linked, std::size_t row, const std::string& column) {
  for (std::size_t c = 0; c < linked.table.columns.size(); ++c)
    if (linked.table.columns[c].name == column) return std::get<double>(linked.table.rows[row][c]);
  ADD_FAILURE() << "no column " << column;
  return std::nan("");
}

TEST(ConcentrationCurve, TwiceTheAreaAboveOrBelowTheDiagonalIsTheConcentrationIndex) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    geo::Random random(seed);
    std::vector<double> people, deprivation, supply;
    for (int k = 0; k < 12; ++k) {
      people.push_back(1 + random.below(50));
      deprivation.push_back(random.below(6));  // ties on purpose
      supply.push_back(random.below(40));
    }
    supply.front() += 1;
    const auto curve = concentration_curve(people, deprivation, supply);
    double under = 0;
    for (std::size_t i = 1; i < curve.size(); ++i)
      under += (curve[i].x - curve[i - 1].x) * (curve[i].y + curve[i - 1].y) / 2;
    EXPECT_NEAR(1 - 2 * under, workforce::measure_concentration(people, supply, deprivation), 1e-12);
    EXPECT_DOUBLE_EQ(curve.back().x, 1);
    EXPECT_NEAR(curve.back().y, 1, 1e-12);
  }
}

TEST(ConcentrationCurve, RowsWithoutAFigureAreLeftOutAndNothingToShareHasNoCurve) {
  const auto missing = std::nan("");
  EXPECT_EQ(concentration_curve({1, 1, 1}, {3, missing, 1}, {1, 9, 1}).size(), 3u);
  EXPECT_TRUE(concentration_curve({1, 1}, {3, 1}, {0, 0}).empty());
  EXPECT_TRUE(concentration_curve({1}, {3}, {2}).empty());
}

TEST(CoveragePages, StaffByNeighbourhoodIsWhatTheCommandLineMeasures) {
  const auto answer = ask(demo(), CoveragePage::staff);
  ASSERT_TRUE(answer.missing.empty()) << answer.missing;
  const auto coverage = workforce::measure_coverage(demo(), demo().plans.front());
  ASSERT_EQ(answer.tables.size(), 2u);
  ASSERT_EQ(answer.tables[0].table.rows.size(), coverage.units.size());
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    EXPECT_EQ(answer.tables[0].neighbourhood[k], coverage.units.id[k]);
    EXPECT_DOUBLE_EQ(number(answer.tables[0], k, "WTE"), coverage.unit[k].wte);
    EXPECT_DOUBLE_EQ(number(answer.tables[0], k, "by need"), coverage.unit[k].per_10k_need);
    double roles = 0;
    for (const auto& total : coverage.by_group) roles += number(answer.tables[1], k, total.name);
    EXPECT_NEAR(roles, coverage.unit[k].wte, 1e-9);
  }
  EXPECT_FALSE(answer.sentences.empty());
  EXPECT_NE(answer.confidence, 0);
}

TEST(CoveragePages, OneRoleGroupIsPartOfAll) {
  CoverageAsk question;
  question.group = "GP";
  const auto all = ask(demo(), CoveragePage::staff),
             some = measure_coverage_page(demo(), demo().plans.front(), question);
  ASSERT_EQ(all.tables[0].table.rows.size(), some.tables[0].table.rows.size());
  for (std::size_t k = 0; k < all.tables[0].table.rows.size(); ++k)
    EXPECT_LT(number(some.tables[0], k, "WTE"), number(all.tables[0], k, "WTE"));
  EXPECT_EQ(all.choices, some.choices);
}

TEST(CoveragePages, GapsFromTheFairShareAddUpToNothingAndTheShortestComesFirst) {
  const auto answer = ask(demo(), CoveragePage::need);
  double sum = 0;
  for (std::size_t i = 0; i < answer.bars.size(); ++i) {
    sum += answer.bars[i].supply - answer.bars[i].fair;
    if (i > 0) {
      EXPECT_LE(answer.bars[i - 1].supply - answer.bars[i - 1].fair,
                answer.bars[i].supply - answer.bars[i].fair);
    }
  }
  EXPECT_NEAR(sum, 0, 1e-9);
}

TEST(CoveragePages, TheSlopeRunsThroughItsEndsAndItsPointsStandAtTheirRanks) {
  const auto answer = ask(demo(), CoveragePage::fairness);
  const auto coverage = workforce::measure_coverage(demo(), demo().plans.front());
  if (coverage.equity.slope.refused.empty()) {
    EXPECT_NEAR(answer.fairness.end - answer.fairness.start, coverage.equity.slope.sii, 1e-9);
  } else {
    EXPECT_EQ(answer.fairness.refused, coverage.equity.slope.refused);
  }
  for (const auto& point : answer.fairness.points) {
    EXPECT_GT(point.rank, 0);
    EXPECT_LT(point.rank, 1);
  }
  EXPECT_EQ(answer.fairness.points.size() + coverage.equity.excluded.size(), coverage.units.size());
}

TEST(CoveragePages, AFootprintsRowSelectsItsAreas) {
  const auto answer = ask(demo(), CoveragePage::footprints);
  ASSERT_FALSE(answer.tables.empty());
  const auto& linked = answer.tables.front();
  ASSERT_EQ(linked.areas.size(), linked.table.rows.size());
  for (std::size_t row = 0; row < linked.areas.size(); ++row) {
    SCOPED_TRACE(std::get<std::string>(linked.table.rows[row].front()));
    EXPECT_TRUE(std::is_sorted(linked.areas[row].begin(), linked.areas[row].end()));
    double most = 0;
    for (const auto area : linked.areas[row]) most += demo().areas.population[area];
    EXPECT_GE(most + 1e-6, number(linked, row, "People"));  // shares of areas are at most whole
  }
}

TEST(CoveragePages, ThePlaceWithoutItsShapesAnswersTheSame) {
  const auto ground = coverage_ground(demo());
  for (std::size_t i = 0; i < kCoveragePages; ++i) {
    const auto page = static_cast<CoveragePage>(i);
    SCOPED_TRACE(coverage_page_name(page));
    const auto whole = ask(demo(), page, demo().areas.code.front()),
               slim = ask(ground, page, demo().areas.code.front());
    EXPECT_EQ(whole.missing, slim.missing);
    EXPECT_EQ(whole.sentences, slim.sentences);
    ASSERT_EQ(whole.tables.size(), slim.tables.size());
    for (std::size_t t = 0; t < whole.tables.size(); ++t)
      EXPECT_EQ(boundaries::output::csv_of(whole.tables[t].table),
                boundaries::output::csv_of(slim.tables[t].table));
  }
}

TEST(CoveragePages, WhatThePlaceLacksIsSaidWithWhatToDo) {
  datasets::Place bare = coverage_ground(demo());
  bare.workforce.clear();
  bare.sites.clear();
  bare.projections.clear();
  bare.registrations.clear();
  for (const auto page : {CoveragePage::staff, CoveragePage::need, CoveragePage::fairness,
                          CoveragePage::travel, CoveragePage::ahead, CoveragePage::covers}) {
    SCOPED_TRACE(coverage_page_name(page));
    const auto answer = ask(bare, page);
    EXPECT_FALSE(answer.missing.empty());
    EXPECT_FALSE(answer.fix.empty());
    EXPECT_TRUE(answer.tables.empty());
  }
  // Sessions rest on people alone.
  bare.footprints.clear();
  EXPECT_FALSE(ask(bare, CoveragePage::footprints).tables.empty());
  // A code that is none, a plan without neighbourhoods.
  EXPECT_FALSE(ask(demo(), CoveragePage::covers, "E99").missing.empty());
  for (std::size_t i = 0; i < kCoveragePages; ++i)
    (void)measure_coverage_page(demo(), {}, {static_cast<CoveragePage>(i), "", "", "", 0, ""});
}

}  // namespace
}  // namespace placewright::viewer
