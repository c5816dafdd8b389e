#include "boundaries/engine/frontier.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <utility>

#include "boundaries/engine/moves/anneal.h"
#include "boundaries/judge/score.h"
#include "boundaries/question/match.h"
#include "geo/error.h"
#include "geo/random.h"

namespace placewright::boundaries {
namespace {

bool is_stopped(const Observer& observer) { return observer.stop != nullptr && observer.stop->load(); }

void tell(const Observer& observer, double fraction, double best, std::string phase) {
  if (observer.progress) observer.progress({fraction, best, std::move(phase)});
}

/// A given time is shared out over the searches; what they leave goes into filling gaps.
void share_time(SearchOptions& one, const SearchOptions& all, std::size_t searches) {
  if (!all.cpu_seconds) return;
  one.cpu_seconds = *all.cpu_seconds / static_cast<double>(searches);
}

double find_moved_share(const Problem& problem, const Labels& a, const Labels& b) {
  const auto match = match_labels(problem.residents, a, b);
  const double all = match.moved + match.kept;
  return all > 0 ? match.moved / all : 0;
}

/// Each weight becomes a third of itself to three times as much.
void vary_weights(Weights& weights, geo::Random& random) {
  const auto vary = [&](double& weight) { weight *= std::pow(3.0, 2 * random.unit() - 1); };
  for (const auto& row : kCriteria)
    if (!row.by_kind) vary(weights[row.criterion]);
  for (double& weight : weights.alignment) vary(weight);
}

/// An area and the one furthest from it in its neighbourhood may not stay together.
void put_two_apart(Problem& problem, const Labels& labels, geo::Random& random) {
  const std::uint32_t area = random.below(static_cast<std::uint32_t>(problem.size()));
  std::uint32_t furthest = area;
  double longest = 0;
  for (std::uint32_t other = 0; other < problem.size(); ++other) {
    if (labels[other] != labels[area]) continue;
    const double distance = std::hypot(problem.point[other].x - problem.point[area].x,
                                       problem.point[other].y - problem.point[area].y);
    if (distance > longest) longest = distance, furthest = other;
  }
  if (furthest != area)
    problem.aparts.push_back(
        {{std::min(area, furthest), std::max(area, furthest)}, "for the sake of another plan"});
}

/// Asks for as many neighbourhoods as a plan has, at the target that the problem has without that.
void keep_count(Problem& problem, const Labels& labels) {
  if (problem.count) return;
  if (!problem.population.target)
    problem.population.target = (problem.population.min + problem.population.max) / 2;
  const std::set<std::int32_t> used(labels.begin(), labels.end());
  problem.count = static_cast<std::uint32_t>(used.size());
}

class Frontier {
 public:
  Frontier(const Problem& problem, const FrontierOptions& options, const Observer& observer)
      : problem_(problem), own_(problem), options_(options), observer_(observer) {
    const auto judged = score(problem, Labels(problem.size(), 0));
    for (const auto& name : options.criteria) {
      const bool known = std::any_of(judged.criteria.begin(), judged.criteria.end(),
                                     [&](const auto& each) { return each.name == name; });
      if (known && find_weight(own_, name)) continue;
      std::string names;
      for (const auto& each : judged.criteria) names += (names.empty() ? "" : ", ") + each.name;
      throw geo::InputError{
          {"--frontier", fmt::format("the place is not judged by '{}'", name), "choose among " + names}};
    }
    if (options.criteria.size() < 2)
      throw geo::InputError{{"--frontier", "one criterion makes no frontier", "name two or more criteria"}};
    own_.weights = no_weights(problem);
  }

  std::vector<FrontierPlan> find() {
    const auto mixes = list_mixes();
    // A few searches from nothing, far apart; then every mix breeds from the plans of all.
    const auto anchors = std::min<std::size_t>(mixes.size(), set().frontier_anchors);
    const auto mix_of_anchor = [&](std::size_t at) { return at * (mixes.size() - 1) / (anchors - 1); };
    shares_ = set().frontier_share_of_anchor * static_cast<double>(anchors) +
              static_cast<double>(set().frontier_sweeps * mixes.size() + options_.count);
    for (std::size_t at = 0; at < anchors && !is_stopped(observer_); ++at)
      search_anew(mixes[mix_of_anchor(at)], at);
    if (points_.empty()) return {};
    std::uint64_t salt = 100;
    for (std::size_t sweep = 0; sweep < set().frontier_sweeps; ++sweep)
      for (std::size_t at = 0; at < mixes.size() && !is_stopped(observer_); ++at)
        breed(mixes[sweep % 2 == 0 ? at : mixes.size() - 1 - at], ++salt);
    for (std::uint32_t round = 0; !is_stopped(observer_); ++round) {
      const bool over = options_.search.cpu_seconds
                            ? engine::thread_cpu_seconds() - begun_ > *options_.search.cpu_seconds
                            : round >= options_.count;
      if (over || points_.size() < 2) break;
      fill_widest_gap(++salt);
    }
    thin_out();
    std::sort(points_.begin(), points_.end(),
              [](const auto& x, const auto& y) { return x.losses < y.losses; });
    return std::move(points_);
  }

