#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <tuple>
#include <type_traits>
#include <vector>

#include "boundaries/engine/moves/borders.h"
#include "boundaries/engine/moves/instance.h"

namespace placewright::boundaries::engine {

/// A tuple of what is made of the table of each criterion: CriterionSums, CriteriaAlone.
template <class Tuple, class... More>
[[nodiscard]] Tuple make_each(const Instance& instance, const More&... more) {
  return [&]<class... Each>(std::type_identity<std::tuple<Each...>>) {
    return Tuple{Each(instance.table<typename Each::Table>(), more...)...};
  }(std::type_identity<Tuple>{});
}

/// A plan in motion: the part of every atom, its total kept by moving sums, and the questions that keep it
/// legal. Holds buffers, so one walk serves many plans of the same number of parts; not for two threads at
/// once.
class MovingPlan {
 public:
  MovingPlan(const Instance& instance, std::uint32_t parts);

  void reset(const Parts& parts);
  /// Sums from scratch again, so that rounding does not add up over millions of moves.
  void refresh() { reset(Parts(part_)); }

  /// Whether the total follows the moves. While it does not, total() and change() mean nothing; switched on
  /// again, it is summed up from scratch. For a walk that only looks for people inside the bounds.
  void set_judging(bool judging) {
    judging_ = judging;
    if (judging_) refresh();
  }

  [[nodiscard]] const Instance& instance() const { return *instance_; }
  [[nodiscard]] std::uint32_t parts() const { return static_cast<std::uint32_t>(people_.size()); }
  [[nodiscard]] const Parts& plan() const { return part_; }
  [[nodiscard]] Part part(Atom atom) const { return part_[atom]; }
  [[nodiscard]] std::int64_t people(Part part) const { return people_[part]; }
  [[nodiscard]] double total() const;  ///< as score() says it, over all criteria with a weight
  /// Nothing but deprivation and borders counts.
  [[nodiscard]] bool is_lean() const { return lean_; }
  [[nodiscard]] bool counts_borders() const { return borders_; }
  /// What deprivation takes off the total in a part.
  [[nodiscard]] double gain(Part part) const { return std::get<DeprivationSums>(sums_).gain(part); }
  [[nodiscard]] std::int64_t people_outside() const;
  /// Areas too many in parts that hold several of a set kept apart; 0 in a legal plan.
  [[nodiscard]] std::int64_t apart_broken() const { return apart_broken_; }
  /// Change of apart_broken() if the atom moved.
  [[nodiscard]] std::int64_t apart_change(Atom atom, Part to) const;

  /// Change of the total if the atom moved.
  [[nodiscard]] double change(Atom atom, Part to) const {
    const Part from = part_[atom];
    // The usual case by its short way: sums over areas and borders only.
    if (lean_) {
      const double sum = std::get<DeprivationSums>(sums_).change(part_.data(), atom, from, to);
      return borders_ ? sum + std::get<BorderSums>(sums_).change(part_.data(), atom, from, to) : sum;
    }
    return std::apply(
        [&](const auto&... sums) {
          double sum = 0;
          ((sum += sums.counts() ? sums.change(part_.data(), atom, from, to) : 0.0), ...);
          return sum;
        },
        sums_);
  }
  /// The same; or infinity where it is seen half way that the change is above `limit`.
  [[nodiscard]] double change_within(Atom atom, Part to, double limit) const {
    if (lean_) return change(atom, to);
    const Part from = part_[atom];
    double sum = 0;
    std::apply([&](const auto&... sums) { ((sum += cheap_change(sums, atom, from, to)), ...); }, sums_);
    const auto& shares = std::get<SharesSums>(sums_);
    return shares.counts() ? sum + shares.change_within(atom, from, to, limit - sum) : sum;
  }
  void move(Atom atom, Part to) {
    const Part from = part_[atom];
    if (!judging_) {
      // Nobody asks for the total.
    } else if (lean_) {
      std::get<DeprivationSums>(sums_).apply(part_.data(), atom, from, to);
      if (borders_) std::get<BorderSums>(sums_).apply(part_.data(), atom, from, to);
    } else
      std::apply(
          [&](auto&... sums) { ((sums.counts() ? sums.apply(part_.data(), atom, from, to) : void()), ...); },
          sums_);
    people_[from] -= instance_->people[atom];
    people_[to] += instance_->people[atom];
    if (instance_->apart.sets > 0) count_aparts(atom, from, to);
    if (instance_->change.limited) changed_ += changed_if_in(atom, to) - changed_if_in(atom, from);
    part_[atom] = to;
  }

