#pragma once

#include <string>
#include <string_view>

#include "boundaries/judge/score.h"

/// Words for people in place of the names of columns and ingredients.
namespace placewright::boundaries::output {

/// "mean deprivation (score, higher is more deprived)" for deprivation_mean; a name that is not known, with
/// spaces for underscores.
[[nodiscard]] std::string heading_words(std::string_view column);

/// "straight line" for the code STRAIGHT_LINE of a finding; WTE, PCN and their like stay as they are.
[[nodiscard]] std::string code_words(std::string_view code);

/// The ingredients of a criterion in words and natural units.
[[nodiscard]] std::string natural_units(const CriterionScore& criterion);

}  // namespace placewright::boundaries::output
