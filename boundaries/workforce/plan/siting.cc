#include "boundaries/workforce/plan/siting.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "geo/error.h"
#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

/// Choose `sites` columns so that the sum over rows of the least cost (or the row's cost without any) is
/// least.
struct Choice {
  std::size_t rows = 0, columns = 0, sites = 0;
  std::vector<double> cost;     ///< column-major: cost[column * rows + row]
  std::vector<double> without;  ///< of each row at no new site
  bool whole = false;           ///< every cost is a whole number, and so is every value
};

double value_of(const Choice& choice, std::span<const std::uint32_t> site) {
  double value = 0;
  for (std::size_t i = 0; i < choice.rows; ++i) {
    double least = choice.without[i];
    for (const auto j : site) least = std::min(least, choice.cost[j * choice.rows + i]);
    value += least;
  }
  return value;
}

/// A good start: greedy, then exchanges of one site for another while they help (Teitz and Bart 1968).
std::vector<std::uint32_t> start_choice(const Choice& choice) {
  std::vector<std::uint32_t> site;
  std::vector<double> least = choice.without;
  const auto gain = [&](std::span<const double> from, std::size_t j) {
    double saved = 0;
    for (std::size_t i = 0; i < choice.rows; ++i)
      saved += std::max(0.0, from[i] - choice.cost[j * choice.rows + i]);
    return saved;
  };
  const auto best_addition = [&](std::span<const double> from) {
    std::uint32_t best = 0;
    double most = -1;
    for (std::uint32_t j = 0; j < choice.columns; ++j) {
      if (std::find(site.begin(), site.end(), j) != site.end()) continue;
      if (const double saved = gain(from, j); saved > most) {
        most = saved;
        best = j;
      }
    }
    return best;
  };
  const auto add = [&](std::uint32_t j) {
    site.push_back(j);
    for (std::size_t i = 0; i < choice.rows; ++i)
      least[i] = std::min(least[i], choice.cost[j * choice.rows + i]);
  };
  while (site.size() < choice.sites) add(best_addition(least));
  double value = value_of(choice, site);
  for (bool better = true; better;) {
    better = false;
    for (std::size_t k = 0; k < site.size(); ++k) {
      const auto before = site[k];
      site.erase(site.begin() + static_cast<std::ptrdiff_t>(k));
      least = choice.without;
      for (const auto j : site)
        for (std::size_t i = 0; i < choice.rows; ++i)
          least[i] = std::min(least[i], choice.cost[j * choice.rows + i]);
      const auto now = best_addition(least);
      site.insert(site.begin() + static_cast<std::ptrdiff_t>(k), now);
      if (const double next = value_of(choice, site); next < value - 1e-12 * std::abs(value)) {
        value = next;
        better = true;
      } else {
        site[k] = before;
      }
    }
  }
  return site;
}

/// Branch and bound over the Lagrangian relaxation of "each row is served once" (Narula, Ogbu and Samuelsson
/// 1977).
class Tree {
 public:
  Tree(const Choice& choice, double below, const SitingLimits& limits)
      : choice_(choice),
        limits_(limits),
        best_value_(below),
        open_bound_(std::numeric_limits<double>::infinity()) {}

  void run() {
    offer(start_choice(choice_));
    std::vector<double> price(choice_.rows);
    for (std::size_t i = 0; i < choice_.rows; ++i) {
      price[i] = std::numeric_limits<double>::infinity();
      for (std::size_t j = 0; j < choice_.columns; ++j)
        price[i] = std::min(price[i], choice_.cost[j * choice_.rows + i]);
      price[i] = (price[i] + choice_.without[i]) / 2;
    }
    explore(std::vector<std::uint8_t>(choice_.columns, kFree), std::move(price), kRootRounds);
  }
  [[nodiscard]] const std::vector<std::uint32_t>& best() const {
    return best_;
  }  ///< empty: nothing below the given value
  [[nodiscard]] double value() const { return best_value_; }
  [[nodiscard]] double bound() const { return std::min(best_value_, open_bound_); }
  [[nodiscard]] bool complete() const { return open_bound_ >= best_value_; }
  [[nodiscard]] std::uint64_t nodes() const { return nodes_; }
  [[nodiscard]] const std::vector<double>& root_price() const { return root_price_; }

