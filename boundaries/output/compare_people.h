#pragma once

#include <optional>
#include <string>
#include <vector>

#include "boundaries/judge/compare.h"
#include "boundaries/output/evidence_json.h"
#include "boundaries/output/table.h"
#include "datasets/place/place.h"

/// What a change of plan does to practices, PCNs and the fairness of staff.
namespace placewright::boundaries::output {

/// A practice or PCN whose patients are grouped otherwise in the second plan.
struct OrganisationChange {
  std::string kind;  ///< "PCN" or "practice"
  std::string id, name;
  double patients = 0;              ///< living in the first plan
  std::string home_a, home_b;       ///< neighbourhood with most of them
  double share_a = 0, share_b = 0;  ///< of them living there
  bool moves = false;  ///< its home in the second plan is not what became of its home in the first
};

/// PCNs, then practices with at least a hundredth of their list here: those whose home changes, and those
/// for which the share at home changes by the material share or more. Most patients first.
[[nodiscard]] std::vector<OrganisationChange> find_organisation_changes(
    const datasets::Place& place, const datasets::PlanRecord& plan_a, const datasets::PlanRecord& plan_b,
    const Comparison& comparison, const PlanNames& names_a, const PlanNames& names_b);

[[nodiscard]] Table organisation_change_table(const std::vector<OrganisationChange>& changes);

/// How fairly staff lie over the neighbourhoods, before and after, with intervals where there are any; small
/// cells are hidden first. Nothing where the place has no workforce table.
[[nodiscard]] std::optional<Table> staff_equity_table(const datasets::Place& place,
                                                      const datasets::PlanRecord& plan_a,
                                                      const datasets::PlanRecord& plan_b);

}  // namespace placewright::boundaries::output
