#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "boundaries/engine/moves/moving_plan.h"
#include "boundaries/engine/moves/start.h"
#include "boundaries/engine/settings.h"

namespace placewright::boundaries::engine {

/// Per position of the drawn tree (in its order): what the total gains by borders when the subtree below it
/// is cut off, the sum of cut_cost over borders between the subtree and the rest of the set. The root's is 0.
void sum_cut_borders(const TreeDrawer& trees, const Instance& instance, std::vector<double>& border);

/// Redraws the lines between two or three neighbourhoods: a random spanning tree over all of them, cut where
/// every piece keeps the bounds and deprivation and borders gain most. In one piece and inside the bounds by
/// construction.
class Recombiner {
 public:
  explicit Recombiner(MovingPlan& moving, const Settings& settings = {})
      : moving_(&moving),
        third_tries_(settings.third_tries),
        pair_tries_(settings.pair_tries),
        trees_(moving.instance()) {}

  /// One tree over the parts of two atoms that touch. Applies its best cut if the total changes by at most
  /// `limit`; `change` is then what it changed. False, and nothing changed, else.
  bool attempt(Atom atom, Atom other, double limit, geo::Random& random, double& change);

  /// The same over both parts and a third one that touches them, cut in two places.
  bool attempt_three(Atom atom, Atom other, double limit, geo::Random& random, double& change);

  /// Three parts of few people (those of the two atoms and a third) become two, and two parts of many people
  /// elsewhere become three, so that the count stays. False as above, and where the bounds leave no room for
  /// it.
  bool attempt_shift(Atom atom, Atom other, double limit, geo::Random& random, double& change);

  /// Two parts become three, the third of number `fresh`, which is empty. For a count that may change: the
  /// caller has made the walk with a part to spare.
  bool split_pair(Atom atom, Atom other, Part fresh, double limit, geo::Random& random, double& change);
  /// Three parts become two; `freed` is the number of the part that is empty then.
  bool merge_three(Atom atom, Atom other, double limit, geo::Random& random, double& change, Part& freed);

 private:
  void gather(Atom atom, std::span<const Part> parts);
  /// A third part that touches those of both atoms, by lot; kNoPart where tries find none. Leaves both parts
  /// gathered.
  [[nodiscard]] Part find_third(Atom atom, Part a, Part b, geo::Random& random);
  /// Draws a tree over the gathered atoms and cuts it into so many pieces; false where no cut keeps the
  /// bounds.
  [[nodiscard]] bool find_pieces(std::size_t count, geo::Random& random);
  /// The same with as many pieces as there are labels, and for each atom of the tree the label it goes to:
  /// those that keep most people where they are.
  [[nodiscard]] bool divide(std::span<const Part> labels, geo::Random& random);
  void sum_up();
  [[nodiscard]] std::uint32_t find_cut(geo::Random& random);
  [[nodiscard]] std::array<std::uint32_t, 2> find_two_cuts(geo::Random& random);
  void label_pieces(std::span<const Part> labels);
  /// Whether rules that look at the whole plan are kept and the change is small enough; takes everything back
  /// if not.
  [[nodiscard]] bool settle(std::int64_t apart_before, double change, double limit);
  /// Moves what divide() noted, and settles it; undo_ lists what was moved.
  [[nodiscard]] bool apply_labels(double limit, double& change);

  MovingPlan* moving_;
  std::uint32_t third_tries_, pair_tries_;
  TreeDrawer trees_;
  std::vector<double> border_;  ///< what cutting off the subtree adds to the total
  double border_before_ = 0;    ///< the same of the line that is there
  double cut_gain_ = 0;         ///< what the last single cut takes off the total, against no cut
  std::vector<std::int64_t> people_;
  std::vector<double> weight_, moment_;
  std::vector<std::uint32_t> size_, enter_,
      next_;                         ///< atoms below and at, place in a depth-first order, next free place
  std::vector<std::uint8_t> piece_;  ///< per atom of the tree
  std::vector<Part> wanted_;
  std::vector<std::pair<Atom, Part>> undo_;
};

}  // namespace placewright::boundaries::engine
