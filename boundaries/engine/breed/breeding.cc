#include "boundaries/engine/breed/breeding.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "boundaries/engine/breed/overlay.h"
#include "boundaries/engine/breed/window.h"

namespace placewright::boundaries::engine {
namespace {

constexpr int kPlanTries = 8;
constexpr std::uint32_t kOftenRecombined = 4;  // blocks of draws between recombinations

Bred breed(const Instance& instance, std::uint32_t parts, const Question& question, const Parts& from, const Parts& other, double scale,
           std::uint64_t stream, std::uint64_t draws, const Stop& stop) {
  Bred bred;
  const Grouping groups = overlay(instance, {&from, &other});
  const Instance coarse = contract(instance, groups);
  Walk coarse_walk(coarse, parts);
  coarse_walk.reset(gather(from, groups));
  Annealer coarse_annealer(coarse_walk, question.seed, 2 * stream);
  const double coarse_scale = coarse_annealer.measure_scale(1000);
  if (coarse_scale > 0)
    coarse_annealer.run({question.settings.coarse_hot * coarse_scale, question.settings.coarse_cold * coarse_scale, draws / 4}, rules_for(coarse_walk, scale, question), stop);
  bred.counts.add(coarse_annealer.counts());
  Walk walk(instance, parts);
  walk.reset(spread_out(coarse_walk.plan(), groups));
  Annealer annealer(walk, question.seed, 2 * stream + 1);
  annealer.run({question.settings.fine_hot * scale, question.settings.fine_cold * scale, draws - draws / 4}, rules_for(walk, scale, question), stop);
  bred.counts.add(annealer.counts());
  bred.found = judged(walk);
  return bred;
}

void sort_plans(std::vector<Found>& plans) {
  std::stable_sort(plans.begin(), plans.end(), [](const Found& a, const Found& b) { return a.better_than(b); });
}

}  // namespace

Found judged(const Walk& walk) { return {walk.plan(), walk.total(), broken_people(walk)}; }

AnnealRules rules_for(const Walk& walk, double scale, const Question& question) {
  AnnealRules rules;
  rules.use = question.settings.use;
  // Where borders count, single areas seldom find another line; where nothing dear counts, a redrawn pair is cheap to weigh.
  // For deprivation alone, and in windows, more of them earn nothing.
  if (walk.is_lean() && walk.counts_borders() && !is_bred_by_windows(question)) rules.recombine_every = kOftenRecombined;
  if (broken_people(walk) > 0) {
    rules.hard = false;
    rules.penalty = scale > 0 ? 10 * scale : 1;
  }
  return rules;
}

bool is_bred_by_windows(const Question& question) {
  return question.settings.use.windows && question.parts() >= question.settings.windows_from && !question.instance->change.limited;
}

std::vector<Mating> choose_matings(const Question& question, std::size_t plans, std::size_t brood, double share_done, geo::Random& lots) {
  const Settings& set = question.settings;
  const auto count = static_cast<std::uint32_t>(plans);
  const std::uint32_t parts = question.parts();
  const bool windowed = is_bred_by_windows(question);
  const double power = 1 + (windowed ? set.selection_pressure : set.selection_pressure_of_whole) * share_done;
  std::vector<Mating> matings;
  std::vector<std::uint8_t> busy(plans, 0);
  for (std::size_t at = 0; at < brood; ++at) {
    Mating mating;
    for (int tries = 0; tries < kPlanTries; ++tries) {
      mating.from = std::min(plans - 1, static_cast<std::size_t>(count * std::pow(lots.unit(), power)));
      if (!windowed || !busy[mating.from]) break;
    }
    if (windowed) {
      if (busy[mating.from]) continue;
      busy[mating.from] = 1;
      mating.atom = lots.below(question.instance->size);
      mating.parts = set.min_window + lots.below(std::min(set.max_window, parts / 2) - set.min_window + 1);
    }
    mating.other = lots.below(count - 1);
    if (mating.other >= mating.from) ++mating.other;
    // A child of the whole map starts from the better parent.
    if (!windowed && mating.from > mating.other) std::swap(mating.from, mating.other);
    matings.push_back(mating);
  }
  return matings;
}

Bred breed(const Question& question, const std::vector<Found>& plans, const Mating& mating, double scale, std::uint64_t stream,
           double draws_an_atom, const Stop& stop) {
  const Found& from = plans[mating.from];
  const Parts& other = plans[mating.other].plan;
  if (mating.parts == 0)
    return breed(*question.instance, question.parts(), question, from.plan, other, scale, stream,
                 static_cast<std::uint64_t>(draws_an_atom * question.instance->size), stop);
  const Window window = open_window(*question.instance, from.plan, question.parts(), mating.atom, mating.parts);
  const Parts own = window.cut(from.plan);
  Bred bred = breed(window.instance, window.parts(), question, own, window.lay(other), scale, stream,
                    static_cast<std::uint64_t>(draws_an_atom * window.instance.size), stop);
  if (from.outside > 0) {
    Walk before(window.instance, window.parts());
    before.reset(own);
    bred.found.outside += from.outside - broken_people(before);
  }
  bred.found.plan = window.put(from.plan, bred.found.plan);
  return bred;
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
  const auto place = std::find_if(plans.begin(), plans.end(), [&](const Found& plan) { return found.better_than(plan); });
  plans.insert(place, std::move(found));
}

void take_children(std::vector<Found>& plans, const std::vector<Mating>& matings, std::vector<Bred>& brood, const Instance& instance,
                   std::size_t room) {
  // Windows first: they know their plan by its place.
  for (std::size_t at = 0; at < brood.size(); ++at)
    if (matings[at].parts > 0 && brood[at].found.better_than(plans[matings[at].from])) plans[matings[at].from] = std::move(brood[at].found);
  sort_plans(plans);
  for (std::size_t at = 0; at < brood.size(); ++at)
    if (matings[at].parts == 0) take_in(plans, std::move(brood[at].found), instance, room);
}

}  // namespace placewright::boundaries::engine
