#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "boundaries/engine/instance.h"
#include "geo/random.h"

namespace placewright::boundaries::engine {

/// Draws random spanning trees (Wilson's algorithm: uniform over all trees) of connected sets of atoms, parents first.
class TreeDrawer {
 public:
  explicit TreeDrawer(const Instance& instance)
      : instance_(&instance), local_(instance.size, kNowhere), next_(instance.size, 0) {}

  /// A tree over `atoms`, which are connected in the graph. After it order() lists the atoms parents first, parent() gives
  /// the position of each one's parent in that order (the root its own).
  void draw(const std::vector<std::uint32_t>& atoms, geo::Random& random);
  [[nodiscard]] const std::vector<std::uint32_t>& order() const { return order_; }
  [[nodiscard]] const std::vector<std::uint32_t>& parent() const { return parent_; }

 private:
  const Instance* instance_;
  std::vector<std::uint32_t> local_;  ///< kNowhere: not of the set; else position in the tree, or kWaiting
  std::vector<std::uint32_t> next_;   ///< arc taken last from the atom
  std::vector<std::uint32_t> order_, parent_, path_;
};

/// Random plan by recursive bisection along spanning trees: every region is cut into its number of parts with all bounds
/// kept where a few tries find such cuts; where they do not, as near as the tries came. Parts are in one piece.
/// `count_of_region` parts for each region, at least 1 and at most its atoms.
[[nodiscard]] Parts draw_start(const Instance& instance, const Grouping& regions,
                               const std::vector<std::uint32_t>& count_of_region, geo::Random& random);

}  // namespace placewright::boundaries::engine
