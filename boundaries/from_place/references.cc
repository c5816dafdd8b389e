#include "boundaries/from_place/references.h"

#include <algorithm>

namespace placewright::boundaries {
namespace {

constexpr std::uint64_t kReferenceSeed = 1;
constexpr double kFullEffortAreas =
    4000;  // larger places get no more steps than one of this size: a reference is a hint

/// The same rules, with the weight on one criterion only; on none where no name fits.
Problem with_weight_on(const Problem& problem, const std::string& criterion) {
  Problem alone = problem;
  alone.weights = no_weights(problem);
  if (double* weight = find_weight(alone, criterion)) *weight = 1;
  return alone;
}

}  // namespace

References measure_references(const Problem& problem, const Score& judged, unsigned threads,
                              const Observer& observer) {
  References references;
  Problem same_size = problem;
  for (const auto& criterion : judged.criteria)
    if (criterion.criterion == Criterion::population && criterion.ingredients.contains("target"))
      same_size.population.target = criterion.ingredients.at("target");  // the count below must not shift it
  same_size.count = judged.neighbourhoods;

  SearchOptions options;
  options.seed = kReferenceSeed;
  options.effort = Effort::quick;
  options.effort_share =
      std::min(1.0, kFullEffortAreas / static_cast<double>(std::max<std::size_t>(1, problem.size())));
  options.threads = threads;
  options.search_counts = false;
  options.best_effort =
      judged.out_of_bounds > 0;  // where the plan had to break the bounds, so has a plain one
  const auto stopped = [&] { return observer.stop != nullptr && observer.stop->load(); };
  const auto losses_of = [&](const std::string& criterion) {
    std::map<std::string, double> losses;
    if (stopped()) return losses;
    const auto alone = with_weight_on(same_size, criterion);
    Observer quiet;
    quiet.stop = observer.stop;
    const auto found = search(alone, options, quiet);
    if (found.labels.empty() || found.status != Status::found) return losses;
    for (const auto& row : score(alone, found.labels).criteria) losses[row.name] = row.loss;
    return losses;
  };

  const auto plain = losses_of("");
  double done = 0;
  for (const auto& criterion : judged.criteria) {
    auto& reference = references[criterion.name];
    if (const auto at = plain.find(criterion.name); at != plain.end()) reference.plain = at->second;
    const auto best = losses_of(criterion.name);
    if (const auto at = best.find(criterion.name); at != best.end()) reference.best = at->second;
    if (observer.progress)
      observer.progress(
          {++done / static_cast<double>(judged.criteria.size()), judged.total, "reference values"});
  }
  return references;
}

}  // namespace placewright::boundaries
