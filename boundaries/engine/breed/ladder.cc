#include "boundaries/engine/breed/ladder.h"

#include <algorithm>
#include <cmath>

#include "boundaries/engine/breed/breeding.h"
#include "boundaries/engine/breed/cover.h"
#include "boundaries/engine/moves/start.h"

namespace placewright::boundaries::engine {
namespace {

// Temperatures, as shares of the mean absolute change of the total at a random start. Measured on Leeds and the invented
// instances: colder starts than half of it freeze into the basin of the first plan.
constexpr double kHot = 0.7, kCold = 0.04;
constexpr double kColdForWindows = 0.08;  // windows finish what such a chain leaves
constexpr double kPolishHot = 0.15;   // from a plan that was given
constexpr std::size_t kBrood = 4;     // children between two looks at the pool
constexpr int kRepairs = 3;
constexpr std::uint64_t kCoverEvery = 16;     // broods between two covers
constexpr std::uint32_t kCoverParts = 40;     // neighbourhoods of a cover at most
constexpr std::uint64_t kWorthTwo = 4000;     // draws an atom from which on windows have two plans at least
// Where windows are bred, plans in hand as a share of what other searches would keep, and at most. Measured on the invented
// map of 2,000 areas: deprivation or borders alone do best with few.
constexpr double kShareOfWindowed = 0.4, kShareForOneCriterion = 0.2;
constexpr std::uint32_t kMostWindowed = 60;
constexpr double kDrawsOfPlan = 4600;  // an atom, that a plan in hand is worth; half of that where borders count
// Draws an atom at which the chains before breeding have half of all, half as many where borders count; of more draws
// they have as many, down to a quarter.
constexpr double kHalfFirst = 5e4;
// Draws of a child, as a share of those of a first chain: most of its plan is settled.
constexpr double kChild = 0.35;
// Where borders count and many plans are in hand, many short children keep them from becoming alike too soon: from so many plans
// on they are shorter, down to so little. Measured on Cornwall, Leeds and the invented map of 500 areas.
constexpr double kManyInHand = 20, kShortChild = 0.1;
constexpr double kLeastChild = 20;  // draws an atom

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
      repair(annealer, walk, question.never_legal ? 1 : kRepairs, stop);
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
    const double hot = from_start && stream % 2 == 0 ? kPolishHot : kHot;
    const double cold = is_bred_by_windows(question) ? kColdForWindows : kCold;
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
  if (!is_bred_by_windows(question)) return wants_many_plans(question) && budget.plans > 1 ? 2 * budget.plans : budget.plans;
  // Plans that are bred by windows get better for long, each by itself: many would share the steps too thinly. A single plan
  // would leave nothing to breed, and windows are worth more than a longer chain.
  const std::uint32_t least = budget.draws / std::max(1U, question.instance->size) >= kWorthTwo ? 2 : 1;
  const double share = has_one_criterion(*question.instance) ? kShareForOneCriterion : kShareOfWindowed;
  return std::clamp(static_cast<std::uint32_t>(share * budget.plans), least, kMostWindowed);
}

/// Share of the draws for the chains before breeding: all of them where there is nothing to breed.
double share_of_first_chains(const Question& question, const Budget& budget, std::size_t room) {
  if (!question.ideas.breeding || room < 2) return 1;
  const double an_atom = static_cast<double>(budget.draws) / std::max(question.instance->size, 20U);
  const double half = wants_many_plans(question) ? kHalfFirst / 2 : kHalfFirst;
  return std::clamp(0.5 * half / std::max(an_atom, 1.0), 0.25, 0.5);
}

/// Draws of a child, as a share of those of a first chain.
double share_of_child(const Question& question, std::size_t room) {
  if (!wants_many_plans(question)) return kChild;
  return std::clamp(kChild * kManyInHand / static_cast<double>(room), kShortChild, kChild);
}

}  // namespace

std::uint32_t Question::parts() const {
  std::uint32_t sum = 0;
  for (const std::uint32_t count : count_of_region) sum += count;
  return sum;
}

Budget make_budget(std::uint64_t draws, std::uint32_t atoms) {
  // Measured on Leeds, Cornwall and the invented instances, in draws an atom: a search of few does best with one chain;
  // beyond that more plans and more children do better than longer chains.
  const double an_atom = static_cast<double>(draws) / std::max(atoms, 20U);
  Budget budget;
  budget.draws = draws;
  const double plans = an_atom / kDrawsOfPlan;
  budget.plans = static_cast<std::uint32_t>(std::clamp(plans, 1.0, 250.0));
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
    for (std::size_t first = 0; first < missing && !(first > 0 && over()); first += kBrood) {
      std::vector<Bred> brood(std::min(kBrood, missing - first));
      const double seconds = left();
      run_jobs(brood.size(), watch.threads, [&](std::size_t at) {
        brood[at] = run_chain(question, chain + first + at, static_cast<std::uint64_t>(share), budget.starts, stop_of_job(seconds));
      });
      for (Bred& bred : brood) {
        harvest.counts.add(bred.counts);
        harvest.scale = std::max(harvest.scale, bred.scale);
        if (!bred.found.plan.empty()) take_in(harvest.plans, std::move(bred.found), instance, room);
      }
      used = harvest.counts.draws;
      report("chains");
      if (budget.need_legal && harvest.plans.front().outside > 0) return harvest;
    }
  }
  if (instance.neighbour.empty() || !(harvest.scale > 0) || !question.ideas.breeding) return harvest;
  const double first_draws = static_cast<double>(budget.draws) * first_share / static_cast<double>(room) / std::max(1U, instance.size);
  const double child_draws = std::max(kLeastChild, share_of_child(question, room) * first_draws);
  geo::Random lots(question.seed, 0xb1eed);
  std::uint64_t child = 1'000'000 + used, broods = 0;
  while ((used < until || budget.until_stopped) && !over() && harvest.plans.size() > 1) {
    const double done = std::min(1.0, static_cast<double>(used) / static_cast<double>(std::max<std::uint64_t>(until, 1)));
    const auto matings = choose_matings(question, harvest.plans.size(), kBrood, done, lots);
    std::vector<Bred> brood(matings.size());
    const double seconds = left();
    run_jobs(brood.size(), watch.threads, [&](std::size_t at) {
      brood[at] = breed(question, harvest.plans, matings[at], harvest.scale, child + at, child_draws, stop_of_job(seconds));
    });
    child += kBrood;
    for (const Bred& bred : brood) harvest.counts.add(bred.counts);
    take_children(harvest.plans, matings, brood, instance, room);
    used = harvest.counts.draws;
    report("breeding");
    // On a small map a cover makes the plans alike: measured, children alone do better there.
    if (!question.ideas.cover || !windowed || ++broods % kCoverEvery != 0 || over()) continue;
    Found cover = find_cover(question, harvest.plans, lots.below(instance.size), std::min(kCoverParts, question.parts()), {}, watch.stop);
    if (cover.plan.empty()) continue;
    harvest.plans.front() = std::move(cover);
    report("cover");
  }
  return harvest;
}

}  // namespace placewright::boundaries::engine
