#pragma once

#include <string>
#include <vector>

#include "viewer/session/session.h"

/// Figures of each area that are not columns of the place but follow from it, for colouring the map. No
/// window.
namespace placewright::viewer {

struct AreaMeasure {
  std::string title, units;
  std::vector<double> value;  ///< per area of the place; NaN missing, and for areas that are context only
  std::string missing;        ///< why there is none; the values are all NaN then
};

/// Need index: weighted people over people, 1 is the mean of the place. By the place's own weights where it
/// has any.
[[nodiscard]] AreaMeasure measure_need(const Session& session);
/// Staff of each area's neighbourhood, WTE per 10,000 residents; `group` is a role group, "" all staff.
[[nodiscard]] AreaMeasure measure_staff(const Session& session, const std::string& group);
/// Minutes to the nearest site of the kind that the brief's access counts.
[[nodiscard]] AreaMeasure measure_nearest(const Session& session);
/// Minutes from each area to one site; `mode` is walk or drive or one of the travel table.
[[nodiscard]] AreaMeasure measure_minutes_to(const Session& session, std::size_t site,
                                             const std::string& mode);
/// Ways of going: walk, drive and any other that the travel table has; and what people call one.
[[nodiscard]] std::vector<std::string> travel_modes(const datasets::Place& place);
[[nodiscard]] std::string travel_mode_name(const std::string& mode);
/// Role groups that some row of the workforce table has; sorted.
[[nodiscard]] std::vector<std::string> staff_groups(const datasets::Place& place);

}  // namespace placewright::viewer
