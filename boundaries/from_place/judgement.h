#pragma once

#include <string>
#include <vector>

#include "boundaries/from_place/problem.h"
#include "boundaries/from_place/references.h"
#include "boundaries/judge/score.h"
#include "geo/finding.h"

namespace placewright::boundaries {

/// A plan under judgement, drawn here or made elsewhere. Rows of ids, names and score.per_neighbourhood are
/// labels.
struct Judgement {
  Labels labels;
  std::vector<std::string> ids, names;
  Score score;
  References references;           ///< empty when they were not asked for
  std::vector<double> registered;  ///< patients living in each neighbourhood; empty: no registrations loaded
  std::vector<geo::Finding>
      findings;  ///< doubts about the data, then rules broken, hubs outside, wishes not met
};

/// How the reference values are found; they do not depend on threads.
struct JudgeOptions {
  bool references = true;
  unsigned threads = 1;
};

/// Never refuses a plan: what it breaks is counted and listed.
[[nodiscard]] Judgement judge(const PlaceProblem& question, Labels labels, std::vector<std::string> ids,
                              std::vector<std::string> names, const JudgeOptions& options,
                              const Observer& observer = {});

/// A stored plan, or one read from a lookup, under judgement by a brief: its own (brief_of) or another.
struct JudgedPlan {
  PlaceProblem question;
  Judgement judgement;
};
[[nodiscard]] JudgedPlan judge_plan(const datasets::Place& place, const datasets::PlanRecord& plan,
                                    const Brief& brief, const JudgeOptions& options,
                                    const Observer& observer = {});

/// The brief that a plan was drawn by; the defaults where it has none.
[[nodiscard]] Brief brief_of(const datasets::PlanRecord& plan);

}  // namespace placewright::boundaries
