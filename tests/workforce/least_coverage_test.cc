#include <gtest/gtest.h>

#include <cmath>

#include "boundaries/workforce/cover/allocate.h"
#include "boundaries/workforce/cover/coverage.h"
#include "tests/workforce/toy_staff.h"

namespace placewright::boundaries::workforce {
namespace {

/// One neighbourhood with patients of two PCNs, of which the first alone reported staff.
datasets::Place half_reported(double reported, double silent) {
  auto place = toy::place_of({{"L1", 1000, 30, 3, 0, 0}, {"L2", 1000, 20, 6, 1000, 0}});
  place.sites = {toy::practice("P1", "U1", "L1"), toy::practice("P2", "U2", "L1")};
  place.registrations = {{"P1", "L1", reported}, {"P2", "L1", silent}, {"P1", "L2", 1000}};
  auto row = toy::staff("u1", "Pharmacist", 6);
  row.role_group = "Other Direct Patient Care staff";
  row.pcn_code = "U1";
  place.workforce.push_back(row);
  place.plans = {toy::plan_of({{"L1", "N1"}, {"L2", "N2"}})};
  return place;
}

TEST(LeastCoverage, AUnitReportedFor55Of100PeopleHasNoRateAndOneFor65Has) {
  const auto low = half_reported(550, 450), high = half_reported(650, 350);
  const auto without = measure_coverage(low, low.plans[0]), with = measure_coverage(high, high.plans[0]);
  ASSERT_NEAR(without.unit[0].coverage, 0.55, 1e-9);
  EXPECT_TRUE(std::isnan(without.unit[0].per_10k_registered));
  ASSERT_NEAR(with.unit[0].coverage, 0.65, 1e-9);
  EXPECT_FALSE(std::isnan(with.unit[0].per_10k_registered));
}

TEST(MobileTeam, WithABaseAndAPatchServesNobodyOutsideThePatch) {
  auto place =
      toy::place_of({{"L1", 1000, 30, 3, 0, 0}, {"L2", 1000, 20, 6, 1000, 0}, {"L3", 1000, 20, 6, 2000, 0}});
  datasets::Site base;
  base.id = "B1";
  base.kind = "base";
  base.x = 500;
  base.y = 0;
  place.sites = {base};
  place.footprints = {{"F1", "Community nursing", "", "lsoa", "L1", 1},
                      {"F1", "Community nursing", "", "lsoa", "L3", 1}};
  auto row = toy::staff("t1", "District Nurse", 4);
  row.base_id = "B1";
  row.footprint_id = "F1";
  row.mobile = "yes";
  row.allocation = "travel";
  place.workforce.push_back(row);
  place.plans = {toy::plan_of({{"L1", "N1"}, {"L2", "N2"}, {"L3", "N3"}})};
  const auto allocated = allocate_workforce(place, place.plans[0], collect_lists(place));
  ASSERT_EQ(allocated.rows.size(), 1U);
  ASSERT_EQ(allocated.rows[0].method, Allocation::travel);
  double inside = 0;
  for (const auto& [area, share] : allocated.rows[0].shares.area) {
    EXPECT_NE(place.areas.code[area], "L2") << "not of the patch, though nearest to the base";
    inside += share;
  }
  EXPECT_NEAR(inside, 1, 1e-9);
}

}  // namespace
}  // namespace placewright::boundaries::workforce
