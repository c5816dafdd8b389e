#include "boundaries/workforce/cover/equity.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

double sum(std::span<const double> values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// same: least relative inequality that a sentence calls a difference; below it the words say "about the
/// same".
std::string say_slope(const Slope& slope, const std::string& unit, double same) {
  if (!slope.refused.empty())
    return fmt::format("No slope across deprivation for {}: {}.", unit, slope.refused);
  if (std::isnan(slope.rii))
    return fmt::format("No slope across deprivation for {}: there is no supply.", unit);
  std::string limits;
  const bool unsure = slope.sii_limits && slope.sii_limits->low < 0 && slope.sii_limits->high > 0;
  const std::string doubt = unsure ? "; that may be chance" : "";
  if (slope.rii_limits)
    limits = fmt::format(" (95 % limits {:.2f} to {:.2f}{})", slope.rii_limits->low, slope.rii_limits->high,
                         doubt);
  if (slope.rii <= 0)
    return fmt::format(
        "The fitted line of {} falls below zero at one end: SII {:+.2f}, no ratio can be stated.", unit,
        slope.sii);
  if (std::abs(slope.rii - 1) < same)
    return fmt::format(
        "The least and the most deprived areas have about the same {} (fitted ratio {:.2f}{}).", unit,
        slope.rii, limits);
  if (slope.rii > 1)
    return fmt::format("The least deprived areas have {:.2f} times the {} of the most deprived{}.", slope.rii,
                       unit, limits);
  const std::string inverse = slope.rii_limits && slope.rii_limits->low > 0
                                  ? fmt::format(" (95 % limits {:.2f} to {:.2f}{})",
                                                1 / slope.rii_limits->high, 1 / slope.rii_limits->low, doubt)
                                  : "";
  return fmt::format("The most deprived areas have {:.2f} times the {} of the least deprived{}.",
                     1 / slope.rii, unit, inverse);
}

constexpr double kPer = 1e4;

/// Units that have what a figure needs.
struct Rows {
  std::vector<double> people, supply, deprivation, need, error;
  std::vector<std::uint32_t> group;
  void take(const EquityUnits& given, std::size_t k, double living, double staff, double weighted) {
    people.push_back(living);
    supply.push_back(staff);
    deprivation.push_back(given.deprivation[k]);
    need.push_back(weighted);
    if (!given.standard_error.empty()) error.push_back(given.standard_error[k]);
    if (!given.group.empty()) group.push_back(given.group[k]);
  }
};

std::vector<double> rates_of(const std::vector<double>& supply, const std::vector<double>& people) {
  std::vector<double> rate;
  for (std::size_t k = 0; k < people.size(); ++k) rate.push_back(kPer * supply[k] / people[k]);
  return rate;
}

/// The units by what is known of them.
struct SortedRows {
  Rows crude;           ///< people and supply
  Rows ranked;          ///< and deprivation
  Rows by_need;         ///< people, supply and need
  Rows ranked_by_need;  ///< all of it
};

/// Units without people or supply go to `excluded`.
SortedRows sort_rows(const EquityUnits& given, std::vector<std::string>& excluded) {
  SortedRows rows;
  for (std::size_t k = 0; k < given.people.size(); ++k) {
    if (!(given.people[k] > 0) || std::isnan(given.supply[k])) {
      excluded.push_back(k < given.name.size() ? given.name[k] : fmt::format("row {}", k + 1));
      continue;
    }
    const double need = given.need.empty() ? given.people[k] : given.need[k];
    const double people = given.need_people.empty() ? given.people[k] : given.need_people[k],
                 supply = given.need_supply.empty() ? given.supply[k] : given.need_supply[k];
    const bool known_need = need > 0 && people > 0 && !std::isnan(supply),
               known_rank = !std::isnan(given.deprivation[k]);
    rows.crude.take(given, k, given.people[k], given.supply[k], need);
    if (known_rank) rows.ranked.take(given, k, given.people[k], given.supply[k], need);
    if (known_need) rows.by_need.take(given, k, people, supply, need);
    if (known_need && known_rank) rows.ranked_by_need.take(given, k, people, supply, need);
  }
  return rows;
}

/// Inequality whoever has it, by people and by need.
void measure_spread(const SortedRows& rows, Equity& equity) {
  equity.gini = measure_gini(rows.crude.people, rows.crude.supply);
  equity.theil = measure_theil(rows.crude.people, rows.crude.supply, rows.crude.group);
  equity.hoover = measure_hoover(rows.crude.people, rows.crude.supply);
  const Rows& by_need = rows.by_need;
  if (by_need.people.empty()) return;
  equity.gini_need = measure_gini(by_need.need, by_need.supply);
  equity.hoover_need = measure_hoover(by_need.need, by_need.supply);
  equity.to_move = equity.hoover_need * sum(by_need.supply);
  equity.explained_by_need = measure_explained_by_need(by_need.people, by_need.supply, by_need.need);
}

/// Supply along deprivation. `rate`: of all units, for the range of Erreygers' index.
void measure_against_rank(const Rows& rows, const std::vector<double>& rate, const EquityOptions& options,
                          Equity& equity) {
  if (rows.people.empty()) return;
  equity.concentration = measure_concentration(rows.people, rows.supply, rows.deprivation);
  const auto [low, high] = std::minmax_element(rate.begin(), rate.end());
  equity.erreygers = *high > *low ? equity.concentration * 4 * equity.mean / (*high - *low) : 0;
  equity.slope = measure_slope(rows.people, rates_of(rows.supply, rows.people), rows.deprivation,
                               {.standard_error = rows.error, .draws = options.draws, .seed = options.seed});
  equity.slope_log = measure_slope(rows.people, rates_of(rows.supply, rows.people), rows.deprivation,
                                   {.transform = Transform::log,
                                    .standard_error = rows.error,
                                    .draws = options.draws,
                                    .seed = options.seed});
  equity.fifths = measure_fifths(rows.people, rows.supply, rows.deprivation);
  equity.fifths.most_deprived *= kPer;
  equity.fifths.least_deprived *= kPer;
}

void measure_need_against_rank(const Rows& rows, const EquityOptions& options, Equity& equity) {
  if (rows.people.empty()) return;
  equity.concentration_need_weighted = measure_concentration(rows.need, rows.supply, rows.deprivation);
  equity.concentration_of_need = measure_concentration(rows.people, rows.need, rows.deprivation);
  equity.horizontal_inequity =
      measure_concentration(rows.people, rows.supply, rows.deprivation) - equity.concentration_of_need;
  std::vector<double> error;
  for (std::size_t k = 0; k < rows.error.size(); ++k)
    error.push_back(rows.error[k] * rows.people[k] / rows.need[k]);
  equity.slope_need = measure_slope(rows.need, rates_of(rows.supply, rows.need), rows.deprivation,
                                    {.standard_error = error, .draws = options.draws, .seed = options.seed});
}

/// Share of people below the minimum offer, and how far below on average.
void measure_minimum(const Rows& crude, double minimum_offer, Equity& equity) {
  const auto rate = rates_of(crude.supply, crude.people);
  const double all = sum(crude.people);
  double below = 0, gap = 0;
  for (std::size_t k = 0; k < rate.size(); ++k)
    if (rate[k] < minimum_offer) {
      below += crude.people[k] / all;
      gap += crude.people[k] / all * (minimum_offer - rate[k]) / minimum_offer;
    }
  equity.below_minimum = below;
  equity.shortfall = gap;
}

std::string say_horizontal(double inequity) {
  if (std::isnan(inequity))
    return "Whom supply favours after need cannot be said: it takes two units with people, deprivation and "
           "reported staff.";
  return fmt::format("After need, supply {} (horizontal inequity {:+.3f}).",
                     std::abs(inequity) < 0.005 ? "favours neither the deprived nor the affluent"
                     : inequity > 0             ? "favours the less deprived"
                                                : "favours the more deprived",
                     std::abs(inequity) < 0.0005 ? 0.0 : inequity);
}

void say_equity(const SortedRows& rows, const EquityOptions& options, bool has_need, Equity& equity) {
  auto& say = equity.sentences;
  say.push_back(say_slope(equity.slope, "WTE per 10,000 people", options.same));
  if (has_need)
    say.push_back(say_slope(equity.slope_need, "WTE per 10,000 people weighted by need", options.same));
  if (!std::isnan(equity.to_move) && !std::isnan(equity.hoover_need))
    say.push_back(fmt::format(
        "{:.2f} WTE ({:.1f} % of {:.2f}) would have to move for each unit to have its share by need.",
        equity.to_move, 100 * equity.hoover_need, sum(rows.by_need.supply)));
  if (!std::isnan(equity.fifths.ratio))
    say.push_back(fmt::format(
        "The most deprived fifth of people has {:.2f} WTE per 10,000, the least deprived fifth {:.2f}.",
        equity.fifths.most_deprived, equity.fifths.least_deprived));
  say.push_back(say_horizontal(equity.horizontal_inequity));
  if (!std::isnan(equity.below_minimum))
    say.push_back(
        fmt::format("{:.1f} % of people live where the rate is below the minimum offer of {:.2f} per 10,000.",
                    100 * equity.below_minimum, options.minimum_offer));
}

}  // namespace

