#pragma once

#include <string>

#include "datasets/place/place.h"

/// Plans as lookups: which area is in which neighbourhood, as a CSV that everybody can read.
namespace placewright::boundaries::output {

/// "area_code,neighbourhood,name" and a row an area, by code: nothing of plan name, clock, threads or
/// machine.
[[nodiscard]] std::string lookup_csv(const datasets::PlanRecord& plan);

}  // namespace placewright::boundaries::output
