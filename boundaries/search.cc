#include "boundaries/search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <mutex>
#include <numeric>

#include "boundaries/engine/compile.h"
#include "boundaries/engine/counts.h"
#include "boundaries/engine/ladder.h"
#include "boundaries/score.h"
#include "geo/expect.h"

namespace placewright::boundaries {
namespace {

using namespace engine;

struct Budget { std::uint64_t chains, steps; };

/// Steps a chain and number of chains; both follow from effort and size alone.
Budget budget_of(Effort effort, std::uint32_t atoms) {
  const auto sweep = static_cast<std::uint64_t>(std::max(atoms, 50U));
  switch (effort) {
    case Effort::quick: return {4, 1500 * sweep};
    case Effort::normal: return {8, 4000 * sweep};
    case Effort::thorough: return {16, 20000 * sweep};
  }
  return {4, 1500 * sweep};
}

double target_of(const Problem& problem) {
  if (problem.population.target) return *problem.population.target;
  if (!problem.count || *problem.count == 0) return (problem.population.min + problem.population.max) / 2;
  return std::accumulate(problem.people.begin(), problem.people.end(), 0.0) / *problem.count;
}

/// Gives each neighbourhood the label of the start that most of its residents had, where nobody else took it.
Labels keep_old_labels(const Problem& problem, const Labels& start, const Labels& labels) {
  std::map<std::pair<std::int32_t, std::int32_t>, double> shared;
  std::int32_t highest = -1;
  for (std::size_t area = 0; area < labels.size(); ++area) {
    highest = std::max({highest, labels[area], start[area]});
    if (labels[area] >= 0 && start[area] >= 0) shared[{labels[area], start[area]}] += problem.residents[area] + 1e-6;
  }
  std::vector<std::pair<double, std::pair<std::int32_t, std::int32_t>>> order;
  for (const auto& [pair, residents] : shared) order.push_back({-residents, pair});
  std::sort(order.begin(), order.end());
  std::vector<std::int32_t> to(static_cast<std::size_t>(highest + 1), -1);
  std::vector<std::uint8_t> taken(static_cast<std::size_t>(highest + 1), 0);
  for (const auto& [residents, pair] : order) {
    if (to[static_cast<std::size_t>(pair.first)] >= 0 || taken[static_cast<std::size_t>(pair.second)]) continue;
    to[static_cast<std::size_t>(pair.first)] = pair.second;
    taken[static_cast<std::size_t>(pair.second)] = 1;
  }
  std::int32_t next = 0;
  Labels result = labels;
  for (std::int32_t& label : result) {
    if (label < 0) continue;
    std::int32_t& name = to[static_cast<std::size_t>(label)];
    if (name < 0) {
      while (taken[static_cast<std::size_t>(next)]) ++next;
      taken[static_cast<std::size_t>(next)] = 1;
      name = next;
    }
    label = name;
  }
  return result;
}

SearchResult refuse(std::vector<std::string> reasons) {
  SearchResult result;
  result.status = Status::infeasible;
  result.infeasible = Infeasible{std::move(reasons), std::nullopt, std::nullopt};
  return result;
}

}  // namespace

SearchResult search(const Problem& problem, const SearchOptions& options, const Observer& observer) {
  PLACEWRIGHT_EXPECT(options.start.empty() || options.start.size() == problem.size());
  const double begun = thread_cpu_seconds();
  if (problem.size() == 0) return refuse({"the place has no areas"});
  const Compiled compiled = compile(problem, options, target_of(problem));
  if (!compiled.clashes.empty()) return refuse(compiled.clashes);

  const CountRange range = find_count_range(compiled, problem.population);
  if (!range.possible && !options.best_effort) {
    std::vector<std::string> reasons;
    for (std::uint32_t region = 0; region < compiled.regions.count; ++region)
      if (range.least[region] > range.most[region])
        reasons.push_back("a group of " + std::to_string(range.people[region]) +
                          " people cannot be cut into neighbourhoods inside the bounds");
    return refuse(std::move(reasons));
  }
  const bool limited = compiled.instance.change.limited;
  std::vector<Question> questions;
  Question base;
  base.instance = &compiled.instance;
  base.regions = &compiled.regions;
  base.seed = options.seed;
  const Labels& from = !options.start.empty() ? options.start : limited ? problem.change->from : Labels{};
  std::uint32_t start_count = 0;
  if (!from.empty()) base.start = from_labels(compiled, from, start_count);
  if (limited && base.start.empty())
    return refuse({"the plan to be changed breaks a rule that its areas must keep together, and cannot be changed step by step"});
  const auto ask = [&](std::uint32_t total, bool force) {
    const auto counts = apportion(compiled, range, total, force);
    if (!counts) return;
    Question question = base;
    question.count_of_region = *counts;
    questions.push_back(std::move(question));
  };
  if (!base.start.empty() && (!problem.count || *problem.count == start_count + compiled.settled_parts)) {
    Question question = base;
    question.count_of_region.assign(compiled.regions.count, 0);
    std::vector<std::uint8_t> seen(start_count, 0);
    for (std::uint32_t atom = 0; atom < compiled.instance.size; ++atom)
      if (!seen[base.start[atom]]++) ++question.count_of_region[compiled.regions.of[atom]];
    questions.push_back(std::move(question));
  } else {
    base.start.clear();
    if (problem.count) {
      if (*problem.count >= compiled.settled_parts) {
        ask(*problem.count - compiled.settled_parts, false);
        if (questions.empty() && options.best_effort) ask(*problem.count - compiled.settled_parts, true);
      }
    } else if (range.possible && options.search_counts) {
      for (std::uint32_t total = range.sum_least; total <= range.sum_most; ++total) ask(total, false);
    } else {
      const double people = std::accumulate(problem.people.begin(), problem.people.end(), 0.0);
      const double ideal = people / target_of(problem) - compiled.settled_parts;
      auto total = static_cast<std::uint32_t>(std::max(1.0, std::round(ideal)));
      if (range.possible) total = std::clamp(total, range.sum_least, range.sum_most);
      ask(std::max(total, compiled.regions.count), !range.possible);
    }
  }
  if (questions.empty())
    return refuse({"the number of neighbourhoods asked for does not fit: between " +
                   std::to_string(range.sum_least + compiled.settled_parts) + " and " +
                   std::to_string(range.sum_most + compiled.settled_parts) + " keep the bounds"});

  Stop stop{observer.stop, options.cpu_seconds ? begun + *options.cpu_seconds : 0};
  const Budget budget = budget_of(options.effort, compiled.instance.size);
  std::vector<Found> found(questions.size() * budget.chains);
  run_jobs(found.size(), options.threads, [&](std::size_t at) {
    Stop own = stop;
    if (options.cpu_seconds) own.cpu_deadline = thread_cpu_seconds() + *options.cpu_seconds / static_cast<double>(found.size()) * std::max(1U, options.threads);
    found[at] = run_chain(questions[at / budget.chains], at % budget.chains, budget.steps / questions.size(), own);
  });

  SearchResult result;
  Found best;
  std::uint32_t best_count = 0;
  MoveCounts counts;
  for (std::size_t row = 0; row < questions.size(); ++row) {
    Found best_here;
    for (std::uint64_t chain = 0; chain < budget.chains; ++chain) {
      Found& one = found[row * budget.chains + chain];
      counts.add(one.counts);
      if (one.better_than(best_here)) best_here = std::move(one);
    }
    result.counts.push_back({questions[row].parts() + compiled.settled_parts, best_here.outside == 0, best_here.total});
    if (best_here.better_than(best)) {
      best = std::move(best_here);
      best_count = questions[row].parts();
    }
  }
  for (std::size_t kind = 0; kind < kMoveKinds; ++kind) {
    result.trace.proposed[name_of(static_cast<MoveKind>(kind))] = counts.proposed[kind];
    result.trace.accepted[name_of(static_cast<MoveKind>(kind))] = counts.accepted[kind];
  }
  const bool stopped = observer.stop != nullptr && observer.stop->load();
  if (best.outside > 0 && !options.best_effort) {
    if (!stopped)
      return refuse({"no plan inside the bounds was found: the best one leaves " + std::to_string(best.outside) +
                     " people outside them"});
    result.status = Status::stopped;
    return result;
  }
  result.labels = to_labels(compiled, best.plan, best_count, problem.size());
  if (!from.empty()) result.labels = keep_old_labels(problem, from, result.labels);
  result.total = score(problem, result.labels).total;
  result.status = stopped ? Status::stopped : Status::found;
  if (observer.better) observer.better(result.labels, result.total);
  result.trace.best.push_back({thread_cpu_seconds() - begun, counts.draws, result.total, "chains"});
  return result;
}

Labels order_labels(const Problem& problem, const Labels& labels) {
  std::int32_t highest = -1;
  for (const std::int32_t label : labels) highest = std::max(highest, label);
  struct Centre { double x = 0, y = 0, people = 0; std::uint32_t areas = 0, first = 0; };
  std::vector<Centre> centres(static_cast<std::size_t>(highest + 1));
  for (std::uint32_t area = 0; area < labels.size(); ++area) {
    if (labels[area] < 0) continue;
    Centre& centre = centres[static_cast<std::size_t>(labels[area])];
    if (centre.areas++ == 0) centre.first = area;
    const double weight = problem.people[area] + 1e-9;
    const geo::Point point = area < problem.point.size() ? problem.point[area] : geo::Point{};
    centre.x += weight * point.x;
    centre.y += weight * point.y;
    centre.people += weight;
  }
  std::vector<std::uint32_t> order;
  for (std::uint32_t label = 0; label < centres.size(); ++label)
    if (centres[label].areas > 0) order.push_back(label);
  // Along the diagonal from north-west to south-east.
  const auto key = [&](std::uint32_t label) {
    const Centre& centre = centres[label];
    return std::pair((centre.x - centre.y) / centre.people, centre.first);
  };
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  std::vector<std::int32_t> rank(centres.size(), kUnassigned);
  for (std::size_t at = 0; at < order.size(); ++at) rank[order[at]] = static_cast<std::int32_t>(at);
  Labels result = labels;
  for (std::int32_t& label : result)
    if (label >= 0) label = rank[static_cast<std::size_t>(label)];
  return result;
}

}  // namespace placewright::boundaries
