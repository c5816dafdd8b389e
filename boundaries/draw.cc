#include "boundaries/draw.h"

#include "boundaries/engine/frontier.h"
#include "boundaries/from_place/levels.h"
#include "boundaries/from_place/naming.h"
#include "boundaries/from_place/plan_record.h"
#include "boundaries/from_place/start_plan.h"
#include "boundaries/question/feasibility.h"
#include "geo/error.h"

namespace placewright::boundaries {
namespace {

/// A plan drawn from data with errors would promise what it cannot keep.
void refuse_errors(const std::vector<geo::Finding>& findings) {
  for (const auto& finding : findings)
    if (finding.severity == geo::Severity::error)
      throw geo::InputError{{finding.where, finding.what, finding.fix}};
}

/// What is asked: the problem, the plan it starts from, and what sums alone say about it.
struct Asked {
  PlaceProblem question;
  std::optional<StartPlan> start;
  AlignmentData levels;  ///< the units that multi-neighbourhoods are to be; empty without any
  Feasibility sums;
};

Asked ask(const datasets::Place& place, const Brief& brief, const DrawOptions& options) {
  Asked asked{build_problem(place, brief), {}, {}, {}};
  refuse_errors(asked.question.findings);
  asked.start = find_start(place, options.start_plan, asked.question);
  asked.levels = find_level_units(place, brief, asked.question);
  asked.sums = check_feasibility(asked.question.problem);
  return asked;
}

/// "No plan meets the rules", where sums say so and nobody asked for a best effort.
std::optional<Drawn> refuse(const Asked& asked, const DrawOptions& options) {
  if (!asked.sums.infeasible || options.search.best_effort) return std::nullopt;
  Drawn drawn;
  drawn.question = asked.question;
  drawn.found.status = Status::infeasible;
  drawn.found.infeasible = asked.sums.infeasible;
  return drawn;
}

/// Labels become a plan with ids, names, score and record.
Drawn finish(const datasets::Place& place, const Brief& brief, const DrawOptions& options, const Asked& asked,
             SearchResult found, const Observer& observer) {
  Drawn drawn{asked.question, std::move(found), {}, {}, {}};
  const auto& problem = drawn.question.problem;
  if (drawn.found.labels.empty()) return drawn;
  auto labels = order_labels(problem, drawn.found.labels);
  auto ids = choose_ids(problem, labels, asked.start);
  auto names = choose_names(place, drawn.question, labels, ids, asked.start);
  const auto levels = choose_levels(brief, asked.levels, labels, ids, asked.start, drawn.question);
  drawn.judgement = judge(drawn.question, std::move(labels), std::move(ids), std::move(names),
                          {options.references, options.search.threads}, observer);
  drawn.plan = record_plan(place, brief, options, asked.sums, levels, drawn);
  return drawn;
}

/// The plan with its proof. A proof may find a better plan on its way; then that one is the answer.
Drawn prove_and_better(const datasets::Place& place, const Brief& brief, const DrawOptions& options,
                       const Asked& asked, Drawn drawn, const Observer& observer) {
  if (!options.proof || drawn.found.labels.empty() || drawn.found.status == Status::stopped) return drawn;
  if (options.before_proof) options.before_proof(drawn);
  auto proof = prove(drawn.question.problem, drawn.found.labels, *options.proof);
  if (!proof.labels.empty() && proof.total < drawn.found.total) {
    auto found = std::move(drawn.found);
    found.labels = proof.labels;
    found.total = proof.total;
    drawn = finish(place, brief, options, asked, std::move(found), observer);
  }
  drawn.proof = std::move(proof);
  return drawn;
}

/// Several answers to one question, each with a name of its own.
std::vector<Drawn> finish_several(const datasets::Place& place, const Brief& brief, DrawOptions options,
                                  const Asked& asked, const std::vector<SearchResult>& all) {
  const auto first_name = options.plan_name;
  options.references = false;
  std::vector<Drawn> several;
  for (const auto& found : all) {
    options.plan_name = name_of_several(first_name, several.size());
    several.push_back(finish(place, brief, options, asked, found, {}));
  }
  if (several.empty()) {
    Drawn none;
    none.question = asked.question;
    none.found.status = Status::infeasible;
    none.found.infeasible = asked.sums.infeasible.value_or(
        Infeasible{{"the searches found no plan that meets the rules"}, {}, {}});
    several.push_back(std::move(none));
  }
  return several;
}

SearchResult answer_of(const Labels& labels, double total) {
  SearchResult found;
  found.labels = labels;
  found.total = total;
  return found;
}

}  // namespace

Drawn draw(const datasets::Place& place, const Brief& brief, const DrawOptions& options,
           const Observer& observer) {
  const auto asked = ask(place, brief, options);
  if (auto refused = refuse(asked, options)) return *refused;
  auto found = search(asked.question.problem, start_from(asked.start, options.search), observer);
  return prove_and_better(place, brief, options, asked,
                          finish(place, brief, options, asked, std::move(found), observer), observer);
}

std::vector<Drawn> draw_alternatives(const datasets::Place& place, const Brief& brief,
                                     const DrawOptions& options, std::uint32_t count,
                                     const Observer& observer) {
  const auto asked = ask(place, brief, options);
  if (auto refused = refuse(asked, options)) return {*refused};
  AlternativesOptions wanted;
  wanted.count = count;
  wanted.search = start_from(asked.start, options.search);
  std::vector<SearchResult> all;
  for (const auto& plan : find_alternatives(asked.question.problem, wanted, observer))
    all.push_back(answer_of(plan.labels, plan.total));
  return finish_several(place, brief, options, asked, all);
}

std::vector<Drawn> draw_frontier(const datasets::Place& place, const Brief& brief, const DrawOptions& options,
                                 const std::vector<std::string>& criteria, std::uint32_t count,
                                 const Observer& observer) {
  const auto asked = ask(place, brief, options);
  if (auto refused = refuse(asked, options)) return {*refused};
  FrontierOptions wanted;
  wanted.criteria = criteria;
  wanted.count = count;
  wanted.search = start_from(asked.start, options.search);
  std::vector<SearchResult> all;
  for (const auto& plan : find_frontier(asked.question.problem, wanted, observer))
    all.push_back(answer_of(plan.labels, plan.total));
  return finish_several(place, brief, options, asked, all);
}

std::string name_of_several(const std::string& plan_name, std::size_t row) {
  return row == 0 ? plan_name : plan_name + "-" + std::to_string(row + 1);
}

}  // namespace placewright::boundaries
