#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "boundaries/draw_better.h"

/// What draw --better-than tells a person.
namespace placewright::boundaries::cli {

/// People moved, criteria before and after, rules, steps, and the total against people moved.
[[nodiscard]] std::string better_text(const DrawnBetter& answer, const std::string& than);
/// The same for machines: than, most_moved, moved, held, tolerance, filled, criteria, rules, steps, curve.
[[nodiscard]] nlohmann::ordered_json better_json(const DrawnBetter& answer, const std::string& than);

}  // namespace placewright::boundaries::cli
