#include "boundaries/engine/moves/compile.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

#include "geo/expect.h"

namespace placewright::boundaries::engine {
namespace {

/// Sets that are joined step by step; the root of a set is its lowest member.
class Joined {
 public:
  explicit Joined(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0U); }
  std::uint32_t root(std::uint32_t x) {
    while (parent_[x] != x) x = parent_[x] = parent_[parent_[x]];
    return x;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a), b = root(b);
    if (a != b) parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

std::string name_of(const Problem& problem, std::uint32_t area) {
  if (area < problem.name.size() && !problem.name[area].empty() && problem.name[area] != problem.code[area])
    return problem.name[area] + " (" + problem.code[area] + ")";
  return problem.code[area];
}

/// Which neighbourhoods are settled beforehand, area by area.
void settle(const Problem& problem, const KeptNeighbourhoods& kept, Compiled& compiled) {
  const auto areas = static_cast<std::uint32_t>(problem.size());
  compiled.settled.assign(areas, -1);
  const auto put = [&](std::uint32_t area, std::int32_t part, const std::string& rule) {
    if (compiled.settled[area] >= 0 && compiled.settled[area] != part)
      compiled.clashes.push_back(name_of(problem, area) + " is locked into two neighbourhoods" +
                                 (rule.empty() ? "" : " (" + rule + ")"));
    compiled.settled[area] = part;
  };
  if (!kept.fixed.empty() && !kept.labels.empty()) {
    std::map<std::int32_t, std::int32_t> part_of;
    for (std::uint32_t area = 0; area < areas; ++area) {
      if (!kept.fixed[area] || kept.labels[area] < 0) continue;
      const auto [at, fresh] =
          part_of.try_emplace(kept.labels[area], static_cast<std::int32_t>(compiled.settled_parts));
      if (fresh) ++compiled.settled_parts;
      put(area, at->second, "");
    }
  }
  for (const LockRule& lock : problem.locks) {
    if (!lock.exact || lock.areas.empty()) continue;
    // A lock on a neighbourhood that is fixed already says nothing new.
    if (std::all_of(lock.areas.begin(), lock.areas.end(), [&](std::uint32_t area) {
          return compiled.settled[area] >= 0 && compiled.settled[area] == compiled.settled[lock.areas[0]];
        }))
      continue;
    const auto part = static_cast<std::int32_t>(compiled.settled_parts++);
    for (const std::uint32_t area : lock.areas) put(area, part, lock.why);
  }
}

/// A set that lies in several pieces needs a way from one to the next: the areas on a shortest way come
/// along, so that what is joined is in one piece. Sets that nothing connects are left as they are.
void connect_wholes(const Problem& problem, const Compiled& compiled, Joined& joined) {
  const auto areas = static_cast<std::uint32_t>(problem.size());
  const auto usable = [&](std::uint32_t a, std::uint32_t b) {
    return compiled.settled[a] == compiled.settled[b] &&
           (problem.hold_group.empty() || problem.hold_group[a] == problem.hold_group[b]);
  };
  bool joined_more = true;
  while (joined_more) {
    joined_more = false;
    std::vector<std::uint32_t> size(areas, 0);
    for (std::uint32_t area = 0; area < areas; ++area) ++size[joined.root(area)];
    for (std::uint32_t start = 0; start < areas && !joined_more; ++start) {
      // From the first area of each set: what is reached inside the set costs nothing, so it is searched
      // first.
      if (joined.root(start) != start || size[start] < 2 || compiled.settled[start] >= 0) continue;
      std::vector<std::uint32_t> before(areas, kNowhere), waiting{start};
      before[start] = start;
      for (std::size_t head = 0; head < waiting.size(); ++head)
        for (const std::uint32_t other : problem.graph.neighbours(waiting[head]))
          if (before[other] == kNowhere && joined.root(other) == start && usable(waiting[head], other)) {
            before[other] = waiting[head];
            waiting.push_back(other);
          }
      if (waiting.size() == size[start]) continue;
      for (std::size_t head = 0; head < waiting.size() && !joined_more; ++head)
        for (const std::uint32_t other : problem.graph.neighbours(waiting[head])) {
          if (before[other] != kNowhere || !usable(waiting[head], other)) continue;
          before[other] = waiting[head];
          waiting.push_back(other);
          if (joined.root(other) != start) continue;
          for (std::uint32_t at = before[other]; before[at] != at; at = before[at]) joined.join(start, at);
          joined_more = true;
          break;
        }
    }
  }
}

/// Sets of areas that are never split, as a grouping of the areas; settled neighbourhoods stay as they are.
Grouping join_wholes(const Problem& problem, Compiled& compiled, Joined& joined) {
  const auto join_all = [&](const std::vector<std::uint32_t>& areas, const std::string& why) {
    for (const std::uint32_t area : areas) {
      if (compiled.settled[area] != compiled.settled[areas[0]]) {
        compiled.clashes.push_back(name_of(problem, area) + " and " + name_of(problem, areas[0]) +
                                   " must stay together, and a locked neighbourhood holds one of them" +
                                   (why.empty() ? "" : " (" + why + ")"));
        return;
      }
      if (!problem.hold_group.empty() && problem.hold_group[area] != problem.hold_group[areas[0]])
        compiled.clashes.push_back(
            name_of(problem, area) + " and " + name_of(problem, areas[0]) +
            " must stay together and lie in different boundaries that no neighbourhood crosses" +
            (why.empty() ? "" : " (" + why + ")"));
      joined.join(areas[0], area);
    }
  };
  for (const Problem::Whole& whole : problem.wholes)
    if (!whole.areas.empty()) join_all(whole.areas, whole.why);
  for (const LockRule& lock : problem.locks)
    if (!lock.exact && !lock.areas.empty()) join_all(lock.areas, lock.why);
  connect_wholes(problem, compiled, joined);
  Grouping grouping;
  std::map<std::uint32_t, std::uint32_t> number;
  for (std::uint32_t area = 0; area < problem.size(); ++area) {
    const std::uint32_t root = joined.root(area);
    const auto [at, fresh] = number.try_emplace(root, grouping.count);
    if (fresh) ++grouping.count;
    grouping.of.push_back(at->second);
  }
  return grouping;
}

/// Two locked sets that keep different neighbourhoods must not share one: they join the sets kept apart.
void keep_locks_apart(const Problem& problem, Problem::Apart& apart) {
  for (const LockRule& lock : problem.locks)
    if (!lock.exact && !lock.areas.empty()) apart.areas.push_back(lock.areas[0]);
}

void number_old_parts(const Problem& problem, Compiled& compiled) {
  Instance& instance = compiled.instance;
  // Labels of the old plan that live on among the free areas, in order; people of settled neighbourhoods are
  // counted now.
  std::set<std::int32_t> taken;
  std::vector<std::map<std::int32_t, double>> in_settled(compiled.settled_parts);
  for (std::uint32_t area = 0; area < problem.size(); ++area)
    if (compiled.settled[area] >= 0 && problem.change->from[area] >= 0)
      in_settled[static_cast<std::size_t>(compiled.settled[area])][problem.change->from[area]] +=
          problem.residents[area];
  for (const auto& from : in_settled) {
    double all = 0, most = 0;
    std::int32_t label = -1;
    for (const auto& [old, residents] : from) {
      all += residents;
      if (residents > most) most = residents, label = old;
    }
    if (label >= 0) taken.insert(label);
    instance.change.max_people -= all - most;
  }
  std::map<std::int32_t, double> live;
  for (std::uint32_t area = 0; area < problem.size(); ++area) {
    const std::int32_t label = problem.change->from[area];
    if (compiled.settled[area] < 0 && label >= 0 && !taken.count(label))
      live[label] += problem.residents[area];
  }
  // The smallest last: where there are to be fewer, the last ones go, and the others keep their numbers.
  std::vector<std::pair<double, std::int32_t>> order;
  for (const auto& [label, residents] : live) order.emplace_back(-residents, label);
  std::sort(order.begin(), order.end());
  std::map<std::int32_t, std::uint32_t> number;
  for (const auto& [residents, label] : order) {
    number[label] = static_cast<std::uint32_t>(compiled.free_label.size());
    compiled.free_label.push_back(label);
  }
  for (std::uint32_t& part : instance.change.part) {
    const auto at = number.find(static_cast<std::int32_t>(part));
    part = at == number.end() ? std::uint32_t{kNoPart} : at->second;
  }
}

}  // namespace

Compiled compile(const Problem& problem, const KeptNeighbourhoods& kept, double target) {
  Compiled compiled;
  settle(problem, kept, compiled);
  Joined joined(problem.size());
  const Grouping grouping = join_wholes(problem, compiled, joined);
  Problem::Apart locks;
  keep_locks_apart(problem, locks);
  Instance all;
  if (locks.areas.size() > 1) {
    Problem with_locks = problem;
    with_locks.aparts.push_back(locks);
    all = build_instance(with_locks, target);
  } else {
    all = build_instance(problem, target);
  }
  for (const Problem::Apart& apart : problem.aparts)
    for (std::size_t i = 0; i < apart.areas.size(); ++i)
      for (std::size_t j = i + 1; j < apart.areas.size(); ++j) {
        const std::uint32_t a = apart.areas[i], b = apart.areas[j];
        const bool settled_together = compiled.settled[a] >= 0 && compiled.settled[a] == compiled.settled[b];
        if (joined.root(a) == joined.root(b) || settled_together)
          compiled.clashes.push_back(name_of(problem, a) + " and " + name_of(problem, b) +
                                     " must stay together and be kept apart" +
                                     (apart.why.empty() ? "" : " (" + apart.why + ")"));
      }
  if (!compiled.clashes.empty()) return compiled;
  if (grouping.count < problem.size()) all = contract(all, grouping);
  if (compiled.settled_parts > 0) {
    Cutout cutout;
    cutout.fixed_parts = compiled.settled_parts;
    cutout.fixed_part.assign(grouping.count, 0);
    for (Atom atom; atom < all.size; ++atom) {
      const std::int32_t part = compiled.settled[all.area[all.area_first[atom]].value()];
      if (part < 0)
        cutout.kept.push_back(atom);
      else
        cutout.fixed_part[atom] = static_cast<std::uint32_t>(part);
    }
    all = restrict_to(all, cutout);
  }
  compiled.instance = std::move(all);
  if (compiled.instance.change.limited) number_old_parts(problem, compiled);
  compiled.regions = find_regions(compiled.instance);
  return compiled;
}

Labels to_labels(const Compiled& compiled, const Parts& parts, std::uint32_t count, std::size_t areas) {
  Labels labels(areas, kUnassigned);
  const Instance& instance = compiled.instance;
  for (Atom atom; atom < instance.size; ++atom)
    for (std::uint32_t at = instance.area_first[atom]; at < instance.area_first[atom + 1]; ++at)
      labels[instance.area[at].value()] = parts[atom].value();
  for (std::size_t area = 0; area < areas; ++area)
    if (compiled.settled[area] >= 0) labels[area] = static_cast<std::int32_t>(count) + compiled.settled[area];
  return labels;
}

Parts from_labels(const Compiled& compiled, const Labels& labels, std::uint32_t& count) {
  const Instance& instance = compiled.instance;
  std::map<std::int32_t, Part> number;
  std::map<std::int32_t, std::uint32_t> region;
  std::set<std::int32_t> settled;
  if (instance.change.limited)
    for (const std::int32_t label : compiled.free_label)
      number.emplace(label, static_cast<Part>(number.size()));
  for (std::size_t area = 0; area < labels.size(); ++area)
    if (compiled.settled[area] >= 0) settled.insert(labels[area]);
  Parts parts(instance.size, kNoPart);
  for (Atom atom; atom < instance.size; ++atom) {
    const std::int32_t label = labels[instance.area[instance.area_first[atom]].value()];
    for (std::uint32_t at = instance.area_first[atom]; at < instance.area_first[atom + 1]; ++at)
      if (labels[instance.area[at].value()] != label) return {};
    if (label < 0 || settled.count(label)) return {};
    const auto [home, fresh] = region.try_emplace(label, compiled.regions.of[atom]);
    if (home->second != compiled.regions.of[atom]) return {};
    parts[atom] = number.try_emplace(label, static_cast<Part>(number.size())).first->second;
  }
  count = static_cast<std::uint32_t>(number.size());
  return parts;
}

}  // namespace placewright::boundaries::engine
