#pragma once

#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

/// Words that stand in a place's tables and are written and read in several modules.
namespace placewright::datasets {

/// With an area's code behind it the setting that counts its registration cells whose number is suppressed.
inline constexpr std::string_view kCellsNotKnown = "registration_cells_not_known.";

/// With a mode's name behind it the setting that says what its minutes are, where a matrix brought them.
inline constexpr std::string_view kTravelSource = "travel_source.";

/// With the name of a column of areas behind it the setting that says of which year its units are.
inline constexpr std::string_view kUnitYear = "unit_year.";

/// How many cells of the registrations are suppressed in areas of the place, by its settings.
[[nodiscard]] inline std::int64_t count_cells_not_known(const std::map<std::string, std::string>& settings) {
  std::int64_t cells = 0;
  for (auto at = settings.lower_bound(std::string(kCellsNotKnown));
       at != settings.end() && at->first.starts_with(kCellsNotKnown); ++at)
    cells += std::atoll(at->second.c_str());
  return cells;
}

/// Values of practices that become a list size, and weights of the scheme of the same name.
inline constexpr std::string_view kListSize = "list_size", kWeightedList = "carr_hill";

/// Whether a setting follows from other tables or runs, so that no file gives it.
[[nodiscard]] constexpr bool is_derived_setting(std::string_view key) {
  return key.starts_with("pcn_name.") || key.starts_with(kCellsNotKnown) || key.starts_with(kTravelSource) ||
         key.starts_with(kUnitYear) || key.starts_with("scenario/");
}

/// The measure of a projection that counts people.
inline constexpr std::string_view kPopulationMeasure = "population";

/// Whether a measure counts people; older places and other programs' files have other words for it.
[[nodiscard]] constexpr bool counts_people(std::string_view measure_in_small_letters) {
  return measure_in_small_letters.empty() || measure_in_small_letters.starts_with(kPopulationMeasure) ||
         measure_in_small_letters == "people" || measure_in_small_letters == "persons" ||
         measure_in_small_letters == "residents";
}

/// What an imported matrix said of its minutes, by mode.
[[nodiscard]] inline std::map<std::string, std::string> travel_sources_of(
    const std::map<std::string, std::string>& settings) {
  std::map<std::string, std::string> sources;
  for (auto at = settings.lower_bound(std::string(kTravelSource));
       at != settings.end() && at->first.starts_with(kTravelSource); ++at)
    sources.emplace(at->first.substr(kTravelSource.size()), at->second);
  return sources;
}

}  // namespace placewright::datasets
