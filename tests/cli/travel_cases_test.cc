#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "datasets/place/file.h"
#include "tests/cli/program.h"

/// From roads as they were downloaded to people within reach.
namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::json;

/// Two squares beside each other, a clinic in the second, and one street from the middle of the first to it
/// whose middle stretch has the tags given.
struct Street : testing::Test {
  datasets::TemporaryFolder folder;
  std::string place = folder.path("p.gpkg");

  Ran run(const std::string& arguments) { return run_program(folder, arguments); }
  std::string write(const std::string& name, const std::string& text) {
    datasets::write_bytes(folder.path(name), text);
    return "'" + folder.path(name) + "'";
  }
  static std::string square(const std::string& code, const std::string& west, const std::string& east) {
    return R"({"type":"Feature","properties":{"LSOA21CD":")" + code +
           R"(","population":1500},"geometry":{"type":"Polygon","coordinates":[[[)" + west + ",51.496],[" +
           east + ",51.496],[" + east + ",51.504],[" + west + ",51.504],[" + west + ",51.496]]]}}";
  }
  void make(const std::string& middle_tags) {
    std::string osm = "<?xml version=\"1.0\"?><osm version=\"0.6\">";
    for (int node = 1; node <= 41; ++node)
      osm += "<node id=\"" + std::to_string(node) + "\" lat=\"51.5\" lon=\"" +
             std::to_string(-3.0 + 0.0002 * (node - 1)) + "\"/>";
    const auto way = [&](int id, int first, int last, const std::string& tags) {
      osm += "<way id=\"" + std::to_string(id) + "\">";
      for (int node = first; node <= last; ++node) osm += "<nd ref=\"" + std::to_string(node) + "\"/>";
      osm += "<tag k=\"highway\" v=\"residential\"/>" + tags + "</way>";
    };
    way(1, 1, 19, "");
    way(2, 19, 23, middle_tags);
    way(3, 23, 41, "");
    const auto ran = run("import '" + place + "' " +
                         write("a.geojson", R"({"type":"FeatureCollection","features":[)" +
                                                square("E01900001", "-3.004", "-2.996") + "," +
                                                square("E01900002", "-2.996", "-2.988") + "]}") +
                         " " +
                         write("s.csv",
                               "service_id,type,name,postcode,easting,northing,capacity,mode\n"
                               "S1,clinic,Clinic,,331170,178290,10,clinic\n") +
                         " " + write("streets.osm", osm + "</osm>"));
    ASSERT_EQ(ran.code, 0) << ran.err;
    ASSERT_EQ(run("plans '" + place + "' --as P --import " +
                  write("plan.csv", "area_code,neighbourhood\nE01900001,N1\nE01900002,N2\n"))
                  .code,
              0);
  }
  Json travel(const std::string& more) {
    const auto ran = run("travel '" + place + "' --json " + more);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.code == 0 ? Json::parse(ran.out) : Json::object();
  }
  Ran access(const std::string& mode, const std::string& more = "") {
    return run("workforce '" + place + "' --plan P --access clinic --mode " + mode + " " + more);
  }
  /// People of each neighbourhood, in order: within, beyond, unknown.
  std::vector<std::vector<double>> people(const std::string& mode) {
    const auto ran = access(mode, "--json");
    EXPECT_EQ(ran.code, 0) << ran.err;
    std::vector<std::vector<double>> rows;
    const auto out = Json::parse(ran.out);
    for (const auto& near : out["access"]["near_by_unit"]) {
      const double all = near["people"], within = near["within"], unknown = near["unknown"];
      rows.push_back({within, all - within - unknown, unknown});
    }
    return rows;
  }
};

const std::vector<std::vector<double>> kFirstBeyond{{0, 1500, 0}, {1500, 0, 0}},
    kSecondBeyond{{1500, 0, 0}, {0, 1500, 0}};

TEST_F(Street, ABusGateIsClosedToCarsAndOpenOnFoot) {
  make(R"(<tag k="motor_vehicle" v="no"/><tag k="bicycle" v="yes"/>)");
  const auto drive = travel("--mode drive");
  EXPECT_EQ(drive["pairs"], 1);
  EXPECT_EQ(drive["pairs_beyond"], 1);
  EXPECT_EQ(drive["areas_out_of_reach"], (Json{{"clinic", 1}}));
  const auto walk = travel("--mode walk");
  EXPECT_EQ(walk["pairs"], 2);
  EXPECT_EQ(walk["areas_out_of_reach"], Json::object());
  for (const auto& row : datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::read).read().travel)
    EXPECT_EQ(std::isnan(row.minutes), row.mode == "drive" && row.area == "E01900001")
        << row.mode << " " << row.area;
  EXPECT_EQ(people("drive"), kFirstBeyond) << "whom no site reaches";
}

TEST_F(Street, EveryKindOfClosureToCarsIsOne) {
  for (const auto* tags :
       {R"(<tag k="vehicle" v="no"/>)", R"(<tag k="motorcar" v="no"/>)", R"(<tag k="access" v="no"/>)",
        R"(<tag k="access" v="yes"/><tag k="motor_vehicle" v="private"/>)"}) {
    std::filesystem::remove(place);
    make(tags);
    EXPECT_EQ(travel("--mode drive")["pairs"], 1) << tags;
  }
  std::filesystem::remove(place);
  make(R"(<tag k="access" v="no"/><tag k="motor_vehicle" v="yes"/>)");
  EXPECT_EQ(travel("--mode drive")["pairs"], 2) << "the more special key wins";
}