  /// What becomes of the part of an atom without it: it stays in one piece, falls into pieces, or nothing is
  /// left.
  enum class Leaving : std::uint8_t { holds, splits, empties, too_large };
  /// Where the part splits, `cut_off` lists the atoms of all pieces but one, as a rule the largest. Cost:
  /// about the size of the smaller pieces, since searches from all sides take turns. With a `room`, too_large
  /// ends the search as soon as two sides have more people than that and have not met: more would be cut off
  /// than may move, or, seldom, they meet far away.
  [[nodiscard]] Leaving leave(Atom atom, Atoms& cut_off,
                              std::int64_t room = std::numeric_limits<std::int64_t>::max());
  /// Whether the part of the atom stays in one piece, and not empty, without it.
  [[nodiscard]] bool can_spare(Atom atom) { return leave(atom, spare_cut_off_) == Leaving::holds; }
  /// Whether rules other than bounds and pieces let the atom join a part.
  [[nodiscard]] bool may_join(Atom atom, Part to) const {
    return (instance_->apart.sets == 0 || apart_change(atom, to) <= 0) &&
           (!instance_->change.limited || within_change(atom, to));
  }
  /// The same while a plan is being repaired, when areas to be kept apart may still sit together.
  [[nodiscard]] bool may_pass(Atom atom, Part to) const {
    return !instance_->change.limited || within_change(atom, to);
  }
  [[nodiscard]] double changed_people() const { return changed_; }

 private:
  /// One of the searches that spread from the mates of an atom until they meet or run out.
  struct Front {
    Atoms atoms;
    std::size_t looked = 0;    ///< atoms whose neighbours were looked at
    std::uint32_t joined = 0;  ///< the front it met, or itself
    // Of a front that joined none, for all that joined it:
    std::uint32_t open = 1;  ///< fronts with atoms left to look at
    std::int64_t people = 0;
  };
  /// Everything but shares, which are the dearest.
  template <class S>
  [[nodiscard]] double cheap_change(const S& sums, Atom atom, Part from, Part to) const {
    if constexpr (std::is_same_v<S, SharesSums>)
      return 0;
    else
      return sums.counts() ? sums.change(part_.data(), atom, from, to) : 0.0;
  }
  void begin_fronts(std::uint32_t most);
  void start_front(std::uint32_t number, Atom mate);
  [[nodiscard]] Leaving spread(Atom atom, std::uint32_t fronts, std::int64_t room, Atoms& cut_off);
  void count_aparts(Atom atom, Part from, Part to);
  [[nodiscard]] double changed_if_in(Atom atom, Part part) const;
  [[nodiscard]] bool within_change(Atom atom, Part to) const;

  const Instance* instance_;
  Parts part_;
  std::vector<std::int64_t> people_;
  CriterionSums sums_;
  bool judging_ = true;
  bool lean_, borders_;               ///< nothing but deprivation and borders counts; borders count
  std::vector<std::uint16_t> apart_;  ///< sets x parts: atoms of the set in the part
  std::int64_t apart_broken_ = 0;
  double changed_ = 0;
  std::vector<std::uint32_t> stamp_;  ///< now_ + front: met by that front
  std::uint32_t now_ = 1, last_fronts_ = 0;
  std::vector<Front> fronts_;
  Atoms spare_cut_off_;
};

}  // namespace placewright::boundaries::engine
