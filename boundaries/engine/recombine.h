#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "boundaries/engine/start.h"
#include "boundaries/engine/walk.h"

namespace placewright::boundaries::engine {

/// Redraws the lines between two or three neighbourhoods: a random spanning tree over all of them, cut where every piece
/// keeps the bounds and deprivation gains most. In one piece and inside the bounds by construction.
class Recombiner {
 public:
  explicit Recombiner(Walk& walk) : walk_(&walk), trees_(walk.instance()), goes_(walk.instance().size, 0) {}

  /// One tree over the parts of two atoms that touch. Applies its best cut if the total changes by at most `limit`;
  /// `change` is then what it changed. False, and nothing changed, else.
  bool attempt(std::uint32_t atom, std::uint32_t other, double limit, geo::Random& random, double& change);

  /// The same over both parts and a third one that touches them, cut in two places.
  bool attempt_three(std::uint32_t atom, std::uint32_t other, double limit, geo::Random& random, double& change);

  /// Three parts of few people (those of the two atoms and a third) become two, and two parts of many people elsewhere
  /// become three, so that the count stays. False as above, and where the bounds leave no room for it.
  bool attempt_shift(std::uint32_t atom, std::uint32_t other, double limit, geo::Random& random, double& change);

  /// Two parts become three, the third of number `fresh`, which is empty. For a count that may change: the caller has made
  /// the walk with a part to spare.
  bool split_pair(std::uint32_t atom, std::uint32_t other, Part fresh, double limit, geo::Random& random, double& change);
  /// Three parts become two; `freed` is the number of the part that is empty then.
  bool merge_three(std::uint32_t atom, std::uint32_t other, double limit, geo::Random& random, double& change, Part& freed);

 private:
  void gather(std::uint32_t atom, std::span<const Part> parts);
  /// A third part that touches those of both atoms, by lot; kNoPart where tries find none. Leaves both parts gathered.
  [[nodiscard]] Part find_third(std::uint32_t atom, Part a, Part b, geo::Random& random);
  /// Draws a tree over the gathered atoms and cuts it into so many pieces; false where no cut keeps the bounds.
  [[nodiscard]] bool find_pieces(std::size_t count, geo::Random& random);
  [[nodiscard]] double border_change();
  /// The same with as many pieces as there are labels, and for each atom of the tree the label it goes to: those that keep
  /// most people where they are.
  [[nodiscard]] bool divide(std::span<const Part> labels, geo::Random& random);
  void sum_up();
  [[nodiscard]] std::uint32_t find_cut(geo::Random& random);
  [[nodiscard]] std::array<std::uint32_t, 2> find_two_cuts(geo::Random& random);
  void label_pieces(std::span<const Part> labels);
  /// Moves what divide() noted, and adds it to the list that can be taken back.
  void apply_labels(double& change);
  /// Whether rules that look at the whole plan are kept and the change is small enough; takes everything back if not.
  [[nodiscard]] bool settle(std::int64_t apart_before, double change, double limit);

  Walk* walk_;
  TreeDrawer trees_;
  std::vector<std::uint32_t> goes_;  ///< now_: the atom leaves its part
  std::uint32_t now_ = 0;
  double cut_gain_ = 0;  ///< what deprivation takes off the total in the pieces of the last single cut
  std::vector<std::int64_t> people_;
  std::vector<double> weight_, moment_;
  std::vector<std::uint32_t> size_, enter_, next_;  ///< atoms below and at, place in a depth-first order, next free place
  std::vector<std::uint8_t> piece_;                 ///< per atom of the tree
  std::vector<Part> wanted_;
  std::vector<std::pair<std::uint32_t, Part>> undo_;
};

}  // namespace placewright::boundaries::engine
