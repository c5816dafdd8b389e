#include "boundaries/engine/access_bound.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace placewright::boundaries::engine {
namespace {

/// One way to serve a neighbourhood: a site, a territory, and whether the site lies in the neighbourhood.
struct Service {
  std::uint32_t territory = 0;
  std::int32_t home = -1;    ///< area the site lies in, which is served too; -1: the site lies outside
  std::vector<double> cost;  ///< person-minutes of each area of the territory
};

/// The knapsack of one service at some prices: the areas that are worth serving, people within the bounds.
struct Knapsack {
  double value = 0;
  std::vector<std::pair<std::uint32_t, double>> served;  ///< area of the territory, share
};

class Bounder {
 public:
  Bounder(const Problem& problem, const Feasibility& feasibility, const AccessData& data)
      : problem_(problem),
        feasibility_(feasibility),
        least_(feasibility.least - feasibility.locked),
        most_(feasibility.most - feasibility.locked) {
    if (problem.count) least_ = most_ = *problem.count - feasibility.locked;
    std::vector<std::uint32_t> territory_of(problem.size(), ~0u);
    for (std::uint32_t territory = 0; territory < feasibility.territories.size(); ++territory)
      for (const auto area : feasibility.territories[territory].areas) territory_of[area] = territory;
    const auto sites = data.site_id.size();
    for (std::uint32_t territory = 0; territory < feasibility.territories.size(); ++territory) {
      const auto& areas = feasibility.territories[territory].areas;
      for (std::size_t site = 0; site < sites; ++site)
        for (const bool inside : {true, false}) {
          Service service;
          service.territory = territory;
          const auto at = data.site_area[site];
          if (inside) {
            if (at < 0 || territory_of[static_cast<std::size_t>(at)] != territory) continue;
            service.home = static_cast<std::int32_t>(
                std::lower_bound(areas.begin(), areas.end(), static_cast<std::uint32_t>(at)) - areas.begin());
          }
          for (const auto area : areas)
            service.cost.push_back((inside ? 1.0 : 1.5) * problem.residents[area] *
                                   static_cast<double>(data.minutes[area * sites + site]));
          services_.push_back(std::move(service));
        }
    }
    // Sites of one area serve at most one neighbourhood from inside: its group. Outside a site may serve
    // many.
    std::vector<std::int32_t> group_of_area(problem.size(), -1);
    for (const auto& service : services_) {
      if (service.home < 0) {
        group_.push_back(-1);
        continue;
      }
      auto& group = group_of_area[feasibility.territories[service.territory]
                                      .areas[static_cast<std::size_t>(service.home)]];
      if (group < 0) group = groups_++;
      group_.push_back(group);
    }
    for (const auto& areas : locked_neighbourhoods()) locked_cost_ += cost_of_locked(areas, data);
  }

  AccessBound search(const AccessBoundOptions& options) {
    const double enough = options.known > 0 ? (options.known - locked_cost_) * (1 - options.wanted_gap)
                                            : std::numeric_limits<double>::infinity();
    const double known = options.known > 0 ? options.known - locked_cost_ : 0;
    std::vector<Node> open{
        {std::vector<Decision>(static_cast<std::size_t>(groups_), Decision::open), 0, first_prices(), {}}};
    solve(open.front(), known, options.rounds, options.stop);
    double closed =
        std::numeric_limits<double>::infinity();  // least bound of the leaves that are not divided further
    AccessBound result;
    for (std::uint32_t nodes = 1; !open.empty() && nodes < options.most_nodes; nodes += 2) {
      if (options.stop && options.stop->load(std::memory_order_relaxed)) break;
      const auto least = std::min_element(open.begin(), open.end(),
                                          [](const auto& x, const auto& y) { return x.bound < y.bound; });
      if (least->bound >= enough || known <= 0) break;
      const auto group = choose_group(*least);
      if (group < 0 || least->bound >= closed) break;
      Node node = std::move(*least);
      open.erase(least);
      ++result.leaves;
      for (const auto decision : {Decision::serves, Decision::does_not}) {
        Node child = node;
        child.decision[static_cast<std::size_t>(group)] = decision;
        solve(child, known, options.rounds / 10, options.stop);
        child.bound = std::max(child.bound, node.bound);
        if (child.bound >= enough)
          closed = std::min(closed, child.bound);
        else
          open.push_back(std::move(child));
      }
    }
    for (const auto& node : open) closed = std::min(closed, node.bound);
    result.person_minutes = closed + locked_cost_;
    return result;
  }

 private:
  enum class Decision : std::uint8_t { open, serves, does_not };
  struct Node {
    std::vector<Decision> decision;  ///< by group
    double bound = 0;
    std::vector<double> price;
    std::vector<double> use;  ///< how often each group was taken of late
  };

