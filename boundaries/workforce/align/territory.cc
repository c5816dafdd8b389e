#include "boundaries/workforce/align/territory.h"

#include <algorithm>
#include <numeric>

#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kTie = 1e-9;  // patients: closer than this, an area is neither surely one's nor another's

/// What is known of a practice while a reason is sought: where it is, that it is not in the PCN, or nothing.
enum class Known { membership, elsewhere, nothing };

/// One PCN's territory under memberships of which only some are known.
class Reason {
 public:
  Reason(const AlignProblem& problem, const std::vector<std::uint32_t>& pcn_of, std::uint32_t pcn)
      : problem_(problem),
        pcn_of_(pcn_of),
        pcn_(pcn),
        pcns_(problem.pcn.size()),
        known_(problem.practice.size(), Known::membership),
        least_(problem.graph.size() * pcns_, 0),
        most_(least_),
        state_(problem.graph.size(), State::open) {
    for (std::uint32_t q = 0; q < pcn_of.size(); ++q) count(q, 1);
    for (std::uint32_t area = 0; area < state_.size(); ++area) judge(area);
  }

  void set(std::uint32_t practice, Known known) {
    count(practice, -1);
    known_[practice] = known;
    count(practice, 1);
    for (const auto& [area, n] : problem_.by_area[practice]) judge(area);
  }

  [[nodiscard]] Known of(std::uint32_t practice) const { return known_[practice]; }

  /// Pieces that the territory has at least.
  [[nodiscard]] std::uint32_t sure_pieces() {
    std::uint32_t pieces = 0;
    seen_.assign(state_.size(), 0);
    for (std::uint32_t first = 0; first < state_.size(); ++first) {
      if (state_[first] != State::its_own || seen_[first]) continue;
      ++pieces;
      seen_[first] = 1;
      waiting_.assign(1, first);
      while (!waiting_.empty()) {
        const auto area = waiting_.back();
        waiting_.pop_back();
        for (const auto next : problem_.graph.neighbours(area))
          if (!seen_[next] && state_[next] != State::anothers) {
            seen_[next] = 1;
            waiting_.push_back(next);
          }
      }
    }
    return pieces;
  }

 private:
  enum class State : std::uint8_t { its_own, open, anothers };

  /// Adds the practice's patients to what each PCN has at least and at most; sign -1 takes them away.
  void count(std::uint32_t practice, double sign) {
    const auto known = known_[practice];
    for (const auto& [area, n] : problem_.by_area[practice]) {
      auto* least = &least_[area * pcns_];
      auto* most = &most_[area * pcns_];
      if (known == Known::membership) {
        least[pcn_of_[practice]] += sign * n;
        most[pcn_of_[practice]] += sign * n;
        continue;
      }
      for (const auto c : problem_.may_join[practice])
        if (c != pcn_ || known == Known::nothing) most[c] += sign * n;
    }
  }

  void judge(std::uint32_t area) {
    const auto* least = &least_[area * pcns_];
    const auto* most = &most_[area * pcns_];
    double rival_least = 0, rival_most = 0;
    for (std::size_t c = 0; c < pcns_; ++c)
      if (c != pcn_) {
        rival_least = std::max(rival_least, least[c]);
        rival_most = std::max(rival_most, most[c]);
      }
    // Ties go to the first by code, so that a tie is settled only where every membership is known.
    state_[area] = least[pcn_] > rival_most + kTie                         ? State::its_own
                   : rival_least > most[pcn_] + kTie || most[pcn_] <= kTie ? State::anothers
                                                                           : State::open;
  }

  const AlignProblem& problem_;
  const std::vector<std::uint32_t>& pcn_of_;
  std::uint32_t pcn_;
  std::size_t pcns_;
  std::vector<Known> known_;
  std::vector<double> least_, most_;  ///< patients by area and PCN
  std::vector<State> state_;          ///< of each area
  std::vector<std::uint8_t> seen_;
  std::vector<std::uint32_t> waiting_;
};

/// Practices that could do otherwise, in the order in which they are let go.
std::vector<std::uint32_t> order_practices(const AlignProblem& problem,
                                           const std::vector<std::uint32_t>& pcn_of,
                                           const std::vector<std::int32_t>& territory, std::uint32_t pcn) {
  std::vector<std::uint8_t> near(territory.size(), 0);
  for (std::uint32_t area = 0; area < territory.size(); ++area) {
    if (territory[area] != static_cast<std::int32_t>(pcn)) continue;
    near[area] = 1;
    for (const auto next : problem.graph.neighbours(area)) near[next] = 1;
  }
  std::vector<std::uint32_t> order;
  std::vector<double> patients(pcn_of.size(), 0);
  for (std::uint32_t q = 0; q < pcn_of.size(); ++q) {
    if (problem.may_join[q].size() > 1) order.push_back(q);
    for (const auto& [area, n] : problem.by_area[q])
      if (near[area]) patients[q] += n;
  }
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const bool a_moved = pcn_of[a] != problem.pcn_of[a], b_moved = pcn_of[b] != problem.pcn_of[b];
    if (a_moved != b_moved) return a_moved;
    return patients[a] != patients[b] ? patients[a] < patients[b] : a < b;
  });
  return order;
}

PieceCut find_cut(const AlignProblem& problem, const std::vector<std::uint32_t>& pcn_of, std::uint32_t pcn,
                  std::uint32_t most_pieces, const std::vector<std::uint32_t>& order) {
  Reason reason(problem, pcn_of, pcn);
  PieceCut cut;
  // Areas in which two PCNs are level: all that is known is the reason then.
  const bool is_sure = reason.sure_pieces() > most_pieces;
  for (const auto q : order) {
    bool let_go = false;
    for (const auto known : {Known::nothing, Known::elsewhere}) {
      if (!is_sure || (known == Known::elsewhere && pcn_of[q] == pcn)) continue;
      reason.set(q, known);
      let_go = reason.sure_pieces() > most_pieces;
      if (let_go) break;
    }
    if (!let_go) {
      if (is_sure) reason.set(q, Known::membership);
      cut.stay.emplace_back(q, pcn_of[q]);
    } else if (reason.of(q) == Known::elsewhere) {
      cut.join.emplace_back(q, pcn);
    }
  }
  return cut;
}

}  // namespace

std::vector<PieceCut> find_piece_cuts(const AlignProblem& problem, const std::vector<std::uint32_t>& pcn_of,
                                      const std::vector<std::uint32_t>& most_pieces) {
  PLACEWRIGHT_EXPECT(most_pieces.size() == problem.pcn.size());
  const auto territory = find_territories(problem, pcn_of);
  const auto pieces = count_territory_pieces(problem.graph, territory, problem.pcn.size());
  std::vector<PieceCut> cuts;
  for (std::uint32_t c = 0; c < pieces.size(); ++c)
    if (pieces[c] > most_pieces[c])
      cuts.push_back(
          find_cut(problem, pcn_of, c, most_pieces[c], order_practices(problem, pcn_of, territory, c)));
  return cuts;
}

}  // namespace placewright::boundaries::workforce
