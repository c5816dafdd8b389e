#pragma once

#include <optional>
#include <string_view>

#include "boundaries/workforce/cover/coverage.h"

namespace placewright::boundaries::workforce {

/// Adds the flags that the place and these figures raise: ECOLOGICAL, UPTAKE, MAUP, COVERAGE_LOW,
/// ESTIMATED_SUPPLY, SMALL_N, VINTAGE_MIX, VINTAGE_UNKNOWN, REG_RES_GAP, ETHNICITY_GAP, FAMILY_MISSING, and
/// those of the place that touch them (LSOA11_CONVERTED).
void add_coverage_flags(const datasets::Place& place, Coverage& coverage);

/// Months since year 0 of a date or vintage ("2026-03-31", "July 2022", "Jul-22", "2022"): mid-year for a
/// bare year.
[[nodiscard]] std::optional<int> month_of_vintage(std::string_view text);

}  // namespace placewright::boundaries::workforce
