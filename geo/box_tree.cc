#include "geo/box_tree.h"

#include <algorithm>
#include <boost/geometry/algorithms/distance.hpp>
#include <boost/geometry/algorithms/intersects.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <boost/geometry/strategies/strategies.hpp>
#include <boost/iterator/function_output_iterator.hpp>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "geo/boost_shapes.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

namespace bgi = boost::geometry::index;

using Item = std::pair<Box, std::uint32_t>;
// Only packing is used, which is the same for every way to split; the linear one compiles to least.
using Tree = bgi::rtree<Item, bgi::linear<16>>;

bool has_place(const Box& box) { return box.min_x <= box.max_x && box.min_y <= box.max_y; }

std::vector<Item> items_of(std::span<const Box> boxes) {
  std::vector<Item> items;
  items.reserve(boxes.size());
  for (std::uint32_t row = 0; row < boxes.size(); ++row)
    if (has_place(boxes[row])) items.emplace_back(boxes[row], row);
  return items;
}

Box square_around(Point point, double half_m) { return grown({point.x, point.y, point.x, point.y}, half_m); }

bool holds(const Box& outer, const Box& inner) {
  return outer.min_x <= inner.min_x && inner.max_x <= outer.max_x && outer.min_y <= inner.min_y &&
         inner.max_y <= outer.max_y;
}

}  // namespace

struct BoxTree::Packed {
  explicit Packed(const std::vector<Item>& items) : tree(items) {
    for (const auto& [box, row] : items) bounds = box_around(bounds, box);
    const double area = (bounds.max_x - bounds.min_x) * (bounds.max_y - bounds.min_y);
    apart_m = std::max(1.0, std::sqrt(area / static_cast<double>(items.size())));
  }
  Tree tree;
  Box bounds = box_of(std::span<const Point>{});
  double apart_m;  ///< about how far boxes lie from one another
};

BoxTree::BoxTree(std::span<const Box> boxes) : size_(boxes.size()) {
  if (const auto items = items_of(boxes); !items.empty()) packed_ = std::make_shared<const Packed>(items);
}

void BoxTree::query(const Box& box, void (*call)(void*, std::uint32_t), void* called) const {
  if (packed_ == nullptr || !has_place(box)) return;
  packed_->tree.query(bgi::intersects(box), boost::make_function_output_iterator(
                                                [&](const Item& item) { call(called, item.second); }));
}

void BoxTree::query_near(Point point, double limit_m, double (*call)(void*, std::uint32_t, double),
                         void* called) const {
  if (packed_ == nullptr || !has_place({point.x, point.y, point.x, point.y})) return;
  const double to_any_m = boost::geometry::distance(point, packed_->bounds);
  std::optional<Box> looked_at;
  for (double half_m = to_any_m + packed_->apart_m;; half_m *= 2) {
    const Box window = square_around(point, std::min(half_m, limit_m));
    if (!has_place(window)) return;
    packed_->tree.query(bgi::intersects(window), boost::make_function_output_iterator([&](const Item& item) {
                          if (looked_at && boxes_touch(item.first, *looked_at)) return;
                          if (boost::geometry::distance(point, item.first) <= limit_m)
                            limit_m = call(called, item.second, limit_m);
                        }));
    if (half_m >= limit_m || holds(window, packed_->bounds)) return;
    looked_at = window;
  }
}

}  // namespace placewright::geo
