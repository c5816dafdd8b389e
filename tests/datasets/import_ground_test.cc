#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "datasets/demo/demo.h"
#include "datasets/demo/raw.h"
#include "datasets/import/join.h"
#include "geo/road_rules.h"
#include "tests/datasets/import_fixture.h"

/// Ground, settlements and what divides, from OpenStreetMap's and Ordnance Survey's open files.
namespace placewright::datasets {
namespace {

/// OpenStreetMap as text, in metres east and north of the first square's south-west corner.
class Osm {
 public:
  std::string node(double east, double north, const std::string& tags = "") {
    const double latitude = 52.59779 + north / 111'264, longitude = -2.0 + east / 67'760;
    nodes_ += "<node id=\"" + std::to_string(++id_) + "\" lat=\"" + std::to_string(latitude) + "\" lon=\"" +
              std::to_string(longitude) + "\">" + tags + "</node>\n";
    return std::to_string(id_);
  }
  void way(const std::vector<std::pair<double, double>>& points, const std::string& tags,
           bool closed = false) {
    std::string refs, first;
    for (const auto& [east, north] : points) {
      const auto id = node(east, north);
      if (first.empty()) first = id;
      refs += "<nd ref=\"" + id + "\"/>";
    }
    if (closed) refs += "<nd ref=\"" + first + "\"/>";
    ways_ += "<way id=\"" + std::to_string(++id_) + "\">" + refs + tags + "</way>\n";
  }
  void ground(double east, double north, double side, const std::string& tags) {
    way({{east, north}, {east + side, north}, {east + side, north + side}, {east, north + side}}, tags, true);
  }
  [[nodiscard]] std::string text() const {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<osm version=\"0.6\">\n" + nodes_ + ways_ +
           "</osm>\n";
  }

