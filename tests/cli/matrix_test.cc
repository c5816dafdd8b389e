#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "datasets/place/file.h"
#include "tests/cli/program.h"

/// Ready matrices of minutes, as a user brings them in: every row is accounted for.
namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::json;

/// Four squares of 1 km in a row, with a site in the middle of the second and of the last.
struct Matrix : testing::Test {
  datasets::TemporaryFolder folder;
  std::string place = folder.path("p.gpkg");

  void SetUp() override {
    std::string areas =
        R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[)";
    for (long k = 0; k < 4; ++k) {
      const auto point = [](long east, long north) {
        return "[" + std::to_string(east) + "," + std::to_string(north) + "]";
      };
      const long x = 400'000 + 1000 * k;
      areas += (k == 0 ? "" : ",") + std::string(R"({"type":"Feature","properties":{"LSOA21CD":"E0190000)") +
               std::to_string(k + 1) +
               R"(","population":1500},"geometry":{"type":"Polygon","coordinates":[[)" + point(x, 300'000) +
               "," + point(x + 1000, 300'000) + "," + point(x + 1000, 301'000) + "," + point(x, 301'000) +
               "," + point(x, 300'000) + "]]}}";
    }
    write("a.geojson", areas + "]}");
    write("s.csv",
          "service_id,type,name,postcode,easting,northing,capacity,mode\nS1,clinic,One,,401500,300500,10,"
          "clinic\n"
          "S2,clinic,Two,,403500,300500,10,clinic\n");
    ASSERT_EQ(
        run("import '" + place + "' '" + folder.path("a.geojson") + "' '" + folder.path("s.csv") + "'").code,
        0);
  }
  Ran run(const std::string& arguments) { return run_program(folder, arguments); }
  std::string write(const std::string& name, const std::string& text) {
    datasets::write_bytes(folder.path(name), text);
    return "'" + folder.path(name) + "'";
  }
  Ran try_matrix(const std::string& name, const std::string& text, const std::string& more = "") {
    return run("travel '" + place + "' --mode bus --json --matrix " + write(name, text) + " " + more);
  }
  Json matrix(const std::string& name, const std::string& text, const std::string& more = "") {
    const auto ran = try_matrix(name, text, more);
    EXPECT_EQ(ran.code, 0) << ran.err;
    auto receipt = ran.code == 0 ? Json::parse(ran.out) : Json::object();
    if (ran.code == 0) {
      long sum = 0;
      for (const char* fate : {"stored", "double", "out_of_reach", "sentinel", "reversed", "not_a_number",
                               "negative", "unknown_area", "unknown_site", "other_mode"})
        sum += receipt[fate].get<long>();
      EXPECT_EQ(sum, receipt["rows"].get<long>()) << receipt.dump();
    }
    return receipt;
  }
  /// "E01900001 S1 12" of the mode bus, in order.
  std::vector<std::string> stored() {
    std::vector<std::string> rows;
    for (const auto& row : datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::read).read().travel) {
      if (row.mode != "bus") continue;
      std::ostringstream text;
      text << row.area << " " << row.site << " " << row.minutes;
      rows.push_back(text.str());
    }
    return rows;
  }
  static bool has(const Json& receipt, const std::string& code) {
    for (const auto& one : receipt["findings"])
      if (one["code"] == code) return true;
    return false;
  }
};

const std::string kDoubled =
    "from_id,to_id,travel_time_p50\nE01900001,S1,20\nE01900001,S1,0\nE01900002,S1,7\nS1,E01900003,60\n"
    "E01900003,S2,NaN\nE01900004,S2,-5\nE01900001,S2,9999\nE01999999,S2,5\nE01900002,S9,5\nE "
    "E01900004,S2,4\n";

TEST_F(Matrix, APairThatComesTwiceIsAnErrorThatNamesBothValues) {
  const auto ran = try_matrix("m.csv", kDoubled);
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("E01900001 to S1, with 0 and 20"), std::string::npos) << ran.err;
  EXPECT_TRUE(stored().empty());
  // The same words whatever the order of the rows.
  auto turned = kDoubled;
  turned.replace(turned.find("S1,20\nE01900001,S1,0"), 20, "S1,0\nE01900001,S1,20");
  EXPECT_EQ(try_matrix("m.csv", turned).err, ran.err);
}

TEST_F(Matrix, EveryRowOfADoubtfulMatrixIsAccountedFor) {
  for (const auto& [how, minutes] : {std::pair{"first", "20"}, std::pair{"median", "10"}}) {
    const auto receipt = matrix("m.csv", kDoubled, std::string("--duplicates ") + how);
    EXPECT_EQ(receipt["stored"], 1);
    EXPECT_EQ(receipt["double"], 2);
    EXPECT_EQ(receipt["reversed"], 1);
    EXPECT_EQ(receipt["not_a_number"], 1);
    EXPECT_EQ(receipt["negative"], 1);
    EXPECT_EQ(receipt["sentinel"], 1);
    EXPECT_EQ(receipt["unknown_area"], 2);
    EXPECT_EQ(receipt["unknown_site"], 1);
    EXPECT_EQ(stored(), (std::vector<std::string>{"E01900001 S1 " + std::string(minutes), "E01900001 S2 nan",
                                                  "E01900002 S1 7"}));
  }
}

TEST_F(Matrix, AnotherMatrixOfTheModeTakesThePlaceOfTheFirst) {
  matrix("m.csv", "from_id,to_id,travel_time_p50\nE01900001,S1,12\nE01900002,S1,5\n");
  const auto receipt = matrix("m.csv", "from_id,to_id,travel_time_p50\nE01900001,S1,13\n");
  EXPECT_EQ(receipt["pairs_replaced"], 2);
  EXPECT_EQ(stored(), std::vector<std::string>{"E01900001 S1 13"});
}

TEST_F(Matrix, AThousandMinutesAndMoreAreOutOfReach) {
  const auto receipt =
      matrix("s9.csv", "from_id,to_id,travel_time_p50\nE01900001,S1,12\nE01900002,S1,9999\n");
  EXPECT_EQ(receipt["stored"], 1);
  EXPECT_EQ(receipt["sentinel"], 1);
  EXPECT_EQ(receipt["pairs_out_of_reach"], 1);
  EXPECT_EQ(stored(), (std::vector<std::string>{"E01900001 S1 12", "E01900002 S1 nan"}));
  EXPECT_EQ(run("check '" + place + "' --strict").code, 0) << run("check '" + place + "'").out;
}

TEST_F(Matrix, OutOfReachIsNotTheSameAsNoRow) {
  matrix("r5r.csv", "from_id,to_id,travel_time_p50\nE01900001,S1,12\nE01900002,S1,\nE01900003,S1,NA\n");
  EXPECT_EQ(stored(), (std::vector<std::string>{"E01900001 S1 12", "E01900002 S1 nan", "E01900003 S1 nan"}));
}

TEST_F(Matrix, PercentilesOfColumnsAreKeptAndChosen) {
  const std::string text =
      "from_id,to_id,travel_time_p50,travel_time_p85\nE01900001,S1,12,19\nE01900002,S1,5,\n";
  EXPECT_EQ(matrix("r5r.csv", text)["percentile"], "percentile 50 of 50, 85");
  EXPECT_EQ(stored().front(), "E01900001 S1 12");
  matrix("r5r.csv", text, "--percentile 85");
  EXPECT_EQ(stored(), (std::vector<std::string>{"E01900001 S1 19", "E01900002 S1 nan"}));
  const auto ran = try_matrix("r5r.csv", text, "--percentile 75");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("it has 50, 85"), std::string::npos) << ran.err;
  const auto checked = run("check '" + place + "' --json");
  EXPECT_NE(checked.out.find("percentile 85 of 50, 85"), std::string::npos) << "the place keeps it";
}

