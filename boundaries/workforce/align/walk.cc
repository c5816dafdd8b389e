#include "boundaries/workforce/align/walk.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace placewright::boundaries::workforce {
namespace {

constexpr double kGain = 1e-6;  // patients: less is rounding

struct Change {
  std::uint32_t practice, pcn;
};

/// A membership in motion: lists, homes and territories follow each change.
class Walk {
 public:
  Walk(const AlignProblem& problem, const std::vector<std::uint32_t>& pcn_of,
       const std::vector<std::uint32_t>& most_pieces)
      : problem_(problem),
        most_pieces_(most_pieces),
        pcns_(problem.pcn.size()),
        neighbourhoods_(problem.neighbourhood.size()),
        pcn_of_(pcn_of),
        list_(pcns_, 0),
        overlap_(pcns_ * neighbourhoods_, 0),
        own_(pcns_, 0),
        own_today_(pcns_, 0),
        patients_(problem.graph.size() * pcns_, 0),
        territory_(problem.graph.size(), -1) {
    for (std::uint32_t q = 0; q < pcn_of_.size(); ++q) {
      ++own_today_[problem.pcn_of[q]];
      add(q, 1);
      for (const auto& [area, n] : problem.by_area[q]) patients_[area * pcns_ + pcn_of_[q]] += n;
    }
    for (std::uint32_t area = 0; area < territory_.size(); ++area) settle(area);
  }

  [[nodiscard]] const std::vector<std::uint32_t>& pcn_of() const { return pcn_of_; }
  [[nodiscard]] std::uint32_t moves() const {
    std::uint32_t moves = 0;
    for (std::size_t q = 0; q < pcn_of_.size(); ++q) moves += pcn_of_[q] != problem_.pcn_of[q] ? 1U : 0U;
    return moves;
  }

  /// Lists, homes and counts follow at once; territories by settle_territories.
  void change(const Change& to) {
    add(to.practice, -1);
    const auto from = pcn_of_[to.practice];
    pcn_of_[to.practice] = to.pcn;
    add(to.practice, 1);
    for (const auto& [area, n] : problem_.by_area[to.practice]) {
      patients_[area * pcns_ + from] -= n;
      patients_[area * pcns_ + to.pcn] += n;
    }
  }
  void settle_territories(std::uint32_t practice) {
    for (const auto& [area, n] : problem_.by_area[practice]) settle(area);
  }

  [[nodiscard]] double aligned() const {
    double all = 0;
    for (std::size_t c = 0; c < pcns_; ++c) {
      if (!problem_.is_judged[c]) continue;
      double most = 0;
      for (const auto k : problem_.homes[c]) most = std::max(most, overlap_[c * neighbourhoods_ + k]);
      all += most;
    }
    return all;
  }
  /// Patients of lists beyond the bounds; a PCN left without any of its practices counts as its whole list.
  [[nodiscard]] double list_excess() const {
    double excess = 0;
    for (std::size_t c = 0; c < pcns_; ++c) {
      excess +=
          std::max({0.0, problem_.min_list[c] - list_[c] - kGain, list_[c] - problem_.max_list[c] - kGain});
      if (own_today_[c] > 0 && own_[c] == 0) excess += 1 + list_[c];
    }
    return excess;
  }
  [[nodiscard]] std::uint32_t piece_excess() const {
    const auto pieces = count_territory_pieces(problem_.graph, territory_, pcns_);
    std::uint32_t excess = 0;
    for (std::size_t c = 0; c < pcns_; ++c) excess += pieces[c] - std::min(pieces[c], most_pieces_[c]);
    return excess;
  }

 private:
  void add(std::uint32_t q, double sign) {
    const auto c = pcn_of_[q];
    list_[c] += sign * problem_.list[q];
    for (std::size_t k = 0; k < neighbourhoods_; ++k)
      overlap_[c * neighbourhoods_ + k] += sign * problem_.by_neighbourhood[q][k];
    if (c == problem_.pcn_of[q]) own_[c] += sign > 0 ? 1 : -1;
  }
  void settle(std::uint32_t area) {
    double most = kGain;
    territory_[area] = -1;
    for (std::size_t c = 0; c < pcns_; ++c)
      if (patients_[area * pcns_ + c] > most) {
        most = patients_[area * pcns_ + c];
        territory_[area] = static_cast<std::int32_t>(c);
      }
  }

