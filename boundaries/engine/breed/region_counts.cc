#include "boundaries/engine/breed/region_counts.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <utility>

#include "boundaries/engine/breed/breeding.h"
#include "geo/expect.h"

namespace placewright::boundaries::engine {
namespace {

/// One region drawn anew with another number of neighbourhoods, the others as they are.
struct RegionLook {
  std::uint32_t region = 0, count = 0;
  Found found;  ///< plan: parts of the region's atoms, ascending; total: of the whole plan
  MoveCounts counts;
};

std::vector<Atoms> list_atoms(const Grouping& regions) {
  std::vector<Atoms> atoms(regions.count);
  for (Atom atom; atom < regions.of.size(); ++atom) atoms[regions.of[atom]].push_back(atom);
  return atoms;
}

/// Draws a region with so many neighbourhoods, all others as they are.
void draw_region(const Instance& instance, const Atoms& atoms, const Parts& plan, std::uint32_t parts,
                 const RegionOptions& options, std::uint64_t draws, RegionLook& look) {
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
Parts put_region(const Parts& plan, const Atoms& atoms, const Parts& of_region) {
  std::vector<std::uint32_t> wide;
  for (const Part part : plan) wide.push_back(part.value());
  for (std::size_t at = 0; at < atoms.size(); ++at) wide[atoms[at]] = 0x10000U + of_region[at].value();
  std::vector<std::uint32_t> number(0x20000, kNowhere);
  std::uint32_t next = 0;
  Parts result;
  for (const auto part : wide) {
    if (number[part] == kNowhere) number[part] = next++;
    result.push_back(static_cast<Part>(number[part]));
  }
  return result;
}

/// The choice on its way: the plan so far, and what each number of neighbourhoods costs each region.
class Choosing {
 public:
  Choosing(const Instance& instance, const Grouping& regions, const CountRange& range, const Found& plan,
           const RegionOptions& options)
      : instance_(instance),
        range_(range),
        options_(options),
        atoms_(list_atoms(regions)),
        choice_{plan, count_in_regions(regions, plan.plan), {}, {}},
        is_due_(regions.count, 1),
        more_(regions.count) {
    for (std::uint32_t region = 0; region < regions.count; ++region)
      more_[region][choice_.count_of_region[region]] = 0;
  }

  RegionChoice choose() {
    for (std::uint32_t round = 0; round < options_.settings.region_rounds; ++round) {
      std::vector<RegionLook> looks = list_looks();
      if (looks.empty() || options_.stop.asked()) break;
      draw_looks(looks);
      const auto counts = choice_.count_of_region;
      const double total = choice_.found.total;
      is_due_ = make_changes(looks);
      note_costs(looks, counts, total);
    }
    list_totals();
    return std::move(choice_);
  }

 private:
  /// One more and one fewer in each region that is due, where that is possible. A region of very many gains
  /// next to nothing by either.
  [[nodiscard]] std::vector<RegionLook> list_looks() const {
    std::vector<RegionLook> looks;
    for (std::uint32_t region = 0; region < is_due_.size(); ++region) {
      const auto count = choice_.count_of_region[region];
      if (!is_due_[region] || count > options_.settings.region_parts) continue;
      for (const std::uint32_t other : {count - 1, count + 1}) {
        if (other < range_.least[region] || other > range_.most[region] || other == 0) continue;
        looks.push_back({region, other, {}, {}});
      }
    }
    return looks;
  }

  /// Draws them side by side, each with the share of the draws that its region has of the map.
  void draw_looks(std::vector<RegionLook>& looks) {
    std::uint32_t parts = 0;
    for (const auto count : choice_.count_of_region) parts += count;
    run_jobs(looks.size(), options_.threads, [&](std::size_t at) {
      const auto& own = atoms_[looks[at].region];
      const double share =
          static_cast<double>(own.size()) / (2.0 * instance_.size * options_.settings.region_rounds);
      RegionOptions seeded = options_;
      seeded.seed = options_.seed + 0x9e3779b97f4a7c15ULL * (looks[at].region + 1) + looks[at].count;
      draw_region(instance_, own, choice_.found.plan, parts, seeded,
                  static_cast<std::uint64_t>(static_cast<double>(options_.draws) * share), looks[at]);
    });
    for (const RegionLook& look : looks) choice_.counts.add(look.counts);
  }

  [[nodiscard]] static bool is_legal(const RegionLook& look) {
    return !look.found.plan.empty() && look.found.outside == 0;
  }

  /// Makes the changes that gain, those that gain most alone first. Returns which regions changed.
  [[nodiscard]] std::vector<std::uint8_t> make_changes(const std::vector<RegionLook>& looks) {
    std::vector<std::size_t> order;
    for (std::size_t at = 0; at < looks.size(); ++at)
      if (is_legal(looks[at])) order.push_back(at);
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return looks[a].found.total < looks[b].found.total; });
    const double before = choice_.found.total;
    std::vector<std::uint8_t> is_changed(is_due_.size(), 0);
    for (const auto first : order) {
      if (is_changed[looks[first].region]) continue;
      if (options_.may_change_sum) {
        if (looks[first].found.total < before) make_change({looks[first]}, is_changed);
        continue;
      }
      // One more here, one fewer there.
      for (const auto second : order) {
        if (looks[second].region == looks[first].region || is_changed[looks[second].region] ||
            goes_up(looks[second]) == goes_up(looks[first]))
          continue;
        if (looks[first].found.total + looks[second].found.total < 2 * before)
          make_change({looks[first], looks[second]}, is_changed);
        break;
      }
    }
    return is_changed;
  }