 private:
  static constexpr std::uint8_t kFree = 0, kIn = 1, kOut = 2;
  static constexpr int kRootRounds = 400, kRounds = 60, kPatience = 12;

  void offer(std::vector<std::uint32_t> site) {
    std::sort(site.begin(), site.end());
    const double value = value_of(choice_, site);
    if (value < best_value_ || (value == best_value_ && !best_.empty() && site < best_)) {
      best_value_ = value;
      best_ = std::move(site);
    }
  }
  /// A bound at or above this cannot hold anything better than the best.
  [[nodiscard]] double hopeless() const {
    return choice_.whole ? best_value_ - 1 + 1e-6
                         : best_value_ - 1e-10 * std::max(1.0, std::abs(best_value_));
  }

  /// A node: sites that are in, those still free, and how many of these are wanted.
  struct Node {
    std::vector<std::uint32_t> in, free;
    std::size_t wanted = 0;
  };
  /// The best that a subgradient search over prices says of a node: the Lagrangian bound, what each site is
  /// worth at those prices, and the free sites in that order.
  struct Prices {
    double bound = -std::numeric_limits<double>::infinity();
    std::vector<double> price, worth;
    std::vector<std::uint32_t> order;
  };

  [[nodiscard]] Node list_sites(const std::vector<std::uint8_t>& state) const {
    Node node;
    for (std::uint32_t j = 0; j < choice_.columns; ++j) {
      if (state[j] == kIn) node.in.push_back(j);
      if (state[j] == kFree) node.free.push_back(j);
    }
    node.wanted = choice_.sites - std::min(choice_.sites, node.in.size());
    return node;
  }

  /// What each site of the node saves at these prices; never above 0.
  void measure_worth(const Node& node, const std::vector<double>& price, std::vector<double>& worth) const {
    const auto measure = [&](std::uint32_t j) {
      double all = 0;
      const double* column = choice_.cost.data() + j * choice_.rows;
      for (std::size_t i = 0; i < choice_.rows; ++i) all += std::min(0.0, column[i] - price[i]);
      worth[j] = all;
    };
    for (const auto j : node.in) measure(j);
    for (const auto j : node.free) measure(j);
  }

  /// How often each row is served by what is chosen at these prices.
  void count_served(const Node& node, const std::vector<double>& price,
                    const std::vector<std::uint32_t>& order, std::vector<double>& served) const {
    for (std::size_t i = 0; i < choice_.rows; ++i) served[i] = choice_.without[i] < price[i] ? 1 : 0;
    const auto serve = [&](std::uint32_t j) {
      const double* column = choice_.cost.data() + j * choice_.rows;
      for (std::size_t i = 0; i < choice_.rows; ++i) served[i] += column[i] < price[i] ? 1 : 0;
    };
    for (const auto j : node.in) serve(j);
    for (std::size_t k = 0; k < node.wanted; ++k) serve(order[k]);
  }

  /// Subgradient search from given prices; ends early where the node is hopeless. Offers what it meets.
  Prices find_prices(const Node& node, std::vector<double> price, int rounds) {
    Prices best;
    best.price = price;
    std::vector<double> worth(choice_.columns, 0), served(choice_.rows);
    double step = 1.5;
    int idle = 0;
    for (int round = 0; round < rounds; ++round) {
      double sum = 0;
      for (std::size_t i = 0; i < choice_.rows; ++i) sum += std::min(price[i], choice_.without[i]);
      measure_worth(node, price, worth);
      auto order = node.free;
      std::sort(order.begin(), order.end(),
                [&](auto a, auto b) { return worth[a] != worth[b] ? worth[a] < worth[b] : a < b; });
      for (const auto j : node.in) sum += worth[j];
      for (std::size_t k = 0; k < node.wanted; ++k) sum += worth[order[k]];
      if (sum > best.bound + 1e-9 * std::abs(best.bound) || best.order.empty()) {
        best = {std::max(sum, best.bound), price, worth, order};
        if (nodes_ == 1) root_price_ = price;
        idle = 0;
        auto site = node.in;
        site.insert(site.end(), order.begin(), order.begin() + static_cast<std::ptrdiff_t>(node.wanted));
        offer(std::move(site));
      } else if (++idle >= kPatience) {
        step /= 2;
        idle = 0;
        price = best.price;
        if (step < 1e-3) break;
      }
      if (best.bound >= hopeless()) break;
      count_served(node, price, order, served);
      double norm = 0;
      for (const double s : served) norm += (1 - s) * (1 - s);
      if (norm == 0) break;
      const double length = step * std::max(best_value_ - sum, 1e-9) / norm;
      for (std::size_t i = 0; i < choice_.rows; ++i) price[i] += length * (1 - served[i]);
    }
    return best;
  }

