#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "datasets/place/plain_text.h"
#include "tests/cli/program.h"
#include "tests/datasets/sqlite_by_hand.h"

// One place whose names are no UTF-8, obeyed by terminals, turned around or begin formulas, through every
// command.
namespace placewright::boundaries::cli {
namespace {

using datasets::TemporaryFolder;
using nlohmann::json;

class HostileNames : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    const auto path = folder_->path("p.gpkg");
    ASSERT_EQ(run("demo '" + path + "' --areas 60 --quiet").code, 0);
    ASSERT_EQ(run("draw '" + path + "' --plan A --effort quick --quiet --no-references").code, 0);
    // An escape, a bell, a mark that turns the writing, a byte that is no UTF-8; and a formula.
    const std::string evil = "CAST(x'3d311b5b33316d07e280ae5ce926223c623e' AS TEXT)";
    for (const auto* change :
         {"UPDATE area SET name = ", "UPDATE site SET name = ", "UPDATE site SET organisation = ",
          "UPDATE neighbourhood SET name = ", "UPDATE boundary SET name = ", "UPDATE workforce SET role = ",
          "UPDATE workforce SET employer = "})
      (void)datasets::ask(path, change + evil);
    (void)datasets::ask(
        path, "UPDATE area SET lad_name = '@SUM(1)', ward_name = '+1', msoa_code = '-1' || char(27) || 'c'");
  }
  static void TearDownTestSuite() { delete folder_; }
  static Ran run(const std::string& arguments) { return run_program(*folder_, arguments); }
  static std::string place() { return "'" + folder_->path("p.gpkg") + "'"; }

  static TemporaryFolder* folder_;
};
TemporaryFolder* HostileNames::folder_ = nullptr;

TEST_F(HostileNames, EveryCommandShowsPlainTextAndWritesJson) {
  const auto at = place();
  const auto out = folder_->path("export"), page = folder_->path("page.html");
  for (const auto& command :
       {"check " + at, "plans " + at, "score " + at + " --plan A", "compare " + at + " current A",
        "explain " + at + " --plan A E01900001", "export " + at + " --plan A '" + out + "'",
        "report " + at + " --plan A '" + page + "'", "workforce " + at + " --plan A",
        "footprints " + at + " --plan A", "who-covers " + at + " E01900001 --plan A",
        "project " + at + " --plan A --to 2035", "draw " + at + " --plan B --effort quick --no-references"}) {
    for (const auto* json_too : {"", " --json"}) {
      SCOPED_TRACE(command + json_too);
      const auto ran = run(command + json_too);
      EXPECT_LE(ran.code, 1) << ran.err;
      EXPECT_EQ(ran.err.find("broken promise"), std::string::npos) << ran.err;
      EXPECT_EQ(ran.err.find("json.exception"), std::string::npos) << ran.err;
      EXPECT_TRUE(datasets::is_plain(ran.out, datasets::Lines::kept));
      EXPECT_TRUE(datasets::is_plain(ran.err, datasets::Lines::kept));
      EXPECT_TRUE(*json_too == '\0' || ran.code != 0 || json::accept(ran.out)) << ran.out.substr(0, 300);
      EXPECT_TRUE(!command.starts_with("check") ||
                  (ran.out + ran.err).find("TEXT_CLEANED") != std::string::npos);
    }
  }
}

TEST_F(HostileNames, WhatIsHandedOnIsPlainAndNoFormula) {
  const auto out = folder_->path("handed on"), page = folder_->path("handed on.html");
  ASSERT_EQ(run("export " + place() + " --plan A '" + out + "'").code, 0);
  ASSERT_EQ(run("report " + place() + " --plan A '" + page + "'").code, 0);
  const auto read = [](const std::string& path) { return datasets::read_bytes(path); };
  EXPECT_TRUE(datasets::is_plain(read(page), datasets::Lines::kept));
  EXPECT_EQ(read(page).find("<b>\","), std::string::npos);
  std::size_t tables = 0, drawings = 0;
  for (const auto& entry : std::filesystem::directory_iterator(out)) {
    auto text = read(entry.path().string());
    // Tables to join by begin with the mark that tells Excel their letters.
    if (constexpr std::string_view mark = "\xEF\xBB\xBF"; text.starts_with(mark)) text.erase(0, mark.size());
    if (entry.path().extension() == ".svg") ++drawings;
    const bool is_text = entry.path().extension() == ".svg" || entry.path().extension() == ".csv" ||
                         entry.path().extension() == ".geojson";
    EXPECT_TRUE(!is_text || datasets::is_plain(text, datasets::Lines::kept)) << entry.path();
    if (entry.path().filename() == "neighbourhoods.csv") {
      ++tables;
      EXPECT_NE(text.find("'=1"), std::string::npos) << "read by people: no formula\n" << text.substr(0, 400);
    }
    if (entry.path().filename().string().find("Lookup.csv") != std::string::npos) {
      ++tables;
      EXPECT_EQ(text.find("'=1"), std::string::npos) << "joined by programs: as it is";
    }
  }
  EXPECT_EQ(tables, 2u);
  EXPECT_GE(drawings, 1u);
}

TEST_F(HostileNames, AFileWhoseNameHoldsEscapesIsNamedWithoutThem) {
  const auto bad = folder_->path("a\x1b[31m\xFF.csv");
  datasets::write_bytes(bad, "colour,taste\nred\x1b[1m,sweet\n");
  for (const auto* json_too : {"", " --json"}) {
    const auto ran = run("import " + place() + " '" + bad + "'" + json_too);
    EXPECT_EQ(ran.code, 1);
    EXPECT_TRUE(datasets::is_plain(ran.out + ran.err, datasets::Lines::kept)) << ran.err;
  }
}

}  // namespace
}  // namespace placewright::boundaries::cli
