#pragma once

#include <string>
#include <string_view>

#include "datasets/place/place.h"

/// By which way of getting about access is judged where nobody says.
namespace placewright::boundaries {

/// Most people of the place live in areas that the Rural Urban Classification (2011 or 2021, by name or by
/// code) calls rural. False where the place does not know its areas' class.
[[nodiscard]] bool is_mostly_rural(const datasets::Place& place);

/// The place holds minutes of a mode.
[[nodiscard]] bool has_minutes(const datasets::Place& place, std::string_view mode);

/// The mode by which access is judged where nobody names one: drive where most people live in rural areas and
/// the place holds roads or minutes by car, else that of the default brief.
[[nodiscard]] std::string default_access_mode(const datasets::Place& place, bool has_roads);

/// A brief's file itself names the mode of access.
[[nodiscard]] bool names_access_mode(const std::string& path);

}  // namespace placewright::boundaries
