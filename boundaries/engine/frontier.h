#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "boundaries/engine/search.h"
#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"

/// More than one answer: plans that differ, and plans that trade criteria against each other. Built on
/// search().
namespace placewright::boundaries {

struct AlternativePlan {
  Labels labels;
  double total = 0;
  double moved_share = 0;  ///< of the people, least over the plans before it in the list; 1 for the first
};

struct AlternativesOptions {
  std::uint32_t count = 3;
  double least_moved_share =
      0.1;               ///< two plans of the list differ in the neighbourhood of at least so many people
  SearchOptions search;  ///< seed, effort, threads of each search
  /// Called after a search with the best that came of it, when it differs enough from those told before. The
  /// list at the end is chosen anew from all.
  std::function<void(const Labels& labels, double total)> met;
};

/// Up to `count` legal plans, best total first, each at least so different from those before it (people moved
/// under the best pairing of labels). The first is searched for as asked, the others with weights up to three
/// times smaller or larger, or with two areas kept apart; totals are always by the problem's own. Fewer where
/// the searches found no more; empty where no plan meets the rules. Depends on problem and options only,
/// unless a time is given, which is shared out over the searches.
[[nodiscard]] std::vector<AlternativePlan> find_alternatives(const Problem& problem,
                                                             const AlternativesOptions& options,
                                                             const Observer& observer = {});

struct FrontierPlan {
  Labels labels;
  std::vector<double> losses;  ///< of the criteria asked for, in that order
  double total = 0;            ///< by the problem's own weights
};

struct FrontierOptions {
  std::vector<std::string>
      criteria;              ///< two or more, by name: "deprivation", "compactness", "alignment:ward"
  std::uint32_t count = 12;  ///< plans wanted at least; up to eight times as many are returned when found
  SearchOptions search;      ///< seed, effort, threads of each search
};

/// Legal plans of which none is at least as good as another in every criterion asked for; in order of the
/// first loss. Only these criteria count while searching. A few searches start from nothing, with weights
/// from one criterion alone to the other alone; then plans are bred from all that were met, for many more
/// weights and at last for the widest gaps. Throws InputError for a criterion that the problem is not judged
/// by. Depends on problem and options only, unless a time (for everything) is given.
[[nodiscard]] std::vector<FrontierPlan> find_frontier(const Problem& problem, const FrontierOptions& options,
                                                      const Observer& observer = {});

}  // namespace placewright::boundaries
