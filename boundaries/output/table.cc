#include "boundaries/output/table.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <fstream>

#include "datasets/place/written_beside.h"
#include "datasets/read/cells.h"
#include "geo/error.h"

namespace placewright::boundaries::output {

namespace {

bool is_formula(std::string_view text) {
  if (text.empty() || std::string_view("=+-@").find(text.front()) == std::string_view::npos) return false;
  return !datasets::parse_number(text);
}

}  // namespace

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) line += ',';
    const auto& field = fields[i];
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
      line += field;
      continue;
    }
    line += '"';
    for (const char c : field) {
      if (c == '"') line += '"';
      line += c;
    }
    line += '"';
  }
  return line + "\n";
}

std::string csv_of(const Table& table, bool blank_missing) {
  std::vector<std::string> fields;
  for (const auto& column : table.columns) fields.push_back(column.name);
  std::string text = csv_line(fields);
  for (const auto& row : table.rows) {
    fields.clear();
    for (const auto& cell : row) {
      if (const auto* words = std::get_if<std::string>(&cell)) {
        fields.push_back(*words);
      } else {
        const double value = std::get<double>(cell);
        fields.push_back(!std::isfinite(value) ? (blank_missing ? "" : "[x]")
                                               : fmt::format("{}", value == 0 ? 0.0 : value));  // -0 is 0
      }
    }
    text += csv_line(fields);
  }
  return text;
}

namespace {

/// Numbers to four places: sums of shares are whole people but for their last bits.
Table rounded(Table table) {
  constexpr double kPlaces = 1e4, kMost = 1e11;  // beyond, a double has no such places
  for (auto& row : table.rows)
    for (auto& cell : row)
      if (auto* value = std::get_if<double>(&cell); value != nullptr && std::abs(*value) < kMost)
        *value = std::round(*value * kPlaces) / kPlaces;
  return table;
}

}  // namespace

std::string csv_for_joining(const Table& table) { return "\xEF\xBB\xBF" + csv_of(rounded(table), true); }

std::string csv_for_reading(const Table& table) {
  Table safe = rounded(table);
  for (auto& row : safe.rows)
    for (auto& cell : row)
      if (auto* words = std::get_if<std::string>(&cell); words != nullptr && is_formula(*words))
        words->insert(0, 1, '\'');
  return csv_of(safe, true);
}

std::string number_text(double value, int decimals) {
  if (!std::isfinite(value)) return "[x]";
  std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
  const auto point = digits.find('.');
  std::string whole = digits.substr(0, point), rest = point == std::string::npos ? "" : digits.substr(point);
  for (auto at = static_cast<std::ptrdiff_t>(whole.size()) - 3; at > 0; at -= 3)
    whole.insert(static_cast<std::size_t>(at), ",");
  const bool negative = value < 0 && digits.find_first_of("123456789") != std::string::npos;
  return (negative ? "-" : "") + whole + rest;
}

std::string figure_text(double value, int decimals, bool with_sign) {
  if (!std::isfinite(value)) return "-";
  const auto digits = fmt::format("{:.{}f}", std::abs(value), decimals);
  const bool negative = value < 0 && digits.find_first_of("123456789") != std::string::npos;
  return (negative ? "-" : with_sign ? "+" : "") + digits;
}

std::string cell_text(const Cell& cell, int decimals) {
  if (const auto* words = std::get_if<std::string>(&cell)) return *words;
  return number_text(std::get<double>(cell), decimals);
}

void write_text(const std::string& path, const std::string& text) {
  const datasets::WrittenBeside whole(path);
  std::ofstream file(whole.beside(), std::ios::binary);
  file << text;
  file.close();
  if (!file)
    throw geo::InputError({path, "the file could not be written",
                           "check that the folder exists and may be written to, and that the disk has room"});
  whole.put();
}

}  // namespace placewright::boundaries::output
