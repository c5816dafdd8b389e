#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/place/place.h"
#include "datasets/place/possible_values.h"
#include "datasets/place/rows.h"
#include "datasets/place/schema.h"
#include "datasets/place/sql.h"

/// Rows of a place to and from an open database, one table at a time. Private to the store: transactions,
/// versions and files are file.cc's.
namespace placewright::datasets {

/// The GeoPackage frame: coordinate systems, contents, geometry columns. `created` stands where the format
/// wants a date.
void make_frame(const Database& database);
/// Makes the tables and columns of the schema that are not there.
void add_missing_tables(const Database& database, const std::string& created);
/// Notes the extent of a table with geometry in the frame.
void note_extent(const Database& database, const Table& table);

[[nodiscard]] std::map<std::string, std::string> read_meta(const Database& database);
void write_meta(const Database& database, std::string_view key, std::string_view value);

void write_areas(const Database& database, const Areas& areas);
/// Sorted by code. InputError on a code that is missing or there twice.
[[nodiscard]] Areas read_areas(const Database& database, bool with_shapes, PossibleValues& possible);
/// Over codes and shapes of the areas as they are stored, in order of code.
[[nodiscard]] std::string measure_geometry_checksum(const Database& database);

void write_adjacency(const Database& database, std::span<const std::string> codes,
                     std::span<const Adjacent> pairs);
[[nodiscard]] std::vector<Adjacent> read_adjacency(const Database& database,
                                                   std::span<const std::string> codes,
                                                   PossibleValues& possible);

/// Of a column of "SELECT rowid, ...": NaN for NULL; InputError on text, by table and row.
[[nodiscard]] double read_number(const Statement& statement, int column, std::string_view table);

void write_settings(const Database& database, const std::map<std::string, std::string>& settings,
                    bool keep_existing);
[[nodiscard]] std::map<std::string, std::string> read_settings(const Database& database);

void write_plan(const Database& database, const PlanRecord& plan);
void remove_plan(const Database& database, std::string_view name);
/// All plans in the order in which they were saved, or the one of that name.
[[nodiscard]] std::vector<PlanRecord> read_plans(const Database& database,
                                                 std::optional<std::string_view> only);

/// Empties the table, lets `write` fill it, and gives the rows that came back (same key) what columns unknown
/// to the schema held before.
void rewrite_table(const Database& database, const Table& table, const std::function<void()>& write);

template <class Row>
void write_rows(const Database& database, const RowTable<Row>& table, std::span<const Row> rows);
template <class Row>
void read_rows(const Database& database, const RowTable<Row>& table, std::vector<Row>& rows,
               PossibleValues& possible);

}  // namespace placewright::datasets

#include "datasets/place/tables_rows.h"
