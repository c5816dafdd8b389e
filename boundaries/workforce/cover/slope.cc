#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "boundaries/workforce/cover/equity.h"
#include "geo/expect.h"
#include "geo/random.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr std::size_t kMinGroups = 5, kUsualGroups = 10;

double forwards(double y, Transform transform) {
  switch (transform) {
    case Transform::none:
      return y;
    case Transform::log:
      return std::log(y);
    case Transform::logit:
      return std::log(y / (1 - y));
  }
  return y;
}

double backwards(double y, Transform transform) {
  switch (transform) {
    case Transform::none:
      return y;
    case Transform::log:
      return std::exp(y);
    case Transform::logit:
      return 1 / (1 + std::exp(-y));
  }
  return y;
}

struct Ends {
  double start = 0, end = 0;
};

/// The people-weighted line through (rank, y), at rank 0 and 1, in the units before the transform.
Ends fit(std::span<const double> share, std::span<const double> rank, std::span<const double> y,
         Transform transform) {
  double mean_rank = 0, mean_y = 0;
  for (std::size_t k = 0; k < y.size(); ++k) {
    mean_rank += share[k] * rank[k];
    mean_y += share[k] * y[k];
  }
  double up = 0, down = 0;
  for (std::size_t k = 0; k < y.size(); ++k) {
    up += share[k] * (rank[k] - mean_rank) * (y[k] - mean_y);
    down += share[k] * (rank[k] - mean_rank) * (rank[k] - mean_rank);
  }
  const double slope = up / down, start = mean_y - slope * mean_rank;
  return {backwards(start, transform), backwards(start + slope, transform)};
}

/// Two independent standard normal draws (Box and Muller 1958).
std::pair<double, double> normal_pair(geo::Random& random) {
  const double radius = std::sqrt(-2 * std::log(1 - random.unit())),
               angle = 2 * std::numbers::pi * random.unit();
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

/// The p-quantile by linear interpolation; reorders the values.
double quantile(std::vector<double>& values, double p) {
  const double at = p * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::ptrdiff_t>(at);
  std::nth_element(values.begin(), values.begin() + below, values.end());
  const double low = values[static_cast<std::size_t>(below)];
  if (static_cast<std::size_t>(below) + 1 == values.size()) return low;
  const double high = *std::min_element(values.begin() + below + 1, values.end());
  return low + (at - static_cast<double>(below)) * (high - low);
}

}  // namespace

std::vector<double> deprivation_ranks(std::span<const double> people, std::span<const double> deprivation) {
  PLACEWRIGHT_EXPECT(people.size() == deprivation.size());
  std::vector<std::size_t> order(people.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return deprivation[a] > deprivation[b]; });
  const double all = std::accumulate(people.begin(), people.end(), 0.0);
  std::vector<double> rank(people.size());
  double before = 0;
  for (std::size_t from = 0; from < order.size();) {
    std::size_t to = from;
    double block = 0;
    for (; to < order.size() && deprivation[order[to]] == deprivation[order[from]]; ++to)
      block += people[order[to]];
    for (std::size_t k = from; k < to; ++k) rank[order[k]] = (before + block / 2) / all;
    before += block;
    from = to;
  }
  return rank;
}

std::vector<std::uint32_t> deprivation_groups(std::span<const double> people,
                                              std::span<const double> deprivation, std::uint32_t groups) {
  const auto rank = deprivation_ranks(people, deprivation);
  std::vector<std::uint32_t> group(rank.size());
  for (std::size_t k = 0; k < rank.size(); ++k)
    group[k] = std::min(groups - 1, static_cast<std::uint32_t>(rank[k] * static_cast<double>(groups)));
  return group;
}

Slope measure_slope(std::span<const double> people, std::span<const double> rate,
                    std::span<const double> deprivation, const SlopeOptions& options) {
  PLACEWRIGHT_EXPECT(people.size() == rate.size() && people.size() == deprivation.size());
  PLACEWRIGHT_EXPECT(options.standard_error.empty() || options.standard_error.size() == rate.size());
  Slope slope;
  slope.groups = people.size();
  if (people.size() < kMinGroups) {
    slope.refused = fmt::format("a slope over {} group{} says nothing: at least {} are needed", people.size(),
                                people.size() == 1 ? "" : "s", kMinGroups);
    return slope;
  }
  const double all = std::accumulate(people.begin(), people.end(), 0.0);
  std::vector<double> share(people.size()), y(people.size());
  double total = 0;
  for (std::size_t k = 0; k < people.size(); ++k) {
    PLACEWRIGHT_EXPECT(people[k] > 0);
    share[k] = people[k] / all;
    total += share[k] * rate[k];
    if (options.transform == Transform::log && rate[k] <= 0) slope.refused = "a rate of 0 has no logarithm";
    if (options.transform == Transform::logit && (rate[k] <= 0 || rate[k] >= 1))
      slope.refused = "a proportion of 0 or 1 has no logit";
    y[k] = forwards(rate[k], options.transform);
  }
  if (!slope.refused.empty()) return slope;
  const auto rank = deprivation_ranks(people, deprivation);
  if (std::all_of(rank.begin(), rank.end(), [&](double r) { return r == rank.front(); })) {
    slope.refused = "every group is equally deprived";
    return slope;
  }
  if (people.size() > kUsualGroups)
    slope.warning =
        fmt::format("{} groups: more than {} leave small figures in each", people.size(), kUsualGroups);
  const bool flip = options.multiplier < 0;
  const auto fill = [&](const Ends& ends, double& sii, double& rii) {
    sii = options.multiplier * (ends.end - ends.start);
    rii = flip ? ends.start / ends.end : ends.end / ends.start;
  };
  const Ends ends = fit(share, rank, y, options.transform);
  fill(ends, slope.sii, slope.rii);
  slope.intercept = ends.start;
  slope.end = ends.end;
  slope.mean = total;
  slope.rii_mean = slope.sii / total;
  if (total == 0) slope.rii = slope.rii_mean = kNotMeasured;
  if (options.standard_error.empty()) return slope;

  PLACEWRIGHT_EXPECT(options.draws >= 1000);
  geo::Random random(options.seed);
  std::vector<double> sii(options.draws), rii(options.draws), drawn(y.size());
  for (std::uint32_t draw = 0; draw < options.draws; ++draw) {
    for (std::size_t k = 0; k < y.size(); k += 2) {
      const auto [first, second] = normal_pair(random);
      drawn[k] = rate[k] + options.standard_error[k] * first;
      if (k + 1 < y.size()) drawn[k + 1] = rate[k + 1] + options.standard_error[k + 1] * second;
    }
    if (options.transform != Transform::none)
      for (std::size_t k = 0; k < y.size(); ++k) {
        // The error is carried to the transformed scale by the delta rule, so that no draw leaves its domain.
        const double scale = options.transform == Transform::log ? rate[k] : rate[k] * (1 - rate[k]);
        drawn[k] = y[k] + (drawn[k] - rate[k]) / scale;
      }
    fill(fit(share, rank, drawn, options.transform), sii[draw], rii[draw]);
  }
  slope.sii_limits = Limits{quantile(sii, 0.025), quantile(sii, 0.975)};
  slope.rii_limits = Limits{quantile(rii, 0.025), quantile(rii, 0.975)};
  return slope;
}

}  // namespace placewright::boundaries::workforce
