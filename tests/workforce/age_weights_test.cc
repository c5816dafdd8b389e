#include "boundaries/workforce/supply/age_weights.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "boundaries/workforce/plan/place_projection.h"
#include "boundaries/workforce/supply/place_need.h"
#include "geo/error.h"
#include "tests/workforce/toy_staff.h"

namespace placewright::boundaries::workforce {
namespace {

/// Two areas of 10,000 people in census bands: many in the first are 15 to 19, few in the second.
datasets::Place two_areas() {
  auto place = toy::place_of({{"A", 10000, 60, 1}, {"B", 10000, 44, 3}});
  for (const auto& [area, young, adult] : {std::tuple("A", 5000.0, 2500.0), std::tuple("B", 500.0, 7000.0)})
    for (const auto& [band, people] : {std::pair("0-14", 1500.0), std::pair("15-19", young),
                                       std::pair("20-64", adult), std::pair("65+", 1000.0)})
      place.ages.push_back({area, band, "", people});
  return place;
}

void add_scheme(datasets::Place& place, double child, double adult) {
  place.weights = {{"adult", "age", "0-17", child, ""},
                   {"adult", "age", "18-64", adult, ""},
                   {"adult", "age", "65+", 3, ""}};
}

double ratio_of(const datasets::Place& place, const char* scheme = "adult") {
  const auto need = find_need(place, collect_lists(place), scheme);
  return need.need.people[0] / need.need.people[1];
}

bool has_code(const std::vector<geo::Finding>& findings, std::string_view code) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const auto& finding) { return finding.code == code; });
}

TEST(AgeWeights, ABandAcrossEqualWeightsWeighsWhatTheyWeigh) {
  auto place = two_areas();
  add_scheme(place, 1, 1);
  place.weights.back().weight = 1;
  const auto need = find_need(place, collect_lists(place), "adult");
  EXPECT_NEAR(need.need.people[0], 10000, 1e-9);
  EXPECT_NEAR(need.need.people[1], 10000, 1e-9);
}

TEST(AgeWeights, ABandAcrossDifferentWeightsIsRefusedWhereItsSplitIsNotKnown) {
  auto place = two_areas();
  add_scheme(place, 1, 2);
  try {
    (void)ratio_of(place);
    FAIL() << "not refused";
  } catch (const geo::InputError& error) {
    EXPECT_NE(error.message().what.find("15-19"), std::string::npos) << error.message().what;
    EXPECT_NE(error.message().what.find("15-17, 18-19"), std::string::npos) << error.message().what;
  }
  // Nobody asked for it: the people count as they are, and that is said.
  const auto need = find_need(place, collect_lists(place), "");
  EXPECT_EQ(need.scheme, "none");
  EXPECT_TRUE(has_code(need.findings, "NEED_SCHEME_REFUSED"));
  EXPECT_NEAR(need.need.people[0], 10000, 1e-9);
}

TEST(AgeWeights, ItIsSplitByStatedSharesAndBySingleYearsBeforeThem) {
  auto place = two_areas();
  add_scheme(place, 1, 2);
  place.weights.push_back({"adult", "age_share", "15-17 of 15-19", 0.6, ""});
  EXPECT_THROW((void)ratio_of(place), geo::InputError) << "a part is missing";
  place.weights.push_back({"adult", "age_share", "18-19 of 15-19", 0.4, ""});
  const auto expected = [](double young) {
    const auto need = [&](double people, double grown) {
      return 1500 + people * (young + 2 * (1 - young)) + 2 * grown + 3000;
    };
    return need(5000, 2500) / need(500, 7000);
  };
  EXPECT_NEAR(ratio_of(place), expected(0.6), 1e-9);
  // The authority's projection by single year knows better: a quarter of each year but the first.
  for (int age = 0; age <= 90; ++age)
    place.projections.push_back({"E08000001", "2022", "persons", age == 90 ? "90+" : std::to_string(age), "",
                                 age == 15 ? 40.0 : 10.0, "SNPP", ""});
  EXPECT_NEAR(ratio_of(place), expected(60.0 / 80), 1e-9);
}

