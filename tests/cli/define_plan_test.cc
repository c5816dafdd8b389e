#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "datasets/place/file.h"
#include "tests/cli/program.h"

/// Whatever says which neighbourhood is where becomes a plan, as a user brings it in.
namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::json;
using Groups = std::map<std::string, std::set<std::string>>;  // neighbourhood -> areas

/// Six squares of 1 km in two rows of three, 1,000 people each: A B C over D E F. A, B, D, E are of one ward;
/// C and F of another, and of another authority, whose ward bears the same name.
std::string areas_geojson() {
  const std::string codes = "ABCDEF";
  std::string text =
      R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[)";
  for (std::size_t k = 0; k < codes.size(); ++k) {
    const auto x = 400'000 + 1000 * static_cast<long>(k % 3), y = 301'000 - 1000 * static_cast<long>(k / 3);
    const auto point = [](long east, long north) {
      return "[" + std::to_string(east) + "," + std::to_string(north) + "]";
    };
    const bool east = k % 3 == 2;
    text += (k == 0 ? "" : ",") + std::string(R"({"type":"Feature","properties":{"LSOA21CD":"E0190000)") +
            std::to_string(k + 1) + R"(","LSOA21NM":"Square )" + codes[k] +
            R"(","population":1000,"WD24CD":")" + (east ? "W2" : "W1") + R"(","WD24NM":"Abbey","LAD24CD":")" +
            (east ? "L2" : "L1") + R"(","LAD24NM":")" + (east ? "Eastham" : "Weston") +
            R"("},"geometry":{"type":"Polygon","coordinates":[[)" + point(x, y) + "," + point(x + 1000, y) +
            "," + point(x + 1000, y + 1000) + "," + point(x, y + 1000) + "," + point(x, y) + "]]}}";
  }
  return text + "]}";
}

std::string code(char area) { return "E0190000" + std::to_string(area - 'A' + 1); }

/// A box in kilometres from the south-west corner of the squares, as a feature.
std::string box(const std::string& name, double x0, double y0, double x1, double y1) {
  std::ostringstream text;
  const auto point = [&](double x, double y) {
    text << "[" << 400'000 + 1000 * x << "," << 300'000 + 1000 * y << "]";
  };
  text.precision(10);
  text << R"({"type":"Feature","properties":{"nm":")" << name
       << R"("},"geometry":{"type":"Polygon","coordinates":[[)";
  point(x0, y0), text << ",", point(x1, y0), text << ",", point(x1, y1), text << ",", point(x0, y1),
      text << ",", point(x0, y0);
  text << "]]}}";
  return text.str();
}

std::string layer(const std::string& features) {
  return R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[)" +
         features + "]}";
}

struct DefinedPlan : testing::Test {
  datasets::TemporaryFolder folder;
  std::string place = folder.path("p.gpkg");

  void SetUp() override {
    write("areas.geojson", areas_geojson());
    ASSERT_EQ(run("import '" + place + "' '" + folder.path("areas.geojson") + "'").code, 0);
  }
  Ran run(const std::string& arguments) { return run_program(folder, arguments); }
  std::string write(const std::string& name, const std::string& text) {
    datasets::write_bytes(folder.path(name), text);
    return "'" + folder.path(name) + "'";
  }
  Ran try_import(const std::string& file, const std::string& more = "") {
    return run("plans '" + place + "' --import " + file + " --as P --replace --json " + more);
  }
  Json import(const std::string& file, const std::string& more = "") {
    const auto ran = try_import(file, more);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.code == 0 ? Json::parse(ran.out)["import"] : Json::object();
  }
  Groups groups() {
    Groups groups;
    for (const auto& one :
         datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::read).read_plan("P").assignments)
      groups[one.neighbourhood].insert(std::string(1, static_cast<char>('A' + one.area.back() - '1')));
    return groups;
  }
  static Json finding(const Json& receipt, const std::string& code) {
    for (const auto& one : receipt["findings"])
      if (one["code"] == code) return one;
    return {};
  }
};

TEST_F(DefinedPlan, WordsForNoNeighbourhoodMakeNone) {
  const auto receipt = import(write("p.csv", "area_code,neighbourhood\n" + code('A') + ",N1\n" + code('B') +
                                                 ",NA\n" + code('C') + ",0\n" + code('D') + ",Unassigned\n" +
                                                 code('E') + ",\n" + code('F') + ",#N/A\n"));
  EXPECT_EQ(groups(), (Groups{{"N1", {"A"}}, {"", {"B", "C", "D", "E", "F"}}}));
  EXPECT_EQ(receipt["without"], 5);
  EXPECT_EQ(receipt["matched"], 1);
}

