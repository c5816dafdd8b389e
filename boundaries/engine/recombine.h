#pragma once

#include <cstdint>
#include <vector>

#include "boundaries/engine/start.h"
#include "boundaries/engine/walk.h"

namespace placewright::boundaries::engine {

/// Redraws the line between two neighbourhoods: a random spanning tree over both, cut where both sides keep the bounds and
/// deprivation gains most. In one piece and inside the bounds by construction.
class Recombiner {
 public:
  explicit Recombiner(Walk& walk) : walk_(&walk), trees_(walk.instance()), seen_(walk.instance().size, 0) {}

  /// One tree over the parts of two atoms that touch. Applies its best cut if the total changes by at most `limit`;
  /// `change` is then what it changed. False, and nothing changed, else.
  bool attempt(std::uint32_t atom, std::uint32_t other, double limit, geo::Random& random, double& change);

 private:
  void gather(std::uint32_t atom, std::uint32_t other);
  [[nodiscard]] std::uint32_t find_cut(geo::Random& random);

  Walk* walk_;
  TreeDrawer trees_;
  std::vector<std::uint32_t> seen_, atoms_;
  std::uint32_t now_ = 0;
  std::vector<std::int64_t> people_;
  std::vector<double> weight_, moment_;
  std::vector<std::uint8_t> below_;
  std::vector<std::pair<std::uint32_t, Part>> undo_;
};

}  // namespace placewright::boundaries::engine
