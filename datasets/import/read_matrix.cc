#include "datasets/import/read_matrix.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <set>

#include "datasets/import/matrix_parts.h"
#include "datasets/read/cells.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace {

constexpr double kSentinelMinutes = 1000;
constexpr double kTooSlowKmh = 1, kTooFastKmh = 250;
constexpr double kTooNearM = 100;  // walking round the house says nothing of the unit

bool is_json(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  char c = ' ';
  while (in.get(c) &&
         (std::isspace(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80))
    continue;
  return c == '{' || c == '[';
}

struct Known {
  std::string id;
  geo::Point point;
};

/// What each text of a matrix is in the place: an area, a destination (an open site, or an area), or nothing.
struct Meanings {
  std::vector<const Known*> area, destination;          ///< by row of MatrixCells::texts
  std::unordered_map<std::string, Known> areas, sites;  ///< by small letters
};

Meanings meanings_of(const Place& place, const std::vector<std::string>& texts) {
  Meanings meanings;
  for (std::size_t row = 0; row < place.areas.size(); ++row)
    meanings.areas[lower(place.areas.code[row])] = {
        place.areas.code[row], {place.areas.centroid_x[row], place.areas.centroid_y[row]}};
  for (const auto& site : place.sites)
    if (site.open) meanings.sites[lower(site.id)] = {site.id, {site.x, site.y}};
  for (const auto& text : texts) {
    const auto area = meanings.areas.find(lower(text));
    const auto site = meanings.sites.find(lower(text));
    meanings.area.push_back(area == meanings.areas.end() ? nullptr : &area->second);
    meanings.destination.push_back(site == meanings.sites.end() ? meanings.area.back() : &site->second);
  }
  return meanings;
}

/// A run of nines stands for "no way": it says nothing of the unit.
bool is_run_of_nines(double time) {
  return time == 999 || time == 9999 || time == 99999 || time == 999999 || time == 9999999 ||
         time == 2147483647;
}

/// Whether times make sense as seconds only: as minutes most journeys would be slower than a person walks.
bool are_seconds(const std::vector<MatrixCell>& cells, const Meanings& meanings) {
  std::size_t judged = 0, slow = 0;
  for (const auto& cell : cells) {
    const auto *from = meanings.area[cell.from], *to = meanings.destination[cell.to];
    if (cell.state != MatrixCell::State::time || !(cell.time > 0) || is_run_of_nines(cell.time) ||
        from == nullptr || to == nullptr)
      continue;
    const double km = 1.3 * std::hypot(from->point.x - to->point.x, from->point.y - to->point.y) / 1000;
    if (!(km * 1000 > kTooNearM)) continue;
    ++judged;
    const double kmh = km / (cell.time / 60), as_seconds = km / (cell.time / 3600);
    slow += kmh < kTooSlowKmh && as_seconds >= kTooSlowKmh && as_seconds <= kTooFastKmh ? 1U : 0U;
  }
  return judged > 0 && 2 * slow > judged;
}

/// All times of one pair, in the order of the file.
struct Pair {
  std::vector<double> minutes;   ///< missing: out of reach
  std::vector<double> as_given;  ///< in the file's unit
  std::int64_t first_line = 0, second_line = 0;
};
using Pairs = std::map<std::pair<std::string, std::string>, Pair>;

/// Every cell is put to its pair or counted with the reason why not.
Pairs match_cells(const MatrixCells& read, const Meanings& meanings, const MatrixOptions& options,
                  double per_minute, MatrixReceipt& receipt) {
  Pairs pairs;
  for (const auto& cell : read.cells) {
    ++receipt.rows;
    if (cell.mode != 0 && lower(read.texts[cell.mode]) != lower(options.mode)) {
      ++receipt.other_mode;
      continue;
    }
    const auto *from = meanings.area[cell.from], *to = meanings.destination[cell.to];
    if (from == nullptr && meanings.destination[cell.from] != nullptr && meanings.area[cell.to] != nullptr) {
      ++receipt.reversed;
      continue;
    }
    if (from == nullptr || to == nullptr) {
      ++(from == nullptr ? receipt.unknown_area : receipt.unknown_site);
      continue;
    }
    if (cell.state == MatrixCell::State::not_a_number) {
      ++receipt.not_a_number;
      continue;
    }
    double minutes = cell.time / per_minute;
    if (cell.state == MatrixCell::State::time && minutes < 0) {
      ++receipt.negative;
      continue;
    }
    auto& pair = pairs[{from->id, to->id}];
    if (pair.minutes.empty()) pair.first_line = cell.line;
    if (pair.minutes.size() == 1) pair.second_line = cell.line;
    if (cell.state == MatrixCell::State::blank || minutes >= kSentinelMinutes) {
      ++(cell.state == MatrixCell::State::blank ? receipt.unreached : receipt.sentinel);
      minutes = kMissing;
    }
    pair.minutes.push_back(minutes);
    pair.as_given.push_back(cell.time);
  }
  return pairs;
}

std::string time_text(double time) {
  return is_missing(time) ? std::string("no way") : fmt::format("{:.6g}", time);
}

[[noreturn]] void throw_doubled(const std::string& path, const Pairs& pairs) {
  std::size_t count = 0;
  const Pairs::value_type* first = nullptr;
  for (const auto& one : pairs) {
    if (one.second.minutes.size() < 2) continue;
    ++count;
    if (first == nullptr) first = &one;
  }
  auto values = first->second.as_given;
  std::sort(values.begin(), values.end(),
            [](double a, double b) { return a < b || (is_missing(b) && !is_missing(a)); });
  std::string text;
  for (std::size_t k = 0; k < std::min<std::size_t>(4, values.size()); ++k)
    text += (k == 0 ? "" : k + 1 == values.size() ? " and " : ", ") + time_text(values[k]);
  throw geo::InputError{
      {path,
       fmt::format("{} pair{} more than once; the first is {} to {}, with {} (lines {} and {})", count,
                   count == 1 ? " comes" : "s come", first->first.first, first->first.second, text,
                   std::min(first->second.first_line, first->second.second_line),
                   std::max(first->second.first_line, first->second.second_line)),
       "take one of each out, or say which holds: --duplicates first, or --duplicates median"}};
}

/// The minutes that stand for all cells of a pair; out of reach counts as longer than any.
double settled(const Pair& pair, bool departures, double percentile, const MatrixOptions& options) {
  if (pair.minutes.size() == 1) return pair.minutes.front();
  if (!departures && options.duplicates == MatrixOptions::Duplicates::first) return pair.minutes.front();
  auto sorted = pair.minutes;
  for (auto& minutes : sorted)
    if (is_missing(minutes)) minutes = std::numeric_limits<double>::infinity();
  std::sort(sorted.begin(), sorted.end());
  const double minutes = percentile_of(sorted, departures ? percentile : 50);
  return std::isfinite(minutes) ? minutes : kMissing;
}

void add_findings(const MatrixReceipt& receipt, bool guessed_seconds, const std::string& path,
                  std::vector<geo::Finding>& findings) {
  const auto add = [&](const char* code, std::size_t count, const char* what, const char* fix) {
    if (count > 0)
      findings.push_back({code, geo::Severity::warning, path, fmt::format("{} rows {}", count, what), fix});
  };
  if (guessed_seconds)
    findings.push_back(
        {"SECONDS_FOR_MINUTES", geo::Severity::warning, path,
         "as minutes most journeys would be slower than 1 km/h: the times were read as seconds",
         "nothing, if they are seconds; --unit minutes takes them as they stand"});
  add("MATRIX_UNKNOWN", receipt.unknown_area, "start at something that is no area of the place, left out",
      "check the codes of the origins");
  add("MATRIX_UNKNOWN", receipt.unknown_site, "end at something that is no open site of the place, left out",
      "check the ids of the destinations, or import the sites first");
  add("MATRIX_REVERSED", receipt.reversed, "go from a site to an area, left out",
      "give the way from areas to sites");
  add("MATRIX_NOT_A_NUMBER", receipt.not_a_number, "have no number as time, left out",
      "leave the cell blank where there is no way");
  add("MATRIX_NEGATIVE", receipt.negative, "have a negative time, left out", "correct them");
  add("MATRIX_SENTINEL", receipt.sentinel, "have 1,000 minutes or more: out of reach",
      "nothing, if that stands for no way");
}

}  // namespace

