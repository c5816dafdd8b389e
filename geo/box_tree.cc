#include "geo/box_tree.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "geo/shape_measures.h"

namespace placewright::geo {

// Sort-tile-recursive packing (Leutenegger, Lopez and Edgington 1997).
BoxTree::BoxTree(std::span<const Box> boxes) : items_(boxes.size()), row_(boxes.size()) {
  if (items_ == 0) return;
  std::iota(row_.begin(), row_.end(), 0u);
  const auto middle_x = [&](std::uint32_t row) { return boxes[row].min_x + boxes[row].max_x; };
  const auto middle_y = [&](std::uint32_t row) { return boxes[row].min_y + boxes[row].max_y; };
  const auto by_x = [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(middle_x(a), a) < std::pair(middle_x(b), b);
  };
  const auto by_y = [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(middle_y(a), a) < std::pair(middle_y(b), b);
  };
  std::sort(row_.begin(), row_.end(), by_x);
  const auto leaves = (items_ + kFan - 1) / kFan;
  const auto slices = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(leaves))));
  const auto slice = ((leaves + slices - 1) / slices) * kFan;
  for (std::size_t first = 0; first < items_; first += slice)
    std::sort(row_.begin() + static_cast<std::ptrdiff_t>(first),
              row_.begin() + static_cast<std::ptrdiff_t>(std::min(first + slice, items_)), by_y);
  boxes_.reserve(items_ + items_ / (kFan - 1) + 8);
  for (const auto row : row_) boxes_.push_back(boxes[row]);
  std::size_t first = 0, last = items_;
  while (last - first > 1 || children_.empty()) {
    for (auto at = first; at < last; at += kFan) {
      const auto end = std::min(at + kFan, last);
      Box around = boxes_[at];
      for (auto child = at + 1; child < end; ++child) around = box_around(around, boxes_[child]);
      children_.emplace_back(static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end));
      boxes_.push_back(around);
    }
    first = last;
    last = boxes_.size();
  }
}

void BoxTree::push_near(std::vector<std::pair<double, std::uint32_t>>& heap, Point point, double limit_m,
                        std::uint32_t at) const {
  const Box& box = boxes_[at];
  const double dx = std::max({box.min_x - point.x, 0.0, point.x - box.max_x});
  const double dy = std::max({box.min_y - point.y, 0.0, point.y - box.max_y});
  const double away = std::hypot(dx, dy);
  if (!(away <= limit_m)) return;
  heap.emplace_back(away, at);
  std::push_heap(heap.begin(), heap.end(), std::greater<>());
}

std::pair<double, std::uint32_t> BoxTree::pop_near(std::vector<std::pair<double, std::uint32_t>>& heap) {
  std::pop_heap(heap.begin(), heap.end(), std::greater<>());
  const auto top = heap.back();
  heap.pop_back();
  return top;
}

}  // namespace placewright::geo
