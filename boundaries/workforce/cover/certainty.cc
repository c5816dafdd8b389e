#include "boundaries/workforce/cover/certainty.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kPer = 1e4;
constexpr double kOutside95 = 0.05, kOutside998 = 0.002;

/// Weighted people that a unit's rate per need is over. A rate of 0 does not say it.
double need_behind(const UnitCoverage& unit) {
  if (unit.per_10k_need > 0 && unit.judged_wte > 0) return kPer * unit.judged_wte / unit.per_10k_need;
  return unit.need * unit.coverage;
}

double residents_behind(const UnitCoverage& unit) { return unit.residents * unit.coverage; }

/// Persons and WTE of all units that show both.
struct PlaceStaff {
  double wte = 0, persons = 0, fair = 0;
  [[nodiscard]] double wte_a_person() const { return persons > 0 ? wte / persons : 1; }
};

PlaceStaff sum_place(const Coverage& coverage) {
  PlaceStaff all;
  for (const auto& unit : coverage.unit) {
    if (!std::isnan(unit.fair)) all.fair += unit.fair;
    if (std::isnan(unit.wte) || unit.partial) continue;
    all.wte += unit.wte;
    all.persons += persons_behind(unit.wte, unit.headcount);
  }
  return all;
}

/// The fair share follows the sum of all units, its own among them: gap = (1 - s) wte - s others, s its share
/// of need. Fair shares add up to the staff of all units, and so tell both.
Limits gap_limits(const UnitCoverage& unit, double persons, const PlaceStaff& all) {
  if (std::isnan(unit.gap) || !(all.fair > 0)) return kNoLimits;
  const double share = unit.fair / all.fair, others = std::max(0.0, all.fair - unit.judged_wte);
  const double own_persons = unit.wte > 0 ? persons * unit.judged_wte / unit.wte : 0;
  const auto limits_of = [&](double wte, double count) {
    const auto byar = byar_limits(count);
    const double each = count > 0 ? wte / count : all.wte_a_person();
    return Limits{byar.low * each, byar.high * each};
  };
  const auto own = limits_of(unit.judged_wte, own_persons);
  const auto rest = limits_of(others, others / all.wte_a_person());
  const double keep = 1 - share;
  return difference_limits(keep * unit.judged_wte, {keep * own.low, keep * own.high}, share * others,
                           {share * rest.low, share * rest.high});
}

FunnelPlace place_in_funnel(double rate, const UnitCertainty& unit) {
  if (rate < unit.control_998.low) return FunnelPlace::low_998;
  if (rate > unit.control_998.high) return FunnelPlace::high_998;
  if (rate < unit.control_95.low) return FunnelPlace::low_95;
  if (rate > unit.control_95.high) return FunnelPlace::high_95;
  return FunnelPlace::within;
}

/// Control limits of a unit of its size around the place's rate.
void judge_in_funnel(const UnitCoverage& unit, double place_rate, double wte_a_person, UnitCertainty& sure) {
  const double need = need_behind(unit), expected = place_rate * need / kPer / wte_a_person;
  if (!(expected > 0) || std::isnan(unit.per_10k_need)) return;
  const auto as_rate = [&](const Limits& counts) {
    return Limits{kPer * counts.low * wte_a_person / need, kPer * counts.high * wte_a_person / need};
  };
  sure.control_95 = as_rate(control_limits(expected, kOutside95));
  sure.control_998 = as_rate(control_limits(expected, kOutside998));
  sure.funnel = place_in_funnel(unit.per_10k_need, sure);
}

double rate_of_place(const Coverage& coverage) {
  for (const auto& unit : coverage.unit)
    if (unit.fair > 0 && need_behind(unit) > 0) return kPer * unit.fair / need_behind(unit);
  return kNotMeasured;
}

