#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <stdexcept>

#include "datasets/place/file.h"
#include "datasets/place/schema.h"
#include "tests/cli/program.h"

/// What goes wrong around the program: nobody listens, the disk is full, another program works on the place,
/// the file holds what cannot be.
namespace placewright::boundaries::cli {
namespace {

using datasets::PlaceFile;
using datasets::TemporaryFolder;

/// A demo place with a plan A and minutes, made once.
const std::string& demo_bytes() {
  static const std::string bytes = [] {
    const TemporaryFolder folder;
    const auto path = folder.path("demo.gpkg");
    for (const auto& words :
         {"demo " + path + " --areas 60", "draw " + path + " --plan A --effort quick --no-references",
          "travel " + path + " --mode walk", "travel " + path + " --mode drive --between-areas"})
      if (const auto ran = run_program(folder, words); ran.code != 0) throw std::runtime_error(ran.err);
    return datasets::read_bytes(path);
  }();
  return bytes;
}

class Faults : public testing::Test {
 protected:
  Faults() { datasets::write_bytes(place_, demo_bytes()); }

  /// Exit code of the program under a shell that prepares something first, or sends its streams elsewhere.
  static int run_in_shell(const std::string& before, const std::string& arguments,
                          const std::string& redirections) {
    const auto line = "bash -c '" + before + PLACEWRIGHT_PROGRAM + " " + arguments + " " + redirections + "'";
    const int status = std::system(line.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  [[nodiscard]] bool has_plan(const std::string& name) const {
    return PlaceFile::open(place_, PlaceFile::Mode::read).find_plan(name).has_value();
  }

  TemporaryFolder folder_;
  std::string place_ = folder_.path("place.gpkg");
};

TEST_F(Faults, NobodyListensAndTheWorkIsDoneAllTheSame) {
  struct Case {
    const char* streams;
    int code;  ///< -1: 0 or 1, as the reader was quick or slow to go
  };
  int plan = 0;
  for (const auto& [streams, code] :
       {Case{"2>&-", 0}, Case{"2>/dev/full", 0}, Case{">/dev/full", 1}, Case{">&-", 1},
        Case{"<&- >&- 2>&-", 1}, Case{">/dev/full 2>/dev/full", 1}, Case{"2> >(true)", 0},
        Case{"> >(true)", -1}}) {
    SCOPED_TRACE(streams);
    const auto name = "P" + std::to_string(++plan), lookup = folder_.path(name + ".csv");
    const std::string quiet = std::string(streams).find("2>") == std::string::npos ? " 2>/dev/null" : "",
                      mute = std::string(streams).rfind("2>", 0) == 0 ? " >/dev/null" : "";
    const int ran = run_in_shell(
        "",
        "draw " + place_ + " --plan " + name + " --effort quick --no-references --verbose --lookup " + lookup,
        streams + quiet + mute);
    EXPECT_TRUE(code >= 0 ? ran == code : ran == 0 || ran == 1) << ran;
    EXPECT_TRUE(has_plan(name));
    EXPECT_TRUE(std::filesystem::exists(lookup));
    EXPECT_LE(run_in_shell("", "report " + place_ + " --plan " + name + " " + folder_.path(name + ".html"),
                           streams + quiet + mute),
              1);
    EXPECT_TRUE(std::filesystem::exists(folder_.path(name + ".html")));
    EXPECT_EQ(datasets::read_bytes(place_).substr(0, 15), "SQLite format 3")
        << "no message may stand in the place";
  }
}

TEST_F(Faults, ResultsThatCouldNotBeWrittenAreAFailureAndSaid) {
  for (const auto* words : {"check", "plans", "score"}) {
    SCOPED_TRACE(words);
    const auto plan = words == std::string("score") ? " --plan A" : "";
    EXPECT_EQ(run_in_shell("", words + (" " + place_) + plan, ">/dev/full 2>" + folder_.path("err.txt")), 1);
    EXPECT_NE(datasets::read_bytes(folder_.path("err.txt"))
                  .find("standard output: the result could not be written"),
              std::string::npos);
  }
  EXPECT_EQ(run_in_shell("", "--help", ">/dev/full 2>/dev/null"), 1);
  EXPECT_EQ(run_in_shell("", "nonsense", ">&- 2>&-"), 2);
}

TEST_F(Faults, ADrawThatMetTheLargestSizeOfAFileLeavesAPlaceThatOpens) {
  const int code =
      run_in_shell("ulimit -f 100; ", "draw " + place_ + " --plan F --effort quick --no-references",
                   ">/dev/null 2>" + folder_.path("err.txt"));
  EXPECT_EQ(code, 1) << datasets::read_bytes(folder_.path("err.txt"));
  const auto checked = run_program(folder_, "check " + place_);
  EXPECT_EQ(checked.code, 0) << checked.err;
  EXPECT_FALSE(has_plan("F"));
  EXPECT_TRUE(has_plan("A"));
}

TEST_F(Faults, TwoImportsAtOnceAreBothInOrOneIsTold) {
  const auto staff = folder_.path("workforce.csv"), footprints = folder_.path("footprints.csv");
  datasets::write_bytes(staff,
                        "row_id,employer,sector,role_group,role,registered,base_id,allocation,share,level,"
                        "wte,source,as_at,estimated\n"
                        "NEW1,Trust,NHS,CN,nurse,Y,,spread,1,place,3,staff return,2026-03-31,N\n");
  datasets::write_bytes(
      footprints,
      "footprint_id,service,level,member_type,member_id,share\nNEWF,Diabetes,multi,lsoa,E01900001,1\n");
  for (int round = 0; round < 6; ++round) {
    datasets::write_bytes(place_, demo_bytes());
    const auto one = folder_.path("one.txt"), two = folder_.path("two.txt");
    const std::string program = PLACEWRIGHT_PROGRAM, tail = " >/dev/null 2>/dev/null; echo $? >";
    const auto line = "bash -c '(" + program + " import " + place_ + " " + staff + tail + one + ") & (" +
                      program + " import " + place_ + " " + footprints + tail + two + ") & wait'";
    ASSERT_EQ(std::system(line.c_str()), 0);
    const auto place = PlaceFile::open(place_, PlaceFile::Mode::read).read();
    const bool has_staff = std::any_of(place.workforce.begin(), place.workforce.end(), [](const auto& row) {
      return row.row_id.find("NEW1") != std::string::npos;
    });
    const bool has_footprint = std::any_of(place.footprints.begin(), place.footprints.end(),
                                           [](const auto& row) { return row.footprint_id == "NEWF"; });
    EXPECT_EQ(datasets::read_bytes(one) == "0\n", has_staff);
    EXPECT_EQ(datasets::read_bytes(two) == "0\n", has_footprint);
    EXPECT_TRUE(has_staff || has_footprint);
  }
}

TEST_F(Faults, ADemoNeverTakesTheNameOfAPlaceThatAppearedMeanwhile) {
  const auto fresh = folder_.path("fresh.gpkg");
  const std::string program = PLACEWRIGHT_PROGRAM, tail = " --areas 60 >/dev/null 2>/dev/null; echo $? >";
  const auto line = "bash -c '(" + program + " demo " + fresh + tail + folder_.path("one.txt") + ") & (" +
                    program + " demo " + fresh + tail + folder_.path("two.txt") + ") & wait'";
  ASSERT_EQ(std::system(line.c_str()), 0);
  EXPECT_TRUE(datasets::read_bytes(folder_.path("one.txt")) == "0\n" ||
              datasets::read_bytes(folder_.path("two.txt")) == "0\n");
  EXPECT_EQ(PlaceFile::open(fresh, PlaceFile::Mode::read).read(datasets::Tables::area).areas.size(), 60U);
}

/// Commands that read the place, as people use them.
std::vector<std::string> commands_on(const std::string& place, const TemporaryFolder& folder) {
  return {"check " + place,
          "check " + place + " --json",
          "score " + place + " --plan A --json",
          "compare " + place + " current A",
          "explain " + place + " --plan A E01900003",
          "draw " + place + " --plan Q --replace --effort quick --no-references",
          "workforce " + place + " --plan A",
          "workforce " + place + " --plan A --rebalance --json",
          "workforce " + place + " --plan A --site 1",
          "workforce " + place + " --plan A --access gp --supply capacity",
          "footprints " + place + " --plan A --json",
          "footprints " + place + " --plan A --propose 100000",
          "who-covers " + place + " E01900003 --plan A",
          "project " + place + " --plan A --to 2035",
          "report " + place + " --plan A " + folder.path("report.html"),
          "export " + place + " --plan A " + folder.path("exported"),
          "travel " + place + " --mode walk",
          "travel " + place + " --mode drive --between-areas",
          "plans " + place};
}

void expect_no_broken_promise(const TemporaryFolder& folder, const std::string& place) {
  for (const auto& words : commands_on(place, folder)) {
    const auto ran = run_program(folder, words);
    EXPECT_TRUE(ran.code == 0 || ran.code == 1 || ran.code == 3) << ran.code << " from " << words << "\n"
                                                                 << ran.err;
    EXPECT_EQ(ran.err.find("broken promise"), std::string::npos) << words << "\n" << ran.err;
    EXPECT_EQ(ran.err.find("placewright: "), std::string::npos) << words << "\n" << ran.err;
  }
}

/// Every number column, optional and further ones too.
std::vector<std::pair<std::string, std::string>> number_columns() {
  std::vector<std::pair<std::string, std::string>> columns{{"area", "households"}, {"area", "unpaid_carers"}};
  for (const auto& table : datasets::place_tables())
    for (const auto& column : table.columns)
      if (column.type == datasets::ColumnType::number || column.type == datasets::ColumnType::whole ||
          column.type == datasets::ColumnType::truth)
        columns.emplace_back(table.name, column.name);
  return columns;
}

/// Plain SQL by another program; what is not there (a table without rows) is no matter.
void run_sql(const TemporaryFolder& folder, const std::string& place, const std::string& sql) {
  const auto script = folder.path("script.py");
  datasets::write_bytes(script,
                        "import sqlite3, sys\nbase = sqlite3.connect(sys.argv[1], "
                        "isolation_level=None)\nbase.executescript('BEGIN;' + sys.argv[2] + ';COMMIT')\n");
  ASSERT_EQ(std::system(("python3 '" + script + "' '" + place + "' '" + sql + "'").c_str()), 0) << sql;
}

TEST_F(Faults, ANumberThatCannotBeStopsNoCommandAndCheckNamesItsRow) {
  if (std::system("python3 -c 'import sqlite3' 2>/dev/null") != 0)
    GTEST_SKIP() << "python3 with sqlite3 is not installed";
  run_sql(
      folder_, place_,
      "UPDATE area SET centroid_x = 1e308 WHERE rowid = 1; UPDATE area SET population = -5 WHERE rowid = 2");
  const auto checked = run_program(folder_, "check " + place_);
  EXPECT_EQ(checked.code, 0) << checked.err;
  EXPECT_NE(checked.out.find("row 1 (E01900001), column centroid_x: 1e+308 cannot be"), std::string::npos)
      << checked.out;
  EXPECT_NE(checked.out.find("row 2 (E01900002), column population: -5 cannot be"), std::string::npos)
      << checked.out;
  EXPECT_EQ(run_program(folder_, "check " + place_ + " --strict").code, 1);
  expect_no_broken_promise(folder_, place_);
}

class SlowFaults : public Faults {};

TEST_F(SlowFaults, NoNumberInAnyColumnBreaksAPromise) {
  if (std::system("python3 -c 'import sqlite3' 2>/dev/null") != 0)
    GTEST_SKIP() << "python3 with sqlite3 is not installed";
  // Two of the values for each column, another pair for the next one: all of them would take half an hour.
  constexpr std::array<const char*, 6> values{"1e308", "9e999", "-5", "NULL", "1e9", "0"};
  std::size_t turn = 0;
  for (const auto& [table, column] : number_columns()) {
    for (const auto* value : {values[turn % 6], values[(turn + 3) % 6]}) {
      SCOPED_TRACE(table + "." + column + " = " + value);
      datasets::write_bytes(place_, demo_bytes());
      run_sql(folder_, place_, "UPDATE \"" + table + "\" SET \"" + column + "\" = " + value);
      expect_no_broken_promise(folder_, place_);
      if (HasFailure()) return;
    }
    ++turn;
  }
}

}  // namespace
}  // namespace placewright::boundaries::cli
