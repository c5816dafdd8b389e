#include "boundaries/engine/better_walk.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "boundaries/engine/better.h"
#include "boundaries/engine/search_counts.h"
#include "geo/expect.h"

namespace placewright::boundaries::engine {
namespace {

/// The problem without its rules about areas, to be judged by one criterion.
Problem without_rules(const Problem& problem) {
  Problem bare = problem;
  bare.hold_group.clear();
  bare.hold_name.clear();
  bare.wholes.clear();
  bare.aparts.clear();
  bare.locks.clear();
  bare.change.reset();
  bare.weights = no_weights(problem);
  return bare;
}

std::uint32_t find_root(std::vector<std::uint32_t>& root, std::uint32_t at) {
  while (root[at] != at) at = root[at] = root[root[at]];
  return at;
}

/// What a criterion alone adds when an area moves.
double change_of(const CriterionSums& sums, const Part* part, std::uint32_t area, Part from, Part to) {
  return std::apply(
      [&](const auto&... each) {
        double sum = 0;
        ((sum += each.counts() ? each.change(part, Atom(area), from, to) : 0.0), ...);
        return sum;
      },
      sums);
}

}  // namespace

BetterWalk::BetterWalk(const Problem& problem, const Labels& start, const Labels& asked, const Score& judged,
                       const std::vector<std::string>& excepted)
    : problem_(&problem), base_(start.begin(), start.end()), target_(target_of(problem)) {
  count_ = static_cast<std::uint32_t>(*std::max_element(start.begin(), start.end())) + 1U;
  for (std::size_t area = 0; area < start.size(); ++area)
    counted_.push_back(asked[area] == kUnassigned ? 0.0 : problem.residents[area]);
  for (const std::uint32_t group : problem.hold_group) group_count_ = std::max(group_count_, group + 1);
  find_criteria(judged, excepted);
  find_units(start);
  reset(base_);
  for (auto& criterion : criteria_) criterion.limit = criterion.loss;
  squares_limit_ = squares_;
  base_groups_.assign(std::size_t{count_} * group_count_, 0);
  if (!problem.hold_group.empty())
    for (std::uint32_t area = 0; area < start.size(); ++area)
      base_groups_[std::size_t{base_[area]} * group_count_ + problem.hold_group[area]] = 1;
  for (const double people : people_) base_beyond_.push_back(beyond(people));
  for (Part part; part < count_; ++part) base_pieces_.push_back(count_pieces(part));
}

void BetterWalk::find_criteria(const Score& judged, const std::vector<std::string>& excepted) {
  double weights = 0;
  for (const auto& criterion : judged.criteria) weights += criterion.weight;
  Problem bare = without_rules(*problem_);
  for (const auto& criterion : judged.criteria) {
    double* const weight = find_weight(bare, criterion.name);
    PLACEWRIGHT_EXPECT(weight != nullptr);
    *weight = 1;
    auto instance = std::make_unique<const Instance>(build_instance(bare, target_));
    *weight = 0;
    const bool held = std::find(excepted.begin(), excepted.end(), criterion.name) == excepted.end();
    if (criterion.criterion == Criterion::population) holds_spread_ = held;
    auto sums = make_each<CriterionSums>(*instance, count_);
    criteria_.push_back({criterion.name, weights > 0 ? criterion.weight / weights : 0.0, held,
                         std::move(instance), std::move(sums), 0, 0});
  }
}

void BetterWalk::find_units(const Labels& start) {
  const auto areas = static_cast<std::uint32_t>(start.size());
  std::vector<std::uint32_t> root(areas);
  std::iota(root.begin(), root.end(), 0U);
  const auto join = [&](const std::vector<std::uint32_t>& set) {
    for (const std::uint32_t area : set)
      if (start[area] != start[set.front()]) return;  // the plan splits it: nothing to keep
    for (const std::uint32_t area : set) root[find_root(root, area)] = find_root(root, set.front());
  };
  for (const auto& whole : problem_->wholes) join(whole.areas);
  unit_of_.assign(areas, 0);
  std::vector<std::uint32_t> unit_of_root(areas, kNowhere);
  for (std::uint32_t area = 0; area < areas; ++area) {
    auto& unit = unit_of_root[find_root(root, area)];
    if (unit == kNowhere) unit = static_cast<std::uint32_t>(units_.size()), units_.emplace_back();
    unit_of_[area] = unit;
    units_[unit].push_back(area);
  }
  fixed_.assign(areas, 0);
  closed_.assign(count_, 0);
  std::vector<std::uint32_t> sizes(count_, 0);
  for (const std::int32_t label : start) ++sizes[static_cast<std::size_t>(label)];
  for (const auto& lock : problem_->locks) {
    const std::set<std::uint32_t> once(lock.areas.begin(), lock.areas.end());
    for (const std::uint32_t area : once)
      for (const std::uint32_t mate : unit(area)) fixed_[mate] = 1;
    if (once.empty() || !lock.exact) continue;
    const std::int32_t label = start[*once.begin()];
    const bool kept = std::all_of(once.begin(), once.end(), [&](auto area) { return start[area] == label; });
    if (kept && once.size() == sizes[static_cast<std::size_t>(label)])
      closed_[static_cast<std::size_t>(label)] = 1;
  }
  apart_.resize(areas);
  for (const auto& set : problem_->aparts)
    for (const std::uint32_t a : set.areas)
      for (const std::uint32_t b : set.areas)
        if (a != b && start[a] != start[b]) apart_[a].push_back(b);
}

void BetterWalk::list_members() {
  members_.assign(count_, {});
  place_.assign(part_.size(), 0);
  for (std::uint32_t area = 0; area < part_.size(); ++area) {
    place_[area] = static_cast<std::uint32_t>(members_[part_[area]].size());
    members_[part_[area]].push_back(area);
  }
}

void BetterWalk::reset(const Parts& parts) {
  part_ = parts;
  list_members();
  stamp_.assign(part_.size(), 0);
  now_ = 0;
  people_.assign(count_, 0);
  moved_ = 0;
  for (std::uint32_t area = 0; area < part_.size(); ++area) {
    people_[part_[area]] += problem_->people[area];
    if (part_[area] != base_[area]) moved_ += counted_[area];
  }
  squares_ = 0;
  for (const double people : people_) squares_ += (people - target_) * (people - target_);
  for (auto& criterion : criteria_) {
    std::apply([&](auto&... each) { ((each.counts() ? each.reset(part_.data()) : void()), ...); },
               criterion.sums);
    criterion.loss = std::apply(
        [&](const auto&... each) {
          double sum = 0;
          ((sum += each.counts() ? each.total() : 0.0), ...);
          return sum;
        },
        criterion.sums);
  }
}

double BetterWalk::total() const {
  double sum = 0;
  for (const auto& criterion : criteria_) sum += criterion.share * criterion.loss;
  return sum;
}

double BetterWalk::beyond(double people) const {
  const auto& rule = problem_->population;
  return std::max({0.0, people - rule.max, rule.min - people});
}

double BetterWalk::spread_excess() const {
  if (!holds_spread_) return 0;
  return (std::sqrt(squares_ / count_) - std::sqrt(squares_limit_ / count_)) / target_;
}

bool BetterWalk::keeps_criteria() const {
  constexpr double kRounding = kSameLoss / 100;  // sums that move differ by less from sums made at once
  if (spread_excess() > kRounding) return false;
  return std::all_of(criteria_.begin(), criteria_.end(), [&](const auto& criterion) {
    return !criterion.held || criterion.loss <= criterion.limit + kRounding;
  });
}

double BetterWalk::people_of(std::span<const std::uint32_t> areas) const {
  double people = 0;
  for (const std::uint32_t area : areas) people += problem_->people[area];
  return people;
}

bool BetterWalk::may_join(std::span<const std::uint32_t> areas, Part to) {
  if (closed_[to] != 0) return false;
  for (const std::uint32_t area : areas) {
    if (fixed_[area] != 0) return false;
    if (!problem_->hold_group.empty() &&
        base_groups_[std::size_t{to} * group_count_ + problem_->hold_group[area]] == 0)
      return false;
    for (const std::uint32_t other : apart_[area])
      if (part_[other] == to) return false;
  }
  return true;
}

bool BetterWalk::keeps_rules_about(std::uint32_t area) const {
  const Part part = part_[area];
  if (!problem_->hold_group.empty() &&
      base_groups_[std::size_t{part} * group_count_ + problem_->hold_group[area]] == 0)
    return false;
  if (fixed_[area] != 0 || closed_[part] != 0) return part == base_[area];
  for (const std::uint32_t mate : unit(area))
    if (part_[mate] != part) return false;
  return std::none_of(apart_[area].begin(), apart_[area].end(),
                      [&](std::uint32_t other) { return part_[other] == part; });
}

bool BetterWalk::fits(Part from, Part to, double people) const {
  return beyond(people_[from] - people) <= base_beyond_[from] &&
         beyond(people_[to] + people) <= base_beyond_[to];
}

std::uint32_t BetterWalk::count_pieces(Part part) {
  ++now_;
  std::uint32_t count = 0;
  for (const std::uint32_t first : members_[part]) {
    if (stamp_[first] == now_) continue;
    ++count;
    waiting_.assign(1, first);
    stamp_[first] = now_;
    for (std::size_t next = 0; next < waiting_.size(); ++next)
      for (const std::uint32_t other : problem_->graph.neighbours(waiting_[next]))
        if (part_[other] == part && stamp_[other] != now_) stamp_[other] = now_, waiting_.push_back(other);
  }
  return count;
}

bool BetterWalk::hangs_together(Part part) {
  return !members_[part].empty() && count_pieces(part) <= base_pieces_[part];
}

void BetterWalk::move(std::uint32_t area, Part to) {
  const Part from = part_[area];
  if (from == to) return;
  for (auto& criterion : criteria_) {
    criterion.loss += change_of(criterion.sums, part_.data(), area, from, to);
    std::apply(
        [&](auto&... each) {
          ((each.counts() ? each.apply(part_.data(), Atom(area), from, to) : void()), ...);
        },
        criterion.sums);
  }
  const double people = problem_->people[area];
  const auto square = [&](double count) { return (count - target_) * (count - target_); };
  squares_ -= square(people_[from]) + square(people_[to]);
  people_[from] -= people;
  people_[to] += people;
  squares_ += square(people_[from]) + square(people_[to]);
  if (from == base_[area]) moved_ += counted_[area];
  if (to == base_[area]) moved_ -= counted_[area];
  auto& left = members_[from];
  left[place_[area]] = left.back();
  place_[left.back()] = place_[area];
  left.pop_back();
  place_[area] = static_cast<std::uint32_t>(members_[to].size());
  members_[to].push_back(area);
  part_[area] = to;
}

}  // namespace placewright::boundaries::engine
