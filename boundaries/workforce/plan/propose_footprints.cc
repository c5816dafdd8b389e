#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "boundaries/engine/search.h"
#include "boundaries/workforce/cover/footprints.h"
#include "boundaries/workforce/supply/units.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kSlack = 0.25;  ///< footprints lie within a quarter of the size asked for

/// The neighbourhoods of a plan as a problem of their own: each is an area, borders are those between them.
Problem problem_of(const datasets::Place& place, const Units& units) {
  Problem problem;
  const std::size_t n = units.size();
  problem.code = units.id;
  problem.name = units.name;
  problem.people.assign(n, 0);
  problem.point.assign(n, {});
  std::vector<double> weight(n, 0);
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    if (units.of_area[i] < 0) continue;
    const auto k = static_cast<std::size_t>(units.of_area[i]);
    const double people = value_at(place.areas.population, i), living = people > 0 ? people : 1e-6;
    if (people > 0) problem.people[k] += people;
    if (std::isnan(value_at(place.areas.centroid_x, i))) continue;
    problem.point[k].x += living * place.areas.centroid_x[i];
    problem.point[k].y += living * place.areas.centroid_y[i];
    weight[k] += living;
  }
  for (std::size_t k = 0; k < n; ++k)
    if (weight[k] > 0) {
      problem.point[k].x /= weight[k];
      problem.point[k].y /= weight[k];
    }
  problem.residents = problem.people;
  std::map<std::pair<std::uint32_t, std::uint32_t>, geo::Edge> edges;
  const auto graph = datasets::graph_of(place);
  for (const auto& edge : graph.edges()) {
    const auto a = units.of_area[edge.a], b = units.of_area[edge.b];
    if (a < 0 || b < 0 || a == b) continue;
    const std::pair<std::uint32_t, std::uint32_t> pair{static_cast<std::uint32_t>(std::min(a, b)),
                                                       static_cast<std::uint32_t>(std::max(a, b))};
    auto& joined = edges.try_emplace(pair, geo::Edge{pair.first, pair.second, 0, true}).first->second;
    joined.border_m += edge.border_m;
    joined.link = joined.link && edge.link;
  }
  std::vector<geo::Edge> list;
  for (const auto& [pair, edge] : edges) list.push_back(edge);
  problem.graph = geo::Graph(n, std::move(list));
  problem.hold_group.assign(n, 0);
  problem.hold_name = {""};
  problem.weights = no_weights(problem);
  for (const auto criterion : {Criterion::population, Criterion::access, Criterion::compactness})
    problem.weights[criterion] = 1;
  return problem;
}

}  // namespace

FootprintProposal propose_footprints(const datasets::Place& place, const datasets::PlanRecord& plan,
                                     double size, const std::string& base_kind, std::uint64_t seed) {
  const auto units = find_units_of(place, plan, "neighbourhood");
  auto problem = problem_of(place, units);
  FootprintProposal proposal;
  proposal.size = size;
  double all = 0;
  for (const double people : problem.people) all += people;
  const auto count = std::max(1.0, std::round(all / size));
  proposal.min = size * (1 - kSlack);
  proposal.max = size * (1 + kSlack);
  problem.population = {proposal.min, proposal.max, all / count, true};
  problem.count = static_cast<std::uint32_t>(count);
  std::vector<const datasets::Site*> bases;
  for (const auto& site : place.sites)
    if (!base_kind.empty() && site.kind == base_kind && site.open && !std::isnan(site.x) &&
        !site.area.empty())
      bases.push_back(&site);
  if (!base_kind.empty() && bases.empty())
    throw geo::InputError{{"--near",
                           fmt::format("the place has no open, located site of kind '{}'", base_kind),
                           "import such sites, or leave --near out"}};
  std::sort(bases.begin(), bases.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  if (!bases.empty()) {
    AccessData access;
    access.kind = base_kind;
    access.straight_line = true;
    for (const auto* base : bases) {
      access.site_id.push_back(base->id);
      const auto area = place.find_area(base->area);
      access.site_area.push_back(area ? units.of_area[*area] : -1);
    }
    for (std::size_t k = 0; k < units.size(); ++k)
      for (const auto* base : bases)
        access.minutes.push_back(static_cast<float>(
            straight_minutes(problem.point[k].x, problem.point[k].y, base->x, base->y, "drive")));
    problem.access.push_back(std::move(access));
  }
  SearchOptions options;
  options.seed = seed;
  options.effort = Effort::quick;
  const auto found = search(problem, options);
  if (found.status != Status::found) {
    proposal.refused =
        found.infeasible && !found.infeasible->reasons.empty()
            ? fmt::format("{}", fmt::join(found.infeasible->reasons, "; "))
            : fmt::format(
                  "no grouping of {} neighbourhoods gives {:.0f} footprints of {:.0f} to {:.0f} people",
                  units.size(), count, proposal.min, proposal.max);
    return proposal;
  }
  const auto labels = order_labels(problem, found.labels);
  const auto footprints = static_cast<std::size_t>(1 + *std::max_element(labels.begin(), labels.end()));
  proposal.people.assign(footprints, 0);
  proposal.members.resize(footprints);
  proposal.base.resize(footprints);
  proposal.minutes.assign(footprints, datasets::kMissing);
  for (std::size_t f = 0; f < footprints; ++f) proposal.id.push_back(fmt::format("F{}", f + 1));
  for (std::size_t k = 0; k < units.size(); ++k) {
    const auto f = static_cast<std::size_t>(labels[k]);
    proposal.people[f] += problem.people[k];
    proposal.members[f].push_back(units.id[k]);
  }
  for (std::size_t f = 0; f < footprints; ++f)
    for (std::size_t j = 0; j < bases.size(); ++j) {
      double minutes = 0;
      for (std::size_t k = 0; k < units.size(); ++k)
        if (static_cast<std::size_t>(labels[k]) == f)
          minutes +=
              problem.people[k] / proposal.people[f] * problem.access.front().minutes[k * bases.size() + j];
      if (minutes < proposal.minutes[f] || std::isnan(proposal.minutes[f])) {
        proposal.minutes[f] = minutes;
        proposal.base[f] = bases[j]->id;
      }
    }
  return proposal;
}

}  // namespace placewright::boundaries::workforce
