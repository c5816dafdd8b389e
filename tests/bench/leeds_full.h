#pragma once

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "bench_instance.h"

namespace placewright::toy {

/// A line of CSV with quoted fields.
inline std::vector<std::string> split_quoted(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else if (c != '\r')
      cells.back() += c;
  }
  return cells;
}

/// Leeds with every criterion on at its default weight: access to open practices in the place by straight
/// line x 1.3 at 4.8 km/h, registration of practices with at least half of their list here, modal PCN as an
/// alignment.
inline boundaries::Problem read_leeds_with_everything() {
  using namespace boundaries;
  Problem problem = read_bench_problem(bench_folder() / "instances" / "leeds", 30000, 50000);
  problem.weights = {};
  problem.deprivation->weight = problem.residents;
  const auto folder = std::filesystem::path(PLACEWRIGHT_SHARED) / "data" / "places" / "leeds";
  std::map<std::string, std::uint32_t> row_of;
  for (std::uint32_t area = 0; area < problem.size(); ++area) row_of[problem.code[area]] = area;
  AccessData access;
  access.kind = "gp";
  access.straight_line = true;
  std::vector<geo::Point> sites;
  std::map<std::string, double> whole_list;
  std::ifstream practices(folder / "practices.csv");
  std::string line;
  std::getline(practices, line);
  while (std::getline(practices, line)) {
    const auto cell = split_quoted(line);
    if (!cell[15].empty()) whole_list[cell[0]] = std::stod(cell[15]);
    const auto home = row_of.find(cell[8]);
    if (home == row_of.end() || cell[10] != "A" || cell[13] != "4") continue;
    access.site_id.push_back(cell[0]);
    access.site_area.push_back(static_cast<std::int32_t>(home->second));
    sites.push_back({std::stod(cell[6]), std::stod(cell[7])});
  }
  for (std::uint32_t area = 0; area < problem.size(); ++area)
    for (const geo::Point& site : sites)
      access.minutes.push_back(static_cast<float>(
          1.3 * std::hypot(problem.point[area].x - site.x, problem.point[area].y - site.y) / 80.0));
  problem.access.push_back(std::move(access));
  std::map<std::string, std::vector<std::pair<std::uint32_t, double>>> patients;
  for (const auto& cell : read_plain_csv(folder / "registrations.csv"))
    if (const auto at = row_of.find(cell.at(1)); at != row_of.end())
      patients[cell[0]].emplace_back(at->second, std::stod(cell[2]));
  RegistrationData registration;
  for (const auto& [practice, rows] : patients) {
    double here = 0;
    for (const auto& [area, count] : rows) here += count;
    if (whole_list.count(practice) && here < 0.5 * whole_list[practice]) continue;
    registration.practice.push_back(practice);
    for (const auto& [area, count] : rows) {
      registration.patients.column.push_back(area);
      registration.patients.value.push_back(count);
    }
    registration.patients.first.push_back(static_cast<std::uint32_t>(registration.patients.column.size()));
  }
  problem.registration = std::move(registration);
  return problem;
}

}  // namespace placewright::toy
