#pragma once

#include <string>
#include <vector>

#include "datasets/import/read_matrix.h"

/// The steps of read_matrix. Private to it.
namespace placewright::datasets {

/// One cell of a matrix as it stands: ids as written, a time in the file's own unit.
struct MatrixCell {
  std::int64_t line = 0;
  std::string from, to, mode;
  double time = kMissing;
  enum class State { time, blank, not_a_number } state = State::time;
};

/// All cells of a file, before anything is matched.
struct MatrixCells {
  std::vector<MatrixCell> cells;
  bool in_seconds = false;  ///< the format says so
  bool departures = false;  ///< several cells of a pair are departures
  std::string percentile, period;
  std::vector<geo::Finding> findings;
};

[[nodiscard]] MatrixCells read_long_matrix(const std::string& path, const MatrixOptions& options);
/// Ids of points that nothing bears are "" (unknown).
[[nodiscard]] MatrixCells read_json_matrix(const std::string& path, const Place& place,
                                           const MatrixOptions& options);

/// The percentile of a sorted list, by linear interpolation between ranks.
[[nodiscard]] double percentile_of(const std::vector<double>& sorted, double percentile);

}  // namespace placewright::datasets
