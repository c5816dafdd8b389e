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
/// Mark of a unit's row of that table: "PARTIAL" where too few reported in all, "PARTIAL: GP PN" where too
/// few did of those groups alone, else "". `unit` is a row of the units.
[[nodiscard]] std::string role_flag(const workforce::Coverage& coverage, std::size_t unit);
[[nodiscard]] Table cell_table(
    const workforce::Coverage& coverage);  ///< unit, role group, sector, registered, WTE
[[nodiscard]] Table account_table(
    const workforce::Coverage& coverage);  ///< the four totals by role group and in all
[[nodiscard]] Table employer_table(const workforce::Coverage& coverage);
[[nodiscard]] Table equity_table(const workforce::Coverage& coverage,
                                 const workforce::Coverage* after = nullptr);
[[nodiscard]] Table transfer_table(const std::vector<workforce::RoleRebalance>& results);
[[nodiscard]] Table base_table(const std::vector<workforce::BaseLoad>& bases);

/// Whether the direction of inequality hangs on people whose staff are not known: within the place and
/// between units, without them and with them counted as if they had none. Empty where everybody's are known.
[[nodiscard]] std::vector<std::string> unknown_people_sentences(const workforce::Coverage& coverage);

/// "confidence C (A best, D worst); flags COVERAGE_LOW, UPTAKE": what stands beside a table.
[[nodiscard]] std::string rating_text(const workforce::TableRating& rating);

/// Everything measure_coverage found, as a JSON object; null where a figure is missing.
[[nodiscard]] std::string coverage_json(const workforce::Coverage& coverage);

}  // namespace placewright::boundaries::output
