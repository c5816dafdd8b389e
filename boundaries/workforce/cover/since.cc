#include "boundaries/workforce/cover/since.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "boundaries/workforce/cover/coverage_flags.h"
#include "datasets/place/staff_text.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

Change change_of(std::string name, double then, const Limits& of_then, double now, const Limits& of_now) {
  return {std::move(name), then, now, now - then, difference_limits(now, of_now, then, of_then)};
}

Change change_of_slope(std::string name, double then, const std::optional<Limits>& of_then, double now,
                       const std::optional<Limits>& of_now) {
  return change_of(std::move(name), then, of_then.value_or(kNoLimits), now, of_now.value_or(kNoLimits));
}

std::optional<Limits> log_limits(const std::optional<Limits>& limits) {
  if (!limits) return std::nullopt;
  return Limits{std::log(limits->low), std::log(limits->high)};
}

/// Role groups that both have, in table order.
void match_groups(const Coverage& then, const Coverage& now, const std::vector<std::string>& asked,
                  Since& since) {
  const auto known = [](const Coverage& coverage, const std::string& group) {
    return std::any_of(coverage.by_group.begin(), coverage.by_group.end(),
                       [&](const auto& total) { return total.name == group && total.is_known(); });
  };
  for (const auto& coverage : {&now, &then})
    for (const auto& total : coverage->by_group) {
      if (!total.is_known() ||
          (!asked.empty() && std::find(asked.begin(), asked.end(), total.name) == asked.end()))
        continue;
      auto& list = known(then, total.name) && known(now, total.name) ? since.groups : since.left_out;
      if (std::find(list.begin(), list.end(), total.name) == list.end()) list.push_back(total.name);
    }
}

double allocated_of(const Coverage& coverage, const std::string& group) {
  for (const auto& total : coverage.by_group)
    if (total.name == group) return total.account.allocated;
  return kNotMeasured;
}

void compare_groups(Since& since) {
  for (const auto& group : since.groups) {
    const double then = allocated_of(since.then, group), now = allocated_of(since.now, group);
    since.by_group.push_back(
        change_of(group, then, byar_limits(std::max(0.0, then)), now, byar_limits(std::max(0.0, now))));
  }
}

void compare_units(Since& since) {
  const auto sure_then = measure_certainty(since.then), sure_now = measure_certainty(since.now);
  for (std::size_t k = 0; k < since.now.unit.size(); ++k) {
    const auto& before = since.then.unit[k];
    const auto& after = since.now.unit[k];
    since.rates.push_back(change_of(since.now.units.id[k], before.per_10k_need,
                                    sure_then.units[k].per_10k_need, after.per_10k_need,
                                    sure_now.units[k].per_10k_need));
    since.gaps.push_back(change_of(since.now.units.id[k], before.gap, sure_then.units[k].gap, after.gap,
                                   sure_now.units[k].gap));
  }
}

std::string say_inequality(const Change& sii) {
  if (std::isnan(sii.difference)) return "Whether inequality within the place is reducing cannot be said.";
  const bool turned = (sii.then < 0) != (sii.now < 0);
  const char* how = turned                                   ? "has turned round"
                    : std::abs(sii.now) < std::abs(sii.then) ? "is smaller"
                    : std::abs(sii.now) > std::abs(sii.then) ? "is larger"
                                                             : "is the same";
  return fmt::format(
      "Within the place inequality {}: the slope (SII) was {:+.2f} and is {:+.2f} WTE per 10,000; change "
      "{:+.2f} "
      "(95 % limits {:+.2f} to {:+.2f}{}).",
      how, sii.then, sii.now, sii.difference, sii.limits.low, sii.limits.high,
      sii.differs() ? "" : "; that may be chance");
}

