#include "boundaries/engine/breed/ladder.h"

#include <algorithm>
#include <cmath>

#include "boundaries/engine/breed/breeding.h"
#include "boundaries/engine/breed/cover.h"
#include "boundaries/engine/moves/start.h"

namespace placewright::boundaries::engine {
namespace {

constexpr std::size_t kBatch = 4;  // children between two looks at the pool: the same for any number of threads

/// Brings people inside the bounds: by that alone, longer each round.
void repair(Annealer& annealer, Walk& walk, int rounds, const Stop& stop) {
  AnnealRules rules;
  rules.hard = false;
  rules.penalty = 1;
  rules.aim_weight = 0;
  double people = 0;
  for (const std::int64_t p : walk.instance().people) people += static_cast<double>(p);
  const double mean = people / std::max(1U, walk.instance().size);
  walk.set_judging(false);
  for (int round = 0; round < rounds && broken_people(walk) > 0 && !stop.asked(); ++round)
    annealer.run({0.3 * mean, 0.01 * mean, (300ULL << (2 * round)) * walk.instance().size}, rules, stop);
  walk.set_judging(true);
}

Bred run_chain(const Question& question, std::uint64_t stream, std::uint64_t draws, int tries, const Stop& stop) {
  const Settings& set = question.settings;
  Walk walk(*question.instance, question.parts());
  Annealer annealer(walk, question.seed, stream);
  Found best;
  const bool from_start = !question.start.empty() && (question.near_start || stream < 2);
  // Where the bounds cannot be kept everywhere, more starts would not help.
  const int starts = question.never_legal ? 1 : tries;
  for (int start = 0; start < starts && (best.plan.empty() || best.outside > 0) && !(start > 0 && stop.asked()); ++start) {
    walk.reset(from_start ? question.start
                          : draw_start(*question.instance, *question.regions, question.count_of_region, annealer.random()));
    Found found = judged(walk);
    if (found.better_than(best)) best = std::move(found);
    if (broken_people(walk) > 0) {
      repair(annealer, walk, question.never_legal ? 1 : static_cast<int>(set.repair_rounds), stop);
      found = judged(walk);
      if (found.better_than(best)) best = std::move(found);
    }
    if (from_start && best.outside == 0) break;
  }
  walk.reset(best.plan);
  Bred bred;
  bred.scale = annealer.measure_scale(4000);
  if (bred.scale > 0 && draws > 0) {
    // A plan that was given is polished by some chains and left far behind by others.
    const double hot = from_start && stream % 2 == 0 ? set.hot_from_given_plan : set.hot;
    const double cold = is_bred_by_windows(question) ? set.cold_where_windowed : set.cold;
    annealer.run({hot * bred.scale, cold * bred.scale, draws}, rules_for(walk, bred.scale, question), stop);
    Found found = judged(walk);
    if (found.better_than(best)) best = std::move(found);
  }
  bred.found = std::move(best);
  bred.counts = annealer.counts();
  return bred;
}

/// Where borders count, more and shorter chains do better: many lines are nearly as good. Measured on Cornwall and Leeds;
/// for deprivation alone half as many are better (the invented map of 500 areas).
bool wants_many_plans(const Question& question) {
  return !is_bred_by_windows(question) && question.instance->compactness_scale > 0;
}

bool has_one_criterion(const Instance& instance) {
  const bool borders = instance.compactness_scale > 0 || instance.barriers_scale > 0;
  const int criteria = borders + (instance.deprivation.scale != 0) + (instance.population.scale > 0) + !instance.shares.rows.column.empty() +
                       !instance.access.kind.empty() + !instance.far_access.kind.empty() + (instance.wishes.scale > 0);
  return criteria == 1;
}

/// Plans to keep side by side.
std::uint32_t room_for_plans(const Question& question, const Budget& budget) {
  const Settings& set = question.settings;
  if (!is_bred_by_windows(question)) return wants_many_plans(question) && budget.plans > 1 ? 2 * budget.plans : budget.plans;
  // Plans that are bred by windows get better for long, each by itself: many would share the steps too thinly. A single plan
  // would leave nothing to breed, and windows are worth more than a longer chain.
  const std::uint32_t least =
      static_cast<double>(budget.draws / std::max(1U, question.instance->size)) >= set.min_draws_per_atom_for_two_plans ? 2 : 1;
  const double share = has_one_criterion(*question.instance) ? set.share_of_plans_for_one_criterion : set.share_of_plans_where_windowed;
  return std::clamp(static_cast<std::uint32_t>(share * budget.plans), least, set.max_plans_where_windowed);
}

/// Share of the draws for the chains before breeding: all of them where there is nothing to breed.
double share_of_first_chains(const Question& question, const Budget& budget, std::size_t room) {
  if (!question.settings.use.breeding || room < 2) return 1;
  const double per_atom = static_cast<double>(budget.draws) / std::max(question.instance->size, 20U);
  const double half = question.settings.draws_per_atom_of_half_first / (wants_many_plans(question) ? 2 : 1);
  return std::clamp(0.5 * half / std::max(per_atom, 1.0), 0.25, 0.5);
}

/// Draws of a child, as a share of those of a first chain.
double share_of_child(const Question& question, std::size_t room) {
  const Settings& set = question.settings;
  if (!wants_many_plans(question)) return set.child_draws;
  // Many short children keep the plans of a full pool from becoming alike too soon.
  return std::clamp(set.child_draws * set.plans_for_short_children / static_cast<double>(room), set.short_child_draws, set.child_draws);
}

}  // namespace

std::uint32_t Question::parts() const {
  std::uint32_t sum = 0;
  for (const std::uint32_t count : count_of_region) sum += count;
  return sum;
}

Budget make_budget(std::uint64_t draws, std::uint32_t atoms, const Settings& settings) {
  // A search of few draws per atom does best with one chain; beyond that more plans and more children do better than
  // longer chains.
  const double per_atom = static_cast<double>(draws) / std::max(atoms, 20U);
  Budget budget;
  budget.draws = draws;
  const double plans = per_atom / settings.draws_per_atom_for_one_plan;
  budget.plans = static_cast<std::uint32_t>(std::clamp(plans, 1.0, settings.max_plans));
  return budget;
}

double cost_of_draw(const Instance& instance) {
  const double atoms = std::max(1U, instance.size);
  double cost = 1;
  cost += 0.12 * static_cast<double>(instance.shares.rows.column.size()) / atoms;
  for (const AccessTable::Kind& kind : instance.access.kind) cost += 0.8 + 0.005 * kind.sites;
  for (const FarAccessTable::Kind& kind : instance.far_access.kind)
    cost += 2 + 0.05 * static_cast<double>(kind.listed.size()) / atoms;
  if (instance.compactness_scale > 0 || instance.barriers_scale > 0) cost += 0.5;
  if (instance.population.scale > 0) cost += 0.5;
  return cost;
}

Harvest find_plans(const Question& question, const Budget& budget, const Watch& watch, Harvest kept) {
  const Instance& instance = *question.instance;
  Harvest harvest = std::move(kept);
  std::uint64_t used = harvest.counts.draws;
  const std::uint64_t until = used + budget.draws;
  const bool windowed = is_bred_by_windows(question);
  const bool goes_on = !harvest.plans.empty() && harvest.plans.front().outside == 0;
  const std::size_t room = std::max<std::size_t>(room_for_plans(question, budget), goes_on ? 2 : 1);
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
    if (watch.report && !harvest.plans.empty())
      watch.report(harvest.plans.front(), phase, used, std::min(1.0, static_cast<double>(used) / static_cast<double>(std::max<std::uint64_t>(until, 1))));
  };

