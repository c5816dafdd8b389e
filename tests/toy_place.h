#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "datasets/place/place.h"
#include "tests/toy_words.h"

/// Whole places drawn in text: each word is an area's code, "." is the sea. Cells are squares of 1 km, the
/// first row lies furthest north; words side by side or one above the other share 1,000 m of border a pair of
/// cells.
namespace placewright::toy {

/// A grid of codes A000, A001, ... row by row.
inline Words grid_words(std::size_t wide, std::size_t high) {
  Words rows(high);
  std::size_t number = 0;
  for (auto& row : rows)
    for (std::size_t x = 0; x < wide; ++x) {
      auto digits = std::to_string(number++);
      row.push_back("A" + std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits);
    }
  return rows;
}

/// A place of those areas, each with so many people and a deprivation that falls from west to east.
inline datasets::Place place_from_words(const Words& rows, double people) {
  constexpr double cell = 1000, east = 400'000, north = 300'000;
  std::map<std::string, geo::Shape> shapes;
  std::map<std::string, std::vector<geo::Point>> cells;
  std::map<std::pair<std::string, std::string>, double> borders;
  for (std::size_t y = 0; y < rows.size(); ++y)
    for (std::size_t x = 0; x < rows[y].size(); ++x) {
      const auto& code = rows[y][x];
      if (code == ".") continue;
      const double left = east + cell * static_cast<double>(x), low = north - cell * static_cast<double>(y);
      shapes[code].parts.push_back(
          {{{left, low}, {left + cell, low}, {left + cell, low + cell}, {left, low + cell}}, {}});
      cells[code].push_back({left + cell / 2, low + cell / 2});
      const auto touch = [&](std::size_t ny, std::size_t nx) {
        if (ny >= rows.size() || nx >= rows[ny].size() || rows[ny][nx] == "." || rows[ny][nx] == code) return;
        borders[std::minmax(code, rows[ny][nx])] += cell;
      };
      touch(y, x + 1);
      touch(y + 1, x);
    }
  datasets::Place place;
  place.name = "Toytown";
  auto& areas = place.areas;
  for (const auto& [code, shape] : shapes) {
    geo::Point middle;
    for (const auto& point : cells[code]) middle.x += point.x, middle.y += point.y;
    middle.x /= static_cast<double>(cells[code].size()), middle.y /= static_cast<double>(cells[code].size());
    areas.code.push_back(code);
    areas.name.push_back("Area " + code);
    areas.shape.push_back(shape);
    areas.population.push_back(people);
    areas.imd_score.push_back(60 - (middle.x - east) / cell * 2 +
                              std::fmod((middle.y - north) / cell * 7 + 700, 5));
    areas.imd_rank.push_back(datasets::kMissing);
    areas.imd_decile.push_back(datasets::kMissing);
    areas.centroid_x.push_back(middle.x);
    areas.centroid_y.push_back(middle.y);
    areas.centroid_weighted.push_back(0);
    areas.priority.push_back(0);
    areas.inside.push_back(1);
    areas.pcn_code.emplace_back();
    areas.pcn_share.push_back(datasets::kMissing);
  }
  for (const auto& [pair, metres] : borders)
    place.adjacency.push_back({*place.find_area(pair.first), *place.find_area(pair.second), metres, "exact"});
  std::sort(place.adjacency.begin(), place.adjacency.end(),
            [](const auto& a, const auto& b) { return std::pair(a.a, a.b) < std::pair(b.a, b.b); });
  return place;
}

inline datasets::Place place_from_map(const std::string& map, double people) {
  return place_from_words(read_words(map), people);
}

/// An open GP practice in the middle of an area.
inline void add_practice(datasets::Place& place, const std::string& id, const std::string& area) {
  datasets::Site site;
  site.id = id;
  site.kind = "gp";
  site.name = "Practice " + id;
  site.area = area;
  const auto row = *place.find_area(area);
  site.x = place.areas.centroid_x[row];
  site.y = place.areas.centroid_y[row];
  place.sites.push_back(site);
}

}  // namespace placewright::toy
