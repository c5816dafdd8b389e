#pragma once

#include <cstdint>
#include <vector>

#include "boundaries/workforce/align/problem.h"

namespace placewright::boundaries::workforce {

/// Which PCN each practice belongs to, and the second neighbourhood that it works across to (-1: none).
struct Membership {
  std::vector<std::uint32_t> pcn;
  std::vector<std::int32_t> across;
  friend bool operator==(const Membership&, const Membership&) = default;
};
[[nodiscard]] Membership membership_today(const AlignProblem& problem);

/// What a membership is worth, counted anew from the lists.
struct AlignMeasure {
  double patients = 0;      ///< of judged PCNs
  double aligned = 0;       ///< of them, living in the home of their PCN or where their practice works across
  std::uint32_t moves = 0;  ///< practices in another PCN than today
  double moved = 0;         ///< patients on their lists
  std::uint32_t across = 0;           ///< practices that work across two neighbourhoods
  std::vector<double> list;           ///< of each PCN
  std::vector<std::int32_t> home;     ///< of each PCN: of its possible homes that where most count; -1: none
  std::vector<std::uint32_t> pieces;  ///< of each PCN's territory; 0: it has none
  [[nodiscard]] double share() const { return aligned / patients; }  ///< NaN without patients
};
[[nodiscard]] AlignMeasure measure_membership(const AlignProblem& problem, const Membership& membership);

/// Rules that a membership breaks, in words; none: it is legal. today: the measure of today's membership,
/// whose pieces no PCN may exceed; nothing: territories may fall into pieces.
[[nodiscard]] std::vector<std::string> find_broken_rules(const AlignProblem& problem,
                                                         const Membership& membership,
                                                         const AlignMeasure* today);

/// The PCN with most patients of each area, the first of equals; -1 where no practice with a PCN has any.
[[nodiscard]] std::vector<std::int32_t> find_territories(const AlignProblem& problem,
                                                         const std::vector<std::uint32_t>& pcn_of);
/// Connected pieces of each of `pcns` territories.
[[nodiscard]] std::vector<std::uint32_t> count_territory_pieces(const geo::Graph& graph,
                                                                const std::vector<std::int32_t>& territory,
                                                                std::size_t pcns);

}  // namespace placewright::boundaries::workforce
