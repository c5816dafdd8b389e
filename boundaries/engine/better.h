#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "boundaries/engine/search.h"
#include "boundaries/engine/settings.h"
#include "boundaries/judge/compare.h"
#include "boundaries/judge/score.h"
#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"

/// From a plan that people have to a better one with few people moved.
namespace placewright::boundaries {

/// How much worse a criterion's loss may be before it counts as worse: the rounding of sums.
inline constexpr double kSameLoss = 1e-9;

struct BetterOptions {
  Labels plan;                        ///< the plan that people have, 0-based; kUnassigned areas are its gaps
  double max_people = 0;              ///< residents who may change neighbourhood; those of gaps do not count
  std::vector<std::string> excepted;  ///< criteria that may get worse, by name
  std::uint64_t seed = 1;
  Effort effort = Effort::normal;
  Settings settings{};
};

/// An area that changes neighbourhood.
struct MovedArea {
  std::uint32_t area = 0;
  std::int32_t from = 0, to = 0;  ///< labels of the plan
};

/// A small change on the way from the old plan to the better one.
struct BetterStep {
  std::vector<MovedArea> areas;  ///< ascending
  double residents = 0;          ///< who change neighbourhood by it
  double moved = 0;              ///< by it and all steps before it
  double total_before = 0, total = 0;
  std::vector<CriterionChange> changes;  ///< of the criteria that it changes
  bool stands_alone = false;  ///< taken without the others no criterion gets worse and no rule is broken anew
  bool can_be_left = false;   ///< the same of all others without it
};

struct BetterPlan {
  Labels start;                       ///< the old plan with its gaps filled: what all is compared with
  std::vector<std::uint32_t> filled;  ///< areas of the gaps
  Labels labels;                      ///< the better plan; `start` where nothing better was found
  std::vector<BetterStep> steps;  ///< those with most gain a person first; each keeps what all together keep
  std::vector<std::string> held;  ///< criteria of which none is worse in any step, by name
  Score before, after;
  bool stopped = false;
};

/// The best plan found that moves at most so many residents and in which no criterion that the old plan is
/// judged by (those without a weight included, the excepted ones not) has a loss above the old plan's by more
/// than kSameLoss, and sizes vary no more. No rule is broken anew: a neighbourhood outside the bounds goes no
/// further out, one in pieces has no more of them, none enters a boundary that it did not cross before; sets
/// and locks that the plan keeps stay kept. Labels keep their meaning and none becomes empty. Depends on
/// problem and options only. Throws InputError for an excepted criterion that the plan is not judged by.
/// Needs: at least one area of the plan has a label.
[[nodiscard]] BetterPlan find_better(const Problem& problem, const BetterOptions& options,
                                     const Observer& observer = {});

}  // namespace placewright::boundaries
