#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "datasets/place/place.h"
#include "datasets/read/table.h"
#include "geo/finding.h"

namespace placewright::datasets {

/// How a ready matrix of minutes is to be read.
struct MatrixOptions {
  enum class Duplicates { refuse, first, median };
  enum class TimeUnit { by_speed, minutes, seconds };

  std::string mode;  ///< that the rows become; of a table with modes only rows of this one
  Duplicates duplicates = Duplicates::refuse;
  TimeUnit unit = TimeUnit::by_speed;  ///< by_speed: minutes, unless speeds show that they are seconds
  std::optional<double> percentile;    ///< of departures or of columns travel_time_p50, ...; nothing: 50
  std::string from_points, to_points;  ///< files of points in the order of the matrix's rows and columns
};

/// What became of every row, or cell of a table by rows and columns. All but `pairs` and the notes add up to
/// `rows`.
struct MatrixReceipt {
  std::size_t rows = 0;
  std::size_t stored = 0;     ///< each the only one of its pair
  std::size_t doubled = 0;    ///< of pairs that come more than once, or of several departures
  std::size_t unreached = 0;  ///< blank or null: said to be out of reach
  std::size_t sentinel = 0;   ///< 1,000 minutes and more stand for out of reach
  std::size_t not_a_number = 0, negative = 0, reversed = 0;
  std::size_t unknown_area = 0, unknown_site = 0, other_mode = 0;
  std::size_t pairs = 0;  ///< with minutes, that came of it
  std::size_t pairs_unreached = 0;
  std::string percentile, period;  ///< in words; "" none
  std::string unit;                ///< "minutes" or "seconds", as the file has them
};

struct ReadMatrix {
  std::vector<TravelRow> rows;  ///< by area and site, each pair once; missing minutes: out of reach
  MatrixReceipt receipt;
  std::vector<geo::Finding> findings;
};

/// Reads minutes from areas to sites (or areas): a long table as r5r, its expanded form with departures, or
/// QNEAT3 write it, with any order of rows; the answers of OSRM's and Valhalla's table services as JSON,
/// whose points are matched by point files or by position within 100 m. Throws InputError for a file without
/// such columns, for a pair that comes twice (unless options say what then), for a percentile that is not
/// there, and where nothing can be stored.
[[nodiscard]] ReadMatrix read_matrix(const std::string& path, const Place& place,
                                     const MatrixOptions& options);

/// The same of one table of a file that holds several modes or none, as import takes it: a matrix a mode, in
/// the order of their names ("imported" for rows without one). A matrix may have no pair of the place.
[[nodiscard]] std::vector<ReadMatrix> read_matrices(const InputTable& table, const std::string& path,
                                                    const Place& place);

}  // namespace placewright::datasets
