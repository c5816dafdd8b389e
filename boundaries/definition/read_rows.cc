#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "boundaries/definition/parts.h"
#include "datasets/read/cells.h"
#include "geo/error.h"

/// Which table of a file defines neighbourhoods, by which columns, and its rows.
namespace placewright::boundaries::definition {
namespace {

using datasets::heading_fits;
using datasets::InputTable;
using geo::InputError;

struct UnitColumn {
  std::string_view kind;
  bool by_name;
  std::string_view headings;
};

/// Kinds of units, the most direct first; headings as datasets/read/cells.h has them.
constexpr std::array<UnitColumn, 18> kUnitColumns{{
    {"area", false,
     "area code|lsoa##cd|lsoa code|lsoa code (####)|lsoa## code|lsoa#### code|lsoa #### code|lsoacd|lsoa|"
     "area|data zone|dz##cd"},
    {"area", true, "area name|lsoa##nm|lsoa name|lsoanm|lsoa name (####)|lsoa #### name"},
    {"area_2011", false, "lsoa11cd|lsoa code (2011)|lsoa11 code|lsoa2011 code|lsoa 2011 code"},
    {"oa", false, "oa##cd|oa code|output area|output area code|oa"},
    {"postcode", false, "pcds|pcd|pcd2|pcd7|pcd8|postcode|post code"},
    {"practice", false,
     "practice code|practice|practice id|gp practice code|gp code|ods code|organisation code|org code|"
     "prac code|gp practice"},
    {"ward", false, "wd##cd|ward code|ward##cd|ward## code|wardcd|ward code (####)|ward #### code"},
    {"ward", true,
     "wd##nm|ward name|ward##nm|ward## name|wardnm|ward|ward name (####)|ward #### name|ward (####)|ward "
     "####|"
     "electoral ward"},
    {"parish", false, "par##cd|parncp##cd|parish code|parishcd"},
    {"parish", true, "par##nm|parncp##nm|parish name|parish"},
    {"msoa", false, "msoa##cd|msoa code|msoacd|msoa code (####)|msoa #### code"},
    {"msoa", true, "msoa##hclnm|msoa hcl name|msoa##nm|msoa name|msoanm|msoa"},
    {"pcn", false, "pcn code|pcn##cd"},
    {"sub_icb", false, "sicbl##cd|sub icb code"},
    {"lad", false, "lad##cd|lad code|ladcd|ltla##cd|local authority code|local authority district code"},
    {"lad", true, "lad##nm|lad name|ladnm|ltla##nm|local authority name|local authority|borough|district"},
    {"county", false, "utla##cd|ctyua##cd|cty##cd|county code"},
    {"county", true, "utla##nm|ctyua##nm|cty##nm|county name|county"},
}};

constexpr std::array<std::string_view, 4> kNeighbourhoodColumns{
    "neighbourhood id|neighbourhood code|nbhd##cd|nbhd code|nbhd id|neighborhood id|neighborhood code",
    "neighbourhood|nbhd|neighborhood|integrated neighbourhood|integrated neighbourhood team|int",
    "neighbourhood name|nbhd##nm|nbhd name|neighborhood name", "locality code|locality|cluster"};
constexpr std::string_view kNameColumns =
    "neighbourhood name|nbhd##nm|nbhd name|neighborhood name|name|locality name";
constexpr std::array<std::string_view, 3> kDrawnIdColumns{"id|code|cd", "*cd|*code",
                                                          "name|nm|title|label|*nm|*name"};
constexpr std::string_view kDrawnNameColumns = "name|nm|title|label|*nm|*name";

std::vector<std::string> normalised(const std::vector<std::string>& headings) {
  std::vector<std::string> out;
  for (const auto& heading : headings) out.push_back(datasets::normalise_heading(heading));
  return out;
}

int find_heading(const std::vector<std::string>& headings, std::string_view patterns, int besides = -1) {
  for (std::size_t k = 0; k < headings.size(); ++k)
    if (static_cast<int>(k) != besides && heading_fits(patterns, headings[k])) return static_cast<int>(k);
  return -1;
}

bool is_of_2011(const std::string& heading) {
  return heading_fits("lsoa11cd|lsoa code (2011)|lsoa11 code|lsoa2011 code|lsoa 2011 code", heading);
}

int find_unit(const std::vector<std::string>& headings, const UnitColumn& column) {
  for (std::size_t k = 0; k < headings.size(); ++k)
    if (heading_fits(column.headings, headings[k]) &&
        (column.kind == "area_2011" || !is_of_2011(headings[k])))
      return static_cast<int>(k);
  return -1;
}

/// The column of that heading, as it was typed. Throws InputError that lists the columns.
int find_typed(const std::vector<std::string>& headings, const std::string& typed, std::string_view option) {
  const int at = find_heading(headings, datasets::normalise_heading(typed));
  if (at >= 0) return at;
  for (std::size_t k = 0; k < headings.size(); ++k)  // a heading may hold signs of a pattern
    if (headings[k] == datasets::normalise_heading(typed)) return static_cast<int>(k);
  std::string titles;
  for (const auto& heading : headings) titles += (titles.empty() ? "" : ", ") + heading;
  throw InputError{
      {fmt::format("{} {}", option, typed), "the table has no such column", "one of: " + titles}};
}

int find_neighbourhood(const std::vector<std::string>& headings, const Options& options) {
  if (!options.by.empty()) return find_typed(headings, options.by, "--by");
  for (const auto patterns : kNeighbourhoodColumns)
    if (const int at = find_heading(headings, patterns); at >= 0) return at;
  return -1;
}

/// Columns of one row of headings; nothing where it names no neighbourhood. Its key is -1 where no heading
/// names a unit.
std::optional<Columns> columns_of(const std::vector<std::string>& headings, const Options& options) {
  Columns columns;
  columns.neighbourhood = find_neighbourhood(headings, options);
  if (columns.neighbourhood < 0) return std::nullopt;
  std::map<std::pair<std::string, bool>, int> found;
  for (const auto& column : kUnitColumns) {
    const int at = find_unit(headings, column);
    if (at < 0 || at == columns.neighbourhood) continue;
    if (columns.key < 0) {
      columns.key = at;
      columns.unit = {std::string(column.kind), column.by_name};
    }
    found.try_emplace({std::string(column.kind), column.by_name}, at);
  }
  if (!options.key.empty()) {
    columns.key = find_typed(headings, options.key, "--key");
    columns.unit = {};
    for (const auto& column : kUnitColumns)
      if (columns.unit.kind.empty() &&
          find_unit({headings[static_cast<std::size_t>(columns.key)]}, column) == 0)
        columns.unit = {std::string(column.kind), column.by_name};
  }
  if (columns.key < 0) return columns;
  // Output areas or postcodes beside an area code: the finer unit is what a row is about.
  if (options.key.empty() && columns.unit.kind == "area" && !columns.unit.by_name)
    for (const char* finer : {"postcode", "oa"})
      if (const auto at = found.find({finer, false}); at != found.end()) {
        columns.area = columns.key;
        columns.key = at->second;
        columns.unit = {finer, false};
        break;
      }
  if (columns.unit.by_name) {
    const auto code = found.find({"lad", false}), name = found.find({"lad", true});
    if (code != found.end()) columns.authority = code->second;
    if (code == found.end() && name != found.end()) columns.authority = name->second;
    if (columns.authority == columns.key) columns.authority = -1;
  }
  columns.name = find_heading(headings, kNameColumns, columns.neighbourhood);
  if (columns.name == columns.key) columns.name = -1;
  columns.parent = find_heading(
      headings, "mnbh##cd|mnbh code|multi neighbourhood|multi-neighbourhood|multi neighbourhood code");
  columns.parent_name = find_heading(headings, "mnbh##nm|mnbh name|multi neighbourhood name");
  return columns;
}

/// The kind of unit that a code is of by its form; "" none that is known.
std::string_view kind_of_code(std::string_view cell) {
  using Prefix = std::pair<std::string_view, std::string_view>;
  constexpr std::array<Prefix, 5> prefixes{
      {{"00", "oa"}, {"01", "area"}, {"02", "msoa"}, {"04", "parish"}, {"05", "ward"}}};
  std::string code(datasets::trimmed(cell));
  for (auto& c : code) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (datasets::is_gss_code(code)) {
    for (const auto& [digits, kind] : prefixes)
      if (code.substr(1, 2) == digits) return kind;
    return {};
  }
  if (datasets::code_form(code) == "A99999") return code.front() == 'U' ? "pcn" : "practice";
  return datasets::is_postcode(datasets::normalise_postcode(code)) ? std::string_view("postcode")
                                                                   : std::string_view();
}

/// Takes the column most of whose first cells are codes of one kind for the key, the most direct kind first.
void guess_key(const InputTable& table, Columns& columns) {
  constexpr std::array<std::string_view, 7> order{"area", "oa",     "postcode", "practice",
                                                  "ward", "parish", "msoa"};
  std::size_t best = order.size();
  const std::size_t width = table.sample[columns.header_row].size();
  for (std::size_t k = 0; k < width; ++k) {
    std::map<std::string_view, std::size_t> kinds;
    std::size_t cells = 0;
    for (std::size_t row = columns.header_row + 1; row < table.sample.size(); ++row) {
      if (k >= table.sample[row].size() || datasets::trimmed(table.sample[row][k]).empty()) continue;
      ++cells;
      ++kinds[kind_of_code(table.sample[row][k])];
    }
    for (std::size_t rank = 0; rank < best; ++rank)
      if (static_cast<int>(k) != columns.neighbourhood && cells > 0 && 5 * kinds[order[rank]] >= 4 * cells) {
        best = rank;
        columns.key = static_cast<int>(k);
        columns.unit = {std::string(order[rank]), false};
      }
  }
}

/// Columns of a layer that draws neighbourhoods.
std::optional<Columns> columns_of_drawn(const std::vector<std::string>& headings, const Options& options) {
  Columns columns;
  columns.unit = {"polygon", false};
  columns.neighbourhood = find_neighbourhood(headings, options);
  for (const auto patterns : kDrawnIdColumns)
    if (columns.neighbourhood < 0) columns.neighbourhood = find_heading(headings, patterns);
  if (columns.neighbourhood < 0) return std::nullopt;
  columns.name = find_heading(headings, kNameColumns, columns.neighbourhood);
  if (columns.name < 0) columns.name = find_heading(headings, kDrawnNameColumns, columns.neighbourhood);
  return columns;
}

/// How directly a table of this unit says where neighbourhoods are; less is more.
std::size_t rank_of(const Unit& unit) {
  for (std::size_t k = 0; k < kUnitColumns.size(); ++k)
    if (kUnitColumns[k].kind == unit.kind && kUnitColumns[k].by_name == unit.by_name) return k;
  return kUnitColumns.size();
}

[[noreturn]] void throw_no_definition(const std::string& path, const std::vector<InputTable>& tables,
                                      const Options& options) {
  if (!options.layer.empty()) {
    std::string names;
    for (const auto& table : tables) names += (names.empty() ? "" : ", ") + table.name();
    throw InputError{{path, fmt::format("has no table '{}' that defines neighbourhoods", options.layer),
                      "its tables are: " + names}};
  }
  const auto& table = tables.front();
  const std::vector<std::string> none;
  const auto& headings = table.sample.empty() ? none : table.sample.front();
  std::string titles;
  for (const auto& title : headings) titles += (titles.empty() ? "" : ", ") + title;
  const bool has_neighbourhoods = find_neighbourhood(normalised(headings), options) >= 0;
  if (table.geometry == datasets::GeometryKind::polygon)
    throw InputError{{table.name(),
                      "no column says which neighbourhood a polygon is; its columns are: " + titles,
                      "name the column with --by COLUMN"}};
  throw InputError{
      {tables.size() == 1 ? table.name() + ", line 1" : path,
       fmt::format("no column of {}; its columns are: {}",
                   has_neighbourhoods ? "area codes or of other units" : "neighbourhoods", titles),
       has_neighbourhoods
           ? "call the column of area codes 'area_code' (or LSOA21CD), one of wards WD25CD or ward_name, or "
             "name it with --key COLUMN"
           : "call the column of neighbourhoods 'neighbourhood' (or NBHD26CD), or name it with --by COLUMN"}};
}

std::string text_in(const datasets::InputRow& row, int column) {
  return std::string(datasets::trimmed(row.cell(column)));
}

}  // namespace

std::string Unit::words() const {
  static const std::map<std::string, std::string> words{
      {"area_2011", "LSOA 2011"}, {"oa", "output area"}, {"msoa", "MSOA"},         {"pcn", "PCN"},
      {"sub_icb", "sub-ICB"},     {"lad", "authority"},  {"practice", "practice"}, {"postcode", "postcode"}};
  if (kind == "polygon" || kind == "postcode") return kind;
  const auto at = words.find(kind);
  return (at == words.end() ? kind : at->second) + (by_name ? " name" : " code");
}

std::size_t heading_rows(const InputTable& table) {
  constexpr std::size_t kMost = 15;
  return std::min(table.first_is_header ? std::size_t{1} : kMost, table.sample.size());
}

int find_unit_column(const std::vector<std::string>& headings, const Unit& unit) {
  const auto titles = normalised(headings);
  for (const auto& column : kUnitColumns)
    if (column.kind == unit.kind && column.by_name == unit.by_name) return find_unit(titles, column);
  return -1;
}

Found find_definition(const std::string& path, const Options& options) {
  const auto tables = datasets::find_tables(path);
  std::optional<Found> best;
  std::size_t best_rank = 0;
  for (const auto& table : tables) {
    if (!options.layer.empty() && table.layer != options.layer && !table.file.ends_with("!" + options.layer))
      continue;
    const bool drawn = table.geometry == datasets::GeometryKind::polygon;
    std::optional<Columns> columns;
    for (std::size_t row = 0; row < heading_rows(table) && !columns; ++row) {
      const auto headings = normalised(table.sample[row]);
      if (!options.by.empty() && find_heading(headings, datasets::normalise_heading(options.by)) < 0)
        continue;
      columns = columns_of(headings, options);
      if (!columns) continue;
      columns->header_row = row;
      if (columns->key < 0 && !drawn) guess_key(table, *columns);
      if (columns->key < 0) columns.reset();
    }
    if (!columns && drawn && !table.sample.empty())
      columns = columns_of_drawn(normalised(table.sample.front()), options);
    if (!columns) continue;
    const auto rank = rank_of(columns->unit);
    if (!best || rank < best_rank) {
      best_rank = rank;
      const bool polygons = columns->unit.kind == "polygon";
      best = Found{table, std::move(*columns), polygons};
    }
  }
  if (!best) throw_no_definition(path, tables, options);
  return std::move(*best);
}

Read read_units(const Found& found, std::vector<geo::Finding>& findings) {
  const auto& columns = found.columns;
  Read read;
  datasets::read_rows(
      found.table, columns.header_row + 1, {},
      [&](const datasets::InputRow& cells) {
        if (std::all_of(cells.cells.begin(), cells.cells.end(),
                        [](auto cell) { return datasets::trimmed(cell).empty(); }))
          return;
        Row row;
        row.line = cells.line;
        row.key = cells.cell(columns.key);  // with its blanks: how many are cut off is told
        if (datasets::trimmed(row.key).empty())
          throw InputError{{fmt::format("{}, line {}", found.table.name(), cells.line),
                            fmt::format("the row has no {}", columns.unit.words()),
                            "write it, or take the row out"}};
        row.area = text_in(cells, columns.area);
        row.authority = text_in(cells, columns.authority);
        row.neighbourhood = text_in(cells, columns.neighbourhood);
        if (datasets::is_no_neighbourhood(row.neighbourhood)) {
          row.neighbourhood.clear();
          ++read.without;
        } else {
          auto& name = read.name_of[row.neighbourhood];
          if (name.empty()) name = text_in(cells, columns.name);
          auto& parent = read.parent_of[row.neighbourhood];
          if (parent.empty()) parent = text_in(cells, columns.parent);
          auto& parent_name = read.parent_name_of[row.neighbourhood];
          if (parent_name.empty()) parent_name = text_in(cells, columns.parent_name);
        }
        if (!row.area.empty()) read.links.emplace_back(row.key, row.area);
        read.rows.push_back(std::move(row));
      },
      findings);
  if (read.rows.empty())
    throw InputError{{found.table.name(), "has a header and no rows", "write a row a unit"}};
  return read;
}

void drop_place_code(const Found& found, const std::string& place_code, Read& read) {
  const auto& headings = found.table.sample[found.columns.header_row];
  const auto column = static_cast<std::size_t>(found.columns.neighbourhood);
  if (place_code.empty() || column >= headings.size() ||
      !heading_fits("nbhd##cd", datasets::normalise_heading(headings[column])))
    return;
  const auto before = place_code + "-";
  for (const auto& [id, name] : read.name_of)
    if (!id.starts_with(before) || id.size() == before.size()) return;
  for (auto& row : read.rows)
    if (!row.neighbourhood.empty()) row.neighbourhood.erase(0, before.size());
  for (auto* of : {&read.name_of, &read.parent_of, &read.parent_name_of}) {
    std::remove_reference_t<decltype(*of)> shorter;
    for (const auto& [id, text] : *of) shorter[id.substr(before.size())] = text;
    *of = std::move(shorter);
  }
}

}  // namespace placewright::boundaries::definition
