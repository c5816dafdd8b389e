#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "boundaries/engine/moves/compile.h"
#include "boundaries/question/problem.h"
#include "geo/random.h"

/// Metropolised forest recombination (Autry, Carter, Herschlag, Hunter, Mattingly 2021): a Markov chain over
/// plans whose stationary distribution is known.
namespace placewright::boundaries::sample {

/// What a chain walks on: atoms, who touches whom, people and bounds.
struct ForestMap {
  // Arcs of atom a are first[a] .. first[a + 1]. A pair stands as often as areas of the two touch, so that
  // trees over wholes are counted as trees over their areas.
  std::vector<std::uint32_t> first{0}, neighbour, source;
  std::vector<std::int64_t> people;
  std::int64_t min_people = 0, max_people = std::numeric_limits<std::int64_t>::max();

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(people.size()); }
};

/// The free atoms of a compiled problem, with the bounds that its plans must keep.
[[nodiscard]] ForestMap make_forest_map(const Problem& problem, const engine::Compiled& compiled);

/// What a plan costs, told from proposal to proposal.
class Energy {
 public:
  virtual ~Energy() = default;
  /// Of a plan that differs from the last one taken in these atoms at most; infinite where it may not be.
  [[nodiscard]] virtual double of(const std::vector<std::uint32_t>& proposed,
                                  std::span<const std::uint32_t> touched) = 0;
  /// Whether the plan last asked about was taken; it was not where nothing is said before the next question.
  virtual void take() = 0;
};

/// The distribution: a plan P has weight exp(-energy(P)) * product over its parts of trees(part)^(1 - gamma).
/// gamma 0 favours compact plans (one weight for each spanning forest), gamma 1 weighs all plans alike.
struct ForestTarget {
  double gamma = 0;
  double single_share = 0;   ///< of the steps that move one atom instead of redrawing a pair, 0..1
  Energy* energy = nullptr;  ///< nullptr: 0; outlives the walk, and begins with its start
};

/// One chain. The same map, start, target and stream give the same plans.
class ForestWalk {
 public:
  /// `start`: part of each atom, 0 .. parts-1. Needs: every part connected, inside the bounds and not empty,
  /// of finite energy.
  ForestWalk(const ForestMap& map, std::vector<std::uint32_t> start, ForestTarget target, std::uint64_t seed,
             std::uint64_t stream);

  /// One proposal; true where it was accepted.
  bool step();
  [[nodiscard]] const std::vector<std::uint32_t>& plan() const { return part_; }
  [[nodiscard]] double energy() const { return energy_; }

 private:
  struct Forest {
    std::vector<std::uint32_t> order, parent, root;  ///< by place in the pair; order has parents first
  };
  [[nodiscard]] bool redraw_pair();
  [[nodiscard]] bool move_one();
  [[nodiscard]] std::uint32_t draw_cut_arc();
  void gather(std::uint32_t a, std::uint32_t b);
  void draw_forest(Forest& forest, bool whole);
  [[nodiscard]] bool cut_tree(Forest& forest);
  /// Sum over the seam of 1 / (balanced edges of the two trees joined there); `seam` counts its edges.
  [[nodiscard]] double weigh_seam(const Forest& forest, std::uint32_t& seam);
  [[nodiscard]] double log_trees(const std::vector<std::uint32_t>& atoms);
  [[nodiscard]] double log_trees_of_part(std::uint32_t part);
  [[nodiscard]] bool holds_without(std::uint32_t atom);
  [[nodiscard]] bool fits(std::int64_t people) const {
    return people >= map_->min_people && people <= map_->max_people;
  }
  /// Takes the proposed plan by lot, `log_ratio` being all of the ratio but the energy.
  [[nodiscard]] bool accept(double log_ratio, std::span<const std::uint32_t> touched);

  const ForestMap* map_;
  ForestTarget target_;
  geo::Random random_;
  std::vector<std::uint32_t> part_, proposed_;
  std::vector<std::vector<std::uint32_t>> members_;
  std::vector<std::int64_t> people_;
  std::uint64_t cut_ = 0;  ///< arcs of the map that lead into another part
  double energy_ = 0;
  // The pair at hand, by place: atoms of the first part, then of the second; links within a side stand before
  // those across.
  std::vector<std::uint32_t> atoms_, place_, link_first_, link_across_, link_;
  std::uint32_t sides_ = 0;  ///< atoms of the first part
  std::int64_t pair_people_ = 0;
  std::vector<std::uint32_t> next_, path_, count_;
  std::vector<std::int64_t> below_, root_people_;
  std::vector<double> matrix_;
  std::vector<std::uint32_t> row_;
  Forest old_, tree_;
};

}  // namespace placewright::boundaries::sample
