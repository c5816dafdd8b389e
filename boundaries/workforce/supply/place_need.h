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

/// Need of each area by a word, for the staff of some role groups (none named: all):
/// - "": what the place says for them (see choose_need); where it says nothing, the first scheme of its
/// weight
///   table that can weigh this place, else "none"; without such a table "example" where there are ages;
/// - "set:NAME": a table of role group to scheme that comes with the program;
/// - "none": people as they are;
/// - "example", "age-sex-example", "ages:BAND": weights of the program (see built_in_scheme), the first two
///   flagged as examples;
/// - "index:COLUMN": people times a number column of the areas;
/// - "measure:NAME": cases of a measure of the projection table;
/// - a scheme of the weight table, by its dimensions: age (with age_share: stated shares of a band that lies
///   across weights), sex, imd_quintile, segment, practice (weighted over registered patients, taken to areas
///   by list share).
/// A scheme that leaves a band of people without a weight, or cannot split one that lies across weights, is
/// refused: with InputError when it was named itself, else it gives way to none with a finding
/// NEED_SCHEME_REFUSED. Uplifts of hotspot notes (1 + uplift) multiply before the sum is set to the place's
/// people. Areas that are context only have no need. Throws InputError for a named scheme the place does not
/// know.
[[nodiscard]] PlaceNeed find_need(const datasets::Place& place, const Lists& lists, std::string_view word,
                                  const std::vector<std::string>& groups = {});

}  // namespace placewright::boundaries::workforce
