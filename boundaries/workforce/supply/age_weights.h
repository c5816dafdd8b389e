#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "boundaries/workforce/supply/ages.h"
#include "datasets/place/place.h"

/// Weights by age laid over bands of people, where the two need not begin at the same ages.
namespace placewright::boundaries::workforce {

/// People of each single year of age in one area: what a wider band of it is split by. Empty: not known.
using ByYear = std::map<unsigned, double>;

/// Single years of age for each area: of the projection's earliest year for its authority, else of all areas
/// of the place that have them.
class SingleYears {
 public:
  explicit SingleYears(const datasets::Place& place);
  [[nodiscard]] const ByYear& of_area(std::size_t area) const;
  /// All authorities together, else all areas that have them.
  [[nodiscard]] ByYear of_place() const;

 private:
  std::map<std::string, ByYear> of_authority_;
  ByYear of_place_;
  std::vector<std::string> authority_;  // of each area; "" none
};

/// The people of a band taken apart at `cuts` (first ages of the parts; the band's own first age is one of
/// them): the share of each part. Nothing where the years within are not known.
[[nodiscard]] std::optional<std::vector<double>> split_band(const Band& band,
                                                            const std::vector<unsigned>& cuts,
                                                            const ByYear& years);

/// One scheme's weights by age: key such as "0-14", "75+", "F 65-74". `stated`: shares of the parts of a
/// band, keyed "15-17 of 15-19".
class AgeWeights {
 public:
  AgeWeights(std::map<std::string, double> weights, std::map<std::string, double> stated)
      : weights_(std::move(weights)), stated_(std::move(stated)) {}

  /// Mean weight of the people of a band: that of the key that holds it; where it lies across keys, split by
  /// single years, else by stated shares; where all keys it lies across weigh the same, that weight. Nothing,
  /// and `why` in words, where part of it has no weight or the split is not known: never 0.
  [[nodiscard]] std::optional<double> weight_of(std::string_view band, std::string_view sex,
                                                const ByYear& years, std::string& why) const;

 private:
  std::map<std::string, double> weights_, stated_;
};

/// Whether a band names all ages together: "", "All ages", "total".
[[nodiscard]] bool is_total_band(std::string_view band);

/// Whether each area is described by single years from 0 on: its wider bands say the same people again.
[[nodiscard]] std::vector<bool> has_single_years(const datasets::Place& place);

/// Whether the row is one to count: no total, and no wider band of an area that has single years.
[[nodiscard]] bool counts_once(const datasets::AgeRow& row, bool area_has_single_years);

/// People of each area in bands from `from` years up; NaN where the place has no ages of an area, or a band
/// lies across `from` and how it splits is not known.
[[nodiscard]] std::vector<double> people_from_age(const datasets::Place& place, unsigned from);

}  // namespace placewright::boundaries::workforce
