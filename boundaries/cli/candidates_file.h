#pragma once

#include <string>
#include <vector>

#include "boundaries/workforce/plan/place_buildings.h"

namespace placewright::boundaries::cli {

/// The candidates of a table (CSV, or a sheet of a workbook), laid out as `placewright schema candidates`
/// says; columns it does not name are not read. Every row is a candidate or an error: throws InputError with
/// file, line and column.
[[nodiscard]] std::vector<workforce::Candidate> read_candidates(const std::string& path);

}  // namespace placewright::boundaries::cli