void say(Since& since) {
  const auto more = std::count_if(since.rates.begin(), since.rates.end(),
                                  [](const auto&rate) { return rate.limits.low > 0; }),
             fewer = std::count_if(since.rates.begin(), since.rates.end(),
                                   [](const auto&rate) { return rate.limits.high < 0; }),
             judged = std::count_if(since.rates.begin(), since.rates.end(),
                                    [](const auto&rate) { return !std::isnan(rate.limits.low); });
  since.sentences.push_back(fmt::format(
      "Of {} {}s the rate by need rose in {} and fell in {} by more than chance; so many comparisons "
      "would show about {:.1f} by chance alone.",
      judged, since.now.units.kind, more, fewer, 0.05 * static_cast<double>(judged)));
  since.sentences.push_back(say_inequality(since.sii));
  const double then = since.then.equity.to_move, now = since.now.equity.to_move;
  if (!std::isnan(then) && !std::isnan(now))
    since.sentences.push_back(
        fmt::format("{:.2f} WTE would have had to move for each {} to have its share by need; now {:.2f}.",
                    then, since.now.units.kind, now));
  if (!since.left_out.empty())
    since.sentences.push_back(
        fmt::format("Not compared, as only one of the two has WTE: {}.", fmt::join(since.left_out, ", ")));
}

}  // namespace

std::vector<KeptStaff> kept_staff(const datasets::Place& place) {
  std::vector<KeptStaff> all;
  for (const auto& [key, text] : place.settings) {
    if (!key.starts_with(datasets::kKeptStaff)) continue;
    auto rows = datasets::read_staff_text(text);
    auto as_at = datasets::latest_date(rows);
    all.push_back({key.substr(datasets::kKeptStaff.size()), std::move(as_at), std::move(rows)});
  }
  return all;
}

KeptStaff find_kept(const datasets::Place& place, const std::string& word) {
  const auto all = kept_staff(place);
  const KeptStaff* found = nullptr;
  const auto month = month_of_vintage(word);
  std::vector<std::string> known;
  for (const auto& kept : all) {
    if (kept.name == word) return kept;
    known.push_back(kept.as_at.empty() || kept.as_at == kept.name
                        ? kept.name
                        : fmt::format("{} (of {})", kept.name, kept.as_at));
    const bool of_source =
        std::any_of(kept.rows.begin(), kept.rows.end(), [&](const auto& row) { return row.source == word; });
    const auto its = month_of_vintage(kept.as_at);
    const bool not_later = month && its && *its <= *month;
    if ((of_source || not_later) && (found == nullptr || kept.as_at > found->as_at)) found = &kept;
  }
  if (found != nullptr) return *found;
  throw geo::InputError{
      {"--since " + word, "no staff of that name, source or date are kept",
       known.empty() ? "an import of later staff keeps the earlier ones; --keep-as NAME keeps those of today"
                     : fmt::format("kept are: {}", fmt::join(known, ", "))}};
}

Since measure_since(const datasets::Place& place, const datasets::PlanRecord& plan, CoverageRequest request,
                    const KeptStaff& kept) {
  Since since;
  since.name = kept.name;
  since.then_as_at = kept.as_at;
  since.now_as_at = datasets::latest_date(place.workforce);
  auto earlier = place;
  earlier.workforce = kept.rows;
  request.compare_plans = false;
  since.then = measure_coverage(earlier, plan, request);
  since.now = measure_coverage(place, plan, request);
  match_groups(since.then, since.now, request.groups, since);
  if (since.groups.empty())
    throw geo::InputError{{"--since " + kept.name, "no role group has WTE both then and now",
                           "compare staff of the same kind"}};
  if (!since.left_out.empty()) {
    request.groups = since.groups;
    since.then = measure_coverage(earlier, plan, request);
    since.now = measure_coverage(place, plan, request);
  }
  compare_units(since);
  compare_groups(since);
  const auto &before = since.then.equity_quintiles, &after = since.now.equity_quintiles;
  since.sii = change_of_slope("SII within the place", before.slope.sii, before.slope.sii_limits,
                              after.slope.sii, after.slope.sii_limits);
  since.log_rii = change_of_slope("ln RII within the place, log scale", std::log(before.slope_log.rii),
                                  log_limits(before.slope_log.rii_limits), std::log(after.slope_log.rii),
                                  log_limits(after.slope_log.rii_limits));
  say(since);
  return since;
}

}  // namespace placewright::boundaries::workforce
