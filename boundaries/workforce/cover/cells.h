#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "boundaries/workforce/cover/allocate.h"
#include "boundaries/workforce/cover/coverage.h"

/// Allocated staff summed up: into cells, by role group, employer and sector, and by area.
namespace placewright::boundaries::workforce {

/// Whether a role group counts in the question asked.
using CountsGroup = std::function<bool(const std::string& group)>;

struct StaffSums {
  std::vector<CoverageCell> cells;  ///< of groups that count; sorted by unit, group, sector, registered
  std::vector<CoverageTotal> by_group, by_employer, by_sector;  ///< of all groups
  /// By area of the place, of groups that count; headcount NaN where no row says it.
  std::vector<double> area_wte, area_headcount, area_estimated;
};

/// Rows of staff without WTE enter the totals as rows and nothing else.
[[nodiscard]] StaffSums sum_staff(const Allocated& allocated, const Units& units, std::size_t areas,
                                  const CountsGroup& counts);

/// What each family of services has by role group; missing where no row of the workforce table belongs to it.
[[nodiscard]] std::vector<FamilyCoverage> list_families(const std::vector<CoverageTotal>& by_group);

/// Place of a role group in the table of groups; the number of groups where it is none of them.
[[nodiscard]] std::size_t group_order(std::string_view code);

}  // namespace placewright::boundaries::workforce
