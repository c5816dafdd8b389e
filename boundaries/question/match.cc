#include "boundaries/question/match.h"

#include <algorithm>
#include <limits>

#include "geo/expect.h"

namespace placewright::boundaries {

std::vector<std::uint32_t> find_best_assignment(const std::vector<std::vector<double>>& value) {
  const std::size_t rows = value.size();
  if (rows == 0) return {};
  const std::size_t columns = value.front().size();
  PLACEWRIGHT_EXPECT(rows <= columns);
  constexpr double far = std::numeric_limits<double>::infinity();
  // Shortest augmenting paths over reduced costs; row and column 0 are a place to start from.
  std::vector<double> row_price(rows + 1, 0), column_price(columns + 1, 0);
  std::vector<std::size_t> row_of(columns + 1, 0), came_from(columns + 1, 0);
  for (std::size_t row = 1; row <= rows; ++row) {
    row_of[0] = row;
    std::size_t column = 0;
    std::vector<double> least(columns + 1, far);
    std::vector<char> used(columns + 1, 0);
    do {
      used[column] = 1;
      const auto at = row_of[column];
      double step = far;
      std::size_t next = 0;
      for (std::size_t other = 1; other <= columns; ++other) {
        if (used[other]) continue;
        const double cost = -value[at - 1][other - 1] - row_price[at] - column_price[other];
        if (cost < least[other]) least[other] = cost, came_from[other] = column;
        if (least[other] < step) step = least[other], next = other;
      }
      for (std::size_t other = 0; other <= columns; ++other) {
        if (used[other])
          row_price[row_of[other]] += step, column_price[other] -= step;
        else
          least[other] -= step;
      }
      column = next;
    } while (row_of[column] != 0);
    while (column != 0) {
      row_of[column] = row_of[came_from[column]];
      column = came_from[column];
    }
  }
  std::vector<std::uint32_t> column_of(rows, 0);
  for (std::size_t column = 1; column <= columns; ++column)
    if (row_of[column] != 0) column_of[row_of[column] - 1] = static_cast<std::uint32_t>(column - 1);
  return column_of;
}

Match match_labels(const std::vector<double>& people, const Labels& from, const Labels& to) {
  PLACEWRIGHT_EXPECT(people.size() == from.size() && from.size() == to.size());
  const auto count_labels = [](const Labels& labels) {
    std::int32_t highest = -1;
    for (const auto label : labels) highest = std::max(highest, label);
    return static_cast<std::size_t>(highest + 1);
  };
  const auto froms = count_labels(from), tos = count_labels(to);
  Match match{std::vector<std::int32_t>(froms, -1), std::vector<std::int32_t>(tos, -1), 0, 0};
  if (froms == 0 || tos == 0) return match;
  const bool turned = froms > tos;  // the assignment wants no more rows than columns
  std::vector<std::vector<double>> shared(std::min(froms, tos), std::vector<double>(std::max(froms, tos), 0));
  double both = 0;
  for (std::size_t area = 0; area < people.size(); ++area) {
    if (from[area] == kUnassigned || to[area] == kUnassigned) continue;
    const auto a = static_cast<std::size_t>(from[area]), b = static_cast<std::size_t>(to[area]);
    (turned ? shared[b][a] : shared[a][b]) += people[area];
    both += people[area];
  }
  const auto column_of = find_best_assignment(shared);
  for (std::size_t row = 0; row < shared.size(); ++row) {
    if (!(shared[row][column_of[row]] > 0)) continue;
    const auto a = turned ? column_of[row] : row, b = turned ? row : column_of[row];
    match.to_of_from[a] = static_cast<std::int32_t>(b);
    match.from_of_to[b] = static_cast<std::int32_t>(a);
    match.kept += shared[row][column_of[row]];
  }
  match.moved = both - match.kept;
  return match;
}

}  // namespace placewright::boundaries