TEST_F(Matrix, DeparturesGiveThePercentileAskedFor) {
  const std::string text =
      "from_id,to_id,departure_time,draw_number,total_time\nE01900001,S1,08:00:00,1,12\nE01900001,S1,08:01:"
      "00,1,19\n"
      "E01900002,S1,08:00:00,1,4\nE01900002,S1,08:01:00,1,\n";
  const auto receipt = matrix("r5exp.csv", text);
  EXPECT_EQ(receipt["percentile"], "percentile 50 of departures");
  EXPECT_EQ(receipt["period"], "2 departures, 08:00:00 to 08:01:00");
  EXPECT_EQ(stored(), (std::vector<std::string>{"E01900001 S1 15.5", "E01900002 S1 nan"}));
  matrix("r5exp.csv", text, "--percentile 0");
  EXPECT_EQ(stored(), (std::vector<std::string>{"E01900001 S1 12", "E01900002 S1 4"}));
}

TEST_F(Matrix, SecondsTakenForMinutesAreFoundAndRead) {
  const std::string text =
      "origin_id,destination_id,travel_time\nE01900001,S1,720\nE01900003,S1,600\nE01900004,S1,990\n";
  const auto receipt = matrix("tt.csv", text);
  EXPECT_TRUE(has(receipt, "SECONDS_FOR_MINUTES"));
  EXPECT_EQ(stored(), (std::vector<std::string>{"E01900001 S1 12", "E01900003 S1 10", "E01900004 S1 16.5"}));
  EXPECT_EQ(matrix("tt.csv", text, "--unit minutes")["unit"], "minutes");
  EXPECT_EQ(stored().front(), "E01900001 S1 720");
  EXPECT_FALSE(has(matrix("m.csv", "from_id,to_id,minutes\nE01900001,S1,12\n"), "SECONDS_FOR_MINUTES"));
}

