#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/cover/place_access.h"
#include "tests/workforce/toy_staff.h"

/// What is doubtful about dates and about minutes is told beside the figures.
namespace placewright::boundaries::workforce {
namespace {

std::string words_of(const std::vector<geo::Finding>& findings, const std::string& code) {
  std::string words;
  for (const auto& finding : findings)
    if (finding.code == code) words += finding.what + "\n";
  return words;
}

datasets::Source source_of(const std::string& taken_for, const std::string& vintage) {
  datasets::Source source;
  source.taken_for = taken_for;
  source.vintage = vintage;
  return source;
}

TEST(Flags, ASourceOfFiguresWithoutADateIsNamedAndOneOfLinesIsNot) {
  auto place = toy::three_practices();
  place.sources = {source_of("workforce", "2025-01-01"), source_of("patients registered by LSOA", ""),
                   source_of("LSOA boundaries", "")};
  const auto coverage = measure_coverage(place, place.plans.front());
  const auto words = words_of(coverage.findings, "VINTAGE_UNKNOWN");
  EXPECT_NE(words.find("patients registered by LSOA"), std::string::npos) << words;
  EXPECT_EQ(words.find("boundaries"), std::string::npos) << words;
  place.sources[1].vintage = "Jan-25";
  EXPECT_EQ(words_of(measure_coverage(place, place.plans.front()).findings, "VINTAGE_UNKNOWN"), "");
}

TEST(Flags, MinutesOfATimetableAreOfAWindowOrOfOneTime) {
  auto place = toy::three_practices();
  for (const auto& area : place.areas.code) place.travel.push_back({"bus", area, "P1", 12});
  AccessQuestion question;
  question.mode = "bus";
  question.supply = "one";
  const auto flags = [&](const std::string& said) {
    place.settings["travel_source.bus"] = said;
    return measure_place_access(place, place.plans.front(), question).findings;
  };
  EXPECT_NE(words_of(flags("imported from m.csv"), "PT_SINGLE_TIME"), "");
  EXPECT_NE(words_of(flags("imported from m.csv, percentile 50 of departures, 1 departures, 8:00 to 8:00"),
                     "PT_SINGLE_TIME"),
            "");
  const auto window = flags("imported from m.csv, percentile 50 of 25, 50, 75");
  EXPECT_EQ(words_of(window, "PT_SINGLE_TIME"), "");
  EXPECT_NE(words_of(window, "PT_WINDOW").find("percentile 50 of 25, 50, 75"), std::string::npos);
}

TEST(Flags, PeopleWithoutKnownMinutesAreInNoShare) {
  const WithinReach some{1000, 300, 400}, none{500, 0, 500};
  EXPECT_NEAR(some.share(), 0.5, 1e-12);
  EXPECT_TRUE(std::isnan(none.share()));
}

}  // namespace
}  // namespace placewright::boundaries::workforce