 private:
  [[nodiscard]] const Settings& set() const { return options_.search.settings; }

  /// Weights by criterion that add up to 1, spread over the corner and along the edges between criteria.
  [[nodiscard]] std::vector<std::vector<double>> list_mixes() const {
    const auto size = options_.criteria.size();
    const auto steps = std::max<std::uint32_t>(4, options_.count);
    std::vector<std::vector<double>> mixes;
    for (std::size_t first = 0; first + 1 < size; ++first)
      for (std::uint32_t step = 0; step <= steps; ++step) {
        // Even steps of the odds: one criterion's losses can be many times the other's.
        const double t = static_cast<double>(step) / steps, odds = std::exp(6 * (t - 0.5));
        std::vector<double> mix(size, step == 0 || step == steps ? 0 : 0.02 / static_cast<double>(size));
        mix[first] = step == steps ? 0.01 : 1 / (1 + odds);
        mix[first + 1] = step == 0 ? 0.01 : odds / (1 + odds);
        mixes.push_back(std::move(mix));
      }
    return mixes;
  }

  /// Leaves out, one after the other, the plan in the densest place: that with the least gap between its
  /// neighbours, summed over the criteria. The ends stay.
  void thin_out() {
    const auto range = find_ranges();
    while (points_.size() > std::size_t{set().frontier_plans} * options_.count) {
      std::vector<double> gap(points_.size(), 0);
      std::vector<std::size_t> order(points_.size());
      for (std::size_t row = 0; row < range.size(); ++row) {
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
          return points_[a].losses[row] < points_[b].losses[row];
        });
        gap[order.front()] = gap[order.back()] = std::numeric_limits<double>::infinity();
        for (std::size_t at = 1; at + 1 < order.size(); ++at)
          gap[order[at]] +=
              (points_[order[at + 1]].losses[row] - points_[order[at - 1]].losses[row]) / range[row];
      }
      points_.erase(points_.begin() + (std::min_element(gap.begin(), gap.end()) - gap.begin()));
    }
  }

  [[nodiscard]] std::vector<double> find_ranges() const {
    std::vector<double> range;
    for (std::size_t row = 0; row < options_.criteria.size(); ++row) {
      double low = std::numeric_limits<double>::infinity(), high = 0;
      for (const auto& point : points_)
        low = std::min(low, point.losses[row]), high = std::max(high, point.losses[row]);
      range.push_back(std::max(high - low, 1e-9));
    }
    return range;
  }

  void search_anew(const std::vector<double>& mix, std::uint64_t salt) {
    search_with(mix, {}, set().frontier_share_of_anchor, 1, salt);
  }
  void breed(const std::vector<double>& mix, std::uint64_t salt) {
    search_with(mix, choose_parents(mix), 1, 1 / set().frontier_share_of_anchor, salt);
  }

  /// `share`: of the shares of the time; `effort`: of what a search from nothing may do.
  void search_with(const std::vector<double>& mix, std::vector<Labels> parents, double share, double effort,
                   std::uint64_t salt) {
    for (std::size_t row = 0; row < mix.size(); ++row) *find_weight(own_, options_.criteria[row]) = mix[row];
    auto options = options_.search;
    options.seed += 1000003 * salt;
    options.start.clear();
    options.breed_from = std::move(parents);
    options.keep_others = true;
    options.effort_share *= effort;
    if (options.cpu_seconds) *options.cpu_seconds *= share / shares_;
    tell(observer_, std::min(1.0, done_ / shares_), 0, fmt::format("frontier, {} plans", points_.size()));
    done_ += share;
    Observer quiet;
    quiet.stop = observer_.stop;
    const auto result = search(own_, options, quiet);
    if (result.labels.empty() || result.status == Status::infeasible) return;
    add(result.labels);
    for (const auto& other : result.others) add(other.labels);
  }

