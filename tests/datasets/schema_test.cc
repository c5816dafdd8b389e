#include "datasets/place/schema.h"

#include <gtest/gtest.h>

#include <set>

#include "datasets/place/file.h"
#include "datasets/place/rows.h"
#include "tests/datasets/full_place.h"
#include "tests/datasets/sqlite_by_hand.h"
#include "tests/datasets/temporary_folder.h"

namespace placewright::datasets {
namespace {

TEST(Schema, EveryTableAndColumnIsDescribedInFullAndOnce) {
  std::set<std::string_view> tables;
  for (const auto& table : place_tables()) {
    SCOPED_TRACE(table.name);
    EXPECT_TRUE(tables.insert(table.name).second);
    EXPECT_FALSE(table.sentence.empty());
    std::set<std::string_view> columns;
    for (const auto& column : table.columns) {
      SCOPED_TRACE(column.name);
      EXPECT_TRUE(columns.insert(column.name).second);
      EXPECT_FALSE(column.sentence.empty());
      EXPECT_EQ(column.example.empty(), column.name == "geom");
    }
    for (const auto& key : table.key) EXPECT_TRUE(columns.contains(key)) << key;
  }
}

TEST(Schema, WhatIsWrittenIsWhatIsDescribed) {
  const TemporaryFolder folder;
  const auto path = folder.path("place.gpkg");
  write_new_place(path, full_place(), "2026-03-31");
  const auto columns_of = [&](std::string_view table) {
    return ask(path, "SELECT group_concat(name || ' ' || type, ', ') FROM pragma_table_info('" +
                         std::string(table) + "')");
  };
  constexpr const char* kSqlTypes[] = {"TEXT",         "REAL",       "INTEGER", "BOOLEAN",
                                       "MULTIPOLYGON", "LINESTRING", "POINT",   "GEOMETRY"};
  for (const auto& table : place_tables()) {
    SCOPED_TRACE(table.name);
    std::string expected = "fid INTEGER";
    for (const auto& column : table.columns)
      if (!column.optional)
        expected += ", " + std::string(column.name) + " " + kSqlTypes[static_cast<std::size_t>(column.type)];
    if (table.name == "area")
      expected += ", lad_code TEXT, wijk \"x\" TEXT, births per 1,000 REAL, income_score REAL";
    EXPECT_EQ(columns_of(table.name), expected);
    const bool has_geometry = table.columns.front().name == "geom";
    EXPECT_EQ(
        ask(path, "SELECT data_type FROM gpkg_contents WHERE table_name = '" + std::string(table.name) + "'"),
        has_geometry ? "features" : "attributes");
  }
  EXPECT_EQ(ask(path, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'gpkg_%'"),
            std::to_string(place_tables().size()));
}

TEST(Schema, TheRowsOfAPlaceHaveTheColumnsThatAreDescribed) {
  for_each_row_table([](const auto& rows) {
    SCOPED_TRACE(rows.table);
    const auto& table = place_table(rows.table);
    ASSERT_EQ(rows.fields.size(), table.columns.size());
    for (std::size_t i = 0; i < rows.fields.size(); ++i)
      EXPECT_EQ(rows.fields[i].column, table.columns[i].name);
  });
}

}  // namespace
}  // namespace placewright::datasets
