#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <set>
#include <thread>

#include "datasets/place/file.h"
#include "datasets/place/schema.h"
#include "geo/error.h"
#include "tests/datasets/full_place.h"
#include "tests/datasets/sqlite_by_hand.h"
#include "tests/datasets/temporary_folder.h"

namespace placewright::datasets {
namespace {

using Mode = PlaceFile::Mode;
constexpr const char* kCreated = "2026-03-31T10:00:00Z";

class PlaceFileTest : public testing::Test {
 protected:
  PlaceFileTest() { write_new_place(path_, full_place(), kCreated); }
  TemporaryFolder folder_;
  std::string path_ = folder_.path("place.gpkg");
};

/// What is wrong with opening and reading the file, as the person is told; "" when nothing is.
std::string trouble_with(const std::string& path) {
  try {
    (void)PlaceFile::open(path, Mode::read, 50).read();
    return "";
  } catch (const geo::InputError& error) {
    return error.what();
  }
}

TEST_F(PlaceFileTest, WhatIsReadIsWhatWasWritten) {
  const auto file = PlaceFile::open(path_, Mode::read);
  EXPECT_EQ(difference(full_place(), file.read()), "");
  EXPECT_EQ(file.meta().created, kCreated);
  EXPECT_EQ(file.meta().schema_version, kSchemaVersion);
  EXPECT_TRUE(file.doubts().empty());
  EXPECT_FALSE(file.adjacency_is_stale());
  EXPECT_EQ(folder_.files(), 1U);
}

TEST_F(PlaceFileTest, TheSamePlaceGivesTheSameBytes) {
  write_new_place(folder_.path("again.gpkg"), full_place(), kCreated);
  EXPECT_EQ(read_bytes(path_), read_bytes(folder_.path("again.gpkg")));
}

TEST_F(PlaceFileTest, APlaceReplacedByItselfStaysTheSame) {
  auto file = PlaceFile::open(path_, Mode::change);
  file.replace_place(file.read());
  EXPECT_EQ(difference(full_place(), file.read()), "");
}

TEST(PlaceFile, AnEmptyPlaceCanBeWrittenAndRead) {
  const TemporaryFolder folder;
  write_new_place(folder.path("place.gpkg"), Place{}, kCreated);
  EXPECT_EQ(difference(Place{}, PlaceFile::open(folder.path("place.gpkg"), Mode::read).read()), "");
}

TEST_F(PlaceFileTest, OnlyTheTablesAskedForAreRead) {
  const auto file = PlaceFile::open(path_, Mode::read);
  const auto whole = full_place();
  for (std::uint32_t bit = 3; bit < 25; ++bit) {
    SCOPED_TRACE(bit);
    auto expected = Place{};
    expected.name = whole.name;
    expected.invented = whole.invented;
    expected.extent = whole.extent;
    const auto wanted = static_cast<Tables>(1U << bit);
    for_each_row_table([&](const auto& table) {
      if (table.flag == wanted) expected.*(table.rows) = whole.*(table.rows);
    });
    if (wanted == Tables::setting) expected.settings = whole.settings;
    if (wanted == Tables::plan) expected.plans = whole.plans;
    EXPECT_EQ(difference(expected, file.read(wanted)), "");
  }
  const auto bare = file.read(Tables::area | Tables::adjacency);
  EXPECT_EQ(difference(whole, bare).substr(0, 11), "area.shape\n");
  EXPECT_TRUE(bare.areas.shape.at(0).empty());
  EXPECT_EQ(bare.adjacency.size(), 2U);
}

TEST_F(PlaceFileTest, ReplacingThePlaceKeepsPlansNotesLogSettingsAndWhatIsUnknown) {
  ask(path_,
      "CREATE TABLE my_list (a TEXT); INSERT INTO my_list VALUES ('mine');"
      "ALTER TABLE site ADD COLUMN opened DATE; UPDATE site SET opened = '1999-01-01' WHERE id = 'BASE1';"
      "ALTER TABLE area ADD COLUMN surveyed DATE; UPDATE area SET surveyed = code;"
      "ALTER TABLE barrier ADD COLUMN depth REAL; UPDATE barrier SET depth = 2.5");
  auto place = full_place();
  place.plans.clear();
  place.notes.clear();
  place.log.clear();
  place.settings = {{"word.neighbourhood", "patch"}, {"new", "1"}};
  std::swap(place.sites[0], place.sites[1]);
  place.areas.population = {1, 2, 3};
  place.areas.indicators.erase("income_score");
  place.areas.indicators["added"] = {7, 8, 9};
  {
    auto file = PlaceFile::open(path_, Mode::change);
    file.replace_place(place);
    auto expected = place;
    expected.plans = full_place().plans;
    expected.notes = full_place().notes;
    expected.log = full_place().log;
    expected.settings = {{"empty", ""}, {"new", "1"}, {"word.neighbourhood", "locality"}};
    EXPECT_EQ(difference(expected, file.read()), "");
  }
  EXPECT_EQ(ask(path_, "SELECT a FROM my_list"), "mine");
  EXPECT_EQ(ask(path_, "SELECT group_concat(id || coalesce(opened, '-')) FROM site"),
            "BASE11999-01-01,B86001-");
  EXPECT_EQ(ask(path_, "SELECT group_concat(surveyed) FROM area"), "E01000001,E01000002,E01000003");
  EXPECT_EQ(ask(path_, "SELECT depth FROM barrier"), "2.5");
}

TEST_F(PlaceFileTest, EachTableCanBeReplacedAlone) {
  const auto whole = full_place();
  auto file = PlaceFile::open(path_, Mode::change);
  auto expected = whole;
  const std::vector<TravelRow> walks{{"walk", "E01000002", "B86001", 7.25}};
  file.replace_travel("walk", walks);
  expected.travel = {whole.travel[1], walks[0]};
  expected.links.pop_back();
  file.replace_links(expected.links);
  expected.notes[0].text = "It floods.";
  file.save_notes(expected.notes);
  expected.settings = {{"only", "this"}};
  file.save_settings(expected.settings);
  expected.roads.push_back({"path", "", false, "", {{1, 1}, {2, 2}}, ""});
  file.replace_roads(expected.roads);
  file.append_log(whole.log);
  expected.log.push_back(whole.log[0]);
  file.append_sources(whole.sources);
  expected.sources.push_back(whole.sources[0]);
  expected.sites.pop_back();
  file.replace_sites(expected.sites);
  expected.workforce.pop_back();
  file.replace_workforce(expected.workforce);
  expected.footprints[0].share = 1;
  file.replace_footprints(expected.footprints);
  expected.roles.clear();
  file.replace_roles({});
  expected.weights.clear();
  file.replace_weights({});
  expected.findings.pop_back();
  file.replace_findings(expected.findings);
  EXPECT_EQ(difference(expected, PlaceFile::open(path_, Mode::read).read()), "");
}

TEST_F(PlaceFileTest, PlansAreSavedListedCopiedRenamedAndDeleted) {
  auto file = PlaceFile::open(path_, Mode::change);
  const auto listed = file.list_plans();
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[0],
            (PlanEntry{"A", "2026-03-31T10:00:00Z", "draw", "current", "{\"total\":0.5}", 0, 2, 3, 0}));
  EXPECT_EQ(listed[1].unassigned, 1U);
  EXPECT_EQ(listed[1].seed, 18446744073709551615ULL);

