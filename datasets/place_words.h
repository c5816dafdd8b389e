#pragma once

#include <string_view>

/// Words that stand in a place's tables and are written and read in several modules.
namespace placewright::datasets {

/// With an area's code behind it the setting that counts its registration cells whose number is suppressed.
inline constexpr std::string_view kCellsNotKnown = "registration_cells_not_known.";

/// The measure of a projection that counts people.
inline constexpr std::string_view kPopulationMeasure = "population";

/// Whether a measure counts people; older places and other programs' files have other words for it.
[[nodiscard]] constexpr bool counts_people(std::string_view measure_in_small_letters) {
  return measure_in_small_letters.empty() || measure_in_small_letters.starts_with(kPopulationMeasure) ||
         measure_in_small_letters == "people" || measure_in_small_letters == "persons" || measure_in_small_letters == "residents";
}

}  // namespace placewright::datasets
