#pragma once

#include <cstdint>
#include <vector>

#include "boundaries/question/policy.h"

namespace placewright::boundaries {

/// People by unit (row: a ward, a PCN, another plan's neighbourhood) and by neighbourhood (column). Rows are
/// equally long.
using CrossTable = std::vector<std::vector<double>>;

/// Neighbourhoods that hold the material share of a unit's people or more; of a unit spread thinner, one.
[[nodiscard]] std::uint32_t count_material_parts(const std::vector<double>& row, double materiality);

/// How units and neighbourhoods cut each other. All weighted by people, never by the number of units.
/// Counts (split, pairs, nested) leave out parts below the material share of a unit's people; shares and
/// entropies take every person.
/// Formulas: f = M[u][k] / P_u, g = M[u][k] / P_k, P all people; logs to base 2 give bits.
struct Splits {
  std::uint32_t units = 0, units_split = 0;  ///< units with people; of them with more than one part
  std::uint32_t pairs = 0;                   ///< unit and neighbourhood that holds a part of it
  std::uint32_t splits = 0;                  ///< pairs - units
  std::uint32_t multi_split = 0;             ///< units in three or more
  std::uint32_t unavoidable = 0;             ///< splits that units above the maximum cannot do without
  double kept_share = 1;                     ///< sum over units of their largest part / P
  double reverse_share = 1;                  ///< sum over neighbourhoods of their largest unit / P
  double entropy_bits = 0;                   ///< of the neighbourhood, given the unit
  double reverse_entropy_bits = 0;           ///< of the unit, given the neighbourhood
  double square_root = 1;  ///< mean over people of sum sqrt(f); 1 = every unit whole (Duchin)
  double reverse_square_root = 1;
  std::uint32_t neighbourhoods = 0, nested = 0;  ///< with people; of them made of whole units only, but for
                                                 ///< immaterial parts
};
/// materiality: share of a unit's people, above 0 to 1.
[[nodiscard]] Splits measure_splits(const CrossTable& people, double max_people,
                                    double materiality = kLeastPiece);

/// 1 / sum f^2 - 1: 0 for a unit in one neighbourhood, 1 for one cut in halves. NaN for an empty row.
[[nodiscard]] double measure_effective_splits(const std::vector<double>& row);
/// exp(entropy in nats): how many units a neighbourhood has to deal with, weighted. NaN for an empty row.
[[nodiscard]] double measure_effective_number(const std::vector<double>& row);

/// Share of all people who live where their unit is matched to: the neighbourhood with most of it, or one to
/// one (each neighbourhood serves one unit only, the best such pairing).
[[nodiscard]] double measure_alignment(const CrossTable& people, bool one_to_one);

[[nodiscard]] CrossTable transpose(const CrossTable& table);

/// Variation of information between two groupings, nats; 0 for the same grouping whatever its labels. A
/// metric.
[[nodiscard]] double measure_variation_of_information(const CrossTable& people);

}  // namespace placewright::boundaries
