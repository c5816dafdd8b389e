#include "boundaries/engine/breed/counts.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

namespace placewright::boundaries::engine {

CountRange find_count_range(const Compiled& compiled, const PopulationRule& rule) {
  CountRange range;
  const Grouping& regions = compiled.regions;
  range.people.assign(regions.count, 0);
  std::vector<std::uint32_t> atoms(regions.count, 0);
  for (Atom atom; atom < compiled.instance.size; ++atom) {
    range.people[regions.of[atom]] += compiled.instance.people[atom];
    ++atoms[regions.of[atom]];
  }
  for (std::uint32_t region = 0; region < regions.count; ++region) {
    const auto people = static_cast<double>(range.people[region]);
    const double least = std::max(1.0, rule.max > 0 ? std::ceil(people / rule.max) : 1e9);
    const double most = rule.min > 0 ? std::floor(people / rule.min) : 1e9;
    range.least.push_back(static_cast<std::uint32_t>(std::min(least, 1e9)));
    range.most.push_back(static_cast<std::uint32_t>(std::min(most, static_cast<double>(atoms[region]))));
    if (!rule.hard) {
      // Soft bounds rule nothing out: a region too small or too large for them takes the nearest number.
      range.least[region] = std::min(range.least[region], atoms[region]);
      range.most[region] = std::max(range.most[region], range.least[region]);
    }
    range.near_least.push_back(range.least[region]);
    range.near_most.push_back(range.most[region]);
    if (range.least[region] > range.most[region]) {
      range.possible = false;
      // Fewer and too large, or more and too small: whichever leaves fewer people outside.
      const double fewer = std::max(1.0, static_cast<double>(range.most[region]));
      const double more =
          std::min(static_cast<double>(range.least[region]), static_cast<double>(atoms[region]));
      const auto outside = [&](double count) {
        return std::max({0.0, people - count * rule.max, count * rule.min - people});
      };
      const double nearest = outside(more) < outside(fewer) ? more : fewer;
      range.near_least[region] = range.near_most[region] = static_cast<std::uint32_t>(nearest);
    }
    range.near_sum_least += range.near_least[region];
    range.near_sum_most += range.near_most[region];
    range.sum_least += range.least[region];
    range.sum_most += range.most[region];
  }
  return range;
}

std::optional<std::vector<std::uint32_t>> apportion(const Compiled& compiled, const CountRange& range,
                                                    std::uint32_t total, bool force) {
  const bool near = force && range.near_sum_least <= total && total <= range.near_sum_most;
  std::vector<std::uint32_t> least = near ? range.near_least : range.least,
                             most = near ? range.near_most : range.most;
  if (force && !near) {
    std::vector<std::uint32_t> atoms(compiled.regions.count, 0);
    for (const std::uint32_t region : compiled.regions.of) ++atoms[region];
    least.assign(compiled.regions.count, 1);
    most = atoms;
  }
  std::uint32_t sum = 0;
  for (std::uint32_t region = 0; region < least.size(); ++region) {
    if (least[region] > most[region]) return std::nullopt;
    sum += least[region];
  }
  if (sum > total) return std::nullopt;
  while (sum < total) {
    // The next one goes where a neighbourhood would still be largest.
    std::uint32_t best = kNowhere;
    double largest = -1;
    for (std::uint32_t region = 0; region < least.size(); ++region) {
      const double share = static_cast<double>(range.people[region]) / (least[region] + 1);
      if (least[region] < most[region] && share > largest) largest = share, best = region;
    }
    if (best == kNowhere) return std::nullopt;
    ++least[best];
    ++sum;
  }
  return least;
}

std::vector<std::uint32_t> spread_counts(std::uint32_t least, std::uint32_t most, std::uint32_t middle,
                                         std::uint32_t wanted) {
  std::set<std::uint32_t> counts{middle};
  for (std::uint32_t step = 1; step < wanted; ++step)
    counts.insert(least + static_cast<std::uint32_t>(std::uint64_t{most - least} * step / wanted));
  return {counts.begin(), counts.end()};
}

std::vector<std::uint32_t> counts_around(const std::vector<std::uint32_t>& tried, std::uint32_t best,
                                         std::uint32_t wanted) {
  const auto at = std::lower_bound(tried.begin(), tried.end(), best);
  std::set<std::uint32_t> counts;
  const auto fill = [&](std::uint32_t from, std::uint32_t to) {  // between these two
    const std::uint32_t steps = std::max(1U, wanted / 2) + 1;
    for (std::uint32_t step = 1; step < steps; ++step)
      if (const auto count = from + static_cast<std::uint32_t>(std::uint64_t{to - from} * step / steps);
          count > from && count < to)
        counts.insert(count);
  };
  if (at != tried.begin()) fill(*std::prev(at), best);
  if (std::next(at) != tried.end()) fill(best, *std::next(at));
  return {counts.begin(), counts.end()};
}

}  // namespace placewright::boundaries::engine
