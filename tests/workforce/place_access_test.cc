#include "boundaries/workforce/cover/place_access.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "geo/error.h"
#include "tests/workforce/toy_staff.h"

namespace placewright::boundaries::workforce {
namespace {

using toy::place_of;
using toy::plan_of;
using toy::practice;

datasets::Place two_areas_one_practice() {
  auto place = place_of({{"L1", 1000, 20, 5, 0, 0}, {"L2", 1000, 20, 5, 1000, 0}});
  place.sites.push_back(practice("P1", "", "L1"));
  return place;
}

const datasets::PlanRecord kPlan = plan_of({{"L1", "N1"}, {"L2", "N2"}});

bool has(const PlaceAccess& access, std::string_view code) {
  return std::any_of(access.findings.begin(), access.findings.end(),
                     [&](const geo::Finding& finding) { return finding.code == code; });
}

TEST(PlaceAccess, ASiteWithoutCoordinatesChangesNothingButIsNamed) {
  auto place = two_areas_one_practice();
  AccessQuestion question;
  question.supply = "one";
  const auto before = measure_place_access(place, kPlan, question);
  ASSERT_TRUE(has(before, "EDGE"));
  place.sites.push_back(practice("P2", "", "", datasets::kMissing, datasets::kMissing));
  const auto after = measure_place_access(place, kPlan, question);
  EXPECT_EQ(after.sites, 1u);
  EXPECT_EQ(after.supply, before.supply);
  EXPECT_TRUE(has(after, "EDGE")) << "nobody knows that it lies beyond the place";
  ASSERT_TRUE(has(after, "SITE_NOT_LOCATED"));
  EXPECT_FALSE(has(before, "SITE_NOT_LOCATED"));
  for (std::size_t k = 0; k < before.methods.size(); ++k)
    EXPECT_EQ(after.methods[k].per_10k, before.methods[k].per_10k);
}

TEST(PlaceAccess, ASiteWithMinutesNeedsNoCoordinates) {
  auto place = two_areas_one_practice();
  place.sites.push_back(practice("P2", "", "", datasets::kMissing, datasets::kMissing));
  place.travel.push_back({"walk", "L2", "P2", 7});
  AccessQuestion question;
  question.supply = "one";
  const auto access = measure_place_access(place, kPlan, question);
  EXPECT_EQ(access.sites, 2u);
  EXPECT_FALSE(has(access, "SITE_NOT_LOCATED"));
  EXPECT_TRUE(has(access, "EDGE"));
}

TEST(PlaceAccess, WithoutAnyPlaceOfAKindTheErrorSaysSo) {
  auto place = two_areas_one_practice();
  place.sites[0].x = place.sites[0].y = datasets::kMissing;
  try {
    (void)measure_place_access(place, kPlan, {});
    FAIL();
  } catch (const geo::InputError& error) {
    EXPECT_NE(std::string(error.what()).find("P1"), std::string::npos) << error.what();
  }
}

TEST(PlaceAccess, StepsAreThirdsOfTheCatchment) {
  auto place = two_areas_one_practice();
  place.travel = {{"walk", "L1", "P1", 14}, {"walk", "L2", "P1", 31}};
  AccessQuestion question;
  question.supply = "one";
  question.decay = "step";
  question.threshold = 45;  // steps end at 15, 30 and 45 minutes
  const auto access = measure_place_access(place, kPlan, question);
  ASSERT_FALSE(access.methods.empty());
  const double all = 1000 * 1.0 + 1000 * 0.22;
  EXPECT_NEAR(access.methods[0].per_10k[0], 1e4 / all * 1.0, 1e-9);
  EXPECT_NEAR(access.methods[0].per_10k[1], 1e4 / all * 0.22, 1e-9);
}

}  // namespace
}  // namespace placewright::boundaries::workforce