TEST_F(DefinedPlan, CodesInSmallLettersAndWithBlanksMatchAndAreCounted) {
  const auto receipt = import(
      write("p.csv", "LSOA21CD,NBHD26CD,NBHD26NM\ne01900001 ,1,=1+1\nE01900002,1,=1+1\n e01900003,2,-\n"));
  EXPECT_EQ(groups(), (Groups{{"1", {"A", "B"}}, {"2", {"C"}}, {"", {"D", "E", "F"}}}));
  const auto folded = finding(receipt, "CODES_FOLDED");
  EXPECT_EQ(folded["what"].get<std::string>().substr(0, 8), "2 codes ") << receipt.dump();
}

TEST_F(DefinedPlan, NamesOfAnySignsAreHarmlessInAPage) {
  import(write("p.csv", "area_code,neighbourhood,name\n" + code('A') + ",1,Moor <b>side</b> & Ynys\n" +
                            code('B') + ",2,=HYPERLINK(x)\n"));
  const auto page = folder.path("r.html");
  ASSERT_EQ(run("report '" + place + "' --plan P '" + page + "'").code, 0);
  const auto html = datasets::read_bytes(page);
  EXPECT_EQ(html.find("Moor <b>"), std::string::npos);
  EXPECT_NE(html.find("Moor &lt;b&gt;side"), std::string::npos);
}

TEST_F(DefinedPlan, AnAreaThatStandsTwiceInOtherLettersIsAnError) {
  const auto ran = try_import(write("p.csv", "area_code,neighbourhood\nE01900001,N1\ne01900001,N2\n"));
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("area E01900001 is there twice, first in line 2"), std::string::npos) << ran.err;
}

TEST_F(DefinedPlan, CodesOf2011ComeInThroughTheChangeLookup) {
  // A is unchanged; old X was split into B and C; old Y and Z were merged into D; E is made of parts of two.
  const std::string changes =
      "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND\nE01900001,a,E01900001,a,U\nE01800001,x,E01900002,b,S\n"
      "E01800001,x,E01900003,c,S\nE01800002,y,E01900004,d,M\nE01800003,z,E01900004,d,M\nE01800004,v,"
      "E01900005,e,X\n"
      "E01800005,w,E01900005,e,X\nE01900006,f,E01900006,f,U\n";
  const auto plan = write("p.csv",
                          "LSOA11CD,neighbourhood\nE01900001,N1\nE01800001,N2\nE01800002,N1\nE01800003,N1\n"
                          "E01800004,N2\nE01800005,N1\nE01900006,N2\n");
  const Groups right{{"N1", {"A", "D", "E"}}, {"N2", {"B", "C", "F"}}};
  const auto by_option = import(plan, "--with " + write("changes.csv", changes));
  EXPECT_EQ(groups(), right);
  ASSERT_EQ(by_option["ambiguous"].size(), 1U) << by_option.dump();
  EXPECT_EQ(by_option["ambiguous"][0]["area"], code('E'));
  EXPECT_EQ(by_option["ambiguous"][0]["claims"].size(), 2U);
  ASSERT_EQ(run("import '" + place + "' '" + folder.path("changes.csv") + "'").code, 0);
  EXPECT_EQ(import(plan)["unit"], "LSOA 2011 code");
  EXPECT_EQ(groups(), right);
}

TEST_F(DefinedPlan, WhatIsAmbiguousGoesOutAndComesBackSettled) {
  const auto plan = write("p.csv", "WD24CD,neighbourhood\nW1,N2\nW1,N1\nW2,N3\n");
  const auto out = folder.path("ambiguous.csv");
  const auto receipt = import(plan, "--ambiguous '" + out + "'");
  EXPECT_EQ(receipt["ambiguous"].size(), 4U);
  EXPECT_EQ(groups(), (Groups{{"N1", {"A", "B", "D", "E"}}, {"N3", {"C", "F"}}})) << "the first id";
  import(write("again.csv", "WD24CD,neighbourhood\nW1,N2\nW1,N1\nW1,N2\nW2,N3\n"));
  EXPECT_EQ(groups(), (Groups{{"N1", {"A", "B", "D", "E"}}, {"N3", {"C", "F"}}}))
      << "a row again adds nothing";
  auto csv = datasets::read_bytes(out);
  EXPECT_NE(csv.find(code('A') + ",Square A,1000,N1,N1 1000; N2 1000,"), std::string::npos) << csv;
  const auto at = csv.find(",N1,", csv.find(code('B')));
  csv.replace(at, 4, ",N2,");
  const auto settled = import(plan, "--settled " + write("settled.csv", csv));
  EXPECT_EQ(settled["settled_by_hand"], 4);
  EXPECT_EQ(settled["ambiguous"].size(), 0U);
  EXPECT_EQ(groups(), (Groups{{"N1", {"A", "D", "E"}}, {"N2", {"B"}}, {"N3", {"C", "F"}}}));
  EXPECT_NE(run("plans '" + place + "' --basis P").out.find(code('B') + ",N2,by hand"), std::string::npos);
}

