#include "boundaries/sample/stability.h"

#include <cmath>

#include "boundaries/question/match.h"

namespace placewright::boundaries::sample {

std::vector<BorderStability> find_border_stability(const Problem& problem, const std::vector<Labels>& plans) {
  std::vector<BorderStability> borders;
  for (const auto& edge : problem.graph.edges()) {
    double parted = 0;
    for (const auto& labels : plans) parted += labels[edge.a] != labels[edge.b];
    borders.push_back({std::min(edge.a, edge.b), std::max(edge.a, edge.b),
                       plans.empty() ? 0 : parted / static_cast<double>(plans.size())});
  }
  return borders;
}

std::vector<AreaStability> find_area_stability(const Problem& problem, const Labels& plan,
                                               const std::vector<Labels>& plans) {
  std::int32_t most = -1;
  for (const auto label : plan) most = std::max(most, label);
  const auto labels = static_cast<std::size_t>(most + 1);
  std::vector<std::vector<double>> put(plan.size(), std::vector<double>(labels, 0));
  for (const auto& other : plans) {
    const auto match = match_labels(problem.residents, other, plan);
    for (std::size_t area = 0; area < plan.size(); ++area) {
      if (other[area] < 0) continue;
      const auto to = match.to_of_from[static_cast<std::size_t>(other[area])];
      if (to >= 0) put[area][static_cast<std::size_t>(to)] += 1.0 / static_cast<double>(plans.size());
    }
  }
  std::vector<AreaStability> areas(plan.size());
  for (std::size_t area = 0; area < plan.size(); ++area) {
    if (plan[area] < 0) continue;
    auto& own = areas[area];
    for (std::size_t label = 0; label < labels; ++label) {
      if (static_cast<std::int32_t>(label) == plan[area]) {
        own.at_home = put[area][label];
      } else if (put[area][label] > own.there) {
        own.second_home = static_cast<std::int32_t>(label);
        own.there = put[area][label];
      }
    }
  }
  return areas;
}

double share_above(const std::vector<double>& values, double value) {
  double above = 0;
  const double same = 1e-12 * std::max(1.0, std::abs(value));
  for (const double one : values) above += one > value + same ? 1 : one < value - same ? 0 : 0.5;
  return values.empty() ? std::numeric_limits<double>::quiet_NaN()
                        : above / static_cast<double>(values.size());
}

}  // namespace placewright::boundaries::sample
