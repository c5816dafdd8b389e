#include "boundaries/cli/print_table.h"

#include <algorithm>
#include <cmath>

namespace placewright::boundaries::cli {
namespace {

/// Letters as a terminal counts them: UTF-8 continuation bytes take no room.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

std::string text_of(const output::Cell& cell, int decimals) {
  const auto* number = std::get_if<double>(&cell);
  return number != nullptr && !std::isfinite(*number) ? "-" : output::cell_text(cell, decimals);
}

}  // namespace

std::string text_table(const output::Table& table, const datasets::UnitWord& word) {
  std::vector<std::string> heading;
  std::vector<std::size_t> width;
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    heading.push_back(word.said(table.columns[column].name));
    width.push_back(width_of(heading.back()));
    for (const auto& row : table.rows)
      width.back() = std::max(width.back(), width_of(text_of(row[column], table.columns[column].decimals)));
  }
  std::string out;
  const auto line = [&](const auto& text_at, const auto& is_number) {
    std::string words;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      const std::string text = text_at(column);
      const std::string room(width[column] - width_of(text), ' ');
      words += "  " + (is_number(column) ? room + text : text + room);
    }
    words.erase(words.find_last_not_of(' ') + 1);
    out += words + "\n";
  };
  const auto numbers_in = [&](std::size_t column) {
    return std::any_of(table.rows.begin(), table.rows.end(),
                       [&](const auto& row) { return std::holds_alternative<double>(row[column]); });
  };
  line([&](std::size_t column) { return heading[column]; }, numbers_in);
  for (const auto& row : table.rows)
    line([&](std::size_t column) { return text_of(row[column], table.columns[column].decimals); },
         [&](std::size_t column) { return std::holds_alternative<double>(row[column]); });
  return out;
}

}  // namespace placewright::boundaries::cli