  /// A free site whose being in (or out) alone lifts the bound over the best plan is settled. True: some are.
  [[nodiscard]] bool settle_sites(const Prices& prices, double bound, std::size_t wanted,
                                  std::vector<std::uint8_t>& state) const {
    const auto& [own_bound, price, worth, order] = prices;
    const double last_in = worth[order[wanted - 1]], first_out = worth[order[wanted]];
    bool settled = false;
    for (std::size_t k = 0; k < order.size(); ++k) {
      const auto j = order[k];
      if (k < wanted ? bound - worth[j] + first_out >= hopeless()
                     : bound + worth[j] - last_in >= hopeless()) {
        state[j] = k < wanted ? kIn : kOut;
        settled = true;
      }
    }
    return settled;
  }

  /// Branch and bound over which sites are in.
  void explore(std::vector<std::uint8_t> state, std::vector<double> price, int rounds) {
    if (nodes_ >= limits_.nodes || (limits_.stop && limits_.stop->load())) {
      open_bound_ = std::min(open_bound_, parent_bound_);
      return;
    }
    ++nodes_;
    const double parent_bound = parent_bound_;
    Node node = list_sites(state);
    const std::size_t all = node.in.size() + node.free.size();
    if (node.in.size() > choice_.sites || all < choice_.sites) return;
    if (node.wanted == 0 || all == choice_.sites) {
      if (node.wanted > 0) node.in.insert(node.in.end(), node.free.begin(), node.free.end());
      offer(std::move(node.in));
      return;
    }
    const Prices prices = find_prices(node, std::move(price), rounds);
    const double bound = std::max(prices.bound, parent_bound);
    if (bound >= hopeless()) return;
    std::uint32_t branch = prices.order.front();
    if (settle_sites(prices, bound, node.wanted, state) && state[branch] != kFree) {
      const auto first =
          std::find_if(prices.order.begin(), prices.order.end(), [&](auto j) { return state[j] == kFree; });
      if (first == prices.order.end()) {
        parent_bound_ = bound;
        explore(std::move(state), prices.price, kRounds);
        parent_bound_ = parent_bound;
        return;
      }
      branch = *first;
    }
    for (const auto side : {kIn, kOut}) {
      parent_bound_ = bound;
      auto next = state;
      next[branch] = side;
      explore(std::move(next), prices.price, kRounds);
    }
    parent_bound_ = parent_bound;
  }

  const Choice& choice_;
  const SitingLimits& limits_;
  std::vector<std::uint32_t> best_;
  std::vector<double> root_price_;
  double best_value_, open_bound_, parent_bound_ = -std::numeric_limits<double>::infinity();
  std::uint64_t nodes_ = 0;
};

double today(const SitingProblem& problem, std::size_t i) {
  if (problem.minutes_today.empty() || std::isnan(problem.minutes_today[i])) return problem.unreachable;
  return std::min(problem.minutes_today[i], problem.unreachable);
}

double trip(const SitingProblem& problem, std::size_t i, std::size_t j) {
  const double t = problem.minutes.at(i, j);
  return std::isnan(t) ? problem.unreachable : std::min(t, problem.unreachable);
}

template <class Cost>
Choice choice_of(const SitingProblem& problem, bool whole, Cost cost) {
  Choice choice{problem.minutes.areas, problem.minutes.sites, problem.sites, {}, {}, whole};
  choice.cost.resize(choice.rows * choice.columns);
  for (std::size_t i = 0; i < choice.rows; ++i) {
    choice.without.push_back(cost(i, today(problem, i)));
    for (std::size_t j = 0; j < choice.columns; ++j)
      choice.cost[j * choice.rows + i] = cost(i, trip(problem, i, j));
  }
  return choice;
}

double lived(const SitingProblem& problem, std::size_t i) {
  return problem.people[i] > 0 ? problem.people[i] : 0;
}