double measure_gini(std::span<const double> people, std::span<const double> supply) {
  PLACEWRIGHT_EXPECT(people.size() == supply.size());
  const double all = sum(people), total = sum(supply);
  if (all <= 0 || total <= 0) return kNotMeasured;
  std::vector<std::size_t> order(people.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return supply[a] * people[b] < supply[b] * people[a]; });
  double gini = 1, below = 0;
  for (const auto k : order) {
    const double upto = below + supply[k] / total;
    gini -= people[k] / all * (upto + below);
    below = upto;
  }
  return people.size() == 1 ? 0 : gini;
}

double measure_gini_of_pairs(std::span<const double> people, std::span<const double> supply) {
  PLACEWRIGHT_EXPECT(people.size() == supply.size());
  const double all = sum(people), total = sum(supply);
  if (all <= 0 || total <= 0) return kNotMeasured;
  double apart = 0;
  for (std::size_t i = 0; i < people.size(); ++i)
    for (std::size_t j = 0; j < people.size(); ++j)
      apart += people[i] * people[j] * std::abs(supply[i] / people[i] - supply[j] / people[j]);
  return apart / (2 * all * all * (total / all));
}

double measure_concentration(std::span<const double> people, std::span<const double> supply,
                             std::span<const double> deprivation) {
  const double all = sum(people), total = sum(supply);
  if (all <= 0 || total <= 0) return kNotMeasured;
  const auto rank = deprivation_ranks(people, deprivation);
  const double mean = total / all;
  double index = 0;
  for (std::size_t k = 0; k < people.size(); ++k)
    index += people[k] / all * (supply[k] / people[k] - mean) * (rank[k] - 0.5);
  return 2 / mean * index;
}

