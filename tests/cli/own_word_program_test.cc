#include <gtest/gtest.h>

#include "datasets/place/file.h"
#include "tests/cli/program.h"

/// The program says a neighbourhood as the place does, and leaves names alone.
namespace placewright::boundaries::cli {
namespace {

struct OwnWordOfProgram : testing::Test {
  datasets::TemporaryFolder folder;
  std::string place = folder.path("p.gpkg");

  void SetUp() override {
    ASSERT_EQ(run("demo '" + place + "' --areas 60").code, 0);
    auto file = datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::change);
    auto settings = file.read().settings;
    settings["word.neighbourhood"] = "locality";
    file.save_settings(settings);
    auto plan = file.read_plan("current");
    plan.neighbourhoods.front().name = "Our old neighbourhood, by the mill";
    file.save_plan(plan, true);
  }
  Ran run(const std::string& arguments) { return run_program(folder, arguments); }
  static bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }
};

TEST_F(OwnWordOfProgram, InResultsTablesAndTalk) {
  const auto drawn = run("draw '" + place + "' --plan A --effort quick --no-references");
  ASSERT_EQ(drawn.code, 0) << drawn.err;
  EXPECT_TRUE(has(drawn.out, " localities")) << drawn.out;
  EXPECT_FALSE(has(drawn.out, "neighbourhood")) << drawn.out;
  EXPECT_TRUE(has(run("plans '" + place + "'").out, "localities"));
  const auto score = run("score '" + place + "' --plan current");
  EXPECT_TRUE(has(score.out, "localities")) << score.out;
  EXPECT_TRUE(has(score.out, "Our old neighbourhood, by the mill")) << score.out;
  EXPECT_TRUE(has(run("compare '" + place + "' current A").out, "localities become"));
  const auto unknown = run("explain '" + place + "' --plan current E09999999");
  EXPECT_FALSE(has(unknown.err, "neighbourhood")) << unknown.err;
}

TEST_F(OwnWordOfProgram, ColumnsAndKeysKeepTheirs) {
  EXPECT_EQ(run("plans '" + place + "' --lookup current").out.substr(0, 28), "area_code,neighbourhood,name");
  EXPECT_TRUE(has(run("score '" + place + "' --plan current --json").out, "\"neighbourhoods\""));
}

}  // namespace
}  // namespace placewright::boundaries::cli