Siting solve_centre(const SitingProblem& problem, const SitingLimits& limits) {
  std::vector<double> radius;
  for (std::size_t i = 0; i < problem.minutes.areas; ++i) {
    if (lived(problem, i) <= 0) continue;
    radius.push_back(today(problem, i));
    for (std::size_t j = 0; j < problem.minutes.sites; ++j) radius.push_back(trip(problem, i, j));
  }
  if (radius.empty()) radius.push_back(0);
  std::sort(radius.begin(), radius.end());
  radius.erase(std::unique(radius.begin(), radius.end()), radius.end());
  Siting siting;
  siting.proved = true;
  // Everything at or above `high` can be kept; everything below `low` is shown impossible (or not settled: no
  // proof then).
  std::size_t low = 0, high = radius.size() - 1;
  double impossible_upto = -1;
  siting.site.resize(problem.sites);
  std::iota(siting.site.begin(), siting.site.end(), 0U);
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const auto choice = choice_of(problem, true, [&](std::size_t i, double t) {
      return lived(problem, i) > 0 && t > radius[middle] ? 1.0 : 0.0;
    });
    Tree tree(choice, 1.0, limits);
    tree.run();
    siting.nodes += tree.nodes();
    if (!tree.best().empty()) {
      siting.site = tree.best();
      const double reached = measure_siting(problem, SitingAim::centre, siting.site);
      high =
          static_cast<std::size_t>(std::lower_bound(radius.begin(), radius.end(), reached) - radius.begin());
    } else {
      if (tree.complete() && impossible_upto < radius[middle] && siting.proved)
        impossible_upto = radius[middle];
      if (!tree.complete()) siting.proved = false;
      low = middle + 1;
    }
  }
  siting.value = measure_siting(problem, SitingAim::centre, siting.site);
  const auto next = std::upper_bound(radius.begin(), radius.end(), impossible_upto);
  siting.bound = siting.proved ? siting.value : next == radius.end() ? siting.value : *next;
  return siting;
}

}  // namespace

std::string_view siting_name(SitingAim aim) {
  switch (aim) {
    case SitingAim::median:
      return "p-median";
    case SitingAim::covering:
      return "maximal covering";
    case SitingAim::centre:
      return "p-centre";
  }
  return "p-median";
}

double measure_siting(const SitingProblem& problem, SitingAim aim, std::span<const std::uint32_t> site) {
  double value = 0;
  for (std::size_t i = 0; i < problem.minutes.areas; ++i) {
    double nearest = today(problem, i);
    for (const auto j : site) nearest = std::min(nearest, trip(problem, i, j));
    if (aim == SitingAim::median)
      value += lived(problem, i) * nearest;
    else if (aim == SitingAim::covering)
      value += nearest <= problem.threshold ? lived(problem, i) : 0;
    else if (lived(problem, i) > 0)
      value = std::max(value, nearest);
  }
  return value;
}

Siting choose_sites(const SitingProblem& problem, SitingAim aim, const SitingLimits& limits) {
  PLACEWRIGHT_EXPECT(problem.people.size() == problem.minutes.areas);
  PLACEWRIGHT_EXPECT(problem.minutes_today.empty() || problem.minutes_today.size() == problem.minutes.areas);
  if (problem.sites == 0 || problem.sites > problem.minutes.sites)
    throw geo::InputError{
        {"--site", fmt::format("{} sites asked for, {} candidates", problem.sites, problem.minutes.sites),
         "ask for at least one and at most as many as there are candidates"}};
  if (aim == SitingAim::centre) return solve_centre(problem, limits);
  const bool median = aim == SitingAim::median;
  const auto choice = choice_of(problem, false, [&](std::size_t i, double t) {
    return median ? lived(problem, i) * t : (t <= problem.threshold ? 0.0 : lived(problem, i));
  });
  Tree tree(choice, std::numeric_limits<double>::infinity(), limits);
  tree.run();
  Siting siting;
  siting.site = tree.best();
  siting.value = measure_siting(problem, aim, siting.site);
  siting.proved = tree.complete();
  siting.nodes = tree.nodes();
  siting.price = tree.root_price();
  double all = 0;
  for (std::size_t i = 0; i < problem.minutes.areas; ++i) all += lived(problem, i);
  siting.bound = siting.proved ? siting.value : (median ? tree.bound() : all - tree.bound());
  return siting;
}

}  // namespace placewright::boundaries::workforce
