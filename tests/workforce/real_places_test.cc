#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <map>
#include <ostream>
#include <set>

#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/plan/place_siting.h"
#include "datasets/import/import.h"

/// Real practices, registrations and PCN staff of three cities, against a second calculation in plain loops.
namespace placewright::boundaries::workforce {
namespace {

const std::string kData = PLACEWRIGHT_SHARED "/data";

datasets::Place read_city(const std::string& city) {
  return datasets::import_files(
             std::nullopt,
             {kData + "/places/" + city + "/" + city + ".gpkg", kData + "/england/england_gp_practices.csv",
              kData + "/england/england_gp_registrations_lsoa21.zip",
              kData + "/places/" + city + "/pcn_workforce.csv"},
             {})
      .place;
}

/// Areas in order of code, so many a neighbourhood: any plan serves.
datasets::PlanRecord plan_of(const datasets::Place& place, std::size_t count) {
  datasets::PlanRecord plan;
  plan.name = "runs";
  std::set<std::string> ids;
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    const auto k = i * count / place.areas.size();
    const std::string id{'N', static_cast<char>('0' + k / 10), static_cast<char>('0' + k % 10)};
    plan.assignments.push_back({place.areas.code[i], id, false});
    if (ids.insert(id).second) plan.neighbourhoods.push_back({id, id, "", false, ""});
  }
  return plan;
}

struct City {
  const char* name;
  std::size_t pcns, silent;
};
void PrintTo(const City& city, std::ostream* out) { *out << city.name; }

class RealCity : public testing::TestWithParam<City> {};

TEST_P(RealCity, StaffAndRatesAgreeWithPlainLoops) {
  const auto& city = GetParam();
  if (!std::filesystem::exists(kData + "/places/" + city.name)) GTEST_SKIP() << "no data folder at " << kData;
  const auto place = read_city(city.name);
  const auto plan = plan_of(place, 15);
  CoverageRequest question;
  question.scheme = "none";
  const auto coverage = measure_coverage(place, plan, question);

  std::map<std::string, std::string> pcn_of, neighbourhood;
  std::set<std::string> here, reported;
  for (const auto& assignment : plan.assignments) neighbourhood[assignment.area] = assignment.neighbourhood;
  for (const auto& site : place.sites)
    if (site.kind == "gp" && !site.pcn_code.empty()) {
      pcn_of[site.id] = site.pcn_code;
      if (site.open && neighbourhood.contains(site.area)) here.insert(site.pcn_code);
    }
  std::map<std::string, double> list;
  for (const auto& row : place.registrations)
    if (pcn_of.contains(row.practice)) list[pcn_of[row.practice]] += row.patients;
  std::map<std::string, double> wte;
  double input = 0, outside = 0;
  for (const auto& staff : place.workforce) {
    input += staff.wte;
    reported.insert(staff.pcn_code);
    for (const auto& row : place.registrations) {
      const auto pcn = pcn_of.find(row.practice);
      if (pcn == pcn_of.end() || pcn->second != staff.pcn_code) continue;
      const double part = staff.wte * row.patients / list[staff.pcn_code];
      if (neighbourhood.contains(row.area))
        wte[neighbourhood[row.area]] += part;
      else
        outside += part;
    }
  }
  std::size_t silent = 0;
  for (const auto& pcn : here) silent += reported.contains(pcn) ? 0U : 1U;
  EXPECT_EQ(here.size(), city.pcns);
  EXPECT_EQ(silent, city.silent);
  EXPECT_EQ(coverage.reporting.pcns_missing.size(), city.silent) << "missing, not zero";
  EXPECT_NEAR(coverage.total.input, input, 1e-9);
  EXPECT_NEAR(coverage.total.outside, outside, 1e-9);
  EXPECT_NEAR(coverage.total.error(), 0, 1e-9);
  // People by whether their PCN reported, then the rate.
  std::map<std::string, double> patients, known;
  for (const auto& row : place.registrations) {
    const auto pcn = pcn_of.find(row.practice);
    if (pcn == pcn_of.end() || !neighbourhood.contains(row.area)) continue;
    patients[row.area] += row.patients;
    if (reported.contains(pcn->second)) known[row.area] += row.patients;
  }
  std::map<std::string, double> people;
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    const auto& code = place.areas.code[i];
    people[neighbourhood[code]] += place.areas.population[i] * known[code] / patients[code];
  }
  std::size_t compared = 0;
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    const auto& id = coverage.units.id[k];
    EXPECT_NEAR(coverage.unit[k].wte, wte[id], 1e-9) << id;
    if (std::isnan(coverage.unit[k].per_10k_residents)) continue;
    EXPECT_NEAR(coverage.unit[k].per_10k_residents, 1e4 * wte[id] / people[id], 1e-9) << id;
    ++compared;
  }
  EXPECT_GE(compared, 8u);
  EXPECT_TRUE(coverage.equity.slope.sii_limits.has_value());
  RecordProperty("outside_share_percent", std::to_string(100 * outside / input));
  RecordProperty("patients_outside_percent", std::to_string(100 * coverage.reporting.outside_share_of_lists));
}

INSTANTIATE_TEST_SUITE_P(Cities, RealCity,
                         testing::Values(City{"leeds", 20, 3}, City{"bradford", 12, 3},
                                         City{"manchester_trafford", 19, 3}),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(RealCitySiting, FiveMoreSitesInLeedsAreProvedBestOrTheirGapIsTold) {
  if (!std::filesystem::exists(kData + "/places/leeds")) GTEST_SKIP() << "no data folder at " << kData;
  const auto place =
      datasets::import_files(std::nullopt,
                             {kData + "/places/leeds/leeds.gpkg", kData + "/places/leeds/practices.csv"}, {})
          .place;
  for (const auto aim : {SitingAim::median, SitingAim::covering, SitingAim::centre}) {
    SitingQuestion question;
    question.aim = aim;
    question.sites = 5;
    question.kind = "gp";
    question.limits.nodes = 2000;
    const auto siting = site_next(place, question);
    SCOPED_TRACE(siting_name(aim));
    EXPECT_EQ(siting.area.size(), 5u);
    EXPECT_TRUE(siting.answer.proved || siting.answer.gap() > 0);
    RecordProperty(std::string(siting_name(aim)) + "_proved", siting.answer.proved ? "yes" : "no");
  }
}

}  // namespace
}  // namespace placewright::boundaries::workforce
