#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace placewright::geo {

enum class TravelMode { walk, drive };
[[nodiscard]] inline const char* travel_mode_name(TravelMode mode) {
  return mode == TravelMode::walk ? "walk" : "drive";
}

/// Speeds by road class, km/h; 0 means that mode may not use it. Assumptions of this program (free-flowing
/// traffic less junctions, walking 4.8 km/h), to be changed by the user, not measurements.
struct RoadSpeed {
  std::string road_class;  ///< OSM highway value, or OS Open Roads class; compared without case
  double walk_kmh{}, drive_kmh{};
  /// By car, at the end of each stretch where three or more stretches meet: for turns and signals. 0: none.
  double junction_s = 0;
};
[[nodiscard]] std::vector<RoadSpeed> default_road_speeds();

enum class Direction { both, forward, backward };

/// Who may use a road, and which way.
struct RoadUse {
  Direction drive_direction = Direction::both;  ///< walkers go both ways
  bool walk = true, drive = true;
  double limit_kmh = 0;         ///< speed limit; 0 where not known
  double crossing_minutes = 0;  ///< what a ferry states for its whole line; 0 where not known
};

/// Reads a road's rules.
///
/// oneway:     the column, where there is one.
/// access:     "", "no", "private", or a mode it is kept for ("foot", "motor_vehicle"); other values do not
///             restrict.
/// other_tags: OSM tags as OGR writes them: "key"=>"value",... ; oneway, junction, access, foot, vehicle,
///             motor_vehicle, motorcar, maxspeed and a ferry's duration (25, 0:25, 0:25:00) are read, the
///             more special key wins (OSM wiki, Key:access).
[[nodiscard]] RoadUse read_road_use(std::string_view road_class, bool oneway, std::string_view access,
                                    std::string_view other_tags);

}  // namespace placewright::geo
