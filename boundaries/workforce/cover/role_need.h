#pragma once

#include <string>
#include <vector>

#include "boundaries/workforce/cover/coverage.h"

/// Staff of each role group against the need that its own scheme weighs.
namespace placewright::boundaries::workforce {

struct RoleNeed {
  std::string group, scheme, explanation;
  std::vector<UnitCoverage> unit;      ///< of this group alone, parallel to the units of the coverage
  std::vector<geo::Finding> findings;  ///< about its need: NEED_SCHEME_REFUSED, NEED_MISSING, ...
  bool hidden = false;                 ///< not to be published
};

/// For each role group of `coverage`, in its order: measure_coverage of the group by its scheme. Nothing
/// where the question's scheme is one for all staff. Of a coverage to be published no group is shown where
/// anything is withheld or a figure of the group is hidden.
[[nodiscard]] std::vector<RoleNeed> measure_role_need(const datasets::Place& place,
                                                      const datasets::PlanRecord& plan,
                                                      const CoverageRequest& question,
                                                      const Coverage& coverage);

}  // namespace placewright::boundaries::workforce
