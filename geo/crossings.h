#pragma once

#include <cstddef>
#include <span>

#include "geo/shape.h"

namespace placewright::geo {

/// Whether the segments a-b and c-d cross inside both. Ends that touch and segments in line do not cross.
[[nodiscard]] bool segments_cross(Point a, Point b, Point c, Point d);

/// An overlay makes a corner of every crossing, at about a kilobyte each: beyond so many it is not begun.
inline constexpr std::size_t kMaxCrossings = 20'000;

/// Whether the borders of the shapes, all together, cross more than `most` times and four times for each of
/// their segments: two digitisations of one line cross about once a segment. Borders that touch or run along
/// each other do not count.
///
/// Needs: rings of at least three points. Cost: nothing where they have too few segments for that; else a
/// tree of the segments and up to 64 looks a crossing allowed, after which so tangled borders are taken to
/// cross more often.
[[nodiscard]] bool cross_too_often(std::span<const Shape> shapes, std::size_t most = kMaxCrossings);
[[nodiscard]] bool cross_too_often(const Shape& a, const Shape& b, std::size_t most = kMaxCrossings);

}  // namespace placewright::geo
