#include "boundaries/engine/better_steps.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace placewright::boundaries::engine {
namespace {

using Group = std::vector<MovedArea>;

/// Areas that go from one neighbourhood to the same other and hang together, units whole.
std::vector<Group> find_groups(const BetterWalk& walk, const Parts& better) {
  std::vector<Group> groups;
  std::vector<std::uint8_t> seen(walk.size(), 0);
  for (std::uint32_t first = 0; first < walk.size(); ++first) {
    if (seen[first] != 0 || better[first] == walk.base(first)) continue;
    std::vector<std::uint32_t> areas{first};
    seen[first] = 1;
    const auto gather = [&](std::uint32_t other) {
      if (seen[other] != 0 || better[other] != better[first] || walk.base(other) != walk.base(first)) return;
      seen[other] = 1;
      areas.push_back(other);
    };
    for (std::size_t next = 0; next < areas.size(); ++next) {
      const std::uint32_t area = areas[next];
      for (const std::uint32_t other : walk.problem().graph.neighbours(area)) gather(other);
      for (const std::uint32_t other : walk.unit(area)) gather(other);
    }
    std::sort(areas.begin(), areas.end());
    groups.emplace_back();
    for (const std::uint32_t area : areas)
      groups.back().push_back({area, walk.base(area).value(), better[area].value()});
  }
  return groups;
}

void take(BetterWalk& walk, const Group& group) {
  for (const auto& moved : group) walk.move(moved.area, static_cast<Part>(moved.to));
}
void take_back(BetterWalk& walk, const Group& group) {
  for (const auto& moved : group) walk.move(moved.area, static_cast<Part>(moved.from));
}

/// Whether the plan as it stands breaks no rule anew, as far as the areas of a group can tell.
bool keeps_rules(BetterWalk& walk, const Group& group) {
  for (const auto& moved : group)
    for (const auto label : {moved.from, moved.to}) {
      const auto part = static_cast<Part>(label);
      if (!walk.fits(part) || !walk.hangs_together(part)) return false;
    }
  return walk.keeps_rules_about(group.front().area) &&
         std::all_of(group.begin(), group.end(),
                     [&](const auto& moved) { return walk.keeps_rules_about(moved.area); });
}

double residents_of(const BetterWalk& walk, const Group& group) {
  double residents = 0;
  for (const auto& moved : group) residents += walk.counted(moved.area);
  return residents;
}

/// What is worse than it may be, in losses.
double excess(const BetterWalk& walk) {
  double sum = std::max(0.0, walk.spread_excess());
  for (const auto& criterion : walk.criteria())
    if (criterion.held) sum += std::max(0.0, criterion.loss - criterion.limit);
  return sum;
}

Group join(const std::vector<Group>& groups) {
  Group all;
  for (const auto& group : groups) all.insert(all.end(), group.begin(), group.end());
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.area < b.area; });
  return all;
}

/// Puts groups that a step does without back among those that wait; one stays at least.
void thin_out(BetterWalk& walk, std::vector<Group>& step, std::vector<Group>& groups) {
  const Group all = join(step);
  for (std::size_t row = 0; row < step.size() && step.size() > 1;) {
    take_back(walk, step[row]);
    if (keeps_rules(walk, all) && walk.keeps_criteria()) {
      groups.push_back(std::move(step[row]));
      step.erase(step.begin() + static_cast<std::ptrdiff_t>(row));
    } else {
      take(walk, step[row]);
      ++row;
    }
  }
}

/// Takes the next step from where the walk stands: the group with most gain a person that keeps everything;
/// where none does by itself, groups that make up for each other.
Group take_step(BetterWalk& walk, std::vector<Group>& groups) {
  const double before = walk.total();
  std::vector<Group> step;
  while (!groups.empty()) {
    std::size_t best = groups.size();
    bool best_keeps = false;
    double best_worth = -std::numeric_limits<double>::infinity();
    for (std::size_t row = 0; row < groups.size(); ++row) {
      take(walk, groups[row]);
      step.push_back(groups[row]);
      const Group all = join(step);
      step.pop_back();
      const bool rules = keeps_rules(walk, all);
      const bool keeps = rules && walk.keeps_criteria();
      const double people = std::max(1.0, residents_of(walk, all));
      // Towards a step that keeps everything what is worse counts first.
      const double worth = keeps ? (before - walk.total()) / people
                                 : (rules ? 0.0 : -1.0) - excess(walk) + 1e-3 * (before - walk.total());
      take_back(walk, groups[row]);
      if ((keeps && !best_keeps) || (keeps == best_keeps && worth > best_worth)) {
        best = row;
        best_keeps = keeps;
        best_worth = worth;
      }
    }
    take(walk, groups[best]);
    step.push_back(std::move(groups[best]));
    groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(best));
    if (best_keeps) break;
  }
  thin_out(walk, step, groups);
  return join(step);
}

std::vector<CriterionChange> list_changes(const Score& before, const Score& after) {
  std::vector<CriterionChange> changes;
  for (std::size_t row = 0; row < before.criteria.size(); ++row) {
    const auto& a = before.criteria[row];
    const auto& b = after.criteria[row];
    if (std::fabs(a.loss - b.loss) <= kSameLoss) continue;
    const auto figure = main_figure(a, b);
    changes.push_back({a.name, a.weight, a.loss, b.loss, figure.unit, figure.of(a), figure.of(b)});
  }
  return changes;
}

/// Whether a step can be taken alone, and whether the others do without it.
void try_alone(BetterWalk& walk, const Parts& base, const Parts& last, std::vector<BetterStep>& steps) {
  walk.reset(base);
  for (auto& step : steps) {
    take(walk, step.areas);
    step.stands_alone = keeps_rules(walk, step.areas) && walk.keeps_criteria();
    take_back(walk, step.areas);
  }
  walk.reset(last);
  for (auto& step : steps) {
    take_back(walk, step.areas);
    step.can_be_left = keeps_rules(walk, step.areas) && walk.keeps_criteria();
    take(walk, step.areas);
  }
}

}  // namespace

std::vector<BetterStep> list_steps(BetterWalk& walk, const Parts& better) {
  const Parts base = [&] {
    Parts parts(walk.size());
    for (std::uint32_t area = 0; area < walk.size(); ++area) parts[area] = walk.base(area);
    return parts;
  }();
  walk.reset(base);
  auto groups = find_groups(walk, better);
  std::vector<BetterStep> steps;
  std::vector<Parts> plans{base};
  ScoreMemory memory;
  Score before = score(walk.problem(), walk.labels(), memory);
  std::size_t best = 0;
  double least = before.total, moved = 0;
  while (!groups.empty()) {
    BetterStep step;
    step.areas = take_step(walk, groups);
    walk.reset(Parts(walk.parts()));
    Score after = score(walk.problem(), walk.labels(), memory);
    step.residents = residents_of(walk, step.areas);
    step.moved = moved += step.residents;
    step.total_before = before.total;
    step.total = after.total;
    step.changes = list_changes(before, after);
    before = std::move(after);
    steps.push_back(std::move(step));
    plans.push_back(walk.parts());
    if (before.total < least - kSameLoss) {
      least = before.total;
      best = steps.size();
    }
  }
  steps.resize(best);
  try_alone(walk, base, plans[best], steps);
  return steps;
}

}  // namespace placewright::boundaries::engine