double percentile_of(const std::vector<double>& sorted, double percentile) {
  const double at = percentile / 100 * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(std::floor(at));
  const auto high = std::min(low + 1, sorted.size() - 1);
  const double part = at - static_cast<double>(low);
  return part == 0 ? sorted[low] : sorted[low] + part * (sorted[high] - sorted[low]);
}

namespace {

/// The rows of one mode against the place.
ReadMatrix match_matrix(const MatrixCells& read, const std::string& path, const Place& place,
                        const MatrixOptions& options) {
  const auto meanings = meanings_of(place, read.texts);
  ReadMatrix matrix;
  auto& receipt = matrix.receipt;
  matrix.findings = read.findings;
  const bool guessed = options.unit == MatrixOptions::TimeUnit::by_speed && !read.in_seconds &&
                       are_seconds(read.cells, meanings);
  const bool seconds = guessed || options.unit == MatrixOptions::TimeUnit::seconds ||
                       (read.in_seconds && options.unit == MatrixOptions::TimeUnit::by_speed);
  receipt.unit = seconds ? "seconds" : "minutes";
  receipt.percentile = read.percentile;
  receipt.period = read.period;
  const auto pairs = match_cells(read, meanings, options, seconds ? 60 : 1, receipt);
  const bool doubled =
      std::any_of(pairs.begin(), pairs.end(), [](const auto& one) { return one.second.minutes.size() > 1; });
  if (doubled && !read.departures && options.duplicates == MatrixOptions::Duplicates::refuse)
    throw_doubled(path, pairs);
  for (const auto& [key, pair] : pairs) {
    const double minutes = settled(pair, read.departures, options.percentile.value_or(50), options);
    matrix.rows.push_back({options.mode, key.first, key.second, minutes});
    ++(is_missing(minutes) ? receipt.pairs_unreached : receipt.pairs);
    // Cells that are out of reach are counted as such already.
    const auto reached = static_cast<std::size_t>(
        std::count_if(pair.minutes.begin(), pair.minutes.end(), [](double m) { return !is_missing(m); }));
    (pair.minutes.size() > 1 ? receipt.doubled : receipt.stored) += reached;
  }
  add_findings(receipt, guessed, path, matrix.findings);
  return matrix;
}

std::set<std::string> modes_of(const MatrixCells& read) {
  std::set<std::string> modes;
  for (const auto& cell : read.cells)
    if (cell.mode != 0) modes.insert(read.texts[cell.mode]);
  return modes;
}

}  // namespace