TEST_F(Matrix, NothingThatCanBeStoredIsAnError) {
  const auto ran = try_matrix("neg.csv", "from_id,to_id,travel_time\nE01900001,S1,-5\n");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("1 rows have a negative time"), std::string::npos) << ran.err;
}

TEST_F(Matrix, AnswersOfOsrmAndValhallaAreReadByPositionOrByPointFiles) {
  // -2.0 52.6 is about the middle of a square in metres; points are given by file here.
  const auto from = write("from.csv", "id\nE01900001\nE01900002\n"), to = write("to.csv", "id\nS1\nS2\n");
  const std::string points = "--from " + from + " --to " + to;
  const auto osrm = matrix("osrm.json", R"({"code":"Ok","durations":[[120.5,300],[null,60]]})", points);
  EXPECT_EQ(osrm["out_of_reach"], 1);
  EXPECT_EQ(stored(), (std::vector<std::string>{"E01900001 S1 2.00833", "E01900001 S2 5", "E01900002 S1 nan",
                                                "E01900002 S2 1"}));
  matrix(
      "valhalla.json",
      R"({"sources_to_targets":[[{"distance":1,"time":300,"to_index":1,"from_index":0},)"
      R"({"distance":1,"time":120,"to_index":0,"from_index":0}],)"
      R"([{"time":null,"to_index":0,"from_index":1},{"time":60,"to_index":1,"from_index":1}]],"units":"kilometers"})",
      points);
  EXPECT_EQ(stored(), (std::vector<std::string>{"E01900001 S1 2", "E01900001 S2 5", "E01900002 S1 nan",
                                                "E01900002 S2 1"}));
  const auto ran = try_matrix("osrm.json", R"({"code":"Ok","durations":[[120.5,300],[null,60]]})");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("does not say where its points lie"), std::string::npos) << ran.err;
  EXPECT_EQ(try_matrix("osrm.json", R"({"code":"InvalidQuery","message":"x"})").code, 1);
  EXPECT_EQ(try_matrix("osrm.json", R"({"durations":[[1]]})", points).code, 1) << "two points, one row";
}

