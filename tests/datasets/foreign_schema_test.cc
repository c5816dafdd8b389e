#include <gtest/gtest.h>

#include "datasets/place/file.h"
#include "geo/error.h"
#include "tests/datasets/full_place.h"
#include "tests/datasets/sqlite_by_hand.h"
#include "tests/datasets/temporary_folder.h"

/// What stands in a place file beside its own tables is named, and does not run.
namespace placewright::datasets {
namespace {

using Mode = PlaceFile::Mode;

class ForeignSchemaTest : public testing::Test {
 protected:
  ForeignSchemaTest() { write_new_place(path_, full_place(), "2026-03-31T10:00:00Z"); }
  /// Codes and places of what was out of the ordinary, "; " between.
  [[nodiscard]] std::string doubts() const {
    std::string text;
    for (const auto& doubt : PlaceFile::open(path_, Mode::read).doubts())
      text += doubt.code + " " + doubt.where.substr(path_.size() + 2) + "; ";
    return text;
  }
  void change() const {
    auto file = PlaceFile::open(path_, Mode::change);
    file.append_log(full_place().log);
    file.save_plan(full_place().plans[0], true);
    file.replace_place(file.read());
  }
  TemporaryFolder folder_;
  std::string path_ = folder_.path("place.gpkg");
};

TEST_F(ForeignSchemaTest, ATriggerThatIsNotOursIsNamedKeptAndNotRun) {
  ask(path_,
      "CREATE TRIGGER t AFTER INSERT ON log BEGIN UPDATE area SET population = 1; END;"
      "CREATE TRIGGER \"u \"\" u\" AFTER INSERT ON plan BEGIN UPDATE area SET population = 1; END;"
      "CREATE TRIGGER v BEFORE DELETE ON Site WHEN 1 BEGIN DELETE FROM note; END;"
      "CREATE TRIGGER w AFTER UPDATE ON gpkg_contents BEGIN UPDATE area SET population = 1; END;"
      "CREATE TABLE mine (a); CREATE TRIGGER x AFTER INSERT ON mine BEGIN UPDATE area SET population = 1; "
      "END");
  EXPECT_EQ(doubts(),
            "FOREIGN_TRIGGER trigger t on table log; FOREIGN_TRIGGER trigger u \" u on table plan; "
            "FOREIGN_TRIGGER trigger v on table site; "
            "FOREIGN_TRIGGER trigger w on table gpkg_contents; ");
  const auto before = ask(
      path_,
      "SELECT group_concat(sql) FROM (SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name)");
  change();
  const auto place = PlaceFile::open(path_, Mode::read).read();
  EXPECT_EQ(place.areas.population.at(0), full_place().areas.population[0]);
  EXPECT_EQ(place.notes.size(), full_place().notes.size());
  EXPECT_EQ(place.log.size(), 2 * full_place().log.size());
  EXPECT_EQ(ask(path_,
                "SELECT group_concat(sql) FROM (SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER "
                "BY name)"),
            before);
  auto file = PlaceFile::open(path_, Mode::change);
  EXPECT_THROW(file.together([] { throw geo::InputError{{"a", "b", "c"}}; }), geo::InputError);
  EXPECT_EQ(ask(path_, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"), "5")
      << "a change that is undone keeps them too";
}

TEST_F(ForeignSchemaTest, ATriggerUnderTheNameOfASpatialIndexIsJudgedByWhatItDoes) {
  ask(path_, "CREATE VIRTUAL TABLE rtree_site_geom USING rtree(id, minx, maxx, miny, maxy)");
  for (const auto* body :
       {"UPDATE area SET population = 1", "DELETE FROM rtree_site_geom WHERE id = (SELECT 1)",
        "INSERT INTO rtree_site_geom VALUES (1,1,1,1,1); DELETE FROM area",
        "INSERT OR IGNORE INTO note (id) VALUES ('rtree_site_geom')",
        "DELETE /* rtree_site_geom */ FROM area",
        "UPDATE OR REPLACE \"area\" SET name = '; DELETE FROM rtree_site_geom;'"}) {
    SCOPED_TRACE(body);
    ask(path_, std::string("DROP TRIGGER IF EXISTS rtree_site_geom_insert; CREATE TRIGGER "
                           "rtree_site_geom_insert AFTER INSERT ON site BEGIN ") +
                   body + "; END");
    EXPECT_EQ(doubts(), "FOREIGN_TRIGGER trigger rtree_site_geom_insert on table site; ");
    change();
    EXPECT_EQ(
        difference(full_place(), PlaceFile::open(path_, Mode::read).read(Tables::everything - Tables::log))
            .substr(0, 3),
        "log");
  }
}

TEST_F(ForeignSchemaTest, SpatialIndexesAndCountsOfOtherProgramsStayUpToDate) {
  ask(path_,
      "CREATE VIRTUAL TABLE rtree_site_geom USING rtree(id, minx, maxx, miny, maxy);"
      "CREATE TABLE gpkg_ogr_contents (table_name TEXT NOT NULL PRIMARY KEY, feature_count INTEGER DEFAULT "
      "NULL);"
      "INSERT INTO gpkg_ogr_contents VALUES ('site', (SELECT count(*) FROM site))");
  ask(path_,
      R"(CREATE TRIGGER "rtree_site_geom_insert" AFTER INSERT ON "site" WHEN (new."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom")) BEGIN INSERT OR REPLACE INTO "rtree_site_geom" VALUES (NEW."fid",ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"),ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
             CREATE TRIGGER "rtree_site_geom_delete" AFTER DELETE ON "site" WHEN old."geom" NOT NULL BEGIN DELETE FROM "rtree_site_geom" WHERE id = OLD."fid"; END;
             CREATE TRIGGER "trigger_insert_feature_count_site" AFTER INSERT ON "site" BEGIN UPDATE gpkg_ogr_contents SET feature_count = feature_count + 1 WHERE lower(table_name) = lower('site'); END;
             CREATE TRIGGER "trigger_delete_feature_count_site" AFTER DELETE ON "site" BEGIN UPDATE gpkg_ogr_contents SET feature_count = feature_count - 1 WHERE lower(table_name) = lower('site'); END;)");
  EXPECT_EQ(doubts(), "");
  auto sites = full_place().sites;
  for (auto& site : sites) site.x = site.y = 7;
  sites.push_back(sites[0]);
  PlaceFile::open(path_, Mode::change).replace_sites(sites);
  EXPECT_EQ(ask(path_, "SELECT count(*) FROM rtree_site_geom"), std::to_string(sites.size()));
  EXPECT_EQ(ask(path_, "SELECT feature_count FROM gpkg_ogr_contents"), std::to_string(sites.size()));
}

TEST_F(ForeignSchemaTest, WhatStandsInPlaceOfOneOfOurTablesIsRefusedByName) {
  const auto good = read_bytes(path_);
  for (const auto& [sql, said] : std::vector<std::pair<std::string, std::string>>{
           {"ALTER TABLE note RENAME TO note_old; CREATE VIEW note AS WITH RECURSIVE x(i) AS (SELECT 1 UNION "
            "ALL SELECT i + 1 FROM x) SELECT * FROM note_old, x",
            "'note' is a view"},
           {"ALTER TABLE Setting RENAME TO s; CREATE VIEW SETTING AS SELECT * FROM s", "'SETTING' is a view"},
           {"ALTER TABLE meta RENAME TO m; CREATE VIEW meta AS SELECT * FROM m", "'meta' is a view"},
           {"DROP TABLE gpkg_contents; CREATE VIEW gpkg_contents AS SELECT 1", "'gpkg_contents' is a view"},
           {"DROP TABLE travel; CREATE VIRTUAL TABLE travel USING rtree(id, a, b)",
            "'travel' is a virtual table (rtree)"},
           {"ALTER TABLE area DROP COLUMN population; ALTER TABLE area ADD COLUMN population REAL GENERATED "
            "ALWAYS AS (length(code) * 1e6)",
            "'population' is worked out by the file"},
           {"ALTER TABLE site ADD COLUMN slow TEXT GENERATED ALWAYS AS (hex(zeroblob(1000)))",
            "'slow' is worked out by the file"}}) {
    SCOPED_TRACE(sql);
    write_bytes(path_, good);
    ask(path_, sql);
    const auto before = read_bytes(path_);
    for (const auto mode : {Mode::read, Mode::change}) try {
        (void)PlaceFile::open(path_, mode).read();
        ADD_FAILURE() << "was opened";
      } catch (const geo::InputError& error) {
        EXPECT_NE(std::string(error.what()).find(said), std::string::npos) << error.what();
      }
    EXPECT_EQ(read_bytes(path_), before);
  }
}

TEST_F(ForeignSchemaTest, ViewsAndVirtualTablesBesideOursAreNamedAndNeverRead) {
  ask(path_,
      "CREATE VIEW endless AS WITH RECURSIVE x(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM x) SELECT * FROM "
      "x");
  ask(path_,
      "PRAGMA writable_schema = ON; INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES "
      "('table', 'pw', 'pw', 0, 'CREATE VIRTUAL TABLE pw USING VirtualText(\"/etc/passwd\", \"UTF-8\", 0)')");
  EXPECT_EQ(doubts(), "FOREIGN_VIEW view endless; FOREIGN_TABLE table pw; ");
  change();
  EXPECT_EQ(doubts(), "FOREIGN_VIEW view endless; FOREIGN_TABLE table pw; ");
}

}  // namespace
}  // namespace placewright::datasets
