#pragma once

#include <string>

namespace placewright::viewer {

/// Kinds of site in words for people, one ("GP practice") or many ("GP practices"); a kind of the place's own
/// stays as it is.
[[nodiscard]] std::string word_of_site(const std::string& kind);
[[nodiscard]] std::string word_of_sites(const std::string& kind);

}  // namespace placewright::viewer
