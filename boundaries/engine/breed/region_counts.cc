#include "boundaries/engine/breed/region_counts.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "boundaries/engine/breed/breeding.h"
#include "geo/expect.h"

namespace placewright::boundaries::engine {
namespace {

constexpr int kRounds = 2;
constexpr std::uint32_t kManyParts = 40;  // of a region that gains next to nothing by one more or fewer

/// One region drawn anew with another number of neighbourhoods, the others as they are.
struct RegionLook {
  std::uint32_t region = 0, count = 0;
  Found found;  ///< plan: parts of the region's atoms, ascending; total: of the whole plan
  MoveCounts counts;
};

std::vector<std::vector<std::uint32_t>> list_atoms(const Grouping& regions) {
  std::vector<std::vector<std::uint32_t>> atoms(regions.count);
  for (std::uint32_t atom = 0; atom < regions.of.size(); ++atom) atoms[regions.of[atom]].push_back(atom);
  return atoms;
}

/// Draws a region with so many neighbourhoods, all others as they are.
void draw_region(const Instance& instance, const std::vector<std::uint32_t>& atoms, const Parts& plan,
                 std::uint32_t parts, const RegionOptions& options, std::uint64_t draws, RegionLook& look) {
  Cutout cutout;
  cutout.kept = atoms;
  std::vector<std::uint32_t> number(parts, kNowhere);
  std::vector<std::uint8_t> own(parts, 0);
  for (const auto atom : atoms) own[plan[atom]] = 1;
  for (std::uint32_t part = 0; part < parts; ++part)
    if (!own[part]) number[part] = cutout.fixed_parts++;
  for (const Part part : plan) cutout.fixed_part.push_back(number[part]);
  const Instance window = restrict_to(instance, cutout);
  const Grouping one{std::vector<std::uint32_t>(window.size, 0), 1};
  SearchTask task;
  task.instance = &window;
  task.regions = &one;
  task.count_of_region = {look.count};
  task.seed = options.seed;
  task.settings = options.settings;
  Watch quiet;
  quiet.stop = options.stop;
  Budget budget = make_budget(draws, window.size, options.settings);
  budget.need_legal = true;
  SearchState state = find_plans(task, budget, quiet);
  look.counts = state.counts;
  if (!state.plans.empty()) look.found = std::move(state.plans.front());
}

/// The whole plan with a region's new neighbourhoods; parts numbered anew in order of their first atom.
Parts put_region(const Parts& plan, const std::vector<std::uint32_t>& atoms, const Parts& of_region) {
  std::vector<std::uint32_t> wide(plan.begin(), plan.end());
  for (std::size_t at = 0; at < atoms.size(); ++at) wide[atoms[at]] = 0x10000U + of_region[at];
  std::vector<std::uint32_t> number(0x20000, kNowhere);
  std::uint32_t next = 0;
  Parts result;
  for (const auto part : wide) {
    if (number[part] == kNowhere) number[part] = next++;
    result.push_back(static_cast<Part>(number[part]));
  }
  return result;
}

}  // namespace

std::vector<std::uint32_t> count_in_regions(const Grouping& regions, const Parts& plan) {
  std::vector<std::uint32_t> counts(regions.count, 0);
  std::vector<std::uint8_t> seen(std::size_t{kNoPart} + 1, 0);
  for (std::uint32_t atom = 0; atom < plan.size(); ++atom) {
    if (!seen[plan[atom]]) ++counts[regions.of[atom]];
    seen[plan[atom]] = 1;
  }
  return counts;
}

bool has_choice(const CountRange& range) {
  if (range.least.size() < 2) return false;
  for (std::size_t region = 0; region < range.least.size(); ++region)
    if (range.least[region] < range.most[region]) return true;
  return false;
}

RegionChoice choose_region_counts(const Instance& instance, const Grouping& regions, const CountRange& range,
                                  const Found& plan, const RegionOptions& options) {
  PLACEWRIGHT_EXPECT(!plan.plan.empty() && !instance.change.limited);
  RegionChoice choice{plan, count_in_regions(regions, plan.plan), {}, {}};
  const auto atoms = list_atoms(regions);
  std::vector<std::uint8_t> is_due(regions.count, 1);
  // What a number costs a region more than the number it began with; NaN where no legal plan has it.
  std::vector<std::map<std::uint32_t, double>> more(regions.count);
  for (std::uint32_t region = 0; region < regions.count; ++region)
    more[region][choice.count_of_region[region]] = 0;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<RegionLook> looks;
    for (std::uint32_t region = 0; region < regions.count; ++region) {
      if (!is_due[region]) continue;
      const auto count = choice.count_of_region[region];
      if (count > kManyParts) continue;
      for (const std::uint32_t other : {count - 1, count + 1}) {
        if (other < range.least[region] || other > range.most[region] || other == 0) continue;
        looks.push_back({region, other, {}, {}});
      }
    }
    if (looks.empty() || options.stop.asked()) break;
    std::uint32_t parts = 0;
    for (const auto count : choice.count_of_region) parts += count;
    run_jobs(looks.size(), options.threads, [&](std::size_t at) {
      const auto& own = atoms[looks[at].region];
      const double share = static_cast<double>(own.size()) / (2.0 * instance.size * kRounds);
      RegionOptions seeded = options;
      seeded.seed = options.seed + 0x9e3779b97f4a7c15ULL * (looks[at].region + 1) + looks[at].count;
      draw_region(instance, own, choice.found.plan, parts, seeded,
                  static_cast<std::uint64_t>(static_cast<double>(options.draws) * share), looks[at]);
    });
    const auto count_before = choice.count_of_region;
    // What each change alone gains, best first.
    std::vector<std::size_t> order;
    for (std::size_t at = 0; at < looks.size(); ++at) {
      choice.counts.add(looks[at].counts);
      if (!looks[at].found.plan.empty() && looks[at].found.outside == 0) order.push_back(at);
    }
    const double before = choice.found.total;
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return looks[a].found.total < looks[b].found.total; });
    std::vector<std::uint8_t> is_changed(regions.count, 0);
    const auto make = [&](const std::vector<std::size_t>& changes) {
      Parts next = choice.found.plan;
      auto counts = choice.count_of_region;
      for (const auto at : changes) {
        next = put_region(next, atoms[looks[at].region], looks[at].found.plan);
        counts[looks[at].region] = looks[at].count;
      }
      std::uint32_t all = 0;
      for (const auto count : counts) all += count;
      MovingPlan moving(instance, all);
      moving.reset(next);
      Found found = judged(moving);
      if (!found.better_than(choice.found)) return;
      choice.found = std::move(found);
      choice.count_of_region = std::move(counts);
      for (const auto at : changes) is_changed[looks[at].region] = 1;
    };
    const auto goes_up = [&](std::size_t at) {
      return looks[at].count > choice.count_of_region[looks[at].region];
    };
    for (const auto first : order) {
      if (is_changed[looks[first].region]) continue;
      if (options.may_change_sum) {
        if (looks[first].found.total < before) make({first});
        continue;
      }
      // One more here, one fewer there.
      for (const auto second : order) {
        if (looks[second].region == looks[first].region || is_changed[looks[second].region] ||
            goes_up(second) == goes_up(first))
          continue;
        if (looks[first].found.total + looks[second].found.total < 2 * before) make({first, second});
        break;
      }
    }
    for (const RegionLook& look : looks) {
      const bool is_legal = !look.found.plan.empty() && look.found.outside == 0;
      const double here =
          is_legal ? more[look.region][count_before[look.region]] + look.found.total - before : std::nan("");
      const auto [at, is_new] = more[look.region].emplace(look.count, here);
      if (!is_new && is_legal && !(at->second <= here)) at->second = here;
    }
    is_due = is_changed;
  }
  for (std::uint32_t region = 0; region < regions.count; ++region)
    for (const auto& [count, cost] : more[region]) {
      const bool is_chosen = count == choice.count_of_region[region];
      const double total = is_chosen
                               ? choice.found.total
                               : choice.found.total + cost - more[region][choice.count_of_region[region]];
      choice.totals.push_back({region, count, !std::isnan(cost), is_chosen, std::isnan(cost) ? 0 : total});
    }
  return choice;
}

}  // namespace placewright::boundaries::engine
