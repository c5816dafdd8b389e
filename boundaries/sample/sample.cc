#include "boundaries/sample/sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "boundaries/engine/breed/ladder.h"
#include "boundaries/engine/moves/anneal.h"
#include "boundaries/engine/moves/compile.h"
#include "boundaries/engine/moves/moving_plan.h"
#include "boundaries/engine/search_counts.h"
#include "boundaries/judge/score.h"
#include "boundaries/question/match.h"
#include "boundaries/sample/forest.h"
#include "geo/error.h"

namespace placewright::boundaries::sample {
namespace {

/// The total of the brief by moving sums; rules that bounds and pieces do not tell make it infinite.
class BriefEnergy : public Energy {
 public:
  BriefEnergy(const engine::Instance& instance, const engine::Parts& start, std::uint32_t parts,
              const SampleOptions& options)
      : moving_(instance, parts), temperature_(options.temperature), most_total_(options.most_total) {
    moving_.reset(start);
  }
  double of(const std::vector<std::uint32_t>& proposed, std::span<const std::uint32_t> touched) override {
    while (!moved_.empty()) {
      moving_.move(moved_.back().first, moved_.back().second);
      moved_.pop_back();
    }
    if (++asked_ % kBetweenRefreshes == 0) moving_.refresh();
    for (const auto each : touched) {
      const engine::Atom atom(each);
      const auto from = moving_.part(atom);
      if (from == proposed[each]) continue;
      moved_.emplace_back(atom, from);
      moving_.move(atom, engine::Part(proposed[each]));
    }
    const double total = moving_.total();
    if (engine::broken_people(moving_) > 0 || total > most_total_)
      return std::numeric_limits<double>::infinity();
    return temperature_ > 0 ? total / temperature_ : 0;
  }
  void take() override { moved_.clear(); }

 private:
  static constexpr std::uint64_t kBetweenRefreshes = 200'000;  // of sums that collect rounding
  engine::MovingPlan moving_;
  double temperature_, most_total_;
  std::vector<std::pair<engine::Atom, engine::Part>> moved_;
  std::uint64_t asked_ = 0;
};

/// What a chain keeps.
struct ChainPlans {
  std::vector<Labels> plans;
  std::vector<std::vector<double>> figures;  ///< by plan
  std::uint64_t accepted = 0, steps = 0;
  bool stopped = false;
};

std::vector<std::string> figure_names(const Score& score) {
  std::vector<std::string> names{"total"};
  for (const auto& criterion : score.criteria) names.push_back(criterion.name);
  names.insert(names.end(), {"people of the smallest", "people of the largest"});
  return names;
}

std::vector<double> figures_of(const Score& score) {
  std::vector<double> values{score.total};
  for (const auto& criterion : score.criteria) values.push_back(criterion.loss);
  const auto [least, most] =
      std::minmax_element(score.per_neighbourhood.begin(), score.per_neighbourhood.end(),
                          [](const auto& a, const auto& b) { return a.people < b.people; });
  values.push_back(least->people);
  values.push_back(most->people);
  return values;
}

/// Each chain's first plan: the one given, or one of its own, all with as many neighbourhoods.
std::vector<Labels> find_starts(const Problem& problem, const SampleOptions& options,
                                const Observer& observer) {
  if (!options.start.empty()) return {options.chains, options.start};
  std::vector<Labels> starts;
  Problem asked = problem;
  Observer quiet;
  quiet.stop = observer.stop;
  for (std::uint32_t chain = 0; chain < options.chains; ++chain) {
    SearchOptions search_options;
    search_options.seed = options.seed + chain;
    search_options.effort = Effort::quick;
    search_options.effort_share = 0.1;
    search_options.threads = options.threads;
    if (observer.progress)
      observer.progress({0.05 * chain / options.chains, 0, "looking for plans to begin with"});
    const auto found = search(asked, search_options, quiet);
    if (found.labels.empty() || found.status == Status::infeasible) return {};
    starts.push_back(found.labels);
    asked.count = static_cast<std::uint32_t>(*std::max_element(found.labels.begin(), found.labels.end()) + 1);
  }
  return starts;
}

void expect_legal(const Problem& problem, const SampleOptions& options) {
  if (options.start.empty()) return;
  const auto judged = score(problem, options.start);
  if (judged.unassigned > 0 || judged.not_contiguous > 0 ||
      (problem.population.hard && judged.out_of_bounds > 0))
    throw geo::InputError{{"the plan to begin with",
                           fmt::format("{} areas unassigned, {} neighbourhoods in pieces, {} out of bounds",
                                       judged.unassigned, judged.not_contiguous, judged.out_of_bounds),
                           "begin with a plan that keeps the brief's hard rules, or state other bounds"}};
  if (judged.total > options.most_total)
    throw geo::InputError{
        {"the plan to begin with",
         fmt::format("its total {:.4f} is above the limit of {:.4f}", judged.total, options.most_total),
         "allow a greater total"}};
}

/// Moves that forget where a chain began: about two for each atom that a pair of parts holds, by part.
std::uint32_t steps_that_suit(const ForestMap& map, std::uint32_t parts) {
  return std::max(20U, 2 * parts + map.size() / std::max(1U, parts));
}

class Drawing {
 public:
  Drawing(const Problem& problem, const SampleOptions& options, const Observer& observer)
      : problem_(problem),
        options_(options),
        observer_(observer),
        compiled_(engine::compile(problem, {}, engine::target_of(problem))),
        map_(make_forest_map(problem, compiled_)) {}

