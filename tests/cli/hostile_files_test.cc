#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <numbers>

#include "tests/cli/program.h"

// Files that ended a command badly: each command gives an answer or an error, in bounded memory.
namespace placewright::boundaries::cli {
namespace {

using datasets::TemporaryFolder;

class HostileFiles : public ::testing::Test {
 protected:
  Ran run(const std::string& arguments) { return run_program(folder_, arguments); }
  std::string layer(const std::string& name, const std::vector<std::string>& rings) {
    std::string text =
        R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[)";
    for (std::size_t k = 0; k < rings.size(); ++k)
      text += (k == 0 ? "" : ",") + std::string(R"({"type":"Feature","properties":{"LSOA21CD":"E0190)") +
              std::to_string(10001 + k).substr(1) +
              R"(","population":1700},"geometry":{"type":"Polygon","coordinates":[[)" + rings[k] + "]]}}";
    datasets::write_bytes(folder_.path(name), text + "]}");
    return folder_.path(name);
  }
  TemporaryFolder folder_;
  std::string place_ = "'" + folder_.path("p.gpkg") + "'";
};

TEST_F(HostileFiles, TwoTangledPolygonsGoThroughCheckDrawAndReport) {
  const std::string file = std::string(PLACEWRIGHT_SHARED) + "/cases/trust/abort_check_dissolve.geojson";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is not there";
  datasets::write_bytes(folder_.path("people.csv"),
                        "LSOA21CD,population\nE01900033,21000\nE01900035,22000\n");
  ASSERT_EQ(run("import " + place_ + " '" + file + "' '" + folder_.path("people.csv") + "'").code, 0);
  for (const auto& command : {"check " + place_, "draw " + place_ + " --plan A --count 1 --effort quick",
                              "report " + place_ + " --plan A '" + folder_.path("r.html") + "'",
                              "export " + place_ + " --plan A '" + folder_.path("out") + "'"}) {
    SCOPED_TRACE(command);
    const auto ran = run(command);
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(ran.err.find("broken promise"), std::string::npos) << ran.err;
  }
}

TEST_F(HostileFiles, OneSquareForEveryAreaIsToldAsOverlaps) {
  const auto file =
      layer("same.geojson",
            std::vector<std::string>(
                800, "[400000,300000],[401000,300000],[401000,301000],[400000,301000],[400000,300000]"));
  ASSERT_EQ(run("import " + place_ + " '" + file + "'").code, 0);
  const auto checked = run("check " + place_);
  EXPECT_NE((checked.out + checked.err).find("both hold 1000000 m2"), std::string::npos);
  EXPECT_NE((checked.out + checked.err).find("more areas may overlap"), std::string::npos);
}

TEST_F(HostileFiles, AStarThatCrossesItselfMillionsOfTimesIsLeftWithoutAShapeAndSaid) {
  std::string ring;
  for (int k = 0; k <= 3000; ++k) {
    const double angle = 2 * std::numbers::pi * (k % 3000) * 1499 / 3000;
    ring += (k == 0 ? "[" : ",[") + std::to_string(400'000 + 5000 * std::cos(angle)) + "," +
            std::to_string(300'000 + 5000 * std::sin(angle)) + "]";
  }
  const auto imported = run("import " + place_ + " '" + layer("star.geojson", {ring}) + "'");
  EXPECT_EQ(imported.code, 0) << imported.err;
  EXPECT_NE(imported.err.find("crosses itself more than 20000 times"), std::string::npos) << imported.err;
  const auto checked = run("check " + place_);
  EXPECT_NE((checked.out + checked.err).find("AREA_WITHOUT_SHAPE"), std::string::npos);
}

}  // namespace
}  // namespace placewright::boundaries::cli
