#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/print_table.h"
#include "boundaries/output/json_text.h"
#include "datasets/place/schema.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

using datasets::Table;
using nlohmann::ordered_json;

struct Words {
  std::string table;
};

std::string key_text(const Table& table) {
  std::string key;
  for (const auto& column : table.key) key += (key.empty() ? "" : ", ") + std::string(column);
  return key;
}

std::string table_text(const Table& table) {
  output::Table list;
  list.columns = {
      {"column", 0, ""}, {"type", 0, ""}, {"unit", 0, ""}, {"example", 0, ""}, {"what it holds", 0, ""}};
  for (const auto& column : table.columns)
    list.rows.push_back({std::string(column.name), std::string(type_name(column.type)),
                         std::string(column.unit), std::string(column.example),
                         (column.optional ? "(where imported) " : "") + std::string(column.sentence)});
  return fmt::format(
      "{}: {}\n{}{}\n", table.name, table.sentence, text_table(list),
      table.key.empty() ? "" : fmt::format("  key: {}{}\n", key_text(table), table.unique ? ", unique" : ""));
}

ordered_json table_json(const Table& table) {
  ordered_json out{
      {"name", table.name}, {"what", table.sentence}, {"key", table.key}, {"unique", table.unique}};
  out["columns"] = ordered_json::array();
  for (const auto& column : table.columns)
    out["columns"].push_back({{"name", column.name},
                              {"type", type_name(column.type)},
                              {"unit", column.unit},
                              {"what", column.sentence},
                              {"example", column.example},
                              {"optional", column.optional}});
  return out;
}

ordered_json file_json(const datasets::Output& file) {
  auto described = table_json(file.table);
  described["file"] = file.file;
  described["command"] = file.command;
  return described;
}

int run_schema(const Context& context, const Words& words) {
  std::vector<const Table*> tables;
  std::vector<const datasets::Output*> outputs, inputs;
  std::string names;
  for (const auto& table : datasets::place_tables()) {
    names += (names.empty() ? "" : ", ") + std::string(table.name);
    if (words.table.empty() || table.name == words.table) tables.push_back(&table);
  }
  for (const auto& output : datasets::output_tables()) {
    names += ", " + std::string(output.table.name);
    if (words.table.empty() || output.table.name == words.table) outputs.push_back(&output);
  }
  for (const auto& input : datasets::input_tables()) {
    names += ", " + std::string(input.table.name);
    if (words.table.empty() || input.table.name == words.table) inputs.push_back(&input);
  }
  if (tables.empty() && outputs.empty() && inputs.empty())
    throw geo::InputError{{"TABLE", fmt::format("there is no table, output or input '{}'", words.table),
                           "use one of: " + names}};

  if (context.json) {
    ordered_json out{{"schema_version", datasets::kSchemaVersion}};
    out["tables"] = out["outputs"] = out["inputs"] = ordered_json::array();
    for (const auto* table : tables) out["tables"].push_back(table_json(*table));
    for (const auto* output : outputs) out["outputs"].push_back(file_json(*output));
    for (const auto* input : inputs) out["inputs"].push_back(file_json(*input));
    fmt::print("{}\n", output::json_text(out));
    return kDone;
  }
  if (!tables.empty())
    fmt::print(
        "THE PLACE FILE, schema {}: one GeoPackage, metres in EPSG:27700. Missing is empty, never 0. Each "
        "table also has a row number, fid.\n\n",
        datasets::kSchemaVersion);
  for (const auto* table : tables) fmt::print("{}", table_text(*table));
  if (!outputs.empty()) fmt::print("{}OUTPUTS\n\n", tables.empty() ? "" : "\n");
  for (const auto* output : outputs)
    fmt::print("{} ({})\n{}", output->file, output->command, table_text(output->table));
  if (!inputs.empty()) fmt::print("{}INPUTS\n\n", tables.empty() && outputs.empty() ? "" : "\n");
  for (const auto* input : inputs)
    fmt::print("{} ({})\n{}", input->file, input->command, table_text(input->table));
  return kDone;
}

}  // namespace

Run add_schema(CLI::App& parser) {
  auto words = std::make_shared<Words>();
  parser.add_option("TABLE", words->table, "one table, output or input (default: all)");
  return [words](const Context& context) { return run_schema(context, *words); };
}

}  // namespace placewright::boundaries::cli
