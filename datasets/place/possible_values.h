#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/place/schema.h"
#include "geo/finding.h"

/// What a number of the place file can be. A file may come from anywhere; later code relies on these bounds.
namespace placewright::datasets {

struct Range {
  double least = 0, most = 0;
  [[nodiscard]] bool holds(double value) const { return value >= least && value <= most; }
};

/// Of a column of the schema, by its unit.
[[nodiscard]] Range possible_range(const Column& column);
/// True where a row says nothing without this number: a count without its people. (A journey without minutes
/// says that there is no way.)
[[nodiscard]] bool is_what_the_row_says(std::string_view table, std::string_view column);
/// Of a number column that the schema does not know: anything that sums of its squares can hold.
inline constexpr Range kAnyNumber{-1e15, 1e15};
/// Eastings and northings of any point on Earth, in metres of the national grid.
inline constexpr Range kGrid{-1e7, 1e7};

/// Takes each number as it is read: one that cannot be is missing from then on, and named. The caller leaves
/// out rows that say nothing then.
class PossibleValues {
 public:
  explicit PossibleValues(std::string path) : path_(std::move(path)) {}

  struct Cell {
    std::string_view table, column;
    std::int64_t row = 0;
    std::string_view code = {};  ///< what the row is called, where it has a name
    bool row_needs_it = false;
  };
  [[nodiscard]] double take(double value, Range range, const Cell& cell) {
    const bool missing = value != value;
    return range.holds(value) || (missing && !cell.row_needs_it) ? value : refuse(value, range, cell);
  }
  /// Names a row that is left out for what it says of itself, such as an area that touches itself.
  void leave_out(const Cell& cell, const std::string& what) {
    named_.push_back({"VALUE_IMPOSSIBLE", geo::Severity::error,
                      path_ + ", table " + std::string(cell.table) + ", row " + std::to_string(cell.row),
                      what + "; the row is left out", "correct it there, or import the boundaries again"});
  }
  /// One for each number refused, by table and row; beyond the first of one column they are counted.
  [[nodiscard]] std::vector<geo::Finding> findings() const;

 private:
  double refuse(double value, Range range, const Cell& cell);

  struct Count {
    std::string table, column, outcome;
    std::size_t refused = 0;
  };
  std::string path_;
  std::vector<Count> counts_;
  std::vector<geo::Finding> named_;
};

}  // namespace placewright::datasets
