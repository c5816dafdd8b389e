#include "boundaries/from_place/score_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "boundaries/from_place/findings_json.h"

namespace placewright::boundaries::output {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

/// Whole numbers as whole numbers: people, areas.
Json people(double value) {
  return std::isfinite(value) && value == std::floor(value) ? Json(static_cast<std::int64_t>(value))
                                                            : number(value);
}

}  // namespace

std::string score_json(const PlaceProblem& question, const Judgement& judgement) {
  const auto& score = judgement.score;
  const auto& problem = question.problem;
  Json out;
  out["areas"] = problem.code.size();
  out["neighbourhoods"] = score.neighbourhoods;
  out["unassigned"] = score.unassigned;
  out["people_outside_bounds"] = people(score.people_outside_bounds);
  out["out_of_bounds"] = score.out_of_bounds;
  out["not_contiguous"] = score.not_contiguous;
  out["criteria"] = Json::object();
  for (const auto& criterion : score.criteria) {
    Json row;
    row["loss"] = number(criterion.loss);
    row["weight"] = number(criterion.weight);
    for (const auto& [name, value] : criterion.ingredients) row[name] = number(value);
    if (const auto at = judgement.references.find(criterion.name); at != judgement.references.end()) {
      row["loss_plain"] = number(at->second.plain);
      row["loss_best_alone"] = number(at->second.best);
    }
    out["criteria"][criterion.name] = std::move(row);
  }
  out["total"] = number(score.total);
  out["not_judged"] = score.not_judged;

  out["per_neighbourhood"] = Json::array();
  for (std::size_t label = 0; label < score.per_neighbourhood.size(); ++label) {
    const auto& row = score.per_neighbourhood[label];
    if (row.areas == 0) continue;
    Json one;
    one["id"] = judgement.ids[label];
    one["name"] = judgement.names[label];
    one["population"] = people(row.people);
    one["residents"] = people(row.residents);
    one["registered"] = judgement.registered.empty() ? Json(nullptr) : people(judgement.registered[label]);
    one["areas"] = row.areas;
    one["pieces"] = row.pieces;
    one["deprivation_mean"] = problem.deprivation ? number(row.deprivation_mean) : Json(nullptr);
    one["deprivation_ssw"] = problem.deprivation ? number(row.deprivation_ssw) : Json(nullptr);
    for (std::size_t kind = 0; kind < problem.access.size() && kind < row.hub.size(); ++kind) {
      Json hub;
      hub["kind"] = problem.access[kind].kind;
      hub["site"] = row.hub[kind] < 0
                        ? Json(nullptr)
                        : Json(problem.access[kind].site_id[static_cast<std::size_t>(row.hub[kind])]);
      hub["minutes"] = number(row.access_minutes[kind]);
      one["hubs"].push_back(std::move(hub));
    }
    out["per_neighbourhood"].push_back(std::move(one));
  }
  out["findings"] = output::findings_json<Json>(judgement.findings);
  return out.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace placewright::boundaries::output
