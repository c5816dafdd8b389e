#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "boundaries/workforce/supply/interval.h"
#include "datasets/place/file.h"
#include "datasets/place/staff_text.h"
#include "geo/error.h"
#include "tests/cli/program.h"

/// What stands beside the staff of today: intervals, stored what-ifs, earlier staff, benchmarks.
namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::json;

class StaffBeside : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = folder_.path("demo.gpkg");
    ASSERT_EQ(run_program(folder_, "demo '" + path_ + "' --quiet").code, 0);
  }
  Ran ask(const std::string& command, const std::string& arguments) {
    return run_program(folder_, command + " '" + path_ + "' " + arguments + " --quiet");
  }
  Json asked(const std::string& command, const std::string& arguments) {
    const auto ran = ask(command, arguments + " --json");
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.code == 0 ? Json::parse(ran.out) : Json();
  }
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path(name)) << text;
    return "'" + folder_.path(name) + "'";
  }
  datasets::TemporaryFolder folder_;
  std::string path_;
};

TEST_F(StaffBeside, TheSameIntervalsStandInJsonTextExportAndReport) {
  const auto told = asked("workforce", "--plan current --publish");
  const auto& units = told["certainty"]["units"];
  ASSERT_FALSE(units.empty());
  const auto into = folder_.path("out");
  ASSERT_EQ(ask("export", "--plan current '" + into + "'").code, 0);
  const auto csv = datasets::read_bytes(into + "/coverage_intervals.csv");
  const auto profile = datasets::read_bytes(into + "/profile.csv");
  EXPECT_NE(profile.find("wte_per_10k_need_low"), std::string::npos);
  const auto text = ask("workforce", "--plan current --publish --intervals").out;
  const auto page = folder_.path("page.html");
  ASSERT_EQ(ask("report", "--plan current '" + page + "'").code, 0);
  const auto html = datasets::read_bytes(page);
  EXPECT_NE(html.find("<h3>How sure</h3>"), std::string::npos);
  EXPECT_NE(html.find("aria-label=\"Funnel"), std::string::npos);
  for (const auto& unit : units) {
    if (unit["per_10k_need_limits"].is_null()) continue;
    const double low = unit["per_10k_need_limits"][0];
    const auto two_places = fmt::format("{:.2f}", low);
    EXPECT_NE(text.find(two_places), std::string::npos) << unit;
    EXPECT_NE(html.find(">" + two_places + "<"), std::string::npos) << unit;
    EXPECT_NE(csv.find(fmt::format("{}", std::round(low * 1e4) / 1e4)), std::string::npos) << unit;
  }
  for (const auto& sentence : told["certainty"]["sentences"])
    EXPECT_NE(text.find(sentence.get<std::string>()), std::string::npos) << sentence;
  EXPECT_NE(text.find(told["sign_ways"]["sentence"].get<std::string>()), std::string::npos);
}

TEST_F(StaffBeside, StoredWhatIfsAreListedShownRunComparedAndDeleted) {
  const auto today = asked("workforce", "--plan current");
  const std::string from = today["units"][0]["id"], to = today["units"][1]["id"];
  const auto first = write(
      "first.toml", "name = \"first\"\nassumptions = [\"the team agrees\"]\n[[move]]\nwte = 2\nfrom = \"" +
                        from + "\"\nto = \"" + to + "\"\n");
  const auto second =
      write("second.toml", "name = \"second\"\n[[move]]\nwte = 1\nfrom = \"held\"\nto = \"" + to + "\"\n");
  ASSERT_EQ(ask("workforce", "--plan current --what-if " + first).code, 0);
  ASSERT_EQ(ask("workforce", "--plan current --what-if " + second).code, 0);
  const auto list = asked("scenario", "list")["scenarios"];
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0]["assumptions"][0], "the team agrees");
  const auto ran = asked("scenario", "run first");
  EXPECT_NEAR(ran["after"]["units"][1]["wte"].get<double>(), today["units"][1]["wte"].get<double>() + 2,
              1e-9);
  EXPECT_FALSE(ran["after"]["certainty"]["units"][1]["per_10k_need_limits"].is_null());
  const auto shown = ask("scenario", "run first").out;
  EXPECT_NE(shown.find("the team agrees"), std::string::npos);
  EXPECT_NE(shown.find("need_low_then"), std::string::npos);
  EXPECT_EQ(asked("scenario", "compare first second")["states"].size(), 3U);
  EXPECT_NE(ask("scenario", "show second").out.find("from = \"held\""), std::string::npos);
  ASSERT_EQ(ask("scenario", "delete first").code, 0);
  EXPECT_EQ(asked("scenario", "list")["scenarios"].size(), 1U);
  const auto gone = ask("scenario", "run first");
  EXPECT_EQ(gone.code, 1);
  EXPECT_NE(gone.err.find("'second' of plan 'current'"), std::string::npos) << gone.err;
}

