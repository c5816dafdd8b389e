#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "datasets/place/file.h"
#include "tests/cli/program.h"

/// Areas that residents drew and boundaries to come, as a user brings them in.
namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::json;

const std::string kHead =
    R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[)";

std::string feature(const std::string& properties, const std::vector<std::pair<double, double>>& ring) {
  std::string text = R"({"type":"Feature","properties":{)" + properties +
                     R"(},"geometry":{"type":"Polygon","coordinates":[[)";
  for (const auto& [x, y] : ring)
    text += "[" + std::to_string(400'000 + 1000 * x) + "," + std::to_string(400'000 + 1000 * y) + "],";
  text.pop_back();
  return text + "]]}}";
}

std::vector<std::pair<double, double>> box(double x0, double y0, double x1, double y1) {
  return {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}};
}

/// Six columns and four rows of squares of 1 km, 9,000 people each, numbered row by row from the south-west.
std::string squares() {
  std::string text = kHead;
  for (int k = 0; k < 24; ++k) {
    const auto code = "A" + std::to_string(1000 + k).substr(1);
    text += (k == 0 ? "" : ",") + feature("\"code\":\"" + code + "\",\"name\":\"Area\",\"people\":9000",
                                          box(k % 6, k / 6, k % 6 + 1, k / 6 + 1));
  }
  return text + "]}";
}

struct DrawnAreas : testing::Test {
  datasets::TemporaryFolder folder;
  std::string place = folder.path("p.gpkg");
  Ran run(const std::string& arguments) { return run_program(folder, arguments); }
  std::string write(const std::string& name, const std::string& text) {
    datasets::write_bytes(folder.path(name), text);
    return "'" + folder.path(name) + "'";
  }
  Json import(const std::string& files) {
    const auto ran = run("import '" + place + "' " + files + " --json");
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.code == 0 ? Json::parse(ran.out) : Json::object();
  }
  void plan_of_columns() {
    std::string csv = "area_code,neighbourhood\n";
    for (int k = 0; k < 24; ++k)
      csv += "A" + std::to_string(1000 + k).substr(1) + (k % 6 < 3 ? ",W\n" : ",E\n");
    ASSERT_EQ(run("plans '" + place + "' --import " + write("plan.csv", csv) + " --as P").code, 0);
  }
  static Json finding(const Json& all, const std::string& code) {
    for (const auto& one : all)
      if (one["code"] == code) return one;
    return {};
  }
};

TEST_F(DrawnAreas, ThatOverlapCountWholeEachAndAreTold) {
  const auto drawn = kHead + feature(R"("nm":"Old Town")", box(0, 0, 3, 2)) + "," +
                     feature(R"("nm":"Riverside")", box(2, 0, 5, 2)) + "," +
                     feature(R"("nm":"Sliver")", box(0, 2, 0.01, 4)) + "," +
                     feature(R"("nm":"Bow")", {{3, 2}, {5, 4}, {5, 2}, {3, 4}, {3, 2}}) + "]}";
  const auto receipt = import(write("g.geojson", squares()));
  const auto again = import(write("res.geojson", drawn) + " --as boundary --map name=nm");
  EXPECT_NE(finding(again["findings"], "BOUNDARIES_OVERLAP").dump().find("Old Town and Riverside"),
            std::string::npos)
      << again["findings"].dump();
  EXPECT_NE(finding(again["findings"], "BOUNDARY_SLIVER").dump().find("Sliver"), std::string::npos);
  EXPECT_NE(finding(again["findings"], "BOUNDARY_REPAIRED").dump().find("Bow"), std::string::npos);
  plan_of_columns();
  const auto brief = write("b.toml", "[weights]\nalignment = { \"resident-drawn area\" = 1.0 }\n");
  const auto scored =
      Json::parse(run("score '" + place + "' --plan P --no-references --json --brief " + brief).out);
  std::map<std::string, Json> units;
  for (const auto& unit : scored["drawn_units"]) units[unit["name"]] = unit;
  EXPECT_EQ(units["Old Town"]["people"], 54000);
  EXPECT_EQ(units["Old Town"]["share"], 1);
  EXPECT_EQ(units["Riverside"]["people"], 54000);
  EXPECT_NEAR(units["Riverside"]["share"].get<double>(), 2.0 / 3, 1e-9);
  EXPECT_EQ(units["Riverside"]["neighbourhoods"], 2);
  // Weighted losses of the layers add up to that of all units: 1 - (50,000 + 36,000 + kept of Bow) / ...
  double weight = 0;
  for (const auto& [name, criterion] : scored["criteria"].items())
    if (name.starts_with("alignment:")) weight += criterion["weight"].get<double>();
  EXPECT_NEAR(weight, 1, 1e-9);
}

