#include "boundaries/engine/search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <mutex>
#include <numeric>
#include <set>

#include "boundaries/engine/breed/counts.h"
#include "boundaries/engine/breed/ladder.h"
#include "boundaries/engine/breed/pool.h"
#include "boundaries/engine/breed/region_counts.h"
#include "boundaries/engine/moves/compile.h"
#include "boundaries/engine/moves/mend.h"
#include "boundaries/engine/prove/exact_start.h"
#include "boundaries/engine/soft_bounds.h"
#include "boundaries/judge/score.h"
#include "boundaries/question/feasibility.h"
#include "boundaries/question/rules.h"
#include "geo/expect.h"

namespace placewright::boundaries {
namespace {

using namespace engine;

constexpr std::uint32_t kMaxCounts = 60;  // numbers of neighbourhoods that are tried one by one
constexpr std::size_t kLooksAtOnce = 4;   // first looks between two words to the watcher
// Under a change limit: so many fewer or more than the old plan has; where that is no number for the bounds,
// so many more than the nearest that is.
constexpr std::uint32_t kNearCounts = 2, kCountsInward = 3;

/// Draws that an effort is worth on a map of so many atoms, in draws of one additive criterion: 20 to 30
/// million are about a second of one core.
double draws_of(Effort effort, const Instance& instance) {
  // Beyond a city the time grows with the cube root: England at normal effort is minutes, not an hour.
  constexpr double kCity = 2;  // in 500 atoms
  double size = std::max(0.02, instance.size / 500.0);
  if (size > kCity) size = kCity * std::cbrt(size / kCity);
  switch (effort) {
    case Effort::quick:
      return 50e6 * size;
    case Effort::normal:
      return 450e6 * size;
    case Effort::thorough:
      return 4500e6 * size;
  }
  return 50e6 * size;
}

double target_of(const Problem& problem) {
  if (problem.population.target) return *problem.population.target;
  if (!problem.count || *problem.count == 0) return (problem.population.min + problem.population.max) / 2;
  return std::accumulate(problem.people.begin(), problem.people.end(), 0.0) / *problem.count;
}

/// Gives each neighbourhood the label of the start that most of its residents had, where nobody else took it.
Labels keep_old_labels(const Problem& problem, const Labels& start, const Labels& labels) {
  std::map<std::pair<std::int32_t, std::int32_t>, double> shared;
  std::int32_t highest = -1;
  for (std::size_t area = 0; area < labels.size(); ++area) {
    highest = std::max({highest, labels[area], start[area]});
    if (labels[area] >= 0 && start[area] >= 0)
      shared[{labels[area], start[area]}] += problem.residents[area] + 1e-6;
  }
  std::vector<std::pair<double, std::pair<std::int32_t, std::int32_t>>> order;
  for (const auto& [pair, residents] : shared) order.push_back({-residents, pair});
  std::sort(order.begin(), order.end());
  std::vector<std::int32_t> to(static_cast<std::size_t>(highest + 1), -1);
  std::vector<std::uint8_t> taken(static_cast<std::size_t>(highest + 1), 0);
  for (const auto& [residents, pair] : order) {
    if (to[static_cast<std::size_t>(pair.first)] >= 0 || taken[static_cast<std::size_t>(pair.second)])
      continue;
    to[static_cast<std::size_t>(pair.first)] = pair.second;
    taken[static_cast<std::size_t>(pair.second)] = 1;
  }
  std::int32_t next = 0;
  Labels result = labels;
  for (std::int32_t& label : result) {
    if (label < 0) continue;
    std::int32_t& name = to[static_cast<std::size_t>(label)];
    if (name < 0) {
      while (taken[static_cast<std::size_t>(next)]) ++next;
      taken[static_cast<std::size_t>(next)] = 1;
      name = next;
    }
    label = name;
  }
  return result;
}

SearchResult refuse(Infeasible why) {
  SearchResult result;
  result.status = Status::infeasible;
  result.infeasible = std::move(why);
  return result;
}
SearchResult refuse(std::vector<std::string> reasons) {
  return refuse(Infeasible{std::move(reasons), std::nullopt, std::nullopt});
}

bool has_unused_part(const Parts& plan, std::uint32_t parts) {
  std::vector<std::uint8_t> is_used(parts, 0);
  for (const Part part : plan) is_used[part] = 1;
  return std::count(is_used.begin(), is_used.end(), 0) > 0;
}

/// Everything is locked: there is one plan, which keeps the rules or does not.
SearchResult answer_settled(const Problem& problem, const SearchOptions& options, const Compiled& compiled) {
  SearchResult result;
  result.labels = to_labels(compiled, {}, 0, problem.size());
  if (!options.start.empty()) result.labels = keep_old_labels(problem, options.start, result.labels);
  std::vector<std::string> broken;
  for (const auto& finding : find_broken_rules(problem, result.labels))
    if (finding.severity == geo::Severity::error)
      broken.push_back("all areas are locked, and " + finding.where + ": " + finding.what);
  if (!broken.empty() && !options.best_effort) return refuse(std::move(broken));
  result.total = score(problem, result.labels).total;
  result.counts.push_back({compiled.settled_parts, true, result.total, true});
  if (!problem.count) result.least_count = result.most_count = compiled.settled_parts;
  return result;
}

/// What a plan breaks, in people and by the names of rules: "leaves 1,200 people outside the bounds".
std::string say_broken(const Problem& problem, const Labels& labels) {
  constexpr std::size_t kMaxNamed = 3;
  std::string text;
  if (const double outside = score(problem, labels).people_outside_bounds; outside > 0)
    text = "leaves " + write_people(outside) + " people outside the bounds";
  std::size_t named = 0;
  for (const auto& finding : find_broken_rules(problem, labels)) {
    if (finding.severity != geo::Severity::error || finding.code == "OUT_OF_BOUNDS" || ++named > kMaxNamed)
      continue;
    text += (text.empty() ? "breaks a rule: " : "; ") + finding.where + ": " + finding.what;
  }
  return text;
}

/// One number of neighbourhoods and the plans found for it.
struct Attempt {
  SearchTask task;
  SearchState state;
  bool impossible = false;  ///< proved to have no plan
};

/// How many numbers of neighbourhoods are looked at where there are too many to try them all.
std::uint32_t count_looks(const Settings& set, double draws, const Instance& instance) {
  const double looks =
      set.first_look * draws / (set.min_draws_per_atom_of_look * std::max(1U, instance.size));
  return static_cast<std::uint32_t>(
      std::clamp(looks, static_cast<double>(set.min_looks), static_cast<double>(set.max_looks)));
}

/// The questions to ask: one for each number of neighbourhoods that is to be tried; of very many half of the
/// looks.
std::vector<Attempt> list_attempts(const Problem& problem, const SearchOptions& options,
                                   const Compiled& compiled, const CountRange& range, SearchTask base,
                                   std::uint32_t start_count, std::uint32_t looks) {
  std::vector<Attempt> attempts;
  const auto ask = [&](std::uint32_t total, bool force) {
    const auto counts = apportion(compiled, range, total, force);
    if (!counts) return;
    attempts.push_back({base, {}, false});
    attempts.back().task.count_of_region = *counts;
  };
  const auto go_on_from = [&](Parts start, std::uint32_t parts) {
    if (start.empty()) return;
    std::vector<std::uint32_t> counts(compiled.regions.count, 0);
    std::vector<std::uint8_t> seen(parts, 0);
    for (std::uint32_t atom = 0; atom < compiled.instance.size; ++atom)
      if (!seen[start[atom]]++) ++counts[compiled.regions.of[atom]];
    attempts.push_back({base, {}, false});
    attempts.back().task.start = std::move(start);
    attempts.back().task.count_of_region = counts;
  };
  if (!base.start.empty() && (!problem.count || *problem.count == start_count + compiled.settled_parts)) {
    // A change limit keeps plans near the old one: with another number of neighbourhoods too, where none is
    // asked for. An old plan of too few or too many for the bounds is no plan to stay at.
    const bool fits = range.sum_least <= start_count && start_count <= range.sum_most;
    const bool may_differ = base.near_start && !problem.count && range.possible;
    if (fits || !may_differ || options.best_effort) go_on_from(base.start, start_count);
    if (may_differ) {
      const std::uint32_t nearest = std::clamp(start_count, range.sum_least, range.sum_most);
      const std::uint32_t reach = fits ? kNearCounts : kCountsInward;
      for (std::uint32_t total = range.sum_least; total <= range.sum_most; ++total)
        if (total != start_count && total + reach >= nearest && total <= nearest + reach)
          go_on_from(change_count(compiled.instance, base.start, start_count, total, base.seed), total);
    }
    return attempts;
  }
  if (base.near_start && problem.count && *problem.count > compiled.settled_parts) {
    const std::uint32_t total = *problem.count - compiled.settled_parts;
    go_on_from(change_count(compiled.instance, base.start, start_count, total, base.seed), total);
    return attempts;
  }
  base.start.clear();
  if (problem.count) {
    if (*problem.count < compiled.settled_parts) return attempts;
    ask(*problem.count - compiled.settled_parts, false);
    if (attempts.empty() && options.best_effort) ask(*problem.count - compiled.settled_parts, true);
    return attempts;
  }
  if (range.possible && options.search_counts && range.sum_most - range.sum_least <= kMaxCounts) {
    for (std::uint32_t total = range.sum_least; total <= range.sum_most; ++total) ask(total, false);
    return attempts;
  }
  const double people =
      static_cast<double>(std::accumulate(range.people.begin(), range.people.end(), std::int64_t{0}));
  auto total = static_cast<std::uint32_t>(std::max(1.0, std::round(people / target_of(problem))));
  total = std::clamp(total, range.near_sum_least, range.near_sum_most);
  if (range.possible && options.search_counts) {
    for (const auto some : spread_counts(range.sum_least, range.sum_most, total,
                                         std::max(options.settings.min_spread_looks, looks / 2)))
      ask(some, false);
    return attempts;
  }
  ask(std::max(total, compiled.regions.count), !range.possible);
  return attempts;
}

/// CPU seconds that a draw takes here, measured on a short chain.
double measure_draw(const SearchTask& task, const Watch& watch) {
  const double begun = thread_cpu_seconds();
  Watch quiet;
  quiet.stop = watch.stop;
  const std::uint64_t draws = 400ULL * task.instance->size;
  const SearchState state = find_plans(task, {draws, 1, false, false}, quiet);
  return (thread_cpu_seconds() - begun) / static_cast<double>(std::max<std::uint64_t>(state.counts.draws, 1));
}

/// How far a search's total of a plan lies above what score() says: soft bounds keep a slope where the
/// printed loss has none.
double above_score(const Instance& instance, const Parts& plan, std::uint32_t parts) {
  const auto& population = instance.table<PeopleTable>();
  if (population.most <= 1 || plan.empty()) return 0;
  PeopleSums sums(population, parts);
  sums.reset(plan.data());
  return sums.above_score();
}

/// Regions by the boundary that holds them; of several pieces each by its first area.
std::vector<RegionResult> name_regions(const Problem& problem, const Compiled& compiled,
                                       const std::vector<RegionTotal>& totals) {
  std::vector<std::uint32_t> first(compiled.regions.count, kNowhere), group(compiled.regions.count, 0);
  for (std::uint32_t atom = 0; atom < compiled.instance.size; ++atom) {
    const auto area = compiled.instance.area[compiled.instance.area_first[atom]];
    auto& of_region = first[compiled.regions.of[atom]];
    of_region = std::min(of_region, area);
    group[compiled.regions.of[atom]] = problem.hold_group.empty() ? 0 : problem.hold_group[area];
  }
  std::map<std::uint32_t, std::uint32_t> pieces;
  for (const auto of : group) ++pieces[of];
  std::vector<std::string> name;
  for (const auto of : group) {
    name.push_back(of < problem.hold_name.size() ? problem.hold_name[of] : "the place");
  }
  for (std::size_t region = 0; region < name.size(); ++region)
    if (pieces[group[region]] > 1) name[region] += ", the piece with " + problem.name[first[region]];
  std::vector<RegionResult> named;
  for (const auto& row : totals)
    named.push_back({name[row.region], first[row.region], row.count, row.is_legal, row.is_chosen, row.total});
  return named;
}

void add_counts(Trace& trace, const MoveCounts& counts) {
  for (std::size_t kind = 0; kind < kMoveKinds; ++kind) {
    trace.proposed[name_of(static_cast<MoveKind>(kind))] += counts.proposed[kind];
    trace.accepted[name_of(static_cast<MoveKind>(kind))] += counts.accepted[kind];
  }
}

}  // namespace

namespace {

/// The search, by the bounds as they stand.
SearchResult search_once(const Problem& problem, const SearchOptions& options, const Observer& observer) {
  PLACEWRIGHT_EXPECT(options.start.empty() || options.start.size() == problem.size());
  const Settings& set = options.settings;
  const double begun = thread_cpu_seconds();
  if (problem.size() == 0) return refuse({"the place has no areas"});
  const Compiled compiled = compile(problem, {options.start, options.fixed}, target_of(problem));
  if (!compiled.clashes.empty()) return refuse(compiled.clashes);

  if (!options.best_effort) {
    Feasibility feasible = check_feasibility(problem);
    if (feasible.infeasible) return refuse(std::move(*feasible.infeasible));
  }
  if (compiled.instance.size == 0) return answer_settled(problem, options, compiled);
  const CountRange range = find_count_range(compiled, problem.population);
  const bool limited = compiled.instance.change.limited;
  SearchTask base;
  base.instance = &compiled.instance;
  base.regions = &compiled.regions;
  base.seed = options.seed;
  base.settings = options.settings;
  base.near_start = limited;
  base.never_legal = options.best_effort && !range.possible;
  const Labels& from = !options.start.empty() ? options.start : limited ? problem.change->from : Labels{};
  std::uint32_t start_count = 0;
  if (!from.empty()) base.start = from_labels(compiled, from, start_count);
  // Parts keep the numbers of the old plan under a change limit: a start that left one of them out is no
  // start.
  if (limited && has_unused_part(base.start, start_count)) base.start.clear();
  if (!base.start.empty()) base.start = mend_pieces(compiled.instance, std::move(base.start), start_count);
  if (limited && base.start.empty()) {
    start_count = static_cast<std::uint32_t>(compiled.free_label.size());
    base.start = start_near_old(compiled.instance, compiled.regions, start_count);
  }
  // Where no step leads from the old plan to a legal one: an exact look at small places, else no claim either
  // way.
  const auto look_past_steps = [&](const std::string& reason) {
    SearchResult result;
    bool is_open = false;  // a number of neighbourhoods is not ruled out
    const std::uint32_t least = problem.count.value_or(range.sum_least + compiled.settled_parts);
    const std::uint32_t most = problem.count.value_or(range.sum_most + compiled.settled_parts);
    for (std::uint32_t count = least; count <= most && !is_open; ++count) {
      const ExactStart exact = find_exact_start(problem, count, {observer.stop});
      is_open = exact.answer == ExactStart::Answer::unknown;
      if (exact.answer != ExactStart::Answer::found) continue;
      const double total = score(problem, exact.labels).total;
      result.counts.push_back({count, true, total, true});
      if (!result.labels.empty() && result.total <= total) continue;
      result.labels = exact.labels;
      result.total = total;
    }
    if (!result.labels.empty()) return result;
    if (is_open) return refuse({reason});
    return refuse(
        {"no plan that moves so few people keeps the rules: all sets of neighbourhoods were looked at"});
  };
  if (limited && base.start.empty())
    return look_past_steps(
        "the plan to be changed breaks a rule on areas that stay together, so it cannot be changed step by "
        "step; "
        "no plan is ruled out");
  double draws =
      options.effort_share * draws_of(options.effort, compiled.instance) / cost_of_draw(compiled.instance);
  const std::uint32_t looks = count_looks(set, draws, compiled.instance);
  std::vector<Attempt> attempts;
  if (!options.breed_from.empty() && (from.empty() || !problem.population.hard) && options.fixed.empty() &&
      !limited) {
    Pool pool = gather_pool(compiled, options.breed_from, options.seed);
    if (!pool.state.plans.empty()) {
      attempts.push_back({base, std::move(pool.state), false});
      attempts.front().task.count_of_region = std::move(pool.count_of_region);
      if (attempts.front().task.parts() != start_count) attempts.front().task.start.clear();
    }
  }
  if (attempts.empty()) attempts = list_attempts(problem, options, compiled, range, base, start_count, looks);
  if (attempts.empty() && limited)
    return look_past_steps(
        "no step leads from the plan to be changed to the number of neighbourhoods asked for; none is ruled "
        "out");
  if (attempts.empty())
    return refuse({"the number of neighbourhoods asked for does not fit: between " +
                   std::to_string(range.sum_least + compiled.settled_parts) + " and " +
                   std::to_string(range.sum_most + compiled.settled_parts) + " keep the bounds"});

  Watch watch;
  watch.threads = std::max(1U, options.threads);
  watch.stop.flag = observer.stop;
  double seconds = 0;
  if (options.cpu_seconds) {
    const double a_draw = measure_draw(attempts[attempts.size() / 2].task, watch);
    seconds = std::max(0.01, *options.cpu_seconds - (thread_cpu_seconds() - begun));
    draws = seconds * watch.threads / std::max(a_draw, 1e-10);
  }
  SearchResult result;
  Found best;
  double best_total = 0;
  double share_before = 0, share_now = 1;
  std::uint64_t draws_before = 0;
  const SearchTask* asked = nullptr;
  watch.report = [&](const Found& found, const char* phase, std::uint64_t done, double share) {
    if (found.better_than(best) && (found.outside == 0 || options.best_effort)) {
      result.trace.gain_by_phase[phase] +=
          best.plan.empty() || best.outside > 0 ? 0.0 : best.total - found.total;
      best = found;
      best_total = found.total - above_score(compiled.instance, found.plan, asked->parts());
      result.trace.best.push_back({thread_cpu_seconds() - begun, draws_before + done, best_total, phase});
      if (observer.better)
        observer.better(to_labels(compiled, found.plan, asked->parts(), problem.size()), best_total);
    }
    if (observer.progress)
      observer.progress({std::min(1.0, share_before + share_now * share), best_total, phase});
  };
  const auto work_on = [&](Attempt& attempt, double share, bool need_legal, bool until_stopped) {
    asked = &attempt.task;
    share_now = share;
    Budget budget =
        make_budget(static_cast<std::uint64_t>(draws * share), compiled.instance.size, options.settings);
    budget.need_legal = need_legal;
    budget.until_stopped = until_stopped;
    watch.cpu_seconds = seconds * share;
    const std::uint64_t had = attempt.state.counts.draws;
    draws_before -= had;  // the search reports all draws of the attempt
    attempt.state = find_plans(attempt.task, budget, watch, std::move(attempt.state));
    draws_before += attempt.state.counts.draws;
    share_before += share;
  };
  // A look at some numbers of neighbourhoods, side by side; told in their order.
  const auto look_at = [&](const std::vector<std::size_t>& which, double share) {
    const double each = share / static_cast<double>(which.size());
    Watch quiet = watch;
    quiet.report = nullptr;
    quiet.threads = 1;
    quiet.cpu_seconds = seconds * each * watch.threads;
    Budget budget =
        make_budget(static_cast<std::uint64_t>(draws * each), compiled.instance.size, options.settings);
    budget.starts = 1;  // a number that leaves no legal plan is not worth more, as long as others do
    for (std::size_t first = 0; first < which.size(); first += kLooksAtOnce) {
      const std::size_t count = std::min(kLooksAtOnce, which.size() - first);
      for (std::size_t at = first; at < first + count; ++at)
        draws_before -= attempts[which[at]].state.counts.draws;
      run_jobs(count, watch.threads, [&](std::size_t at) {
        Attempt& attempt = attempts[which[first + at]];
        attempt.state = find_plans(attempt.task, budget, quiet, std::move(attempt.state));
      });
      for (std::size_t at = first; at < first + count; ++at) {
        const Attempt& attempt = attempts[which[at]];
        asked = &attempt.task;
        share_now = each;
        draws_before += attempt.state.counts.draws;
        if (!attempt.state.plans.empty()) watch.report(attempt.state.plans.front(), "counts", 0, 1);
        share_before += each;
      }
    }
  };
  // Where chains stay outside narrow bounds: an exact look, from which they go on, or which ends the matter.
  Labels exact_labels;
  bool too_many = false;  // the list of neighbourhoods was too long once; it is the same for every count
  const auto look_exactly = [&](Attempt& attempt) {
    if (attempt.state.plans.empty() || attempt.state.plans.front().outside == 0 || watch.stop.asked()) return;
    if (!options.fixed.empty() || too_many) return;
    const ExactStart exact =
        find_exact_start(problem, attempt.task.parts() + compiled.settled_parts, {observer.stop});
    if (exact.answer == ExactStart::Answer::impossible) attempt.impossible = true;
    too_many = exact.answer == ExactStart::Answer::unknown;
    if (exact.answer != ExactStart::Answer::found) return;
    if (exact_labels.empty() || score(problem, exact.labels).total < score(problem, exact_labels).total)
      exact_labels = exact.labels;
    std::uint32_t parts = 0;
    Parts plan = from_labels(compiled, exact.labels, parts);
    if (plan.empty() || parts != attempt.task.parts()) return;
    attempt.task.start = std::move(plan);
    attempt.task.near_start = true;
    attempt.state.plans.clear();
  };
  const bool is_open =
      from.empty() && !problem.count && range.possible && options.search_counts;  // any number may be tried
  const Found nothing{{}, 0, std::numeric_limits<std::int64_t>::max()};
  const auto best_of = [&](const Attempt& attempt) -> const Found& {
    return attempt.state.plans.empty() ? nothing : attempt.state.plans.front();
  };
  if (attempts.size() == 1) {
    work_on(attempts[0], 1, true, options.cpu_seconds.has_value());
    if (best_of(attempts[0]).outside > 0) {
      look_exactly(attempts[0]);
      share_before = 0;
      if (!attempts[0].impossible && (exact_labels.empty() || attempts[0].state.plans.empty()))
        work_on(attempts[0], 1, false, options.cpu_seconds.has_value());
    }
  } else {
    std::vector<std::size_t> order(attempts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto rank = [&] {
      std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return best_of(attempts[a]).better_than(best_of(attempts[b]));
      });
    };
    const bool has_more = is_open && range.sum_most - range.sum_least > kMaxCounts;
    const bool looks_twice =
        has_more ? looks >= set.looks_for_second_ones : attempts.size() > set.looked_at_twice;
    const double first_look = looks_twice || has_more ? set.first_look : set.first_look + set.second_look;
    const double a_look =
        first_look / std::max<double>(static_cast<double>(order.size()), has_more ? looks : 0);
    look_at(order, a_look * static_cast<double>(order.size()));
    rank();
    while (has_more && attempts.size() < looks && !watch.stop.asked()) {
      std::vector<std::uint32_t> tried;
      for (const Attempt& attempt : attempts) tried.push_back(attempt.task.parts());
      std::sort(tried.begin(), tried.end());
      const std::size_t before = attempts.size();
      for (const auto count : counts_around(
               tried, attempts[order.front()].task.parts(),
               std::min<std::uint32_t>(set.looks_around, looks - static_cast<std::uint32_t>(before))))
        if (const auto of_region = apportion(compiled, range, count, false)) {
          order.push_back(attempts.size());
          attempts.push_back({base, {}, false});
          attempts.back().task.start.clear();
          attempts.back().task.count_of_region = *of_region;
        }
      if (attempts.size() == before) break;
      look_at({order.begin() + static_cast<std::ptrdiff_t>(before), order.end()},
              a_look * static_cast<double>(attempts.size() - before));
      rank();
    }
    if (looks_twice) {
      look_at({order.begin(), order.begin() + set.looked_at_twice}, set.second_look);
      rank();
    }
    // Looks at a few of very many numbers come on top of the budget, but for a given time: the best of them
    // is searched as if it had been asked for.
    const double spent = set.first_look + (looks_twice || !has_more ? set.second_look : 0);
    const double rest =
        has_more && !options.cpu_seconds ? std::min(1.0, set.max_draws_with_looks - spent) : 1 - spent;
    const Found &first = best_of(attempts[order[0]]), &second = best_of(attempts[order[1]]);
    const bool is_close =
        second.outside <= first.outside && second.total <= first.total + set.close * std::fabs(first.total);
    const std::size_t deepened = is_close && (looks_twice || !has_more) ? 2 : 1;
    for (std::size_t at = 0; at < deepened; ++at)
      work_on(attempts[order[at]], rest / static_cast<double>(deepened), false,
              options.cpu_seconds.has_value());
    if (best_of(attempts[order[0]]).outside > 0)  // nothing legal at any number yet
      for (const std::size_t at : order) {
        look_exactly(attempts[at]);
        if (!attempts[at].state.plans.empty() && exact_labels.empty()) continue;
        if (!attempts[at].state.plans.empty()) break;
        work_on(attempts[at], rest / 4, false, false);
        break;
      }
  }

