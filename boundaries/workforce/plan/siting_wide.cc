#include "boundaries/workforce/plan/siting_wide.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "geo/error.h"
#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr std::size_t kAround = 300;  // areas tried in place of a site
constexpr int kPasses = 4;
constexpr double kSlack = 1e-12;  // minutes in the bound are taken this much shorter

double lived(const WideSitingProblem& problem, std::size_t i) {
  return problem.people[i] > 0 ? problem.people[i] : 0;
}

double capped(const WideSitingProblem& problem, double minutes) {
  return std::isnan(minutes) ? problem.unreachable : std::min(minutes, problem.unreachable);
}

/// What an area costs at so many minutes: less is better for every aim.
double cost_of(const WideSitingProblem& problem, SitingAim aim, std::size_t i, double minutes) {
  if (aim == SitingAim::median) return lived(problem, i) * minutes;
  if (aim == SitingAim::covering) return minutes <= problem.threshold ? 0 : lived(problem, i);
  return lived(problem, i) > 0 ? minutes : 0;
}

double total_cost(const WideSitingProblem& problem, SitingAim aim, const std::vector<double>& minutes) {
  double total = 0;
  for (std::size_t i = 0; i < minutes.size(); ++i) {
    const double cost = cost_of(problem, aim, i, minutes[i]);
    total = aim == SitingAim::centre ? std::max(total, cost) : total + cost;
  }
  return total;
}

/// Bits of two coordinates in turns: areas near each other on the map are mostly near in this order.
std::uint64_t place_on_curve(double x, double y, double from_x, double from_y, double width) {
  const auto cell = [&](double value, double from) {
    return static_cast<std::uint64_t>(std::clamp((value - from) / width, 0.0, 1.0) * 65535);
  };
  const auto cx = cell(x, from_x), cy = cell(y, from_y);
  std::uint64_t key = 0;
  for (unsigned bit = 0; bit < 16; ++bit)
    key |= ((cx >> bit) & 1U) << (2 * bit) | ((cy >> bit) & 1U) << (2 * bit + 1);
  return key;
}

/// Areas spread over the map by people: the one in which each of `count` equal shares of people is half full.
std::vector<std::uint32_t> spread_candidates(const WideSitingProblem& problem, std::size_t count) {
  const std::size_t n = problem.people.size();
  const auto [low_x, high_x] = std::minmax_element(problem.x.begin(), problem.x.end());
  const auto [low_y, high_y] = std::minmax_element(problem.y.begin(), problem.y.end());
  const double width = std::max({*high_x - *low_x, *high_y - *low_y, 1.0});
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  std::vector<std::uint64_t> key(n);
  for (std::size_t i = 0; i < n; ++i)
    key[i] = place_on_curve(problem.x[i], problem.y[i], *low_x, *low_y, width);
  std::sort(order.begin(), order.end(),
            [&](auto a, auto b) { return key[a] != key[b] ? key[a] < key[b] : a < b; });
  double all = 0, passed = 0;
  for (std::size_t i = 0; i < n; ++i) all += lived(problem, i) + 1e-3;
  std::vector<std::uint32_t> candidate;
  for (const auto i : order) {
    passed += lived(problem, i) + 1e-3;
    if (passed >= (static_cast<double>(candidate.size()) + 0.5) * all / static_cast<double>(count) &&
        candidate.size() < count)
      candidate.push_back(i);
  }
  std::sort(candidate.begin(), candidate.end());
  return candidate;
}

