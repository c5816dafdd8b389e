#pragma once

#include <string>
#include <vector>

#include "boundaries/output/table.h"
#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/plan/rebalance_roles.h"

/// What `workforce` tells as tables of values, which the terminal, the workbook and the report print alike,
/// and as JSON.
namespace placewright::boundaries::output {

[[nodiscard]] Table unit_table(
    const workforce::Coverage& coverage);  ///< a row a unit: people, WTE, rates, gap
[[nodiscard]] Table role_table(const workforce::Coverage& coverage);  ///< role group x unit, WTE
[[nodiscard]] Table cell_table(
    const workforce::Coverage& coverage);  ///< unit, role group, sector, registered, WTE
[[nodiscard]] Table account_table(
    const workforce::Coverage& coverage);  ///< the four totals by role group and in all
[[nodiscard]] Table employer_table(const workforce::Coverage& coverage);
[[nodiscard]] Table equity_table(const workforce::Coverage& coverage,
                                 const workforce::Coverage* after = nullptr);
[[nodiscard]] Table transfer_table(const std::vector<workforce::RoleRebalance>& results);
[[nodiscard]] Table base_table(const std::vector<workforce::BaseLoad>& bases);

/// "confidence C (A best, D worst); flags COVERAGE_LOW, UPTAKE": what stands beside a table.
[[nodiscard]] std::string rating_text(const workforce::TableRating& rating);

/// Everything measure_coverage found, as a JSON object; null where a figure is missing.
[[nodiscard]] std::string coverage_json(const workforce::Coverage& coverage);

}  // namespace placewright::boundaries::output
