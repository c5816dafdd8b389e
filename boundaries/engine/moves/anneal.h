#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "boundaries/engine/moves/moving_plan.h"
#include "boundaries/engine/moves/recombine.h"
#include "boundaries/engine/moves/resplit.h"
#include "boundaries/engine/settings.h"
#include "boundaries/engine/stop.h"
#include "geo/random.h"

namespace placewright::boundaries::engine {

enum class MoveKind : std::uint8_t { single, chunk, swap, eject, recombine, three, shift, resplit };
inline constexpr std::size_t kMoveKinds = 8;
[[nodiscard]] const char* name_of(MoveKind kind);

struct MoveCounts {
  std::array<std::uint64_t, kMoveKinds> proposed{}, accepted{};
  std::uint64_t draws = 0;
  void add(const MoveCounts& other);
};

/// Temperatures fall by a constant factor a step from hot to cold, in units of the total.
struct Cooling {
  double hot = 0, cold = 0;
  std::uint64_t steps = 0;
};

/// People outside hard bounds, people moved beyond a change limit, and 10,000 for each area that sits with
/// one it must be kept apart from: 0 in a legal plan.
[[nodiscard]] std::int64_t broken_people(const MovingPlan& moving);

/// How a walk is annealed.
struct AnnealRules {
  bool hard =
      true;  ///< bounds are never broken; else people outside them cost `penalty` each, on top of the total
  double penalty = 0;                                          ///< total per person outside
  double aim_weight = 1;                                       ///< 0: only people outside count
  std::uint32_t recombine_every = Settings{}.recombine_every;  ///< blocks between recombinations; 0: none
  Features use;                                                ///< moves that may be used
};

/// Anneals a walk in place and keeps the best plan met. One for each chain; owns its random numbers.
class Annealer {
 public:
  Annealer(MovingPlan& moving, std::uint64_t seed, std::uint64_t stream, const Settings& settings = {});

  /// Runs a schedule from the walk's plan. Ends on the best plan met in it (by energy), after a descent.
  void run(const Cooling& cooling, const AnnealRules& rules, const Stop& stop);
  /// First-improvement sweeps over all moves of one area until none improves, within the rules of the last
  /// run.
  void descend(const AnnealRules& rules, const Stop& stop);
  /// Mean absolute change of the total over random legal-by-bounds moves from the walk's plan: the scale of
  /// temperatures.
  [[nodiscard]] double measure_scale(std::uint32_t draws);

  [[nodiscard]] const MoveCounts& counts() const { return counts_; }
  [[nodiscard]] geo::Random& random() { return random_; }

 private:
  template <bool hard>
  void steps(std::uint64_t count, double temperature, const AnnealRules& rules);
  template <bool hard>
  bool try_single(Atom atom, Part to, double limit, const AnnealRules& rules);
  bool try_chunk(Atom atom, Part to, double limit, const AnnealRules& rules);
  void try_second(Atom atom, Atom via, Part to, double limit, const AnnealRules& rules, std::uint64_t bits);
  [[nodiscard]] bool may(Atom atom, Part to, const AnnealRules& rules) const {
    return rules.hard ? moving_->may_join(atom, to) : moving_->may_pass(atom, to);
  }
  void count(MoveKind kind, bool accepted) {
    ++counts_.proposed[static_cast<std::size_t>(kind)];
    if (accepted) ++counts_.accepted[static_cast<std::size_t>(kind)];
  }
  void try_recombine(double temperature, const Features& use);
  /// Best lines between all pairs of parts of few atoms, until none gains.
  void resplit_pairs(const Stop& stop);
  [[nodiscard]] double energy(const AnnealRules& rules) const;
  [[nodiscard]] double penalty_change(Atom atom, Part to, const AnnealRules& rules) const;
  [[nodiscard]] std::int64_t beyond(std::int64_t people) const {
    return people > max_ ? people - max_ : people < min_ ? min_ - people : 0;
  }

  MovingPlan* moving_;
  Settings settings_;
  Recombiner recombiner_;
  Resplitter resplitter_;
  geo::Random random_;
  std::vector<float> exponential_;  ///< draws of the exponential law at equal steps of probability
  std::int64_t min_, max_;
  double energy_ = 0;
  MoveCounts counts_;
  Atoms cut_off_;
};

}  // namespace placewright::boundaries::engine
