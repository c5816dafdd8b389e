#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "datasets/place/file.h"
#include "tests/cli/program.h"
#include "tests/workforce/toy_staff.h"

/// What is not known is told as missing by the program, in every output.
namespace placewright::boundaries::cli {
namespace {

using datasets::TemporaryFolder;
using nlohmann::json;

constexpr const char* kHeader =
    "row_id,employer,sector,role_group,role,registered,pcn_code,area_id,wte,source\n";

/// Four areas in a row, two PCNs, a neighbourhood each.
std::string write_place(const TemporaryFolder& folder) {
  auto place = toy::place_of({{"E01900000", 10000, 60, 1},
                              {"E01900001", 10000, 52, 2},
                              {"E01900002", 10000, 44, 3},
                              {"E01900003", 10000, 36, 4}});
  for (std::size_t i = 0; i < 4; ++i) {
    const double x = 400'000 + 1000 * static_cast<double>(i), y = 300'000;
    place.areas.shape[i].parts = {{{{x, y}, {x + 1000, y}, {x + 1000, y + 1000}, {x, y + 1000}}, {}}};
    place.areas.centroid_x[i] = x + 500;
    place.areas.centroid_y[i] = y + 500;
    if (i > 0)
      place.adjacency.push_back(
          {static_cast<std::uint32_t>(i - 1), static_cast<std::uint32_t>(i), 1000, "exact"});
  }
  place.sites = {toy::practice("Z00001", "U00001", "E01900000", 400'500, 300'500),
                 toy::practice("Z00002", "U00002", "E01900003", 403'500, 300'500)};
  place.registrations = {{"Z00001", "E01900000", 10000},
                         {"Z00001", "E01900001", 10000},
                         {"Z00002", "E01900002", 10000},
                         {"Z00002", "E01900003", 10000}};
  place.plans = {
      toy::plan_of({{"E01900000", "N1"}, {"E01900001", "N1"}, {"E01900002", "N2"}, {"E01900003", "N2"}})};
  const auto path = folder.path("p.gpkg");
  datasets::write_new_place(path, place, "2026-01-01T00:00:00Z");
  return path;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(SilenceProgram, APcnThatDidNotReportIsMissingInEveryOutput) {
  const TemporaryFolder folder;
  const auto path = write_place(folder), staff = folder.path("workforce.csv"), out = folder.path("out"),
             page = folder.path("r.html");
  std::ofstream(staff) << kHeader << "r1,Trust,NHS,ARRS,x,Y,U00001,,8,x\nr2,Trust,NHS,ARRS,x,Y,U00002,,,x\n";
  const auto run = [&](const std::string& words) { return run_program(folder, words); };
  ASSERT_EQ(run("import '" + path + "' '" + staff + "'").code, 0);
  const auto asked = run("workforce '" + path + "' --plan A --json --quiet");
  ASSERT_EQ(asked.code, 0) << asked.err;
  const auto shown = json::parse(asked.out);
  const auto& silent = shown["units"][1];
  for (const auto* figure : {"wte", "per_10k_residents", "per_10k_registered", "per_10k_need", "fair", "gap"})
    EXPECT_TRUE(silent[figure].is_null()) << figure;
  EXPECT_TRUE(silent["partial"].get<bool>());
  EXPECT_EQ(shown["reporting"]["pcns_missing"], json::array({"U00002"}));
  EXPECT_EQ(shown["reporting"]["returns"][0]["silent"], json::array({"U00002"}));
  const auto text = run("workforce '" + path + "' --plan A");
  EXPECT_NE(text.out.find("PARTIAL"), std::string::npos) << text.out;
  EXPECT_NE(text.out.find("gave no WTE"), std::string::npos) << text.out;
  ASSERT_EQ(run("export '" + path + "' --plan A '" + out + "'").code, 0);
  EXPECT_NE(read_file(out + "/coverage_roles.csv").find("N2,,PARTIAL\n"), std::string::npos)
      << read_file(out + "/coverage_roles.csv");
  ASSERT_EQ(run("report '" + path + "' --plan A '" + page + "'").code, 0);
  EXPECT_NE(read_file(page).find("PARTIAL"), std::string::npos);
  // Staff of a group of which nothing is loaded are missing too.
  const auto housing = json::parse(run("workforce '" + path + "' --plan A --groups HOUS --json --quiet").out);
  for (const auto& unit : housing["units"]) EXPECT_TRUE(unit["wte"].is_null() && unit["gap"].is_null());
}

TEST(SilenceProgram, PatientsWhomAFilePutsOutsideStayOutside) {
  const TemporaryFolder folder;
  const auto path = write_place(folder), lists = folder.path("reg.csv");
  std::ofstream(lists)
      << "practice_code,lsoa_code,patients\nZ00001,E01900000,900\nZ00001,E01900001,700\nZ00002,E01900003,"
         "1000\nZ00002,OUTSIDE,50\nZ00002,UNKNOWN,20\nZ00002,E01999999,33\n";
  const auto ran = run_program(folder, "import '" + path + "' '" + lists + "'");
  ASSERT_EQ(ran.code, 0) << ran.err;
  double outside = 0, unknown = 0;
  for (const auto& row :
       datasets::PlaceFile::open(path, datasets::PlaceFile::Mode::read).read().registrations) {
    outside += row.area == datasets::kOutside ? row.patients : 0;
    unknown += row.area == datasets::kUnknown ? row.patients : 0;
  }
  EXPECT_EQ(outside, 83);
  EXPECT_EQ(unknown, 20);
}

}  // namespace
}  // namespace placewright::boundaries::cli
