#include "boundaries/engine/breed/breeding.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "boundaries/engine/breed/overlay.h"
#include "boundaries/engine/breed/window.h"

namespace placewright::boundaries::engine {
namespace {

Child breed(const Instance& instance, std::uint32_t parts, const SearchTask& task, const Parts& from,
            const Parts& other, double scale, std::uint64_t stream, std::uint64_t draws, const Stop& stop) {
  const Settings& set = task.settings;
  Child child;
  const Grouping groups = overlay(instance, {&from, &other});
  const Instance coarse = contract(instance, groups);
  MovingPlan coarse_moving(coarse, parts);
  coarse_moving.reset(gather(from, groups));
  Annealer coarse_annealer(coarse_moving, task.seed, 2 * stream, set);
  const double coarse_scale = coarse_annealer.measure_scale(set.coarse_scale_draws);
  const auto coarse_draws = static_cast<std::uint64_t>(set.coarse_share * static_cast<double>(draws));
  if (coarse_scale > 0)
    coarse_annealer.run({set.coarse_hot * coarse_scale, set.coarse_cold * coarse_scale, coarse_draws},
                        rules_for(coarse_moving, scale, task), stop);
  child.counts.add(coarse_annealer.counts());
  MovingPlan moving(instance, parts);
  moving.reset(spread_out(coarse_moving.plan(), groups));
  Annealer annealer(moving, task.seed, 2 * stream + 1, set);
  annealer.run({set.fine_hot * scale, set.fine_cold * scale, draws - coarse_draws},
               rules_for(moving, scale, task), stop);
  child.counts.add(annealer.counts());
  child.found = judged(moving);
  return child;
}

void sort_plans(std::vector<Found>& plans) {
  std::stable_sort(plans.begin(), plans.end(),
                   [](const Found& a, const Found& b) { return a.better_than(b); });
}

}  // namespace

Found judged(const MovingPlan& moving) { return {moving.plan(), moving.total(), broken_people(moving)}; }

AnnealRules rules_for(const MovingPlan& moving, double scale, const SearchTask& task) {
  AnnealRules rules;
  rules.use = task.settings.use;
  // Where borders count, single areas seldom find another line; where nothing dear counts, a redrawn pair is
  // cheap to weigh. For deprivation alone, and in windows, more of them earn nothing.
  rules.recombine_every = task.settings.recombine_every;
  if (moving.is_lean() && moving.counts_borders() && !is_bred_by_windows(task))
    rules.recombine_every = task.settings.recombine_often;
  if (broken_people(moving) > 0) {
    rules.hard = false;
    rules.penalty = scale > 0 ? task.settings.penalty * scale : 1;
  }
  return rules;
}

bool is_bred_by_windows(const SearchTask& task) {
  return task.settings.use.windows && task.parts() >= task.settings.windows_from &&
         !task.instance->change.limited;
}

std::vector<Pairing> choose_pairings(const SearchTask& task, std::size_t plans, std::size_t batch,
                                     double share_done, geo::Random& random) {
  const Settings& set = task.settings;
  const auto count = static_cast<std::uint32_t>(plans);
  const std::uint32_t parts = task.parts();
  const bool windowed = is_bred_by_windows(task);
  const double power = 1 + (windowed ? set.selection_pressure : set.selection_pressure_of_whole) * share_done;
  std::vector<Pairing> pairings;
  std::vector<std::uint8_t> busy(plans, 0);
  for (std::size_t at = 0; at < batch; ++at) {
    Pairing pairing;
    for (std::uint32_t tries = 0; tries < set.pairing_tries; ++tries) {
      pairing.from = std::min(plans - 1, static_cast<std::size_t>(count * std::pow(random.unit(), power)));
      if (!windowed || !busy[pairing.from]) break;
    }
    if (windowed) {
      if (busy[pairing.from]) continue;
      busy[pairing.from] = 1;
      pairing.atom = Atom(random.below(task.instance->size));
      pairing.parts = set.min_window + random.below(std::min(set.max_window, parts / 2) - set.min_window + 1);
    }
    pairing.other = random.below(count - 1);
    if (pairing.other >= pairing.from) ++pairing.other;
    // A child of the whole map starts from the better parent.
    if (!windowed && pairing.from > pairing.other) std::swap(pairing.from, pairing.other);
    pairings.push_back(pairing);
  }
  return pairings;
}

Child breed(const SearchTask& task, const std::vector<Found>& plans, const Pairing& pairing, double scale,
            std::uint64_t stream, double draws_per_atom, const Stop& stop) {
  const Found& from = plans[pairing.from];
  const Parts& other = plans[pairing.other].plan;
  if (pairing.parts == 0)
    return breed(*task.instance, task.parts(), task, from.plan, other, scale, stream,
                 static_cast<std::uint64_t>(draws_per_atom * task.instance->size), stop);
  const Window window = open_window(*task.instance, from.plan, task.parts(), pairing.atom, pairing.parts);
  const Parts own = window.cut(from.plan);
  Child child = breed(window.instance, window.parts(), task, own, window.lay(other), scale, stream,
                      static_cast<std::uint64_t>(draws_per_atom * window.instance.size), stop);
  if (from.outside > 0) {
    MovingPlan before(window.instance, window.parts());
    before.reset(own);
    child.found.outside += from.outside - broken_people(before);
  }
  child.found.plan = window.put(from.plan, child.found.plan);
  return child;
}

void take_in(std::vector<Found>& plans, Found found, const Instance& instance, std::size_t room) {
  const auto alike = static_cast<std::uint32_t>(0.01 * static_cast<double>(instance.neighbour.size()));
  std::size_t likeness = plans.size();
  std::uint32_t least = std::max(alike, 1U);
  for (std::size_t at = 0; at < plans.size(); ++at) {
    const std::uint32_t differences = count_differences(instance, plans[at].plan, found.plan, least);
    if (differences < least) {
      least = differences;
      likeness = at;
    }
  }
  if (likeness < plans.size()) {
    if (!found.better_than(plans[likeness])) return;
    plans.erase(plans.begin() + static_cast<std::ptrdiff_t>(likeness));
  } else if (plans.size() >= room) {
    if (!found.better_than(plans.back())) return;
    plans.pop_back();
  }
  const auto place =
      std::find_if(plans.begin(), plans.end(), [&](const Found& plan) { return found.better_than(plan); });
  plans.insert(place, std::move(found));
}

void take_children(std::vector<Found>& plans, const std::vector<Pairing>& pairings, std::vector<Child>& batch,
                   const Instance& instance, std::size_t room) {
  // Windows first: they know their plan by its place.
  for (std::size_t at = 0; at < batch.size(); ++at)
    if (pairings[at].parts > 0 && batch[at].found.better_than(plans[pairings[at].from]))
      plans[pairings[at].from] = std::move(batch[at].found);
  sort_plans(plans);
  for (std::size_t at = 0; at < batch.size(); ++at)
    if (pairings[at].parts == 0) take_in(plans, std::move(batch[at].found), instance, room);
}

}  // namespace placewright::boundaries::engine
