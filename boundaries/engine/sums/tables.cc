#include <algorithm>
#include <utility>

#include "boundaries/engine/sums/parts.h"

namespace placewright::boundaries::engine {

Table contract_rows(const Table& table, const Grouping& grouping) {
  std::vector<std::vector<std::pair<std::uint32_t, double>>> rows(grouping.count);
  for (std::size_t atom = 0; atom < grouping.of.size(); ++atom)
    for (std::uint32_t e = table.first[atom]; e < table.first[atom + 1]; ++e)
      rows[grouping.of[atom]].emplace_back(table.column[e], table.value[e]);
  Table result;
  for (auto& row : rows) {
    std::stable_sort(row.begin(), row.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    const std::size_t start = result.column.size();
    for (const auto& [column, value] : row) {
      if (result.column.size() > start && result.column.back() == column) {
        result.value.back() += value;
      } else {
        result.column.push_back(column);
        result.value.push_back(value);
      }
    }
    result.first.push_back(static_cast<std::uint32_t>(result.column.size()));
  }
  return result;
}

std::map<std::uint32_t, double> sum_columns(const Table& rows, const Atoms& atoms) {
  std::map<std::uint32_t, double> amount;
  for (const Atom atom : atoms)
    for (std::uint32_t entry = rows.first[atom]; entry < rows.first[atom + 1]; ++entry)
      amount[rows.column[entry]] += rows.value[entry];
  return amount;
}

Table pick_rows(const Table& table, const Atoms& rows, const std::vector<std::uint32_t>& column_of) {
  Table result;
  for (const Atom row : rows) {
    for (std::uint32_t e = table.first[row]; e < table.first[row + 1]; ++e) {
      result.column.push_back(column_of[table.column[e]]);
      result.value.push_back(table.value[e]);
    }
    result.first.push_back(static_cast<std::uint32_t>(result.column.size()));
  }
  return result;
}

}  // namespace placewright::boundaries::engine
