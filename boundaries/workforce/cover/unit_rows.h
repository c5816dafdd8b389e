#pragma once

#include <cstdint>
#include <vector>

#include "boundaries/workforce/cover/cells.h"
#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/cover/returns.h"
#include "boundaries/workforce/supply/units.h"

/// The row of each unit: staff, people, need, rates and what a fair share would be.
namespace placewright::boundaries::workforce {

/// What of each area enters the rows, by area of the place.
struct AreaFigures {
  const std::vector<double>& wte;
  const std::vector<double>& headcount;
  const std::vector<double>& estimated;
  const std::vector<double>& need;                ///< weighted people
  const std::vector<double>& covered;             ///< share of its people whose staff are known
  const std::vector<double>& covered_registered;  ///< share of the patients who live there
};

struct UnitRows {
  std::vector<UnitCoverage> unit;  ///< parallel to the units
  EquityUnits equity;              ///< the same rows as equity is measured over
  double people_covered = 1;       ///< share of residents of all units whose staff are known
};

/// Rates are over people whose practice or PCN reported; missing below the least coverage. A figure of an
/// area enters both sides of a rate or neither. Fair shares follow the need of all units that have a rate.
[[nodiscard]] UnitRows build_unit_rows(const datasets::Place& place, const Lists& lists, const Units& units,
                                       const AreaFigures& areas);

struct RoleRows {
  std::vector<double> wte;  ///< units x groups; 0 only where enough was reported to say that nobody is there
  std::vector<std::uint8_t> partial;  ///< the same shape: too few reported, WTE are those reported
};
[[nodiscard]] RoleRows build_role_rows(const datasets::Place& place, const std::vector<StaffReturn>& returns,
                                       const CountsGroup& counts, const Units& units, const StaffSums& staff);

/// Standard error of a rate per 10,000 from the staff behind it: as a count, a guide only.
[[nodiscard]] double rate_error(double wte, double headcount, double people);

}  // namespace placewright::boundaries::workforce
