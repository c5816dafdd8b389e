#pragma once

#include <algorithm>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"
#include "tests/toy_words.h"

/// Places drawn in text, for tests of every folder:
///
///     auto problem = problem_from_map(R"(
///         a b c
///         d . e
///     )");
///     auto labels = labels_from_map(problem, R"(a b c
///                                               d . e)", R"(1 1 2
///                                                           1 . 2)");
///
/// Each word is an area's code; "." is the sea. Words side by side or one above the other are neighbours with
/// 1,000 metres of border a pair of cells; a code that stands in several cells is one area. Cells are 1 km
/// wide, the first row lies furthest north. Every area has 1,000 people unless told otherwise, and nothing is
/// judged but population and compactness.
namespace placewright::toy {

inline std::uint32_t row_of(const boundaries::Problem& problem, const std::string& code) {
  const auto at = std::lower_bound(problem.code.begin(), problem.code.end(), code);
  if (at == problem.code.end() || *at != code) throw std::logic_error("no area " + code + " on the map");
  return static_cast<std::uint32_t>(at - problem.code.begin());
}

inline std::vector<std::uint32_t> rows_of(const boundaries::Problem& problem,
                                          const std::vector<std::string>& codes) {
  std::vector<std::uint32_t> rows;
  for (const auto& code : codes) rows.push_back(row_of(problem, code));
  return rows;
}

/// Bounds are 1 .. all people, one hold group.
inline boundaries::Problem problem_from_map(
    const std::string& map, double people = 1000,
    const std::vector<std::pair<std::string, std::string>>& links = {}) {
  const auto rows = read_words(map);
  boundaries::Problem problem;
  std::map<std::string, std::pair<geo::Point, double>> cells;
  for (std::size_t y = 0; y < rows.size(); ++y)
    for (std::size_t x = 0; x < rows[y].size(); ++x) {
      if (rows[y][x] == ".") continue;
      auto& [sum, count] = cells[rows[y][x]];
      sum.x += 1000.0 * static_cast<double>(x);
      sum.y += 1000.0 * static_cast<double>(rows.size() - y);
      count += 1;
    }
  for (const auto& [code, cell] : cells) {
    problem.code.push_back(code);
    problem.name.push_back("Area " + code);
    problem.point.push_back({cell.first.x / cell.second, cell.first.y / cell.second});
  }
  problem.people.assign(cells.size(), people);
  problem.residents = problem.people;
  problem.hold_group.assign(cells.size(), 0);
  problem.hold_name = {"the place"};
  problem.population.min = 1;
  problem.population.max = people * static_cast<double>(std::max<std::size_t>(cells.size(), 1));
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> borders;
  const auto touch = [&](const std::string& a, const std::string& b) {
    if (a == "." || b == "." || a == b) return;
    borders[std::minmax(row_of(problem, a), row_of(problem, b))] += 1000;
  };
  for (std::size_t y = 0; y < rows.size(); ++y)
    for (std::size_t x = 0; x < rows[y].size(); ++x) {
      if (x + 1 < rows[y].size()) touch(rows[y][x], rows[y][x + 1]);
      if (y + 1 < rows.size() && x < rows[y + 1].size()) touch(rows[y][x], rows[y + 1][x]);
    }
  std::vector<geo::Edge> edges;
  for (const auto& [pair, metres] : borders) edges.push_back({pair.first, pair.second, metres, false});
  for (const auto& [a, b] : links) edges.push_back({row_of(problem, a), row_of(problem, b), 0, true});
  problem.graph = geo::Graph(problem.code.size(), std::move(edges));
  return problem;
}

/// Labels by a second drawing of the same form: equal words are one neighbourhood, numbered in order of the
/// words;
/// "-" is unassigned.
inline boundaries::Labels labels_from_map(const boundaries::Problem& problem, const std::string& map,
                                          const std::string& plan) {
  const auto rows = read_words(map), words = read_words(plan);
  std::map<std::string, std::int32_t> numbers;
  for (const auto& row : words)
    for (const auto& word : row)
      if (word != "." && word != "-") numbers[word] = 0;
  std::int32_t next = 0;
  for (auto& [word, number] : numbers) number = next++;
  boundaries::Labels labels(problem.size(), boundaries::kUnassigned);
  for (std::size_t y = 0; y < rows.size(); ++y)
    for (std::size_t x = 0; x < rows[y].size(); ++x)
      if (rows[y][x] != "." && words.at(y).at(x) != "-")
        labels[row_of(problem, rows[y][x])] = numbers.at(words[y][x]);
  return labels;
}

}  // namespace placewright::toy
