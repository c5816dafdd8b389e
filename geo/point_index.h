#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "geo/shape.h"

namespace placewright::geo {

/// Gives each distinct pair of coordinates a number, in order of first appearance.
class PointIndex {
 public:
  /// points: how many will be added at most.
  explicit PointIndex(std::size_t points) : slot_(std::bit_ceil(points * 2 + 16), kFree) {}

  /// The number of the point in `known`, where it is put when it is new.
  std::uint32_t add(Point point, std::vector<Point>& known) {
    point.x += 0.0;  // minus zero becomes zero
    point.y += 0.0;
    auto at = hash(point) & (slot_.size() - 1);
    while (slot_[at] != kFree) {
      if (known[slot_[at]] == point) return slot_[at];
      at = (at + 1) & (slot_.size() - 1);
    }
    slot_[at] = static_cast<std::uint32_t>(known.size());
    known.push_back(point);
    return slot_[at];
  }

 private:
  static constexpr std::uint32_t kFree = ~0u;
  static std::uint64_t hash(Point point) {
    std::uint64_t mix = std::bit_cast<std::uint64_t>(point.x) * 0x9e3779b97f4a7c15ULL;
    mix = (mix ^ (mix >> 32)) + std::bit_cast<std::uint64_t>(point.y);
    mix *= 0xd6e8feb86659fd93ULL;
    return mix ^ (mix >> 29);
  }
  std::vector<std::uint32_t> slot_;
};

}  // namespace placewright::geo
