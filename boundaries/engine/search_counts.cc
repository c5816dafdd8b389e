#include "boundaries/engine/search_counts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "boundaries/engine/breed/pool.h"
#include "boundaries/engine/moves/mend.h"

namespace placewright::boundaries::engine {
namespace {

constexpr std::size_t kLooksAtOnce = 4;  // first looks between two words to the observer; changes no plan

/// Whether the number of neighbourhoods is the search's to choose.
bool may_choose_count(const SearchRun& run) {
  return !run.problem.count && run.range.possible && run.options.search_counts;
}

/// Whether these are too many numbers to try them one by one.
bool has_too_many_counts(const SearchRun& run) {
  return run.range.sum_most - run.range.sum_least > run.options.settings.max_counts_tried;
}

/// Whether numbers are added around the best of the first looks.
bool adds_counts(const SearchRun& run) {
  return run.from.empty() && may_choose_count(run) && has_too_many_counts(run);
}

/// Whether the best of the first looks are looked at again.
bool looks_twice(const SearchRun& run) {
  const Settings& set = run.options.settings;
  return adds_counts(run) ? run.looks >= set.looks_for_second_ones
                          : run.attempts.size() > set.looked_at_twice;
}

/// Goes on from a plan of so many parts; nothing where there is none.
void go_on_from(SearchRun& run, Parts start, std::uint32_t parts) {
  if (start.empty()) return;
  std::vector<std::uint32_t> counts(run.compiled.regions.count, 0);
  std::vector<std::uint8_t> seen(parts, 0);
  for (std::uint32_t atom = 0; atom < run.compiled.instance.size; ++atom)
    if (!seen[start[atom]]++) ++counts[run.compiled.regions.of[atom]];
  run.attempts.push_back(attempt_from_nothing(run, std::move(counts)));
  run.attempts.back().task.start = std::move(start);
}

/// Goes on from the plan with another number of parts.
void go_on_with(SearchRun& run, std::uint32_t total) {
  go_on_from(run, change_count(run.compiled.instance, run.base.start, run.start_count, total, run.base.seed),
             total);
}

/// Starts from nothing with so many parts, shared out over the regions; nothing where they do not fit, unless
/// forced.
void start_with(SearchRun& run, std::uint32_t total, bool force) {
  if (auto counts = apportion(run.compiled, run.range, total, force))
    run.attempts.push_back(attempt_from_nothing(run, *std::move(counts)));
}

/// Plans to breed from, where the question is one that plans from elsewhere can answer.
void take_pool(SearchRun& run) {
  const bool keeps_start = !run.from.empty() && run.problem.population.hard;
  if (run.options.breed_from.empty() || keeps_start || !run.options.fixed.empty() || run.limited) return;
  Pool pool = gather_pool(run.compiled, run.options.breed_from, run.options.seed, run.options.settings);
  if (pool.state.plans.empty()) return;
  Attempt attempt{run.base, std::move(pool.state), false};
  attempt.task.count_of_region = std::move(pool.count_of_region);
  if (attempt.task.parts() != run.start_count) attempt.task.start.clear();
  run.attempts.push_back(std::move(attempt));
}

/// From the plan to go on from. A change limit keeps plans near it: with another number of neighbourhoods
/// too, where none is asked for. An old plan of too few or too many for the bounds is no plan to stay at.
void list_from_plan(SearchRun& run) {
  const Settings& set = run.options.settings;
  const CountRange& range = run.range;
  const bool fits = range.sum_least <= run.start_count && run.start_count <= range.sum_most;
  const bool may_differ = run.limited && !run.problem.count && range.possible;
  if (fits || !may_differ || run.options.best_effort) go_on_from(run, run.base.start, run.start_count);
  if (!may_differ) return;
  const std::uint32_t nearest = std::clamp(run.start_count, range.sum_least, range.sum_most);
  const std::uint32_t reach = fits ? set.counts_near_old : set.counts_inward_of_old;
  for (std::uint32_t total = range.sum_least; total <= range.sum_most; ++total)
    if (total != run.start_count && total + reach >= nearest && total <= nearest + reach)
      go_on_with(run, total);
}

/// The number asked for, from nothing.
void list_asked_count(SearchRun& run, std::uint32_t count) {
  if (count < run.compiled.settled_parts) return;
  const std::uint32_t total = count - run.compiled.settled_parts;
  start_with(run, total, false);
  if (run.attempts.empty() && run.options.best_effort) start_with(run, total, true);
}

/// Numbers of the search's own choice, from nothing: all that people and bounds leave possible, some of them
/// where there are many, else the one nearest to the target.
void list_own_counts(SearchRun& run) {
  const CountRange& range = run.range;
  if (may_choose_count(run) && !has_too_many_counts(run)) {
    for (std::uint32_t total = range.sum_least; total <= range.sum_most; ++total)
      start_with(run, total, false);
    return;
  }
  const auto people =
      static_cast<double>(std::accumulate(range.people.begin(), range.people.end(), std::int64_t{0}));
  auto middle = static_cast<std::uint32_t>(std::max(1.0, std::round(people / target_of(run.problem))));
  middle = std::clamp(middle, range.near_sum_least, range.near_sum_most);
  if (may_choose_count(run)) {
    const std::uint32_t wanted = std::max(run.options.settings.min_spread_looks, run.looks / 2);
    for (const auto total : spread_counts(range.sum_least, range.sum_most, middle, wanted))
      start_with(run, total, false);
    return;
  }
  start_with(run, std::max(middle, run.compiled.regions.count), !range.possible);
}

/// A look at some attempts, side by side and each on one thread; told in their order.
void look_at(SearchRun& run, const std::vector<std::size_t>& which, double share) {
  const double each = share / static_cast<double>(which.size());
  Watch watch = quiet_watch(run);
  const unsigned threads = watch.threads;
  watch.threads = 1;
  watch.cpu_seconds = run.seconds * each * threads;
  Budget budget = make_budget(static_cast<std::uint64_t>(run.draws * each), run.compiled.instance.size,
                              run.options.settings);
  budget.starts = 1;  // a number that leaves no legal plan is not worth more, as long as others do
  for (std::size_t first = 0; first < which.size(); first += kLooksAtOnce) {
    const std::size_t count = std::min(kLooksAtOnce, which.size() - first);
    for (std::size_t at = first; at < first + count; ++at)
      run.draws_before -= run.attempts[which[at]].state.counts.draws;
    run_jobs(count, threads, [&](std::size_t at) {
      Attempt& attempt = run.attempts[which[first + at]];
      attempt.state = find_plans(attempt.task, budget, watch, std::move(attempt.state));
    });
    for (std::size_t at = first; at < first + count; ++at) {
      const Attempt& attempt = run.attempts[which[at]];
      run.draws_before += attempt.state.counts.draws;
      if (!attempt.state.plans.empty())
        note_best(run, attempt.task, attempt.state.plans.front(), "counts", 0, run.share_done + each);
      run.share_done += each;
    }
  }
}

/// Adds attempts at numbers around the best so far, between those that were tried. False where there are none
/// left.
bool add_counts_around_best(SearchRun& run) {
  std::vector<std::uint32_t> tried;
  for (const Attempt& attempt : run.attempts) tried.push_back(attempt.task.parts());
  std::sort(tried.begin(), tried.end());
  const auto before = static_cast<std::uint32_t>(run.attempts.size());
  const std::uint32_t wanted = std::min(run.options.settings.looks_around, run.looks - before);
  for (const auto total : counts_around(tried, run.attempts[run.order.front()].task.parts(), wanted)) {
    start_with(run, total, false);
    if (run.order.size() < run.attempts.size()) run.order.push_back(run.order.size());
  }
  return run.attempts.size() > before;
}

/// The draws that looks took. Those at a few of very many numbers come on top of the budget, but for a given
/// time: the best of them is searched as if it had been asked for.
double share_of_looks(const SearchRun& run) {
  const Settings& set = run.options.settings;
  return set.first_look + (looks_twice(run) || !adds_counts(run) ? set.second_look : 0);
}

bool is_second_close(const SearchRun& run) {
  const Found& first = best_of(run.attempts[run.order[0]]);
  const Found& second = best_of(run.attempts[run.order[1]]);
  return second.outside <= first.outside &&
         second.total <= first.total + run.options.settings.close * std::fabs(first.total);
}

}  // namespace

double target_of(const Problem& problem) {
  if (problem.population.target) return *problem.population.target;
  if (!problem.count || *problem.count == 0) return (problem.population.min + problem.population.max) / 2;
  return std::accumulate(problem.people.begin(), problem.people.end(), 0.0) / *problem.count;
}

void list_attempts(SearchRun& run) {
  const auto& count = run.problem.count;
  const std::uint32_t settled = run.compiled.settled_parts;
  if (run.limited && run.base.start.empty()) return;
  take_pool(run);
  if (!run.attempts.empty()) {
    // Plans from elsewhere are the only question.
  } else if (!run.base.start.empty() && (!count || *count == run.start_count + settled)) {
    list_from_plan(run);
  } else if (run.limited && count && *count > settled) {
    go_on_with(run, *count - settled);
  } else if (count) {
    list_asked_count(run, *count);
  } else {
    list_own_counts(run);
  }
  run.order.resize(run.attempts.size());
  std::iota(run.order.begin(), run.order.end(), std::size_t{0});
}

void look_at_counts(SearchRun& run) {
  if (run.attempts.size() == 1) return;
  const Settings& set = run.options.settings;
  const bool adds = adds_counts(run), twice = looks_twice(run);
  const double first_looks = twice || adds ? set.first_look : set.first_look + set.second_look;
  const auto listed = static_cast<double>(run.attempts.size());
  const double a_look = first_looks / std::max<double>(listed, adds ? run.looks : 0);
  look_at(run, run.order, a_look * listed);
  rank_attempts(run);
  while (adds && run.attempts.size() < run.looks && !is_stopped(run)) {
    const std::size_t before = run.attempts.size();
    if (!add_counts_around_best(run)) break;
    look_at(run, {run.order.begin() + static_cast<std::ptrdiff_t>(before), run.order.end()},
            a_look * static_cast<double>(run.attempts.size() - before));
    rank_attempts(run);
  }
  if (!twice) return;
  const auto again =
      static_cast<std::ptrdiff_t>(std::min<std::size_t>(set.looked_at_twice, run.order.size()));
  look_at(run, {run.order.begin(), run.order.begin() + again}, set.second_look);
  rank_attempts(run);
}

void deepen_best(SearchRun& run) {
  const bool is_single = run.attempts.size() == 1;
  const bool takes_two = !is_single && is_second_close(run) && (looks_twice(run) || !adds_counts(run));
  const std::size_t deepened = takes_two ? 2 : 1;
  const double each = share_after_looks(run) / static_cast<double>(deepened);
  for (std::size_t at = 0; at < deepened; ++at)
    work_on(run, run.attempts[run.order[at]], {each, is_single, run.options.cpu_seconds.has_value()});
}

double share_after_looks(const SearchRun& run) {
  if (run.attempts.size() == 1) return 1;
  if (!adds_counts(run) || run.options.cpu_seconds) return 1 - share_of_looks(run);
  return std::min(1.0, run.options.settings.max_draws_with_looks - share_of_looks(run));
}

}  // namespace placewright::boundaries::engine
