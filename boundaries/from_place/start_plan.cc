#include "boundaries/from_place/start_plan.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "boundaries/from_place/parts.h"

namespace placewright::boundaries {

std::optional<StartPlan> find_start(const datasets::Place& place, const std::string& name,
                                    PlaceProblem& question) {
  if (name.empty()) return std::nullopt;
  const auto& plan = find_plan(place, name);
  StartPlan start{labels_of(plan, question), {}, {}, {}};
  std::map<std::string, datasets::PlanRecord::Neighbourhood> record_of;
  std::set<std::string> closed;
  for (const auto& neighbourhood : plan.neighbourhoods) {
    record_of[neighbourhood.id] = neighbourhood;
    if (neighbourhood.locked) closed.insert(neighbourhood.id);
  }
  for (const auto& id : start.labelled.neighbourhood_id) {
    const auto& record = record_of[id];
    start.name.push_back(record.name);
    start.parent.push_back(record.parent);
    start.parent_name.push_back(record.parent_name);
  }
  std::map<std::string, LockRule> locks;
  for (const auto& row : plan.assignments) {
    const auto area = find_row(question.problem, row.area);
    if (!area || row.neighbourhood.empty() || (!row.locked && !closed.contains(row.neighbourhood))) continue;
    locks[row.neighbourhood].areas.push_back(*area);
  }
  for (auto& [id, lock] : locks) {
    lock.exact = closed.contains(id);
    lock.label = id;
    lock.why = fmt::format("locked {} {} in plan '{}'", lock.exact ? "as" : "to", id, name);
    question.problem.locks.push_back(std::move(lock));
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
  return options;
}

}  // namespace placewright::boundaries
