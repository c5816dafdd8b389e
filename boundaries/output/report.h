#pragma once

#include <string>

#include "boundaries/output/plan_tables.h"

namespace placewright::boundaries::output {

/// One self-contained HTML page about a plan: map, neighbourhoods, criteria, findings, data gaps, sources.
/// Loads nothing from outside, works from a file, prints well.
[[nodiscard]] std::string report_html(const DescribedPlan& described);

}  // namespace placewright::boundaries::output
