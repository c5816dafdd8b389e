#include "boundaries/engine/prove/neighbourhood_cost.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "boundaries/judge/score.h"
#include "boundaries/question/policy.h"

namespace placewright::boundaries::engine {

CostTerms find_cost_terms(const Problem& problem) {
  CostTerms terms;
  terms.access.assign(problem.access.size(), 0);
  terms.access_ceiling = std::numeric_limits<double>::infinity();
  // Any plan that assigns everything has the same constants: one neighbourhood of all.
  const auto all = score(problem, Labels(problem.size(), 0));
  double weight = 0;
  for (const auto& criterion : all.criteria) weight += criterion.weight;
  if (!(weight > 0)) return terms;
  double residents = 0;
  for (const double each : problem.residents) residents += each;
  for (const auto& criterion : all.criteria) {
    const double share = criterion.weight / weight;
    if (!(share > 0)) continue;
    const auto of = [&](const std::string& name) { return criterion.ingredients.at(name); };
    if (!row_of(criterion.criterion).is_sum) terms.others.push_back(criterion.name);
    if (criterion.criterion == Criterion::deprivation) {
      if (!(of("sst") > 0)) continue;
      const bool gather = problem.deprivation->aim == Aim::gather;
      terms.deprivation = (gather ? 1 : -1) * share / of("sst");
      if (!gather) terms.constant += share;
    } else if (criterion.criterion == Criterion::compactness) {
      terms.border = share / of("border_m") / 2;
    } else if (criterion.criterion == Criterion::barriers) {
      if (of("crossing_m") > 0) terms.barrier = share / of("crossing_m");
    } else if (criterion.criterion == Criterion::access) {
      double kinds = 0;
      std::size_t judged = 0;
      const auto counts = [](const AccessData& data) { return !data.site_id.empty() && data.weight > 0; };
      for (const auto& data : problem.access)
        if (counts(data)) kinds += data.weight, ++judged;
      for (std::size_t kind = 0; kind < problem.access.size(); ++kind) {
        const auto& data = problem.access[kind];
        if (!counts(data)) continue;
        const auto suffix = judged > 1 ? ":" + data.kind : std::string();
        const double room = of("minutes_one_hub" + suffix) - of("minutes_nearest" + suffix);
        if (!(room > 0)) continue;
        const double each = share * data.weight / kinds;
        terms.access[kind] = each / room / residents;
        terms.constant -= each * of("minutes_nearest" + suffix) / room;
        terms.access_ceiling = std::min(terms.access_ceiling, each);
      }
    }
  }
  return terms;
}

double NeighbourhoodCost::operator()(const std::vector<std::uint32_t>& areas) {
  for (const auto area : areas) in_[area] = 1;
  double cost = 0;
  if (terms_.deprivation != 0) {
    const auto& data = *problem_.deprivation;
    double weight = 0, sum = 0, squares = 0;
    for (const auto area : areas)
      if (!std::isnan(data.value[area]))
        weight += data.weight[area], sum += data.weight[area] * data.value[area];
    const double mean = weight > 0 ? sum / weight : 0;
    for (const auto area : areas)
      if (!std::isnan(data.value[area]))
        squares += data.weight[area] * (data.value[area] - mean) * (data.value[area] - mean);
    cost += terms_.deprivation * squares;
  }
  if (terms_.border > 0 || terms_.barrier > 0) {
    double out = 0, inside = 0;
    for (const auto area : areas) {
      const auto others = problem_.graph.neighbours(area);
      const auto borders = problem_.graph.borders(area);
      const auto rows = problem_.graph.edges_of(area);
      for (std::size_t at = 0; at < others.size(); ++at) {
        if (!in_[others[at]])
          out += borders[at];
        else if (terms_.barrier > 0 && problem_.barriers->crosses[rows[at]] &&
                 !problem_.graph.edges()[rows[at]].link)
          inside += borders[at] / 2;  // met from both sides
      }
    }
    cost += terms_.border * out + terms_.barrier * inside;
  }
  for (std::size_t kind = 0; kind < terms_.access.size(); ++kind) {
    if (!(terms_.access[kind] > 0)) continue;
    const auto& data = problem_.access[kind];
    const auto sites = data.site_id.size();
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t site = 0; site < sites; ++site) {
      double minutes = 0;
      for (const auto area : areas) minutes += problem_.residents[area] * data.minutes_between(area, site);
      const bool inside = data.site_area[site] >= 0 && in_[static_cast<std::size_t>(data.site_area[site])];
      least = std::min(least, inside ? minutes : kOutsideHubFactor * minutes);
    }
    cost += terms_.access[kind] * least;
  }
  if (terms_.people_squares != 0) {
    double people = 0;
    for (const auto area : areas) people += problem_.people[area];
    cost += terms_.people_squares * (people - terms_.target) * (people - terms_.target);
  }
  for (const auto area : areas) in_[area] = 0;
  return cost;
}

}  // namespace placewright::boundaries::engine
