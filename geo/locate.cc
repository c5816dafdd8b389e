#include "geo/locate.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "geo/map_order.h"
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
    add_bands(static_cast<std::uint32_t>(boxes.size() - 1), boxes.back());
  }
  tree_ = BoxTree(boxes);
}

std::uint32_t ShapeIndex::band_at(const Bands& bands, double y) const {
  const double at = (y - bands.min_y) * bands.per_m;
  return at > 0 ? std::min(static_cast<std::uint32_t>(at), bands.count - 1) : 0;
}

void ShapeIndex::add_bands(std::uint32_t row, const Box& box) {
  std::uint32_t size = 0;
  for (auto ring = shape_rings_[row].first; ring < shape_rings_[row].last; ++ring)
    size += rings_[ring].last - rings_[ring].first;
  Bands bands;
  bands.first = static_cast<std::uint32_t>(band_first_.size());
  bands.count = std::max(1u, size / 8);
  bands.min_y = box.min_y;
  bands.per_m = box.max_y > box.min_y ? bands.count / (box.max_y - box.min_y) : 0;
  std::vector<std::uint32_t> sizes(bands.count + 1, 0);
  const auto each = [&](auto&& visit) {
    for (auto ring = shape_rings_[row].first; ring < shape_rings_[row].last; ++ring)
      for (auto i = rings_[ring].first + 1; i < rings_[ring].last; ++i) {
        const auto [low, high] = std::minmax(points_[i - 1].y, points_[i].y);
        if (low == high) continue;  // no level line crosses it
        for (auto band = band_at(bands, low); band <= band_at(bands, high); ++band) visit(band, i);
      }
  };
  each([&](std::uint32_t band, std::uint32_t) { ++sizes[band + 1]; });
  auto at = static_cast<std::uint32_t>(segments_.size());
  for (auto& place : sizes) {
    at += place;
    place = at;
  }
  band_first_.insert(band_first_.end(), sizes.begin(), sizes.end());
  segments_.resize(at);
  each([&](std::uint32_t band, std::uint32_t segment) { segments_[sizes[band]++] = segment; });
  bands_.push_back(bands);
}

bool ShapeIndex::holds(std::uint32_t row, Point point) const {
  // As contains() of shape_measures.h, over the segments of one band.
  const auto& bands = bands_[row];
  const auto band = bands.first + band_at(bands, point.y);
  bool inside = false;
  for (auto at = band_first_[band]; at < band_first_[band + 1]; ++at) {
    const auto i = segments_[at];
    const bool was_above = points_[i - 1].y > point.y, is_above = points_[i].y > point.y;
    if (was_above == is_above) continue;
    const Point low = was_above ? points_[i] : points_[i - 1];
    const Point high = was_above ? points_[i - 1] : points_[i];
    if ((high.x - low.x) * (point.y - low.y) - (high.y - low.y) * (point.x - low.x) > 0) inside = !inside;
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

std::vector<std::uint32_t> ShapeIndex::locate_all(std::span<const Point> points) const {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
  order.reserve(points.size());
  for (std::uint32_t i = 0; i < points.size(); ++i) order.emplace_back(map_order(points[i]), i);
  std::sort(order.begin(), order.end());
  std::vector<std::uint32_t> rows(points.size(), kNowhere);
  for (const auto& [place, i] : order)
    if (const auto row = find_containing(points[i])) rows[i] = *row;
  return rows;
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