TEST_F(StaffBeside, HeldPostsThatMoveLeaveWhatIsHeld) {
  const auto today = asked("workforce", "--plan current");
  const std::string to = today["units"][0]["id"];
  const double held = today["conservation"]["held"];
  ASSERT_GT(held, 1);
  const auto file = write("s.toml", "[[move]]\nwte = 1\nfrom = \"held\"\nto = \"" + to + "\"\n");
  const auto after = asked("workforce", "--plan current --forget --what-if " + file)["what_if"]["after"];
  EXPECT_NEAR(after["conservation"]["held"].get<double>(), held - 1, 1e-9);
  EXPECT_NEAR(after["conservation"]["allocated"].get<double>(),
              today["conservation"]["allocated"].get<double>() + 1, 1e-9);
  EXPECT_NEAR(after["conservation"]["error"].get<double>(), 0, 1e-9);
  EXPECT_NEAR(after["units"][0]["wte"].get<double>(), today["units"][0]["wte"].get<double>() + 1, 1e-9);
  const auto much = write("m.toml", "[[move]]\nwte = 99999\nfrom = \"held\"\nto = \"" + to + "\"\n");
  EXPECT_EQ(ask("workforce", "--plan current --forget --what-if " + much).code, 1);
}

/// Staff of the first areas of the demo place, as a file of one date.
std::string staff_of(const datasets::Place& place, const std::string& date, double more) {
  std::string csv =
      "row_id,employer,sector,role_group,role,area_id,allocation,wte,headcount,vacancy_wte,source,as_at\n";
  for (std::size_t i = 0; i < place.areas.size(); ++i)
    csv += fmt::format("r{0},Trust,NHS,MH,Nurse,{1},area,{2},{3},0.5,Trust list,{4}\n", i,
                       place.areas.code[i], 2 + more, 3, date);
  return csv;
}

TEST_F(StaffBeside, ALaterEditionKeepsTheEarlierAndChangesAreToldWithIntervals) {
  const auto place = datasets::PlaceFile::open(path_, datasets::PlaceFile::Mode::read).read();
  sqlite3* file = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &file), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(file, "DELETE FROM workforce", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(file);
  ASSERT_EQ(ask("import", write("staff_a.csv", staff_of(place, "2024-03-31", 0))).code, 0);
  ASSERT_EQ(ask("workforce", "--plan current --keep-as baseline").code, 0);
  ASSERT_EQ(ask("import", write("staff_b.csv", staff_of(place, "2026-03-31", 1))).code, 0);
  const auto kept = datasets::PlaceFile::open(path_, datasets::PlaceFile::Mode::read).read().settings;
  EXPECT_TRUE(kept.contains("staff/2024-03-31"));
  EXPECT_TRUE(kept.contains("staff/baseline"));
  const auto since = asked("workforce", "--plan current --scheme none --since 2025-06-01")["since"];
  EXPECT_EQ(since["name"], "2024-03-31");
  EXPECT_EQ(since["role_groups"], Json({"MH"}));
  double then = 0, now = 0;
  for (const auto& rate : since["rates_by_need"]) {
    EXPECT_NEAR(rate["now"].get<double>(), 1.5 * rate["then"].get<double>(), 1e-9);
    EXPECT_LT(rate["limits"][0].get<double>(), rate["difference"].get<double>());
    EXPECT_GT(rate["limits"][1].get<double>(), rate["difference"].get<double>());
    then += rate["then"].get<double>();
    now += rate["now"].get<double>();
  }
  EXPECT_GT(now, then);
  // MOVER from Byar's limits of the place's WTE, by hand.
  const auto& group = since["by_role_group"][0];
  const double a = group["then"], b = group["now"];
  const auto of_a = workforce::byar_limits(a), of_b = workforce::byar_limits(b);
  EXPECT_NEAR(group["limits"][0].get<double>(), b - a - std::hypot(b - of_b.low, of_a.high - a), 1e-9);
  EXPECT_NEAR(since["sii"]["then"].get<double>() * 1.5, since["sii"]["now"].get<double>(), 1e-6);
  EXPECT_EQ(asked("workforce", "--plan current --since baseline")["since"]["then_as_at"], "2024-03-31");
  const auto posts = asked("workforce", "--plan current")["establishment"][0];
  EXPECT_NEAR(posts["establishment"].get<double>(), 3.5 * static_cast<double>(place.areas.size()), 1e-9);
  const auto none = ask("workforce", "--plan current --since 2020-01-01");
  EXPECT_EQ(none.code, 1);
  EXPECT_NE(none.err.find("kept are: 2024-03-31, baseline"), std::string::npos) << none.err;
}

