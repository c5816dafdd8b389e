#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "datasets/import/matrix_parts.h"
#include "datasets/read/cells.h"
#include "datasets/read/table.h"
#include "geo/error.h"

/// Matrices as OSRM and Valhalla answer them: JSON, times in seconds by row and column.
namespace placewright::datasets {
namespace {

using nlohmann::json;

constexpr double kNearM = 100;
constexpr std::string_view kIds =
    "id|from id|to id|area code|lsoa##cd|lsoa code|site id|service id|practice code|code|origin id|"
    "destination id|base id|name";

[[noreturn]] void throw_no_table(const std::string& path, const std::string& what) {
  throw geo::InputError{{path, what,
                         "give the answer of OSRM's table service (durations) or of Valhalla's "
                         "sources_to_targets, or a CSV from_id,to_id,travel_time_p50"}};
}

/// Ids of a file of points, row by row.
std::vector<std::string> ids_of_points(const std::string& path) {
  const auto table = find_tables(path).front();
  int column = -1;
  if (!table.sample.empty())
    for (int k = 0; k < static_cast<int>(table.sample.front().size()) && column < 0; ++k)
      if (heading_fits(kIds, normalise_heading(table.sample.front()[static_cast<std::size_t>(k)])))
        column = k;
  if (column < 0) throw geo::InputError{{path, "has no column of ids", "call it id (or area_code, site_id)"}};
  std::vector<std::string> ids;
  std::vector<geo::Finding> findings;
  read_rows(
      table, 1, {}, [&](const InputRow& row) { ids.emplace_back(trimmed(row.cell(column))); }, findings);
  return ids;
}

/// A point of the answer, degrees; nothing where it has none.
std::optional<geo::Point> point_of(const json& one) {
  const auto number = [](const json& value) { return value.is_number() ? value.get<double>() : kMissing; };
  if (!one.is_object()) return std::nullopt;
  if (const auto at = one.find("location"); at != one.end() && at->is_array() && at->size() == 2)
    return geo::Point{number((*at)[0]), number((*at)[1])};
  if (one.contains("lon") && one.contains("lat")) return geo::Point{number(one["lon"]), number(one["lat"])};
  return std::nullopt;
}

std::vector<std::optional<geo::Point>> points_of(const json& answer,
                                                 std::initializer_list<const char*> names) {
  std::vector<std::optional<geo::Point>> points;
  for (const char* name : names) {
    const auto at = answer.find(name);
    if (at == answer.end() || !at->is_array()) continue;
    // Valhalla used to wrap the list in another.
    const json& list = at->size() == 1 && (*at)[0].is_array() ? (*at)[0] : *at;
    for (const auto& one : list) points.push_back(point_of(one));
    break;
  }
  return points;
}

/// Times by row and column, seconds; null is out of reach.
std::vector<std::vector<json>> times_of(const json& answer, const std::string& path) {
  const json* rows = nullptr;
  if (const auto at = answer.find("durations"); at != answer.end()) rows = &*at;
  if (const auto at = answer.find("sources_to_targets"); at != answer.end())
    rows = at->is_object() && at->contains("durations") ? &(*at)["durations"] : &*at;
  if (rows == nullptr || !rows->is_array()) throw_no_table(path, "holds no table of durations");
  std::vector<std::vector<json>> times;
  for (const auto& row : *rows) {
    if (!row.is_array()) throw_no_table(path, "its table of durations is none");
    auto& out = times.emplace_back();
    for (const auto& cell : row) {
      if (!cell.is_object()) {
        out.push_back(cell);
        continue;
      }
      // Valhalla says of each cell which target it is of.
      const auto to = cell.find("to_index");
      const auto column = to != cell.end() && to->is_number_unsigned() ? to->get<std::size_t>() : out.size();
      if (column >= row.size()) throw_no_table(path, "a to_index is beyond the row");
      if (out.size() <= column) out.resize(column + 1);
      out[column] = cell.contains("time") ? cell["time"] : json(nullptr);
    }
  }
  return times;
}

struct Candidate {
  std::string id;
  geo::Point point;
};

std::string nearest_of(const std::vector<Candidate>& candidates, geo::Point point) {
  std::string id;
  double nearest = kNearM;
  for (const auto& one : candidates) {
    const double m = std::hypot(one.point.x - point.x, one.point.y - point.y);
    if (m < nearest || (m == nearest && (id.empty() || one.id < id))) {
      nearest = m;
      id = one.id;
    }
  }
  return id;
}

/// Ids of the rows or columns: of the point file, else of what lies within 100 m.
std::vector<std::string> ids_of(std::vector<std::optional<geo::Point>> points, const std::string& file,
                                const char* option, const std::vector<Candidate>& candidates,
                                std::size_t count, const std::string& path) {
  if (!file.empty()) {
    auto ids = ids_of_points(file);
    if (ids.size() != count)
      throw geo::InputError{{file, fmt::format("has {} points; the matrix has {}", ids.size(), count),
                             "give the points that the matrix was made of, in the same order"}};
    return ids;
  }
  if (points.size() != count ||
      std::any_of(points.begin(), points.end(), [](const auto& one) { return !one; }))
    throw geo::InputError{{path, "does not say where its points lie",
                           fmt::format("give the file of the points in the same order with {}", option)}};
  std::vector<geo::Point> metres;
  for (const auto& one : points) metres.push_back(*one);
  to_metres(metres);
  std::vector<std::string> ids;
  for (const auto& point : metres) ids.push_back(nearest_of(candidates, point));
  return ids;
}

json parse(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw geo::InputError{{path, "cannot be read", "check the path"}};
  auto answer = json::parse(in, nullptr, false);
  if (answer.is_discarded() || !answer.is_object()) throw_no_table(path, "is no complete JSON object");
  if (const auto code = answer.find("code"); code != answer.end() && code->is_string() && *code != "Ok")
    throw_no_table(path, "the service refused to answer: " + code->get<std::string>());
  return answer;
}

}  // namespace

MatrixCells read_json_matrix(const std::string& path, const Place& place, const MatrixOptions& options) {
  const auto answer = parse(path);
  const auto times = times_of(answer, path);
  std::size_t columns = 0;
  for (const auto& row : times) columns = std::max(columns, row.size());
  std::vector<Candidate> areas, sites;
  for (std::size_t row = 0; row < place.areas.size(); ++row)
    areas.push_back({place.areas.code[row], {place.areas.centroid_x[row], place.areas.centroid_y[row]}});
  for (const auto& site : place.sites)
    if (!is_missing(site.x)) sites.push_back({site.id, {site.x, site.y}});
  const auto from =
      ids_of(points_of(answer, {"sources"}), options.from_points, "--from", areas, times.size(), path);
  const auto to =
      ids_of(points_of(answer, {"destinations", "targets"}), options.to_points, "--to", sites, columns, path);
  MatrixCells cells;
  cells.in_seconds = true;
  for (std::size_t i = 0; i < times.size(); ++i)
    for (std::size_t j = 0; j < times[i].size(); ++j) {
      MatrixCell cell;
      cell.line = static_cast<std::int64_t>(i * columns + j + 1);
      cell.from = cells.row_of(from[i]);
      cell.to = cells.row_of(to[j]);
      const auto& time = times[i][j];
      if (time.is_null())
        cell.state = MatrixCell::State::blank;
      else if (time.is_number())
        cell.time = time.get<double>();
      else
        cell.state = MatrixCell::State::not_a_number;
      cells.cells.push_back(std::move(cell));
    }
  return cells;
}

}  // namespace placewright::datasets
