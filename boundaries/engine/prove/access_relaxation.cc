#include "boundaries/engine/prove/access_relaxation.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <queue>
#include <tuple>
#include <utility>

#include "boundaries/engine/prove/whole_areas.h"

namespace placewright::boundaries::engine {
namespace {

constexpr double kEndless = std::numeric_limits<double>::infinity();
constexpr std::uint32_t kNone = ~0u;

using Decision = AccessNode::Decision;
using Serves = AccessNode::Serves;

/// Sorts what was in order a moment ago: prices move little from round to round, so few steps are needed.
void sort_nearly_sorted(std::vector<std::pair<double, std::uint32_t>>& rows) {
  std::size_t steps_left = 6 * rows.size();
  for (std::size_t at = 1; at < rows.size(); ++at) {
    const auto row = rows[at];
    std::size_t to = at;
    for (; to > 0 && row < rows[to - 1]; --to) rows[to] = rows[to - 1];
    rows[to] = row;
    if (at - to > steps_left) return std::sort(rows.begin(), rows.end());
    steps_left -= at - to;
  }
}

}  // namespace

AccessRelaxation::AccessRelaxation(const Problem& problem, const Feasibility& feasibility,
                                   AccessServices services, const Stop& stop, const Settings& settings)
    : set_(settings),
      problem_(problem),
      feasibility_(feasibility),
      services_(std::move(services)),
      stop_(stop),
      number_(services_.services.size()),
      is_whole_(services_.services.size(), 0),
      graph_(find_usable_graph(problem)),
      cuts_of_group_(services_.groups),
      in_group_(problem.size(), 0),
      wanted_(services_.services.size()),
      cut_worth_(services_.groups + 1),
      touched_(services_.groups),
      last_price_(problem.size(), kEndless),
      rise_of_group_(services_.groups + 1, 0) {
  std::iota(number_.begin(), number_.end(), 0u);
  has_empty_areas_ =
      std::any_of(problem.people.begin(), problem.people.end(), [](double people) { return people <= 0; });
  list_groups();
}

void AccessRelaxation::list_groups() {
  services_of_group_.assign(services_.groups + 1, {});
  for (std::uint32_t at = 0; at < services_.services.size(); ++at)
    services_of_group_[services_.services[at].group].push_back(at);
}

AccessNode AccessRelaxation::make_root(std::uint32_t least, std::uint32_t most) const {
  AccessNode node;
  node.least = least;
  node.most = most;
  node.decision.assign(services_.groups, Decision::open);
  node.place.assign((services_.groups + 1) * problem_.size(), Serves::undecided);
  for (std::uint32_t group = 0; group < services_.groups; ++group) {
    node.place[row(group) + services_.home[group]] = Serves::yes;
    forbid_unreachable(node, group);
  }
  node.bound = -kEndless;
  node.price = first_prices();
  return node;
}

/// Twice the nearest minutes: dear enough that somebody wants every area.
std::vector<double> AccessRelaxation::first_prices() const {
  std::vector<double> price(problem_.size(), 0), nearest(problem_.size(), kEndless);
  for (const auto& service : services_.services) {
    const auto& areas = feasibility_.territories[service.territory].areas;
    for (std::size_t at = 0; at < areas.size(); ++at)
      nearest[areas[at]] = std::min(nearest[areas[at]], service.cost[at]);
  }
  for (std::uint32_t area = 0; area < problem_.size(); ++area)
    if (services_.free[area] && std::isfinite(nearest[area])) price[area] = 2 * nearest[area];
  return price;
}

/// What serving an area costs beyond its worth.
double AccessRelaxation::gain(const AccessServices::Service& service, std::uint32_t row_of_territory,
                              std::uint32_t area, const std::vector<double>& price) const {
  const auto& cuts = cut_worth_[service.group];
  return service.cost[row_of_territory] - price[area] - (cuts.empty() ? 0 : cuts[area]);
}

/// Lists the areas that must be served, and of the others so many more of the cheapest than fill the service.
void AccessRelaxation::list_wanted(const AccessNode& node, std::uint32_t at,
                                   const std::vector<double>& price) {
  const auto& service = services_.services[at];
  const auto& areas = feasibility_.territories[service.territory].areas;
  const Serves* place = node.place.data() + row(service.group);
  work_ += areas.size();
  auto& wanted = wanted_[at];
  wanted.rows.clear();
  gain_.clear();
  for (std::uint32_t each = 0; each < areas.size(); ++each) {
    if (place[areas[each]] == Serves::no) continue;
    if (place[areas[each]] == Serves::yes || problem_.people[areas[each]] <= 0)
      wanted.rows.push_back(each);
    else
      gain_.emplace_back(gain(service, each, areas[each], price) / problem_.people[areas[each]], each);
  }
  double people = 0;
  for (const double each : problem_.people) people += each;
  const double usual = problem_.population.max * static_cast<double>(problem_.size()) / std::max(1.0, people);
  const auto kept = std::min(gain_.size(), static_cast<std::size_t>(2.5 * std::min(usual, 1e6)) + 8);
  wanted.others = kEndless;
  if (kept < gain_.size()) {
    const auto next = gain_.begin() + static_cast<std::ptrdiff_t>(kept);
    std::nth_element(gain_.begin(), next, gain_.end());
    wanted.others = next->first;
  }
  std::sort(gain_.begin(), gain_.begin() + static_cast<std::ptrdiff_t>(kept));
  for (std::size_t each = 0; each < kept; ++each) wanted.rows.push_back(gain_[each].second);
  wanted.rise = rise_;
  wanted.rise_of_group = rise_of_group_[service.group];
  wanted.made_for = node_;
}

/// Cheapest fractional filling: areas by what they win a person, until nothing is won, but at least min and
/// at most max.
bool AccessRelaxation::fill_from_list(const AccessNode& node, std::uint32_t at,
                                      const std::vector<double>& price, Knapsack& knapsack) {
  const auto& service = services_.services[at];
  const auto& territory = feasibility_.territories[service.territory];
  auto& wanted = wanted_[at];
  const Serves* place = node.place.data() + row(service.group);
  work_ += wanted.rows.size();
  const auto [low, high] = bounds_of(node, territory);
  knapsack.value = 0;
  knapsack.served.clear();
  gain_.clear();
  double load = 0;
  std::size_t fixed = 0;  // rows that do not compete for room stay in front
  for (std::size_t each = 0; each < wanted.rows.size(); ++each) {
    const auto number = wanted.rows[each];
    const auto area = territory.areas[number];
    const double value = gain(service, number, area, price), people = problem_.people[area];
    if (place[area] == Serves::yes || people <= 0) {
      wanted.rows[fixed++] = number;
      if (place[area] != Serves::yes && value >= 0) continue;
      knapsack.value += value;
      knapsack.served.emplace_back(area, 1);
      load += people;
      continue;
    }
    gain_.emplace_back(value / people, number);
  }
  sort_nearly_sorted(gain_);
  for (std::size_t each = 0; each < gain_.size(); ++each) wanted.rows[fixed + each] = gain_[each].second;
  double last = -kEndless;  // a person, of what was taken
  bool is_full = false;
  for (const auto& [value, number] : gain_) {
    const double room = (value < 0 ? high : low) - load;
    if (room <= 0) {
      is_full = value < 0;
      break;
    }
    const auto area = territory.areas[number];
    const double people = problem_.people[area], share = std::min(1.0, room / people);
    knapsack.value += share * value * people;
    knapsack.served.emplace_back(area, share);
    load += share * people;
    last = value;
  }
  double dearest =
      is_full ? last : std::max(0.0, last);  // an area off the list would have to cost less to be taken
  if (load < low - 1e-6 || load > high + 1e-6) {
    knapsack.value = kEndless;
    if (load < low - 1e-6) dearest = kEndless;
  }
  const double others =
      wanted.others - (rise_ - wanted.rise) - (rise_of_group_[service.group] - wanted.rise_of_group);
  return wanted.others == kEndless || others > dearest;
}

std::pair<double, double> AccessRelaxation::bounds_of(const AccessNode& node,
                                                      const Territory& territory) const {
  // One territory: what all the others hold at least and at most narrows the bounds.
  double low = problem_.population.min, high = problem_.population.max;
  if (feasibility_.territories.size() == 1) {
    low = std::max(low, territory.people - (node.most - 1.0) * high);
    high = std::min(high, territory.people - (node.least - 1.0) * problem_.population.min);
  }
  return {low, high};
}

void AccessRelaxation::fill_with_whole_areas(const AccessNode& node, std::uint32_t at,
                                             const std::vector<double>& price, Knapsack& knapsack) {
  if (!std::isfinite(knapsack.value)) return;
  const auto& service = services_.services[at];
  const auto& territory = feasibility_.territories[service.territory];
  const Serves* place = node.place.data() + row(service.group);
  WholeAreas task;
  std::tie(task.low, task.high) = bounds_of(node, territory);
  for (std::uint32_t each = 0; each < territory.areas.size(); ++each) {
    const auto area = territory.areas[each];
    if (place[area] == Serves::no) continue;
    task.items.push_back(
        {gain(service, each, area, price), problem_.people[area], area, place[area] == Serves::yes});
  }
  work_ += task.items.size();
  const auto answer = fill_whole(std::move(task), set_.access_whole_steps);
  work_ += answer.steps;
  if (!answer.is_exact) return;
  knapsack.value = std::max(knapsack.value, answer.value);
  knapsack.served.clear();
  for (const auto area : answer.taken) knapsack.served.emplace_back(area, 1);
}

bool AccessRelaxation::keep_areas_whole(const AccessNode& node, double worth) {
  ++node_;
  if (!std::isfinite(evaluate(node, node.price, node.cut_price))) return false;
  bool any = false;
  for (const auto at : chosen_) {
    if (is_whole_[at]) continue;
    Knapsack whole = knapsacks_[at];
    fill_with_whole_areas(node, at, node.price, whole);
    if (whole.value < knapsacks_[at].value + worth) continue;
    is_whole_[at] = 1;
    any = true;
  }
  return any;
}

std::vector<std::uint32_t> AccessRelaxation::whole_services() const {
  std::vector<std::uint32_t> whole;
  for (std::size_t at = 0; at < number_.size(); ++at)
    if (is_whole_[at]) whole.push_back(number_[at]);
  return whole;
}

void AccessRelaxation::fill(const AccessNode& node, std::uint32_t at, const std::vector<double>& price,
                            Knapsack& knapsack) {
  auto& wanted = wanted_[at];
  if (wanted.made_for == node_ && fill_from_list(node, at, price, knapsack)) return;
  list_wanted(node, at, price);
  if (fill_from_list(node, at, price, knapsack)) return;
  // Decided areas leave so little room, or people so unlike, that the list is too short: all areas.
  const auto& territory = feasibility_.territories[services_.services[at].territory];
  const Serves* place = node.place.data() + row(services_.services[at].group);
  wanted.rows.clear();
  for (std::uint32_t each = 0; each < territory.areas.size(); ++each)
    if (place[territory.areas[each]] != Serves::no) wanted.rows.push_back(each);
  wanted.others = kEndless;
  fill_from_list(node, at, price, knapsack);
}

/// What cuts add to the worth of areas, and how much that rose.
void AccessRelaxation::weigh_cuts(const std::vector<double>& cut_price) {
  last_cut_price_.resize(cuts_.size(), 0);
  for (std::uint32_t group = 0; group < services_.groups; ++group) {
    bool differs = false;
    for (const auto cut : cuts_of_group_[group])
      differs = differs || last_cut_price_[cut] != (cut < cut_price.size() ? cut_price[cut] : 0);
    if (!differs) continue;
    auto& worth = cut_worth_[group];
    if (worth.empty()) worth.assign(problem_.size(), 0);
    for (const auto area : touched_[group]) in_group_[area] = std::exchange(worth[area], 0);
    for (const auto cut : cuts_of_group_[group]) {
      if (cut >= cut_price.size() || !(cut_price[cut] > 0)) continue;
      worth[cuts_[cut].area] -= cut_price[cut];
      for (const auto area : cuts_[cut].via) worth[area] += cut_price[cut];
    }
    double rise = 0;
    for (const auto area : touched_[group]) {
      if (problem_.people[area] > 0)
        rise = std::max(rise, (worth[area] - in_group_[area]) / problem_.people[area]);
      in_group_[area] = 0;
    }
    rise_of_group_[group] += rise;
  }
  for (std::size_t cut = 0; cut < cuts_.size(); ++cut)
    last_cut_price_[cut] = cut < cut_price.size() ? cut_price[cut] : 0;
}

/// What the service's knapsack cannot be worth less than; its value where it was worked out at these prices.
double AccessRelaxation::least_value_of(std::uint32_t at) const {
  const auto& wanted = wanted_[at];
  const double rise = rise_ - wanted.rise_at_value + rise_of_group_[services_.services[at].group] -
                      wanted.rise_of_group_at_value;
  if (wanted.valued_for != node_ || has_empty_areas_) return -kEndless;
  return rise > 0 ? knapsacks_[at].value - problem_.population.max * rise : knapsacks_[at].value;
}

double AccessRelaxation::least_value(std::uint32_t group) const {
  double least = kEndless;
  for (const auto at : services_of_group_[group]) least = std::min(least, least_value_of(at));
  return least;
}

/// The cheapest service of a group.
double AccessRelaxation::work_out(const AccessNode& node, std::uint32_t group,
                                  const std::vector<double>& price, Best& best) {
  for (const auto at : services_of_group_[group]) {
    if (best.service != kNone && least_value_of(at) >= best.value) continue;
    auto& wanted = wanted_[at];
    fill(node, at, price, knapsacks_[at]);
    if (is_whole_[at]) fill_with_whole_areas(node, at, price, knapsacks_[at]);
    wanted.valued_for = node_;
    wanted.rise_at_value = rise_;
    wanted.rise_of_group_at_value = rise_of_group_[group];
    if (best.service == kNone || knapsacks_[at].value < best.value) best = {knapsacks_[at].value, at};
  }
  return best.value;
}

double AccessRelaxation::evaluate(const AccessNode& node, const std::vector<double>& price,
                                  const std::vector<double>& cut_price) {
  const auto& services = services_.services;
  const auto groups = services_.groups;
  weigh_cuts(cut_price);
  double rise = 0;
  for (std::size_t area = 0; area < price.size(); ++area)
    if (problem_.people[area] > 0)
      rise = std::max(rise, (price[area] - last_price_[area]) / problem_.people[area]);
  rise_ += rise;
  last_price_ = price;
  knapsacks_.resize(services.size());
  // Only as many groups are worked out as could be among the cheapest: the others' last values, less what
  // prices rose, lie above them.
  std::vector<Best> best(groups + 1);
  using Offer = std::pair<double, std::uint32_t>;  // value or what it cannot be below, group
  std::priority_queue<Offer, std::vector<Offer>, std::greater<>> waiting;
  chosen_.clear();
  double sum = 0, least_sum = kEndless;
  const double outside = work_out(node, groups, price, best[groups]);
  for (std::uint32_t group = 0; group < groups; ++group) {
    if (node.decision[group] == Decision::does_not) continue;
    if (node.decision[group] == Decision::open) {
      waiting.emplace(least_value(group), group);
      continue;
    }
    sum += work_out(node, group, price, best[group]);
    if (best[group].service == kNone) return kEndless;
    chosen_.push_back(best[group].service);
  }
  // Decided ones first, then the cheapest. From outside every further neighbourhood costs what the cheapest
  // does.
  std::size_t taken_at_best = 0;
  for (std::size_t taken = chosen_.size(); taken <= node.most && std::isfinite(sum); ++taken) {
    if (taken >= node.least && sum < least_sum) least_sum = sum, taken_at_best = taken;
    if (taken == node.most) break;
    while (!waiting.empty() && best[waiting.top().second].service == kNone &&
           waiting.top().first <= outside) {
      const auto group = waiting.top().second;
      waiting.pop();
      const double value = work_out(node, group, price, best[group]);
      if (std::isfinite(value)) waiting.emplace(value, group);
    }
    const double inside = waiting.empty() ? kEndless : waiting.top().first;
    if (!std::isfinite(std::min(inside, outside))) break;
    sum += std::min(inside, outside);
    if (inside <= outside) {
      chosen_.push_back(best[waiting.top().second].service);
      waiting.pop();
    } else {
      chosen_.push_back(best[groups].service);
    }
  }
  chosen_.resize(std::min(chosen_.size(), taken_at_best));
  served_.assign(problem_.size(), 0);
  cut_slope_.assign(cuts_.size(), 0);
  for (const auto at : chosen_) {
    const auto group = services[at].group;
    for (const auto& [area, share] : knapsacks_[at].served) served_[area] += share;
    if (group == groups || cuts_of_group_[group].empty()) continue;
    for (const auto& [area, share] : knapsacks_[at].served) in_group_[area] = share;
    for (const auto cut : cuts_of_group_[group]) {
      cut_slope_[cut] = in_group_[cuts_[cut].area];
      for (const auto area : cuts_[cut].via) cut_slope_[cut] -= in_group_[area];
    }
    for (const auto& [area, share] : knapsacks_[at].served) in_group_[area] = 0;
  }
  return std::accumulate(price.begin(), price.end(), least_sum);
}

void AccessRelaxation::solve(AccessNode& node, double known, double enough, std::uint32_t rounds) {
  ++node_;
  auto price = node.price, cut_price = node.cut_price;
  cut_price.resize(cuts_.size(), 0);
  node.bound = -kEndless;
  node.use.assign(services_.groups, 0);
  node.share.assign((services_.groups + 1) * problem_.size(), 0);
  const std::uint32_t looked_at =
      std::max(set_.access_mean_rounds, rounds / 5);  // rounds whose mean says what is served
  // Short searches begin at prices that are nearly right: long strides would lead away from them for good.
  const bool is_short = rounds < set_.access_long_search;
  double step = is_short ? set_.access_short_step : set_.access_step;
  const std::uint32_t patience = is_short ? set_.access_short_patience : set_.access_patience;
  std::uint32_t idle = 0, means = 0;
  for (std::uint32_t round = 0; means < looked_at; ++round) {
    const double bound = evaluate(node, price, cut_price);
    if (bound > node.bound) {
      if (bound > node.bound + 1e-6 * std::abs(bound)) idle = 0;
      node.bound = bound;
      node.price = price;
      node.cut_price = cut_price;
    }
    if (!std::isfinite(bound) || node.bound >= enough || stop_.asked()) return;
    if (means > 0 || round + looked_at >= rounds || step < set_.access_least_step) {
      ++means;
      for (const auto at : chosen_) {
        const auto group = services_.services[at].group;
        if (group < services_.groups) node.use[group] += 1;
        for (const auto& [area, share] : knapsacks_[at].served)
          node.share[row(group) + area] += static_cast<float>(share);
      }
    } else if (++idle > patience) {
      idle = 0;
      step *= set_.access_step_shrinks;
      price = node.price;
      cut_price = node.cut_price;
      evaluate(node, price, cut_price);
    }
    const double goal = known > 0 ? std::max(known, node.bound) : set_.access_goal * node.bound;
    double length = 0;
    for (std::uint32_t area = 0; area < problem_.size(); ++area)
      if (services_.free[area]) length += (1 - served_[area]) * (1 - served_[area]);
    for (std::size_t cut = 0; cut < cuts_.size(); ++cut)
      if (cut_price[cut] > 0 || cut_slope_[cut] > 0) length += cut_slope_[cut] * cut_slope_[cut];
    if (length < 1e-12) {
      means = std::max(means, 1u);
      if (means == 1)
        for (const auto at : chosen_) {
          const auto group = services_.services[at].group;
          if (group < services_.groups) node.use[group] = 1;
          for (const auto& [area, share] : knapsacks_[at].served)
            node.share[row(group) + area] = static_cast<float>(share);
        }
      break;
    }
    const double stride = step * std::max(goal - bound, 1e-6 * std::abs(goal)) / length;
    for (std::uint32_t area = 0; area < problem_.size(); ++area)
      if (services_.free[area]) price[area] += stride * (1 - served_[area]);
    for (std::size_t cut = 0; cut < cuts_.size(); ++cut)
      cut_price[cut] = std::max(0.0, cut_price[cut] + stride * cut_slope_[cut]);
  }
  const float part = 1.0F / static_cast<float>(std::max(means, 1u));
  for (auto& each : node.use) each *= part;
  for (auto& each : node.share) each *= part;
}

std::size_t AccessRelaxation::add_cuts(const AccessNode& node) {
  const auto size = static_cast<std::uint32_t>(problem_.size());
  std::size_t added = 0;
  std::vector<std::uint32_t> piece(size), waiting;
  std::vector<char> near_home(size);
  for (std::uint32_t group = 0; group < services_.groups; ++group) {
    if (node.use[group] < static_cast<float>(set_.access_cut_use)) continue;
    const float* share = node.share.data() + row(group);
    for (const float support : {static_cast<float>(set_.access_cut_share),
                                static_cast<float>(set_.access_cut_share_of_use) * node.use[group]}) {
      std::fill(piece.begin(), piece.end(), kNone);
      for (std::uint32_t first = 0; first < size; ++first) {
        if (piece[first] != kNone || share[first] < support) continue;
        std::vector<std::uint32_t> areas{first};
        piece[first] = first;
        for (std::size_t at = 0; at < areas.size(); ++at)
          for (const auto other : graph_.neighbours(areas[at]))
            if (piece[other] == kNone && share[other] >= support)
              piece[other] = first, areas.push_back(other);
        if (std::find(areas.begin(), areas.end(), services_.home[group]) != areas.end()) continue;
        // The border of the piece towards home parts all of it from home.
        waiting.assign(1, services_.home[group]);
        std::fill(near_home.begin(), near_home.end(), 0);
        near_home[services_.home[group]] = 1;
        AccessCut cut{group, first, {}};
        for (std::size_t at = 0; at < waiting.size(); ++at) {
          const auto area = waiting[at];
          const bool border = std::any_of(graph_.neighbours(area).begin(), graph_.neighbours(area).end(),
                                          [&](auto other) { return piece[other] == first; });
          if (border) {
            cut.via.push_back(area);
            continue;
          }
          for (const auto other : graph_.neighbours(area))
            if (!near_home[other]) near_home[other] = 1, waiting.push_back(other);
        }
        if (cut.via.size() == 1 && cut.via[0] == services_.home[group]) continue;
        for (const auto area : areas)
          if (share[area] > share[cut.area]) cut.area = area;
        float over = share[cut.area];
        for (const auto area : cut.via) over -= share[area];
        if (over < static_cast<float>(set_.access_cut_least)) continue;
        std::sort(cut.via.begin(), cut.via.end());
        const bool is_known = std::any_of(
            cuts_of_group_[group].begin(), cuts_of_group_[group].end(),
            [&](auto other) { return cuts_[other].area == cut.area && cuts_[other].via == cut.via; });
        if (is_known) continue;
        cuts_of_group_[group].push_back(static_cast<std::uint32_t>(cuts_.size()));
        touched_[group].push_back(cut.area);
        touched_[group].insert(touched_[group].end(), cut.via.begin(), cut.via.end());
        std::sort(touched_[group].begin(), touched_[group].end());
        touched_[group].erase(std::unique(touched_[group].begin(), touched_[group].end()),
                              touched_[group].end());
        cuts_.push_back(std::move(cut));
        ++added;
      }
    }
  }
  return added;
}

std::vector<std::uint32_t> AccessRelaxation::drop_services(const AccessNode& node, double known) {
  std::vector<std::uint32_t> dropped;
  ++node_;
  const double bound = evaluate(node, node.price, node.cut_price);
  if (!std::isfinite(bound) || chosen_.empty()) return dropped;
  double dearest = -kEndless;
  std::vector<double> of_group(services_.groups, kEndless);
  for (const auto at : chosen_) {
    dearest = std::max(dearest, knapsacks_[at].value);
    if (services_.services[at].group < services_.groups)
      of_group[services_.services[at].group] = knapsacks_[at].value;
  }
  AccessServices left = services_;
  left.services.clear();
  std::vector<std::uint32_t> number;
  for (std::uint32_t at = 0; at < services_.services.size(); ++at) {
    const auto group = services_.services[at].group;
    const double value = knapsacks_[at].value;
    // With this one forced in: in place of its group's, of the dearest, or beside all.
    const bool in_place = group < services_.groups && std::isfinite(of_group[group]);
    const double more = in_place ? value - of_group[group] : std::min(value - dearest, value);
    if (bound + more >= known) {
      dropped.push_back(number_[at]);
    } else {
      left.services.push_back(std::move(services_.services[at]));
      number.push_back(number_[at]);
    }
  }
  services_ = std::move(left);
  number_ = std::move(number);
  is_whole_.assign(number_.size(), 0);
  wanted_.assign(services_.services.size(), {});
  list_groups();
  return dropped;
}

/// Areas that a group cannot reach from its home through areas it may serve are not served by it.
void AccessRelaxation::forbid_unreachable(AccessNode& node, std::uint32_t group) const {
  Serves* place = node.place.data() + row(group);
  std::vector<char> seen(problem_.size(), 0);
  std::vector<std::uint32_t> waiting{services_.home[group]};
  seen[services_.home[group]] = 1;
  for (std::size_t at = 0; at < waiting.size(); ++at)
    for (const auto other : graph_.neighbours(waiting[at]))
      if (!seen[other] && place[other] != Serves::no) seen[other] = 1, waiting.push_back(other);
  for (std::uint32_t area = 0; area < problem_.size(); ++area) {
    if (seen[area]) continue;
    if (place[area] == Serves::yes)
      node.decision[group] = Decision::does_not;  // its other areas cannot be reached
    else
      place[area] = Serves::no;
  }
}

void AccessRelaxation::decide_group(AccessNode& node, std::uint32_t group, bool serves) const {
  node.decision[group] = serves ? Decision::serves : Decision::does_not;
  if (serves) decide_area(node, group, services_.home[group], true);
}

void AccessRelaxation::decide_area(AccessNode& node, std::uint32_t group, std::uint32_t area, bool in) const {
  const auto forbid = [&](std::uint32_t other) {
    auto& place = node.place[row(other) + area];
    if (place == Serves::yes) {  // its home, or decided: that group serves nobody
      if (other < services_.groups) node.decision[other] = Decision::does_not;
      return;
    }
    place = Serves::no;
    if (other < services_.groups) forbid_unreachable(node, other);
  };
  if (!in) return forbid(group);
  if (group < services_.groups) {
    node.place[row(group) + area] = Serves::yes;
    node.decision[group] = Decision::serves;
  }
  for (std::uint32_t other = 0; other <= services_.groups; ++other)
    if (other != group) forbid(other);
}

}  // namespace placewright::boundaries::engine
