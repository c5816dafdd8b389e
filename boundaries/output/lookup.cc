#include "boundaries/output/lookup.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "boundaries/output/table.h"
#include "geo/error.h"

namespace placewright::boundaries::output {
namespace {

std::string trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
  return std::string(text);
}

std::string lower(std::string_view text) {
  std::string out = trimmed(text);
  for (auto& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

/// "lsoa21cd" is the stem "lsoa", a year of two or no digits, and the end "cd".
bool is_ons_column(std::string_view name, std::string_view stem, std::string_view end) {
  if (!name.starts_with(stem) || !name.ends_with(end) || name.size() < stem.size() + end.size()) return false;
  const auto year = name.substr(stem.size(), name.size() - stem.size() - end.size());
  return year.size() <= 2 && std::all_of(year.begin(), year.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The cells of a text, RFC 4180: quotes double within quotes; CRLF or LF.
class Rows {
 public:
  Rows(std::string text, std::string name) : text_(std::move(text)), name_(std::move(name)) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }
  bool next(std::vector<std::string>& cells) {
    cells.clear();
    if (at_ >= text_.size()) return false;
    row_line_ = line_;
    std::string cell;
    bool quoted = false, was_quoted = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') ++line_;
      if (quoted) {
        if (c != '"') cell += c;
        else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') cell += text_[++at_];
        else quoted = false;
      } else if (c == '"') {
        if (!trimmed(cell).empty() || was_quoted) stray();
        cell.clear();
        quoted = was_quoted = true;
      } else if (c == ',' || c == '\n') {
        cells.push_back(std::move(cell));
        cell.clear();
        was_quoted = false;
        if (c == '\n') return ++at_, true;
      } else if (c != '\r') {
        if (was_quoted && c != ' ') stray();
        cell += c;
      }
    }
    if (quoted) stray();
    cells.push_back(std::move(cell));
    return true;
  }
  [[nodiscard]] std::size_t line() const { return row_line_; }

 private:
  [[noreturn]] void stray() const {
    throw geo::InputError{{fmt::format("{}, line {}", name_, row_line_), "a stray quote",
                           "quote a whole cell, and double each quote within it"}};
  }
  std::string text_, name_;
  std::size_t at_ = 0, line_ = 1, row_line_ = 1;
};

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || std::filesystem::is_directory(path))
    throw geo::InputError{{path, "the file cannot be read", "check the path; a lookup is a CSV file"}};
  return text.str();
}

/// Line of the first byte that is not UTF-8; 0: all is.
std::size_t find_bad_utf8(const std::string& text) {
  std::size_t line = 1;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == '\n') ++line;
    if (byte == 0) return line;
    std::size_t more = byte < 0x80 ? 0 : byte >= 0xc2 && byte < 0xe0 ? 1 : byte >= 0xe0 && byte < 0xf0 ? 2 : byte >= 0xf0 && byte < 0xf5 ? 3 : 9;
    if (more == 9) return line;
    for (; more > 0; --more)
      if (++at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xc0U) != 0x80U) return line;
  }
  return 0;
}

struct Columns {
  std::size_t area = 0, neighbourhood = 0;
  std::optional<std::size_t> name;
};

Columns find_columns(const std::vector<std::string>& header, const std::string& path) {
  std::optional<std::size_t> area, neighbourhood, name;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto title = lower(header[i]);
    const bool area_like = title == "area_code" || title == "lsoa_code" || is_ons_column(title, "lsoa", "cd") ||
                           is_ons_column(title, "oa", "cd") || is_ons_column(title, "msoa", "cd");
    if (!area && area_like) area = i;
    if (!neighbourhood && (title == "neighbourhood" || is_ons_column(title, "nbhd", "cd"))) neighbourhood = i;
    if (!name && (title == "name" || title == "neighbourhood_name" || is_ons_column(title, "nbhd", "nm"))) name = i;
  }
  if (!area || !neighbourhood) {
    std::string titles;
    for (const auto& title : header) titles += (titles.empty() ? "" : ", ") + title;
    throw geo::InputError{{path + ", line 1", fmt::format("no column of {}; its columns are: {}", area ? "neighbourhoods" : "area codes", titles),
                           area ? "call the column of neighbourhoods 'neighbourhood' (or NBHD26CD)"
                                : "call the column of area codes 'area_code' (or LSOA21CD)"}};
  }
  return {*area, *neighbourhood, name};
}

