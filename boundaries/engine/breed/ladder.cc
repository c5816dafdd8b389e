#include "boundaries/engine/breed/ladder.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "boundaries/engine/breed/breeding.h"
#include "boundaries/engine/breed/cover.h"
#include "boundaries/engine/moves/start.h"

namespace placewright::boundaries::engine {
namespace {

/// Brings people inside the bounds: by that alone, longer each round.
void repair(Annealer& annealer, MovingPlan& moving, const Settings& set, std::uint32_t rounds,
            const Stop& stop) {
  AnnealRules rules;
  rules.hard = false;
  rules.penalty = 1;
  rules.aim_weight = 0;
  double people = 0;
  for (const std::int64_t p : moving.instance().people) people += static_cast<double>(p);
  const double mean = people / std::max(1U, moving.instance().size);
  moving.set_judging(false);
  for (std::uint32_t round = 0; round < rounds && broken_people(moving) > 0 && !stop.asked(); ++round)
    annealer.run({set.repair_hot * mean, set.repair_cold * mean,
                  (set.repair_draws_per_atom << (2 * round)) * moving.instance().size},
                 rules, stop);
  moving.set_judging(true);
}

Child run_chain(const SearchTask& task, std::uint64_t stream, std::uint64_t draws, std::uint32_t tries,
                const Stop& stop) {
  const Settings& set = task.settings;
  MovingPlan moving(*task.instance, task.parts());
  Annealer annealer(moving, task.seed, stream, set);
  Found best;
  const bool from_start = !task.start.empty() && (task.near_start || stream < 2);
  // Where the bounds cannot be kept everywhere, more starts would not help.
  const std::uint32_t starts = task.never_legal ? 1 : tries;
  for (std::uint32_t start = 0;
       start < starts && (best.plan.empty() || best.outside > 0) && !(start > 0 && stop.asked()); ++start) {
    moving.reset(
        from_start ? task.start
                   : draw_start(*task.instance, *task.regions, task.count_of_region, annealer.random(), set));
    Found found = judged(moving);
    if (found.better_than(best)) best = std::move(found);
    if (broken_people(moving) > 0) {
      repair(annealer, moving, set, task.never_legal ? 1 : set.repair_rounds, stop);
      found = judged(moving);
      if (found.better_than(best)) best = std::move(found);
    }
    if (from_start && best.outside == 0) break;
  }
  moving.reset(best.plan);
  Child child;
  child.scale = annealer.measure_scale(set.scale_draws);
  if (child.scale > 0 && draws > 0) {
    // A plan that was given is polished by some chains and left far behind by others.
    const double hot = from_start && stream % 2 == 0 ? set.hot_from_given_plan : set.hot;
    const double cold = is_bred_by_windows(task) ? set.cold_where_windowed : set.cold;
    annealer.run({hot * child.scale, cold * child.scale, draws}, rules_for(moving, child.scale, task), stop);
    Found found = judged(moving);
    if (found.better_than(best)) best = std::move(found);
  }
  child.found = std::move(best);
  child.counts = annealer.counts();
  return child;
}

/// Where borders count, more and shorter chains do better: many lines are nearly as good. Measured on
/// Cornwall and Leeds; for deprivation alone half as many are better (the invented map of 500 areas).
bool wants_many_plans(const SearchTask& task) {
  return !is_bred_by_windows(task) && task.instance->share[Criterion::compactness] > 0;
}

bool has_one_criterion(const Instance& instance) {
  const int tables =
      std::apply([](const auto&... table) { return (table.is_changed_by_moves() + ...); }, instance.tables);
  return instance.counts_borders() + tables == 1;
}

/// Plans to keep side by side.
std::uint32_t room_for_plans(const SearchTask& task, const Budget& budget) {
  const Settings& set = task.settings;
  if (!is_bred_by_windows(task))
    return wants_many_plans(task) && budget.plans > 1 ? 2 * budget.plans : budget.plans;
  // Plans that are bred by windows get better for long, each by itself: many would share the steps too
  // thinly. A single plan would leave nothing to breed, and windows are worth more than a longer chain.
  const std::uint32_t least = static_cast<double>(budget.draws / std::max(1U, task.instance->size)) >=
                                      set.min_draws_per_atom_for_two_plans
                                  ? 2
                                  : 1;
  const double share = has_one_criterion(*task.instance) ? set.share_of_plans_for_one_criterion
                                                         : set.share_of_plans_where_windowed;
  return std::clamp(static_cast<std::uint32_t>(share * budget.plans), least, set.max_plans_where_windowed);
}

/// Share of the draws for the chains before breeding: all of them where there is nothing to breed.
double share_of_first_chains(const SearchTask& task, const Budget& budget, std::size_t room) {
  if (!task.settings.use.breeding || room < 2) return 1;
  const double per_atom = static_cast<double>(budget.draws) / std::max(task.instance->size, 20U);
  const double half = task.settings.draws_per_atom_of_half_first / (wants_many_plans(task) ? 2 : 1);
  return std::clamp(0.5 * half / std::max(per_atom, 1.0), task.settings.least_first_share,
                    task.settings.most_first_share);
}

/// Draws of a child, as a share of those of a first chain.
double share_of_child(const SearchTask& task, std::size_t room) {
  const Settings& set = task.settings;
  if (!wants_many_plans(task)) return set.child_draws;
  // Many short children keep the plans of a full pool from becoming alike too soon.
  return std::clamp(set.child_draws * set.plans_for_short_children / static_cast<double>(room),
                    set.short_child_draws, set.child_draws);
}

}  // namespace

std::uint32_t SearchTask::parts() const {
  std::uint32_t sum = 0;
  for (const std::uint32_t count : count_of_region) sum += count;
  return sum;
}

Budget make_budget(std::uint64_t draws, std::uint32_t atoms, const Settings& settings) {
  // A search of few draws per atom does best with one chain; beyond that more plans and more children do
  // better than longer chains.
  const double per_atom = static_cast<double>(draws) / std::max(atoms, 20U);
  Budget budget;
  budget.draws = draws;
  budget.starts = settings.chain_starts;
  const double plans = per_atom / settings.draws_per_atom_for_one_plan;
  budget.plans = static_cast<std::uint32_t>(std::clamp(plans, 1.0, settings.max_plans));
  return budget;
}

double cost_of_draw(const Instance& instance, const Settings& settings) {
  const double atoms = std::max(1U, instance.size);
  const double borders = instance.counts_borders() ? settings.draw_of_borders : 0;
  return std::apply(
      [&](const auto&... table) { return ((1 + borders) + ... + table.cost_of_draw(atoms, settings)); },
      instance.tables);
}

SearchState find_plans(const SearchTask& task, const Budget& budget, const Watch& watch, SearchState kept) {
  const Instance& instance = *task.instance;
  const Settings& set = task.settings;
  const std::size_t at_once = set.children_at_once;
  SearchState state = std::move(kept);
  std::uint64_t used = state.counts.draws;
  const std::uint64_t until = used + budget.draws;
  const bool windowed = is_bred_by_windows(task);
  const bool goes_on = !state.plans.empty() && state.plans.front().outside == 0;
  const std::size_t room = std::max<std::size_t>(room_for_plans(task, budget), goes_on ? 2 : 1);
  const double begun = thread_cpu_seconds();
  const auto over = [&] {
    return watch.stop.asked() || (watch.cpu_seconds > 0 && thread_cpu_seconds() - begun >= watch.cpu_seconds);
  };
  // Each thread has its own CPU clock; a job gets what the asking thread has left.
  const auto stop_of_job = [&](double left) {
    Stop stop = watch.stop;
    stop.cpu_deadline = watch.cpu_seconds > 0 ? thread_cpu_seconds() + std::max(left, 0.001) : 0;
    return stop;
  };
  const auto left = [&] { return watch.cpu_seconds - (thread_cpu_seconds() - begun); };
  const auto report = [&](const char* phase) {
    if (watch.report && !state.plans.empty())
      watch.report(
          state.plans.front(), phase, used,
          std::min(1.0, static_cast<double>(used) / static_cast<double>(std::max<std::uint64_t>(until, 1))));
  };

  const double first_share = share_of_first_chains(task, budget, room);
  // A few plans give little to breed from.
  const std::size_t missing = goes_on ? room - std::min(room, state.plans.size()) : room;
  if (2 * missing >= room) {
    const auto share = static_cast<double>(budget.draws) * first_share / static_cast<double>(room);
    const std::uint64_t chain = state.plans.empty() ? 0 : used;  // streams of their own
    for (std::size_t first = 0; first < missing && !(first > 0 && over()); first += at_once) {
      std::vector<Child> batch(std::min(at_once, missing - first));
      const double seconds = left();
      run_jobs(batch.size(), watch.threads, [&](std::size_t at) {
        batch[at] = run_chain(task, chain + first + at, static_cast<std::uint64_t>(share), budget.starts,
                              stop_of_job(seconds));
      });
      for (Child& child : batch) {
        state.counts.add(child.counts);
        state.scale = std::max(state.scale, child.scale);
        if (!child.found.plan.empty()) take_in(state.plans, std::move(child.found), instance, room);
      }
      used = state.counts.draws;
      report("chains");
      if (budget.need_legal && state.plans.front().outside > 0) return state;
    }
  }
  if (instance.neighbour.empty() || !(state.scale > 0) || !task.settings.use.breeding) return state;
  const double first_draws = static_cast<double>(budget.draws) * first_share / static_cast<double>(room) /
                             std::max(1U, instance.size);
  const double child_draws =
      std::max(task.settings.min_child_draws_per_atom, share_of_child(task, room) * first_draws);
  geo::Random random(task.seed, 0xb1eed);
  std::uint64_t next_child = 1'000'000 + used, batches = 0;
  while ((used < until || budget.until_stopped) && !over() && state.plans.size() > 1) {
    const double done =
        std::min(1.0, static_cast<double>(used) / static_cast<double>(std::max<std::uint64_t>(until, 1)));
    const auto pairings = choose_pairings(task, state.plans.size(), at_once, done, random);
    std::vector<Child> batch(pairings.size());
    const double seconds = left();
    run_jobs(batch.size(), watch.threads, [&](std::size_t at) {
      batch[at] = breed(task, state.plans, pairings[at], state.scale, next_child + at, child_draws,
                        stop_of_job(seconds));
    });
    next_child += at_once;
    for (const Child& child : batch) state.counts.add(child.counts);
    take_children(state.plans, pairings, batch, instance, room);
    used = state.counts.draws;
    report("breeding");
    // On a small map a cover makes the plans alike: measured, children alone do better there.
    if (!task.settings.use.cover || !windowed || ++batches % task.settings.batches_per_cover != 0 || over())
      continue;
    Found cover = find_cover(task, state.plans, Atom(random.below(instance.size)),
                             std::min(set.max_cover, task.parts()),
                             {set.cover_columns, set.cover_pivots, set.cover_nodes}, watch.stop);
    if (cover.plan.empty()) continue;
    state.plans.front() = std::move(cover);
    report("cover");
  }
  return state;
}

}  // namespace placewright::boundaries::engine