  EXPECT_THROW(file.save_plan(full_place().plans[0], false), geo::InputError);
  EXPECT_THROW(file.save_plan(PlanRecord{}, true), geo::InputError);
  auto changed = file.read_plan("A");
  changed.assignments[0].neighbourhood = "N2";
  file.save_plan(changed, true);
  EXPECT_EQ(file.read_plan("A").assignments[0].neighbourhood, "N2");

  file.copy_plan("A", "B", "2027-01-01");
  EXPECT_EQ(file.read_plan("B").parent, "A");
  EXPECT_EQ(file.read_plan("B").origin, "copy");
  EXPECT_EQ(file.read_plan("B").assignments.size(), 3U);
  file.rename_plan("A", "Option \"1\"");
  EXPECT_FALSE(file.find_plan("A").has_value());
  EXPECT_EQ(file.read_plan("B").parent, "Option \"1\"");
  EXPECT_EQ(file.read(Tables::note).notes[0].plan, "Option \"1\"");
  EXPECT_THROW(file.rename_plan("B", "current"), geo::InputError);
  EXPECT_THROW(file.copy_plan("B", "", ""), geo::InputError);
  file.delete_plan("B");
  EXPECT_THROW(file.delete_plan("B"), geo::InputError);
  EXPECT_EQ(file.list_plans().size(), 2U);
  try {
    (void)file.read_plan("B");
    FAIL();
  } catch (const geo::InputError& error) {
    EXPECT_NE(std::string(error.what()).find("use one of: Option \"1\", current"), std::string::npos)
        << error.what();
  }
}

TEST_F(PlaceFileTest, ChangesMadeTogetherAreUndoneTogether) {
  auto file = PlaceFile::open(path_, Mode::change);
  EXPECT_THROW(file.together([&] {
    file.delete_plan("A");
    file.append_log(full_place().log);
    file.save_plan(full_place().plans[0], false);  // is there already
  }),
               geo::InputError);
  EXPECT_EQ(difference(full_place(), file.read()), "");
  // A change that fails within others is undone alone when its caller goes on.
  file.together([&] {
    file.save_settings({{"kept", "1"}});
    EXPECT_THROW(file.together([&] {
      file.save_settings({{"lost", "1"}});
      throw geo::InputError{{"here", "no", "yes"}};
    }),
                 geo::InputError);
  });
  EXPECT_EQ(file.read(Tables::setting).settings, (std::map<std::string, std::string>{{"kept", "1"}}));
}

TEST_F(PlaceFileTest, AKilledProgramLeavesTheLastCommittedState) {
  const pid_t child = fork();
  if (child == 0) {
    try {
      auto file = PlaceFile::open(path_, Mode::change);
      file.together([&] {
        file.delete_plan("A");
        auto place = full_place();
        // Enough to spill from memory into the file before the end.
        for (int i = 0; i < 200'000; ++i) place.registrations.push_back({"X", "E01000001", 1});
        file.replace_place(place);
        _exit(7);
      });
    } catch (...) {
    }
    _exit(1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), 7);
  ASSERT_TRUE(std::filesystem::exists(path_ + "-journal")) << "the child did not get as far as the file";
  EXPECT_EQ(difference(full_place(), PlaceFile::open(path_, Mode::read).read()), "");
  EXPECT_EQ(folder_.files(), 1U);
}

TEST_F(PlaceFileTest, ANewPlaceOverOneWhoseWriterWasKilledIsNotTouchedByTheOldJournal) {
  if (const pid_t child = fork(); child == 0) {
    try {
      auto file = PlaceFile::open(path_, Mode::change);
      file.together([&] {
        auto place = full_place();
        for (int i = 0; i < 200'000; ++i) place.registrations.push_back({"X", "E01000001", 1});
        file.replace_place(place);
        _exit(7);
      });
    } catch (...) {
    }
    _exit(1);
  } else {
    int status = 0;
    waitpid(child, &status, 0);
  }
  ASSERT_TRUE(std::filesystem::exists(path_ + "-journal"));
  auto place = full_place();
  place.name = "another";
  write_new_place(path_, place, kCreated);
  EXPECT_EQ(difference(place, PlaceFile::open(path_, Mode::read).read()), "");
}

TEST_F(PlaceFileTest, TwoProgramsTakeTurns) {
  constexpr int kEach = 40;
  for (int writer = 0; writer < 2; ++writer)
    if (fork() == 0) {
      int code = 1;
      try {
        auto file = PlaceFile::open(path_, Mode::change);
        for (int i = 0; i < kEach; ++i)
          file.append_log(std::vector<LogRow>{{"", std::to_string(writer), "", "", "", "", ""}});
        code = 0;
      } catch (...) {
      }
      _exit(code);
    }
  for (int writer = 0; writer < 2; ++writer) {
    int status = 1;
    wait(&status);
    EXPECT_EQ(WEXITSTATUS(status), 0);
  }
  const auto log = PlaceFile::open(path_, Mode::read).read(Tables::log).log;
  EXPECT_EQ(log.size(), 1U + 2U * kEach);
}

TEST_F(PlaceFileTest, AFileInUseIsWaitedForAndThenSaid) {
  auto first = PlaceFile::open(path_, Mode::change);
  auto second = PlaceFile::open(path_, Mode::change, 50);
  first.together([&] {
    try {
      second.save_settings({});
      FAIL();
    } catch (const geo::InputError& error) {
      EXPECT_NE(std::string(error.what()).find("in use by another program"), std::string::npos)
          << error.what();
    }
    EXPECT_EQ(second.read(Tables::setting).settings.size(), 2U);  // readers see the last committed state
  });
  second.save_settings({});
}

TEST_F(PlaceFileTest, TheJournalIsNeverAWalAndAFileLeftInWalIsBroughtBack) {
  ask(path_, "PRAGMA journal_mode = WAL");
  PlaceFile::open(path_, Mode::change).save_settings({{"a", "b"}});
  EXPECT_EQ(ask(path_, "PRAGMA journal_mode"), "delete");
  EXPECT_EQ(folder_.files(), 1U);
}

TEST_F(PlaceFileTest, AnOlderSchemaIsUpgradedAfterACopyBesideIt) {
  ask(path_,
      "UPDATE meta SET value = '0' WHERE key = 'schema_version'; DROP TABLE note; DROP TABLE role;"
      "DELETE FROM gpkg_geometry_columns WHERE table_name = 'note'; DELETE FROM gpkg_contents WHERE "
      "table_name IN ('note', 'role');"
      "ALTER TABLE workforce DROP COLUMN share; CREATE TABLE my_list (a TEXT)");
  auto expected = full_place();
  expected.notes.clear();
  expected.roles.clear();
  for (auto& row : expected.workforce) row.share = kMissing;
  const auto before = read_bytes(path_);
  EXPECT_EQ(difference(expected, PlaceFile::open(path_, Mode::read).read()), "");
  EXPECT_EQ(read_bytes(path_), before) << "reading must not change the file";

  auto file = PlaceFile::open(path_, Mode::change);
  ASSERT_EQ(file.doubts().size(), 1U);
  EXPECT_EQ(file.doubts()[0].code, "SCHEMA_UPGRADED");
  EXPECT_EQ(difference(expected, file.read()), "");
  EXPECT_EQ(file.meta().schema_version, kSchemaVersion);
  file.save_notes(full_place().notes);
  EXPECT_EQ(ask(path_, "SELECT count(*) FROM my_list"), "0");
  EXPECT_EQ(ask(folder_.path("place.schema-0.gpkg"), "SELECT value FROM meta WHERE key = 'schema_version'"),
            "0");
  EXPECT_TRUE(PlaceFile::open(path_, Mode::change).doubts().empty());
}

TEST_F(PlaceFileTest, ANewerSchemaIsReadButNotChanged) {
  ask(path_,
      "UPDATE meta SET value = '99' WHERE key = 'schema_version'; ALTER TABLE site DROP COLUMN desks; DROP "
      "TABLE weight");
  auto file = PlaceFile::open(path_, Mode::change);
  EXPECT_TRUE(file.read_only());
  ASSERT_EQ(file.doubts().size(), 1U);
  EXPECT_EQ(file.doubts()[0].code, "SCHEMA_NEWER");
  auto expected = full_place();
  expected.weights.clear();
  for (auto& site : expected.sites) site.desks = kMissing;
  EXPECT_EQ(difference(expected, file.read()), "");
  EXPECT_THROW(file.save_settings({}), geo::InputError);
}

TEST_F(PlaceFileTest, AdjacencyIsStaleOnceAShapeOrACodeHasChanged) {
  const auto stale = [&] { return PlaceFile::open(path_, Mode::read).adjacency_is_stale(); };
  EXPECT_FALSE(stale());
  ask(path_, "UPDATE area SET population = 1");
  EXPECT_FALSE(stale());
  ask(path_,
      "UPDATE area SET geom = (SELECT geom FROM area WHERE code = 'E01000002') WHERE code = 'E01000001'");
  EXPECT_TRUE(stale());
  auto file = PlaceFile::open(path_, Mode::change);
  file.replace_adjacency(std::vector<Adjacent>{{0, 2, 5, "exact"}});
  EXPECT_FALSE(stale());
  EXPECT_EQ(file.read(Tables::adjacency).adjacency.size(), 1U);
  ask(path_, "UPDATE area SET code = 'E01000009' WHERE code = 'E01000001'");
  EXPECT_TRUE(stale());
  auto place = full_place();
  place.adjacency.clear();
  write_new_place(path_, place, kCreated);
  EXPECT_TRUE(stale()) << "pairs that nobody has worked out are not up to date";
}

TEST_F(PlaceFileTest, StaleAdjacencyIsWorkedOutAnewWhenItIsRead) {
  ask(path_, "UPDATE area SET geom = NULL WHERE code = 'E01000003'");  // as it was
  EXPECT_EQ(PlaceFile::open(path_, Mode::read).read(Tables::adjacency).adjacency.size(), 2U);
  ask(path_, "UPDATE area SET code = 'E01000009' WHERE code = 'E01000001'");
  for (const auto wanted : {Tables::adjacency, Tables::adjacency | Tables::geometry}) {
    const auto place = PlaceFile::open(path_, Mode::read).read(wanted);
    ASSERT_EQ(place.adjacency.size(), 1U);
    EXPECT_EQ(place.areas.code.at(place.adjacency[0].a), "E01000002");
    EXPECT_EQ(place.areas.code.at(place.adjacency[0].b), "E01000009");
    EXPECT_EQ(place.adjacency[0].border_m, 100);
    EXPECT_EQ(place.adjacency[0].kind, "exact");
  }
}

TEST_F(PlaceFileTest, ASpatialIndexMadeByAnotherProgramDoesNotStopChanges) {
  if (std::system("ogrinfo --version > /dev/null 2>&1") != 0)
    GTEST_SKIP() << "ogrinfo (gdal-bin) is not installed";
  ASSERT_EQ(std::system(("ogrinfo -q " + path_ +
                         " -sql \"SELECT CreateSpatialIndex('site', 'geom')\" > /dev/null 2>&1")
                            .c_str()),
            0);
  ASSERT_EQ(ask(path_, "SELECT count(*) FROM rtree_site_geom"), "1");
  auto file = PlaceFile::open(path_, Mode::change);
  auto sites = full_place().sites;
  sites[1].x = sites[1].y = 7;
  file.replace_sites(sites);
  EXPECT_EQ(ask(path_, "SELECT count(*) FROM rtree_site_geom"), "2");
}

TEST_F(PlaceFileTest, OtherProgramsOpenIt) {
  if (std::system("ogrinfo --version > /dev/null 2>&1") != 0)
    GTEST_SKIP() << "ogrinfo (gdal-bin) is not installed";
  const auto out = folder_.path("out.txt");
  ASSERT_EQ(std::system(("ogrinfo -al -ro " + path_ + " > " + out + " 2>&1").c_str()), 0);
  const auto text = read_bytes(out);
  EXPECT_EQ(text.find("Warning"), std::string::npos) << text.substr(0, 2000);
  EXPECT_EQ(text.find("ERROR"), std::string::npos);
  EXPECT_NE(text.find("MULTIPOLYGON (((0 0,100 0,100 100,0 100,0 0),(20 20,20 40,40 40,40 20,20 20)))"),
            std::string::npos);
  EXPECT_NE(text.find("Extent: (0.000000, 0.000000) - (600.250000, 600.125000)"), std::string::npos);
  for (const auto& table : place_tables())
    EXPECT_NE(text.find("Layer name: " + std::string(table.name)), std::string::npos) << table.name;
}

TEST_F(PlaceFileTest, AFailureToWriteLeavesTheOldFileAsItWas) {
  auto place = full_place();
  place.areas.indicators["NAME"] = {1, 2, 3};  // clashes with the column name
  const auto before = read_bytes(path_);
  EXPECT_THROW(write_new_place(path_, place, kCreated), geo::InputError);
  EXPECT_EQ(read_bytes(path_), before);
  EXPECT_EQ(folder_.files(), 1U);
  EXPECT_THROW(write_new_place(folder_.path("no/such/place.gpkg"), full_place(), kCreated), geo::InputError);
  EXPECT_THROW(write_new_place(folder_.path("."), full_place(), kCreated), geo::InputError);
}

TEST_F(PlaceFileTest, ABadFileIsToldByWhereWhatAndWhatToDo) {
  const auto good = read_bytes(path_);
  struct Bad {
    const char* name;
    std::string bytes;
    const char* said;
  };
  std::string no_place = "x.gpkg", scrambled = good, other = good;
  for (std::size_t i = 4096; i < scrambled.size(); ++i) scrambled[i] = static_cast<char>(i * 31);
  for (const auto& [name, bytes, said] :
       std::vector<Bad>{{"empty", "", "is empty"},
                        {"text", "area_code,neighbourhood\n", "is not a place file"},
                        {"long text", std::string(5000, 'x'), "is not a place file"},
                        {"half", good.substr(0, good.size() / 2), "is cut short"},
                        {"header only", good.substr(0, 100), "is cut short"},
                        {"scrambled", scrambled, "is damaged"}}) {
    SCOPED_TRACE(name);
    const auto path = folder_.path("bad.gpkg");
    write_bytes(path, bytes);
    const auto told = trouble_with(path);
    EXPECT_NE(told.find(said), std::string::npos) << told;
    EXPECT_NE(told.find(path), std::string::npos) << told;
    EXPECT_NE(told.find("\n  try: "), std::string::npos) << told;
    EXPECT_EQ(read_bytes(path), bytes) << "a bad file is left as it is";
  }
  EXPECT_NE(trouble_with(folder_.path("none.gpkg")).find("there is no such file"), std::string::npos);
  EXPECT_NE(trouble_with(folder_.path(".")).find("is a directory"), std::string::npos);
}

TEST_F(PlaceFileTest, ATableThatIsNotAsItShouldBeIsNamed) {
  struct Case {
    const char* sql;
    const char* said;
  };
  const auto good = read_bytes(path_);
  for (const auto& [sql, said] : std::vector<Case>{
           {"DROP TABLE area", "holds no place"},
           {"UPDATE area SET population = '12O'", "'12O' stands where a number belongs"},
           {"UPDATE area SET population = '12O' WHERE rowid = 2", "column population, table area, row 2"},
           {"UPDATE area SET code = NULL WHERE code = 'E01000002'", "has no code"},
           {"UPDATE area SET geom = x'00' WHERE code = 'E01000002'", "geometry cannot be read"},
           {"UPDATE area SET geom = substr(geom, 1, 60) WHERE code = 'E01000002'", "geometry cannot be read"},
           {"UPDATE link SET state = 'maybe'", "'maybe' is not known"},
           {"UPDATE meta SET value = 'new' WHERE key = 'schema_version'", "is not a version"},
           {"DROP TABLE adjacency", "adjacency"},
       }) {
    SCOPED_TRACE(sql);
    write_bytes(path_, good);
    ask(path_, sql);
    EXPECT_NE(trouble_with(path_).find(said), std::string::npos) << trouble_with(path_);
  }
}

}  // namespace
}  // namespace placewright::datasets
