#include "viewer/session/measured.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/supply/place_need.h"
#include "boundaries/workforce/supply/units.h"
#include "geo/error.h"

namespace placewright::viewer {
namespace {

using datasets::kMissing;

AreaMeasure empty_measure(const Session& session, std::string title, std::string units) {
  return {std::move(title), std::move(units), std::vector<double>(session.place().areas.size(), kMissing),
          ""};
}

}  // namespace

AreaMeasure measure_need(const Session& session) {
  const auto& place = session.place();
  auto measure = empty_measure(session, "Need", "weighted people to people; 1 is the place's mean");
  try {
    const auto found =
        boundaries::workforce::find_need(place, boundaries::workforce::collect_lists(place), "");
    measure.units += ", weights: " + found.scheme;
    for (std::size_t area = 0; area < measure.value.size(); ++area)
      if (place.areas.inside[area] != 0 && place.areas.population[area] > 0)
        measure.value[area] =
            boundaries::workforce::value_at(found.need.people, area) / place.areas.population[area];
  } catch (const geo::InputError& error) {
    measure.missing = error.what();
  }
  return measure;
}

AreaMeasure measure_staff(const Session& session, const std::string& group) {
  const auto& place = session.place();
  auto measure = empty_measure(session, group.empty() ? "Staff, all groups" : "Staff: " + group,
                               "WTE per 10,000 residents of the neighbourhood");
  if (place.workforce.empty()) {
    measure.missing = "the place has no workforce table: import one";
    return measure;
  }
  try {
    boundaries::workforce::CoverageRequest question;
    if (!group.empty()) question.groups = {group};
    question.draws = 1000;  // its intervals are not shown here
    question.compare_plans = false;
    const auto coverage = boundaries::workforce::measure_coverage(place, session.record(), question);
    for (std::size_t area = 0; area < measure.value.size(); ++area)
      if (const auto unit = coverage.units.of_area[area]; unit >= 0)
        measure.value[area] = coverage.unit[static_cast<std::size_t>(unit)].per_10k_residents;
  } catch (const geo::InputError& error) {
    measure.missing = error.what();
  }
  return measure;
}

AreaMeasure measure_nearest(const Session& session) {
  auto measure = empty_measure(session, "Minutes to the nearest GP practice", "");
  const auto* question = session.question();
  if (question == nullptr || question->problem.access.empty() ||
      question->problem.access.front().site_id.empty()) {
    measure.missing = "no site to go to is known";
    return measure;
  }
  const auto& access = question->problem.access.front();
  measure.title = "Minutes to the nearest " + access.kind;
  measure.units = access.straight_line ? "straight line x 1.3, no roads" : "over the network";
  for (std::size_t i = 0; i < question->area_row.size(); ++i)
    measure.value[question->area_row[i].value()] = access.nearest_minutes(i);
  return measure;
}

AreaMeasure measure_minutes_to(const Session& session, std::size_t site, const std::string& mode) {
  const auto& place = session.place();
  auto measure = empty_measure(
      session,
      "Minutes to " + (place.sites[site].name.empty() ? place.sites[site].id : place.sites[site].name), "");
  bool straight = false;
  measure.value = boundaries::workforce::minutes_to_site(place, place.sites[site], mode, straight);
  measure.units =
      travel_mode_name(mode) + (straight ? ", straight line x 1.3, no roads" : ", by the travel table");
  for (std::size_t area = 0; area < measure.value.size(); ++area)
    if (place.areas.inside[area] == 0) measure.value[area] = kMissing;
  return measure;
}

std::vector<std::string> travel_modes(const datasets::Place& place) {
  std::vector<std::string> modes{"walk", "drive"};
  std::set<std::string> further;
  for (const auto& row : place.travel)
    if (row.mode != "walk" && row.mode != "drive") further.insert(row.mode);
  modes.insert(modes.end(), further.begin(), further.end());
  return modes;
}

std::string travel_mode_name(const std::string& mode) {
  return mode == "walk" ? "on foot" : mode == "drive" ? "by car" : mode;
}

std::vector<std::string> staff_groups(const datasets::Place& place) {
  std::set<std::string> groups;
  for (const auto& row : place.workforce)
    if (!row.role_group.empty()) groups.insert(row.role_group);
  return {groups.begin(), groups.end()};
}

}  // namespace placewright::viewer