  /// The undecided group that the relaxation is least sure about; -1: it is sure about all.
  [[nodiscard]] std::int32_t choose_group(const Node& node) const {
    std::int32_t best = -1;
    double doubt = 0.02;
    for (std::int32_t group = 0; group < groups_; ++group) {
      const double use = node.use[static_cast<std::size_t>(group)];
      if (node.decision[static_cast<std::size_t>(group)] == Decision::open && std::min(use, 1 - use) > doubt)
        doubt = std::min(use, 1 - use), best = group;
    }
    return best;
  }

  /// Subgradient search from the node's prices; keeps the best ones.
  void solve(Node& node, double known, std::uint32_t rounds, const std::atomic<bool>* stop) {
    std::vector<double> price = node.price, served(problem_.size(), 0);
    node.bound = -std::numeric_limits<double>::infinity();
    node.use.assign(node.decision.size(), 0);
    double step = 1.5;
    std::uint32_t idle = 0;
    for (std::uint32_t round = 0; round < rounds; ++round) {
      if (stop && stop->load(std::memory_order_relaxed)) break;
      const double bound = evaluate(node, price, served);
      if (bound > node.bound) {
        if (bound > node.bound + 1e-6 * std::abs(bound)) idle = 0;
        node.bound = bound;
        node.price = price;
      }
      if (!std::isfinite(bound)) break;  // the decisions leave no answer at all
      if (++idle > 40) {
        idle = 0;
        step *= 0.7;
        price = node.price;
        if (step < 1e-3) break;
        evaluate(node, price, served);
      }
      const double goal = known > 0 ? std::max(known, node.bound) : 1.05 * node.bound;
      double length = 0;
      for (std::uint32_t area = 0; area < problem_.size(); ++area)
        if (free_[area]) length += (1 - served[area]) * (1 - served[area]);
      if (length < 1e-12) break;
      const double stride = step * std::max(goal - bound, 1e-6 * std::abs(goal)) / length;
      for (std::uint32_t area = 0; area < problem_.size(); ++area)
        if (free_[area]) price[area] += stride * (1 - served[area]);
    }
  }

  [[nodiscard]] std::vector<std::vector<std::uint32_t>> locked_neighbourhoods() {
    free_.assign(problem_.size(), 0);
    for (const auto& territory : feasibility_.territories)
      for (const auto area : territory.areas) free_[area] = 1;
    const auto units = find_units(problem_);
    std::vector<std::vector<std::uint32_t>> locked;
    for (const auto& areas : units.areas)
      if (!free_[areas.front()]) locked.push_back(areas);
    return locked;
  }
  [[nodiscard]] double cost_of_locked(const std::vector<std::uint32_t>& areas, const AccessData& data) const {
    const auto sites = data.site_id.size();
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t site = 0; site < sites; ++site) {
      double sum = 0;
      for (const auto area : areas)
        sum += problem_.residents[area] * static_cast<double>(data.minutes[area * sites + site]);
      const bool inside =
          data.site_area[site] >= 0 &&
          std::binary_search(areas.begin(), areas.end(), static_cast<std::uint32_t>(data.site_area[site]));
      best = std::min(best, inside ? sum : 1.5 * sum);
    }
    return best;
  }

  /// Twice the nearest minutes: dear enough that somebody wants every area.
  [[nodiscard]] std::vector<double> first_prices() const {
    std::vector<double> price(problem_.size(), 0),
        nearest(problem_.size(), std::numeric_limits<double>::infinity());
    for (const auto& service : services_) {
      const auto& areas = feasibility_.territories[service.territory].areas;
      for (std::size_t at = 0; at < areas.size(); ++at)
        nearest[areas[at]] = std::min(nearest[areas[at]], service.cost[at]);
    }
    for (std::uint32_t area = 0; area < problem_.size(); ++area)
      if (free_[area] && std::isfinite(nearest[area])) price[area] = 2 * nearest[area];
    return price;
  }