  /// The plans met so far that are best by a mix.
  [[nodiscard]] std::vector<Labels> choose_parents(const std::vector<double>& mix) const {
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t at = 0; at < met_.size(); ++at)
      order.emplace_back(std::inner_product(mix.begin(), mix.end(), met_[at].losses.begin(), 0.0), at);
    std::sort(order.begin(), order.end());
    std::vector<Labels> parents;
    for (const auto& [loss, at] : order) {
      if (parents.size() == set().frontier_parents) break;
      parents.push_back(met_[at].labels);
    }
    return parents;
  }

  void add(const Labels& labels) {
    const auto judged = score(problem_, labels);
    FrontierPlan plan{labels, {}, judged.total};
    for (const auto& name : options_.criteria)
      for (const auto& criterion : judged.criteria)
        if (criterion.name == name) plan.losses.push_back(criterion.loss);
    if (plan.losses == last_losses_) return;  // the best plan comes again as the first of its pool
    last_losses_ = plan.losses;
    met_.push_back(plan);
    const auto covers = [](const FrontierPlan& x, const FrontierPlan& y) {
      for (std::size_t row = 0; row < x.losses.size(); ++row)
        if (x.losses[row] > y.losses[row] + 1e-12) return false;
      return true;
    };
    if (std::any_of(points_.begin(), points_.end(), [&](const auto& each) { return covers(each, plan); }))
      return;
    std::erase_if(points_, [&](const auto& each) { return covers(plan, each); });
    points_.push_back(std::move(plan));
  }

  /// Searches between the two neighbouring plans that lie furthest apart, along the line that joins them.
  void fill_widest_gap(std::uint64_t salt) {
    std::sort(points_.begin(), points_.end(),
              [](const auto& x, const auto& y) { return x.losses < y.losses; });
    const auto size = options_.criteria.size();
    const auto range = find_ranges();
    std::size_t widest = 0;
    double width = -1;
    for (std::size_t at = 0; at + 1 < points_.size(); ++at) {
      double gap = 0;
      for (std::size_t row = 0; row < size; ++row)
        gap += std::abs(points_[at].losses[row] - points_[at + 1].losses[row]) / range[row];
      gap *= std::pow(0.7, std::count(searched_.begin(), searched_.end(),
                                      points_[at].losses[0]));  // not the same one for ever
      if (gap > width) width = gap, widest = at;
    }
    const auto &x = points_[widest], &y = points_[widest + 1];
    searched_.push_back(x.losses[0]);
    std::vector<double> mix(size);
    for (std::size_t row = 0; row < size; ++row)
      mix[row] = 1 / (std::abs(x.losses[row] - y.losses[row]) + 0.02 * range[row]);
    const double sum = std::accumulate(mix.begin(), mix.end(), 0.0);
    for (auto& each : mix) each /= sum;
    breed(mix, salt);
  }

  const Problem& problem_;
  Problem own_;  ///< with only the criteria asked for
  const FrontierOptions& options_;
  const Observer& observer_;
  std::vector<FrontierPlan> points_;
  std::vector<FrontierPlan> met_;  ///< every plan that a search ended with
  std::vector<double> searched_, last_losses_;
  double done_ = 0, shares_ = 1;  ///< of the searches, by their share of the time
  double begun_ = engine::thread_cpu_seconds();
};

}  // namespace

std::vector<AlternativePlan> find_alternatives(const Problem& problem, const AlternativesOptions& options,
                                               const Observer& observer) {
  // Somewhat other weights, and two areas that must part, lead to other plans, and each search keeps plans
  // unlike one another; of all, the best by the true weights that differ enough. Only the first asks how many
  // neighbourhoods; other numbers are among the plans it kept.
  const std::uint32_t searches = std::max(4u, 3 * options.count);
  std::vector<std::pair<double, Labels>> found;
  double best = std::numeric_limits<double>::infinity();
  std::vector<Labels> told;
  geo::Random random(options.search.seed);
  for (std::uint32_t run = 0; run < searches && !is_stopped(observer); ++run) {
    auto search_options = options.search;
    search_options.seed += run;
    search_options.keep_others = true;
    share_time(search_options, options.search, searches);
    tell(observer, static_cast<double>(run) / searches, found.empty() ? 0 : found.front().first,
         "alternatives");
    Observer quiet;
    quiet.stop = observer.stop;
    auto asked = problem;
    if (run > 0 && !found.empty()) {
      search_options.effort_share *= options.search.settings.alternative_draws;
      keep_count(asked, found.front().second);
    }
    if (run % 2 == 1) vary_weights(asked.weights, random);
    if (run > 0 && run % 2 == 0 && !found.empty()) put_two_apart(asked, found.front().second, random);
    // Told by the true weights, as the list is.
    if (observer.better)
      quiet.better = [&](const Labels& labels, double) {
        if (const double total = score(problem, labels).total; total < best)
          observer.better(labels, best = total);
      };
    auto result = search(asked, search_options, quiet);
    if (result.status == Status::infeasible && run == 0) break;
    const auto keep = [&](Labels labels) {
      const double total = score(problem, labels).total;
      found.emplace_back(total, std::move(labels));
    };
    if (options.met && !result.labels.empty() && told.size() < options.count &&
        std::all_of(told.begin(), told.end(), [&](const auto& other) {
          return find_moved_share(problem, other, result.labels) >= options.least_moved_share;
        })) {
      told.push_back(result.labels);
      options.met(result.labels, score(problem, result.labels).total);
    }
    if (!result.labels.empty()) keep(std::move(result.labels));
    for (auto& other : result.others) keep(std::move(other.labels));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& x, const auto& y) { return x.first < y.first; });
  std::vector<AlternativePlan> plans;
  for (auto& [total, labels] : found) {
    if (plans.size() == options.count) break;
    double least = 1;
    for (const auto& plan : plans) least = std::min(least, find_moved_share(problem, plan.labels, labels));
    if (plans.empty() || least >= options.least_moved_share)
      plans.push_back({std::move(labels), total, least});
  }
  return plans;
}

std::vector<FrontierPlan> find_frontier(const Problem& problem, const FrontierOptions& options,
                                        const Observer& observer) {
  return Frontier(problem, options, observer).find();
}

}  // namespace placewright::boundaries