  const auto find_winner = [&] {
    const Attempt* winner = nullptr;
    for (const Attempt& attempt : attempts)
      if (winner == nullptr || best_of(attempt).better_than(best_of(*winner))) winner = &attempt;
    return winner;
  };
  // Regions may gain by sharing the neighbourhoods out otherwise than by people.
  const Attempt* first_winner = find_winner();
  if (has_choice(range) && from.empty() && options.fixed.empty() && options.breed_from.empty() &&
      options.search_counts && !options.cpu_seconds && !limited && !first_winner->state.plans.empty() &&
      (best_of(*first_winner).outside == 0 || base.never_legal) && !watch.stop.asked()) {
    RegionOptions wanted;
    wanted.may_change_sum = !problem.count;
    wanted.draws = static_cast<std::uint64_t>(draws * set.region_draws);
    wanted.seed = options.seed;
    wanted.settings = options.settings;
    wanted.threads = watch.threads;
    wanted.stop = watch.stop;
    auto choice =
        choose_region_counts(compiled.instance, compiled.regions, range, best_of(*first_winner), wanted);
    add_counts(result.trace, choice.counts);
    result.regions = name_regions(problem, compiled, choice.totals);
    if (choice.found.better_than(best_of(*first_winner))) {
      Attempt attempt{base, {}, false};
      attempt.task.count_of_region = choice.count_of_region;
      attempt.task.start = choice.found.plan;
      attempt.task.settings.use.shift = false;  // the numbers stay as they were chosen
      attempt.state.plans.push_back(choice.found);
      asked = &attempt.task;
      watch.report(choice.found, "regions", 0, 1);
      attempt.state.plans.clear();
      work_on(attempt, set.polish_draws, true, false);
      if (attempt.state.plans.empty() || choice.found.better_than(attempt.state.plans.front()))
        attempt.state.plans.insert(attempt.state.plans.begin(), choice.found);
      for (RegionResult& row : result.regions)
        row.total += attempt.state.plans.front().total - choice.found.total;
      const auto same = std::find_if(attempts.begin(), attempts.end(), [&](const Attempt& other) {
        return other.task.parts() == attempt.task.parts();
      });
      if (same != attempts.end()) {
        add_counts(result.trace, same->state.counts);
        *same = std::move(attempt);
      } else {
        attempts.push_back(std::move(attempt));
      }
      std::stable_sort(attempts.begin(), attempts.end(),
                       [](const Attempt& a, const Attempt& b) { return a.task.parts() < b.task.parts(); });
    }
  }

