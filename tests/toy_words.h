#pragma once

#include <sstream>
#include <string>
#include <vector>

namespace placewright::toy {

using Words = std::vector<std::vector<std::string>>;

/// The words of a place drawn in text, row by row; empty lines are no rows.
inline Words read_words(const std::string& map) {
  Words rows;
  std::istringstream lines(map);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::vector<std::string> row;
    for (std::string word; words >> word;) row.push_back(word);
    if (!row.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace placewright::toy
