#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/check/check.h"
#include "datasets/place/place.h"

/// The parts of check_place, one idea a function. Private to this room.
namespace placewright::datasets {

using Findings = std::vector<geo::Finding>;

void check_areas(const Place& place, Findings& findings);          ///< codes, values, points
void check_geometry(const Place& place, Findings& findings);       ///< shapes, gaps, overlaps, pieces, links
void check_people(const Place& place, Findings& findings);         ///< population, deprivation, ages
void check_registrations(const Place& place, Findings& findings);  ///< against residents; practices
void check_sites(const Place& place, Findings& findings);
void check_codes(const Place& place, Findings& findings);  ///< that stand for nothing
void check_workforce(const Place& place, Findings& findings);
void check_sources(const Place& place, Findings& findings);  ///< vintages
void check_plans(const Place& place, Findings& findings);

[[nodiscard]] bool is_inside(const Place& place, std::size_t row);
/// "E01000001 Leeds 001A".
[[nodiscard]] std::string area_text(const Place& place, std::size_t row);
/// "2 areas have no shape: a, b", or "12 areas have no shape: a, ... and 4 more" with at most `shown` of them
/// named; `one` and `many` are what follows the number.
[[nodiscard]] std::string list_text(const std::vector<std::string>& names, std::string_view one,
                                    std::string_view many, std::size_t shown = 8);

/// Patients of one practice.
struct ListSize {
  double inside = 0;   ///< who live in areas of the place that count
  double all = 0;      ///< the whole list, as far as it is known
  bool whole = false;  ///< whether it is: by its own size, or by rows OUTSIDE
};
[[nodiscard]] std::map<std::string_view, ListSize> measure_lists(const Place& place);
/// Whether a practice matters to the place: at least 100 patients, or 1 % of its whole list, live there.
[[nodiscard]] bool matters(const ListSize& list);

}  // namespace placewright::datasets
