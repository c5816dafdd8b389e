#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "boundaries/engine/moves/moving_plan.h"
#include "boundaries/judge/score.h"
#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"

/// A plan in motion that knows each criterion's loss by itself, and what of the plan it came from must hold.
/// Only better*.cc include it.
namespace placewright::boundaries::engine {

/// One criterion of the walk: its moving sums, and the loss it may not exceed.
struct HeldCriterion {
  std::string name;
  double share = 0;  ///< of its weight in all weights
  bool held = true;
  std::unique_ptr<const Instance> instance;  ///< judged by this criterion alone
  CriterionSums sums;
  double loss = 0, limit = 0;
};

/// Areas that move to one neighbourhood.
struct AreaMove {
  std::uint32_t area = 0;
  Part to;
};

class BetterWalk {
 public:
  /// Needs: `start` labels every area, no label below its greatest is empty; `judged`: its score.
  /// `asked`: the plan before its gaps were filled; areas without a label there count as nobody moved.
  BetterWalk(const Problem& problem, const Labels& start, const Labels& asked, const Score& judged,
             const std::vector<std::string>& excepted);
  BetterWalk(const BetterWalk&) = delete;
  BetterWalk& operator=(const BetterWalk&) = delete;

  [[nodiscard]] const Problem& problem() const { return *problem_; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(part_.size()); }
  [[nodiscard]] Part part(std::uint32_t area) const { return part_[area]; }
  [[nodiscard]] Part base(std::uint32_t area) const { return base_[area]; }
  [[nodiscard]] const Parts& parts() const { return part_; }
  [[nodiscard]] const std::vector<std::uint32_t>& members(Part part) const { return members_[part]; }
  [[nodiscard]] bool is_fixed(std::uint32_t area) const { return fixed_[area] != 0; }
  /// Areas that must move together with this one.
  [[nodiscard]] const std::vector<std::uint32_t>& unit(std::uint32_t area) const {
    return units_[unit_of_[area]];
  }

  [[nodiscard]] double total() const;
  [[nodiscard]] double moved() const { return moved_; }
  [[nodiscard]] const std::vector<HeldCriterion>& criteria() const { return criteria_; }
  /// How much sizes vary, against the start: above 0 where they vary more. NaN-free.
  [[nodiscard]] double spread_excess() const;
  /// Whether no held criterion is worse than at the start.
  [[nodiscard]] bool keeps_criteria() const;

  /// Whether the areas, which lie in one neighbourhood, may join another: locks, holds, sets to keep apart.
  /// Not bounds and pieces.
  [[nodiscard]] bool may_join(std::span<const std::uint32_t> areas, Part to);
  /// Whether both neighbourhoods are no further outside the bounds than at the start if so many people moved.
  [[nodiscard]] bool fits(Part from, Part to, double people) const;
  /// The same as they stand.
  [[nodiscard]] bool fits(Part part) const { return beyond(people_[part]) <= base_beyond_[part]; }
  [[nodiscard]] double people_of(std::span<const std::uint32_t> areas) const;
  /// Whether a neighbourhood is not empty and has no more pieces than at the start.
  [[nodiscard]] bool hangs_together(Part part);
  /// Whether locks, holds and sets are kept where an area lies now, as far as the start keeps them.
  [[nodiscard]] bool keeps_rules_about(std::uint32_t area) const;
  /// Residents of an area who count as moved where it is not in its neighbourhood of the start.
  [[nodiscard]] double counted(std::uint32_t area) const { return counted_[area]; }
  [[nodiscard]] std::uint32_t count_pieces(Part part);

  void move(std::uint32_t area, Part to);
  void move_all(std::span<const std::uint32_t> areas, Part to) {
    for (const std::uint32_t area : areas) move(area, to);
  }
  /// Everything as in this plan, summed up from scratch.
  void reset(const Parts& parts);
  [[nodiscard]] Labels labels() const { return {part_.begin(), part_.end()}; }

 private:
  [[nodiscard]] double beyond(double people) const;
  void find_units(const Labels& start);
  void find_criteria(const Score& judged, const std::vector<std::string>& excepted);
  void list_members();

  const Problem* problem_;
  Parts base_, part_;
  std::uint32_t count_ = 0;
  std::vector<HeldCriterion> criteria_;
  double target_ = 1, squares_ = 0, squares_limit_ = 0;
  bool holds_spread_ = true;
  std::vector<double> people_, base_beyond_;
  std::vector<double> counted_;  ///< residents of each area who count as moved
  double moved_ = 0;
  std::vector<std::uint8_t> fixed_, closed_;  ///< per area; per part
  std::vector<std::vector<std::uint32_t>> units_;
  std::vector<std::uint32_t> unit_of_;
  std::vector<std::vector<std::uint32_t>> apart_;  ///< per area: those that it must not join
  std::vector<std::uint8_t> base_groups_;          ///< parts x groups: 1 where the start has areas of it
  std::uint32_t group_count_ = 1;
  std::vector<std::uint32_t> base_pieces_;
  std::vector<std::vector<std::uint32_t>> members_;
  std::vector<std::uint32_t> place_;  ///< per area: its row among the members of its part
  std::vector<std::uint32_t> stamp_, waiting_;
  std::uint32_t now_ = 0;
};

}  // namespace placewright::boundaries::engine
