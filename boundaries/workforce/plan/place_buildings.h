#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "boundaries/workforce/plan/buildings.h"
#include "datasets/place/place.h"
#include "geo/finding.h"

namespace placewright::boundaries::workforce {

/// A building as a table of candidates lists it. NaN and "" are missing.
struct Candidate {
  std::string where;  ///< "estate.csv, line 7", for complaints
  std::string id, name;
  BuildingStanding standing = BuildingStanding::existing;
  std::string area, postcode;  ///< where it lies: one of these, x and y, or the id of a site of the place
  double x = datasets::kMissing, y = datasets::kMissing;  ///< EPSG:27700, metres
  double rooms = datasets::kMissing, wte = datasets::kMissing, cost = datasets::kMissing;
  double rooms_after = datasets::kMissing, wte_after = datasets::kMissing,
         cost_after = datasets::kMissing;  ///< of an upgrade
  std::vector<std::string> serves;         ///< services; empty: every one
};

struct BuildingQuestion {
  BuildingRules rules;
  std::string mode = "walk", serves;  ///< only candidates that serve it; "": all
  double people_per_room = datasets::kMissing,
         people_per_wte = datasets::kMissing;  ///< what a room or WTE is enough for; NaN: no limit by it
  BuildingLimits limits;
};

/// People and their minutes before and after.
struct Journeys {
  double people = 0;
  double minutes_before = 0, minutes_after = 0;  ///< mean
  double farther = 0, nearer = 0;                ///< people
  double farther_mean = 0, farther_most = 0;     ///< minutes more of those farther
};

struct BuildingRow {
  Candidate candidate;
  std::string neighbourhood;  ///< "" where it lies in none
  std::string change;         ///< stays, upgraded, opens, closes, not opened
  bool is_open = false;
  double capacity = kNoLimit;                      ///< after, people
  double people_today = 0, people_after = 0;       ///< who use it
  double mean_minutes = datasets::kMissing;        ///< of those who use it after
  Journeys of_today;                               ///< those who use it today
  std::vector<std::pair<std::size_t, double>> to;  ///< rows that its people of today use after, most first
};

struct PlaceBuildings {
  BuildingQuestion question;
  std::string plan;
  std::vector<BuildingRow> rows;                            ///< by id
  std::vector<std::pair<Candidate, std::string>> left_out;  ///< and why
  BuildingAnswer answer;
  double cost_before = 0, cost_after = 0;  ///< of all that are open
  Journeys all;
  std::vector<std::pair<std::string, Journeys>> by_neighbourhood;
  std::array<Journeys, 5> by_fifth{};          ///< the most deprived first
  double within_before = 0, within_after = 0;  ///< people within the threshold
  double unreached = 0;                        ///< people whom nothing open reaches
  bool straight_line = false;
  std::vector<geo::Finding> findings;
};

/// Which candidates to keep, upgrade, open and close for the people of the place. Today everybody uses the
/// nearest that is open today. Throws InputError for a candidate that cannot be placed and for rules that
/// need what is not there.
[[nodiscard]] PlaceBuildings place_buildings(const datasets::Place& place, const datasets::PlanRecord& plan,
                                             const std::vector<Candidate>& candidates,
                                             const BuildingQuestion& question);

}  // namespace placewright::boundaries::workforce
