#pragma once

#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "boundaries/question/problem.h"
#include "geo/random.h"

namespace placewright::toy {

/// Minutes by a rule, from a seed: sites about the areas they lie in, some nowhere; with `matrix` every third
/// pair is known.
inline boundaries::MinutesRule invent_rule(const boundaries::Problem& problem,
                                           const boundaries::AccessData& data, std::uint64_t seed,
                                           bool matrix) {
  geo::Random random(seed, 91);
  boundaries::MinutesRule rule;
  rule.area = problem.point;
  rule.drive = random.below(2) == 0;
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  for (const auto home : data.site_area) {
    const geo::Point at = home < 0 ? geo::Point{-3000, 500} : problem.point[static_cast<std::size_t>(home)];
    const bool nowhere = matrix && random.below(8) == 0;
    rule.site.push_back(nowhere ? geo::Point{none, none}
                                : geo::Point{at.x + 400 * random.unit(), at.y - 400 * random.unit()});
  }
  if (!matrix) return rule;
  rule.known_first.push_back(0);
  for (std::uint32_t area = 0; area < problem.size(); ++area) {
    for (std::uint32_t site = 0; site < data.site_id.size(); ++site)
      if (random.below(3) == 0) {
        rule.known_site.push_back(site);
        rule.known.push_back(static_cast<float>(90 * random.unit()));
        rule.longest = std::max(rule.longest, static_cast<double>(rule.known.back()));
      }
    rule.known_first.push_back(static_cast<std::uint32_t>(rule.known_site.size()));
  }
  return rule;
}

/// The same problem twice: with tables of minutes, and with the rules that they follow.
inline std::pair<boundaries::Problem, boundaries::Problem> table_and_rule(const boundaries::Problem& problem,
                                                                          std::uint64_t seed,
                                                                          std::uint32_t kept, bool matrix) {
  auto table = problem, far = problem;
  for (std::size_t kind = 0; kind < problem.access.size(); ++kind) {
    auto rule = invent_rule(problem, problem.access[kind], seed + kind, matrix);
    rule.kept = kept;
    auto& minutes = table.access[kind].minutes;
    minutes.clear();
    for (std::size_t area = 0; area < problem.size(); ++area)
      for (std::size_t site = 0; site < rule.site.size(); ++site) minutes.push_back(rule.between(area, site));
    far.access[kind].minutes.clear();
    far.access[kind].far = std::make_shared<const boundaries::MinutesIndex>(std::move(rule));
  }
  return {table, far};
}

}  // namespace placewright::toy
