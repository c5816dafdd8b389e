#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "geo/shape.h"

namespace placewright::geo {

/// A packed tree of boxes that answers "which boxes touch this one". Built once, never changed.
///
/// Cost: n log n to build; a query costs about log n plus its answers. Same boxes, same order of answers.
class BoxTree {
 public:
  BoxTree() = default;
  explicit BoxTree(std::span<const Box> boxes);

  [[nodiscard]] std::size_t size() const { return items_; }

  /// Calls visit(row) for every box that touches `box`. The order is that of the tree, not of the rows.
  template <class Visit>
  void visit_touching(const Box& box, Visit&& visit) const {
    if (items_ == 0) return;
    std::uint32_t waiting[kFan * 12];
    std::size_t count = 0;
    waiting[count++] = static_cast<std::uint32_t>(boxes_.size() - 1);
    while (count > 0) {
      const auto at = waiting[--count];
      const Box& found = boxes_[at];
      if (!(found.min_x <= box.max_x && box.min_x <= found.max_x && found.min_y <= box.max_y &&
            box.min_y <= found.max_y))
        continue;
      if (at < items_) {
        visit(row_[at]);
        continue;
      }
      const auto [first, last] = children_[at - items_];
      for (auto child = last; child > first; --child) waiting[count++] = child - 1;
    }
  }

  /// Calls visit(row, best_m) for boxes in order of promise; visit returns the new limit, and boxes farther
  /// than the limit are skipped. Finds the nearest thing when visit returns the least distance so far.
  template <class Visit>
  void visit_near(Point point, double limit_m, Visit&& visit) const {
    if (items_ == 0) return;
    std::vector<std::pair<double, std::uint32_t>> heap;
    push_near(heap, point, limit_m, static_cast<std::uint32_t>(boxes_.size() - 1));
    while (!heap.empty()) {
      const auto [away, at] = pop_near(heap);
      if (away > limit_m) return;
      if (at < items_) {
        limit_m = visit(row_[at], limit_m);
        continue;
      }
      const auto [first, last] = children_[at - items_];
      for (auto child = first; child < last; ++child) push_near(heap, point, limit_m, child);
    }
  }

 private:
  static constexpr std::size_t kFan = 16;
  void push_near(std::vector<std::pair<double, std::uint32_t>>& heap, Point point, double limit_m,
                 std::uint32_t at) const;
  static std::pair<double, std::uint32_t> pop_near(std::vector<std::pair<double, std::uint32_t>>& heap);

  std::size_t items_ = 0;
  std::vector<Box> boxes_;          ///< the items in tree order, then each level above, the root last
  std::vector<std::uint32_t> row_;  ///< row of each item
  std::vector<std::pair<std::uint32_t, std::uint32_t>> children_;  ///< of each box above the items
};

}  // namespace placewright::geo
