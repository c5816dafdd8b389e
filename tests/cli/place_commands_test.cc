#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "datasets/place/file.h"
#include "datasets/place/schema.h"
#include "tests/cli/program.h"
#include "tests/toy_place.h"

// check, plans and schema as a user runs them.
namespace placewright::boundaries::cli {
namespace {

using datasets::TemporaryFolder;
using nlohmann::json;

class PlaceCommands : public ::testing::Test {
 protected:
  PlaceCommands() {
    auto place = toy::place_from_words(toy::grid_words(4, 3), 10000);
    datasets::write_new_place(path_, place, "2026-01-01T00:00:00Z");
    std::string csv = "LSOA21CD,NBHD26CD,NBHD26NM,other\n";
    for (std::size_t row = 0; row < place.areas.size(); ++row)
      csv += place.areas.code[row] + (row < 6 ? ",N1,\"North, upper\",x\n" : ",N2,South,y\n");
    datasets::write_bytes(folder_.path("lookup.csv"), csv);
  }
  Ran run(const std::string& arguments) { return run_program(folder_, arguments); }

  TemporaryFolder folder_;
  std::string path_ = folder_.path("toy.gpkg");
};

TEST_F(PlaceCommands, ALookupComesInAsAPlanAndGoesOutAgain) {
  const auto imported = run("plans " + path_ + " --import " + folder_.path("lookup.csv") + " --as current");
  ASSERT_EQ(imported.code, 0) << imported.err;
  const auto out = run("plans " + path_ + " --lookup current");
  ASSERT_EQ(out.code, 0) << out.err;
  EXPECT_EQ(out.out.substr(0, out.out.find('\n')), "area_code,neighbourhood,name");
  EXPECT_NE(out.out.find(",N1,\"North, upper\""), std::string::npos) << out.out;
  datasets::write_bytes(folder_.path("again.csv"), out.out);
  ASSERT_EQ(run("plans " + path_ + " --import " + folder_.path("again.csv") + " --as again").code, 0);
  EXPECT_EQ(run("plans " + path_ + " --lookup again").out, out.out);

  const auto taken = run("plans " + path_ + " --import " + folder_.path("again.csv") + " --as again");
  EXPECT_EQ(taken.code, 1);
  EXPECT_NE(taken.err.find("has a plan 'again' already"), std::string::npos) << taken.err;
  EXPECT_EQ(run("plans " + path_ + " --import " + folder_.path("again.csv") + " --as again --replace").code,
            0);
}

TEST_F(PlaceCommands, PlansAreListedCopiedRenamedDeletedAndTheLogTells) {
  ASSERT_EQ(run("plans " + path_ + " --import " + folder_.path("lookup.csv") + " --as current").code, 0);
  ASSERT_EQ(run("plans " + path_ + " --copy current B").code, 0);
  ASSERT_EQ(run("plans " + path_ + " --rename current old").code, 0);
  const auto listed = json::parse(run("plans " + path_ + " --json").out)["plans"];
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[0]["name"], "B");
  EXPECT_EQ(listed[0]["origin"], "copy");
  EXPECT_EQ(listed[0]["parent"], "old");
  EXPECT_EQ(listed[0]["neighbourhoods"], 2);
  EXPECT_EQ(listed[0]["areas"], 12);
  EXPECT_TRUE(listed[0]["total"].is_number());
  EXPECT_EQ(listed[1]["name"], "old");
  EXPECT_EQ(run("plans " + path_ + " --delete old").code, 0);
  const auto gone = run("plans " + path_ + " --delete old");
  EXPECT_EQ(gone.code, 1);
  EXPECT_NE(gone.err.find("use one of: B"), std::string::npos) << gone.err;
  EXPECT_EQ(run("plans " + path_ + " --delete A --lookup B").code, 2);
  EXPECT_EQ(run("plans " + path_ + " --import x.csv").code, 2);
  const auto log =
      datasets::PlaceFile::open(path_, datasets::PlaceFile::Mode::read).read(datasets::Tables::log).log;
  ASSERT_EQ(log.size(), 4U);
  EXPECT_EQ(log[1].what, "plan copied");
  EXPECT_EQ(log[2].before, "current");
}

TEST_F(PlaceCommands, ABadLookupChangesNothing) {
  const auto before = datasets::read_bytes(path_);
  datasets::write_bytes(folder_.path("bad.csv"), "area_code,neighbourhood\nX,N1\nX,N2\n");
  const auto ran = run("plans " + path_ + " --import " + folder_.path("bad.csv") + " --as bad");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("line 3"), std::string::npos) << ran.err;
  EXPECT_EQ(datasets::read_bytes(path_), before);
}

TEST_F(PlaceCommands, CheckListsTablesAndDoubtsAndStrictFailsOnErrors) {
  const auto before = datasets::read_bytes(path_);
  const auto checked = run("check " + path_ + " --json --strict");
  EXPECT_EQ(checked.code, 0) << checked.out;
  const auto report = json::parse(checked.out);
  EXPECT_EQ(report["areas"], 12);
  EXPECT_EQ(report["errors"], 0);
  EXPECT_FALSE(report["tables"].empty());
  EXPECT_EQ(datasets::read_bytes(path_), before);

  auto place = datasets::PlaceFile::open(path_, datasets::PlaceFile::Mode::read).read();
  place.areas.population[3] = datasets::kMissing;
  datasets::write_new_place(path_, place, "2026-01-01T00:00:00Z");
  EXPECT_EQ(run("check " + path_).code, 0);
  const auto strict = run("check " + path_ + " --strict");
  EXPECT_EQ(strict.code, 1);
  EXPECT_NE(strict.out.find("error POPULATION_PARTIAL"), std::string::npos) << strict.out;
  EXPECT_NE(strict.out.find(place.areas.code[3]), std::string::npos);
  EXPECT_EQ(run("check " + folder_.path("none.gpkg")).code, 1);
  EXPECT_EQ(run("check").code, 2);
}

TEST_F(PlaceCommands, SchemaDescribesEveryTable) {
  const auto text = run("schema");
  ASSERT_EQ(text.code, 0) << text.err;
  const auto described = json::parse(run("schema --json").out);
  ASSERT_EQ(described["tables"].size(), datasets::place_tables().size());
  for (const auto& table : datasets::place_tables()) {
    EXPECT_NE(text.out.find("\n" + std::string(table.name) + ": "), std::string::npos) << table.name;
  }
  EXPECT_EQ(described["outputs"].size(), datasets::output_tables().size());
  const auto one = run("schema travel");
  EXPECT_NE(one.out.find("minutes"), std::string::npos);
  EXPECT_EQ(one.out.find("workforce:"), std::string::npos);
  EXPECT_EQ(run("schema nonsense").code, 1);
}

}  // namespace
}  // namespace placewright::boundaries::cli
