#include "boundaries/engine/search_run.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "boundaries/engine/sums/people.h"

namespace placewright::boundaries::engine {

SearchRun::SearchRun(const Problem& asked, const SearchOptions& with, const Observer& watched)
    : problem(asked), options(with), observer(watched), begun(thread_cpu_seconds()) {}

SearchResult refuse(Infeasible why) {
  SearchResult result;
  result.status = Status::infeasible;
  result.infeasible = std::move(why);
  return result;
}

SearchResult refuse(std::vector<std::string> reasons) {
  return refuse(Infeasible{std::move(reasons), std::nullopt, std::nullopt});
}

const Found& best_of(const Attempt& attempt) {
  static const Found kNothing{{}, 0, std::numeric_limits<std::int64_t>::max()};
  return attempt.state.plans.empty() ? kNothing : attempt.state.plans.front();
}

const Attempt& find_winner(const std::vector<Attempt>& attempts) {
  const Attempt* winner = &attempts.front();
  for (const Attempt& attempt : attempts)
    if (best_of(attempt).better_than(best_of(*winner))) winner = &attempt;
  return *winner;
}

void rank_attempts(SearchRun& run) {
  std::stable_sort(run.order.begin(), run.order.end(), [&](std::size_t a, std::size_t b) {
    return best_of(run.attempts[a]).better_than(best_of(run.attempts[b]));
  });
}

Attempt attempt_from_nothing(const SearchRun& run, std::vector<std::uint32_t> count_of_region) {
  Attempt attempt{run.base, {}, false};
  attempt.task.start.clear();
  attempt.task.count_of_region = std::move(count_of_region);
  return attempt;
}

double printed_total(const SearchRun& run, const Found& found, std::uint32_t parts) {
  const auto& people = run.compiled.instance.table<PeopleTable>();
  if (people.most <= 1 || found.plan.empty()) return found.total;
  PeopleSums sums(people, parts);
  sums.reset(found.plan.data());
  return found.total - sums.above_score();
}

Labels labels_of(const SearchRun& run, const Found& found, const SearchTask& task) {
  return to_labels(run.compiled, found.plan, task.parts(), run.problem.size());
}

bool is_stopped(const SearchRun& run) { return Stop{run.observer.stop}.asked(); }

void add_counts(Trace& trace, const MoveCounts& counts) {
  for (std::size_t kind = 0; kind < kMoveKinds; ++kind) {
    trace.proposed[name_of(static_cast<MoveKind>(kind))] += counts.proposed[kind];
    trace.accepted[name_of(static_cast<MoveKind>(kind))] += counts.accepted[kind];
  }
}

void work_on(SearchRun& run, Attempt& attempt, const Portion& portion) {
  Budget budget = make_budget(static_cast<std::uint64_t>(run.draws * portion.share),
                              run.compiled.instance.size, run.options.settings);
  budget.need_legal = portion.need_legal;
  budget.until_stopped = portion.until_stopped;
  Watch watch = quiet_watch(run);
  watch.cpu_seconds = run.seconds * portion.share;
  watch.report = [&](const Found& found, const char* phase, std::uint64_t draws, double share) {
    note_best(run, attempt.task, found, phase, draws, run.share_done + portion.share * share);
  };
  run.draws_before -= attempt.state.counts.draws;  // the search reports all draws of the attempt
  attempt.state = find_plans(attempt.task, budget, watch, std::move(attempt.state));
  run.draws_before += attempt.state.counts.draws;
  run.share_done += portion.share;
}

Watch quiet_watch(const SearchRun& run) {
  Watch watch;
  watch.threads = std::max(1U, run.options.threads);
  watch.stop.flag = run.observer.stop;
  return watch;
}

void note_best(SearchRun& run, const SearchTask& task, const Found& found, const char* phase,
               std::uint64_t draws, double share_done) {
  const bool may_be_told = found.outside == 0 || run.options.best_effort;
  if (may_be_told && found.better_than(run.best)) {
    const bool had_legal = !run.best.plan.empty() && run.best.outside == 0;
    run.result.trace.gain_by_phase[phase] += had_legal ? run.best.total - found.total : 0.0;
    run.best = found;
    run.best_total = printed_total(run, found, task.parts());
    run.result.trace.best.push_back(
        {thread_cpu_seconds() - run.begun, run.draws_before + draws, run.best_total, phase});
    if (run.observer.better) run.observer.better(labels_of(run, found, task), run.best_total);
  }
  if (run.observer.progress) run.observer.progress({std::min(1.0, share_done), run.best_total, phase});
}

}  // namespace placewright::boundaries::engine