void set_steps(const Coverage& coverage, Certainty& sure) {
  for (std::uint32_t k = 0; k < coverage.unit.size(); ++k)
    if (!std::isnan(coverage.unit[k].per_10k_need)) sure.in_rank.push_back(k);
  const auto rate = [&](std::uint32_t k) { return coverage.unit[k].per_10k_need; };
  std::stable_sort(sure.in_rank.begin(), sure.in_rank.end(),
                   [&](auto a, auto b) { return rate(a) > rate(b); });
  for (std::size_t at = 1; at < sure.in_rank.size(); ++at) {
    const auto a = sure.in_rank[at - 1], b = sure.in_rank[at];
    RankStep step{a, b, rate(a) - rate(b), kNoLimits, false};
    step.limits = difference_limits(rate(a), sure.units[a].per_10k_need, rate(b), sure.units[b].per_10k_need);
    step.differ = step.limits.low > 0;
    sure.steps_that_differ += step.differ ? 1U : 0U;
    sure.steps.push_back(step);
  }
}

std::string say_funnel(const Coverage& coverage, const Certainty& sure) {
  std::vector<std::string> low, high;
  for (std::size_t k = 0; k < sure.units.size(); ++k) {
    const auto funnel = sure.units[k].funnel;
    if (funnel == FunnelPlace::low_998) low.push_back(coverage.units.id[k]);
    if (funnel == FunnelPlace::high_998) high.push_back(coverage.units.id[k]);
  }
  std::string names;
  if (!low.empty()) names += fmt::format("; below 99.8 %: {}", fmt::join(low, ", "));
  if (!high.empty()) names += fmt::format("; above 99.8 %: {}", fmt::join(high, ", "));
  return fmt::format(
      "{} {}s are judged at once: by chance alone about {:.1f} would lie beyond the 95 % control limits "
      "around "
      "the place's {:.2f} WTE per 10,000 by need, and {:.2f} beyond those of 99.8 %; {} and {} do{}.",
      sure.judged, coverage.units.kind, kOutside95 * static_cast<double>(sure.judged), sure.place_rate,
      kOutside998 * static_cast<double>(sure.judged), sure.beyond_95, sure.beyond_998, names);
}

std::string say_steps(const Coverage& coverage, const Certainty& sure) {
  const auto all = sure.steps.size();
  if (sure.steps_that_differ == 0)
    return fmt::format(
        "No {} differs from the next in rank: each 95 % interval of a difference holds 0, and the order of "
        "neighbours in rank may be chance.",
        coverage.units.kind);
  return fmt::format(
      "{} of {} {}s differ from the next in rank (the 95 % interval of their difference leaves 0; of {} "
      "comparisons chance alone would give about {:.1f}); the order of the others may be chance.",
      sure.steps_that_differ, all, coverage.units.kind, all, kOutside95 * static_cast<double>(all));
}

void say(const Coverage& coverage, bool by_headcount, Certainty& sure) {
  sure.method = fmt::format(
      "95 % limits of a count of persons by Byar's approximation (Breslow and Day 1987), of {}; differences "
      "and gaps by the variances recovered from them (Zou and Donner 2008); control limits: exact Poisson, "
      "interpolated (Spiegelhalter 2005)",
      by_headcount ? "headcount, or of WTE where that is more" : "WTE, as no headcount is shown");
  sure.leaves_out =
      "not in them: how staff are shared out by lists and patches, silence of practices and PCNs, errors of "
      "people and need, and that staff are no random count: read them as a guide";
  if (sure.judged > 0) sure.sentences.push_back(say_funnel(coverage, sure));
  if (!sure.steps.empty()) sure.sentences.push_back(say_steps(coverage, sure));
  if (auto why = explain_two_slopes(coverage); !why.empty()) sure.sentences.push_back(std::move(why));
}

/// -1: the more deprived have more; 0 about the same; 1 the less deprived; nothing where not measured.
std::optional<int> direction_of(const Slope& slope) {
  if (!slope.refused.empty() || std::isnan(slope.rii)) return std::nullopt;
  if (std::abs(slope.rii - 1) < kSameWithin) return 0;
  return slope.sii > 0 ? 1 : -1;
}

const char* direction_text(int direction) {
  return direction > 0   ? "the less deprived have more staff"
         : direction < 0 ? "the more deprived have more staff"
                         : "both ends have about the same";
}

}  // namespace

