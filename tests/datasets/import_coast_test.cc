#include <algorithm>
#include <map>

#include "geo/shape_measures.h"
#include "tests/datasets/import_fixture.h"

/// The sea of OpenStreetMap's coastlines, beside three squares of 1 km.
namespace placewright::datasets {
namespace {

using Way = std::vector<std::pair<double, double>>;

/// Each way a coastline, in metres east and north of the first square's south-west corner.
std::string coast_osm(const std::vector<Way>& ways) {
  std::string nodes, lines;
  int id = 0;
  std::map<std::pair<double, double>, std::string> known;
  for (const auto& way : ways) {
    lines += "<way id=\"" + std::to_string(++id + 10'000) + "\">";
    for (const auto& at : way) {
      auto& ref = known[at];
      if (ref.empty()) {
        ref = std::to_string(++id);
        nodes += "<node id=\"" + ref + "\" lat=\"" + std::to_string(52.59779 + at.second / 111'264) +
                 "\" lon=\"" + std::to_string(-2.0 + at.first / 67'760) + "\"/>";
      }
      lines += "<nd ref=\"" + ref + "\"/>";
    }
    lines += R"(<tag k="natural" v="coastline"/></way>)";
  }
  return "<?xml version=\"1.0\"?><osm version=\"0.6\">" + nodes + lines + "</osm>";
}

ImportResult import_coast(const Folder& folder, const std::vector<Way>& ways) {
  return import_new(
      {folder.write("squares.geojson", squares_geojson({"E01900001", "E01900002", "E01900003"})),
       folder.write("coast.osm", coast_osm(ways))});
}

std::vector<GroundFeature> sea_of(const ImportResult& result) {
  std::vector<GroundFeature> sea;
  for (const auto& feature : result.place.ground)
    if (feature.kind == "sea") sea.push_back(feature);
  for (const auto& feature : result.place.ground) EXPECT_NE(feature.kind, "coastline");
  return sea;
}

bool says_open(const ImportResult& result) {
  return std::any_of(result.findings.begin(), result.findings.end(),
                     [](const auto& finding) { return finding.code == "COAST_OPEN"; });
}

const Way kWest{{-20'000, -1500}, {1000, -1500}}, kEast{{1000, -1500}, {30'000, -1500}};

TEST(CoastImport, CoastlinesAcrossTheMapMakeTheSeaWithIslandsAsHoles) {
  const Folder folder;
  const auto result =
      import_coast(folder, {kEast, kWest, {{0, -3000}, {500, -3000}, {500, -2500}, {0, -2500}, {0, -3000}}});
  const auto sea = sea_of(result);
  ASSERT_EQ(sea.size(), 1U);
  EXPECT_FALSE(says_open(result));
  EXPECT_TRUE(geo::contains(sea[0].shape, {401'500, 298'000}));
  EXPECT_FALSE(geo::contains(sea[0].shape, {401'500, 299'000})) << "land";
  EXPECT_FALSE(geo::contains(sea[0].shape, {400'250, 297'250})) << "the island";
}

TEST(CoastImport, ACoastThatEndsWithinTheMapMakesNoSeaAndThatIsSaid) {
  const Folder folder;
  const auto result = import_coast(folder, {kWest});
  EXPECT_TRUE(sea_of(result).empty());
  EXPECT_TRUE(says_open(result));
}

TEST(CoastImport, SeaThatWouldCoverAnAreaIsNotMade) {
  const Folder folder;
  const auto result =
      import_coast(folder, {Way(kEast.rbegin(), kEast.rend()), Way(kWest.rbegin(), kWest.rend())});
  EXPECT_TRUE(sea_of(result).empty());
  EXPECT_TRUE(says_open(result));
}

}  // namespace
}  // namespace placewright::datasets
