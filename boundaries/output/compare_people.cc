#include "boundaries/output/compare_people.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "boundaries/output/workforce_tables.h"
#include "boundaries/workforce/cover/disclosure.h"
#include "boundaries/workforce/supply/organisations.h"
#include "datasets/place/names.h"

namespace placewright::boundaries::output {
namespace {

std::int32_t label_of(const PlanNames& names, const std::string& id) {
  const auto at = std::find(names.ids.begin(), names.ids.end(), id);
  return at == names.ids.end() ? kUnassigned : static_cast<std::int32_t>(at - names.ids.begin());
}

std::string full_name(const PlanNames& names, const std::string& id) {
  const auto label = label_of(names, id);
  return label == kUnassigned ? id : datasets::full_name(id, names.names[static_cast<std::size_t>(label)]);
}

}  // namespace

std::vector<OrganisationChange> find_organisation_changes(
    const datasets::Place& place, const datasets::PlanRecord& plan_a, const datasets::PlanRecord& plan_b,
    const Comparison& comparison, const PlanNames& names_a, const PlanNames& names_b) {
  std::vector<OrganisationChange> changes;
  if (place.registrations.empty()) return changes;
  const auto before = workforce::measure_organisations(place, plan_a),
             after = workforce::measure_organisations(place, plan_b);
  const auto add = [&](const char* kind, const std::vector<workforce::OrganisationRow>& rows_a,
                       const std::vector<workforce::OrganisationRow>& rows_b) {
    std::map<std::string, const workforce::OrganisationRow*> by_id;
    for (const auto& row : rows_b) by_id.emplace(row.id, &row);
    const auto first = changes.size();
    for (const auto& row : rows_a) {
      const auto at = by_id.find(row.id);
      if (at == by_id.end()) continue;
      const auto& other = *at->second;
      const auto home = label_of(names_a, row.matched);
      const auto became =
          home < 0 ? kUnassigned : comparison.match.to_of_from[static_cast<std::size_t>(home)];
      const bool moves = became != label_of(names_b, other.matched);
      // Shares are sums in floating point: a hair below the material share is the material share.
      if (!moves && !(std::abs(row.share - other.share) >= before.least_piece - 1e-12)) continue;
      changes.push_back({kind, row.id, row.name, row.patients, full_name(names_a, row.matched),
                         full_name(names_b, other.matched), row.share, other.share, moves});
    }
    std::stable_sort(changes.begin() + static_cast<std::ptrdiff_t>(first), changes.end(),
                     [](const auto& x, const auto& y) { return x.patients > y.patients; });
  };
  add("PCN", before.pcns, after.pcns);
  add("practice", before.practices, after.practices);
  return changes;
}

Table organisation_change_table(const std::vector<OrganisationChange>& changes) {
  Table table{"organisation_changes",
              "Practices and PCNs whose patients are grouped otherwise",
              {{"kind", 0, ""},
               {"which", 0, "Code and name"},
               {"patients", 0, "Registered patients living in the plan"},
               {"home in A", 0, "Neighbourhood with most of them"},
               {"% at home", 1, "Share of them who live there"},
               {"home in B", 0, "Neighbourhood with most of them"},
               {"% at home", 1, "Share of them who live there"},
               {"", 0, ""}},
              {}};
  for (const auto& each : changes)
    table.rows.push_back({each.kind, datasets::full_name(each.id, each.name), each.patients, each.home_a,
                          100 * each.share_a, each.home_b, 100 * each.share_b,
                          std::string(each.moves ? "changes neighbourhood" : "")});
  return table;
}

std::optional<Table> staff_equity_table(const datasets::Place& place, const datasets::PlanRecord& plan_a,
                                        const datasets::PlanRecord& plan_b) {
  if (place.workforce.empty()) return std::nullopt;
  workforce::CoverageRequest request;
  request.compare_plans = false;
  const auto measure = [&](const datasets::PlanRecord& plan) {
    return workforce::hide_small(workforce::measure_coverage(place, plan, request));
  };
  const auto before = measure(plan_a), after = measure(plan_b);
  auto table = equity_table(before, &after);
  // What is measured within the place does not hang on where its borders run.
  std::erase_if(table.rows, [](const auto& row) {
    const auto *was = std::get_if<double>(&row[1]), *is = std::get_if<double>(&row[2]);
    constexpr double kPrinted = 5e-5;
    return was == nullptr || is == nullptr || std::abs(*was - *is) < kPrinted ||
           (std::isnan(*was) && std::isnan(*is));
  });
  return table;
}

}  // namespace placewright::boundaries::output
