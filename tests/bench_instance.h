#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"

/// Instances of shared/bench (areas.csv and edges.csv, two plain tables) as problems; deprivation by area,
/// gather.
namespace placewright::toy {

inline std::filesystem::path bench_folder() { return std::filesystem::path(PLACEWRIGHT_SHARED) / "bench"; }

inline std::vector<std::vector<std::string>> read_plain_csv(const std::filesystem::path& path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::istringstream cells(line);
    std::vector<std::string> row;
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
    if (!row.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

inline boundaries::Problem read_bench_problem(const std::filesystem::path& folder, double min, double max) {
  const auto rows = read_plain_csv(folder / "areas.csv");
  std::map<std::string, std::vector<std::string>> by_code;
  for (std::size_t row = 1; row < rows.size(); ++row) by_code[rows[row][0]] = rows[row];
  boundaries::Problem problem;
  std::map<std::string, std::uint32_t> at;
  boundaries::DeprivationData deprivation;
  for (const auto& [code, row] : by_code) {
    at[code] = static_cast<std::uint32_t>(problem.code.size());
    problem.code.push_back(code);
    problem.name.push_back(code);
    problem.people.push_back(std::stod(row[1]));
    deprivation.value.push_back(std::stod(row[2]));
    deprivation.weight.push_back(1);
    problem.point.push_back({std::stod(row[3]), std::stod(row[4])});
  }
  problem.residents = problem.people;
  problem.deprivation = deprivation;
  problem.hold_group.assign(problem.code.size(), 0);
  problem.hold_name = {"the place"};
  problem.population.min = min;
  problem.population.max = max;
  std::vector<geo::Edge> edges;
  const auto pairs = read_plain_csv(folder / "edges.csv");
  for (std::size_t row = 1; row < pairs.size(); ++row)
    edges.push_back({at.at(pairs[row][0]), at.at(pairs[row][1]), std::stod(pairs[row][2]), false});
  problem.graph = geo::Graph(problem.code.size(), std::move(edges));
  problem.weights = {};
  problem.weights[boundaries::Criterion::population] = problem.weights[boundaries::Criterion::access] =
      problem.weights[boundaries::Criterion::registration] =
          problem.weights[boundaries::Criterion::compactness] =
              problem.weights[boundaries::Criterion::barriers] =
                  problem.weights[boundaries::Criterion::local_knowledge] = 0;
  return problem;
}

inline boundaries::Labels read_bench_labels(const boundaries::Problem& problem,
                                            const std::filesystem::path& file) {
  boundaries::Labels labels(problem.size(), boundaries::kUnassigned);
  std::map<std::string, std::int32_t> names;
  const auto rows = read_plain_csv(file);
  for (std::size_t row = 1; row < rows.size(); ++row) {
    const auto area =
        std::lower_bound(problem.code.begin(), problem.code.end(), rows[row][0]) - problem.code.begin();
    labels[static_cast<std::size_t>(area)] =
        names.try_emplace(rows[row][1], static_cast<std::int32_t>(names.size())).first->second;
  }
  return labels;
}

}  // namespace placewright::toy
