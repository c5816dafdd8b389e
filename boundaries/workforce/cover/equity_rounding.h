#pragma once

#include "boundaries/workforce/cover/coverage.h"

/// Figures that are no sums of staff, such as slopes and ratios, as they may be published.
namespace placewright::boundaries::workforce {

/// Equity of `published` (hidden by hide_small of `whole` with the question's earlier publications) measure
/// by measure at the most digits, 4 to 0 after the point, at which it is the same in the true table and in a
/// table for each end of each hidden figure's range, so that no hidden figure is told more closely by it; as
/// it is where all of them agree. A measure that differs even so is missing, a sentence that differs left
/// out. All is withheld where that takes too many tables, and where staff are hidden of returns in which
/// somebody is silent. Measures of other
/// plans are left out.
void round_equity(const datasets::Place& place, const datasets::PlanRecord& plan,
                  const CoverageRequest& question, const Coverage& whole, Coverage& published);

}  // namespace placewright::boundaries::workforce
