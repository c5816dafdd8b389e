#include "boundaries/output/pcn_tables.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "boundaries/workforce/cover/footprints.h"
#include "datasets/demo/demo.h"
#include "viewer/session/coverage_model.h"

namespace placewright::viewer {
namespace {

namespace output = boundaries::output;
namespace workforce = boundaries::workforce;

const LinkedTable* find_table(const CoverageAnswer& answer, const std::string& name) {
  const auto at = std::find_if(answer.tables.begin(), answer.tables.end(),
                               [&](const auto& linked) { return linked.table.name == name; });
  return at == answer.tables.end() ? nullptr : &*at;
}

TEST(PcnTables, TheWindowShowsTheTablesThatFootprintsPrints) {
  const auto place = datasets::make_demo({120, 1});
  CoverageAsk ask;
  ask.page = CoveragePage::footprints;
  const auto answer = measure_coverage_page(place, place.plans.front(), ask);
  const auto organisations = workforce::measure_organisations(place, place.plans.front());
  for (const auto& table :
       {output::pcn_matrix_table(organisations), output::split_practice_table(organisations)}) {
    SCOPED_TRACE(table.name);
    const auto* shown = find_table(answer, table.name);
    ASSERT_NE(shown, nullptr);
    EXPECT_FALSE(table.rows.empty());
    EXPECT_EQ(output::csv_of(shown->table), output::csv_of(table));
  }
}

TEST(PcnTables, WhatDoesNotCoverAnAreaIsSaidWithItsReason) {
  const auto place = datasets::make_demo({120, 1});
  CoverageAsk ask;
  ask.page = CoveragePage::covers;
  ask.area = place.areas.code.front();
  const auto answer = measure_coverage_page(place, place.plans.front(), ask);
  const auto found = workforce::find_who_covers(place, place.plans.front(), ask.area);
  ASSERT_FALSE(found.absences.empty());
  for (const auto& absence : found.absences)
    EXPECT_TRUE(std::any_of(answer.sentences.begin(), answer.sentences.end(), [&](const auto& sentence) {
      return sentence.find(absence.what + ": " + absence.words) != std::string::npos;
    })) << absence.what;
}

}  // namespace
}  // namespace placewright::viewer
