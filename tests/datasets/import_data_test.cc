#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "geo/graph.h"
#include "tests/datasets/import_fixture.h"

/// The official files of ../shared/data, where they are there.
namespace placewright::datasets {
namespace {

const std::string kData = std::string(PLACEWRIGHT_SOURCE_DIR) + "/../shared/data";

std::vector<std::string> official(const std::vector<std::string>& authorities,
                                  const std::vector<std::string>& postcodes) {
  std::vector<std::string> files;
  const std::string folder = kData + "/official";
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".csv" || entry.path().extension() == ".zip")
      files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  for (const auto& code : authorities) files.push_back(folder + "/boundaries/lsoa_" + code + ".geojson");
  for (const auto& area : postcodes) files.push_back(folder + "/postcodes/" + area + ".csv");
  return files;
}

double people_of(const Place& place) {
  double sum = 0;
  for (const double people : place.areas.population) sum += people;
  return sum;
}

double registered_in(const Place& place) {
  double sum = 0;
  for (const auto& row : place.registrations)
    if (row.area != kOutside && row.area != kUnknown) sum += row.patients;
  return sum;
}

#define NEEDS_DATA()                                                 \
  if (!std::filesystem::exists(kData))                               \
  GTEST_SKIP() << "../shared/data is not there: official files not " \
                  "read"

TEST(OfficialFiles, LeedsAgreesWithThePreparedPlace) {
  NEEDS_DATA();
  const auto result = import_new(official({"E08000035"}, {"LS", "WF", "BD", "HG", "HD"}));
  const Place& place = result.place;
  EXPECT_EQ(place.name, "Leeds");
  ASSERT_EQ(place.areas.size(), 488U);
  EXPECT_EQ(people_of(place), 811'927);
  EXPECT_EQ(place.adjacency.size(), 1'384U);
  EXPECT_NEAR(registered_in(place), 899'784, 0.001 * 899'784);
  const std::string prepared = kData + "/places/leeds/";
  const Place judge =
      import_new({prepared + "leeds.gpkg", prepared + "practices.csv", prepared + "registrations.csv"}).place;
  ASSERT_EQ(judge.areas.code, place.areas.code);
  EXPECT_EQ(judge.areas.population, place.areas.population);
  EXPECT_EQ(judge.areas.imd_score, place.areas.imd_score);
  EXPECT_EQ(judge.areas.imd_rank, place.areas.imd_rank);
  EXPECT_EQ(judge.areas.imd_decile, place.areas.imd_decile);
  EXPECT_EQ(judge.areas.parents.at("ward_code"), place.areas.parents.at("ward_code"));
  std::map<std::string, double> expected, got;
  for (const auto& row : judge.registrations) expected[row.area] += row.patients;
  for (const auto& row : place.registrations) got[row.area] += row.patients;
  for (const auto& code : place.areas.code)
    EXPECT_NEAR(got[code], expected[code], std::max(30.0, 0.02 * expected[code])) << code;
  EXPECT_FALSE(has_finding(result.findings, "PRACTICE_NOT_LOCATED"))
      << "every practice that matters has its postcode in the five areas";
  EXPECT_TRUE(has_finding(result.findings, "VINTAGE_MIX"));
}

TEST(OfficialFiles, CornwallHasOneDetachedAreaWithAProposedLink) {
  NEEDS_DATA();
  const auto result = import_new(official({"E06000052", "E06000053"}, {"TR", "PL", "EX"}));
  EXPECT_EQ(result.place.areas.size(), 337U);
  EXPECT_EQ(result.place.adjacency.size(), 828U);
  ASSERT_EQ(result.place.links.size(), 1U);
  EXPECT_EQ(result.place.links[0].a, "E01019077");
  EXPECT_EQ(result.place.links[0].state, LinkState::proposed);
  EXPECT_TRUE(has_finding(result.findings, "LINK_PROPOSED"));
  EXPECT_EQ(geo::find_pieces(graph_of(result.place)).count, 1U);
}

TEST(OfficialFiles, TheIsleOfWightHasADoughnutThatIsRepairedAndReported) {
  NEEDS_DATA();
  const auto result = import_new(official({"E06000046"}, {"PO"}));
  EXPECT_EQ(result.place.areas.size(), 89U);
  EXPECT_EQ(result.place.adjacency.size(), 210U);
  const auto repairs = std::count_if(result.findings.begin(), result.findings.end(),
                                     [](const auto& finding) { return finding.code == "SHAPE_REPAIRED"; });
  EXPECT_EQ(repairs, 1);
}

TEST(OfficialFiles, NewportIsDrawnWithoutDeprivationAndRegistrationsAndSaysSo) {
  NEEDS_DATA();
  const std::string folder = kData + "/official/";
  const auto result = import_new({folder + "boundaries/lsoa_W06000022.geojson",
                                  folder + "TS007A_age_by_five_year_age_bands_lsoa11.csv",
                                  folder + "newport-2023-06-13.osm.pbf", folder + "postcodes/NP.csv"});
  EXPECT_EQ(result.place.areas.size(), 100U);
  EXPECT_EQ(people_of(result.place), 159'604);
  EXPECT_EQ(result.place.adjacency.size(), 262U);
  EXPECT_EQ(result.place.roads.size(), 8'944U);
  EXPECT_EQ(result.place.name, "Newport");
  EXPECT_TRUE(has_finding(result.findings, "DEPRIVATION_ABSENT"));
  EXPECT_TRUE(has_finding(result.findings, "REGISTRATIONS_ABSENT"));
}

TEST(OfficialFiles, EveryPreparedPlaceComesInWhole) {
  NEEDS_DATA();
  struct Expected {
    const char* name;
    std::size_t areas;
    double people;
    std::size_t pairs;
    double registered;
  };
  for (const auto& expected : {Expected{"leeds", 488, 811927, 1384, 899784},
                               {"bradford", 312, 546420, 862, 598121},
                               {"cornwall_scilly", 337, 572392, 828, 600634},
                               {"isle_of_wight", 89, 140430, 210, 145787},
                               {"manchester_trafford", 434, 786999, 1213, 924742},
                               {"pennine_lancashire", 343, 559874, 973, 598370},
                               {"newport_wales", 100, 159604, 262, 0}}) {
    SCOPED_TRACE(expected.name);
    const std::string folder = kData + "/places/" + expected.name + "/";
    const Place place =
        import_new({folder + expected.name + ".gpkg", folder + "practices.csv", folder + "registrations.csv",
                    folder + "sites.csv", folder + "pcn_workforce.csv"})
            .place;
    EXPECT_EQ(place.areas.size(), expected.areas);
    EXPECT_EQ(people_of(place), expected.people);
    EXPECT_EQ(place.adjacency.size(), expected.pairs);
    EXPECT_NEAR(registered_in(place), expected.registered, 0.5);
    EXPECT_FALSE(place.boundaries.empty());
  }
}

}  // namespace
}  // namespace placewright::datasets