  Sample run() {
    const auto starts = find_starts(problem_, options_, observer_);
    if (starts.empty() || !compiled_.clashes.empty()) return {};
    std::vector<ChainPlans> chains(options_.chains);
    per_chain_ = (options_.plans + options_.chains - 1) / options_.chains;
    engine::run_jobs(options_.chains, options_.threads,
                     [&](std::size_t chain) { chains[chain] = walk(starts[chain], chain); });
    return gather(chains, starts.front());
  }

 private:
  ChainPlans walk(const Labels& start, std::size_t chain) {
    ChainPlans kept;
    std::uint32_t count = 0;
    const auto parts = engine::from_labels(compiled_, start, count);
    if (parts.empty())
      throw geo::InputError{{"the plan to begin with",
                             "breaks a lock, a hold or an area set that stays whole",
                             "begin with a plan that keeps the brief's hard rules"}};
    std::vector<std::uint32_t> plan;
    for (const auto part : parts) plan.push_back(part.value());
    BriefEnergy energy(compiled_.instance, parts, count, options_);
    ForestWalk walk(map_, plan, {options_.gamma, options_.single_share, &energy}, options_.seed, chain);
    const auto steps = options_.steps > 0 ? options_.steps : steps_that_suit(map_, count);
    const std::uint32_t burn = per_chain_ / 10;  // plans that still remember the start
    for (std::uint32_t round = 0; round < burn + per_chain_; ++round) {
      for (std::uint32_t step = 0; step < steps; ++step) kept.accepted += walk.step();
      kept.steps += steps;
      kept.stopped = observer_.stop != nullptr && observer_.stop->load(std::memory_order_relaxed);
      if (kept.stopped) break;
      if (round < burn) continue;
      engine::Parts now;
      for (const auto part : walk.plan()) now.emplace_back(part);
      kept.plans.push_back(engine::to_labels(compiled_, now, count, problem_.size()));
      kept.figures.push_back(figures_of(score(problem_, kept.plans.back())));
      if (chain == 0 && observer_.progress)
        observer_.progress({0.05 + 0.95 * round / (burn + per_chain_), kept.figures.back()[0],
                            fmt::format("{} plans", kept.plans.size() * options_.chains)});
    }
    return kept;
  }

  Sample gather(std::vector<ChainPlans>& chains, const Labels& start) {
    Sample sample;
    sample.chains = options_.chains;
    auto shortest = chains.front().plans.size();
    std::uint64_t accepted = 0, steps = 0;
    for (const auto& chain : chains) {
      shortest = std::min(shortest, chain.plans.size());
      accepted += chain.accepted;
      steps += chain.steps;
      sample.stopped = sample.stopped || chain.stopped;
    }
    sample.accepted = steps > 0 ? static_cast<double>(accepted) / static_cast<double>(steps) : 0;
    sample.steps = static_cast<std::uint32_t>(steps / std::max<std::size_t>(1, chains.size()) /
                                              std::max(1U, per_chain_ + per_chain_ / 10));
    if (shortest < 4) return sample;
    const auto judged = score(problem_, start);
    sample.neighbourhoods = judged.neighbourhoods;
    const auto names = figure_names(judged);
    for (std::size_t row = 0; row < names.size(); ++row) {
      SampleFigure figure{names[row], {}, {}};
      std::vector<std::vector<double>> by_chain;
      for (const auto& chain : chains) {
        by_chain.emplace_back();
        for (std::size_t at = 0; at < shortest; ++at) by_chain.back().push_back(chain.figures[at][row]);
        figure.value.insert(figure.value.end(), by_chain.back().begin(), by_chain.back().end());
      }
      figure.mixing = judge_mixing(by_chain);
      sample.figures.push_back(std::move(figure));
    }
    for (auto& chain : chains)
      std::move(chain.plans.begin(), chain.plans.begin() + static_cast<std::ptrdiff_t>(shortest),
                std::back_inserter(sample.plans));
    sample.unlike = mean_difference(sample.plans, shortest);
    return sample;
  }

  /// Of about a hundred neighbouring pairs of plans.
  [[nodiscard]] double mean_difference(const std::vector<Labels>& plans, std::size_t per_chain) const {
    const auto every = std::max<std::size_t>(1, plans.size() / 100);
    double sum = 0;
    std::size_t pairs = 0;
    for (std::size_t at = 0; at + 1 < plans.size(); at += every) {
      if ((at + 1) % per_chain == 0) continue;
      const auto match = match_labels(problem_.residents, plans[at], plans[at + 1]);
      if (match.kept + match.moved > 0) sum += match.moved / (match.kept + match.moved), ++pairs;
    }
    return pairs > 0 ? sum / static_cast<double>(pairs) : 0;
  }

  const Problem& problem_;
  const SampleOptions& options_;
  const Observer& observer_;
  engine::Compiled compiled_;
  ForestMap map_;
  std::uint32_t per_chain_ = 0;
};

}  // namespace

std::vector<double> figures_of_plan(const Problem& problem, const Labels& labels) {
  return figures_of(score(problem, labels));
}

Sample draw_sample(const Problem& problem, const SampleOptions& options, const Observer& observer) {
  expect_legal(problem, options);
  return Drawing(problem, options, observer).run();
}

}  // namespace placewright::boundaries::sample
