#pragma once

#include <memory>
#include <string>
#include <vector>

#include "viewer/session/session.h"

/// Figures of each area that are not columns of the place but follow from it, for colouring the map. No
/// window.
namespace placewright::viewer {

struct FootprintMap;

struct AreaMeasure {
  std::string title, units;
  std::vector<double> value;  ///< per area of the place; NaN missing, and for areas that are context only
  std::string missing;        ///< why there is none; the values are all NaN then
  std::string source;         ///< whose figures, and of when; "" not known
  std::vector<std::uint8_t> partial;  ///< per area: too few reported for a figure; empty: none
  // Per row of the plan's neighbourhoods; empty: nothing of them.
  std::vector<std::string> said;                   ///< what stands under its name on the map
  std::vector<std::string> told;                   ///< what the pointer is told, a line or more
  std::shared_ptr<const FootprintMap> footprints;  ///< of the service shown; nothing: no footprints are
};

/// Need index: weighted people over people, 1 is the mean of the place. `scheme` as find_need has it; "": the
/// place's own weights where it has any.
[[nodiscard]] AreaMeasure measure_need(const Session& session, const std::string& scheme = "");
/// Weights of need that the place can be asked for: its own schemes, the example where it has ages, the
/// program's tables of role group to scheme, "none".
[[nodiscard]] std::vector<std::string> need_schemes(const datasets::Place& place);

struct StaffAsk {
  std::string group;   ///< of roles; "" all staff
  std::string scheme;  ///< of need; "" as the place weighs it
};
enum class PerWhat { need, head };
/// Staff of each area's neighbourhood as `workforce` has them: WTE per 10,000 people weighted by need, or per
/// 10,000 residents. Where too few reported there is no figure, and the area is `partial`.
[[nodiscard]] AreaMeasure measure_staff(const Session& session, const StaffAsk& ask,
                                        PerWhat per = PerWhat::need);
/// Each area's neighbourhood against its fair share of the staff by need, in % of that share; as
/// measure_staff else.
[[nodiscard]] AreaMeasure measure_gap(const Session& session, const StaffAsk& ask);
/// Minutes to the nearest open site of a kind. Both "": of the kind, by the way, that the brief's access
/// counts; a kind or a way alone: on foot, to the brief's kind.
[[nodiscard]] AreaMeasure measure_nearest(const Session& session, const std::string& kind = "",
                                          const std::string& mode = "");
/// Minutes from each area to one site; `mode` is walk or drive or one of the travel table.
[[nodiscard]] AreaMeasure measure_minutes_to(const Session& session, std::size_t site,
                                             const std::string& mode);
/// Ways of going: walk, drive and any other that the travel table has; and what people call one.
[[nodiscard]] std::vector<std::string> travel_modes(const datasets::Place& place);
[[nodiscard]] std::string travel_mode_name(const std::string& mode);
/// Role groups that some row of the workforce table has; sorted.
[[nodiscard]] std::vector<std::string> staff_groups(const datasets::Place& place);

}  // namespace placewright::viewer