TEST_F(Street, BlankInAMatrixIsBeyondEveryThreshold) {
  make("");
  travel("--mode bus --matrix " +
         write("r5r.csv",
               "from_id,to_id,travel_time_p50,travel_time_p85\nE01900001,S1,12,19\nE01900002,S1,,\n"));
  EXPECT_EQ(people("bus"), kSecondBeyond);
  const auto ran = access("bus", "--near 600");
  EXPECT_NE(ran.out.find("people_beyond"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("1,500"), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find("people_unknown"), std::string::npos) << ran.out;
}

TEST_F(Street, NoRowInAMatrixIsUnknownAndShown) {
  make("");
  travel("--mode bus --matrix " + write("short.csv", "from_id,to_id,travel_time_p50\nE01900001,S1,12\n"));
  EXPECT_EQ(people("bus"), (std::vector<std::vector<double>>{{1500, 0, 0}, {0, 0, 1500}}));
  EXPECT_NE(access("bus").out.find("people_unknown"), std::string::npos);
}

TEST_F(Street, JunctionsCostACarTheSecondsThatTheSpeedTableStates) {
  make("");
  const auto speeds =
      write("speeds.csv", "road_class,walk_kmh,drive_kmh,junction_s\nresidential,4.8,25,30\n");
  const auto shown = run("travel '" + place + "' --show-speeds --speeds " + speeds);
  EXPECT_EQ(shown.out.rfind("road_class,walk_kmh,drive_kmh,junction_s\n", 0), 0U) << shown.out;
  EXPECT_NE(shown.out.find("\nresidential,4.8,25,30\n"), std::string::npos) << shown.out;
  const auto usual = run("travel '" + place + "' --show-speeds");
  EXPECT_EQ(usual.out.rfind("road_class,walk_kmh,drive_kmh\n", 0), 0U) << usual.out;
  EXPECT_EQ(travel("--mode drive --speeds " + speeds)["pairs"], 2);
  for (const auto* row : {"residential,4.8,25\n", "residential,4.8,25,-1\n", "residential,4.8,25,x\n"}) {
    const auto ran = run("travel '" + place + "' --mode drive --speeds " +
                         write("bad.csv", std::string("road_class,walk_kmh,drive_kmh,junction_s\n") + row));
    EXPECT_EQ(ran.code, 1) << row;
    EXPECT_NE(ran.err.find("line 2"), std::string::npos) << ran.err;
  }
}

/// The whole way with real files: boundaries, tables and an extract that covers part of the place.
TEST(RealExtract, NewportIsTravelledDrawnAndJudgedByItsBarriers) {
  const std::string files = std::string(PLACEWRIGHT_SHARED) + "/data/places/newport_wales/";
  if (!std::filesystem::exists(files)) GTEST_SKIP() << "no " << files;
  const datasets::TemporaryFolder folder;
  const auto place = folder.path("newport.gpkg");
  const auto run = [&](const std::string& arguments) { return run_program(folder, arguments); };
  const auto imported =
      run("import '" + place + "' " + files + "*.gpkg " + files + "*.csv " + files + "*.osm.pbf");
  ASSERT_EQ(imported.code, 0) << imported.err;
  std::size_t off_network = 0;
  for (const std::string mode : {"drive", "walk"}) {
    const auto ran = run("travel '" + place + "' --json --mode " + mode);
    ASSERT_EQ(ran.code, 0) << ran.err;
    const auto out = Json::parse(ran.out);
    EXPECT_GT(out["pairs"], 1000) << mode;
    EXPECT_EQ(out["destinations_off_network"], 0) << mode;
    if (mode == "drive") off_network = out["areas_off_network"];
  }
  EXPECT_GT(off_network, 0U) << "the extract does not cover the whole authority";
  ASSERT_EQ(run("draw '" + place + "' --plan A --effort quick --no-references").code, 0);
  const auto score = run("score '" + place + "' --plan A");
  EXPECT_EQ(score.code, 0) << score.err;
  EXPECT_NE(score.out.find("km of border on barriers lies inside neighbourhoods"), std::string::npos)
      << score.out;
  EXPECT_NE(score.out.find("roads cover the whole place"), std::string::npos) << score.out;
  // People whom the extract's roads do not touch are unknown, not beyond.
  const auto access =
      run("workforce '" + place + "' --plan A --access gp --supply one --mode drive --by area --json");
  ASSERT_EQ(access.code, 0) << access.err;
  std::size_t unknown = 0, beyond = 0;
  const auto out = Json::parse(access.out);
  for (const auto& near : out["access"]["near_by_unit"]) {
    const double within_reach = near["within"], not_known = near["unknown"];
    unknown += not_known > 0 ? 1 : 0;
    beyond += not_known <= 0 && within_reach <= 0 ? 1 : 0;
  }
  EXPECT_EQ(unknown, off_network);
  EXPECT_LT(beyond, 20U);
}

}  // namespace
}  // namespace placewright::boundaries::cli
