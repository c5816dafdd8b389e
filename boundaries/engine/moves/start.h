#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "boundaries/engine/moves/instance.h"
#include "boundaries/engine/settings.h"
#include "geo/random.h"

namespace placewright::boundaries::engine {

/// Draws random spanning trees (Wilson's algorithm: uniform over all trees) of connected sets of atoms,
/// parents first. A set is copied out of the map once, so that walks over it meet nothing else.
class TreeDrawer {
 public:
  explicit TreeDrawer(const Instance& instance) : instance_(&instance), number_(instance.size, kNowhere) {}

  /// The set to draw over: `atoms`, which are connected in the graph.
  void take(const Atoms& atoms);
  /// The set to draw over: what hangs together around an atom among those that `is_wanted` tells of.
  template <class IsWanted>
  void spread(Atom atom, const IsWanted& is_wanted) {
    forget();
    enter(atom);
    for (std::size_t head = 0; head < atoms_.size(); ++head) {
      const std::uint32_t end = instance_->first[atoms_[head] + 1];
      for (std::uint32_t arc = instance_->first[atoms_[head]]; arc < end; ++arc) {
        const Atom other = instance_->neighbour[arc];
        if (number_[other] == kNowhere) {
          if (!is_wanted(other)) continue;
          enter(other);
        }
        link_.push_back(number_[other]);
        arc_.push_back(arc);
      }
      first_.push_back(static_cast<std::uint32_t>(link_.size()));
    }
  }
  [[nodiscard]] const Atoms& atoms() const { return atoms_; }

  /// A tree over the set. After it order() lists the atoms parents first, parent() gives the position of each
  /// one's parent in that order (the root its own).
  void draw(geo::Random& random);
  [[nodiscard]] const Atoms& order() const { return order_; }
  [[nodiscard]] const std::vector<std::uint32_t>& parent() const { return parent_; }
  /// Calls visit(position, position, arc) for every two atoms of the tree's set that touch, once.
  template <class Visit>
  void for_each_pair(const Visit& visit) const {
    for (std::uint32_t at = 0; at < atoms_.size(); ++at)
      for (std::uint32_t link = first_[at]; link < first_[at + 1]; ++link)
        if (at < link_[link]) visit(place_[at], place_[link_[link]], arc_[link]);
  }

 private:
  void forget();
  void enter(Atom atom) {
    number_[atom] = static_cast<std::uint32_t>(atoms_.size());
    atoms_.push_back(atom);
  }

  const Instance* instance_;
  std::vector<std::uint32_t> number_;  ///< per atom of the map: place in the set, or kNowhere
  Atoms atoms_;
  std::vector<std::uint32_t> first_, link_,
      arc_;                           ///< the set and who touches whom in it, by place; arcs of the map
  std::vector<std::uint32_t> place_;  ///< by place in the set: position in the tree, or kWaiting
  std::vector<std::uint32_t> next_;   ///< where the walk went last from there
  Atoms order_;
  std::vector<std::uint32_t> parent_, path_;
};

/// Random plan by recursive bisection along spanning trees: every region is cut into its number of parts with
/// all bounds kept where a few tries find such cuts; where they do not, as near as the tries came. Parts are
/// in one piece. `count_of_region` parts for each region, at least 1 and at most its atoms.
[[nodiscard]] Parts draw_start(const Instance& instance, const Grouping& regions,
                               const std::vector<std::uint32_t>& count_of_region, geo::Random& random,
                               const Settings& settings = {});

}  // namespace placewright::boundaries::engine
