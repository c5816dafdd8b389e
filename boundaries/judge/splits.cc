#include "boundaries/judge/splits.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "boundaries/question/match.h"

namespace placewright::boundaries {
namespace {

double sum_of(const std::vector<double>& row) { return std::accumulate(row.begin(), row.end(), 0.0); }

/// What one direction says: rows cut by columns.
struct OneWay {
  std::uint32_t rows = 0, cut = 0, pairs = 0, multi = 0;
  double largest = 0, entropy_bits = 0, square_root = 0, people = 0;
};

OneWay measure_rows(const CrossTable& table, double materiality) {
  OneWay result;
  for (const auto& row : table) {
    const double all = sum_of(row);
    if (!(all > 0)) continue;
    const auto parts = count_material_parts(row, materiality);
    double largest = 0;
    for (const double each : row) {
      if (!(each > 0)) continue;
      largest = std::max(largest, each);
      result.entropy_bits -= each * std::log2(each / all);
      result.square_root += all * std::sqrt(each / all);
    }
    ++result.rows;
    result.pairs += parts;
    result.cut += parts > 1;
    result.multi += parts > 2;
    result.largest += largest;
    result.people += all;
  }
  return result;
}

}  // namespace

CrossTable transpose(const CrossTable& table) {
  CrossTable turned(table.empty() ? 0 : table.front().size(), std::vector<double>(table.size(), 0));
  for (std::size_t row = 0; row < table.size(); ++row)
    for (std::size_t column = 0; column < table[row].size(); ++column)
      turned[column][row] = table[row][column];
  return turned;
}

std::uint32_t count_material_parts(const std::vector<double>& row, double materiality) {
  const double all = sum_of(row);
  if (!(all > 0)) return 0;
  const auto parts = std::count_if(row.begin(), row.end(),
                                   [&](double each) { return each > 0 && each >= materiality * all; });
  return std::max(1U, static_cast<std::uint32_t>(parts));
}

Splits measure_splits(const CrossTable& people, double max_people, double materiality) {
  const auto turned = transpose(people);
  const auto units = measure_rows(people, materiality), parts = measure_rows(turned, materiality);
  Splits result;
  result.units = units.rows;
  result.units_split = units.cut;
  result.pairs = units.pairs;
  result.splits = units.pairs - units.rows;
  result.multi_split = units.multi;
  for (const auto& row : people)
    if (const double all = sum_of(row); all > max_people && max_people > 0)
      result.unavoidable += static_cast<std::uint32_t>(std::ceil(all / max_people)) - 1;
  result.neighbourhoods = parts.rows;
  for (const auto& column : turned) {
    bool whole = sum_of(column) > 0;
    for (std::size_t unit = 0; unit < column.size(); ++unit) {
      const double all = sum_of(people[unit]);
      if (column[unit] > 0 && column[unit] >= materiality * all &&
          count_material_parts(people[unit], materiality) > 1)
        whole = false;
    }
    result.nested += whole;
  }
  if (!(units.people > 0)) return result;
  result.kept_share = units.largest / units.people;
  result.reverse_share = parts.largest / units.people;
  result.entropy_bits = units.entropy_bits / units.people;
  result.reverse_entropy_bits = parts.entropy_bits / units.people;
  result.square_root = units.square_root / units.people;
  result.reverse_square_root = parts.square_root / units.people;
  return result;
}

double measure_effective_splits(const std::vector<double>& row) {
  const double all = sum_of(row);
  double squares = 0;
  for (const double each : row) squares += each * each;
  return all > 0 ? all * all / squares - 1 : std::numeric_limits<double>::quiet_NaN();
}

double measure_effective_number(const std::vector<double>& row) {
  const double all = sum_of(row);
  double entropy = 0;
  for (const double each : row)
    if (each > 0) entropy -= each / all * std::log(each / all);
  return all > 0 ? std::exp(entropy) : std::numeric_limits<double>::quiet_NaN();
}

double measure_alignment(const CrossTable& people, bool one_to_one) {
  double all = 0, kept = 0;
  for (const auto& row : people) {
    all += sum_of(row);
    if (!one_to_one && !row.empty()) kept += *std::max_element(row.begin(), row.end());
  }
  if (one_to_one && !people.empty()) {
    const auto wide = people.size() <= people.front().size() ? people : transpose(people);
    const auto column_of = find_best_assignment(wide);
    for (std::size_t row = 0; row < wide.size(); ++row) kept += wide[row][column_of[row]];
  }
  return all > 0 ? kept / all : std::numeric_limits<double>::quiet_NaN();
}

double measure_variation_of_information(const CrossTable& people) {
  const auto turned = transpose(people);
  double all = 0, sum = 0;
  for (const auto& row : people) all += sum_of(row);
  for (std::size_t row = 0; row < people.size(); ++row)
    for (std::size_t column = 0; column < people[row].size(); ++column)
      if (const double each = people[row][column]; each > 0)
        sum -= each / all *
               (2 * std::log(each) - std::log(sum_of(people[row])) - std::log(sum_of(turned[column])));
  return std::max(0.0, sum);
}

}  // namespace placewright::boundaries
