#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Every table of the place file, and the files of areas and neighbourhoods that the program writes,
/// described once: the store makes its tables from this list, `placewright schema` prints it, and a test
/// compares it with what is written.
namespace placewright::datasets {

enum class ColumnType { text, number, whole, truth, areas, line, point, areas_or_line };

/// The name of a column type as people read it: "text", "number", "whole number", "yes/no", "polygons", ...
[[nodiscard]] std::string_view type_name(ColumnType type);

struct Column {
  std::string_view name;
  ColumnType type = ColumnType::text;
  std::string_view unit;      ///< "" where there is none
  std::string_view sentence;  ///< what it holds
  std::string_view example;   ///< "" for geometry
  bool optional = false;      ///< there only where an import brought it
};

struct Table {
  std::string_view name;
  std::string_view sentence;
  std::vector<Column> columns;
  std::vector<std::string_view> key = {};  ///< columns that tell rows apart
  bool unique = false;                     ///< the key is enforced

  [[nodiscard]] const Column* find_column(std::string_view column) const;
};

/// One file that a command writes or, as a table beside the place, reads.
struct Output {
  std::string_view file;     ///< such as "OUT.csv of draw --lookup"
  std::string_view command;  ///< the command that writes or reads it
  Table table;
};

/// Version of the tables below. A file with a smaller one is upgraded, with a larger one opened for reading
/// only.
inline constexpr int kSchemaVersion = 5;

/// The tables of a place file, in the order in which they are made.
[[nodiscard]] const std::vector<Table>& place_tables();
/// Needs: a table of that name.
[[nodiscard]] const Table& place_table(std::string_view name);

/// The tables that commands print or write beside the place file. To describe one more, add a row in
/// schema_outputs.cc.
[[nodiscard]] const std::vector<Output>& output_tables();
/// The tables that commands read beside the place file.
[[nodiscard]] const std::vector<Output>& input_tables();

}  // namespace placewright::datasets
