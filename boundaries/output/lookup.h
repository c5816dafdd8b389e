#pragma once

#include <string>
#include <vector>

#include "datasets/place/place.h"
#include "geo/finding.h"

/// Plans as lookups: which area is in which neighbourhood, as a CSV that everybody can read.
namespace placewright::boundaries::output {

/// "area_code,neighbourhood,name" and a row an area, by code: nothing of plan name, clock, threads or
/// machine.
[[nodiscard]] std::string lookup_csv(const datasets::PlanRecord& plan);

/// A lookup read back, as a plan that is not stored yet.
struct ReadLookup {
  datasets::PlanRecord plan;           ///< name, brief and created left empty; origin "import"
  std::vector<geo::Finding> findings;  ///< codes that the place does not know, areas without a neighbourhood
};

/// Reads any UTF-8 CSV with a header, a column of area codes (area_code, LSOA21CD or another LSOA..CD,
/// OA..CD, MSOA..CD) and one of neighbourhoods (neighbourhood or NBHD..CD); names from name or NBHD..NM;
/// other columns are ignored. Throws InputError with the line for a code that comes twice, a missing column,
/// a file that is no CSV.
[[nodiscard]] ReadLookup read_lookup(const std::string& path, const datasets::Place& place);

}  // namespace placewright::boundaries::output
