#include "boundaries/output/lookup.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

#include "boundaries/output/table.h"
#include "datasets/read/csv.h"
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
  return year.size() <= 2 &&
         std::all_of(year.begin(), year.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct Columns {
  std::size_t area = 0, neighbourhood = 0;
  std::optional<std::size_t> name;
};

Columns find_columns(const std::vector<std::string_view>& header, const std::string& path) {
  std::optional<std::size_t> area, neighbourhood, name;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto title = lower(header[i]);
    const bool area_like = title == "area_code" || title == "lsoa_code" ||
                           is_ons_column(title, "lsoa", "cd") || is_ons_column(title, "oa", "cd") ||
                           is_ons_column(title, "msoa", "cd");
    if (!area && area_like) area = i;
    if (!neighbourhood && (title == "neighbourhood" || is_ons_column(title, "nbhd", "cd"))) neighbourhood = i;
    if (!name && (title == "name" || title == "neighbourhood_name" || is_ons_column(title, "nbhd", "nm")))
      name = i;
  }
  if (!area || !neighbourhood) {
    std::string titles;
    for (const auto title : header) titles += (titles.empty() ? "" : ", ") + std::string(title);
    throw geo::InputError{
        {path + ", line 1",
         fmt::format("no column of {}; its columns are: {}", area ? "neighbourhoods" : "area codes", titles),
         area ? "call the column of neighbourhoods 'neighbourhood' (or NBHD26CD)"
              : "call the column of area codes 'area_code' (or LSOA21CD)"}};
  }
  return {*area, *neighbourhood, name};
}

std::string some(const std::vector<std::string>& codes) {
  std::string text = fmt::format("{} code{}: ", codes.size(), codes.size() == 1 ? "" : "s");
  for (std::size_t i = 0; i < std::min<std::size_t>(5, codes.size()); ++i)
    text += (i == 0 ? "" : ", ") + codes[i];
  return codes.size() > 5 ? text + fmt::format(" and {} more", codes.size() - 5) : text;
}

}  // namespace

std::string lookup_csv(const datasets::PlanRecord& plan) {
  std::map<std::string, std::string> name_of;
  for (const auto& neighbourhood : plan.neighbourhoods) name_of[neighbourhood.id] = neighbourhood.name;
  std::string csv = csv_line({"area_code", "neighbourhood", "name"});
  for (const auto& row : plan.assignments)
    csv +=
        csv_line({row.area, row.neighbourhood, row.neighbourhood.empty() ? "" : name_of[row.neighbourhood]});
  return csv;
}

ReadLookup read_lookup(const std::string& path, const datasets::Place& place) {
  datasets::CsvRows rows(path, path);
  std::vector<std::string_view> cells;
  if (!rows.next(cells))
    throw geo::InputError{{path, "the file is empty", "write a header and a row an area"}};
  const auto columns = find_columns(cells, path);
  const auto cell = [&](std::size_t column) {
    return column < cells.size() ? trimmed(cells[column]) : std::string();
  };

  struct Row {
    std::string neighbourhood;
    std::int64_t line;
  };
  std::map<std::string, Row> found;
  std::map<std::string, std::string> name_of;
  while (rows.next(cells)) {
    const auto area = cell(columns.area);
    if (area.empty() &&
        std::all_of(cells.begin(), cells.end(), [](auto one) { return trimmed(one).empty(); }))
      continue;
    if (area.empty())
      throw geo::InputError{{fmt::format("{}, line {}", path, rows.line()), "the row has no area code",
                             "write the code, or take the row out"}};
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
  std::sort(lookup.plan.assignments.begin(), lookup.plan.assignments.end(),
            [](const auto& a, const auto& b) { return a.area < b.area; });
  for (const auto& [code, row] : found) {
    const auto area = place.find_area(code);
    if (!area || (!place.areas.inside.empty() && place.areas.inside[*area] == 0)) unknown.push_back(code);
  }
  if (unknown.size() == found.size())
    throw geo::InputError{{path,
                           fmt::format("none of its {} codes is an area of the place, such as {}",
                                       found.size(), unknown.front()),
                           "check that it is a lookup of this place, and the vintage of its codes"}};
  std::map<std::string, bool> used;
  for (const auto& row : lookup.plan.assignments)
    if (!row.neighbourhood.empty()) used[row.neighbourhood] = true;
  for (const auto& [id, yes] : used) lookup.plan.neighbourhoods.push_back({id, name_of[id], "", false, ""});
  if (!unknown.empty())
    lookup.findings.push_back({"UNKNOWN_AREA", geo::Severity::warning, path,
                               some(unknown) + ": not an area inside the place, left out",
                               "check the vintage of the codes"});
  if (!unassigned.empty())
    lookup.findings.push_back({"UNASSIGNED", geo::Severity::warning, path,
                               some(unassigned) + " without a neighbourhood", "assign them"});
  if (rows.recoded_rows() > 0)
    lookup.findings.push_back(
        {"NOT_UTF8", geo::Severity::warning, path,
         fmt::format("{} rows are not UTF-8; read as Windows-1252", rows.recoded_rows()),
         "save the file as UTF-8"});
  return lookup;
}

}  // namespace placewright::boundaries::output
