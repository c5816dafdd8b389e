#pragma once

#include <array>
#include <string>
#include <vector>

#include "boundaries/question/policy.h"
#include "boundaries/workforce/supply/access.h"
#include "boundaries/workforce/supply/units.h"
#include "datasets/place/place.h"
#include "geo/finding.h"

namespace placewright::boundaries::workforce {

struct AccessQuestion {
  std::string kind = "gp";  ///< of site
  std::string mode = "walk";
  double threshold = kCatchmentMinutes;  ///< minutes: catchment, and the end of the truncated Gaussian
  double near = kNearOnFootMinutes;      ///< minutes that count as near
  std::string decay = "gaussian";        ///< gaussian (truncated), step (thirds of the catchment), binary
  std::string supply =
      "wte";  ///< wte: staff at the site (by base or practice); capacity; list; one: every site counts 1
  std::string by = "neighbourhood";
};

struct AccessMethod {
  std::string name;
  std::vector<double> per_10k;  ///< supply per 10,000 people of each unit (people-weighted over its areas)
  std::vector<double> area_per_10k;
  double reached = 0, returned = 0;  ///< supply within reach, and sum of people x access: equal but for BFCA
};

struct PlaceAccess {
  std::string kind, mode;
  Units units;
  std::size_t sites = 0;  ///< open ones with coordinates or minutes
  double supply = 0,
         virtual_supply = 0;          ///< virtual sites cover everybody alike and take no part in catchments
  std::vector<AccessMethod> methods;  ///< 2SFCA, 3SFCA, row-standardised, BFCA
  std::vector<std::string> unreached_sites;
  std::size_t unreached_areas = 0;
  std::vector<WithinReach> near_by_unit;          ///< parallel to units.id
  std::array<WithinReach, 6> near_by_quintile{};  ///< IMD quintile 1 (most deprived) .. 5; 0 without a decile
  double edge_share = datasets::kMissing;  ///< people within the catchment's minutes of the edge, where no
                                           ///< site beyond is loaded
  bool straight_line = false;
  std::vector<geo::Finding> findings;  ///< STRAIGHT_LINE, PT_SINGLE_TIME, PT_WINDOW, NOT_PWC, EDGE, ...
};

/// How much of a kind of site's supply reaches the people of each unit. Throws InputError when the place has
/// none of it.
[[nodiscard]] PlaceAccess measure_place_access(const datasets::Place& place, const datasets::PlanRecord& plan,
                                               const AccessQuestion& question);

}  // namespace placewright::boundaries::workforce
