#include "geo/crossings.h"

#include <array>
#include <utility>
#include <vector>

#include "geo/box_tree.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

using Segment = std::pair<Point, Point>;

void add_segments(const Ring& ring, std::vector<Segment>& segments) {
  for (std::size_t i = 0; i < ring.size(); ++i)
    segments.emplace_back(ring[i], ring[i + 1 == ring.size() ? 0 : i + 1]);
}

void add_segments(const Shape& shape, std::vector<Segment>& segments) {
  for (const auto& part : shape.parts) {
    add_segments(part.outer, segments);
    for (const auto& hole : part.holes) add_segments(hole, segments);
  }
}

double turn(Point o, Point a, Point b) { return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x); }

bool cross_too_often(const std::vector<Segment>& segments, std::size_t most) {
  constexpr std::size_t kEach = 4, kLooks = 64;
  most += kEach * segments.size();
  if (segments.size() * segments.size() / 2 <= most) return false;
  std::vector<Box> boxes;
  boxes.reserve(segments.size());
  for (const auto& [from, to] : segments) {
    const std::array ends{from, to};
    boxes.push_back(box_of(ends));
  }
  const BoxTree tree(boxes);
  std::size_t crossings = 0, looks = 0;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    tree.visit_touching(boxes[i], [&](std::uint32_t j) {
      ++looks;
      if (j > i &&
          segments_cross(segments[i].first, segments[i].second, segments[j].first, segments[j].second))
        ++crossings;
    });
    if (crossings > most || looks > kLooks * most) return true;
  }
  return false;
}

}  // namespace

bool segments_cross(Point a, Point b, Point c, Point d) {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

bool cross_too_often(std::span<const Shape> shapes, std::size_t most) {
  std::vector<Segment> segments;
  for (const auto& shape : shapes) add_segments(shape, segments);
  return cross_too_often(segments, most);
}

bool cross_too_often(const Shape& a, const Shape& b, std::size_t most) {
  std::vector<Segment> segments;
  add_segments(a, segments);
  add_segments(b, segments);
  return cross_too_often(segments, most);
}

}  // namespace placewright::geo
