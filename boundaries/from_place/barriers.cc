#include "geo/barriers.h"

#include <set>
#include <utility>

#include "boundaries/from_place/parts.h"
#include "geo/adjacency.h"

namespace placewright::boundaries {

void take_barriers(const datasets::Place& place, const Brief& brief, PlaceProblem& question) {
  auto& problem = question.problem;
  const auto not_judged = [&](const char* what, const char* fix) {
    question.findings.push_back({"NOT_JUDGED", geo::Severity::note, "criterion barriers", what, fix});
  };
  if (place.barriers.empty())
    return not_judged("the place has no barriers", "import rivers, railways or motorways as barriers");
  if (place.areas.shape.size() != place.areas.size())
    return not_judged("the place was read without the shapes of its areas", "read it with them");

  std::vector<geo::Line> lines;
  for (const auto& barrier : place.barriers) lines.push_back(barrier.line);
  std::vector<geo::Shape> shapes;
  for (const auto row : question.area_row) shapes.push_back(place.areas.shape[row.value()]);
  const auto net = geo::build_border_net(shapes, geo::AdjacencyOptions{}.tolerance_m);

  // A bridge that somebody declared is a way across, also where the two areas share a border.
  std::set<std::pair<std::uint32_t, std::uint32_t>> linked;
  const auto link = [&](const std::string& one, const std::string& other) {
    const auto a = find_row(problem, one), b = find_row(problem, other);
    if (a && b) linked.insert(*a < *b ? std::pair(*a, *b) : std::pair(*b, *a));
  };
  for (const auto& declared : place.links)
    if (declared.state == datasets::LinkState::declared) link(declared.a, declared.b);
  for (const auto& rule : brief.links)
    for (std::size_t i = 1; i < rule.areas.size(); ++i) link(rule.areas[i - 1], rule.areas[i]);
  auto edges = problem.graph.edges();
  for (auto& edge : edges) edge.link = edge.link || linked.contains({edge.a, edge.b});
  problem.barriers = BarrierData{geo::find_divided_edges(edges, problem.point, net, lines)};
}

}  // namespace placewright::boundaries