  [[nodiscard]] bool goes_up(const RegionLook& look) const {
    return look.count > choice_.count_of_region[look.region];
  }

  /// Puts some regions as they were drawn into the plan, where that makes it better.
  void make_change(const std::vector<std::reference_wrapper<const RegionLook>>& changes,
                   std::vector<std::uint8_t>& is_changed) {
    Parts next = choice_.found.plan;
    auto counts = choice_.count_of_region;
    for (const RegionLook& look : changes) {
      next = put_region(next, atoms_[look.region], look.found.plan);
      counts[look.region] = look.count;
    }
    std::uint32_t all = 0;
    for (const auto count : counts) all += count;
    MovingPlan moving(instance_, all);
    moving.reset(next);
    Found found = judged(moving);
    if (!found.better_than(choice_.found)) return;
    choice_.found = std::move(found);
    choice_.count_of_region = std::move(counts);
    for (const RegionLook& look : changes) is_changed[look.region] = 1;
  }

  /// What each look says its number costs the region, beside the numbers and the total it was drawn from.
  void note_costs(const std::vector<RegionLook>& looks, const std::vector<std::uint32_t>& counts,
                  double total) {
    for (const RegionLook& look : looks) {
      const double here =
          is_legal(look) ? more_[look.region][counts[look.region]] + look.found.total - total : std::nan("");
      const auto [at, is_new] = more_[look.region].emplace(look.count, here);
      if (!is_new && is_legal(look) && !(at->second <= here)) at->second = here;
    }
  }

  void list_totals() {
    for (std::uint32_t region = 0; region < more_.size(); ++region)
      for (const auto& [count, cost] : more_[region]) {
        const bool is_chosen = count == choice_.count_of_region[region];
        const double total =
            is_chosen ? choice_.found.total
                      : choice_.found.total + cost - more_[region][choice_.count_of_region[region]];
        choice_.totals.push_back({region, count, !std::isnan(cost), is_chosen, std::isnan(cost) ? 0 : total});
      }
  }

  const Instance& instance_;
  const CountRange& range_;
  const RegionOptions& options_;
  std::vector<Atoms> atoms_;
  RegionChoice choice_;
  std::vector<std::uint8_t> is_due_;  ///< regions that are looked at in the next round
  /// What a number costs a region more than the number it began with; NaN where no legal plan has it.
  std::vector<std::map<std::uint32_t, double>> more_;
};

}  // namespace

std::vector<std::uint32_t> count_in_regions(const Grouping& regions, const Parts& plan) {
  std::vector<std::uint32_t> counts(regions.count, 0);
  std::vector<std::uint8_t> seen(std::size_t{kNoPart} + 1, 0);
  for (Atom atom; atom < plan.size(); ++atom) {
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
  return Choosing(instance, regions, range, plan, options).choose();
}

}  // namespace placewright::boundaries::engine
