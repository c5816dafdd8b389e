#include "datasets/place/possible_values.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "datasets/place/file.h"
#include "datasets/place/geometry_blob.h"
#include "datasets/place/sql.h"
#include "geo/error.h"
#include "tests/datasets/full_place.h"
#include "tests/datasets/sqlite_by_hand.h"
#include "tests/datasets/temporary_folder.h"

namespace placewright::datasets {
namespace {

using Mode = PlaceFile::Mode;

class PossibleValuesTest : public testing::Test {
 protected:
  PossibleValuesTest() { write_new_place(path_, full_place(), "2026-03-31T10:00:00Z"); }
  TemporaryFolder folder_;
  std::string path_ = folder_.path("place.gpkg");
};

TEST_F(PossibleValuesTest, ANumberThatCannotBeIsMissingAndNamedByTableRowAndColumn) {
  const auto good = read_bytes(path_);
  for (const auto& table : place_tables())
    for (const auto& column : table.columns) {
      if (column.type != ColumnType::number || column.optional) continue;
      for (const auto* value : {"1e308", "-1e308", "9e999", "-9e999"}) {
        SCOPED_TRACE(std::string(table.name) + "." + std::string(column.name) + " = " + value);
        write_bytes(path_, good);
        const auto name = quoted(table.name);
        const auto row = ask(path_, "SELECT min(rowid) FROM " + name);
        ASSERT_NE(row, "") << "the full place has a row of every table";
        ask(path_,
            "UPDATE " + name + " SET " + quoted(column.name) + " = " + value + " WHERE rowid = " + row);
        const auto file = PlaceFile::open(path_, Mode::read);
        const auto place = file.read();
        const auto doubts = file.doubts();
        ASSERT_EQ(doubts.size(), 1U);
        EXPECT_EQ(doubts[0].code, "VALUE_IMPOSSIBLE");
        EXPECT_NE(doubts[0].where.find("table " + std::string(table.name) + ", row " + row),
                  std::string::npos)
            << doubts[0].where;
        EXPECT_NE(doubts[0].where.find("column " + std::string(column.name)), std::string::npos)
            << doubts[0].where;
        for_each_row_table([&](const auto& rows) {
          for (const auto& field : rows.fields) {
            using Row = std::decay_t<decltype((place.*(rows.rows))[0])>;
            const auto* member = std::get_if<double Row::*>(&field.member);
            if (rows.table != table.name || field.column != column.name || member == nullptr) continue;
            if (is_what_the_row_says(table.name, column.name))
              EXPECT_EQ((place.*(rows.rows)).size() + 1, (full_place().*(rows.rows)).size());
            else
              EXPECT_TRUE(std::isnan((place.*(rows.rows)).at(0).*(*member)));
          }
        });
      }
    }
}

TEST_F(PossibleValuesTest, WhatIsBelowNothingOrAboveEverythingCannotBe) {
  ask(path_,
      "UPDATE area SET population = -5 WHERE code = 'E01000001'; UPDATE area SET imd_decile = 11 WHERE code "
      "= 'E01000003';"
      "UPDATE area SET centroid_x = 1e308 WHERE code = 'E01000001'; UPDATE travel SET minutes = -1; UPDATE "
      "footprint SET share = 1.5;"
      "UPDATE workforce SET vacancy_wte = -0.5; UPDATE site SET desks = -1 WHERE id = 'BASE1'; UPDATE "
      "registration SET patients = -3");
  const auto file = PlaceFile::open(path_, Mode::read);
  const auto place = file.read();
  EXPECT_TRUE(std::isnan(place.areas.population[0]));
  EXPECT_TRUE(std::isnan(place.areas.centroid_x[0]));
  EXPECT_TRUE(std::isnan(place.areas.imd_decile[2]));
  std::string where;
  for (const auto& doubt : file.doubts()) where += doubt.where.substr(path_.size() + 2) + "\n";
  for (const auto* named :
       {"table area, row 1 (E01000001), column population",
        "table area, row 1 (E01000001), column centroid_x",
        "table area, row 3 (E01000003), column imd_decile", "table travel, row 1, column minutes",
        "table footprint, row 1, column share", "table workforce, row 1, column vacancy_wte", "column desks",
        "table registration, row 1, column patients"})
    EXPECT_NE(where.find(named), std::string::npos) << named << " in\n" << where;
}

TEST_F(PossibleValuesTest, ManyOfOneColumnAreCounted) {
  ask(path_,
      "DELETE FROM registration; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
      "1000) "
      "INSERT INTO registration (practice, area, patients) SELECT 'B' || i, 'E01000001', -1 FROM n");
  const auto file = PlaceFile::open(path_, Mode::read);
  EXPECT_TRUE(file.read().registrations.empty());
  const auto doubts = file.doubts();
  ASSERT_EQ(doubts.size(), 21U);
  EXPECT_NE(doubts.back().what.find("980 more rows"), std::string::npos) << doubts.back().what;
}

TEST_F(PossibleValuesTest, APointNowhereOnEarthIsMissingAndALineOrPolygonThereIsToldByItsRow) {
  const auto good = read_bytes(path_);
  Blob blob;
  const auto hex = [](const Blob& bytes) {
    std::string text;
    for (const auto byte : bytes)
      text += "0123456789abcdef"[static_cast<unsigned>(byte) >> 4U],
          text += "0123456789abcdef"[static_cast<unsigned>(byte) & 15U];
    return text;
  };
  for (const double bad :
       {1e308, -1e9, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    SCOPED_TRACE(bad);
    write_bytes(path_, good);
    if (std::isfinite(bad)) {
      (void)build_blob(geo::Point{bad, 1}, blob);
      ask(path_, "UPDATE site SET geom = x'" + hex(blob) + "' WHERE rowid = 1");
      const auto file = PlaceFile::open(path_, Mode::read);
      EXPECT_TRUE(std::isnan(file.read().sites.at(0).x));
      ASSERT_EQ(file.doubts().size(), 1U);
    }
    for (const auto* table : {"area", "boundary", "barrier", "road"}) {
      SCOPED_TRACE(table);
      write_bytes(path_, good);
      auto shape = square(0, 0);
      shape.parts[0].holes.push_back({{20, 20}, {20, bad}, {40, 40}});
      const bool line = table == std::string("barrier") || table == std::string("road");
      (void)(line ? build_blob(geo::Line{{0, 0}, {bad, 1}}, blob) : build_blob(shape, blob));
      ask(path_, std::string("UPDATE ") + table + " SET geom = x'" + hex(blob) + "' WHERE rowid = 1");
      try {
        (void)PlaceFile::open(path_, Mode::read).read();
        ADD_FAILURE() << "was read";
      } catch (const geo::InputError& error) {
        EXPECT_NE(std::string(error.what()).find(std::string("table ") + table + ", row 1"),
                  std::string::npos)
            << error.what();
      }
    }
  }
}

TEST_F(PossibleValuesTest, ARowWithoutWhatItSaysIsLeftOutAndNamed) {
  ask(path_, "UPDATE registration SET patients = NULL WHERE rowid = 1");
  const auto file = PlaceFile::open(path_, Mode::read);
  EXPECT_EQ(file.read().registrations.size() + 1, full_place().registrations.size());
  ASSERT_EQ(file.doubts().size(), 1U);
  EXPECT_NE(file.doubts()[0].where.find("table registration, row 1, column patients"), std::string::npos);
}

TEST_F(PossibleValuesTest, BordersWithoutALengthAreWorkedOutAnew) {
  for (const auto* value : {"NULL", "-1", "1e308"}) {
    ask(path_, std::string("UPDATE adjacency SET border_m = ") + value);
    for (const auto& pair : PlaceFile::open(path_, Mode::read).read(Tables::adjacency).adjacency)
      EXPECT_EQ(pair.border_m, 100);
  }
}

TEST_F(PossibleValuesTest, AnAreaThatTouchesItselfIsNoPair) {
  ask(path_, "UPDATE adjacency SET area_b = area_a");
  for (const auto& pair : PlaceFile::open(path_, Mode::read).read(Tables::adjacency).adjacency)
    EXPECT_NE(pair.a, pair.b);
}

TEST_F(PossibleValuesTest, CodesThatAreNotTextAreTold) {
  ask(path_, "UPDATE area SET code = CAST(code AS BLOB) WHERE code = 'E01000001'");
  EXPECT_THROW((void)PlaceFile::open(path_, Mode::read).read(), geo::InputError);
}

}  // namespace
}  // namespace placewright::datasets
