#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "datasets/import/matrix_parts.h"
#include "datasets/read/cells.h"
#include "datasets/read/table.h"
#include "geo/error.h"

/// Matrices as long tables: a row a pair, or a row a pair and departure.
namespace placewright::datasets {
namespace {

constexpr std::string_view kFrom =
    "from id|fromid|from|origin id|originid|origin|o id|source id|source|area code|area|lsoa##cd|lsoa "
    "code|from code";
constexpr std::string_view kTo =
    "to id|toid|to|destination id|destinationid|destination|d id|target id|target|site id|site|practice code|"
    "service id|to code";
constexpr std::string_view kTime =
    "travel time|traveltime|total time|minutes|time|duration|travel time minutes|travel minutes|total cost|"
    "time minutes|mins|travel time p##|travel time p#|travel time p###|duration minutes";
constexpr std::string_view kSeconds =
    "seconds|duration seconds|travel time seconds|time seconds|travel time s|duration s|total time s|secs";
constexpr std::string_view kDeparture = "departure time|departuretime|departure|draw number|draw|iteration";
constexpr std::string_view kMode = "mode|transport mode|travel mode";

struct LongColumns {
  int from = -1, to = -1, time = -1, mode = -1, departure = -1;
  bool seconds = false;
  std::map<int, int> percentiles;  ///< percentile -> column
};

std::optional<int> percentile_in(const std::string& heading) {
  if (!heading_fits("travel time p#|travel time p##|travel time p###", heading)) return std::nullopt;
  int number = 0;
  std::from_chars(heading.data() + heading.rfind('p') + 1, heading.data() + heading.size(), number);
  return number;
}

LongColumns columns_of(const std::vector<std::string>& titles) {
  LongColumns columns;
  for (int k = 0; k < static_cast<int>(titles.size()); ++k) {
    const auto heading = normalise_heading(titles[static_cast<std::size_t>(k)]);
    const auto take = [&](int& column, std::string_view patterns) {
      if (column < 0 && heading_fits(patterns, heading)) column = k;
    };
    if (const auto percentile = percentile_in(heading)) columns.percentiles.emplace(*percentile, k);
    take(columns.from, kFrom);
    take(columns.to, kTo);
    take(columns.time, kTime);
    take(columns.mode, kMode);
    take(columns.departure, kDeparture);
    if (columns.time < 0 && heading_fits(kSeconds, heading)) {
      columns.time = k;
      columns.seconds = true;
    }
  }
  return columns;
}

std::string listed(const std::map<int, int>& percentiles) {
  std::string text;
  for (const auto& [percentile, column] : percentiles)
    text += fmt::format("{}{}", text.empty() ? "" : ", ", percentile);
  return text;
}

/// The column of the percentile asked for, or of the middle one.
void choose_percentile(LongColumns& columns, const std::string& path, const MatrixOptions& options,
                       MatrixCells& cells) {
  if (columns.percentiles.empty()) return;
  const double wanted =
      options.percentile.value_or(columns.percentiles.size() == 1 ? columns.percentiles.begin()->first : 50);
  const auto at = std::find_if(columns.percentiles.begin(), columns.percentiles.end(),
                               [&](const auto& one) { return one.first == wanted; });
  if (at == columns.percentiles.end())
    throw geo::InputError{
        {path, fmt::format("has no percentile {:g}; it has {}", wanted, listed(columns.percentiles)),
         "name one of them with --percentile"}};
  columns.time = at->second;
  cells.percentile = fmt::format("percentile {} of {}", at->first, listed(columns.percentiles));
}

MatrixCell cell_of(const InputRow& row, const LongColumns& columns, MatrixCells& cells) {
  MatrixCell cell;
  cell.line = row.line;
  cell.from = cells.row_of(trimmed(row.cell(columns.from)));
  cell.to = cells.row_of(trimmed(row.cell(columns.to)));
  cell.mode = cells.row_of(trimmed(row.cell(columns.mode)));
  const auto text = trimmed(row.cell(columns.time));
  const auto small = lower(text);
  if (text.empty() || small == "na" || small == "n/a" || small == "null" || small == "none" ||
      small == "inf" || small == "infinity") {
    cell.state = MatrixCell::State::blank;
    return cell;
  }
  const auto number = small == "nan" ? std::nullopt : parse_number(text);
  if (number && !is_missing(*number))
    cell.time = *number;
  else if (small == "-99")  // a missing mark elsewhere, a negative time here
    cell.time = -99;
  else
    cell.state = MatrixCell::State::not_a_number;
  return cell;
}

[[noreturn]] void throw_no_matrix(const std::string& path, const InputTable& table) {
  std::string titles;
  if (!table.sample.empty())
    for (const auto& title : table.sample.front()) titles += (titles.empty() ? "" : ", ") + title;
  throw geo::InputError{{path, "has no columns of origin, destination and time; its columns are: " + titles,
                         "call them from_id, to_id and travel_time_p50 (or origin_id, destination_id, "
                         "travel_time)"}};
}

}  // namespace

std::optional<MatrixCells> read_matrix_table(const InputTable& table, const std::string& path,
                                             const MatrixOptions& options) {
  const std::size_t most = table.first_is_header ? 1 : 15;
  for (std::size_t heading = 0; heading < std::min(most, table.sample.size()); ++heading) {
    auto columns = columns_of(table.sample[heading]);
    if (columns.from < 0 || columns.to < 0 || columns.time < 0) continue;
    MatrixCells cells;
    cells.in_seconds = columns.seconds;
    choose_percentile(columns, path, options, cells);
    std::set<std::string> departures;
    read_rows(
        table, heading + 1, {},
        [&](const InputRow& row) {
          if (trimmed(row.cell(columns.from)).empty() && trimmed(row.cell(columns.to)).empty()) return;
          cells.cells.push_back(cell_of(row, columns, cells));
          if (columns.departure >= 0) departures.emplace(trimmed(row.cell(columns.departure)));
        },
        cells.findings);
    cells.departures = columns.departure >= 0;
    if (cells.departures) {
      cells.percentile = fmt::format("percentile {:g} of departures", options.percentile.value_or(50));
      if (!departures.empty())
        cells.period = fmt::format("{} departures, {} to {}", departures.size(), *departures.begin(),
                                   *departures.rbegin());
    } else if (options.percentile && columns.percentiles.empty()) {
      throw geo::InputError{
          {path, "has one time for a pair and no percentiles or departures", "leave --percentile out"}};
    }
    return cells;
  }
  return std::nullopt;
}

MatrixCells read_long_matrix(const std::string& path, const MatrixOptions& options) {
  const auto tables = find_tables(path);
  for (const auto& table : tables)
    if (auto cells = read_matrix_table(table, path, options)) return std::move(*cells);
  throw_no_matrix(path, tables.front());
}

}  // namespace placewright::datasets
