#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "boundaries/workforce/supply/need.h"
#include "boundaries/workforce/supply/units.h"
#include "datasets/place/place.h"
#include "geo/finding.h"

namespace placewright::boundaries::workforce {

struct PlaceNeed {
  Need need;                           ///< of each area of the place; NaN where missing
  std::string scheme, explanation;     ///< what was weighed by, as printed
  std::vector<geo::Finding> findings;  ///< HOTSPOT_UPLIFT, NEED_EXAMPLE, NEED_MISSING, NEED_SCHEME_REFUSED
};

/// Need of each area by a scheme:
/// - "none": people as they are;
/// - "" picks the first scheme of the place's weight table that can weigh this place, else "none"; without
/// such a table
///   "example" where there are ages;
/// - "example": the built-in age by deprivation weights, flagged as an example;
/// - "index:COLUMN": people times a number column of the areas;
/// - a scheme of the weight table, by its dimensions: age (with age_share: stated shares of a band that lies
/// across
///   weights), sex, imd_quintile, segment, practice (weighted over registered patients, taken to areas by
///   list share).
/// A scheme that leaves a band of people without a weight, or cannot split one that lies across weights, is
/// refused: with InputError when it was asked for, else with a finding NEED_SCHEME_REFUSED. Uplifts of
/// hotspot notes (1 + uplift) multiply before the sum is set to the place's people. Areas that are context
/// only have no need. Throws InputError for a scheme the place does not know.
[[nodiscard]] PlaceNeed find_need(const datasets::Place& place, const Lists& lists, std::string_view scheme);

}  // namespace placewright::boundaries::workforce
