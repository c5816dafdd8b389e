#pragma once

#include <functional>
#include <string>
#include <vector>

namespace placewright::viewer {

struct Desk;

/// What the one search box finds, and what choosing it does.
struct Hit {
  std::string text, kind;
  std::function<void()> go;
};

/// Neighbourhoods, postcodes, sites, areas and commands that have the words in them; those that begin with
/// them first, at most forty. Without words: the commands that may run now.
[[nodiscard]] std::vector<Hit> find_hits(Desk& desk, const std::string& words);

/// "LS6 1", "ls61ab": letters and digits as postcodes begin, at least three of them.
[[nodiscard]] bool looks_like_postcode(const std::string& words);

}  // namespace placewright::viewer