std::string some(const std::vector<std::string>& codes) {
  std::string text = fmt::format("{} code{}: ", codes.size(), codes.size() == 1 ? "" : "s");
  for (std::size_t i = 0; i < std::min<std::size_t>(5, codes.size()); ++i) text += (i == 0 ? "" : ", ") + codes[i];
  return codes.size() > 5 ? text + fmt::format(" and {} more", codes.size() - 5) : text;
}

}  // namespace

std::string lookup_csv(const datasets::PlanRecord& plan) {
  std::map<std::string, std::string> name_of;
  for (const auto& neighbourhood : plan.neighbourhoods) name_of[neighbourhood.id] = neighbourhood.name;
  std::string csv = csv_line({"area_code", "neighbourhood", "name"});
  for (const auto& row : plan.assignments)
    csv += csv_line({row.area, row.neighbourhood, row.neighbourhood.empty() ? "" : name_of[row.neighbourhood]});
  return csv;
}

ReadLookup read_lookup(const std::string& path, const datasets::Place& place) {
  auto text = read_text(path);
  if (const auto line = find_bad_utf8(text); line > 0)
    throw geo::InputError{{fmt::format("{}, line {}", path, line), "bytes that are not UTF-8", "save the file as CSV UTF-8"}};
  Rows rows(std::move(text), path);
  std::vector<std::string> cells;
  if (!rows.next(cells)) throw geo::InputError{{path, "the file is empty", "write a header and a row an area"}};
  const auto columns = find_columns(cells, path);
  const auto cell = [&](std::size_t column) { return column < cells.size() ? trimmed(cells[column]) : std::string(); };

  struct Row {
    std::string neighbourhood;
    std::size_t line;
  };
  std::map<std::string, Row> found;
  std::map<std::string, std::string> name_of;
  while (rows.next(cells)) {
    const auto area = cell(columns.area);
    if (area.empty() && std::all_of(cells.begin(), cells.end(), [](const auto& one) { return trimmed(one).empty(); })) continue;
    if (area.empty())
      throw geo::InputError{{fmt::format("{}, line {}", path, rows.line()), "the row has no area code", "write the code, or take the row out"}};
    const auto neighbourhood = cell(columns.neighbourhood);
    const auto [at, fresh] = found.try_emplace(area, Row{neighbourhood, rows.line()});
    if (!fresh)
      throw geo::InputError{{fmt::format("{}, line {}", path, rows.line()),
                             fmt::format("area {} is there twice, first in line {}", area, at->second.line),
                             "an area lies in one neighbourhood: take one of the rows out"}};
    if (neighbourhood.empty()) continue;
    auto& name = name_of[neighbourhood];
    if (columns.name && name.empty()) name = cell(*columns.name);
  }
  if (found.empty()) throw geo::InputError{{path, "has a header and no rows", "write a row an area"}};

  ReadLookup lookup;
  lookup.plan.origin = "import";
  std::vector<std::string> unknown, unassigned;
  for (std::uint32_t row = 0; row < place.areas.size(); ++row) {
    if (!place.areas.inside.empty() && place.areas.inside[row] == 0) continue;
    const auto& code = place.areas.code[row];
    const auto at = found.find(code);
    lookup.plan.assignments.push_back({code, at == found.end() ? "" : at->second.neighbourhood, false});
    if (lookup.plan.assignments.back().neighbourhood.empty()) unassigned.push_back(code);
  }
  std::sort(lookup.plan.assignments.begin(), lookup.plan.assignments.end(), [](const auto& a, const auto& b) { return a.area < b.area; });
  for (const auto& [code, row] : found) {
    const auto area = place.find_area(code);
    if (!area || (!place.areas.inside.empty() && place.areas.inside[*area] == 0)) unknown.push_back(code);
  }
  if (unknown.size() == found.size())
    throw geo::InputError{{path, fmt::format("none of its {} codes is an area of the place, such as {}", found.size(), unknown.front()),
                           "check that it is a lookup of this place, and the vintage of its codes"}};
  std::map<std::string, bool> used;
  for (const auto& row : lookup.plan.assignments)
    if (!row.neighbourhood.empty()) used[row.neighbourhood] = true;
  for (const auto& [id, yes] : used) lookup.plan.neighbourhoods.push_back({id, name_of[id], "", false, ""});
  if (!unknown.empty())
    lookup.findings.push_back({"UNKNOWN_AREA", geo::Severity::warning, path, some(unknown) + ": not an area inside the place, left out",
                               "check the vintage of the codes"});
  if (!unassigned.empty())
    lookup.findings.push_back({"UNASSIGNED", geo::Severity::warning, path, some(unassigned) + " without a neighbourhood", "assign them"});
  return lookup;
}

}  // namespace placewright::boundaries::output
