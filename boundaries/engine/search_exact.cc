#include "boundaries/engine/search_exact.h"

#include "boundaries/engine/proof.h"
#include "boundaries/engine/prove/exact_start.h"
#include "boundaries/engine/search_counts.h"
#include "boundaries/judge/score.h"

namespace placewright::boundaries::engine {
namespace {

/// One attempt that stayed outside the bounds. A plan found becomes its start, and what it had goes.
void look_exactly_at(SearchRun& run, Attempt& attempt) {
  if (attempt.state.plans.empty() || best_of(attempt).outside == 0 || is_stopped(run)) return;
  if (!run.options.fixed.empty() || run.too_long) return;
  const std::uint32_t count = attempt.task.parts() + run.compiled.settled_parts;
  const ExactStart exact = find_exact_start(run.problem, count, {run.observer.stop}, run.options.settings);
  attempt.impossible = attempt.impossible || exact.answer == ExactStart::Answer::impossible;
  run.too_long = exact.answer == ExactStart::Answer::unknown;
  if (exact.answer != ExactStart::Answer::found) return;
  if (run.exact_labels.empty() ||
      score(run.problem, exact.labels).total < score(run.problem, run.exact_labels).total)
    run.exact_labels = exact.labels;
  std::uint32_t parts = 0;
  Parts plan = from_labels(run.compiled, exact.labels, parts);
  if (plan.empty() || parts != attempt.task.parts()) return;
  attempt.task.start = std::move(plan);
  attempt.task.near_start = true;
  attempt.state.plans.clear();
}

/// The only attempt is searched again, from the plan found or, where the look stayed open, for longer.
void look_exactly_at_only(SearchRun& run) {
  Attempt& attempt = run.attempts.front();
  look_exactly_at(run, attempt);
  run.share_done = 0;
  if (attempt.impossible) return;
  if (run.exact_labels.empty() || attempt.state.plans.empty())
    work_on(run, attempt, {1, false, run.options.cpu_seconds.has_value()});
}

/// The first of several attempts that has a plan is searched on.
void look_exactly_at_each(SearchRun& run) {
  for (const std::size_t at : run.order) {
    Attempt& attempt = run.attempts[at];
    look_exactly_at(run, attempt);
    const bool has_start = attempt.state.plans.empty();
    if (has_start)
      work_on(run, attempt,
              {share_after_looks(run) * run.options.settings.draws_after_exact_look, false, false});
    // A plan found may be one that atoms as the chains see them cannot make up.
    if (has_start || !run.exact_labels.empty()) return;
  }
}

/// A list of legal neighbourhoods answers this question.
bool may_be_listed(const SearchRun& run) {
  const SearchOptions& options = run.options;
  if (!run.problem.population.hard || run.limited || !options.fixed.empty() || !options.breed_from.empty() ||
      options.settings.first_exact_neighbourhoods == 0)
    return false;
  const bool counts_people = run.problem.weights[Criterion::population] > 0;
  const std::uint32_t counts = run.problem.count ? 1 : run.range.sum_most - run.range.sum_least + 1;
  return !counts_people || counts <= options.settings.first_exact_counts;
}

}  // namespace

void look_at_whole_list(SearchRun& run) {
  if (!may_be_listed(run)) return;
  ProofOptions limits = first_look_budget(run.options.effort, run.options.settings);
  limits.stop = run.observer.stop;
  if (run.options.cpu_seconds) limits.cpu_seconds = *run.options.cpu_seconds / 2;
  const Proof proof = prove(run.problem, {}, limits);
  if (proof.method != "enumeration" || proof.labels.empty()) return;
  run.exact_labels = proof.labels;
  run.proved = proof.verdict == Proof::Verdict::optimal;
  if (run.proved && !run.options.keep_others) run.draws *= run.options.settings.draws_after_proof;
  run.best_total = proof.total;
  run.result.trace.best.push_back({thread_cpu_seconds() - run.begun, 0, proof.total, "exact"});
  if (run.observer.better) run.observer.better(run.exact_labels, run.best_total);
  std::uint32_t parts = 0;
  run.best = {from_labels(run.compiled, run.exact_labels, parts), proof.total, 0};
}

void start_from_whole_list(SearchRun& run) {
  if (run.exact_labels.empty() || run.compiled.regions.count != 1 || run.options.keep_others) return;
  for (Attempt& attempt : run.attempts) {
    std::uint32_t parts = 0;
    Parts plan = from_labels(run.compiled, run.exact_labels, parts);
    if (plan.empty() || parts != attempt.task.parts()) continue;
    attempt.task.start = std::move(plan);
    attempt.task.near_start = true;
  }
}

void look_exactly(SearchRun& run) {
  if (best_of(run.attempts[run.order.front()]).outside == 0) return;
  if (run.attempts.size() == 1)
    look_exactly_at_only(run);
  else
    look_exactly_at_each(run);
}

SearchResult look_past_steps(const SearchRun& run, const std::string& reason) {
  SearchResult result;
  bool is_open = false;  // a number of neighbourhoods is not ruled out
  const std::uint32_t settled = run.compiled.settled_parts;
  const std::uint32_t least = run.problem.count.value_or(run.range.sum_least + settled);
  const std::uint32_t most = run.problem.count.value_or(run.range.sum_most + settled);
  for (std::uint32_t count = least; count <= most && !is_open; ++count) {
    const ExactStart exact = find_exact_start(run.problem, count, {run.observer.stop}, run.options.settings);
    is_open = exact.answer == ExactStart::Answer::unknown;
    if (exact.answer != ExactStart::Answer::found) continue;
    const double total = score(run.problem, exact.labels).total;
    result.counts.push_back({count, true, total, true});
    if (!result.labels.empty() && result.total <= total) continue;
    result.labels = exact.labels;
    result.total = total;
  }
  if (!result.labels.empty()) return result;
  if (is_open) return refuse({reason});
  return refuse(
      {"no plan that moves so few people keeps the rules: all sets of neighbourhoods were looked at"});
}

}  // namespace placewright::boundaries::engine
