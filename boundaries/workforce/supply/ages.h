#pragma once

#include <optional>
#include <string_view>

/// Age bands as sources write them.
namespace placewright::boundaries::workforce {

/// First and last whole year of a band such as "0-4", "85+", "90 and over"; last is 200 for an open end.
struct Band {
  unsigned first = 0, last = 200;
};
[[nodiscard]] std::optional<Band> parse_band(std::string_view text);

}  // namespace placewright::boundaries::workforce
