#include "geo/road_rules.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>

namespace placewright::geo {
namespace {

/// The value of a key in "key"=>"value","key"=>"value"; empty where it is not there.
std::string_view tag(std::string_view tags, std::string_view key) {
  for (std::size_t at = tags.find(key); at != std::string_view::npos; at = tags.find(key, at + 1)) {
    const auto end = at + key.size();
    constexpr std::string_view kArrow = "\"=>\"";
    if (at == 0 || tags[at - 1] != '"' || tags.substr(end, kArrow.size()) != kArrow) continue;
    if (at >= 2 && tags[at - 2] != ',' && tags[at - 2] != ' ') continue;
    const auto first = end + kArrow.size();
    const auto last = tags.find('"', first);
    return last == std::string_view::npos ? std::string_view{} : tags.substr(first, last - first);
  }
  return {};
}

bool forbids(std::string_view value) {
  return value == "no" || value == "private" || value == "agricultural" || value == "forestry" ||
         value == "delivery" || value == "emergency" || value == "military";
}

/// The last of the values that says anything decides.
bool allowed(std::initializer_list<std::string_view> values) {
  bool result = true;
  for (const auto value : values)
    if (!value.empty()) result = !forbids(value);
  return result;
}

double limit_kmh(std::string_view maxspeed) {
  const double value = std::strtod(std::string(maxspeed).c_str(), nullptr);
  constexpr double kKmPerMile = 1.609344;
  return maxspeed.find("mph") != std::string_view::npos ? value * kKmPerMile : value;
}

/// Of "25" (minutes), "0:25" or "0:25:00"; 0 of anything else.
double duration_minutes(std::string_view duration) {
  double parts[3] = {0, 0, 0};
  std::size_t count = 0;
  for (std::size_t from = 0; from <= duration.size(); ++count) {
    const auto to = std::min(duration.find(':', from), duration.size());
    if (count == 3 || to == from) return 0;
    const auto read = std::from_chars(duration.data() + from, duration.data() + to, parts[count]);
    if (read.ec != std::errc() || read.ptr != duration.data() + to || !std::isfinite(parts[count]) ||
        parts[count] < 0)
      return 0;
    from = to + 1;
  }
  return count == 1 ? parts[0] : 60 * parts[0] + parts[1] + parts[2] / 60;
}

}  // namespace

std::vector<RoadSpeed> default_road_speeds() {
  constexpr double kWalk = 4.8;
  return {
      {"motorway", 0, 100},
      {"motorway_link", 0, 60},
      {"trunk", kWalk, 80},
      {"trunk_link", kWalk, 50},
      {"primary", kWalk, 55},
      {"primary_link", kWalk, 40},
      {"secondary", kWalk, 45},
      {"secondary_link", kWalk, 40},
      {"tertiary", kWalk, 40},
      {"tertiary_link", kWalk, 35},
      {"unclassified", kWalk, 35},
      {"residential", kWalk, 25},
      {"living_street", kWalk, 12},
      {"service", kWalk, 15},
      {"road", kWalk, 30},
      {"track", kWalk, 0},
      {"pedestrian", kWalk, 0},
      {"footway", kWalk, 0},
      {"cycleway", kWalk, 0},
      {"bridleway", kWalk, 0},
      {"path", kWalk, 0},
      {"steps", 2.4, 0},
      {"corridor", kWalk, 0},
      // OS Open Roads: road classification, then function.
      {"A Road", kWalk, 55},
      {"B Road", kWalk, 45},
      {"Classified Unnumbered", kWalk, 40},
      {"Not Classified", kWalk, 25},
      {"Unknown", kWalk, 25},
      {"Minor Road", kWalk, 40},
      {"Local Road", kWalk, 25},
      {"Local Access Road", kWalk, 15},
      {"Secondary Access Road", kWalk, 15},
      {"Restricted Local Access Road", kWalk, 10},
      {"path_or_track", kWalk, 0},
  };
}

RoadUse read_road_use(std::string_view road_class, bool oneway, std::string_view access,
                      std::string_view other_tags) {
  RoadUse use;
  const auto oneway_tag = tag(other_tags, "oneway");
  if (oneway_tag == "-1" || oneway_tag == "reverse")
    use.drive_direction = Direction::backward;
  else if (oneway || oneway_tag == "yes" || oneway_tag == "true" || oneway_tag == "1")
    use.drive_direction = Direction::forward;
  else if (oneway_tag.empty() && (road_class == "motorway" || road_class == "motorway_link" ||
                                  tag(other_tags, "junction") == "roundabout"))
    use.drive_direction = Direction::forward;
  const auto access_tag = tag(other_tags, "access");
  const bool kept_for_feet = access == "foot", kept_for_motors = access == "motor_vehicle";
  const auto general = kept_for_feet || kept_for_motors ? std::string_view{} : access;
  use.walk = !kept_for_motors && allowed({general, access_tag, tag(other_tags, "foot")});
  use.drive = !kept_for_feet && allowed({general, access_tag, tag(other_tags, "vehicle"),
                                         tag(other_tags, "motor_vehicle"), tag(other_tags, "motorcar")});
  use.limit_kmh = limit_kmh(tag(other_tags, "maxspeed"));
  if (road_class == "ferry") use.crossing_minutes = duration_minutes(tag(other_tags, "duration"));
  return use;
}

}  // namespace placewright::geo