Theil measure_theil(std::span<const double> people, std::span<const double> supply,
                    std::span<const std::uint32_t> group) {
  const double all = sum(people), total = sum(supply);
  if (all <= 0 || total <= 0) return {};
  const auto groups =
      group.empty() ? std::size_t{1} : std::size_t{1} + *std::max_element(group.begin(), group.end());
  std::vector<double> group_people(groups), group_supply(groups), inside(groups);
  const auto of = [&](std::size_t k) { return group.empty() ? std::size_t{0} : std::size_t{group[k]}; };
  for (std::size_t k = 0; k < people.size(); ++k) {
    group_people[of(k)] += people[k];
    group_supply[of(k)] += supply[k];
  }
  const auto term = [](double part_supply, double part_people, double whole_supply, double whole_people) {
    if (part_supply <= 0) return 0.0;
    const double share = part_supply / whole_supply;
    return share * std::log(share / (part_people / whole_people));
  };
  Theil theil{0, 0, 0};
  for (std::size_t k = 0; k < people.size(); ++k) {
    theil.total += term(supply[k], people[k], total, all);
    inside[of(k)] += term(supply[k], people[k], group_supply[of(k)], group_people[of(k)]);
  }
  for (std::size_t g = 0; g < groups; ++g) {
    theil.between += term(group_supply[g], group_people[g], total, all);
    theil.within += group_supply[g] / total * inside[g];
  }
  return theil;
}

