#pragma once

#include <string>
#include <vector>

#include "boundaries/output/table.h"
#include "boundaries/workforce/cover/coverage.h"
#include "datasets/place/place.h"

/// What is known of each neighbourhood, in one table and one card each.
namespace placewright::boundaries::output {

/// A row a neighbourhood, then one for the place ("place"), beside which each is read. Columns that nothing
/// is loaded for are not there; `absent` names them with what would bring them. Missing is [x], hidden staff
/// [c] (few staff; see workforce/cover/publication.h), never 0. `staff`: the published coverage of this plan
/// by neighbourhood, where it is at hand; else it is worked out.
struct Profile {
  Table table;
  std::vector<std::string> absent;
  std::vector<std::string> notes;  ///< what is counted in part
};
[[nodiscard]] Profile measure_profile(const datasets::Place& place, const datasets::PlanRecord& plan,
                                      const workforce::Coverage* staff = nullptr);

/// One row of the table as a list of columns: its value and that of the place.
[[nodiscard]] Table profile_card(const Profile& profile, std::size_t row);
/// "Not loaded: ..." for each of absent, then the notes; one a line.
[[nodiscard]] std::vector<std::string> profile_notes(const Profile& profile);
/// An object a neighbourhood with the table's columns as keys; null where missing; absent and notes.
[[nodiscard]] std::string profile_json(const Profile& profile);

}  // namespace placewright::boundaries::output
