#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "tests/cli/program.h"

/// Which scheme weighs the need for which staff: the same choice and the same numbers in every output.
namespace placewright::boundaries::cli {
namespace {

using datasets::TemporaryFolder;
using nlohmann::json;

class NeedChoiceProgram : public testing::Test {
 protected:
  static void SetUpTestSuite() { (void)run_program(shared(), "demo '" + place() + "' --areas 60 --seed 5"); }
  static TemporaryFolder& shared() {
    static TemporaryFolder folder;
    return folder;
  }
  static std::string place() { return shared().path("demo.gpkg"); }
  static Ran run(const std::string& words) { return run_program(shared(), words); }
  static std::string read(const std::string& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  }
  static std::string plan() {
    const auto shown = run("plans '" + place() + "' --json");
    return json::parse(shown.out).at("plans").at(0).at("name");
  }
};

TEST_F(NeedChoiceProgram, WorkforceExportAndReportTakeTheSameTableAndTellTheSame) {
  std::ofstream(shared().path("settings.csv")) << "setting,value\nneed,none\nneed.CN,ages:65+\n";
  const auto copy = shared().path("own.gpkg");
  std::filesystem::copy_file(place(), copy, std::filesystem::copy_options::overwrite_existing);
  const auto imported = run("import '" + copy + "' '" + shared().path("settings.csv") + "'");
  ASSERT_EQ(imported.code, 0) << imported.err;
  const auto name = plan();
  const auto workforce = run("workforce '" + copy + "' --plan " + name + " --json --publish --quiet");
  ASSERT_EQ(workforce.code, 0) << workforce.err;
  const auto shown = json::parse(workforce.out);
  ASSERT_TRUE(shown.contains("role_need"));
  const auto folder = shared().path("out");
  const auto exported = run("export '" + copy + "' --plan " + name + " '" + folder + "'");
  ASSERT_EQ(exported.code, 0) << exported.err;
  const auto table = read(folder + "/coverage_role_need.csv");
  const auto page = shared().path("page.html");
  ASSERT_EQ(run("report '" + copy + "' --plan " + name + " '" + page + "'").code, 0);
  const auto html = read(page);
  EXPECT_NE(html.find("ages:65+"), std::string::npos);
  for (const auto& row : shown["role_need"]) {
    EXPECT_EQ(row["scheme"], row["role_group"] == "CN" ? "ages:65+" : "none");
    std::string line = row["role_group"].get<std::string>() + "," + row["scheme"].get<std::string>() + "," +
                       row["unit"].get<std::string>() + ",";
    const auto at = table.find("\n" + line);
    ASSERT_NE(at, std::string::npos) << line;
    std::stringstream cells(table.substr(at + 1 + line.size(), table.find('\n', at + 1) - at));
    std::string need, wte, rate, fair, gap;
    for (auto* cell : {&need, &wte, &rate, &fair, &gap}) std::getline(cells, *cell, ',');
    if (row["gap"].is_null())
      EXPECT_TRUE(gap.starts_with("[")) << gap;
    else
      EXPECT_NEAR(std::stod(gap), row["gap"].get<double>(), 0.0051) << line;
  }
}

TEST_F(NeedChoiceProgram, ASchemeNamedForExportAndReportIsThatOfWorkforce) {
  const auto name = plan();
  const auto folder = shared().path("named");
  ASSERT_EQ(run("export '" + place() + "' --plan " + name + " --scheme example '" + folder + "'").code, 0);
  const auto shown = json::parse(
      run("workforce '" + place() + "' --plan " + name + " --scheme example --json --publish --quiet").out);
  EXPECT_EQ(shown["scheme"], "example");
  const auto table = read(folder + "/coverage.csv");
  for (const auto& unit : shown["units"])
    if (!unit["need"].is_null()) {
      const auto need = std::to_string(static_cast<long>(unit["need"].get<double>()));
      EXPECT_NE(table.find("," + need + "."), std::string::npos) << unit["id"] << " " << need;
    }
  const auto refused =
      run("report '" + place() + "' --plan " + name + " --scheme nothing '" + shared().path("no.html") + "'");
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.err.find("no scheme 'nothing'"), std::string::npos) << refused.err;
}

}  // namespace
}  // namespace placewright::boundaries::cli
