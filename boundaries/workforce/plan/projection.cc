#include "boundaries/workforce/plan/projection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "geo/error.h"
#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

double weigh(std::span<const double> bands, std::span<const double> weight) {
  double all = 0;
  for (std::size_t a = 0; a < bands.size(); ++a) all += bands[a] * (weight.empty() ? 1 : weight[a]);
  return all;
}

void check_share(const char* name, double value, bool below_one) {
  if (value >= 0 && (below_one ? value < 1 : value <= 1)) return;
  throw geo::InputError{{name, fmt::format("{} is no share", value),
                         below_one ? "give a share from 0 to below 1" : "give a share from 0 to 1"}};
}

}  // namespace

std::vector<double> project_by_constant_share(std::span<const double> parent_base,
                                              std::span<const double> parent_horizon,
                                              std::span<const double> local_base,
                                              std::span<const double> housing) {
  PLACEWRIGHT_EXPECT(parent_base.size() == parent_horizon.size() && parent_base.size() == local_base.size());
  std::vector<double> then(local_base.size());
  for (std::size_t a = 0; a < then.size(); ++a) {
    then[a] = parent_base[a] > 0 ? parent_horizon[a] * local_base[a] / parent_base[a]
                                 : std::numeric_limits<double>::quiet_NaN();
    if (!housing.empty()) then[a] += housing[a];
  }
  return then;
}

Requirement project_requirement(std::span<const double> bands_now, std::span<const double> bands_then,
                                StaffToday staff, const ProjectionRule& rule, std::optional<double> rate) {
  PLACEWRIGHT_EXPECT(bands_now.size() == bands_then.size());
  PLACEWRIGHT_EXPECT(rule.weight.empty() || rule.weight.size() == bands_now.size());
  check_share("vacancy", rule.vacancy, true);
  check_share("diversion", rule.diversion, false);
  if (!(rule.productivity > -1))
    throw geo::InputError{{"productivity", fmt::format("{} a year", rule.productivity),
                           "give a growth above -1, such as 0.01"}};
  constexpr double per = 1e4;
  Requirement need;
  need.people_now = weigh(bands_now, {});
  need.people_then = weigh(bands_then, {});
  need.weighted_now = weigh(bands_now, rule.weight);
  need.weighted_then = weigh(bands_then, rule.weight);
  const double today = staff.reported + staff.silent;
  need.rate_now = rate.value_or(per * today / need.weighted_now);
  const double start = need.rate_now * need.weighted_now / per;
  need.required = need.rate_now * need.weighted_then / per;
  need.required_crude = start * need.people_then / need.people_now;
  const double productive = std::pow(1 + rule.productivity, -rule.years);
  need.with_productivity = need.required * productive;
  need.with_diversion = need.required * (1 - rule.diversion);
  need.with_vacancy = need.required / (1 - rule.vacancy);

  double running = staff.reported;
  need.bridge.push_back({"WTE today", running, running});
  const auto step = [&](const std::string& what, double to) {
    need.bridge.push_back({what, to - running, to});
    running = to;
  };
  if (staff.silent > 0) step("staff of whom nobody reported, at the same rate", today);
  if (rate) step("to the chosen rate", start);
  step("more or fewer people", need.required_crude);
  step("their need (age and other weights)", need.required);
  if (rule.diversion > 0) step("met elsewhere", running * (1 - rule.diversion));
  for (const auto& [label, change] : rule.effects) step(label, running * (1 + change));
  if (rule.productivity != 0) step("productivity", running * productive);
  if (rule.vacancy > 0) step("posts to cover vacancies", running / (1 - rule.vacancy));
  need.adjusted = running;

  need.low = need.adjusted * (1 - rule.range);
  need.high = need.adjusted * (1 + rule.range);
  return need;
}

Range range_of_editions(std::span<const double> adjusted) {
  PLACEWRIGHT_EXPECT(!adjusted.empty());
  std::vector<double> sorted(adjusted.begin(), adjusted.end());
  std::sort(sorted.begin(), sorted.end());
  const std::size_t middle = sorted.size() / 2;
  const double central = sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return {sorted.front(), central, sorted.back()};
}

std::span<const ReportedEffect> napc_effects() {
  static constexpr ReportedEffect effects[] = {
      {"gp_demand", "GP demand", -0.06},
      {"outpatients", "outpatient attendances", -0.06},
      {"emergency", "emergency department attendances", -0.12},
      {"bed_days", "hospital bed days", -0.14},
      {"absence", "sickness absence", -0.14},
      {"turnover", "staff turnover", -0.10},
      {"productivity", "productivity", 0.03},
      {"high_intensity", "cost of people who use services most", -0.07},
  };
  return effects;
}

}  // namespace placewright::boundaries::workforce
