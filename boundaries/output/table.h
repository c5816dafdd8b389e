#pragma once

#include <string>
#include <variant>
#include <vector>

/// A table as a value: made once, written as CSV, as a sheet of a workbook, or as HTML.
namespace placewright::boundaries::output {

/// A cell is text or a number; NaN, or infinite, is missing and is written as [x] (not available), never as 0
/// or blank.
using Cell = std::variant<std::string, double>;

struct Column {
  std::string name;
  int decimals = 0;          ///< of numbers, where the writer formats for people
  std::string meaning = {};  ///< unit and sentence, for the notes sheet
};

struct Table {
  std::string name;   ///< sheet or file name, no spaces
  std::string title;  ///< a sentence
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

/// One CSV line: fields quoted where they need it (RFC 4180), ended by a line feed.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& fields);
/// The whole table, numbers unformatted with full precision, missing as an empty field when `blank_missing`.
[[nodiscard]] std::string csv_of(const Table& table, bool blank_missing = false);
/// For people and spreadsheets, missing numbers blank: a text that a spreadsheet would take for a formula (it
/// begins with = + - @ and is no number) gets an apostrophe before it; numbers are rounded to four places, so
/// that whole ones are whole. Lookups, which programs join by, are
/// csv_of.
[[nodiscard]] std::string csv_for_reading(const Table& table);
/// For programs that join by it, and for Excel: the mark of UTF-8 first, texts as they are, numbers as
/// csv_for_reading has them.
[[nodiscard]] std::string csv_for_joining(const Table& table);
/// For people: thousands separators and the column's decimals.
[[nodiscard]] std::string cell_text(const Cell& cell, int decimals);
/// 1234567.891 -> "1,234,567.9"; what is no number (NaN, a division by nobody) -> "[x]"; never "-0".
[[nodiscard]] std::string number_text(double value, int decimals);
/// Within a line of a terminal: 1234.5 -> "1234.50", with its sign where asked; what is no number -> "-";
/// never "-0".
[[nodiscard]] std::string figure_text(double value, int decimals, bool with_sign = false);

/// A workbook by the public-sector conventions: a cover sheet, one table a sheet with its header in one row,
/// a notes sheet that explains each column. Written beside and renamed; throws InputError where the file
/// cannot be written.
void write_workbook(const std::string& path, const std::string& title,
                    const std::vector<std::string>& cover_lines, const std::vector<Table>& tables);

/// Writes text beside the path and renames it. Throws InputError.
void write_text(const std::string& path, const std::string& text);

}  // namespace placewright::boundaries::output