TEST_F(StaffBeside, BenchmarksStandBesideThePlaceAndWrongOnesAreRefused) {
  const auto file =
      write("b.csv", "benchmark,role_group,per_10k,source\nEngland,all,1,invented\nICB,GP,5,invented\n");
  const auto told = asked("workforce", "--plan current --benchmarks " + file);
  ASSERT_EQ(told["benchmarks"].size(), 2U);
  const auto& all = told["benchmarks"][0];
  double wte = 0, people = 0;
  for (const auto& unit : told["units"]) {
    wte += unit["wte"].get<double>();
    people += unit["residents"].get<double>() * unit["coverage"].get<double>();
  }
  EXPECT_NEAR(all["place_per_10k"].get<double>(), 1e4 * wte / people, 1e-9);
  EXPECT_TRUE(all["differs"].get<bool>());
  EXPECT_EQ(ask("workforce", "--plan current --publish --benchmarks " + file).code, 1);
  for (const auto* wrong : {"benchmark,role_group,per_10k\nEngland,all,many\n",
                            "benchmark,role_group,per_10k\nX,NOBODY,1\n", "name,rate\nEngland,1\n"})
    EXPECT_EQ(ask("workforce", "--plan current --benchmarks " + write("w.csv", wrong)).code, 1) << wrong;
}

TEST_F(StaffBeside, AProjectionTellsARangeOnlyWhereItIsStated) {
  const auto silent = asked("project", "--plan current --to 2035");
  EXPECT_TRUE(silent["place"]["low"].is_null());
  const auto stated = asked("project", "--plan current --to 2035 --range 10");
  EXPECT_NEAR(stated["place"]["low"].get<double>(), 0.9 * stated["place"]["central"].get<double>(), 1e-9);
  const auto varied = asked("project", "--plan current --to 2035 --vary vacancy=0:0.2,diversion=0:0.1");
  const double plain = silent["place"]["central"];
  EXPECT_NEAR(varied["place"]["low"].get<double>(), 0.9 * plain, 1e-9);
  EXPECT_NEAR(varied["place"]["high"].get<double>(), plain / 0.8, 1e-9);
  EXPECT_EQ(ask("project", "--plan current --to 2035 --vary vacancy=0.2:0.1").code, 1);
  EXPECT_EQ(ask("project", "--plan current --to 2035 --vary luck=0:1").code, 1);
}

TEST(KeptStaffText, AWorkforceTableComesBackAsItWas) {
  datasets::WorkforceRow row;
  row.row_id = "1";
  row.employer = "A\tTrust\nwith lines";
  row.wte = 0.1;
  row.share = 1.0 / 3;
  row.as_at = "2024-03-31";
  row.file = "f.csv";
  const auto back = datasets::read_staff_text(datasets::staff_text({row, {}}));
  ASSERT_EQ(back.size(), 2U);
  EXPECT_EQ(back[0].employer, "A Trust with lines");
  EXPECT_EQ(back[0].wte, 0.1);
  EXPECT_EQ(back[0].share, 1.0 / 3);
  EXPECT_TRUE(std::isnan(back[0].headcount));
  EXPECT_EQ(back[0].file, "f.csv");
  EXPECT_EQ(datasets::latest_date(back), "2024-03-31");
  EXPECT_THROW((void)datasets::read_staff_text("no table\n"), geo::InputError);
}

}  // namespace
}  // namespace placewright::boundaries::cli