  const AlignProblem& problem_;
  const std::vector<std::uint32_t>& most_pieces_;
  std::size_t pcns_, neighbourhoods_;
  std::vector<std::uint32_t> pcn_of_;
  std::vector<double> list_, overlap_;
  std::vector<int> own_, own_today_;  ///< practices that are in the PCN they are in today
  std::vector<double> patients_;      ///< by area and PCN
  std::vector<std::int32_t> territory_;
};

/// Undoes moves until every rule is kept: that which leaves least broken, then aligns most. Ends at today at
/// the latest, which is legal.
void go_back(const AlignProblem& problem, Walk& walk, std::uint32_t moves) {
  for (;;) {
    const double lists = walk.list_excess();
    const auto pieces = walk.piece_excess();
    if (!(lists > 0) && pieces == 0 && walk.moves() <= moves) return;
    std::optional<Change> best;
    std::tuple<std::uint32_t, double, double> least;
    for (std::uint32_t q = 0; q < problem.practice.size(); ++q) {
      const Change there{q, walk.pcn_of()[q]}, back{q, problem.pcn_of[q]};
      if (there.pcn == back.pcn) continue;
      walk.change(back);
      walk.settle_territories(q);
      const std::tuple now{walk.piece_excess(), walk.list_excess(), -walk.aligned()};
      if (!best || now < least) best = back, least = now;
      walk.change(there);
      walk.settle_territories(q);
    }
    if (!best) return;
    walk.change(*best);
    walk.settle_territories(best->practice);
  }
}

/// Tries changes together and keeps those that align most of the legal ones.
class Step {
 public:
  Step(Walk& walk, std::uint32_t moves) : walk_(walk), moves_(moves), best_aligned_(walk.aligned()) {}

  void consider(std::initializer_list<Change> changes) {
    std::vector<Change> back;
    for (const auto& change : changes) {
      back.push_back({change.practice, walk_.pcn_of()[change.practice]});
      walk_.change(change);
    }
    const double aligned = walk_.aligned();
    if (aligned > best_aligned_ + kGain && !(walk_.list_excess() > 0) && walk_.moves() <= moves_) {
      for (const auto& change : changes) walk_.settle_territories(change.practice);
      if (walk_.piece_excess() == 0) {
        best_aligned_ = aligned;
        best_.assign(changes);
      }
      undo(back);
      for (const auto& change : changes) walk_.settle_territories(change.practice);
    } else {
      undo(back);
    }
  }
  /// False where nothing helps.
  bool take() {
    for (const auto& change : best_) {
      walk_.change(change);
      walk_.settle_territories(change.practice);
    }
    return !best_.empty();
  }

 private:
  void undo(const std::vector<Change>& back) {
    for (auto change = back.rbegin(); change != back.rend(); ++change) walk_.change(*change);
  }

  Walk& walk_;
  std::uint32_t moves_;
  double best_aligned_;
  std::vector<Change> best_;
};

/// One practice moves, or moves while another goes back, or swaps with one of the PCN it moves to.
bool go_on(const AlignProblem& problem, Walk& walk, std::uint32_t moves, const engine::Stop& stop) {
  Step step(walk, moves);
  const auto pcn_of = walk.pcn_of();
  const auto made = walk.moves();
  for (std::uint32_t q = 0; q < pcn_of.size(); ++q) {
    if (stop.asked()) return false;
    for (const auto c : problem.may_join[q]) {
      if (c == pcn_of[q]) continue;
      if (made < moves || pcn_of[q] != problem.pcn_of[q]) step.consider({{q, c}});
      for (std::uint32_t other = 0; other < pcn_of.size(); ++other) {
        if (other == q) continue;
        if (pcn_of[other] != problem.pcn_of[other]) step.consider({{q, c}, {other, problem.pcn_of[other]}});
        const auto& may = problem.may_join[other];
        if (pcn_of[other] == c && made + 2 <= moves &&
            std::find(may.begin(), may.end(), pcn_of[q]) != may.end())
          step.consider({{q, c}, {other, pcn_of[q]}});
      }
    }
  }
  return step.take();
}

/// The practices that stay and count most by working across, for homes as they are.
void choose_across(const AlignProblem& problem, Membership& membership) {
  membership.across.assign(problem.practice.size(), -1);
  if (problem.across == 0) return;
  const auto measure = measure_membership(problem, membership);
  struct Gain {
    double patients;
    std::uint32_t practice, neighbourhood;
  };
  std::vector<Gain> gains;
  for (std::uint32_t q = 0; q < problem.practice.size(); ++q) {
    if (membership.pcn[q] != problem.pcn_of[q]) continue;
    std::optional<Gain> best;
    for (const auto k : problem.may_cross[q])
      if (static_cast<std::int32_t>(k) != measure.home[membership.pcn[q]] &&
          (!best || problem.by_neighbourhood[q][k] > best->patients))
        best = Gain{problem.by_neighbourhood[q][k], q, k};
    if (best) gains.push_back(*best);
  }
  std::stable_sort(gains.begin(), gains.end(),
                   [](const Gain& a, const Gain& b) { return a.patients > b.patients; });
  gains.resize(std::min<std::size_t>(gains.size(), problem.across));
  for (const auto& gain : gains)
    membership.across[gain.practice] = static_cast<std::int32_t>(gain.neighbourhood);
}

}  // namespace

Membership improve_membership(const AlignProblem& problem, Membership start, std::uint32_t moves,
                              const std::vector<std::uint32_t>& most_pieces, const engine::Stop& stop) {
  Walk walk(problem, start.pcn, most_pieces);
  go_back(problem, walk, moves);
  while (go_on(problem, walk, moves, stop)) {
  }
  start.pcn = walk.pcn_of();
  choose_across(problem, start);
  return start;
}

}  // namespace placewright::boundaries::workforce
