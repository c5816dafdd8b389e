#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/workforce/plain_figures.h"

namespace placewright::plain {
namespace {

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// Share of people more deprived than a unit, and half of those as deprived as it.
std::vector<double> ranks_of(const std::vector<double>& people, const std::vector<double>& deprivation) {
  std::vector<double> rank;
  for (std::size_t k = 0; k < people.size(); ++k) {
    double before = 0, alike = 0;
    for (std::size_t j = 0; j < people.size(); ++j) {
      if (deprivation[j] > deprivation[k]) before += people[j];
      if (deprivation[j] == deprivation[k]) alike += people[j];
    }
    rank.push_back((before + alike / 2) / sum(people));
  }
  return rank;
}

}  // namespace

double gini_of(const std::vector<double>& people, const std::vector<double>& supply) {
  double apart = 0;
  for (std::size_t i = 0; i < people.size(); ++i)
    for (std::size_t j = 0; j < people.size(); ++j)
      apart += std::abs(supply[i] * people[j] - supply[j] * people[i]);
  return apart / (2 * sum(people) * sum(supply));
}

double hoover_of(const std::vector<double>& people, const std::vector<double>& supply) {
  double over = 0;
  for (std::size_t k = 0; k < people.size(); ++k)
    over += std::max(0.0, supply[k] / sum(supply) - people[k] / sum(people));
  return over;
}

double theil_of(const std::vector<double>& people, const std::vector<double>& supply) {
  double all = 0;
  for (std::size_t k = 0; k < people.size(); ++k) {
    const double share = supply[k] / sum(supply);
    if (share > 0) all += share * (std::log(share) - std::log(people[k] / sum(people)));
  }
  return all;
}

double concentration_of(const std::vector<double>& people, const std::vector<double>& supply,
                        const std::vector<double>& deprivation) {
  // Twice the covariance of rank and rate, over the mean rate.
  const auto rank = ranks_of(people, deprivation);
  double with_rank = 0;
  for (std::size_t k = 0; k < people.size(); ++k) with_rank += supply[k] * rank[k];
  return 2 * with_rank / sum(supply) - 1;
}

Line line_of(const std::vector<double>& people, const std::vector<double>& supply,
             const std::vector<double>& deprivation) {
  const auto rank = ranks_of(people, deprivation);
  double n = 0, x = 0, y = 0, xx = 0, xy = 0;
  for (std::size_t k = 0; k < people.size(); ++k) {
    n += people[k];
    x += people[k] * rank[k];
    xx += people[k] * rank[k] * rank[k];
    y += 1e4 * supply[k];
    xy += 1e4 * supply[k] * rank[k];
  }
  const double slope = (n * xy - x * y) / (n * xx - x * x);
  return {slope, (y - slope * x) / n};
}

double weight_of_trip(const std::string& decay, double minutes, double catchment) {
  if (std::isnan(minutes)) return 0;
  const double t = minutes / catchment;
  if (decay == "binary") return t <= 1 ? 1 : 0;
  if (decay == "step")
    return minutes <= catchment / 3 ? 1 : minutes <= catchment * 2 / 3 ? 0.68 : t <= 1 ? 0.22 : 0;
  return t < 1 ? (std::exp(-t * t / 2) - std::exp(-0.5)) / (1 - std::exp(-0.5)) : 0;
}

std::vector<double> access_of(int method, const std::vector<std::vector<double>>& minutes_by_site,
                              const std::vector<double>& people, const std::vector<double>& supply,
                              double catchment, const std::string& decay) {
  const std::size_t sites = supply.size(), areas = people.size();
  std::vector<std::vector<double>> near(sites, std::vector<double>(areas, 0)), choice = near;
  for (std::size_t i = 0; i < areas; ++i) {
    double row = 0;
    for (std::size_t j = 0; j < sites; ++j) {
      near[j][i] = weight_of_trip(decay, minutes_by_site[j][i], catchment);
      row += near[j][i];
    }
    for (std::size_t j = 0; j < sites; ++j) choice[j][i] = row > 0 ? near[j][i] / row : 0;
  }
  std::vector<double> access(areas, 0);
  for (std::size_t j = 0; j < sites; ++j) {
    const auto weight = [&](std::size_t i) {
      return method == 0 ? near[j][i] : method == 1 ? near[j][i] * choice[j][i] : choice[j][i];
    };
    double demand = 0, all_near = 0;
    for (std::size_t i = 0; i < areas; ++i) {
      demand += people[i] * weight(i);
      all_near += near[j][i];
    }
    if (!(demand > 0)) continue;
    for (std::size_t i = 0; i < areas; ++i)
      access[i] += supply[j] / demand * (method == 3 ? near[j][i] / all_near : weight(i));
  }
  return access;
}

}  // namespace placewright::plain
