#include "boundaries/draw.h"

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

}  // namespace

Drawn draw(const datasets::Place& place, const Brief& brief, const DrawOptions& options, const Observer& observer) {
  Drawn drawn;
  drawn.question = build_problem(place, brief);
  refuse_errors(drawn.question.findings);
  const auto start = find_start(place, options.start_plan, drawn.question);

  drawn.found = search(drawn.question.problem, start_from(start, options.search), observer);
  if (drawn.found.labels.empty()) return drawn;

  auto labels = order_labels(drawn.question.problem, drawn.found.labels);
  auto ids = choose_ids(drawn.question.problem, labels, start);
  auto names = choose_names(place, drawn.question, labels, ids, start);
  drawn.judgement = judge(drawn.question, std::move(labels), std::move(ids), std::move(names),
                          {options.references, options.search.threads}, observer);
  drawn.plan = record_plan(place, brief, options, start, drawn);
  return drawn;
}

}  // namespace placewright::boundaries
