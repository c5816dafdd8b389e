#include "datasets/import/read_notes.h"

#include <algorithm>
#include <array>
#include <string>

namespace placewright::datasets {

bool begins_as_a_note(std::string_view text) {
  static constexpr std::array<std::string_view, 32> beginnings{
      "source:",      "source ",   "sources",   "note:",      "note ",     "notes",        "footnote",
      "\xC2\xA9",     "(c) ",      "copyright", "crown copy", "contains ", "in order to ", "this table",
      "this data",    "these ",    "data are ", "data is ",   "figures ",  "* ",           "** ",
      "\xE2\x80\xA0", "[1]",       "[note",     "1. ",        "1) ",       "(1) ",         "end of ",
      "published ",   "produced ", "please ",   "see "};
  const std::string said = lower(text);
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](auto words) { return said.starts_with(words); });
}

namespace {

bool is_total(std::string_view text) {
  const std::string said = lower(text);
  return said == "total" || said == "totals" || said == "grand total" || said == "overall total";
}

/// Letters as A and digits as 9, runs of them as one: "Z00001" and "Z1" alike.
std::string rough_form(std::string_view text) {
  std::string form;
  for (char c : code_form(text)) {
    if (c == 'a') c = 'A';
    if (form.empty() || form.back() != c || (c != 'A' && c != '9')) form += c;
  }
  return form;
}

std::size_t filled_cells(const std::vector<std::string>& cells) {
  return static_cast<std::size_t>(
      std::count_if(cells.begin(), cells.end(), [](const auto& cell) { return !trimmed(cell).empty(); }));
}

/// Whether a cell has the form of one in the same column of a row that holds more than that.
bool is_like_others(const TakenTable& taken, std::size_t column, std::string_view text) {
  const auto& sample = taken.table.sample;
  const std::string form = rough_form(text);
  for (std::size_t row = taken.recognised.header_rows; row < sample.size(); ++row)
    if (column < sample[row].size() && filled_cells(sample[row]) > 1 &&
        rough_form(trimmed(sample[row][column])) == form)
      return true;
  return false;
}

/// Whether a row has no values where values belong: a needed cell is empty, or text stands for a number.
bool lacks_what_is_needed(const TakenTable& taken, int key, const InputRow& row) {
  for (const auto& column : taken.recognised.format.columns) {
    const int at = taken.recognised.column(column.field);
    if (column.required && at != key && trimmed(row.cell(at)).empty()) return true;
  }
  for (const auto& [name, column] : taken.recognised.indicators)
    if (!parse_number(row.cell(column))) return true;
  for (const auto& [band, column] : taken.recognised.ages)
    if (!parse_number(row.cell(column))) return true;
  return false;
}

}  // namespace

bool may_be_note(const TakenTable& taken, int key, const InputRow& row) {
  std::size_t filled = 0, first = 0;
  for (std::size_t k = 0; k < row.cells.size(); ++k) {
    if (trimmed(row.cells[k]).empty()) continue;
    if (filled++ == 0) first = k;
  }
  if (filled == 0) return false;
  const auto text = trimmed(row.cells[first]);
  if (is_total(text) || (key >= 0 && is_total(trimmed(row.cell(key))))) return true;
  const std::size_t known =
      taken.recognised.columns.size() + taken.recognised.ages.size() + taken.recognised.indicators.size();
  if (filled == 1) return known > 1 && (begins_as_a_note(text) || !is_like_others(taken, first, text));
  return begins_as_a_note(text) && lacks_what_is_needed(taken, key, row);
}

bool repeats_headings(const TakenTable& taken, int key, const InputRow& row) {
  const auto& headings = taken.recognised.headings;
  return key >= 0 && static_cast<std::size_t>(key) < headings.size() &&
         normalise_heading(row.cell(key)) == normalise_heading(headings[static_cast<std::size_t>(key)]);
}

}  // namespace placewright::datasets
