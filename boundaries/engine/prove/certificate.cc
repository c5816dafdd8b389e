#include "boundaries/engine/prove/certificate.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "boundaries/question/feasibility.h"

namespace placewright::boundaries::engine {

std::string write_certificate(const Problem& problem, const CostTerms& terms, const NeighbourhoodPool& pool,
                              const SetPartition& partition, const SetPartitionResult& result, double base) {
  using nlohmann::json;
  json text;
  text["format"] = "placewright certificate 1";
  text["about"] =
      "cost of a plan = base + sum of the costs of its neighbourhoods; claim: no legal plan costs less than "
      "the answer";
  text["claim"] = {{"cost", result.cost + base}, {"base", base}};
  text["areas"] = problem.code;
  text["people"] = problem.people;
  text["residents"] = problem.residents;
  text["min"] = problem.population.hard ? problem.population.min : 0;
  text["max"] = problem.population.hard ? json(problem.population.max) : json();
  text["count"] = partition.count ? json(*partition.count) : json();
  text["units"] = pool.unit_areas;
  text["locked"] = pool.locked;
  const auto usable = find_usable_graph(problem);
  auto& touching = text["usable_edges"] = json::array();
  for (const auto& edge : usable.edges()) touching.push_back({edge.a, edge.b});
  auto& apart = text["apart"] = json::array();
  for (const auto& rule : problem.aparts)
    if (rule.areas.size() > 1) apart.push_back(rule.areas);
  for (const auto& a : problem.locks)
    for (const auto& b : problem.locks)
      if (&a < &b && !a.label.empty() && !b.label.empty() && a.label != b.label && !a.areas.empty() &&
          !b.areas.empty())
        apart.push_back({a.areas.front(), b.areas.front()});
  auto& cost = text["cost"];
  if (terms.deprivation != 0) {
    auto& values = cost["deprivation"]["value"] = json::array();
    for (const double each : problem.deprivation->value)
      values.push_back(std::isnan(each) ? json() : json(each));
    cost["deprivation"]["weight"] = problem.deprivation->weight;
    cost["deprivation"]["per_ssw"] = terms.deprivation;
  }
  if (terms.border > 0 || terms.barrier > 0) {
    cost["border"]["per_metre"] = terms.border;
    cost["border"]["per_crossing_metre"] = terms.barrier;
    auto& edges = cost["border"]["edges"] = json::array();
    for (std::size_t row = 0; row < problem.graph.edges().size(); ++row) {
      const auto& edge = problem.graph.edges()[row];
      edges.push_back({edge.a, edge.b, edge.border_m,
                       problem.barriers && problem.barriers->crosses[row] && !edge.link ? 1 : 0});
    }
  }
  for (std::size_t kind = 0; kind < terms.access.size(); ++kind)
    if (terms.access[kind] > 0)
      cost["access"].push_back({{"per_person_minute", terms.access[kind]},
                                {"site_area", problem.access[kind].site_area},
                                {"minutes", problem.access[kind].minutes}});
  text["prices"]["unit"] = result.prices.row;
  text["prices"]["count"] = result.prices.count;
  auto& cuts = text["prices"]["cuts"] = json::array();
  for (const auto& cut : result.prices.cuts)
    if (cut.price < 0) cuts.push_back({cut.rows[0], cut.rows[1], cut.rows[2], cut.price});
  auto& answer = text["answer"] = json::array();
  for (const auto column : result.chosen) answer.push_back(pool.areas_of(column));
  return text.dump(1) + "\n";
}

}  // namespace placewright::boundaries::engine
