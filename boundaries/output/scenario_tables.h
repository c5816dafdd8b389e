#pragma once

#include <string>
#include <vector>

#include "boundaries/output/table.h"
#include "boundaries/workforce/cover/coverage.h"

/// Each unit before and after what-ifs, with intervals.
namespace placewright::boundaries::output {

/// WTE, rate by need with its 95 % limits and gap with its own, before and after one scenario.
[[nodiscard]] Table what_if_table(const workforce::Coverage& before, const workforce::Coverage& after);

struct NamedCoverage {
  std::string name;
  workforce::Coverage coverage;
};
/// The rate by need of each unit in each state, with its 95 % limits. Needs: units of one plan.
[[nodiscard]] Table states_table(const std::vector<NamedCoverage>& states);
/// Every measure of fairness in each state.
[[nodiscard]] Table states_equity_table(const std::vector<NamedCoverage>& states);

}  // namespace placewright::boundaries::output
