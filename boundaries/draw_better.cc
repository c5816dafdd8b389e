#include "boundaries/draw_better.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "boundaries/from_place/naming.h"
#include "boundaries/from_place/plan_record.h"
#include "boundaries/from_place/start_plan.h"
#include "boundaries/question/feasibility.h"
#include "boundaries/question/rules.h"
#include "geo/error.h"

namespace placewright::boundaries {
namespace {

/// "Compactness: -1,310 metres of border": the weighted criteria that gain most by the step, two at most.
std::string explain_step(const BetterStep& step) {
  auto changes = step.changes;
  std::erase_if(changes,
                [](const auto& change) { return change.weight <= 0 || *change.loss_b >= *change.loss_a; });
  std::stable_sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) {
    return a.weight * (*a.loss_a - *a.loss_b) > b.weight * (*b.loss_a - *b.loss_b);
  });
  if (changes.empty()) return "makes room for the other steps";
  std::string text;
  for (std::size_t row = 0; row < std::min<std::size_t>(2, changes.size()); ++row) {
    const auto& change = changes[row];
    const auto found = find_criterion(change.name);
    const auto label = found ? std::string(row_of(found->first).label) : change.name;
    const double by = *change.value_b - *change.value_a;
    const auto amount = std::fabs(by) >= 10 ? write_people(by) : fmt::format("{:.2g}", by);
    const auto kind = found && !found->second.empty() ? fmt::format(" {}", found->second) : "";
    text += fmt::format("{}{}{}: {}{} {}", row == 0 ? "" : "; ", label, kind, by > 0 ? "+" : "", amount,
                        change.unit);
  }
  return text;
}

/// What the old plan says of its neighbourhoods and areas goes on.
void carry_over(const datasets::PlanRecord& old, const Judgement& judgement, const BetterPlan& better,
                datasets::PlanRecord& plan) {
  std::map<std::string, const datasets::PlanRecord::Neighbourhood*> old_of;
  for (const auto& row : old.neighbourhoods) old_of[row.id] = &row;
  std::map<std::string, double> people_before;
  for (std::size_t label = 0; label < judgement.ids.size(); ++label)
    people_before[judgement.ids[label]] = better.before.per_neighbourhood[label].people;
  for (auto& row : plan.neighbourhoods) {
    const auto at = old_of.find(row.id);
    if (at == old_of.end()) continue;
    if (row.parent.empty()) row.parent = at->second->parent;
    row.locked = at->second->locked;
    // A reason that tells the people of then is made anew.
    const bool is_stale = at->second->reason.starts_with(write_people(people_before[row.id]) + " people, ");
    if (!at->second->reason.empty() && !is_stale) row.reason = at->second->reason;
    old_of.erase(at);
  }
  for (const auto& [id, row] : old_of) plan.neighbourhoods.push_back(*row);
  std::sort(plan.neighbourhoods.begin(), plan.neighbourhoods.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  std::map<std::string, const datasets::PlanRecord::Assignment*> assigned;
  for (const auto& row : old.assignments) assigned[row.area] = &row;
  for (auto& row : plan.assignments) {
    const auto at = assigned.find(row.area);
    if (at == assigned.end()) continue;
    row.locked = at->second->locked;
    if (row.neighbourhood == at->second->neighbourhood) row.basis = at->second->basis;
  }
}

std::vector<std::string> names_of(const datasets::Place& place, const PlaceProblem& question,
                                  const Labels& labels, const StartPlan& start) {
  const bool named =
      std::none_of(start.name.begin(), start.name.end(), [](const auto& name) { return name.empty(); });
  return named ? start.name : choose_names(place, question, labels, start.labelled.neighbourhood_id, start);
}

}  // namespace

DrawnBetter draw_better(const datasets::Place& place, const Brief& brief, const DrawBetterOptions& options,
                        const Observer& observer) {
  DrawnBetter answer;
  auto& drawn = answer.drawn;
  drawn.question = build_problem(place, brief);
  for (const auto& finding : drawn.question.findings)
    if (finding.severity == geo::Severity::error)
      throw geo::InputError{{finding.where, finding.what, finding.fix}};
  const auto& old = find_plan(place, options.than);
  const auto start = find_start(place, options.than, drawn.question);
  const auto& problem = drawn.question.problem;
  if (start->labelled.neighbourhood_id.empty())
    throw geo::InputError{{fmt::format("plan '{}'", options.than),
                           "no area of the place is in one of its neighbourhoods",
                           "name a plan of these areas"}};
  answer.residents = std::accumulate(problem.residents.begin(), problem.residents.end(), 0.0);
  answer.most_moved =
      options.most_moved.people > 0 ? options.most_moved.people : options.most_moved.share * answer.residents;
  BetterOptions wanted{start->labelled.labels,   answer.most_moved,          options.excepted,
                       options.draw.search.seed, options.draw.search.effort, options.draw.search.settings};
  answer.better = find_better(problem, wanted, observer);
  const auto& better = answer.better;
  for (const auto& step : better.steps) answer.reasons.push_back(explain_step(step));
  auto names = names_of(place, drawn.question, better.labels, *start);
  answer.broken_before = find_broken_rules(problem, better.start, names);
  answer.broken_after = find_broken_rules(problem, better.labels, names);
  drawn.found.status = better.stopped ? Status::stopped : Status::found;
  drawn.found.labels = better.labels;
  drawn.found.total = better.after.total;
  drawn.judgement = judge(drawn.question, better.labels, start->labelled.neighbourhood_id, std::move(names),
                          {false, options.draw.search.threads}, observer);
  if (better.steps.empty() && better.filled.empty()) return answer;
  auto recorded = options.draw;
  recorded.start_plan = options.than;
  const auto levels = choose_levels(brief, find_level_units(place, brief, drawn.question), better.labels,
                                    start->labelled.neighbourhood_id, start, drawn.question);
  drawn.plan = record_plan(place, brief, recorded, check_feasibility(problem), levels, drawn);
  carry_over(old, drawn.judgement, better, drawn.plan);
  return answer;
}

MostMoved read_most_moved(const std::string& text) {
  std::size_t used = 0;
  double number = -1;
  try {
    number = std::stod(text, &used);
  } catch (const std::exception&) {
    used = 0;
  }
  auto rest = text.substr(used);
  std::erase(rest, ' ');
  const bool is_share = rest == "%";
  if (used == 0 || !(number >= 0) || !std::isfinite(number) || (!rest.empty() && !is_share) ||
      (is_share && number > 100))
    throw geo::InputError{{"--max-moved", fmt::format("'{}' is neither a share nor a number of people", text),
                           "write 3% or 12000"}};
  MostMoved most;
  most.share = is_share ? number / 100 : 0;
  most.people = is_share ? 0 : number;
  return most;
}

}  // namespace placewright::boundaries
