#include "geo/locate.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "geo/shape_measures.h"

namespace placewright::geo {

ShapeIndex::ShapeIndex(std::span<const Shape> shapes) {
  std::vector<Box> boxes;
  boxes.reserve(shapes.size());
  const auto add = [this](const Ring& ring) {
    if (ring.size() < 3) return;
    const auto first = static_cast<std::uint32_t>(points_.size());
    points_.insert(points_.end(), ring.begin(), ring.end());
    points_.push_back(ring.front());
    rings_.push_back({first, static_cast<std::uint32_t>(points_.size())});
  };
  for (const auto& shape : shapes) {
    const auto first = static_cast<std::uint32_t>(rings_.size());
    for (const auto& part : shape.parts) {
      add(part.outer);
      for (const auto& hole : part.holes) add(hole);
    }
    shape_rings_.push_back({first, static_cast<std::uint32_t>(rings_.size())});
    boxes.push_back(box_of(shape));
  }
  tree_ = BoxTree(boxes);
}

bool ShapeIndex::holds(std::uint32_t row, Point point) const {
  // As contains() of shape_measures.h, over closed rings laid out in one piece.
  bool inside = false;
  for (auto ring = shape_rings_[row].first; ring < shape_rings_[row].last; ++ring) {
    const auto last = rings_[ring].last;
    for (auto i = rings_[ring].first + 1; i < last; ++i) {
      const bool was_above = points_[i - 1].y > point.y, is_above = points_[i].y > point.y;
      if (was_above == is_above) continue;
      const Point low = was_above ? points_[i] : points_[i - 1];
      const Point high = was_above ? points_[i - 1] : points_[i];
      if ((high.x - low.x) * (point.y - low.y) - (high.y - low.y) * (point.x - low.x) > 0) inside = !inside;
    }
  }
  return inside;
}

double ShapeIndex::border_distance_m(std::uint32_t row, Point point) const {
  double least = std::numeric_limits<double>::infinity();
  for (auto ring = shape_rings_[row].first; ring < shape_rings_[row].last; ++ring)
    for (auto i = rings_[ring].first + 1; i < rings_[ring].last; ++i)
      least = std::min(least, measure_distance_m(point, points_[i - 1], points_[i]));
  return least;
}

std::optional<std::uint32_t> ShapeIndex::find_containing(Point point) const {
  std::optional<std::uint32_t> found;
  tree_.visit_touching({point.x, point.y, point.x, point.y}, [&](std::uint32_t row) {
    if ((!found || row < *found) && holds(row, point)) found = row;
  });
  return found;
}

std::optional<ShapeIndex::Near> ShapeIndex::find_nearest(Point point, double limit_m) const {
  if (const auto row = find_containing(point)) return Near{*row, 0};
  std::optional<Near> best;
  tree_.visit_near(point, limit_m, [&](std::uint32_t row, double limit) {
    const double away = border_distance_m(row, point);
    if (away > limit) return limit;
    if (!best || std::pair(away, row) < std::pair(best->distance_m, best->row)) best = Near{row, away};
    return std::min(limit, away);
  });
  return best;
}

}  // namespace placewright::geo
