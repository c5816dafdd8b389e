#include "boundaries/workforce/supply/thresholds.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/supply/organisations.h"
#include "geo/error.h"
#include "tests/workforce/toy_staff.h"

// Policy numbers of a place's own count, and are told.
namespace placewright::boundaries::workforce {
namespace {

using Settings = std::map<std::string, std::string>;

TEST(Thresholds, AreTheProgramsWhereThePlaceSaysNothing) {
  for (const auto& settings : {Settings{}, Settings{{"threshold.min_coverage", " "}}}) {
    EXPECT_EQ(thresholds_of(settings).min_coverage, 0.6);
    EXPECT_EQ(thresholds_of(settings).split, 0.05);
    EXPECT_TRUE(describe_thresholds(settings, {"min_coverage", "split"}).empty());
  }
}

TEST(Thresholds, AreReadAsAShareAndInPerCent) {
  EXPECT_EQ(thresholds_of({{"threshold.min_coverage", "0.5"}}).min_coverage, 0.5);
  EXPECT_EQ(thresholds_of({{"threshold.split", " 10 % "}}).split, 0.1);
  EXPECT_EQ(thresholds_of({{"threshold.split", "1"}}).split, 1);
}

TEST(Thresholds, WhatIsNoShareIsRefusedByTheSettingsName) {
  for (const auto* wrong : {"0", "-0.1", "60", "nan", "inf", "half", "0.5x", "%", "101 %"}) {
    try {
      (void)thresholds_of({{"threshold.split", wrong}});
      ADD_FAILURE() << wrong;
    } catch (const geo::InputError& error) {
      EXPECT_NE(std::string(error.what()).find("threshold.split"), std::string::npos) << error.what();
    }
  }
}

TEST(Thresholds, OfAccessAreMinutes) {
  EXPECT_EQ(thresholds_of({}).catchment, 30);
  EXPECT_EQ(near_minutes(thresholds_of({}), "walk"), 20);
  EXPECT_EQ(near_minutes(thresholds_of({}), "drive"), 15);
  const Settings own{{"threshold.catchment", "45 min"}, {"threshold.near", "10"}};
  EXPECT_EQ(thresholds_of(own).catchment, 45);
  EXPECT_EQ(near_minutes(thresholds_of(own), "drive"), 10);
  EXPECT_EQ(describe_thresholds(own, {"near", "catchment"}).size(), 2U);
  for (const auto* wrong : {"0", "-5", "601", "soon", "nan"})
    EXPECT_THROW((void)thresholds_of({{"threshold.near", wrong}}), geo::InputError) << wrong;
}

TEST(Thresholds, OneThatTheProgramDoesNotKnowIsNamed) {
  const auto findings = describe_thresholds({{"threshold.splits", "0.1"}}, {"split"});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "THRESHOLD_UNKNOWN");
  EXPECT_EQ(findings[0].where, "setting threshold.splits");
}

/// Neighbourhood N1 with patients of two PCNs, of which the first reported staff for 55 of 100.
datasets::Place half_reported() {
  auto place = toy::place_of({{"L1", 1000, 30, 3, 0, 0}, {"L2", 1000, 20, 6, 1000, 0}});
  place.sites = {toy::practice("P1", "U1", "L1"), toy::practice("P2", "U2", "L1")};
  place.registrations = {{"P1", "L1", 550}, {"P2", "L1", 450}, {"P1", "L2", 1000}, {"P2", "L2", 40}};
  auto row = toy::staff("u1", "Pharmacist", 6);
  row.role_group = "Other Direct Patient Care staff";
  row.pcn_code = "U1";
  place.workforce.push_back(row);
  place.plans = {toy::plan_of({{"L1", "N1"}, {"L2", "N2"}})};
  return place;
}

bool tells(const Coverage& coverage, const std::string& code) {
  return std::any_of(coverage.findings.begin(), coverage.findings.end(),
                     [&](const auto& finding) { return finding.code == code; });
}

TEST(Thresholds, APlacesOwnLeastCoverageDecidesOverRatesAndIsTold) {
  auto place = half_reported();
  const auto usual = measure_coverage(place, place.plans[0]);
  ASSERT_NEAR(usual.unit[0].coverage, 0.55, 1e-9);
  EXPECT_TRUE(std::isnan(usual.unit[0].per_10k_residents));
  EXPECT_FALSE(tells(usual, "THRESHOLD_OWN"));
  place.settings["threshold.min_coverage"] = "50 %";
  const auto own = measure_coverage(place, place.plans[0]);
  EXPECT_FALSE(std::isnan(own.unit[0].per_10k_residents));
  EXPECT_FALSE(own.unit[0].partial);
  EXPECT_FALSE(std::isnan(own.unit[0].fair));
  EXPECT_TRUE(tells(own, "THRESHOLD_OWN"));
}

TEST(Thresholds, APlacesOwnSplitDecidesWhatIsAPiece) {
  auto place = half_reported();
  EXPECT_EQ(measure_organisations(place, place.plans[0]).pcns.at(1).pieces, 2U);
  place.settings["threshold.split"] = "0.1";
  const auto report = measure_organisations(place, place.plans[0]);
  EXPECT_EQ(report.pcns.at(1).pieces, 1U);
  EXPECT_EQ(report.least_piece, 0.1);
}

}  // namespace
}  // namespace placewright::boundaries::workforce
