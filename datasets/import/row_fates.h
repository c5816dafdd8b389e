#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "datasets/import/collected.h"

/// Every row that was read is matched or left out with a reason, on the record of its table.
namespace placewright::datasets {

/// What becomes of the rows of one table kind. A line of a file that gave several rows counts once: as
/// matched when one of them is kept, else as left out for the reason of its first row.
class RowFates {
 public:
  template <class Row>
  explicit RowFates(const std::vector<ReadRow<Row>>& read) {
    rows_.reserve(read.size());
    for (const auto& one : read) rows_.push_back({one.taken, one.line, {}});
  }
  /// `why` goes on the record and must live as long as this value.
  void leave(std::size_t row, std::string_view why) { rows_[row].why = why; }

  /// Writes the counts on the records of the tables; once.
  void settle(Collected& collected) const {
    std::map<std::pair<std::size_t, std::string_view>, std::int64_t> left;
    for (std::size_t row = 0; row < rows_.size();) {
      const Fate& first = rows_[row];
      bool kept = false;
      for (; row < rows_.size() && rows_[row].taken == first.taken && rows_[row].line == first.line; ++row)
        kept = kept || rows_[row].why.empty();
      if (kept)
        ++collected.taken[first.taken].source.rows_matched;
      else
        ++left[{first.taken, first.why}];
    }
    for (const auto& [key, rows] : left) leave_out(collected.taken[key.first].source, rows, key.second);
  }

 private:
  struct Fate {
    std::size_t taken;
    std::int64_t line;
    std::string_view why;  ///< empty: kept
  };
  std::vector<Fate> rows_;
};

/// The rows that a place keeps; the others are left out on the record of their table.
template <class Row, class Keep>
std::vector<Row> keep_rows(Collected& collected, std::vector<ReadRow<Row>>& read, std::string_view why,
                           const Keep& keep) {
  RowFates fates(read);
  std::vector<Row> kept;
  for (std::size_t row = 0; row < read.size(); ++row) {
    if (keep(read[row].row))
      kept.push_back(std::move(read[row].row));
    else
      fates.leave(row, why);
  }
  fates.settle(collected);
  read.clear();
  return kept;
}

}  // namespace placewright::datasets