TEST_F(DrawnAreas, AHeldLineNamesTheAreasThatItCuts) {
  const auto line = kHead + feature(R"("cd":"W","nm":"West")", box(0, 0, 2.5, 4)) + "," +
                    feature(R"("cd":"E","nm":"East")", box(2.5, 0, 6, 4)) + "]}";
  import(write("g.geojson", squares()));
  import(write("lgr.geojson", line) + " --as boundary --map code=cd,name=nm");
  plan_of_columns();
  const auto brief = write("b.toml", "[hold]\nwithin = [\"resident-drawn area\"]\n");
  const auto scored =
      Json::parse(run("score '" + place + "' --plan P --no-references --json --brief " + brief).out);
  const auto cut = finding(scored["findings"], "HOLD_CUTS_AREAS")["what"].get<std::string>();
  EXPECT_NE(cut.find("4 areas of 36,000 people"), std::string::npos) << cut;
  for (const char* code : {"A002 (4,500 of 9,000)", "A008", "A014", "A020"})
    EXPECT_NE(cut.find(code), std::string::npos) << cut;
}

TEST_F(DrawnAreas, ACodeTwiceInABoundaryLayerIsTwoPartsOfOneShape) {
  import(write("g.geojson", squares()));
  const auto wards = kHead + feature(R"("WD24CD":"E05000001","WD24NM":"One")", box(0, 0, 1, 1)) + "," +
                     feature(R"("WD24CD":"E05000002","WD24NM":"Two")", box(1, 0, 3, 1)) + "," +
                     feature(R"("WD24CD":"E05000001","WD24NM":"One")", box(4, 0, 5, 1)) + "]}";
  const auto receipt = import(write("wards.geojson", wards));
  EXPECT_FALSE(finding(receipt["findings"], "BOUNDARY_IN_PARTS").is_null());
  const auto stored = datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::read).read();
  ASSERT_EQ(stored.boundaries.size(), 2U);
  EXPECT_EQ(stored.boundaries[0].shape.parts.size(), 2U);
}

TEST_F(DrawnAreas, AnAreaTwiceWithTheSameValuesIsTwoPartsOfOneShape) {
  const auto areas =
      kHead + feature(R"("LSOA21CD":"E01900001","LSOA21NM":"a","population":5)", box(0, 0, 1, 1)) + "," +
      feature(R"("LSOA21CD":"E01900002","LSOA21NM":"b","population":5)", box(1, 0, 2, 1)) + "," +
      feature(R"("LSOA21CD":"E01900001","LSOA21NM":"a","population":5)", box(3, 0, 4, 1)) + "]}";
  import(write("a.geojson", areas));
  const auto stored = datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::read).read();
  ASSERT_EQ(stored.areas.size(), 2U);
  EXPECT_EQ(stored.areas.shape[0].parts.size(), 2U);
  EXPECT_EQ(stored.areas.population[0], 5);
}

TEST_F(DrawnAreas, WardsOfSeveralYearsAreKeptSideBySideInAnyOrder) {
  const std::string
      older = "LSOA21CD,LSOA21NM,WD23CD,WD23NM\nE01900001,a,E05000001,Old\nE01900002,b,E05000001,Old\n",
      newer = "LSOA21CD,LSOA21NM,WD24CD,WD24NM\nE01900001,a,E05000008,New\nE01900002,b,E05000009,Other\n";
  const auto areas =
      kHead + feature(R"("LSOA21CD":"E01900001","LSOA21NM":"a","population":5)", box(0, 0, 1, 1)) + "," +
      feature(R"("LSOA21CD":"E01900002","LSOA21NM":"b","population":5)", box(1, 0, 2, 1)) + "]}";
  write("w23.csv", older), write("w24.csv", newer);
  for (const auto& order : {std::pair{"w23.csv", "w24.csv"}, std::pair{"w24.csv", "w23.csv"}}) {
    SCOPED_TRACE(order.first);
    std::filesystem::remove(place);
    import(write("a.geojson", areas));
    import("'" + folder.path(order.first) + "'");
    import("'" + folder.path(order.second) + "'");
    const auto stored = datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::read).read();
    EXPECT_EQ(stored.areas.parents.at("ward_code"), (std::vector<std::string>{"E05000008", "E05000009"}));
    EXPECT_EQ(stored.areas.parents.at("ward_code_2023"),
              (std::vector<std::string>{"E05000001", "E05000001"}));
    const auto plan = run("plans '" + place + "' --as P --replace --import " +
                          write("p.csv", "WD23CD,neighbourhood\nE05000001,N1\n"));
    EXPECT_EQ(plan.code, 0) << plan.err;
    const auto names = run("plans '" + place + "' --as P --replace --import " +
                           write("q.csv", "ward,neighbourhood\nOther,N1\nNew,N2\n"));
    EXPECT_EQ(names.code, 0) << names.err;
  }
}

}  // namespace
}  // namespace placewright::boundaries::cli