  /// Cheapest fractional filling: areas by what they win a person, until nothing is won, but at least min and
  /// at most max.
  void fill(const Service& service, const std::vector<double>& price, Knapsack& knapsack) {
    const auto& areas = feasibility_.territories[service.territory].areas;
    knapsack.value = 0;
    knapsack.served.clear();
    gain_.clear();
    double load = 0;
    const auto take = [&](std::uint32_t at, double share, double gain) {
      knapsack.value += share * gain;
      knapsack.served.emplace_back(at, share);
      load += share * problem_.people[areas[at]];
    };
    for (std::uint32_t at = 0; at < areas.size(); ++at) {
      const double gain = service.cost[at] - price[areas[at]];
      const double people = problem_.people[areas[at]];
      if (static_cast<std::int32_t>(at) == service.home || people <= 0) {
        if (static_cast<std::int32_t>(at) == service.home || gain < 0) take(at, 1, gain);
        continue;
      }
      gain_.emplace_back(gain / people, at);
    }
    const auto middle =
        std::partition(gain_.begin(), gain_.end(), [](const auto& each) { return each.first < 0; });
    double wanted = load;
    for (auto each = gain_.begin(); each != middle; ++each) wanted += problem_.people[areas[each->second]];
    const auto& rule = problem_.population;
    auto end = middle;
    if (wanted > rule.max) std::sort(gain_.begin(), middle);
    if (wanted < rule.min) std::sort(middle, gain_.end()), end = gain_.end();
    for (auto each = gain_.begin(); each != end; ++each) {
      const double limit = each < middle ? rule.max : rule.min;
      const double room = limit - load;
      if (room <= 0) break;
      const double people = problem_.people[areas[each->second]];
      take(each->second, std::min(1.0, room / people), each->first * people);
    }
    if (load < rule.min - 1e-6 || load > rule.max + 1e-6)
      knapsack.value = std::numeric_limits<double>::infinity();
  }

  /// The bound at some prices, and how often each area is served at them.
  double evaluate(Node& node, const std::vector<double>& price, std::vector<double>& served) {
    constexpr double none = std::numeric_limits<double>::infinity();
    knapsacks_.resize(services_.size());
    std::vector<std::uint32_t> best_of_group(static_cast<std::size_t>(groups_), ~0u);
    std::uint32_t best_outside = ~0u;
    for (std::uint32_t service = 0; service < services_.size(); ++service) {
      const auto group = group_[service];
      if (group >= 0 && node.decision[static_cast<std::size_t>(group)] == Decision::does_not) continue;
      fill(services_[service], price, knapsacks_[service]);
      auto& best = group < 0 ? best_outside : best_of_group[static_cast<std::size_t>(group)];
      if (best == ~0u || knapsacks_[service].value < knapsacks_[best].value) best = service;
    }
    // Decided ones first; then the cheapest. From outside every further neighbourhood costs what the cheapest
    // does.
    std::vector<std::uint32_t> chosen;
    std::vector<std::pair<double, std::uint32_t>> offers;
    double sum = 0, least_sum = none;
    for (std::size_t group = 0; group < best_of_group.size(); ++group) {
      const auto service = best_of_group[group];
      if (service == ~0u) continue;
      const double value = knapsacks_[service].value;
      if (node.decision[group] == Decision::serves)
        sum += value, chosen.push_back(service);
      else if (std::isfinite(value))
        offers.emplace_back(value, service);
    }
    std::sort(offers.begin(), offers.end());
    const double outside = best_outside == ~0u ? none : knapsacks_[best_outside].value;
    std::size_t next = 0, best_taken = 0;
    for (std::size_t taken = chosen.size(); taken <= most_ && std::isfinite(sum); ++taken) {
      if (taken >= least_ && sum < least_sum) least_sum = sum, best_taken = taken;
      const double inside = next < offers.size() ? offers[next].first : none;
      if (!std::isfinite(std::min(inside, outside))) break;
      sum += std::min(inside, outside);
      chosen.push_back(inside <= outside ? offers[next++].second : best_outside);
    }
    std::fill(served.begin(), served.end(), 0);
    for (auto& use : node.use) use *= 0.98;
    for (std::size_t each = 0; each < best_taken; ++each) {
      const auto& areas = feasibility_.territories[services_[chosen[each]].territory].areas;
      for (const auto& [at, share] : knapsacks_[chosen[each]].served) served[areas[at]] += share;
      if (const auto group = group_[chosen[each]]; group >= 0)
        node.use[static_cast<std::size_t>(group)] += 0.02;
    }
    return std::accumulate(price.begin(), price.end(), least_sum);
  }

  const Problem& problem_;
  const Feasibility& feasibility_;
  std::uint32_t least_, most_;
  std::vector<Service> services_;
  std::vector<std::int32_t> group_;
  std::int32_t groups_ = 0;
  std::vector<char> free_;
  double locked_cost_ = 0;
  std::vector<Knapsack> knapsacks_;
  std::vector<std::pair<double, std::uint32_t>> gain_;
};

}  // namespace

AccessBound bound_access(const Problem& problem, const Feasibility& feasibility, const AccessData& data,
                         const AccessBoundOptions& options) {
  return Bounder(problem, feasibility, data).search(options);
}

}  // namespace placewright::boundaries::engine
