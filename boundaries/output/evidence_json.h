#pragma once

#include <optional>
#include <string>
#include <vector>

#include "boundaries/judge/compare.h"
#include "boundaries/judge/compare_words.h"
#include "boundaries/judge/explain.h"
#include "boundaries/output/pcn_fit.h"
#include "boundaries/output/table.h"

/// What `compare --json` and `explain --json` print. Missing numbers are null; keys in a fixed order.
namespace placewright::boundaries::output {

struct OrganisationChange;  // compare_people.h

/// Ids and names of a plan's neighbourhoods, row = label.
struct PlanNames {
  std::string plan;
  std::vector<std::string> ids, names;
};

[[nodiscard]] std::string comparison_json(const Problem& problem, const Comparison& comparison,
                                          const ComparisonWords& said, const PlanNames& a, const PlanNames& b,
                                          const std::optional<PcnFit>& fit_a,
                                          const std::optional<PcnFit>& fit_b,
                                          const std::vector<OrganisationChange>& changes,
                                          const std::optional<Table>& equity);
/// More than two plans: `plans` names them, `overall` has a sentence for each after the first.
[[nodiscard]] std::string options_json(const std::vector<OptionRow>& rows,
                                       const std::vector<std::string>& plans,
                                       const std::vector<std::string>& overall);
[[nodiscard]] std::string explanation_json(const Problem& problem, const Explanation& explanation,
                                           const PlanNames& plan);

}  // namespace placewright::boundaries::output
