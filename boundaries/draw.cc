#include "boundaries/draw.h"

#include "boundaries/feasibility.h"
#include "boundaries/naming.h"
#include "boundaries/plan_record.h"
#include "boundaries/start_plan.h"
#include "geo/error.h"

namespace placewright::boundaries {
namespace {

/// A plan drawn from data with errors would promise what it cannot keep.
void refuse_errors(const std::vector<geo::Finding>& findings) {
  for (const auto& finding : findings)
    if (finding.severity == geo::Severity::error) throw geo::InputError{{finding.where, finding.what, finding.fix}};
}

Drawn no_plan(Drawn drawn, Infeasible reasons) {
  drawn.found.status = Status::infeasible;
  drawn.found.infeasible = std::move(reasons);
  return drawn;
}

/// A proof may find a better plan on its way; then that one is the answer.
Proof prove_and_better(Drawn& drawn, const ProofOptions& options) {
  auto proof = prove(drawn.question.problem, drawn.found.labels, options);
  if (!proof.labels.empty() && proof.total < drawn.found.total) {
    drawn.found.labels = proof.labels;
    drawn.found.total = proof.total;
  }
  return proof;
}

}  // namespace

Drawn draw(const datasets::Place& place, const Brief& brief, const DrawOptions& options, const Observer& observer) {
  Drawn drawn;
  drawn.question = build_problem(place, brief);
  refuse_errors(drawn.question.findings);
  const auto start = find_start(place, options.start_plan, drawn.question);

  const auto sums = check_feasibility(drawn.question.problem);
  if (sums.infeasible && !options.search.best_effort) return no_plan(std::move(drawn), *sums.infeasible);
  drawn.found = search(drawn.question.problem, start_from(start, options.search), observer);
  if (drawn.found.labels.empty()) return drawn;
  if (options.proof) drawn.proof = prove_and_better(drawn, *options.proof);

  auto labels = order_labels(drawn.question.problem, drawn.found.labels);
  auto ids = choose_ids(drawn.question.problem, labels, start);
  auto names = choose_names(place, drawn.question, labels, ids, start);
  drawn.judgement = judge(drawn.question, std::move(labels), std::move(ids), std::move(names),
                          {options.references, options.search.threads}, observer);
  drawn.plan = record_plan(place, brief, options, sums, drawn);
  return drawn;
}

}  // namespace placewright::boundaries
