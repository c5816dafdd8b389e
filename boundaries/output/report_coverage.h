#pragma once

#include <string>
#include <vector>

#include "boundaries/output/table.h"
#include "boundaries/workforce/cover/coverage.h"
#include "datasets/place/place.h"

/// Coverage as it is handed on: small cells are hidden (workforce/cover/publication.h).
namespace placewright::boundaries::output {

/// The part of a report that says who is covered by whom: sentences, tables with their confidence and flags,
/// families. Needs: a place with a workforce table, and its published coverage.
[[nodiscard]] std::string coverage_section(const datasets::Place& place, const datasets::PlanRecord& plan,
                                           const workforce::Coverage& published);

/// The tables that an export writes beside the plan's: coverage, intervals, rank, roles, account,
/// employers, equity, signs, role groups by their own need where their schemes differ, flags.
/// Empty without a workforce table.
[[nodiscard]] std::vector<Table> coverage_tables(const datasets::Place& place,
                                                 const datasets::PlanRecord& plan,
                                                 const workforce::Coverage& published);

}  // namespace placewright::boundaries::output