TEST_F(Matrix, AModeThatThePlaceDoesNotHoldIsRefused) {
  const auto plan =
      write("p.csv", "area_code,neighbourhood\nE01900001,N1\nE01900002,N1\nE01900003,N2\nE01900004,N2\n");
  ASSERT_EQ(run("plans '" + place + "' --import " + plan + " --as P").code, 0);
  matrix("m.csv", "from_id,to_id,minutes\nE01900001,S1,12\n");
  const std::string access = "workforce '" + place + "' --plan P --access clinic --supply one --mode ";
  EXPECT_EQ(run(access + "bus").code, 0) << run(access + "bus").err;
  const auto ran = run(access + "boat");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("name one of: bus, drive, walk"), std::string::npos) << ran.err;
  EXPECT_EQ(try_matrix("m.csv", "from_id,to_id,minutes,mode\nE01900001,S1,12,train\n").code, 1);
}

struct MatrixCases : Matrix {
  const std::string cases = std::string(PLACEWRIGHT_SHARED) + "/cases/";
  void SetUp() override {
    if (!std::filesystem::exists(cases))
      GTEST_SKIP() << "../shared is not there: its matrices were not tried";
  }
};

TEST_F(MatrixCases, TheMatricesOfTheDoorHaveTheirRightAnswers) {
  ASSERT_EQ(run("demo '" + place + "' --areas 120").code, 0);
  const std::string travel = "travel '" + place + "' --mode bus --json --matrix " + cases + "door/matrices/";
  const auto doubled = run(travel + "m_dup.csv");
  EXPECT_EQ(doubled.code, 1);
  EXPECT_NE(doubled.err.find("E01900001 to Z00001, with 0 and 20"), std::string::npos) << doubled.err;
  for (const char* how : {"first", "median"}) {
    const auto receipt = Json::parse(run(travel + "m_dup.csv --duplicates " + how).out);
    EXPECT_EQ(receipt["rows"], 10);
    EXPECT_EQ(receipt["stored"], 1);
    EXPECT_EQ(receipt["double"], 2);
    EXPECT_EQ(receipt["unknown_area"], 2);
    EXPECT_EQ(receipt["unknown_site"], 1);
  }
  const auto nines = Json::parse(run(travel + "s9.csv").out);
  EXPECT_EQ(nines["stored"], 1);
  EXPECT_EQ(nines["sentinel"], 1);
  const auto one = run(travel + "o1.csv"), other = run(travel + "o2.csv");
  EXPECT_EQ(one.code, other.code);
  EXPECT_EQ(one.err.substr(one.err.find(": ")), other.err.substr(other.err.find(": ")));
  const auto expanded = Json::parse(run(travel + "r5exp.csv --percentile 50").out);
  EXPECT_EQ(expanded["pairs"], 1);
}

TEST_F(MatrixCases, TheMatricesOfTheCoverageCasesHaveTheirRightAnswers) {
  const auto in = cases + "coverage/travel/";
  ASSERT_EQ(run("import '" + place + "' " + in + "a.geojson " + in + "s.csv").code, 0);
  const std::string travel = "travel '" + place + "' --mode bus --json --matrix " + in;
  const std::vector<std::string> right{"E01900001 S1 2.00833", "E01900002 S1 5"};
  ASSERT_EQ(run(travel + "osrm.json").code, 0) << run(travel + "osrm.json").err;
  EXPECT_EQ(stored(), right) << "by position";
  ASSERT_EQ(run(travel + "osrm.json --from " + in + "a.geojson --to " + in + "s.csv").code, 0);
  EXPECT_EQ(stored(), right) << "by the order of the points";
  const auto seconds = run(travel + "tt.csv");
  EXPECT_NE(seconds.out.find("SECONDS_FOR_MINUTES"), std::string::npos) << seconds.out << seconds.err;
  EXPECT_EQ(run(travel + "neg.csv").code, 1);
  EXPECT_EQ(run(travel + "val.csv").code, 1);
  const auto receipt = Json::parse(run(travel + "val.csv --duplicates first").out);
  EXPECT_EQ(receipt["double"], 2);
  EXPECT_EQ(receipt["unknown_area"], 1);
  EXPECT_EQ(receipt["unknown_site"], 1);
  ASSERT_EQ(run(travel + "r5r.csv").code, 0);
  EXPECT_EQ(stored(), (std::vector<std::string>{"E01900001 S1 12", "E01900002 S1 nan"}));
}

}  // namespace
}  // namespace placewright::boundaries::cli
