#include "boundaries/workforce/align/align.h"

#include <fmt/format.h>

#include <algorithm>

#include "boundaries/workforce/align/program.h"
#include "boundaries/workforce/align/territory.h"
#include "boundaries/workforce/align/walk.h"
#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

/// Patients: answers that differ by less align as many, and a bound that is no higher is met.
constexpr double kSame = 1e-3;

class Curve {
 public:
  Curve(Realignment& answer, const AlignLimits& limits)
      : answer_(answer), problem_(answer.problem), limits_(limits), program_(problem_) {
    const auto today = membership_today(problem_);
    answer_.today = measure_membership(problem_, today);
    for (const auto pieces : answer_.today.pieces) most_pieces_.push_back(std::max(1U, pieces));
    best_any_ = best_whole_ = today;
  }

  void draw() {
    for (std::uint32_t moves = 0; moves <= limits_.moves && !limits_.stop.asked(); ++moves) {
      tell(moves, "any");
      AlignRow row;
      row.moves = moves;
      row.any = solve_any(moves);
      best_any_ = row.any.membership;
      tell(moves, "in one piece");
      row.whole = solve_whole(row);
      best_whole_ = row.whole.membership;
      answer_.curve.push_back(std::move(row));
    }
    answer_.is_stopped = limits_.stop.asked();
  }

 private:
  void tell(std::uint32_t moves, std::string_view what) const {
    if (limits_.progress)
      limits_.progress(static_cast<double>(moves) / (1 + limits_.moves),
                       fmt::format("{} moves, {}", moves, what));
  }

  [[nodiscard]] AlignProgramAnswer solve(const AlignQuestion& question) const {
    engine::WorkLeft work(limits_.iterations, limits_.stop);
    return program_.solve(question, cuts_in_force_ ? cuts_ : kNoCuts, limits_.nodes, work);
  }

  [[nodiscard]] AlignPoint point_of(Membership membership) const {
    AlignPoint point;
    point.measure = measure_membership(problem_, membership);
    point.membership = std::move(membership);
    point.bound = point.measure.patients;
    return point;
  }

  AlignPoint solve_any(std::uint32_t moves) {
    cuts_in_force_ = false;
    auto point = point_of(best_any_);
    const auto answer = solve({.moves = moves, .better_than = point.measure.aligned});
    const double bound = std::min(point.bound, answer.bound);
    const bool is_better = answer.membership.has_value();
    if (is_better) point = point_of(*answer.membership);
    point.bound = std::max(bound, point.measure.aligned);
    point.proved = answer.proved || point.bound <= point.measure.aligned + kSame;
    point.fewest = point.measure.moves == 0;
    if (is_better && point.proved) move_fewest(moves, nullptr, point);
    return point;
  }

  /// Of the memberships that align as many, the one that moves fewest patients.
  void move_fewest(std::uint32_t moves, AlignRow* row, AlignPoint& point) {
    for (std::uint32_t round = 0; round < limits_.rounds; ++round) {
      const auto answer = solve({.moves = moves, .aligned_at_least = point.measure.aligned});
      if (!answer.membership) return;
      const auto other = point_of(*answer.membership);
      if (row != nullptr && !is_legal(other.membership)) {
        if (!add_cuts(other.membership, *row)) return;
        continue;
      }
      const bool is_as_good = other.measure.aligned >= point.measure.aligned - kSame;
      if (is_as_good && other.measure.moved < point.measure.moved) {
        point.membership = other.membership;
        point.measure = other.measure;
      }
      point.fewest = answer.proved && is_as_good;
      return;
    }
  }

  AlignPoint solve_whole(AlignRow& row) {
    auto point = start_of(row);
    point.bound = row.any.bound;
    const bool is_found = is_legal(row.any.membership) && row.any.proved;
    while (!is_found && !is_met(point) && row.rounds < limits_.rounds && !limits_.stop.asked()) {
      ++row.rounds;
      cuts_in_force_ = true;
      const auto answer = solve({.moves = row.moves, .better_than = point.measure.aligned});
      point.bound = std::max(std::min(point.bound, answer.bound), point.measure.aligned);
      if (!answer.membership) {
        if (answer.proved) point.bound = point.measure.aligned;
        break;
      }
      if (is_legal(*answer.membership)) {
        take_better(*answer.membership, point);
        if (!answer.proved) break;
        continue;
      }
      take_better(improve(*answer.membership, row.moves), point);
      if (!add_cuts(*answer.membership, row)) break;
    }
    point.proved = is_found || is_met(point);
    if (is_found) point.fewest = row.any.fewest;
    if (!is_found && point.proved && point.measure.moves > 0) {
      cuts_in_force_ = true;
      move_fewest(row.moves, &row, point);
    }
    if (point.measure.moves == 0) point.fewest = true;
    return point;
  }