TEST_F(DefinedPlan, WardsOfOneNameInTwoAuthoritiesAreToldApart) {
  import(write("p.csv", "ward_name,lad_name,neighbourhood\nAbbey,Weston,N1\nABBEY,Eastham,N2\n"));
  EXPECT_EQ(groups(), (Groups{{"N1", {"A", "B", "D", "E"}}, {"N2", {"C", "F"}}}));
  const auto receipt = import(write("q.csv", "ward,neighbourhood\nAbbey,N1\n"));
  EXPECT_EQ(groups(), (Groups{{"N1", {"A", "B", "C", "D", "E", "F"}}}));
  EXPECT_FALSE(finding(receipt, "UNIT_NAME_AMBIGUOUS").is_null());
}

TEST_F(DefinedPlan, UnitsOfAnyYearComeInThroughTheLookupOfThatYear) {
  const auto plan = write("p.csv", "WD31CD,neighbourhood\nX1,N1\nX2,N2\n");
  EXPECT_EQ(try_import(plan).code, 1);
  import(plan, "--with " + write("l.csv",
                                 "LSOA21CD,WD31CD,WD31NM\nE01900001,X1,North\nE01900002,X1,North\n"
                                 "E01900003,X2,South\nE01900004,X2,South\n"));
  EXPECT_EQ(groups(), (Groups{{"N1", {"A", "B"}}, {"N2", {"C", "D"}}, {"", {"E", "F"}}}));
}

TEST_F(DefinedPlan, FinerUnitsGiveAnAreaToMostOfThem) {
  const auto receipt = import(write("p.csv",
                                    "OA21CD,LSOA21CD,neighbourhood\nO1,E01900001,N1\nO2,E01900001,N1\n"
                                    "O3,E01900001,N2\nO4,E01900002,N2\n"));
  EXPECT_EQ(groups(), (Groups{{"N1", {"A"}}, {"N2", {"B"}}, {"", {"C", "D", "E", "F"}}}));
  ASSERT_EQ(receipt["ambiguous"].size(), 1U);
  EXPECT_NEAR(receipt["ambiguous"][0]["claims"][1]["people"].get<double>(), 1000.0 / 3, 1e-6);
}

TEST_F(DefinedPlan, PracticesGiveAnAreaToMostOfItsPatients) {
  auto stored = datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::read).read();
  stored.registrations = {{"P1", code('A'), 60},
                          {"P2", code('A'), 40},
                          {"P2", code('B'), 30},
                          {"P1", code('B'), 30},
                          {"P2", code('C'), 5}};
  datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::change).replace_place(stored);
  const auto receipt = import(write("p.csv", "practice_code,neighbourhood\nP1,N1\nP2,N2\n"));
  EXPECT_EQ(groups(), (Groups{{"N1", {"A", "B"}}, {"N2", {"C"}}, {"", {"D", "E", "F"}}}));
  ASSERT_EQ(receipt["ambiguous"].size(), 1U) << "half and half";
  EXPECT_EQ(receipt["ambiguous"][0]["area"], code('B'));
}

TEST_F(DefinedPlan, PolygonsTakeTheAreasWhosePointsTheyHold) {
  // West holds A, B, D, E and a tenth of C and F; East the rest of C and of F.
  const auto receipt =
      import(write("p.geojson", layer(box("West", 0, 0, 2.1, 2) + "," + box("East", 2.1, 0, 3, 2))));
  EXPECT_EQ(groups(), (Groups{{"West", {"A", "B", "D", "E"}}, {"East", {"C", "F"}}}));
  EXPECT_EQ(receipt["polygons"][1]["people_by_point"], 4000);
  EXPECT_NEAR(receipt["polygons"][1]["people_by_share"].get<double>(), 4200, 0.5);
  ASSERT_EQ(receipt["ambiguous"].size(), 2U) << "C and F are hit by both";
  EXPECT_EQ(receipt["ambiguous"][0]["area"], code('C'));
  EXPECT_NEAR(receipt["ambiguous"][0]["claims"][1]["people"].get<double>(), 100, 0.5);
}

