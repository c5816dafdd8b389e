#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/shape.h"

namespace placewright::geo {

/// How much of the ground of one area one of several shapes covers.
struct Cover {
  std::uint32_t shape{}, area{};  ///< rows
  double share{};                 ///< of the area's ground, above 0, at most 1
};

/// Which shapes cover which areas, by shape and then area. Shapes may overlap one another; a share below a
/// millionth is left out. Needs: valid shapes. Cost: the overlay engine is asked only where the border of a
/// shape comes near an area. Throws InputError where it fails.
[[nodiscard]] std::vector<Cover> measure_cover(std::span<const Shape> areas, std::span<const Shape> shapes);

}  // namespace placewright::geo
