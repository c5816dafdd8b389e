#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "boundaries/engine/proof.h"
#include "boundaries/engine/search.h"
#include "boundaries/from_place/judgement.h"
#include "boundaries/from_place/problem.h"
#include "boundaries/question/brief.h"

/// THE MAIN PATH: a place and a brief become a plan with its evidence.
namespace placewright::boundaries {

struct DrawOptions {
  std::string plan_name;
  SearchOptions search;
  std::string
      start_plan;   ///< plan of the place to start from; its locked neighbourhoods stay. Empty: from nothing
  std::string now;  ///< ISO 8601, for the record
  bool references = true;             ///< false: losses stand without their reference values
  std::optional<ProofOptions> proof;  ///< also prove how far from the best possible the plan can be
  std::function<void(const struct Drawn&)>
      before_proof;  ///< told the plan, ready to be stored, before its proof begins
};

struct Drawn {
  PlaceProblem question;
  SearchResult
      found;  ///< status, best total by count, trace; why there is none, where no plan meets the rules
  std::optional<Proof> proof;  ///< where it was asked for and there is a plan
  Judgement judgement;         ///< labels ordered north-west to south-east; empty where there is no plan
  datasets::PlanRecord plan;   ///< ready to be stored; without a name where there is no plan
};

/// Throws InputError for a brief that the place cannot answer. "No plan meets the rules" is an answer:
/// found.infeasible.
[[nodiscard]] Drawn draw(const datasets::Place& place, const Brief& brief, const DrawOptions& options,
                         const Observer& observer = {});

/// Several plans that differ (find_alternatives), best first; or plans of which none is better in every
/// criterion named (find_frontier), in order of the first. Stored names: plan_name for the first, then
/// plan_name-2, plan_name-3, ... Never empty: where no plan meets the rules the one element says why.
[[nodiscard]] std::vector<Drawn> draw_alternatives(const datasets::Place& place, const Brief& brief,
                                                   const DrawOptions& options, std::uint32_t count,
                                                   const Observer& observer = {});
[[nodiscard]] std::vector<Drawn> draw_frontier(const datasets::Place& place, const Brief& brief,
                                               const DrawOptions& options,
                                               const std::vector<std::string>& criteria, std::uint32_t count,
                                               const Observer& observer = {});

/// plan_name of the plan of that row (0: the first).
[[nodiscard]] std::string name_of_several(const std::string& plan_name, std::size_t row);

}  // namespace placewright::boundaries
