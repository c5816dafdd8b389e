#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>

#include "geo/shape.h"

namespace placewright::geo {

/// A packed tree of boxes (the R-tree of Boost.Geometry) that answers "which boxes touch this one". Built
/// once, never changed; copies share it.
///
/// Cost: n log n to build; a query costs about log n plus its answers. Same boxes, same order of answers.
class BoxTree {
 public:
  BoxTree() = default;
  /// A box with min above max or a coordinate that is no number touches nothing.
  explicit BoxTree(std::span<const Box> boxes);

  /// How many boxes were given.
  [[nodiscard]] std::size_t size() const { return size_; }

  /// Calls visit(row) for every box that touches `box`. The order is that of the tree, not of the rows.
  template <class Visit>
  void visit_touching(const Box& box, Visit&& visit) const {
    using Called = std::remove_reference_t<Visit>;
    query(
        box, [](void* called, std::uint32_t row) { (*static_cast<Called*>(called))(row); }, &visit);
  }

  /// Calls visit(row, limit_m) for boxes no farther than the limit, near ones before far ones in windows that
  /// double; visit returns the new limit. Finds the nearest thing when visit returns the least distance so
  /// far.
  template <class Visit>
  void visit_near(Point point, double limit_m, Visit&& visit) const {
    using Called = std::remove_reference_t<Visit>;
    query_near(
        point, limit_m,
        [](void* called, std::uint32_t row, double limit) -> double {
          return (*static_cast<Called*>(called))(row, limit);
        },
        &visit);
  }

 private:
  struct Packed;
  void query(const Box& box, void (*call)(void*, std::uint32_t), void* called) const;
  void query_near(Point point, double limit_m, double (*call)(void*, std::uint32_t, double),
                  void* called) const;

  std::size_t size_ = 0;
  std::shared_ptr<const Packed> packed_;  ///< none where no box touches anything
};

}  // namespace placewright::geo
