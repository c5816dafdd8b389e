#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "datasets/place/place.h"

/// The rows of every coverage table: a place's areas grouped by neighbourhood, ward, PCN, ...; and its
/// practices' lists.
namespace placewright::boundaries::workforce {

struct Units {
  std::string kind;  ///< "neighbourhood", "ward", "parish", "lad", "pcn", "msoa", "area", "place"
  std::vector<std::string> id,
      name;  ///< sorted by id, numbers as numbers; a neighbourhood without areas keeps its row
  std::vector<std::int32_t> of_area;  ///< row of id for each area; -1 in none (unassigned, context only)
  [[nodiscard]] std::size_t size() const { return id.size(); }
};
/// Areas outside the place (inside = 0) are in no unit. Throws InputError for a kind the place does not know.
[[nodiscard]] Units find_units_of(const datasets::Place& place, const datasets::PlanRecord& plan,
                                  std::string_view kind);

/// One organisation's whole list.
struct List {
  std::vector<std::pair<std::uint32_t, double>> patients;  ///< (area, patients) of areas inside the place
  double outside = 0, unknown = 0;
  [[nodiscard]] double all() const;
};
struct Lists {
  std::map<std::string, List> practice, pcn;
  std::map<std::string, std::string> pcn_of;  ///< practice -> PCN
  std::map<std::string, std::string> pcn_name;
  std::vector<std::string> pcns_of_place;  ///< PCNs with an open practice that lies in the place
  std::map<std::string, std::vector<std::uint32_t>, std::less<>>
      footprint_members;           ///< footprint -> its rows of place.footprints
  std::vector<double> registered;  ///< patients living in each area, any practice; NaN where no list says
};
[[nodiscard]] Lists collect_lists(const datasets::Place& place);

/// A column of areas may be left empty as a whole: every value is missing then.
[[nodiscard]] inline double value_at(const std::vector<double>& column, std::size_t row) {
  return row < column.size() ? column[row] : datasets::kMissing;
}

/// Names of PCNs as tables of PCNs and of their practices, or PCN boundaries, give them. Nothing else names a
/// PCN: an employer of its staff and a practice have names of their own.
[[nodiscard]] std::map<std::string, std::string> pcn_names(const datasets::Place& place);

/// Adds what is known: a sum of nothing known stays missing.
inline void add_known(double& sum, double value) {
  if (!std::isnan(value)) sum = (std::isnan(sum) ? 0 : sum) + value;
}

/// Places areas' people, with missing counted as missing: sum over a unit's areas; NaN when every one is
/// missing.
[[nodiscard]] std::vector<double> sum_by_unit(const Units& units, const std::vector<double>& of_area);

/// Minutes between two points: straight line x 1.3 at 4.8 km/h (walk) or 30 km/h (drive and anything else).
[[nodiscard]] double straight_minutes(double ax, double ay, double bx, double by, std::string_view mode);

/// Minutes from each area to a site by the travel table; where the table lacks the mode or the pair: the
/// straight line, and `straight` is set. NaN for an area or a site without a point.
[[nodiscard]] std::vector<double> minutes_to_site(const datasets::Place& place, const datasets::Site& site,
                                                  std::string_view mode, bool& straight);

}  // namespace placewright::boundaries::workforce
