#include "boundaries/engine/search.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "boundaries/engine/moves/mend.h"
#include "boundaries/engine/search_answer.h"
#include "boundaries/engine/search_counts.h"
#include "boundaries/engine/search_exact.h"
#include "boundaries/engine/search_regions.h"
#include "boundaries/engine/search_run.h"
#include "boundaries/engine/soft_bounds.h"
#include "boundaries/question/feasibility.h"
#include "geo/expect.h"

namespace placewright::boundaries {
namespace {

using namespace engine;

/// Draws that an effort is worth on a map of so many atoms, in draws of one additive criterion: 20 to 30
/// million are about a second of one core.
double draws_of(Effort effort, const Settings& set, const Instance& instance) {
  constexpr double kAtomsOfEffort = 500;  // the map that an effort's draws are stated for
  // Beyond a city the time grows with the cube root: England at normal effort is minutes, not an hour.
  const double city = set.atoms_of_city / kAtomsOfEffort;
  double size = std::max(set.least_share_of_effort, instance.size / kAtomsOfEffort);
  if (size > city) size = city * std::cbrt(size / city);
  switch (effort) {
    case Effort::quick:
      return set.quick_draws * size;
    case Effort::normal:
      return set.normal_draws * size;
    case Effort::thorough:
      return set.thorough_draws * size;
  }
  return set.quick_draws * size;
}

/// How many numbers of neighbourhoods are looked at where there are too many to try them all.
std::uint32_t count_looks(const Settings& set, double draws, const Instance& instance) {
  const double looks =
      set.first_look * draws / (set.min_draws_per_atom_of_look * std::max(1U, instance.size));
  return static_cast<std::uint32_t>(
      std::clamp(looks, static_cast<double>(set.min_looks), static_cast<double>(set.max_looks)));
}

bool has_unused_part(const Parts& plan, std::uint32_t parts) {
  std::vector<std::uint8_t> is_used(parts, 0);
  for (const Part part : plan) is_used[part] = 1;
  return std::count(is_used.begin(), is_used.end(), 0) > 0;
}

/// Sets the plan that the search goes on from, as parts of the free atoms, each in one piece. Under a change
/// limit parts keep the numbers of the old plan: a start that left one of them out is none, and the plan
/// nearest to the old one stands in for it, if there is one.
void choose_start(SearchRun& run) {
  const Compiled& compiled = run.compiled;
  if (!run.options.start.empty())
    run.from = run.options.start;
  else if (run.limited)
    run.from = run.problem.change->from;
  Parts& start = run.base.start;
  if (!run.from.empty()) start = from_labels(compiled, run.from, run.start_count);
  if (run.limited && has_unused_part(start, run.start_count)) start.clear();
  if (!start.empty()) start = mend_pieces(compiled.instance, std::move(start), run.start_count);
  if (!run.limited || !start.empty()) return;
  run.start_count = static_cast<std::uint32_t>(compiled.free_label.size());
  start = start_near_old(compiled.instance, compiled.regions, run.start_count);
}

/// Compiles the problem and sets all that the stages share. The answer, where there is nothing to search:
/// rules that contradict each other or the people, or a place that locks settle.
std::optional<SearchResult> prepare(SearchRun& run) {
  const Problem& problem = run.problem;
  const SearchOptions& options = run.options;
  PLACEWRIGHT_EXPECT(options.start.empty() || options.start.size() == problem.size());
  if (problem.size() == 0) return refuse({"the place has no areas"});
  run.compiled = compile(problem, {options.start, options.fixed}, target_of(problem));
  if (!run.compiled.clashes.empty()) return refuse(run.compiled.clashes);
  if (!options.best_effort)
    if (Feasibility feasible = check_feasibility(problem); feasible.infeasible)
      return refuse(*std::move(feasible.infeasible));
  const Instance& instance = run.compiled.instance;
  if (instance.size == 0) return answer_settled(run);
  run.range = find_count_range(run.compiled, problem.population);
  run.limited = instance.change.limited;
  run.base.instance = &instance;
  run.base.regions = &run.compiled.regions;
  run.base.seed = options.seed;
  run.base.settings = options.settings;
  run.base.near_start = run.limited;
  run.base.never_legal = options.best_effort && !run.range.possible;
  choose_start(run);
  run.draws = options.effort_share * draws_of(options.effort, options.settings, instance) /
              cost_of_draw(instance, options.settings);
  run.looks = count_looks(options.settings, run.draws, instance);
  return std::nullopt;
}

/// Where a time is given: as many draws as fit into what is left of it, by a short chain that is timed.
void fit_draws_to_time(SearchRun& run) {
  if (!run.options.cpu_seconds) return;
  const Watch watch = quiet_watch(run);
  Watch alone = watch;
  alone.threads = 1;
  const double begun = thread_cpu_seconds();
  const SearchTask& task = run.attempts[run.attempts.size() / 2].task;
  const SearchState state = find_plans(task, {400ULL * task.instance->size, 1, false, false}, alone);
  const double a_draw =
      (thread_cpu_seconds() - begun) / static_cast<double>(std::max<std::uint64_t>(state.counts.draws, 1));
  run.seconds = std::max(0.01, *run.options.cpu_seconds - (thread_cpu_seconds() - run.begun));
  run.draws = run.seconds * watch.threads / std::max(a_draw, 1e-10);
}

/// The search, by the bounds as they stand: an exact answer where the legal neighbourhoods are few; then a
/// steady-state genetic search at some numbers of neighbourhoods,
/// of which successive halving leaves the best; then by region.
SearchResult search_once(const Problem& problem, const SearchOptions& options, const Observer& observer) {
  SearchRun run(problem, options, observer);
  if (auto answer = prepare(run)) return *std::move(answer);
  look_at_whole_list(run);
  list_attempts(run);
  if (run.attempts.empty()) return explain_no_attempt(run);
  start_from_whole_list(run);
  fit_draws_to_time(run);
  look_at_counts(run);
  deepen_best(run);
  look_exactly(run);
  share_out_regions(run);
  return finish(run);
}

}  // namespace

SearchResult search(const Problem& problem, const SearchOptions& options, const Observer& observer) {
  if (problem.population.hard) return search_once(problem, options, observer);
  return search_softly(problem, options, observer, search_once);
}

}  // namespace placewright::boundaries