  const Attempt* winner = nullptr;
  for (const Attempt& attempt : attempts) {
    const Found& here = best_of(attempt);
    add_counts(result.trace, attempt.state.counts);
    const double total = here.total - above_score(compiled.instance, here.plan, attempt.task.parts());
    result.counts.push_back(
        {attempt.task.parts() + compiled.settled_parts, here.outside == 0, total, !here.plan.empty()});
    if (winner == nullptr || here.better_than(best_of(*winner))) winner = &attempt;
  }
  const Found& final_plan = best_of(*winner);
  const bool stopped = observer.stop != nullptr && observer.stop->load();
  const auto finish = [&](Labels labels) {
    result.labels = std::move(labels);
    if (!from.empty()) result.labels = keep_old_labels(problem, from, result.labels);
    result.total = score(problem, result.labels).total;
    result.status = stopped ? Status::stopped : Status::found;
  };
  if (final_plan.outside > 0 && !exact_labels.empty()) {
    // The exact look found a plan that atoms as the chains see them cannot make up.
    finish(exact_labels);
    return result;
  }
  if (final_plan.outside > 0 && !options.best_effort) {
    if (!stopped && std::all_of(attempts.begin(), attempts.end(),
                                [](const Attempt& attempt) { return attempt.impossible; }))
      return refuse(
          {"no set of neighbourhoods inside the bounds covers the place: all of them were looked at"});
    const std::string reason =
        "no plan that keeps the rules was found, and none is ruled out: the best one " +
        say_broken(problem, to_labels(compiled, final_plan.plan, winner->task.parts(), problem.size()));
    if (!stopped) return limited ? look_past_steps(reason) : refuse({reason});
    result.status = Status::stopped;
    return result;
  }
  finish(to_labels(compiled, final_plan.plan, winner->task.parts(), problem.size()));
  if (!problem.count) {
    result.least_count = range.near_sum_least + compiled.settled_parts;
    result.most_count = range.near_sum_most + compiled.settled_parts;
  }
  if (options.keep_others) {
    for (const Attempt& attempt : attempts)
      for (const Found& found : attempt.state.plans)
        if (found.outside == 0 && &found != &final_plan)
          result.others.push_back(
              {found.total - above_score(compiled.instance, found.plan, attempt.task.parts()),
               to_labels(compiled, found.plan, attempt.task.parts(), problem.size())});
    std::stable_sort(result.others.begin(), result.others.end(),
                     [](const auto& a, const auto& b) { return a.total < b.total; });
  }
  return result;
}

}  // namespace