TEST_F(DefinedPlan, PolygonsThatOverlapLeaveGapsOrAreTiedAreListed) {
  const std::string bow =
      R"({"type":"Feature","properties":{"nm":"Bow"},"geometry":{"type":"Polygon","coordinates":[[)"
      R"([402000,300000],[403000,301000],[403000,300000],[402000,301000],[402000,300000]]]}})";
  const auto receipt =
      import(write("p.geojson", layer(box("West", 0, 0, 2, 2) + "," + box("Mid", 1, 0, 2, 2) + "," +
                                      box("Strip", 2, 1, 2.01, 2) + "," + bow)));
  for (const auto& one : receipt["polygons"]) {
    if (one["id"] == "West") {
      EXPECT_EQ(one["people_by_point"], 4000);
    }
    if (one["id"] == "Mid") {
      EXPECT_EQ(one["people_by_point"], 2000);
    }
  }
  EXPECT_EQ(finding(receipt, "POLYGONS_OVERLAP")["where"], "Mid and West");
  EXPECT_EQ(receipt["overlaps"][0]["people"], 2000);
  EXPECT_NE(finding(receipt, "POLYGON_REPAIRED")["where"].get<std::string>().find("Bow"), std::string::npos);
  EXPECT_EQ(finding(receipt, "POLYGON_SLIVER")["where"], "Strip");
  EXPECT_FALSE(finding(receipt, "POLYGONS_LEAVE_GAPS").is_null());
}

TEST_F(DefinedPlan, PolygonsOfOneValueAreOneNeighbourhood) {
  import(write("p.geojson",
               layer(box("W", 0, 0, 1, 2) + "," + box("W", 1, 0, 2, 2) + "," + box("E", 2, 0, 3, 2))),
         "--by nm");
  EXPECT_EQ(groups(), (Groups{{"W", {"A", "B", "D", "E"}}, {"E", {"C", "F"}}}));
}

TEST_F(DefinedPlan, AColumnOfCodesIsKnownByItsCellsWhereItsHeadingSaysNothing) {
  const auto receipt = import(write("p.csv",
                                    "Ref,Colour,Neighbourhood\nE01900001,red,N1\ne01900002,blue,N1\n"
                                    "E01900003,red,N2\n"));
  EXPECT_EQ(receipt["unit"], "area code");
  EXPECT_EQ(groups(), (Groups{{"N1", {"A", "B"}}, {"N2", {"C"}}, {"", {"D", "E", "F"}}}));
}

TEST_F(DefinedPlan, OurOwnExportsComeInAgain) {
  import(write("p.csv", "area_code,neighbourhood,name\n" + code('A') + ",N1,=One\n" + code('B') +
                            ",N1,=One\n" + code('C') + ",N2,Two\n" + code('D') + ",N1,=One\n" + code('E') +
                            ",N2,Two\n" + code('F') + ",N2,Two\n"));
  const auto right = groups();
  const auto out = folder.path("out");
  ASSERT_EQ(run("export '" + place + "' --plan P '" + out + "'").code, 0);
  for (const char* name : {"plan.gpkg", "plan.xlsx", "neighbourhoods.geojson"}) {
    import("'" + out + "/" + name + "'");
    EXPECT_EQ(groups(), right) << name;
  }
  const auto plan = datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::read).read_plan("P");
  EXPECT_EQ(plan.neighbourhoods[0].name, "=One");
}

TEST_F(DefinedPlan, AnErrorNamesTheColumnsThatAreThere) {
  const auto ran = try_import(write("p.csv", "colour,neighbourhood\nred,N1\n"));
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("its columns are: colour, neighbourhood"), std::string::npos) << ran.err;
  EXPECT_EQ(try_import(write("q.csv", "WD24CD,patch\nW1,N1\n")).code, 1);
  import(folder.path("q.csv"), "--by patch");
  EXPECT_EQ(groups(), (Groups{{"N1", {"A", "B", "D", "E"}}, {"", {"C", "F"}}}));
}

}  // namespace
}  // namespace placewright::boundaries::cli