std::vector<std::uint32_t> areas_around(const WideSitingProblem& problem, std::uint32_t centre) {
  std::vector<std::uint32_t> order(problem.people.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto distance = [&](std::uint32_t i) {
    return std::hypot(problem.x[i] - problem.x[centre], problem.y[i] - problem.y[centre]);
  };
  const auto count = std::min(kAround, order.size());
  std::partial_sort(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
      [&](auto a, auto b) { return distance(a) != distance(b) ? distance(a) < distance(b) : a < b; });
  order.resize(count);
  return order;
}

/// Minutes of every area to the nearest of today's sites and the chosen ones but `but`.
std::vector<double> nearest(const WideSitingProblem& problem, const std::vector<std::uint32_t>& site,
                            std::size_t but) {
  std::vector<double> minutes(problem.people.size()), to(problem.people.size());
  for (std::size_t i = 0; i < minutes.size(); ++i)
    minutes[i] = capped(problem, problem.minutes_today.empty() ? std::numeric_limits<double>::quiet_NaN()
                                                               : problem.minutes_today[i]);
  for (std::size_t k = 0; k < site.size(); ++k) {
    if (k == but) continue;
    problem.minutes_to(site[k], to);
    for (std::size_t i = 0; i < minutes.size(); ++i)
      minutes[i] = std::min(minutes[i], capped(problem, to[i]));
  }
  return minutes;
}

constexpr auto kNone = static_cast<std::size_t>(-1);

bool stopped(const SitingLimits& limits) { return limits.stop != nullptr && limits.stop->load(); }

/// Each site against the areas around it, until no exchange helps.
double exchange(const WideSitingProblem& problem, SitingAim aim, const SitingLimits& limits,
                std::vector<std::uint32_t>& site) {
  double value = total_cost(problem, aim, nearest(problem, site, kNone));
  std::vector<double> to(problem.people.size()), minutes(problem.people.size());
  bool better = true;
  for (int pass = 0; pass < kPasses && better; ++pass) {
    better = false;
    for (std::size_t k = 0; k < site.size() && !stopped(limits); ++k) {
      const auto others = nearest(problem, site, k);
      for (const auto candidate : areas_around(problem, site[k])) {
        if (std::find(site.begin(), site.end(), candidate) != site.end()) continue;
        problem.minutes_to(candidate, to);
        for (std::size_t i = 0; i < to.size(); ++i) minutes[i] = std::min(others[i], capped(problem, to[i]));
        const double now = total_cost(problem, aim, minutes);
        if (!(now < value * (1 - 1e-12))) continue;
        value = now;
        site[k] = candidate;
        better = true;
      }
    }
  }
  return value;
}

/// Lagrangian bound of the whole problem at given prices: each area pays at most its price, and the sites
/// that save most beyond the prices are taken (Narula, Ogbu and Samuelsson 1977).
double price_all(const WideSitingProblem& problem, SitingAim aim, const SitingLimits& limits,
                 const std::vector<double>& price) {
  const std::size_t n = problem.people.size();
  const auto today = nearest(problem, {}, kNone);
  double bound = 0;
  for (std::size_t i = 0; i < n; ++i) bound += std::min(price[i], cost_of(problem, aim, i, today[i]));
  std::vector<double> worth(n, 0), to(n);
  for (std::uint32_t j = 0; j < n; ++j) {
    if (stopped(limits)) return 0;
    problem.minutes_to(j, to);
    double all = 0;
    for (std::size_t i = 0; i < n; ++i)
      all += std::min(0.0, cost_of(problem, aim, i, capped(problem, to[i]) * (1 - kSlack)) - price[i]);
    worth[j] = all;
  }
  std::sort(worth.begin(), worth.end());
  for (std::uint32_t k = 0; k < problem.sites; ++k) bound += worth[k];
  return std::max(0.0, bound);
}

Siting choose_centre(const WideSitingProblem& problem, const SitingLimits& limits) {
  Siting siting;
  std::vector<double> to(problem.people.size());
  auto minutes = nearest(problem, {}, kNone);
  const auto farthest = [&] {
    std::uint32_t worst = 0;
    for (std::uint32_t i = 0; i < minutes.size(); ++i)
      if (cost_of(problem, SitingAim::centre, i, minutes[i]) >
          cost_of(problem, SitingAim::centre, worst, minutes[worst]))
        worst = i;
    return worst;
  };
  while (siting.site.size() < problem.sites) {
    auto worst = farthest();
    // Everybody is at a site: any further one does.
    while (std::find(siting.site.begin(), siting.site.end(), worst) != siting.site.end())
      worst = (worst + 1) % static_cast<std::uint32_t>(minutes.size());
    siting.site.push_back(worst);
    problem.minutes_to(worst, to);
    for (std::size_t i = 0; i < minutes.size(); ++i)
      minutes[i] = std::min(minutes[i], capped(problem, to[i]));
  }
  if (problem.metric) siting.bound = total_cost(problem, SitingAim::centre, minutes) / 2;
  siting.value = exchange(problem, SitingAim::centre, limits, siting.site);
  return siting;
}

}  // namespace

Siting choose_sites_wide(const WideSitingProblem& problem, SitingAim aim, const SitingLimits& limits,
                         std::size_t cells) {
  const std::size_t n = problem.people.size();
  PLACEWRIGHT_EXPECT(problem.x.size() == n && problem.y.size() == n &&
                     (problem.minutes_today.empty() || problem.minutes_today.size() == n));
  if (problem.sites == 0 || problem.sites > n)
    throw geo::InputError{{"--site", fmt::format("{} sites asked for, {} candidates", problem.sites, n),
                           "ask for at least one and at most as many as there are candidates"}};
  Siting siting;
  if (aim == SitingAim::centre) {
    siting = choose_centre(problem, limits);
  } else {
    const auto candidate = spread_candidates(
        problem, std::clamp<std::size_t>(cells / n, std::min<std::size_t>(n, 4 * problem.sites), n));
    SitingProblem small;
    small.people = problem.people;
    small.minutes_today = problem.minutes_today;
    small.sites = problem.sites;
    small.threshold = problem.threshold;
    small.unreachable = problem.unreachable;
    small.minutes = {n, candidate.size(), std::vector<double>(n * candidate.size())};
    std::vector<double> to(n);
    for (std::size_t c = 0; c < candidate.size(); ++c) {
      problem.minutes_to(candidate[c], to);
      for (std::size_t i = 0; i < n; ++i) small.minutes.minutes[i * candidate.size() + c] = to[i];
    }
    auto first = limits;
    first.nodes = 1;
    siting = choose_sites(small, aim, first);
    for (auto& site : siting.site) site = candidate[site];
    small = {};
    const double cost = exchange(problem, aim, limits, siting.site);
    const double bound = price_all(problem, aim, limits, siting.price);
    double all = 0;
    for (std::size_t i = 0; i < n; ++i) all += lived(problem, i);
    siting.value = aim == SitingAim::median ? cost : all - cost;
    siting.bound = aim == SitingAim::median ? std::min(bound, cost) : std::max(all - bound, all - cost);
  }
  std::sort(siting.site.begin(), siting.site.end());
  siting.proved = std::abs(siting.value - siting.bound) <= 1e-9 * std::max(1.0, std::abs(siting.value));
  return siting;
}

}  // namespace placewright::boundaries::workforce