SearchResult search(const Problem& problem, const SearchOptions& options, const Observer& observer) {
  if (problem.population.hard) return search_once(problem, options, observer);
  return search_softly(problem, options, observer, search_once);
}

std::string tried_counts_text(const SearchResult& found) {
  if (found.most_count == 0) return "";
  std::set<std::uint32_t> tried;
  for (const CountResult& row : found.counts)
    if (row.count >= found.least_count && row.count <= found.most_count) tried.insert(row.count);
  const std::uint32_t possible = found.most_count - found.least_count + 1;
  if (tried.empty() || tried.size() >= possible) return "";
  constexpr std::size_t kMaxListed = 30;
  std::string list;
  for (const auto count : tried)
    if (tried.size() <= kMaxListed) list += (list.empty() ? ": " : ", ") + std::to_string(count);
  return std::to_string(tried.size()) + " of the " + std::to_string(possible) +
         " numbers of neighbourhoods that people and bounds leave possible (" +
         std::to_string(found.least_count) + " to " + std::to_string(found.most_count) + ") " +
         (tried.size() == 1 ? "was" : "were") + " tried" + list + "; another may do better";
}

Labels order_labels(const Problem& problem, const Labels& labels) {
  std::int32_t highest = -1;
  for (const std::int32_t label : labels) highest = std::max(highest, label);
  struct Centre {
    double x = 0, y = 0, people = 0;
    std::uint32_t areas = 0, first = 0;
  };
  std::vector<Centre> centres(static_cast<std::size_t>(highest + 1));
  for (std::uint32_t area = 0; area < labels.size(); ++area) {
    if (labels[area] < 0) continue;
    Centre& centre = centres[static_cast<std::size_t>(labels[area])];
    if (centre.areas++ == 0) centre.first = area;
    const double weight = problem.people[area] + 1e-9;
    const geo::Point point = area < problem.point.size() ? problem.point[area] : geo::Point{};
    centre.x += weight * point.x;
    centre.y += weight * point.y;
    centre.people += weight;
  }
  std::vector<std::uint32_t> order;
  for (std::uint32_t label = 0; label < centres.size(); ++label)
    if (centres[label].areas > 0) order.push_back(label);
  // Along the diagonal from north-west to south-east.
  const auto key = [&](std::uint32_t label) {
    const Centre& centre = centres[label];
    return std::pair((centre.x - centre.y) / centre.people, centre.first);
  };
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  std::vector<std::int32_t> rank(centres.size(), kUnassigned);
  for (std::size_t at = 0; at < order.size(); ++at) rank[order[at]] = static_cast<std::int32_t>(at);
  Labels result = labels;
  for (std::int32_t& label : result)
    if (label >= 0) label = rank[static_cast<std::size_t>(label)];
  return result;
}

}  // namespace placewright::boundaries
