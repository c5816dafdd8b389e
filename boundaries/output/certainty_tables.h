#pragma once

#include <string>

#include "boundaries/output/table.h"
#include "boundaries/workforce/cover/certainty.h"

/// How sure the figures of a coverage are, as tables, a picture and JSON.
namespace placewright::boundaries::output {

/// A row a unit: rates and gap with their 95 % limits, control limits of the funnel, where the unit lies.
[[nodiscard]] Table interval_table(const workforce::Coverage& coverage, const workforce::Certainty& sure);

/// Units in the order of their rates by need, each with its difference from the next and whether it is one.
[[nodiscard]] Table rank_table(const workforce::Coverage& coverage, const workforce::Certainty& sure);

/// Every way of counting with what the most and the least deprived fifth of people have.
[[nodiscard]] Table sign_table(const workforce::Coverage& coverage);

/// The funnel as SVG: rates by need against weighted people, the place's rate, limits of 95 and 99.8 %. ""
/// where fewer than two units are judged.
[[nodiscard]] std::string funnel_svg(const workforce::Coverage& coverage, const workforce::Certainty& sure);

/// An object; null where there are no limits.
[[nodiscard]] std::string certainty_json(const workforce::Coverage& coverage,
                                         const workforce::Certainty& sure);

}  // namespace placewright::boundaries::output