  const double first_share = share_of_first_chains(question, budget, room);
  // A few plans give little to breed from.
  const std::size_t missing = goes_on ? room - std::min(room, harvest.plans.size()) : room;
  if (2 * missing >= room) {
    const auto share = static_cast<double>(budget.draws) * first_share / static_cast<double>(room);
    const std::uint64_t chain = harvest.plans.empty() ? 0 : used;  // streams of their own
    for (std::size_t first = 0; first < missing && !(first > 0 && over()); first += kBatch) {
      std::vector<Bred> batch(std::min(kBatch, missing - first));
      const double seconds = left();
      run_jobs(batch.size(), watch.threads, [&](std::size_t at) {
        batch[at] = run_chain(question, chain + first + at, static_cast<std::uint64_t>(share), budget.starts, stop_of_job(seconds));
      });
      for (Bred& bred : batch) {
        harvest.counts.add(bred.counts);
        harvest.scale = std::max(harvest.scale, bred.scale);
        if (!bred.found.plan.empty()) take_in(harvest.plans, std::move(bred.found), instance, room);
      }
      used = harvest.counts.draws;
      report("chains");
      if (budget.need_legal && harvest.plans.front().outside > 0) return harvest;
    }
  }
  if (instance.neighbour.empty() || !(harvest.scale > 0) || !question.settings.use.breeding) return harvest;
  const double first_draws = static_cast<double>(budget.draws) * first_share / static_cast<double>(room) / std::max(1U, instance.size);
  const double child_draws = std::max(question.settings.min_child_draws_per_atom, share_of_child(question, room) * first_draws);
  geo::Random lots(question.seed, 0xb1eed);
  std::uint64_t child = 1'000'000 + used, batches = 0;
  while ((used < until || budget.until_stopped) && !over() && harvest.plans.size() > 1) {
    const double done = std::min(1.0, static_cast<double>(used) / static_cast<double>(std::max<std::uint64_t>(until, 1)));
    const auto matings = choose_matings(question, harvest.plans.size(), kBatch, done, lots);
    std::vector<Bred> batch(matings.size());
    const double seconds = left();
    run_jobs(batch.size(), watch.threads, [&](std::size_t at) {
      batch[at] = breed(question, harvest.plans, matings[at], harvest.scale, child + at, child_draws, stop_of_job(seconds));
    });
    child += kBatch;
    for (const Bred& bred : batch) harvest.counts.add(bred.counts);
    take_children(harvest.plans, matings, batch, instance, room);
    used = harvest.counts.draws;
    report("breeding");
    // On a small map a cover makes the plans alike: measured, children alone do better there.
    if (!question.settings.use.cover || !windowed || ++batches % question.settings.batches_per_cover != 0 || over()) continue;
    Found cover = find_cover(question, harvest.plans, lots.below(instance.size), std::min(question.settings.max_cover, question.parts()), {}, watch.stop);
    if (cover.plan.empty()) continue;
    harvest.plans.front() = std::move(cover);
    report("cover");
  }
  return harvest;
}

}  // namespace placewright::boundaries::engine
