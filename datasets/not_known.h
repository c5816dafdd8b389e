#pragma once

#include <string_view>

namespace placewright::datasets {

/// With an area's code behind it the setting that counts its registration cells whose number is suppressed.
inline constexpr std::string_view kCellsNotKnown = "registration_cells_not_known.";

}  // namespace placewright::datasets
