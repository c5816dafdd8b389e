#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "datasets/import/read_matrix.h"
#include "datasets/read/table.h"

/// The steps of read_matrix. Private to it.
namespace placewright::datasets {

/// One cell of a matrix as it stands: a time in the file's own unit. from, to, mode: rows of
/// MatrixCells::texts.
struct MatrixCell {
  std::int64_t line = 0;
  std::uint32_t from = 0, to = 0, mode = 0;
  double time = kMissing;
  enum class State { time, blank, not_a_number } state = State::time;
};

/// All cells of a file, before anything is matched.
struct MatrixCells {
  std::vector<std::string> texts{""};  ///< each text once, as it is written; the first is ""
  std::vector<MatrixCell> cells;
  bool in_seconds = false;  ///< the format says so
  bool departures = false;  ///< several cells of a pair are departures
  std::string percentile, period;
  std::vector<geo::Finding> findings;

  /// The row of a text in `texts`, where it is put when it is new.
  [[nodiscard]] std::uint32_t row_of(std::string_view text) {
    const auto [at, is_new] = rows_.try_emplace(std::string(text), static_cast<std::uint32_t>(texts.size()));
    if (is_new) texts.emplace_back(text);
    return at->second;
  }

 private:
  std::unordered_map<std::string, std::uint32_t> rows_{{"", 0}};
};

[[nodiscard]] MatrixCells read_long_matrix(const std::string& path, const MatrixOptions& options);
/// Of one table; nothing where it has no columns of origin, destination and time.
[[nodiscard]] std::optional<MatrixCells> read_matrix_table(const InputTable& table, const std::string& path,
                                                           const MatrixOptions& options);
/// Ids of points that nothing bears are "" (unknown).
[[nodiscard]] MatrixCells read_json_matrix(const std::string& path, const Place& place,
                                           const MatrixOptions& options);

/// The percentile of a sorted list, by linear interpolation between ranks.
[[nodiscard]] double percentile_of(const std::vector<double>& sorted, double percentile);

}  // namespace placewright::datasets