ReadMatrix read_matrix(const std::string& path, const Place& place, const MatrixOptions& options) {
  const auto read = is_json(path) ? read_json_matrix(path, place, options) : read_long_matrix(path, options);
  auto matrix = match_matrix(read, path, place, options);
  const auto& receipt = matrix.receipt;
  if (receipt.pairs == 0) {
    std::string all;
    for (const auto& mode : modes_of(read)) all += (all.empty() ? "" : ", ") + mode;
    if (receipt.other_mode == receipt.rows && receipt.rows > 0)
      throw geo::InputError{{path, fmt::format("it holds no minutes of mode '{}'", options.mode),
                             "name a mode that the file holds with --mode: " + all}};
    std::string what = fmt::format("of its {} rows none can be stored", receipt.rows);
    for (const auto& finding : matrix.findings) what += "; " + finding.what;
    throw geo::InputError{{path, what, "check ids, columns and unit"}};
  }
  return matrix;
}

std::vector<ReadMatrix> read_matrices(const InputTable& table, const std::string& path, const Place& place) {
  auto read = read_matrix_table(table, path, {});
  if (!read) return {};
  const auto unnamed = read->row_of("imported");
  for (auto& cell : read->cells)
    if (cell.mode == 0) cell.mode = unnamed;
  std::map<std::string, std::string> modes;  // by small letters
  for (const auto& mode : modes_of(*read)) modes.emplace(lower(mode), mode);
  std::vector<ReadMatrix> matrices;
  for (const auto& [small, mode] : modes) {
    MatrixOptions options;
    options.mode = mode;
    matrices.push_back(match_matrix(*read, path, place, options));
  }
  return matrices;
}

}  // namespace placewright::datasets
