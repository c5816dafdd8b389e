#include <algorithm>
#include <set>
#include <utility>

#include "boundaries/place_parts.h"

namespace placewright::boundaries {
namespace {

/// > 0 where c lies left of a to b.
double side_of(geo::Point a, geo::Point b, geo::Point c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

bool crosses(geo::Point a, geo::Point b, geo::Point c, geo::Point d) {
  if (std::max(a.x, b.x) < std::min(c.x, d.x) || std::max(c.x, d.x) < std::min(a.x, b.x) ||
      std::max(a.y, b.y) < std::min(c.y, d.y) || std::max(c.y, d.y) < std::min(a.y, b.y))
    return false;
  return (side_of(a, b, c) > 0) != (side_of(a, b, d) > 0) && (side_of(c, d, a) > 0) != (side_of(c, d, b) > 0);
}

}  // namespace

void take_barriers(const datasets::Place& place, const Brief& brief, PlaceProblem& question) {
  auto& problem = question.problem;
  if (place.barriers.empty()) {
    question.findings.push_back({"NOT_JUDGED", geo::Severity::note, "criterion barriers", "the place has no barriers",
                                 "import rivers, railways or motorways as barriers"});
    return;
  }
  std::set<std::pair<std::uint32_t, std::uint32_t>> linked;
  const auto link = [&](const std::string& one, const std::string& other) {
    const auto a = find_row(problem, one), b = find_row(problem, other);
    if (a && b) linked.insert(std::minmax(*a, *b));
  };
  for (const auto& declared : place.links)
    if (declared.state == datasets::LinkState::declared) link(declared.a, declared.b);
  for (const auto& rule : brief.links)
    for (std::size_t i = 1; i < rule.areas.size(); ++i) link(rule.areas[i - 1], rule.areas[i]);

  BarrierData data;
  for (const auto& edge : problem.graph.edges()) {
    const auto a = problem.point[edge.a], b = problem.point[edge.b];
    bool crossing = false;
    if (!edge.link && !linked.contains({edge.a, edge.b}))
      for (const auto& barrier : place.barriers)
        for (std::size_t i = 1; i < barrier.line.size() && !crossing; ++i)
          crossing = crosses(a, b, barrier.line[i - 1], barrier.line[i]);
    data.crosses.push_back(crossing ? 1 : 0);
  }
  problem.barriers = std::move(data);
}

}  // namespace placewright::boundaries