 private:
  int id_ = 0;
  std::string nodes_, ways_;
};

std::string tag(const std::string& key, const std::string& value) {
  return "<tag k=\"" + key + "\" v=\"" + value + "\"/>";
}

/// A river along the border of the first two squares, with a bridge, and a railway along that of the last
/// two, without; a bus gate, ground of each kind, and things that are none.
std::string small_town() {
  Osm osm;
  osm.node(1500, 500, tag("place", "town") + tag("name", "Squareton") + tag("population", "12,000"));
  osm.node(2500, 700, tag("place", "hamlet") + tag("name", "East End"));
  osm.node(1400, 450, tag("place", "locality") + tag("name", "Old Quarry"));
  osm.node(30'000, 700, tag("place", "village") + tag("name", "Farton"));
  osm.node(600, 500, tag("amenity", "pharmacy") + tag("name", "Pills"));
  osm.way({{1000, -100}, {1000, 1100}}, tag("waterway", "river") + tag("name", "River Square"));
  osm.way({{1200, -100}, {1200, 1100}},
          tag("waterway", "river") + tag("name", "Hid Brook") + tag("tunnel", "culvert"));
  osm.way({{2000, -100}, {2000, 1100}}, tag("railway", "rail"));
  osm.way({{2010, -100}, {2010, 1100}}, tag("railway", "rail") + tag("service", "siding"));
  osm.way({{700, 500}, {1300, 500}}, tag("highway", "residential") + tag("name", "Bridge Street") +
                                         tag("bridge", "yes") + tag("ref", "B1;B2"));
  osm.way({{1300, 500}, {1600, 500}},
          tag("highway", "service") + tag("motor_vehicle", "no") + tag("bus", "yes"));
  osm.way({{1300, 900}, {1600, 900}}, tag("power", "line"));
  osm.way({{1300, 950}, {1600, 950}}, tag("route", "ferry") + tag("duration", "00:25"));
  osm.ground(300, 300, 200, tag("landuse", "residential"));
  osm.ground(300, 600, 150, tag("leisure", "park") + tag("name", "Square Park"));
  osm.ground(1500, 600, 150, tag("natural", "wood"));
  osm.ground(2300, 200, 150, tag("natural", "water") + tag("name", "The Mere"));
  osm.ground(2600, 200, 10, tag("natural", "water"));
  osm.ground(2300, 600, 150, tag("landuse", "farmland"));
  osm.ground(30'000, 600, 150, tag("natural", "wood"));
  return osm.text();
}

ImportResult import_town(const Folder& folder) {
  return import_new(
      {folder.write("squares.geojson", squares_geojson(kThree)), folder.write("town.osm", small_town())});
}

std::map<std::string, int> kinds_of(const Place& place) {
  std::map<std::string, int> kinds;
  for (const auto& feature : place.ground) ++kinds[feature.kind];
  return kinds;
}

TEST(GroundImport, AnExtractOfOpenStreetMapGivesGroundAndSettlements) {
  const Folder folder;
  const auto place = import_town(folder).place;
  EXPECT_EQ(kinds_of(place),
            (std::map<std::string, int>{
                {"built_up", 1}, {"park", 1}, {"railway", 1}, {"river", 2}, {"water", 1}, {"wood", 1}}));
  ASSERT_EQ(place.settlements.size(), 2U);
  EXPECT_EQ(place.settlements[0].rank, "hamlet");
  EXPECT_EQ(place.settlements[1].name, "Squareton");
  EXPECT_EQ(place.settlements[1].people, 12'000);
  EXPECT_NEAR(place.settlements[1].x, 401'500, 120);
  ASSERT_EQ(place.sites.size(), 1U);
  EXPECT_EQ(place.sites[0].kind, "pharmacy");
  const auto river = std::find_if(place.ground.begin(), place.ground.end(),
                                  [](const auto& feature) { return feature.name == "River Square"; });
  ASSERT_NE(river, place.ground.end());
  EXPECT_TRUE(river->shape.empty());
  EXPECT_EQ(river->line.size(), 2U);
}

TEST(GroundImport, EveryFeatureIsKeptOutsideOrNoGround) {
  const Folder folder;
  const auto result = import_town(folder);  // expects read = matched + left out
  std::map<std::string, std::string> why;
  for (const auto& record : result.records) why[record.taken_for] = record.left_out_why;
  EXPECT_NE(why["OpenStreetMap points"].find("1 that are no health site and no settlement"),
            std::string::npos)
      << why["OpenStreetMap points"];
  EXPECT_NE(why["OpenStreetMap points"].find("1 more than 5 km from the place"), std::string::npos);
  EXPECT_NE(why["OpenStreetMap roads"].find("2 lines that are no road and no ground"), std::string::npos)
      << why["OpenStreetMap roads"];
  const auto& grounds = why["OpenStreetMap buildings and grounds"];
  EXPECT_NE(grounds.find("1 of ground that is too small to draw"), std::string::npos) << grounds;
  EXPECT_NE(grounds.find("1 that are no health site and no ground"), std::string::npos) << grounds;
  EXPECT_NE(grounds.find("1 more than 5 km from the place"), std::string::npos) << grounds;
}

TEST(GroundImport, TagsOfAccessAreKeptAndABusGateIsClosedToCars) {
  const Folder folder;
  const auto place = import_town(folder).place;
  const auto gate = std::find_if(place.roads.begin(), place.roads.end(),
                                 [](const auto& road) { return road.road_class == "service"; });
  ASSERT_NE(gate, place.roads.end());
  EXPECT_EQ(gate->other, "motor_vehicle=no");
  const auto use =
      geo::read_road_use(gate->road_class, gate->oneway, gate->access, "\"motor_vehicle\"=>\"no\"");
  EXPECT_FALSE(use.drive);
  EXPECT_TRUE(use.walk);
  const auto street = std::find_if(place.roads.begin(), place.roads.end(),
                                   [](const auto& road) { return road.name == "Bridge Street"; });
  ASSERT_NE(street, place.roads.end());
  EXPECT_EQ(street->other, "bridge=yes;ref=B1,B2");
  EXPECT_EQ(std::count_if(place.roads.begin(), place.roads.end(),
                          [](const auto& road) { return road.road_class == "ferry"; }),
            1);
}

TEST(GroundImport, RiversAndRailwaysAreBarriersAndBridgesLinks) {
  const Folder folder;
  const auto place = import_town(folder).place;
  ASSERT_EQ(place.barriers.size(), 2U);  // not the culvert, not the siding
  for (const auto& barrier : place.barriers) EXPECT_TRUE(barrier.derived);
  ASSERT_EQ(place.links.size(), 1U);
  EXPECT_EQ(place.links[0].a, kThree[0]);
  EXPECT_EQ(place.links[0].b, kThree[1]);
  EXPECT_EQ(place.links[0].state, LinkState::declared);
  EXPECT_EQ(place.links[0].reason, "bridge or crossing");
}

TEST(GroundImport, WhatSomebodyCutStaysCut) {
  const Folder folder;
  auto place = import_town(folder).place;
  place.links = {{kThree[0], kThree[1], LinkState::cut, "closed bridge", "A. Planner"}};
  ImportOptions options;
  options.imported_at = "2026-01-01T00:00:00Z";
  const auto again = import_files(place, {folder.path("town.osm")}, options).place;
  ASSERT_EQ(again.links.size(), 1U);
  EXPECT_EQ(again.links[0].state, LinkState::cut);
}

TEST(GroundImport, AnExtractGivenAgainReplacesWhatItBrought) {
  const Folder folder;
  const auto first = import_town(folder).place;
  ImportOptions options;
  options.imported_at = "2026-02-01T00:00:00Z";
  const auto again = import_files(first, {folder.path("town.osm")}, options).place;
  EXPECT_EQ(kinds_of(again), kinds_of(first));
  EXPECT_EQ(again.settlements.size(), first.settlements.size());
  EXPECT_EQ(again.barriers.size(), first.barriers.size());
  EXPECT_EQ(again.links.size(), first.links.size());
}

TEST(GroundImport, GroundIsCutToThePlaceAndItsSurroundings) {
  const Folder folder;
  Osm osm;
  osm.way({{-60'000, 500}, {60'000, 500}}, tag("waterway", "river") + tag("name", "Long River"));
  const auto place = import_new({folder.write("squares.geojson", squares_geojson(kThree)),
                                 folder.write("river.osm", osm.text())})
                         .place;
  ASSERT_EQ(place.ground.size(), 1U);
  EXPECT_NEAR(place.ground[0].line.front().x, 395'000, 1);
  EXPECT_NEAR(place.ground[0].line.back().x, 408'000, 1);
}

/// A layer of one feature as GeoJSON in metres; the file's name is the layer's.
std::string layer_of(const std::string& properties, const std::string& geometry) {
  return R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[{"type":"Feature","properties":{)" +
         properties + R"(},"geometry":)" + geometry + "}]}";
}
const std::string kField =
    R"({"type":"Polygon","coordinates":[[[400200,300200],[400500,300200],[400500,300500],[400200,300500],[400200,300200]]]})";
const std::string kLine = R"({"type":"LineString","coordinates":[[400200,300200],[402500,300900]]})";
const std::string kPoint = R"({"type":"Point","coordinates":[400200,300200]})";

TEST(GroundImport, LayersOfOrdnanceSurveysOpenProductsAreKnownByTheirNames) {
  struct Case {
    const char *file, *properties;
    const std::string* geometry;
    const char *taken_for, *kind;
  };
  const Case cases[] = {
      {"surfacewater", R"("type":"Local")", &kField, "OS Open Zoomstack water", "water"},
      {"woodland", R"("type":"Local")", &kField, "OS Open Zoomstack woodland", "wood"},
      {"greenspace", R"("type":"Public Park Or Garden")", &kField, "OS Open Zoomstack greenspace", "park"},
      {"urban_areas", R"("type":"Regional")", &kField, "OS Open Zoomstack urban areas", "built_up"},
      {"foreshore", R"("id":1)", &kField, "OS Open Zoomstack foreshore", "foreshore"},
      {"waterlines", R"("type":"Local")", &kLine, "OS Open Zoomstack waterlines", "stream"},
      {"rail", R"("type":"Multi Track")", &kLine, "OS Open Zoomstack rail", "railway"},
      {"SK_SurfaceWater_Area", R"("ID":"a","FEATCODE":25609)", &kField, "OS OpenMap Local surface water",
       "water"},
      {"SK_SurfaceWater_Line", R"("ID":"a","FEATCODE":25600)", &kLine, "OS OpenMap Local watercourses",
       "stream"},
      {"SK_TidalWater", R"("ID":"a","FEATCODE":25608)", &kField, "OS OpenMap Local tidal water", "sea"},
      {"SK_Woodland", R"("ID":"a","FEATCODE":25999)", &kField, "OS OpenMap Local woodland", "wood"},
      {"SK_RailwayTrack", R"("ID":"a","CLASSIFICA":"Multi Track","FEATCODE":25300)", &kLine,
       "OS OpenMap Local railway track", "railway"},
      {"railway_tunnel", R"("id":"a","feature_code":25303)", &kLine, "OS OpenMap Local railway tunnel",
       "railway"},
      {"watercourse_link",
       R"("flow_direction":"in direction","length":900,"fictitious":"false","form":"inlandRiver","watercourse_name":"River Trent","watercourse_name_alternative":null,"start_node":"a","end_node":"b")",
       &kLine, "OS Open Rivers", "river"},
      {"WatercourseLink",
       R"("name1":"","identifier":"a","startNode":"b","endNode":"c","form":"canal","flow":"both","fictitious":"false","length":3)",
       &kLine, "OS Open Rivers", "canal"},
  };
  const Folder folder;
  const auto squares = folder.write("squares.geojson", squares_geojson(kThree));
  for (const auto& [file, properties, geometry, taken_for, kind] : cases) {
    SCOPED_TRACE(file);
    const auto result =
        import_new({squares, folder.write(std::string(file) + ".geojson", layer_of(properties, *geometry))});
    ASSERT_EQ(result.records.size(), 2U);
    EXPECT_EQ(result.records[1].taken_for, taken_for);
    ASSERT_EQ(result.place.ground.size(), 1U);
    EXPECT_EQ(result.place.ground[0].kind, kind);
  }
}

TEST(GroundImport, CopiesForSmallerScalesAreLeftOut) {
  const Folder folder;
  const auto result =
      import_new({folder.write("squares.geojson", squares_geojson(kThree)),
                  folder.write("woodland.geojson", layer_of(R"("type":"National")", kField))});
  EXPECT_TRUE(result.place.ground.empty());
  EXPECT_EQ(result.records[1].left_out_why, "1 that repeat the layer for smaller scales");
}

TEST(GroundImport, NamesAndRoadsOfOrdnanceSurveysOpenProducts) {
  const Folder folder;
  const auto squares = folder.write("squares.geojson", squares_geojson(kThree));
  const auto import_layer = [&](const std::string& file, const std::string& properties,
                                const std::string& geometry) {
    return import_new({squares, folder.write(file + ".geojson", layer_of(properties, geometry))}).place;
  };
  const auto zoomstack = import_layer(
      "names", R"("name1":"Bramley","name1language":null,"name2":null,"type":"Suburban Area")", kPoint);
  ASSERT_EQ(zoomstack.settlements.size(), 1U);
  EXPECT_EQ(zoomstack.settlements[0].rank, "suburb");
  const auto local = import_layer(
      "SK_NamedPlace",
      R"("ID":"a","DISTNAME":"Otley","HTMLNAME":"","CLASSIFICA":"Populated Place","FONTHEIGHT":"Large","ORIENTATIO":0,"FEATCODE":25801)",
      kPoint);
  ASSERT_EQ(local.settlements.size(), 1U);
  EXPECT_EQ(local.settlements[0].rank, "town");
  const auto roads =
      import_layer("roads_local", R"("type":"Primary","name":"High Street","number":"A65","level":0)", kLine);
  ASSERT_EQ(roads.roads.size(), 1U);
  EXPECT_EQ(roads.roads[0].road_class, "A Road");
  EXPECT_EQ(roads.roads[0].other, "ref=A65");
  const auto streets = import_layer(
      "SK_Road",
      R"("ID":"a","DISTNAME":"Mill Lane","ROADNUMBER":"","CLASSIFICA":"Local Street","FEATCODE":25780)",
      kLine);
  ASSERT_EQ(streets.roads.size(), 1U);
  EXPECT_EQ(streets.roads[0].road_class, "Local Road");
}

TEST(GroundImport, BeyondTheCapTheSmallestFeaturesGoAndAFindingSaysSo) {
  Place place;
  const auto line = [](double length, std::size_t corners) {
    geo::Line points;
    for (std::size_t k = 0; k < corners; ++k)
      points.push_back({length * static_cast<double>(k) / static_cast<double>(corners), 0});
    return GroundFeature{"river", "", {}, points, "", "a"};
  };
  place.ground = {line(100, 40), line(5000, 40), line(900, 40)};
  Collected collected;
  keep_within_cap(place, collected, 90);
  EXPECT_EQ(place.ground.size(), 2U);
  ASSERT_EQ(collected.findings.size(), 1U);
  EXPECT_EQ(collected.findings[0].code, "GROUND_CAPPED");
}

TEST(GroundImport, TheInventedGroundComesBackFromItsFilesInAnyOrder) {
  const Folder folder;
  const DemoOptions options{80, 3};
  const auto place = make_demo(options);
  ASSERT_FALSE(place.ground.empty());
  ASSERT_FALSE(place.settlements.empty());
  auto files = write_demo_raw(place, options, folder.path("raw"));
  std::erase_if(files, [](const auto& file) {  // boundaries once, and what lies under the map
    return file.find("BGC") == std::string::npos && file.find("Zoomstack") == std::string::npos &&
           file.find("opmplc") == std::string::npos && file.find("oprvrs") == std::string::npos;
  });
  const auto back = import_new(files).place;
  std::reverse(files.begin(), files.end());
  const auto again = import_new(files).place;
  EXPECT_EQ(kinds_of(back), kinds_of(place));
  EXPECT_EQ(back.settlements.size(), place.settlements.size());
  EXPECT_EQ(std::count_if(back.barriers.begin(), back.barriers.end(),
                          [](const auto& barrier) { return barrier.kind == "river"; }),
            std::count_if(place.barriers.begin(), place.barriers.end(),
                          [](const auto& barrier) { return barrier.kind == "river"; }));
  ASSERT_EQ(again.ground.size(), back.ground.size());
  for (std::size_t i = 0; i < back.ground.size(); ++i) {
    EXPECT_EQ(again.ground[i].kind, back.ground[i].kind);
    EXPECT_EQ(again.ground[i].line, back.ground[i].line);
    EXPECT_EQ(again.ground[i].name, back.ground[i].name);
  }
}

TEST(GroundImport, NewportsExtractNamesTownsRiversAndRailways) {
  const std::string folder = std::string(PLACEWRIGHT_SOURCE_DIR) + "/../shared/data/official/";
  if (!std::filesystem::exists(folder + "newport-2023-06-13.osm.pbf"))
    GTEST_SKIP() << "../shared/data is not there";
  const auto result =
      import_new({folder + "boundaries/lsoa_W06000022.geojson", folder + "newport-2023-06-13.osm.pbf"});
  const auto& place = result.place;
  EXPECT_EQ(place.roads.size(), 8'944U);
  EXPECT_GE(place.settlements.size(), 22U);
  auto kinds = kinds_of(place);
  for (const auto* kind : {"river", "railway", "park", "wood", "water", "built_up"})
    EXPECT_GT(kinds[kind], 5) << kind;
  std::map<std::string, int> barriers;
  for (const auto& barrier : place.barriers) ++barriers[barrier.kind];
  for (const auto* kind : {"river", "railway", "motorway"}) EXPECT_GT(barriers[kind], 0) << kind;
  EXPECT_FALSE(place.links.empty());
}

}  // namespace
}  // namespace placewright::datasets
