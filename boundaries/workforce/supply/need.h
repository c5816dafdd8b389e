#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

/// Need as weighted people: N_i = k * sum_a P_ia W_a * m_i, k such that the place's sum of people stays.
namespace placewright::boundaries::workforce {

/// Weighted people of each unit.
struct Need {
  std::string scheme;                  ///< what was weighed by, as printed beside every rate
  std::vector<double> people;          ///< weighted people; NaN where the ingredients are missing
  double k = 1;                        ///< the normalising factor
  std::vector<std::uint32_t> missing;  ///< units without ingredients
  /// Weighted over plain people of unit i is its need index.
};

/// Sum over bands of people times weight, times the unit's multiplier. `bands` has a row a band and a column
/// a unit; `multiplier` is empty for 1. NaN goes through: a unit with a missing band is missing.
[[nodiscard]] std::vector<double> weigh_bands(const std::vector<std::vector<double>>& bands,
                                              std::span<const double> weight,
                                              std::span<const double> multiplier);

/// Raw weighted people scaled so that the sum over units that have both equals their people.
/// A raw need of 0 for a unit with people is kept; NaN is missing.
[[nodiscard]] Need normalise_need(std::string scheme, std::vector<double> raw,
                                  std::span<const double> people);

/// Weighted lists taken to areas: index of area i = sum_q n(q,i) * weighted_q/registered_q / sum_q n(q,i),
/// over practices with an index. One entry of `patients` a (practice, area) pair. NaN for an area without
/// such patients.
struct ListPatients {
  std::uint32_t practice = 0, area = 0;
  double patients = 0;
};
[[nodiscard]] std::vector<double> measure_list_index(std::span<const ListPatients> patients,
                                                     std::span<const double> practice_index,
                                                     std::size_t areas);

/// Quintile 1 (most deprived) .. 5 of an IMD decile 1..10 of England; 0 where missing.
[[nodiscard]] std::uint32_t quintile_of_decile(double decile);

/// People-weighted mean of a score; units with a missing score leave both sums. NaN when none has one.
[[nodiscard]] double weighted_mean(std::span<const double> value, std::span<const double> people);

}  // namespace placewright::boundaries::workforce