double measure_hoover(std::span<const double> people, std::span<const double> supply) {
  const double all = sum(people), total = sum(supply);
  if (all <= 0 || total <= 0) return kNotMeasured;
  double apart = 0;
  for (std::size_t k = 0; k < people.size(); ++k) apart += std::abs(supply[k] / total - people[k] / all);
  return apart / 2;
}

Fifths measure_fifths(std::span<const double> people, std::span<const double> supply,
                      std::span<const double> deprivation) {
  const double all = sum(people);
  if (all <= 0 || sum(supply) <= 0) return {};
  // A unit covers the ranks of its pooled block; it takes part in a fifth by the share of the block that lies
  // there.
  const auto rank = deprivation_ranks(people, deprivation);
  double most = 0, least = 0;
  for (std::size_t k = 0; k < people.size(); ++k) {
    double block = 0;
    for (std::size_t other = 0; other < people.size(); ++other)
      if (deprivation[other] == deprivation[k]) block += people[other];
    const double width = block / all, from = rank[k] - width / 2, to = rank[k] + width / 2;
    most += supply[k] * std::clamp(0.2 - from, 0.0, width) / width;
    least += supply[k] * std::clamp(to - 0.8, 0.0, width) / width;
  }
  return {most / (0.2 * all), least / (0.2 * all), most > 0 ? least / most : kNotMeasured};
}

Fifths measure_end_groups(std::span<const double> people, std::span<const double> supply,
                          std::span<const double> deprivation, std::size_t groups) {
  PLACEWRIGHT_EXPECT(groups > 0 && 2 * groups <= people.size());
  std::vector<std::size_t> order(people.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return deprivation[a] > deprivation[b]; });
  const auto rate = [&](std::size_t from) {
    double here = 0, living = 0;
    for (std::size_t k = from; k < from + groups; ++k) {
      here += supply[order[k]];
      living += people[order[k]];
    }
    return here / living;
  };
  const double most = rate(0), least = rate(people.size() - groups);
  return {most, least, most > 0 ? least / most : kNotMeasured};
}

double measure_explained_by_need(std::span<const double> people, std::span<const double> supply,
                                 std::span<const double> need) {
  if (people.size() < 3) return kNotMeasured;
  double mean_x = 0, mean_y = 0;
  const auto n = static_cast<double>(people.size());
  for (std::size_t k = 0; k < people.size(); ++k) {
    mean_x += need[k] / people[k] / n;
    mean_y += supply[k] / people[k] / n;
  }
  double xx = 0, yy = 0, xy = 0;
  for (std::size_t k = 0; k < people.size(); ++k) {
    const double x = need[k] / people[k] - mean_x, y = supply[k] / people[k] - mean_y;
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  if (xx <= 0 || yy <= 0) return kNotMeasured;
  return xy * xy / (xx * yy);
}

Equity measure_equity(const EquityUnits& given, const EquityOptions& options) {
  Equity equity;
  const auto rows = sort_rows(given, equity.excluded);
  equity.units = rows.crude.people.size();
  const double total = sum(rows.crude.supply);
  if (rows.crude.people.empty() || total <= 0) {
    equity.slope.refused = equity.slope_need.refused =
        rows.crude.people.empty() ? "no unit has people and supply" : "there is no supply";
    equity.sentences.push_back(fmt::format("Nothing can be measured: {}.", equity.slope.refused));
    return equity;
  }
  equity.mean = kPer * total / sum(rows.crude.people);
  measure_spread(rows, equity);
  equity.slope.refused = equity.slope_need.refused = "no unit has a deprivation score";
  measure_against_rank(rows.ranked, rates_of(rows.crude.supply, rows.crude.people), options, equity);
  measure_need_against_rank(rows.ranked_by_need, options, equity);
  if (!std::isnan(options.minimum_offer)) measure_minimum(rows.crude, options.minimum_offer, equity);
  say_equity(rows, options, !given.need.empty(), equity);
  return equity;
}

}  // namespace placewright::boundaries::workforce
