#pragma once

#include <algorithm>
#include <cstdint>

#include "geo/shape.h"

namespace placewright::geo {

/// A number that is close for points close to each other on the map (Morton 1966): the bits of x and y
/// interleaved, in steps of 16 m. For laying things out in memory.
[[nodiscard]] inline std::uint64_t map_order(Point point) {
  const auto spread = [](double value) {
    auto bits = static_cast<std::uint64_t>(std::clamp(value + 1e6, 0.0, 4e9) / 16) & 0xffffffffULL;
    bits = (bits | (bits << 16)) & 0x0000ffff0000ffffULL;
    bits = (bits | (bits << 8)) & 0x00ff00ff00ff00ffULL;
    bits = (bits | (bits << 4)) & 0x0f0f0f0f0f0f0f0fULL;
    bits = (bits | (bits << 2)) & 0x3333333333333333ULL;
    bits = (bits | (bits << 1)) & 0x5555555555555555ULL;
    return bits;
  };
  return spread(point.x) | (spread(point.y) << 1);
}

}  // namespace placewright::geo