TEST(AgeWeights, AgesThatNoWeightFitsAreRefusedAndNeverWeighNothing) {
  auto place = two_areas();
  place.weights = {{"s", "age", "0-14", 1, ""}, {"s", "age", "15-64", 1, ""}};
  EXPECT_THROW((void)ratio_of(place, "s"), geo::InputError) << "nobody weighs people of 65 and over";
  place.weights = {{"s", "age", "0-14", 1, ""}, {"s", "age", "16-120", 1, ""}};
  EXPECT_THROW((void)ratio_of(place, "s"), geo::InputError) << "nor those of 15";
  place.weights = {{"s", "age", "F 0-120", 1, ""}};
  EXPECT_THROW((void)ratio_of(place, "s"), geo::InputError) << "the ages are not told by sex";
  place.weights = {{"s", "sex", "F", 1, ""}, {"s", "sex", "M", 2, ""}};
  EXPECT_THROW((void)ratio_of(place, "s"), geo::InputError);
  place.weights = {{"s", "age", "0-120", 2, ""}};
  EXPECT_NEAR(ratio_of(place, "s"), 1, 1e-9);
  place.ages.clear();
  EXPECT_THROW((void)ratio_of(place, "s"), geo::InputError) << "there are no ages";
}

TEST(AgeWeights, WiderBandsBesideSingleYearsOfAnAreaAreNotCountedAgain) {
  auto place = two_areas();
  add_scheme(place, 1, 2);
  std::erase_if(place.ages, [](const auto& row) { return row.area == "B"; });
  const auto bands = place.ages;
  place.ages.clear();
  for (const auto* area : {"A", "B"})
    for (int age = 0; age <= 90; ++age)
      place.ages.push_back({area, age == 90 ? "90+" : std::to_string(age), "", 10});
  place.ages.insert(place.ages.end(), bands.begin(), bands.end());
  EXPECT_NEAR(ratio_of(place), 1, 1e-9);
}

TEST(AgeWeights, CasesOfAnAgeThatNoBandFitsAreRefusedAndNotLost) {
  auto place = two_areas();
  place.projections = {{"E08000001", "2025", "", "18-64", "falls", 70, "POPPI", ""}};
  EXPECT_THROW((void)ratio_of(place, "measure:falls"), geo::InputError);
  place.projections[0].age_band = "20-64";
  EXPECT_NEAR(ratio_of(place, "measure:falls"), 2500.0 / 7000, 1e-9);
}

TEST(AgeWeights, StaffSpreadByAgeFallBackToAllPeopleWhereABandCannotBeSplit) {
  auto place = two_areas();
  EXPECT_NEAR(people_from_age(place, 65)[0], 1000, 1e-9);
  EXPECT_TRUE(std::isnan(people_from_age(place, 60)[0]));
  for (int age = 0; age <= 90; ++age)
    place.projections.push_back(
        {"E08000001", "2022", "persons", age == 90 ? "90+" : std::to_string(age), "", 10, "SNPP", ""});
  EXPECT_NEAR(people_from_age(place, 60)[0], 1000 + 2500.0 * 5 / 45, 1e-9);
}

TEST(AgeWeights, AProjectionWeighsByTheSameRule) {
  auto place = two_areas();
  add_scheme(place, 1, 2);
  place.plans = {toy::plan_of({{"A", "N1"}, {"B", "N2"}})};
  place.workforce = {toy::staff("a", "district nurse", 10)};
  place.workforce[0].area_id = "A";
  for (const auto* year : {"2025", "2035"})
    for (const auto* band : {"0-14", "15-19", "20-64", "65+"})
      place.projections.push_back({"E08000001", year, "", band, "", 1000, "SNPP", ""});
  ProjectionQuestion question;
  question.to = 2035;
  const auto ahead = project_place(place, place.plans[0], question);
  EXPECT_EQ(ahead.scheme, "none");
  EXPECT_TRUE(has_code(ahead.findings, "NEED_SCHEME_REFUSED"));
  question.scheme = "adult";
  EXPECT_THROW((void)project_place(place, place.plans[0], question), geo::InputError);
}

}  // namespace
}  // namespace placewright::boundaries::workforce