  /// The best legal membership that is at hand: of the point before, and what single changes make of that
  /// and of the answer without the rule.
  AlignPoint start_of(const AlignRow& row) {
    auto point = point_of(best_whole_);
    if (is_legal(row.any.membership)) {
      take_better(row.any.membership, point);
      return point;
    }
    take_better(improve(row.any.membership, row.moves), point);
    take_better(improve(best_whole_, row.moves), point);
    return point;
  }

  [[nodiscard]] Membership improve(const Membership& from, std::uint32_t moves) const {
    return improve_membership(problem_, from, moves, most_pieces_, limits_.stop);
  }

  void take_better(const Membership& membership, AlignPoint& point) const {
    auto other = point_of(membership);
    const bool is_better =
        other.measure.aligned > point.measure.aligned + kSame ||
        (other.measure.aligned > point.measure.aligned - kSame && other.measure.moved < point.measure.moved);
    if (!is_better || !find_broken_rules(problem_, membership, &answer_.today).empty()) return;
    other.bound = std::max(point.bound, other.measure.aligned);
    point = std::move(other);
  }

  [[nodiscard]] bool is_legal(const Membership& membership) const {
    return find_broken_rules(problem_, membership, &answer_.today).empty();
  }

  [[nodiscard]] static bool is_met(const AlignPoint& point) {
    return point.bound <= point.measure.aligned + kSame;
  }

  /// False where the answer is cut off already: the solver's tolerance let it through.
  bool add_cuts(const Membership& membership, AlignRow& row) {
    bool is_new = false;
    for (auto& cut : find_piece_cuts(problem_, membership.pcn, most_pieces_)) {
      if (std::find(cuts_.begin(), cuts_.end(), cut) != cuts_.end()) continue;
      cuts_.push_back(std::move(cut));
      ++row.cuts;
      is_new = true;
    }
    return is_new;
  }

  inline static const std::vector<PieceCut> kNoCuts;
  Realignment& answer_;
  const AlignProblem& problem_;
  const AlignLimits& limits_;
  AlignProgram program_;
  std::vector<std::uint32_t> most_pieces_;
  std::vector<PieceCut> cuts_;  ///< they hold for every number of moves
  bool cuts_in_force_ = false;
  Membership best_any_, best_whole_;  ///< of the point before
};

}  // namespace

Realignment realign(AlignProblem problem, const AlignLimits& limits) {
  Realignment answer;
  answer.problem = std::move(problem);
  Curve(answer, limits).draw();
  return answer;
}

const AlignRow& find_row(const Realignment& realignment, double share) {
  PLACEWRIGHT_EXPECT(!realignment.curve.empty());
  for (const auto& row : realignment.curve)
    if (row.whole.measure.share() >= share) return row;
  return realignment.curve.back();
}

std::vector<AlignChange> describe_changes(const AlignProblem& problem, const Membership& membership) {
  const auto before = measure_membership(problem, membership_today(problem));
  const auto after = measure_membership(problem, membership);
  const auto at_home = [&](const AlignMeasure& measure, std::uint32_t practice, std::uint32_t pcn) {
    double all = 0;
    for (const double n : problem.by_neighbourhood[practice]) all += n;
    const auto home = measure.home[pcn];
    return home < 0 || !(all > 0) ? 0
                                  : problem.by_neighbourhood[practice][static_cast<std::size_t>(home)] / all;
  };
  std::vector<AlignChange> changes;
  for (std::uint32_t q = 0; q < problem.practice.size(); ++q) {
    AlignChange change{
        .practice = q, .from = problem.pcn_of[q], .to = membership.pcn[q], .across = membership.across[q]};
    if (change.from == change.to && change.across < 0) continue;
    auto without = membership;
    without.pcn[q] = problem.pcn_of[q];
    without.across[q] = -1;
    const auto measure = measure_membership(problem, without);
    change.gain = after.aligned - measure.aligned;
    change.at_home_before = at_home(before, q, change.from);
    change.at_home_after = at_home(after, q, change.to);
    for (std::size_t c = 0; c < problem.pcn.size(); ++c) {
      change.pieces += measure.pieces[c] - std::min(measure.pieces[c], std::max(1U, before.pieces[c]));
      if (measure.list[c] < problem.min_list[c] - 1e-6 || measure.list[c] > problem.max_list[c] + 1e-6)
        change.lists_fit_without = false;
    }
    changes.push_back(change);
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const auto& a, const auto& b) { return a.gain > b.gain; });
  return changes;
}

}  // namespace placewright::boundaries::workforce
