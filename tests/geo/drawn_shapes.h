#pragma once

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include "geo/overlay.h"
#include "geo/random.h"
#include "geo/shape.h"

namespace placewright::geo::testing_data {

inline Ring rectangle_ring(double x, double y, double width, double height) {
  return {{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}};
}
inline Shape rectangle(double x, double y, double width, double height) {
  return {{{rectangle_ring(x, y, width, height), {}}}};
}
inline Shape square(double x, double y, double side = 100) { return rectangle(x, y, side, side); }

/// A place drawn in text: each letter is an area made of squares with sides of 100 m, '.' is none; the first
/// line is the north. Areas come in the order of their letters.
struct Drawn {
  std::string letters;
  std::vector<Shape> shapes;
  [[nodiscard]] std::uint32_t row(char letter) const {
    return static_cast<std::uint32_t>(letters.find(letter));
  }
};
inline Drawn shapes_from_map(const std::string& map) {
  std::vector<std::string> lines;
  std::istringstream stream(map);
  for (std::string line; std::getline(stream, line);) {
    std::erase(line, ' ');
    if (!line.empty()) lines.push_back(line);
  }
  Drawn drawn;
  for (const auto& line : lines)
    for (const char letter : line)
      if (letter != '.' && drawn.letters.find(letter) == std::string::npos) drawn.letters += letter;
  std::sort(drawn.letters.begin(), drawn.letters.end());
  for (const char letter : drawn.letters) {
    std::vector<Shape> squares;
    for (std::size_t row = 0; row < lines.size(); ++row)
      for (std::size_t column = 0; column < lines[row].size(); ++column)
        if (lines[row][column] == letter)
          squares.push_back(
              square(static_cast<double>(column) * 100, static_cast<double>(lines.size() - 1 - row) * 100));
    drawn.shapes.push_back(united(squares));
  }
  return drawn;
}

/// Every vertex of every shape moved on its own by up to `by_m` in x and in y.
inline std::vector<Shape> jittered(std::vector<Shape> shapes, double by_m, std::uint64_t seed) {
  Random random(seed);
  const auto move = [&](Ring& ring) {
    for (auto& point : ring) {
      point.x += (2 * random.unit() - 1) * by_m;
      point.y += (2 * random.unit() - 1) * by_m;
    }
  };
  for (auto& shape : shapes)
    for (auto& part : shape.parts) {
      move(part.outer);
      for (auto& hole : part.holes) move(hole);
    }
  return shapes;
}

}  // namespace placewright::geo::testing_data
