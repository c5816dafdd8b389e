#include "geo/cover.h"

#include <algorithm>
#include <cmath>

#include "geo/overlay.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

constexpr double kMinShare = 1e-6;

/// An area with the circle around its box.
struct Round {
  Box box;
  Point centre;
  double radius_m = 0, area_m2 = 0;
};

Round round_of(const Shape& area) {
  Round round;
  round.box = box_of(area);
  round.centre = {(round.box.min_x + round.box.max_x) / 2, (round.box.min_y + round.box.max_y) / 2};
  round.radius_m = std::hypot(round.box.max_x - round.box.min_x, round.box.max_y - round.box.min_y) / 2;
  round.area_m2 = measure_area_m2(area);
  return round;
}

/// The share of an area that a shape covers. Where no border of the shape comes near, the area lies wholly
/// in it or wholly outside.
double share_of(const Shape& area, const Round& round, const Shape& shape) {
  if (measure_border_distance_m(shape, round.centre) > round.radius_m)
    return contains(shape, round.centre) ? 1 : 0;
  const double share = measure_area_m2(intersected(area, shape)) / round.area_m2;
  return share > 1 - kMinShare ? 1 : share;
}

}  // namespace

std::vector<Cover> measure_cover(std::span<const Shape> areas, std::span<const Shape> shapes) {
  std::vector<Round> rounds;
  rounds.reserve(areas.size());
  for (const auto& area : areas) rounds.push_back(round_of(area));
  std::vector<Cover> covers;
  for (std::uint32_t s = 0; s < shapes.size(); ++s) {
    if (shapes[s].empty()) continue;
    const Box box = box_of(shapes[s]);
    for (std::uint32_t a = 0; a < areas.size(); ++a) {
      if (rounds[a].area_m2 <= 0 || !boxes_touch(box, rounds[a].box)) continue;
      const double share = share_of(areas[a], rounds[a], shapes[s]);
      if (share > kMinShare) covers.push_back({s, a, share});
    }
  }
  return covers;
}

}  // namespace placewright::geo
