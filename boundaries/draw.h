#pragma once

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "boundaries/brief.h"
#include "boundaries/place_problem.h"
#include "boundaries/score.h"
#include "boundaries/search.h"

/// THE MAIN PATH: a place and a brief become a plan with its evidence.
namespace placewright::boundaries {

/// Two losses that give a weight its meaning; NaN where no such plan was found.
struct Reference {
  double plain = std::numeric_limits<double>::quiet_NaN();  ///< of a legal plan that was drawn for nothing but the rules
  double best = std::numeric_limits<double>::quiet_NaN();   ///< of a quick plan drawn for this criterion alone
};
using References = std::map<std::string, Reference>;  ///< by name of the criterion

struct DrawOptions {
  std::string plan_name;
  SearchOptions search;
  std::string start_plan;   ///< plan of the place to start from; empty: from nothing
  std::string now;          ///< ISO 8601, for the record
  bool references = true;   ///< false: losses stand without their reference values
};

struct Drawn {
  PlaceProblem question;
  Status status = Status::infeasible;
  Labels labels;             ///< ordered north-west to south-east; empty where there is no plan
  datasets::PlanRecord plan; ///< ready to be stored
  Score score;
  References references;
  std::vector<geo::Finding> findings;  ///< of the problem and of the plan: exceptions, hubs outside, wishes not met
  std::vector<CountResult> counts;
  std::optional<Infeasible> infeasible;
  Trace trace;
};

/// Throws InputError for a brief that the place cannot answer. "No plan meets the rules" is an answer: no labels, and reasons.
[[nodiscard]] Drawn draw(const datasets::Place& place, const Brief& brief, const DrawOptions& options,
                         const Observer& observer = {});

/// A stored plan or a lookup under judgement, by the same words as a drawn one.
struct Judged {
  Score score;
  References references;
  std::vector<geo::Finding> findings;
};
/// Never refuses a plan: what it breaks is counted and listed.
[[nodiscard]] Judged judge(const datasets::Place& place, const PlaceProblem& question, const Labels& labels,
                           const std::vector<std::string>& ids, const SearchOptions& quick, const Observer& observer = {});

/// Beside each criterion's loss, what a plain legal plan and a quick plan for that criterion alone reach, with the same
/// rules and as many neighbourhoods. Seed fixed, so that two plans of one question have the same references.
[[nodiscard]] References measure_references(const Problem& problem, const Score& score, unsigned threads,
                                            const Observer& observer = {});

}  // namespace placewright::boundaries
