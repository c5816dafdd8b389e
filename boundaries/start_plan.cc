#include "boundaries/start_plan.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "boundaries/place_parts.h"

namespace placewright::boundaries {

std::optional<StartPlan> find_start(const datasets::Place& place, const std::string& name, PlaceProblem& question) {
  if (name.empty()) return std::nullopt;
  const auto& plan = find_plan(place, name);
  StartPlan start{labels_of(plan, question), {}, {}};
  std::map<std::string, std::string> name_of;
  std::set<std::string> locked;
  for (const auto& neighbourhood : plan.neighbourhoods) {
    name_of[neighbourhood.id] = neighbourhood.name;
    if (neighbourhood.locked) locked.insert(neighbourhood.id);
  }
  for (const auto& id : start.labelled.neighbourhood_id) start.name.push_back(name_of[id]);
  start.fixed.assign(question.problem.size(), 0);
  std::map<std::string, LockRule> together;
  for (const auto& row : plan.assignments) {
    const auto area = find_row(question.problem, row.area);
    if (!area || row.neighbourhood.empty()) continue;
    if (locked.contains(row.neighbourhood)) start.fixed[*area] = 1;
    else if (row.locked) together[row.neighbourhood].areas.push_back(*area);
  }
  for (auto& [id, rule] : together) {
    rule.exact = false;
    rule.label = id;
    rule.why = fmt::format("locked to {} in plan '{}'", id, name);
    question.problem.locks.push_back(std::move(rule));
  }
  for (auto finding : start.labelled.findings) {
    finding.severity = geo::Severity::warning;  // a start may have holes; the answer has none
    question.findings.push_back(std::move(finding));
  }
  return start;
}

SearchOptions start_from(const std::optional<StartPlan>& start, SearchOptions options) {
  if (!start) return options;
  options.start = start->labelled.labels;
  options.fixed = start->fixed;
  return options;
}

}  // namespace placewright::boundaries
