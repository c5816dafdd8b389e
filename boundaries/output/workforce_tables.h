#pragma once

#include <string>
#include <vector>

#include "boundaries/output/table.h"
#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/cover/role_need.h"
#include "boundaries/workforce/plan/rebalance_roles.h"

/// What `workforce` tells as tables of values, which the terminal, the workbook and the report print alike,
/// and as JSON.
namespace placewright::boundaries::output {

/// What `--scheme` may name, for help.
inline constexpr const char* kSchemeHelp =
    "what need is weighed by: a scheme of the weight table, none, example, age-sex-example, ages:0-19, "
    "ages:65+, ages:F 15-44 (maternity), index:COLUMN, measure:NAME of the projection table; or a table of "
    "role group to scheme: set:people, set:lists, set:services. Without it: settings need and need.GROUP";

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
/// Each role group against the need of its own scheme, by unit; named "role_need".
[[nodiscard]] Table role_need_table(const workforce::Coverage& coverage,
                                    const std::vector<workforce::RoleNeed>& roles);
[[nodiscard]] Table transfer_table(const std::vector<workforce::RoleRebalance>& results);
[[nodiscard]] Table base_table(const std::vector<workforce::BaseLoad>& bases);

/// Whether the direction of inequality hangs on people whose staff are not known: within the place and
/// between units, without them and with them counted as if they had none. Empty where everybody's are known.
[[nodiscard]] std::vector<std::string> unknown_people_sentences(const workforce::Coverage& coverage);

/// "confidence C (A best, D worst); flags COVERAGE_LOW, UPTAKE": what stands beside a table.
[[nodiscard]] std::string rating_text(const workforce::TableRating& rating);

/// "need by scheme ages:65+ (residents of ages 65+, others count 0)": what stands beside a table.
[[nodiscard]] std::string scheme_text(const workforce::Coverage& coverage);

/// The rows of that table as a JSON array.
[[nodiscard]] std::string role_need_json(const workforce::Coverage& coverage,
                                         const std::vector<workforce::RoleNeed>& roles);

/// Everything measure_coverage found, as a JSON object; null where a figure is missing.
[[nodiscard]] std::string coverage_json(const workforce::Coverage& coverage);

}  // namespace placewright::boundaries::output
