#include "boundaries/workforce/supply/ages.h"

#include <charconv>
#include <optional>

namespace placewright::boundaries::workforce {

std::optional<Band> parse_band(std::string_view text) {
  Band band;
  const char* at = text.data();
  const char* end = at + text.size();
  while (at != end && (*at < '0' || *at > '9')) ++at;
  const auto first = std::from_chars(at, end, band.first);
  if (first.ec != std::errc()) return std::nullopt;
  at = first.ptr;
  const std::string_view rest(at, static_cast<std::size_t>(end - at));
  if (rest.empty()) {
    band.last = band.first;
    return band;
  }
  while (at != end && (*at < '0' || *at > '9')) ++at;
  if (at == end)
    return rest.find('+') != std::string_view::npos || rest.find("over") != std::string_view::npos
               ? std::optional(band)
               : std::nullopt;
  if (std::from_chars(at, end, band.last).ec != std::errc() || band.last < band.first) return std::nullopt;
  return band;
}

}  // namespace placewright::boundaries::workforce
