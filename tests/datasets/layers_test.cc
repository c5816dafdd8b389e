#include "datasets/read/layers.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <nlohmann/json.hpp>

#include "datasets/place/place.h"
#include "datasets/read/xml_text.h"
#include "geo/error.h"
#include "tests/datasets/full_place.h"
#include "tests/datasets/sqlite_by_hand.h"
#include "tests/datasets/temporary_folder.h"

namespace placewright::datasets {
namespace {

std::vector<Layer> three_layers() {
  Layer neighbourhoods;
  neighbourhoods.name = "neighbourhoods";
  neighbourhoods.description = "The neighbourhoods of plan A";
  auto big = square(430000, 430000, 1000);
  big.parts.push_back(square(432000, 430000, 1000).parts[0]);
  neighbourhoods.geometry = std::vector<geo::Shape>{big, square(431000, 430000, 1000), {}};
  neighbourhoods.columns = {{"id", std::vector<std::string>{"N1", "N2", "N3"}},
                            {"name", std::vector<std::string>{"Leeds <West> & \"Armley\"", "", "Ü"}},
                            {"people", std::vector<double>{41000, kMissing, 0}},
                            {"r2", std::vector<double>{0.5, kMissing, 0.25}},
                            {"colour", std::vector<std::string>{"#12436d", "#28a197", ""}}};
  neighbourhoods.style = {"colour", "id", "name", "name"};
  Layer bases;
  bases.name = "bases";
  bases.geometry = std::vector<geo::Point>{{430500, 430500}, {kMissing, kMissing}};
  bases.columns = {{"id", std::vector<std::string>{"B1", "B2"}}};
  Layer table;
  table.name = "practice_to_neighbourhood";
  table.columns = {{"practice", std::vector<std::string>{"B86001"}}, {"share", std::vector<double>{0.75}}};
  return {neighbourhoods, bases, table};
}

TEST(Layers, AGeopackageHoldsEveryRowItsGeometryAndWhatIsMissing) {
  const TemporaryFolder folder;
  const auto path = folder.path("plan.gpkg");
  write_layers(path, three_layers(), "2026-03-31T10:00:00Z");
  EXPECT_EQ(folder.files(), 1U);
  EXPECT_EQ(ask(path, "SELECT count(*) FROM neighbourhoods WHERE geom IS NOT NULL"), "2");
  EXPECT_EQ(ask(path, "SELECT name || people || r2 FROM neighbourhoods WHERE id = 'N1'"),
            "Leeds <West> & \"Armley\"410000.5");
  EXPECT_EQ(
      ask(path, "SELECT typeof(name) || typeof(people) || typeof(r2) FROM neighbourhoods WHERE id = 'N2'"),
      "nullnullnull");
  EXPECT_EQ(ask(path, "SELECT typeof(people) FROM neighbourhoods WHERE id = 'N3'"), "integer");
  EXPECT_EQ(ask(path, "SELECT count(*) FROM bases WHERE geom IS NULL"), "1");
  EXPECT_EQ(ask(path, "SELECT share FROM practice_to_neighbourhood"), "0.75");
  EXPECT_EQ(ask(path,
                "SELECT organization_coordsys_id FROM gpkg_geometry_columns g JOIN gpkg_spatial_ref_sys s "
                "ON s.srs_id = g.srs_id WHERE table_name = 'neighbourhoods'"),
            "27700");
  EXPECT_EQ(ask(path, "SELECT count(*) FROM layer_styles WHERE useAsDefault = 1 AND f_table_schema = ''"),
            "2");
}

TEST(Layers, TheSameLayersGiveTheSameBytes) {
  const TemporaryFolder folder;
  write_layers(folder.path("a.gpkg"), three_layers(), "2026-03-31T10:00:00Z");
  write_layers(folder.path("b.gpkg"), three_layers(), "2026-03-31T10:00:00Z");
  EXPECT_EQ(read_bytes(folder.path("a.gpkg")), read_bytes(folder.path("b.gpkg")));
}

TEST(Layers, TheStyleHasOneEntryANeighbourhoodWithItsColour) {
  const auto qml = build_qml(three_layers()[0]);
  EXPECT_NE(qml.find("value=\"N1\" label=\"Leeds &lt;West&gt; &amp; &quot;Armley&quot;\""), std::string::npos)
      << qml;
  EXPECT_NE(qml.find("18,67,109,255"), std::string::npos);    // #12436d
  EXPECT_NE(qml.find("189,189,189,255"), std::string::npos);  // no colour: grey
}

TEST(Layers, TextForXmlHasNoCharacterThatXmlRefuses) {
  EXPECT_EQ(escape_xml("St Ann's & <West> \"A\"\x01\x0b\tü\n"),
            "St Ann's &amp; &lt;West&gt; &quot;A&quot;\tü\n");
}

TEST(Layers, GeojsonIsInDegreesWithOuterRingsCounterClockwise) {
  const TemporaryFolder folder;
  const auto path = folder.path("plan.geojson");
  write_geojson(path, three_layers()[0]);
  const auto json = nlohmann::json::parse(read_bytes(path));
  EXPECT_FALSE(json.contains("crs"));
  ASSERT_EQ(json["features"].size(), 3U);
  EXPECT_TRUE(json["features"][2]["geometry"].is_null());
  EXPECT_TRUE(json["features"][1]["properties"]["people"].is_null());
  const auto ring = json["features"][1]["geometry"]["coordinates"][0];
  ASSERT_EQ(ring.size(), 5U);
  double twice_area = 0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const double x = ring[i][0], y = ring[i][1], next_x = ring[i + 1][0], next_y = ring[i + 1][1];
    EXPECT_NEAR(x, -1.53, 0.02);  // Leeds
    EXPECT_NEAR(y, 53.77, 0.02);
    twice_area += x * next_y - next_x * y;
  }
  EXPECT_GT(twice_area, 0);
}

TEST(Layers, AFolderThatIsNotThereIsSaidAndNothingIsLeftBehind) {
  const TemporaryFolder folder;
  EXPECT_THROW(write_layers(folder.path("no/plan.gpkg"), three_layers(), ""), geo::InputError);
  EXPECT_THROW(write_geojson(folder.path("."), three_layers()[0]), geo::InputError);
  EXPECT_EQ(folder.files(), 0U);
}

}  // namespace
}  // namespace placewright::datasets
