#pragma once

#include <string>
#include <vector>

#include "datasets/place/place.h"

namespace placewright::viewer {

/// Kinds of site in words for people, one ("GP practice") or many ("GP practices"); a kind of the place's own
/// stays as it is.
[[nodiscard]] std::string word_of_site(const std::string& kind);
[[nodiscard]] std::string word_of_sites(const std::string& kind);
/// Kinds of the open sites with a known point; what people ask for first stands first.
[[nodiscard]] std::vector<std::string> kinds_of_sites(const datasets::Place& place);

}  // namespace placewright::viewer
