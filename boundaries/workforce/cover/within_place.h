#pragma once

#include <string>
#include <vector>

#include "boundaries/workforce/cover/equity.h"
#include "datasets/place/place.h"

/// How fairly staff lie over the areas of a place, whatever its neighbourhoods.
namespace placewright::boundaries::workforce {

/// By area of the place.
struct StaffOfAreas {
  const std::vector<double>& wte;
  const std::vector<double>& need;       ///< weighted people; NaN not known
  const std::vector<double>& headcount;  ///< NaN not known
  const std::vector<double>& covered;    ///< share of its people whose staff are known
};

struct WithinPlace {
  Equity equity;
  std::string basis;                      ///< what it is over, in words
  std::vector<std::int32_t> row_of_area;  ///< of each area of the place: its row in equity; -1 none
};

/// Over fifths of the areas by deprivation, each area whole, where 50 of them or more have a score; else over
/// areas. Areas without people, or with less than `min_coverage`, take no part.
[[nodiscard]] WithinPlace measure_within_place(const datasets::Place& place, const StaffOfAreas& staff,
                                               double min_coverage, const EquityOptions& options);

}  // namespace placewright::boundaries::workforce
