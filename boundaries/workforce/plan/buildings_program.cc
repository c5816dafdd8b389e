#include "boundaries/workforce/plan/buildings_program.h"

#include <algorithm>
#include <cmath>
#include <coin/ClpSimplex.hpp>
#include <numeric>

namespace placewright::boundaries::workforce {
namespace {

constexpr double kAnything = 1e30;  // no bound of a row
constexpr std::size_t kFifths = 5;

bool stays_open(const Building& building) {
  return building.standing == BuildingStanding::existing || building.standing == BuildingStanding::upgrade;
}

double most_capacity(const Building& building) {
  return building.standing == BuildingStanding::upgrade ? std::max(building.capacity, building.capacity_after)
                                                        : building.capacity;
}

}  // namespace

BuildingsProgram::BuildingsProgram(const BuildingProblem& problem)
    : problem_(problem), today_(minutes_to_buildings_today(problem)) {
  for (const auto& building : problem.building)
    is_capacitated_ =
        is_capacitated_ || std::isfinite(building.capacity) ||
        (building.standing == BuildingStanding::upgrade && std::isfinite(building.capacity_after));
  all_people_ = std::accumulate(problem.people.begin(), problem.people.end(), 0.0);
  find_customers();
  find_pairs();
  // Costs of about one keep the solver's tolerances far below a difference that matters.
  scale_ = problem.rules.aim == BuildingAim::cost || customers_.empty()
               ? 1
               : std::max(1e-9, all_people_ / static_cast<double>(customers_.size()));
  add_buildings();
  add_customers();
  add_capacities();
  add_counts();
  add_fifths();
  add_harm();
  finish();
}

int BuildingsProgram::add_column(double cost, bool is_continuous) {
  program_.cost.push_back(cost);
  program_.is_continuous.push_back(is_continuous ? 1 : 0);
  entries_.emplace_back();
  minutes_cost_.push_back(0);
  return static_cast<int>(program_.cost.size()) - 1;
}

int BuildingsProgram::add_row(double below, double above) {
  program_.below.push_back(below);
  program_.above.push_back(above);
  return static_cast<int>(program_.below.size()) - 1;
}

void BuildingsProgram::put(int row, int column, double value) {
  entries_[static_cast<std::size_t>(column)].push_back({row, value});
}

void BuildingsProgram::find_customers() {
  const auto& rules = problem_.rules;
  std::vector<std::int32_t> at;  // customer of each neighbourhood
  for (std::uint32_t i = 0; i < problem_.people.size(); ++i) {
    if (!(problem_.people[i] > 0)) continue;
    if (!rules.one_hub) {
      customers_.push_back({{i}});
      continue;
    }
    const auto n = problem_.neighbourhood[i];
    if (n < 0) continue;
    if (static_cast<std::size_t>(n) >= at.size()) at.resize(static_cast<std::size_t>(n) + 1, -1);
    auto& customer = at[static_cast<std::size_t>(n)];
    if (customer < 0) {
      customer = static_cast<std::int32_t>(customers_.size());
      customers_.emplace_back();
    }
    customers_[static_cast<std::size_t>(customer)].areas.push_back(i);
  }
  for (auto& customer : customers_)
    for (const auto i : customer.areas) {
      customer.people += problem_.people[i];
      customer.beyond_minutes += problem_.people[i] * rules.unreachable;
      if (problem_.fifth[i] < 0) continue;
      const auto q = static_cast<std::size_t>(problem_.fifth[i]);
      customer.fifth_people[q] += problem_.people[i];
      customer.fifth_beyond_minutes[q] += problem_.people[i] * rules.unreachable;
    }
}

bool BuildingsProgram::may_serve(const Customer& customer, std::uint32_t building) const {
  const auto& rules = problem_.rules;
  const auto& at = problem_.building[building];
  if (rules.one_hub && (at.neighbourhood != problem_.neighbourhood[customer.areas.front()] ||
                        customer.people > most_capacity(at) * (1 + 1e-12)))
    return false;
  const bool within =
      rules.aim == BuildingAim::cost || (rules.aim == BuildingAim::covering && !rules.one_hub);
  return std::all_of(customer.areas.begin(), customer.areas.end(), [&](std::uint32_t i) {
    const double minutes = problem_.minutes.at(i, building);
    const bool reaches = minutes < rules.unreachable;
    if (within && !(minutes <= rules.threshold)) return false;
    if (!rules.one_hub && !reaches) return false;
    return !(std::isfinite(rules.harm) && today_[i] < rules.unreachable &&
             !(minutes <= today_[i] + rules.harm + 1e-9));
  });
}

void BuildingsProgram::find_pairs() {
  const auto& rules = problem_.rules;
  for (std::uint32_t c = 0; c < customers_.size(); ++c) {
    auto& customer = customers_[c];
    std::vector<ServingPair> of_customer;
    bool reaches_all = true;
    for (std::uint32_t j = 0; j < problem_.building.size(); ++j) {
      for (const auto i : customer.areas)
        reaches_all = reaches_all && problem_.minutes.at(i, j) < rules.unreachable;
      if (!may_serve(customer, j)) continue;
      ServingPair pair{c, j};
      for (const auto i : customer.areas) {
        const double reach = problem_.minutes.at(i, j);
        const double minutes = problem_.people[i] * (reach < rules.unreachable ? reach : rules.unreachable);
        pair.minutes += minutes;
        pair.covered += reach <= rules.threshold ? problem_.people[i] : 0;
        if (problem_.fifth[i] >= 0)
          pair.fifth_minutes[static_cast<std::size_t>(problem_.fifth[i])] += minutes;
      }
      of_customer.push_back(pair);
    }
    const bool was_reached = std::any_of(customer.areas.begin(), customer.areas.end(),
                                         [&](auto i) { return today_[i] < rules.unreachable; });
    const bool harms = std::isfinite(rules.harm) && was_reached;
    customer.may_be_beyond = !rules.one_hub && rules.aim != BuildingAim::cost &&
                             (rules.aim == BuildingAim::covering || (!reaches_all && !harms));
    if (of_customer.empty() && !customer.may_be_beyond)
      unservable_.insert(unservable_.end(), customer.areas.begin(), customer.areas.end());
    if (!is_capacitated_ && !rules.one_hub) drop_farther(of_customer);
    pairs_.insert(pairs_.end(), of_customer.begin(), of_customer.end());
  }
}

/// Without capacities an area goes to the nearest that is open: what lies behind as many as can be shut
/// together is never needed.
void BuildingsProgram::drop_farther(std::vector<ServingPair>& of_customer) const {
  const auto& rules = problem_.rules;
  const bool fills = rules.most_open > 0 && rules.closures < 0 && !std::isfinite(rules.budget) &&
                     rules.aim != BuildingAim::cost;
  const std::size_t all = problem_.building.size(), most = std::min<std::size_t>(all, rules.most_open);
  std::stable_sort(of_customer.begin(), of_customer.end(),
                   [](const auto& a, const auto& b) { return a.minutes < b.minutes; });
  std::size_t could_close = 0, keep = 0;
  for (const auto& pair : of_customer) {
    const auto& building = problem_.building[pair.building];
    ++keep;
    could_close += building.standing == BuildingStanding::could_close ? 1U : 0U;
    if (stays_open(building) || (fills && keep > all - most) ||
        (rules.closures >= 0 && could_close > static_cast<std::size_t>(rules.closures)))
      break;
  }
  of_customer.resize(keep);
  std::stable_sort(of_customer.begin(), of_customer.end(),
                   [](const auto& a, const auto& b) { return a.building < b.building; });
}

void BuildingsProgram::add_buildings() {
  const auto& rules = problem_.rules;
  const bool is_cost = rules.aim == BuildingAim::cost;
  sign_ = rules.aim == BuildingAim::covering ? -1 : 1;
  for (const auto& building : problem_.building) {
    if (stays_open(building) && is_cost) constant_ += building.cost;
    if (building.standing == BuildingStanding::existing) {
      choice_column_.push_back(-1);
      continue;
    }
    const bool is_upgrade = building.standing == BuildingStanding::upgrade;
    const double cost = is_upgrade ? building.cost_after - building.cost : building.cost;
    choice_column_.push_back(add_column(is_cost ? cost : 0, false));
  }
}

/// Each customer is served in full; a share in a building is never more than that building is open.
void BuildingsProgram::add_customers() {
  const auto& rules = problem_.rules;
  const bool is_covering = rules.aim == BuildingAim::covering && !rules.one_hub;
  const auto cost_of = [&](double minutes, double covered) {
    return rules.aim == BuildingAim::median     ? minutes / scale_
           : rules.aim == BuildingAim::covering ? -covered / scale_
                                                : 0.0;
  };
  std::vector<int> served;
  for (const auto& customer : customers_) {
    served.push_back(add_row(is_covering ? 0 : 1, 1));
    beyond_column_.push_back(-1);
    if (!customer.may_be_beyond || is_covering) continue;
    const int beyond = add_column(cost_of(customer.beyond_minutes, 0), true);
    minutes_cost_.back() = customer.beyond_minutes / std::max(1.0, all_people_);
    put(served.back(), beyond, 1);
    beyond_column_.back() = beyond;
  }
  for (const auto& pair : pairs_) {
    const auto& building = problem_.building[pair.building];
    const int column = add_column(cost_of(pair.minutes, pair.covered), !rules.one_hub);
    minutes_cost_.back() = pair.minutes / std::max(1.0, all_people_);
    pair_column_.push_back(column);
    put(served[pair.customer], column, 1);
    const bool needs_upgrade = rules.one_hub && building.standing == BuildingStanding::upgrade &&
                               customers_[pair.customer].people > building.capacity;
    if (stays_open(building) && !needs_upgrade) continue;
    const int only_open = add_row(-kAnything, 0);
    put(only_open, column, 1);
    put(only_open, choice_column_[pair.building], -1);
  }
}

void BuildingsProgram::add_capacities() {
  if (!is_capacitated_ || problem_.rules.one_hub) return;
  std::vector<int> row(problem_.building.size(), -1);
  for (std::size_t j = 0; j < row.size(); ++j) {
    const auto& building = problem_.building[j];
    const double most = std::min(most_capacity(building), all_people_),
                 today = std::min(building.capacity, all_people_);
    if (most >= all_people_ && (stays_open(building) ? today >= all_people_ : true)) continue;
    const double unit = std::max(1.0, most);
    row[j] = add_row(-kAnything, stays_open(building) ? today / unit : 0);
    if (building.standing == BuildingStanding::upgrade)
      put(row[j], choice_column_[j], -(std::min(building.capacity_after, all_people_) - today) / unit);
    else if (!stays_open(building))
      put(row[j], choice_column_[j], -today / unit);
  }
  for (std::size_t p = 0; p < pairs_.size(); ++p) {
    const auto j = pairs_[p].building;
    if (row[j] < 0) continue;
    const double unit = std::max(1.0, std::min(most_capacity(problem_.building[j]), all_people_));
    put(row[j], pair_column_[p], customers_[pairs_[p].customer].people / unit);
  }
}

void BuildingsProgram::add_counts() {
  const auto& rules = problem_.rules;
  const bool fills = rules.closures < 0 && !std::isfinite(rules.budget) && rules.aim != BuildingAim::cost;
  double always = 0, could_close = 0, standing_cost = 0;
  for (const auto& building : problem_.building) {
    always += stays_open(building) ? 1 : 0;
    could_close += building.standing == BuildingStanding::could_close ? 1 : 0;
    standing_cost += stays_open(building) ? building.cost : 0;
  }
  const double most = std::min<double>(rules.most_open, static_cast<double>(problem_.building.size()));
  const int open = rules.most_open > 0 ? add_row(fills ? most - always : -kAnything, most - always) : -1;
  const int closures =
      rules.closures >= 0 ? add_row(could_close - rules.closures, could_close - rules.closures) : -1;
  const int budget = std::isfinite(rules.budget) ? add_row(-kAnything, rules.budget - standing_cost) : -1;
  for (std::size_t j = 0; j < problem_.building.size(); ++j) {
    const auto& building = problem_.building[j];
    if (choice_column_[j] < 0) continue;
    if (open >= 0 && !stays_open(building)) put(open, choice_column_[j], 1);
    if (closures >= 0 && building.standing == BuildingStanding::could_close)
      put(closures, choice_column_[j], 1);
    if (budget >= 0)
      put(budget, choice_column_[j],
          stays_open(building) ? building.cost_after - building.cost : building.cost);
  }
}

/// Mean minutes of each fifth: below the limit, and below what is minimised.
void BuildingsProgram::add_fifths() {
  const auto& rules = problem_.rules;
  const bool is_aim = rules.aim == BuildingAim::equity;
  if (!is_aim && !std::isfinite(rules.fifth_limit)) return;
  std::array<double, kFifths> people{};
  for (const auto& customer : customers_)
    for (std::size_t q = 0; q < kFifths; ++q) people[q] += customer.fifth_people[q];
  if (is_aim) scale_ = rules.unreachable;
  const int longest = is_aim ? add_column(1, true) : -1;
  for (std::size_t q = 0; q < kFifths; ++q) {
    if (!(people[q] > 0)) continue;
    const double unit = people[q];
    const int row = is_aim ? add_row(-kAnything, 0) : -1;
    if (is_aim) put(row, longest, -rules.unreachable);
    const int limit = std::isfinite(rules.fifth_limit) ? add_row(-kAnything, rules.fifth_limit) : -1;
    const auto put_minutes = [&](int column, double minutes) {
      if (minutes == 0) return;
      if (row >= 0) put(row, column, minutes / unit);
      if (limit >= 0) put(limit, column, minutes / unit);
    };
    for (std::size_t p = 0; p < pairs_.size(); ++p) put_minutes(pair_column_[p], pairs_[p].fifth_minutes[q]);
    for (std::size_t c = 0; c < customers_.size(); ++c)
      if (beyond_column_[c] >= 0) put_minutes(beyond_column_[c], customers_[c].fifth_beyond_minutes[q]);
  }
}

/// Who is not covered still goes somewhere: with maximal covering, one building within what may be lost
/// stays open for every area.
void BuildingsProgram::add_harm() {
  const auto& rules = problem_.rules;
  if (rules.aim != BuildingAim::covering || rules.one_hub || !std::isfinite(rules.harm)) return;
  for (const auto& customer : customers_) {
    const auto i = customer.areas.front();
    if (!(today_[i] < rules.unreachable)) continue;
    std::vector<int> near;
    bool is_kept = false;
    for (std::uint32_t j = 0; j < problem_.building.size(); ++j) {
      if (!(problem_.minutes.at(i, j) <= today_[i] + rules.harm + 1e-9)) continue;
      is_kept = is_kept || stays_open(problem_.building[j]);
      if (choice_column_[j] >= 0) near.push_back(choice_column_[j]);
    }
    if (is_kept) continue;
    const int row = add_row(1, kAnything);
    for (const int column : near) put(row, column, 1);
  }
}

void BuildingsProgram::finish() {
  for (const auto& column : entries_) {
    for (const auto& entry : column) {
      program_.row.push_back(entry.row);
      program_.value.push_back(entry.value);
    }
    program_.start.push_back(static_cast<int>(program_.row.size()));
  }
}

BuildingChoice BuildingsProgram::read_choice(const std::vector<std::uint8_t>& is_chosen) const {
  BuildingChoice choice;
  for (std::size_t j = 0; j < problem_.building.size(); ++j) {
    const bool chosen = choice_column_[j] >= 0 && is_chosen[static_cast<std::size_t>(choice_column_[j])] != 0;
    const bool stays = stays_open(problem_.building[j]);
    choice.is_open.push_back(stays || chosen ? 1 : 0);
    choice.is_upgraded.push_back(stays && chosen ? 1 : 0);
  }
  return choice;
}

std::optional<BuildingsProgram::Served> BuildingsProgram::serve(const BuildingChoice& choice,
                                                                bool of_aim) const {
  std::vector<double> fixed(program_.cost.size(), -1);  // of columns that the choice says
  for (std::size_t j = 0; j < problem_.building.size(); ++j)
    if (choice_column_[j] >= 0)
      fixed[static_cast<std::size_t>(choice_column_[j])] =
          stays_open(problem_.building[j]) ? choice.is_upgraded[j] : choice.is_open[j];
  const auto& cost = of_aim ? program_.cost : minutes_cost_;
  return problem_.rules.one_hub ? serve_whole(fixed, cost) : serve_shares(fixed, cost);
}

/// Customers that cannot be split: an integer program, in which rows of their own hold the choice.
std::optional<BuildingsProgram::Served> BuildingsProgram::serve_whole(const std::vector<double>& fixed,
                                                                      const std::vector<double>& cost) const {
  auto held = program_;
  held.cost = cost;
  held.start = {0};
  held.row.clear();
  held.value.clear();
  for (std::size_t column = 0; column < entries_.size(); ++column) {
    for (const auto& entry : entries_[column]) {
      held.row.push_back(entry.row);
      held.value.push_back(entry.value);
    }
    if (fixed[column] >= 0) {
      held.row.push_back(static_cast<int>(held.below.size()));
      held.value.push_back(1);
      held.below.push_back(fixed[column]);
      held.above.push_back(fixed[column]);
    }
    held.start.push_back(static_cast<int>(held.row.size()));
  }
  engine::WorkLeft work(std::numeric_limits<std::uint64_t>::max(), {});
  const auto solved =
      engine::solve_integer_program(held, kNoLimit, std::numeric_limits<std::uint64_t>::max(), work);
  if (solved.status != engine::IntegerAnswer::Status::optimal || solved.is_chosen.empty()) return {};
  Served served{solved.bound, {}, std::vector<double>(customers_.size(), 0)};
  for (const int column : pair_column_)
    served.share.push_back(solved.is_chosen[static_cast<std::size_t>(column)]);
  return served;
}

std::optional<BuildingsProgram::Served> BuildingsProgram::serve_shares(
    const std::vector<double>& fixed, const std::vector<double>& cost) const {
  std::vector<double> low(fixed.size(), 0), high(fixed.size(), 1);
  for (std::size_t column = 0; column < fixed.size(); ++column)
    if (fixed[column] >= 0) low[column] = high[column] = fixed[column];
  ClpSimplex linear;
  linear.setLogLevel(0);
  linear.loadProblem(static_cast<int>(fixed.size()), static_cast<int>(program_.below.size()),
                     program_.start.data(), program_.row.data(), program_.value.data(), low.data(),
                     high.data(), cost.data(), program_.below.data(), program_.above.data());
  linear.dual();
  if (!linear.isProvenOptimal()) return {};
  const double* value = linear.primalColumnSolution();
  Served served{linear.objectiveValue(), {}, {}};
  for (const int column : pair_column_) served.share.push_back(value[column]);
  for (const int column : beyond_column_) served.beyond.push_back(column < 0 ? 0 : value[column]);
  return served;
}

}  // namespace placewright::boundaries::workforce
