#include "boundaries/engine/counts.h"

#include <algorithm>
#include <cmath>

namespace placewright::boundaries::engine {

CountRange find_count_range(const Compiled& compiled, const PopulationRule& rule) {
  CountRange range;
  const Grouping& regions = compiled.regions;
  range.people.assign(regions.count, 0);
  std::vector<std::uint32_t> atoms(regions.count, 0);
  for (std::uint32_t atom = 0; atom < compiled.instance.size; ++atom) {
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
    const bool fits = range.least[region] <= range.most[region];
    if (!fits) range.possible = false;
    // One more than fit under the maximum leaves each too small; as many as reach the minimum leaves each too large.
    const std::uint32_t fewer = std::clamp(range.most[region], 1u, std::max(1u, atoms[region]));
    const std::uint32_t more = std::clamp(fewer + 1, 1u, std::max(1u, atoms[region]));
    const double above = std::max(0.0, people - fewer * rule.max), below = std::max(0.0, more * rule.min - people);
    range.nearest.push_back(fits ? range.least[region] : (above <= below || more == fewer) ? fewer : more);
    range.sum_nearest_least += range.nearest[region];
    range.sum_nearest_most += fits ? range.most[region] : range.nearest[region];
    range.sum_least += range.least[region];
    range.sum_most += range.most[region];
  }
  return range;
}

std::optional<std::vector<std::uint32_t>> apportion(const Compiled& compiled, const CountRange& range, std::uint32_t total,
                                                    bool force) {
  std::vector<std::uint32_t> least = range.least, most = range.most;
  if (force && total >= range.sum_nearest_least && total <= range.sum_nearest_most) {
    for (std::uint32_t region = 0; region < least.size(); ++region)
      if (least[region] > most[region]) least[region] = most[region] = range.nearest[region];
  } else if (force) {
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

}  // namespace placewright::boundaries::engine
