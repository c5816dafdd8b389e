#include "boundaries/engine/search_regions.h"

#include <algorithm>
#include <map>

#include "boundaries/engine/breed/region_counts.h"

namespace placewright::boundaries::engine {
namespace {

/// Whether there is a choice of numbers by region, a plan to start from, and nothing that asks for another.
bool may_share_out(const SearchRun& run) {
  const SearchOptions& options = run.options;
  const bool asks_freely = run.from.empty() && options.fixed.empty() && options.breed_from.empty() &&
                           options.search_counts && !options.cpu_seconds && !run.limited;
  if (!has_choice(run.range) || !asks_freely || is_stopped(run)) return false;
  const Attempt& winner = find_winner(run.attempts);
  return !winner.state.plans.empty() && (best_of(winner).outside == 0 || run.base.never_legal);
}

/// Regions by the boundary that holds them; of several pieces each by its first area.
std::vector<RegionResult> name_regions(const SearchRun& run, const std::vector<RegionTotal>& totals) {
  const Problem& problem = run.problem;
  const Grouping& regions = run.compiled.regions;
  const Instance& instance = run.compiled.instance;
  std::vector<std::uint32_t> first(regions.count, kNowhere), group(regions.count, 0);
  for (std::uint32_t atom = 0; atom < instance.size; ++atom) {
    const auto area = instance.area[instance.area_first[atom]].value();
    auto& of_region = first[regions.of[atom]];
    of_region = std::min(of_region, area);
    group[regions.of[atom]] = problem.hold_group.empty() ? 0 : problem.hold_group[area];
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

RegionChoice choose_counts(const SearchRun& run, const Found& plan) {
  const Watch watch = quiet_watch(run);
  RegionOptions wanted;
  wanted.may_change_sum = !run.problem.count;
  wanted.draws = static_cast<std::uint64_t>(run.draws * run.options.settings.region_draws);
  wanted.seed = run.options.seed;
  wanted.settings = run.options.settings;
  wanted.threads = watch.threads;
  wanted.stop = watch.stop;
  return choose_region_counts(run.compiled.instance, run.compiled.regions, run.range, plan, wanted);
}

/// The chosen plan, searched on with its numbers by region. Never worse than it was.
Attempt polish(SearchRun& run, const RegionChoice& choice) {
  Attempt attempt = attempt_from_nothing(run, choice.count_of_region);
  attempt.task.start = choice.found.plan;
  attempt.task.settings.use.shift = false;  // the numbers stay as they were chosen
  note_best(run, attempt.task, choice.found, "regions", 0, run.share_done);
  work_on(run, attempt, {run.options.settings.polish_draws, true, false});
  auto& plans = attempt.state.plans;
  if (plans.empty() || choice.found.better_than(plans.front())) plans.insert(plans.begin(), choice.found);
  return attempt;
}

/// Puts an attempt in the place of one with as many neighbourhoods, or beside the others, fewest first.
void take_attempt(SearchRun& run, Attempt attempt) {
  const std::uint32_t parts = attempt.task.parts();
  const auto same = std::find_if(run.attempts.begin(), run.attempts.end(),
                                 [&](const Attempt& other) { return other.task.parts() == parts; });
  if (same != run.attempts.end()) {
    add_counts(run.result.trace, same->state.counts);
    *same = std::move(attempt);
  } else {
    run.attempts.push_back(std::move(attempt));
  }
  std::stable_sort(run.attempts.begin(), run.attempts.end(),
                   [](const Attempt& a, const Attempt& b) { return a.task.parts() < b.task.parts(); });
}

}  // namespace

void share_out_regions(SearchRun& run) {
  if (!may_share_out(run)) return;
  const Found& plan = best_of(find_winner(run.attempts));
  const RegionChoice choice = choose_counts(run, plan);
  add_counts(run.result.trace, choice.counts);
  run.result.regions = name_regions(run, choice.totals);
  if (!choice.found.better_than(plan)) return;
  Attempt polished = polish(run, choice);
  for (RegionResult& row : run.result.regions) row.total += best_of(polished).total - choice.found.total;
  take_attempt(run, std::move(polished));
}

}  // namespace placewright::boundaries::engine
