#pragma once

#include <cstdint>
#include <vector>

#include "boundaries/engine/moves/moving_plan.h"
#include "boundaries/engine/settings.h"

namespace placewright::boundaries::engine {

/// The best line between two neighbourhoods of few atoms, found by looking at every legal one. Any criteria.
class Resplitter {
 public:
  explicit Resplitter(MovingPlan& moving, const Settings& settings = {})
      : moving_(&moving),
        most_atoms_(settings.resplit_atoms),
        most_sets_(settings.resplit_sets),
        local_(moving.instance().size, kNowhere) {}

  /// Moves the line between the parts of two atoms that touch to its best place if the total falls by more
  /// than `least_gain`; `change` is then what it changed. False, and nothing changed, where the line is best,
  /// the parts have more atoms than `resplit_atoms` of the settings, or more connected sets than
  /// `resplit_sets` would have to be looked at.
  bool attempt(Atom atom, Atom other, double least_gain, double& change);

 private:
  void gather(Atom atom, Part a, Part b);
  void grow(std::uint32_t inside, std::uint32_t passed, double change);
  void judge(std::uint32_t inside, double change);
  [[nodiscard]] double put(std::uint32_t at, Part part);
  [[nodiscard]] bool in_one_piece(std::uint32_t set) const;

  MovingPlan* moving_;
  std::uint32_t most_atoms_, most_sets_;
  std::vector<std::uint32_t> local_, touch_;  ///< touch_: mask of neighbours by place in atoms_
  Atoms atoms_;
  Part inner_, outer_;
  std::int64_t people_ = 0, all_people_ = 0, apart_ = 0;
  std::uint32_t left_ = 0, best_set_ = 0;
  double best_ = 0;
};

}  // namespace placewright::boundaries::engine