std::string_view funnel_text(FunnelPlace place) {
  switch (place) {
    case FunnelPlace::within:
      return "within";
    case FunnelPlace::low_95:
      return "low 95 %";
    case FunnelPlace::high_95:
      return "high 95 %";
    case FunnelPlace::low_998:
      return "low 99.8 %";
    case FunnelPlace::high_998:
      return "high 99.8 %";
    case FunnelPlace::not_judged:
      break;
  }
  return "";
}

double persons_behind(double wte, double headcount) {
  PLACEWRIGHT_EXPECT(wte >= 0);
  return std::isnan(headcount) ? wte : std::max(wte, headcount);
}

Limits rate_limits(double rate, double persons, double people, double wte_a_person) {
  if (std::isnan(rate) || std::isnan(persons)) return kNoLimits;
  const auto limits = byar_limits(persons);
  if (persons > 0 && rate > 0) return {rate * limits.low / persons, rate * limits.high / persons};
  if (!(people > 0)) return kNoLimits;
  return {0, kPer * limits.high * wte_a_person / people};
}

Limits difference_limits(double a, const Limits& of_a, double b, const Limits& of_b) {
  const double difference = a - b;
  return {difference - std::hypot(a - of_a.low, of_b.high - b),
          difference + std::hypot(of_a.high - a, b - of_b.low)};
}

Limits control_limits(double expected, double outside) {
  PLACEWRIGHT_EXPECT(expected > 0 && outside > 0 && outside < 1);
  const double spread = std::sqrt(expected);
  const auto chance = [&](double count) {
    return std::exp(count * std::log(expected) - expected - std::lgamma(count + 1));
  };
  // Counts below hold less than 1e-30 of the chance.
  const double first = std::max(0.0, std::floor(expected - 12 * spread - 12));
  const auto limit = [&](double below) {
    double count = first, upto = chance(first), here = upto;
    while (upto <= below) {
      ++count;
      here = chance(count);
      upto += here;
    }
    return std::max(0.0, count - (upto - below) / here);
  };
  return {limit(outside / 2), limit(1 - outside / 2)};
}

std::string explain_two_slopes(const Coverage& coverage) {
  const auto between = direction_of(coverage.equity.slope),
             within = direction_of(coverage.equity_quintiles.slope);
  if (!between || !within || *between == *within) return {};
  return fmt::format(
      "Between {}s {}, between fifths of areas within the place {}: a {} mixes deprived and other areas, so "
      "its mean rank is less extreme than its areas', and staff of one list or patch are spread over both; "
      "the "
      "first speaks of the lines drawn, the second of where deprived people live.",
      coverage.units.kind, direction_text(*between), direction_text(*within), coverage.units.kind);
}

Certainty measure_certainty(const Coverage& coverage) {
  Certainty sure;
  const auto all = sum_place(coverage);
  sure.place_rate = rate_of_place(coverage);
  sure.units.resize(coverage.unit.size());
  bool by_headcount = false;
  for (std::size_t k = 0; k < coverage.unit.size(); ++k) {
    const auto& unit = coverage.unit[k];
    auto& one = sure.units[k];
    if (unit.hidden || unit.partial || std::isnan(unit.wte)) continue;
    by_headcount = by_headcount || !std::isnan(unit.headcount);
    one.staff = persons_behind(unit.wte, unit.headcount);
    one.per_10k_residents =
        rate_limits(unit.per_10k_residents, one.staff, residents_behind(unit), all.wte_a_person());
    one.per_10k_need = rate_limits(unit.per_10k_need, one.staff, need_behind(unit), all.wte_a_person());
    // Where what was reported is withheld, the sum of all units is not shown either.
    if (!std::isnan(coverage.people_covered)) one.gap = gap_limits(unit, one.staff, all);
    judge_in_funnel(unit, sure.place_rate, all.wte_a_person(), one);
    sure.judged += one.funnel != FunnelPlace::not_judged ? 1U : 0U;
    sure.beyond_95 += one.funnel > FunnelPlace::within ? 1U : 0U;
    sure.beyond_998 += one.funnel >= FunnelPlace::low_998 ? 1U : 0U;
  }
  set_steps(coverage, sure);
  say(coverage, by_headcount, sure);
  return sure;
}

}  // namespace placewright::boundaries::workforce
