#pragma once

#include <string>

#include "boundaries/output/plan_tables.h"
#include "boundaries/workforce/cover/coverage.h"

namespace placewright::boundaries::output {

/// One self-contained HTML page about a plan: map, neighbourhoods, criteria, findings, data gaps, sources.
/// Loads nothing from outside, works from a file, prints well. `staff`: the published coverage, worked out
/// and kept once (workforce/cover/publication.h).
[[nodiscard]] std::string report_html(const DescribedPlan& described, const workforce::Coverage& staff);
/// The same with the staff audited here and written down nowhere: for what is not handed on.
[[nodiscard]] std::string report_html(const DescribedPlan& described);

}  // namespace placewright::boundaries::output
