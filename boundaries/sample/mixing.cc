#include "boundaries/sample/mixing.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "geo/expect.h"

namespace placewright::boundaries::sample {
namespace {

using Chains = std::vector<std::vector<double>>;

Chains split_in_halves(const Chains& chains) {
  Chains halves;
  for (const auto& chain : chains) {
    const auto half = static_cast<std::ptrdiff_t>(chain.size() / 2);
    halves.emplace_back(chain.begin(), chain.begin() + half);
    halves.emplace_back(chain.end() - half, chain.end());
  }
  return halves;
}

/// Each draw becomes the normal quantile of its rank among all; equal draws share their mean rank.
Chains normal_scores(const Chains& chains) {
  std::vector<std::pair<double, std::pair<std::size_t, std::size_t>>> all;
  for (std::size_t chain = 0; chain < chains.size(); ++chain)
    for (std::size_t draw = 0; draw < chains[chain].size(); ++draw)
      all.push_back({chains[chain][draw], {chain, draw}});
  std::sort(all.begin(), all.end());
  Chains scores = chains;
  const auto count = static_cast<double>(all.size());
  for (std::size_t from = 0; from < all.size();) {
    std::size_t to = from;
    while (to < all.size() && all[to].first == all[from].first) ++to;
    const double rank = (static_cast<double>(from + to) + 1) / 2;
    const double score = normal_quantile((rank - 0.375) / (count + 0.25));
    for (; from < to; ++from) scores[all[from].second.first][all[from].second.second] = score;
  }
  return scores;
}

struct Variances {
  double within = 0, pooled = 0;
};

double mean_of(const std::vector<double>& draws) {
  return std::accumulate(draws.begin(), draws.end(), 0.0) / static_cast<double>(draws.size());
}

Variances find_variances(const Chains& chains) {
  const auto size = static_cast<double>(chains.front().size()), count = static_cast<double>(chains.size());
  std::vector<double> means;
  double within = 0;
  for (const auto& chain : chains) {
    means.push_back(mean_of(chain));
    double sum = 0;
    for (const double draw : chain) sum += (draw - means.back()) * (draw - means.back());
    within += sum / (size - 1) / count;
  }
  const double mean = mean_of(means);
  double between = 0;
  for (const double one : means) between += (one - mean) * (one - mean) / (count - 1);
  return {within, (size - 1) / size * within + between};
}

double r_hat_of(const Chains& chains) {
  const auto variances = find_variances(chains);
  return variances.within > 0   ? std::sqrt(variances.pooled / variances.within)
         : variances.pooled > 0 ? 1e9
                                : 1;
}

/// Geyer's initial monotone sequence over the chains' mean autocovariances.
double sample_size_of(const Chains& chains) {
  const auto size = chains.front().size();
  const auto variances = find_variances(chains);
  const double all = static_cast<double>(size * chains.size());
  if (!(variances.pooled > 0)) return all;
  std::vector<double> means;
  for (const auto& chain : chains) means.push_back(mean_of(chain));
  const auto correlation = [&](std::size_t lag) {
    double sum = 0;
    for (std::size_t chain = 0; chain < chains.size(); ++chain) {
      const auto& draws = chains[chain];
      double covariance = 0;
      for (std::size_t at = 0; at + lag < size; ++at)
        covariance += (draws[at] - means[chain]) * (draws[at + lag] - means[chain]);
      sum += covariance / static_cast<double>(size);
    }
    const double mean = sum / static_cast<double>(chains.size());
    const double unbiased = static_cast<double>(size) / (static_cast<double>(size) - 1);
    return 1 - (variances.within - unbiased * mean) / variances.pooled;
  };
  double before = std::numeric_limits<double>::infinity(), time = -1;
  for (std::size_t lag = 0; lag + 1 < size; lag += 2) {
    const double pair = (lag == 0 ? 1 : correlation(lag)) + correlation(lag + 1);
    if (pair < 0) break;
    before = std::min(before, pair);
    time += 2 * before;
  }
  return all / std::max(time, 1 / std::log10(std::max(all, 10.0)));
}

}  // namespace

double normal_quantile(double p) {
  PLACEWRIGHT_EXPECT(p > 0 && p < 1);
  // Abramowitz and Stegun 26.2.23, then Newton's method on the normal distribution.
  const double tail = std::min(p, 1 - p), t = std::sqrt(-2 * std::log(tail));
  double x = t - (2.515517 + 0.802853 * t + 0.010328 * t * t) /
                     (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
  for (int round = 0; round < 3; ++round) {
    const double above = 0.5 * std::erfc(x / std::numbers::sqrt2);
    const double density = std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
    if (density > 0) x += (above - tail) / density;
  }
  return p < 0.5 ? -x : x;
}

Mixing judge_mixing(const Chains& chains) {
  PLACEWRIGHT_EXPECT(!chains.empty() && chains.front().size() >= 4);
  for (const auto& chain : chains) PLACEWRIGHT_EXPECT(chain.size() == chains.front().size());
  const auto halves = split_in_halves(chains);
  std::vector<double> all;
  for (const auto& half : halves) all.insert(all.end(), half.begin(), half.end());
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  std::nth_element(all.begin(), middle, all.end());
  auto distances = halves;
  for (auto& half : distances)
    for (double& draw : half) draw = std::abs(draw - *middle);
  const auto scores = normal_scores(halves);
  return {std::max(r_hat_of(scores), r_hat_of(normal_scores(distances))), sample_size_of(scores)};
}

}  // namespace placewright::boundaries::sample
