#include "viewer/session/measured.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "boundaries/workforce/supply/need_choice.h"
#include "boundaries/workforce/supply/place_need.h"
#include "boundaries/workforce/supply/units.h"
#include "geo/error.h"
#include "viewer/session/site_words.h"
#include "viewer/session/sources.h"

namespace placewright::viewer {
namespace {

using datasets::kMissing;

constexpr std::size_t kMaxPairs = 3'000'000;  // areas x sites whose minutes are found before an eye blinks

AreaMeasure empty_measure(const Session& session, std::string title, std::string units) {
  AreaMeasure measure;
  measure.title = std::move(title);
  measure.units = std::move(units);
  measure.value.assign(session.place().areas.size(), kMissing);
  return measure;
}

}  // namespace

AreaMeasure measure_need(const Session& session, const std::string& scheme) {
  const auto& place = session.place();
  auto measure = empty_measure(session, "Need", "weighted people to people; 1 is the place's mean");
  measure.source = source_of(place, SourceTopic::people);
  try {
    const auto found =
        boundaries::workforce::find_need(place, boundaries::workforce::collect_lists(place), scheme);
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

std::vector<std::string> need_schemes(const datasets::Place& place) {
  std::vector<std::string> schemes;
  for (const auto& row : place.weights)
    if (std::find(schemes.begin(), schemes.end(), row.scheme) == schemes.end()) schemes.push_back(row.scheme);
  if (!place.ages.empty()) schemes.emplace_back("example");
  for (const auto& set : boundaries::workforce::need_sets()) schemes.emplace_back(set.name);
  schemes.emplace_back("none");
  return schemes;
}

namespace {

/// Minutes to the nearest of the sites of a kind, by the travel table or the straight line.
void measure_nearest_of(const datasets::Place& place, const std::string& kind, const std::string& mode,
                        AreaMeasure& measure) {
  measure.title = "Minutes to the nearest " + word_of_site(kind);
  std::size_t sites = 0;
  bool straight = false;
  for (const auto& site : place.sites)
    sites += site.open && site.kind == kind && !datasets::is_missing(site.x);
  if (sites == 0) {
    measure.missing = "no open " + word_of_site(kind) + " with a known point";
    return;
  }
  if (sites * place.areas.size() > kMaxPairs) {
    measure.missing =
        fmt::format("{} sites and {} areas are too many for this map", sites, place.areas.size());
    return;
  }
  for (const auto& site : place.sites) {
    if (!site.open || site.kind != kind || datasets::is_missing(site.x)) continue;
    const auto minutes = boundaries::workforce::minutes_to_site(place, site, mode, straight);
    for (std::size_t area = 0; area < minutes.size(); ++area)
      if (place.areas.inside[area] != 0 && !std::isnan(minutes[area]) &&
          !(measure.value[area] <= minutes[area]))
        measure.value[area] = minutes[area];
  }
  measure.units =
      travel_mode_name(mode) + (straight ? ", straight line x 1.3, no roads" : ", by the travel table");
}

}  // namespace

AreaMeasure measure_nearest(const Session& session, const std::string& kind, const std::string& mode) {
  auto measure = empty_measure(session, "Minutes to the nearest GP practice", "");
  measure.source = source_of(session.place(), SourceTopic::sites);
  const auto* question = session.question();
  if (!kind.empty() || !mode.empty()) {
    const auto counted = question == nullptr || question->problem.access.empty()
                             ? std::string("gp")
                             : question->problem.access.front().kind;
    measure_nearest_of(session.place(), kind.empty() ? counted : kind, mode.empty() ? "walk" : mode, measure);
    return measure;
  }
  if (question == nullptr || question->problem.access.empty() ||
      question->problem.access.front().site_id.empty()) {
    measure.missing = "no site to go to is known";
    return measure;
  }
  const auto& access = question->problem.access.front();
  measure.title = "Minutes to the nearest " + word_of_site(access.kind);
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
