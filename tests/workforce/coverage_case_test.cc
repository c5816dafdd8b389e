#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "boundaries/workforce/cover/allocate.h"
#include "boundaries/workforce/plan/rebalance_roles.h"
#include "datasets/import/import.h"
#include "tests/workforce/plain_planning.h"
#include "tests/workforce/toy_staff.h"

namespace placewright::boundaries::workforce {
namespace {

const std::string kCase = PLACEWRIGHT_SHARED "/cases/coverage/c1077/";

/// A plan of lines "area,neighbourhood".
datasets::PlanRecord read_plan(const std::string& path) {
  std::vector<std::pair<std::string, std::string>> assignment;
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    if (line.ends_with('\r')) line.pop_back();
    const auto comma = line.find(','), next = line.find(',', comma + 1);
    assignment.emplace_back(line.substr(0, comma), line.substr(comma + 1, next - comma - 1));
  }
  return toy::plan_of(assignment);
}

TEST(CoverageCase, StaffWhoSitAtBasesMoveWithinTwelveMinutesAsALinearProgramHasThem) {
  if (!std::filesystem::exists(kCase)) GTEST_SKIP() << kCase << " is not there";
  std::vector<std::string> files;
  for (const auto* name : {"areas.geojson", "lsoa.csv", "practices.csv", "registrations.csv", "bases.csv",
                           "footprints.csv", "weights.csv", "workforce.csv", "travel.csv"})
    if (std::filesystem::exists(kCase + name)) files.push_back(kCase + name);
  auto place = datasets::import_files(std::nullopt, files, {}).place;
  place.plans = {read_plan(kCase + "plan.csv")};
  plain::Staff staff;
  for (const auto& row : allocate_workforce(place, place.plans.front(), collect_lists(place)).rows) {
    plain::Staff::Row one{row.row, row.wte, {std::vector<double>(place.areas.size(), 0), 0, 0, 0}};
    for (const auto& [area, share] : row.shares.area) one.spread.area[area] = share;
    staff.rows.push_back(std::move(one));
  }
  const auto results = rebalance_roles(place, place.plans.front(), {}, {.longest_minutes = 12});
  ASSERT_FALSE(results.empty());
  for (const auto& result : results) {
    const auto least = plain::least_moves(plain::pools_of(place, staff, result.group, result.unit),
                                          result.moves.fair, 0, 12);
    EXPECT_NEAR(result.moves.unmet + result.moves.over, least.left, 1e-9) << result.group;
    EXPECT_NEAR(result.moves.moved, least.moved, 1e-9) << result.group;
    EXPECT_NEAR(result.moves.wte_minutes, least.wte_minutes, 1e-8) << result.group;
  }
}

}  // namespace
}  // namespace placewright::boundaries::workforce
