#include "boundaries/frontier.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <limits>
#include <numeric>
#include <utility>

#include "boundaries/match.h"
#include "boundaries/score.h"
#include "geo/error.h"

namespace placewright::boundaries {
namespace {

/// The weight of a criterion, or null for a name that is none of this problem's.
double* find_weight(Problem& problem, const std::string& criterion) {
  auto& weights = problem.weights;
  if (criterion == "population") return &weights.population;
  if (criterion == "deprivation") return &weights.deprivation;
  if (criterion == "access") return &weights.access;
  if (criterion == "registration") return &weights.registration;
  if (criterion == "compactness") return &weights.compactness;
  if (criterion == "barriers") return &weights.barriers;
  if (criterion == "local_knowledge") return &weights.local_knowledge;
  for (std::size_t row = 0; row < problem.alignment.size() && row < weights.alignment.size(); ++row)
    if (criterion == "alignment:" + problem.alignment[row].kind) return &weights.alignment[row];
  return nullptr;
}

bool is_stopped(const Observer& observer) { return observer.stop != nullptr && observer.stop->load(); }

void tell(const Observer& observer, double fraction, double best, std::string phase) {
  if (observer.progress) observer.progress({fraction, best, std::move(phase)});
}

/// A given time is shared out over the searches; what they leave goes into filling gaps.
void share_time(SearchOptions& one, const SearchOptions& all, std::size_t searches) {
  if (!all.cpu_seconds) return;
  one.cpu_seconds = *all.cpu_seconds / static_cast<double>(searches);
}

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double find_moved_share(const Problem& problem, const Labels& a, const Labels& b) {
  const auto match = match_labels(problem.residents, a, b);
  const double all = match.moved + match.kept;
  return all > 0 ? match.moved / all : 0;
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
    own_.weights = {0, 0, 0, 0, 0, 0, 0, std::vector<double>(problem.weights.alignment.size(), 0)};
  }

  std::vector<FrontierPlan> find() {
    const auto mixes = list_mixes();
    // From one end to the other and back: each search starts once from nothing, once from its neighbour's
    // plan.
    runs_ = mixes.size() + (mixes.size() - 1) + options_.count;
    std::vector<Labels> plan_of(mixes.size());
    for (std::size_t mix = 0; mix < mixes.size() && !is_stopped(observer_); ++mix)
      plan_of[mix] = search_with(mixes[mix], {}, mix);
    if (points_.empty()) return {};
    for (std::size_t mix = 1; mix < mixes.size() && !is_stopped(observer_); ++mix)
      search_with(mixes[mix], plan_of[mix - 1].empty() ? points_.front().labels : plan_of[mix - 1], mix);
    for (std::uint32_t round = 0; !is_stopped(observer_); ++round) {
      const bool over = options_.search.cpu_seconds ? cpu_seconds() - begun_ > *options_.search.cpu_seconds
                                                    : round >= options_.count;
      if (over || points_.size() < 2) break;
      fill_widest_gap(round);
    }
    std::sort(points_.begin(), points_.end(),
              [](const auto& x, const auto& y) { return x.losses < y.losses; });
    return std::move(points_);
  }

 private:
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

  Labels search_with(const std::vector<double>& mix, const Labels& start, std::uint64_t salt) {
    for (std::size_t row = 0; row < mix.size(); ++row) *find_weight(own_, options_.criteria[row]) = mix[row];
    auto options = options_.search;
    options.seed += 1000003 * salt;
    options.start = start;
    share_time(options, options_.search, runs_);
    tell(observer_, std::min(1.0, static_cast<double>(run_++) / static_cast<double>(runs_)), 0,
         fmt::format("frontier, {} plans", points_.size()));
    Observer quiet;
    quiet.stop = observer_.stop;
    const auto result = search(own_, options, quiet);
    if (result.labels.empty() || result.status == Status::infeasible) return {};
    add(result.labels);
    return result.labels;
  }

  void add(const Labels& labels) {
    const auto judged = score(problem_, labels);
    FrontierPlan plan{labels, {}, judged.total};
    for (const auto& name : options_.criteria)
      for (const auto& criterion : judged.criteria)
        if (criterion.name == name) plan.losses.push_back(criterion.loss);
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
  void fill_widest_gap(std::uint32_t round) {
    std::sort(points_.begin(), points_.end(),
              [](const auto& x, const auto& y) { return x.losses < y.losses; });
    const auto size = options_.criteria.size();
    std::vector<double> range(size, 0);
    for (std::size_t row = 0; row < size; ++row) {
      double low = std::numeric_limits<double>::infinity(), high = 0;
      for (const auto& point : points_)
        low = std::min(low, point.losses[row]), high = std::max(high, point.losses[row]);
      range[row] = std::max(high - low, 1e-9);
    }
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
    const auto start = round % 2 == 0 ? x.labels : y.labels;
    search_with(mix, round % 4 < 2 ? start : Labels(), 100 + round);
  }

  const Problem& problem_;
  Problem own_;  ///< with only the criteria asked for
  const FrontierOptions& options_;
  const Observer& observer_;
  std::vector<FrontierPlan> points_;
  std::vector<double> searched_;
  std::size_t run_ = 0, runs_ = 1;
  double begun_ = cpu_seconds();
};

}  // namespace

std::vector<AlternativePlan> find_alternatives(const Problem& problem, const AlternativesOptions& options,
                                               const Observer& observer) {
  // Seeds give plans of different basins; of those, the best that differ enough.
  const std::uint32_t searches = std::max(4u, 3 * options.count);
  std::vector<std::pair<double, Labels>> found;
  double best = std::numeric_limits<double>::infinity();
  for (std::uint32_t run = 0; run < searches && !is_stopped(observer); ++run) {
    auto search_options = options.search;
    search_options.seed += run;
    share_time(search_options, options.search, searches);
    tell(observer, static_cast<double>(run) / searches, found.empty() ? 0 : found.front().first,
         "alternatives");
    Observer quiet;
    quiet.stop = observer.stop;
    if (observer.better)
      quiet.better = [&](const Labels& labels, double total) {
        if (total < best) observer.better(labels, best = total);
      };
    auto result = search(problem, search_options, quiet);
    if (result.status == Status::infeasible) break;
    if (!result.labels.empty()) found.emplace_back(result.total, std::move(result.labels));
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
