#include "boundaries/engine/soft_bounds.h"

#include <algorithm>
#include <set>
#include <utility>

#include "boundaries/question/feasibility.h"
#include "boundaries/question/rules.h"

namespace placewright::boundaries::engine {
namespace {

bool is_stopped(const Observer& observer) { return observer.stop != nullptr && observer.stop->load(); }

/// A part of the whole search: its progress runs from `from` to `to`.
Observer watch_part(const Observer& all, double from, double to) {
  Observer part;
  part.stop = all.stop;
  part.better = all.better;
  if (all.progress)
    part.progress = [&all, from, to](const Progress& progress) {
      all.progress({from + (to - from) * progress.fraction, progress.best_total, progress.phase});
    };
  return part;
}

SearchOptions with_share(SearchOptions options, double share, double of_time) {
  options.effort_share *= share;
  if (options.cpu_seconds) *options.cpu_seconds *= of_time;
  return options;
}

/// One that is hard still; bounds are wishes.
bool breaks_a_rule(const Problem& problem, const Labels& labels) {
  // Areas locked to two neighbourhoods do not share one, which no finding says.
  std::set<std::int32_t> taken;
  for (const LockRule& lock : problem.locks)
    if (!lock.exact && !lock.areas.empty() && !taken.insert(labels[lock.areas.front()]).second) return true;
  const auto broken = find_broken_rules(problem, labels);
  return std::any_of(broken.begin(), broken.end(),
                     [](const auto& finding) { return finding.severity == geo::Severity::error; });
}

/// What the second search did, after what the first did.
void add_trace(Trace& trace, const Trace& more) {
  const double seconds = trace.best.empty() ? 0 : trace.best.back().cpu_seconds;
  const std::uint64_t steps = trace.best.empty() ? 0 : trace.best.back().steps;
  for (auto at : more.best) {
    if (!trace.best.empty() && at.total >= trace.best.back().total) continue;
    at.cpu_seconds += seconds;
    at.steps += steps;
    if (!trace.best.empty()) trace.gain_by_phase["relaxing"] += trace.best.back().total - at.total;
    trace.best.push_back(std::move(at));
  }
  for (const auto& [kind, count] : more.proposed) trace.proposed[kind] += count;
  for (const auto& [kind, count] : more.accepted) trace.accepted[kind] += count;
}

/// A number whose best plan lies outside the bounds has a plan all the same.
void allow_outside(SearchResult& result) {
  for (auto& row : result.counts) row.feasible = row.feasible || row.is_met;
  for (auto& row : result.regions) row.feasible = row.feasible || row.chosen;
}

/// The first result with what relaxing gained.
void take_better(SearchResult& result, SearchResult relaxed) {
  add_trace(result.trace, relaxed.trace);
  if (relaxed.labels.empty() || relaxed.total >= result.total) return;
  for (auto& row : result.regions) row.total += relaxed.total - result.total;
  for (const auto& better : relaxed.counts)
    for (auto& row : result.counts)
      if (row.count == better.count) row = better;
  result.others.push_back({result.total, std::move(result.labels)});
  result.labels = std::move(relaxed.labels);
  result.total = relaxed.total;
}

}  // namespace

SearchResult search_softly(const Problem& problem, const SearchOptions& options, const Observer& observer,
                           const SearchOnce& search_once) {
  if (!options.best_effort)
    if (auto feasible = check_feasibility(problem); feasible.infeasible) {
      SearchResult none;
      none.status = Status::infeasible;
      none.infeasible = std::move(feasible.infeasible);
      return none;
    }
  Problem inside = problem;
  inside.population.hard = true;
  const Settings& set = options.settings;
  const double whole = 1 + set.relaxing_draws, first_share = 1 / whole;
  auto first = with_share(options, 1, first_share);
  first.keep_others = true;
  auto result = search_once(inside, first, watch_part(observer, 0, first_share));
  if (result.labels.empty() && !options.best_effort) {
    auto nearest = with_share(options, set.nearest_draws, set.nearest_draws * first_share);
    nearest.best_effort = true;
    nearest.keep_others = true;
    Observer quiet = watch_part(observer, 0, first_share);
    quiet.better = nullptr;  // it may break more than the bounds
    result = search_once(inside, nearest, quiet);
    if (!result.labels.empty() && breaks_a_rule(problem, result.labels))
      return search_once(problem, options, observer);
    if (!result.labels.empty() && observer.better) observer.better(result.labels, result.total);
    std::erase_if(result.others, [&](const auto& other) { return breaks_a_rule(problem, other.labels); });
  }
  // No plan even so: the rules beside the bounds say why.
  if (result.labels.empty()) return search_once(problem, options, observer);
  result.infeasible.reset();
  result.proved = false;  // of hard bounds only
  allow_outside(result);
  if (!is_stopped(observer)) {
    auto relax = with_share(options, set.relaxing_draws, set.relaxing_draws / whole);
    relax.keep_others = true;
    relax.start = result.labels;
    relax.breed_from.assign(1, result.labels);
    for (const auto& other : result.others) relax.breed_from.push_back(other.labels);
    Observer watch = watch_part(observer, first_share, 1);
    if (observer.better)
      watch.better = [&, best = result.total](const Labels& labels, double total) mutable {
        if (total < best) observer.better(labels, best = total);
      };
    auto relaxed = search_once(problem, relax, watch);
    for (auto& other : relaxed.others) result.others.push_back(std::move(other));
    take_better(result, std::move(relaxed));
    if (is_stopped(observer)) result.status = Status::stopped;
  }
  std::stable_sort(result.others.begin(), result.others.end(),
                   [](const auto& a, const auto& b) { return a.total < b.total; });
  if (!options.keep_others) result.others.clear();
  return result;
}

}  // namespace placewright::boundaries::engine
