#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/supply/interval.h"

/// How sure the rates and gaps of units are. Everything here is computed from a coverage as it is given: of a
/// published one from what is published alone, so that it tells nothing of what is hidden.
namespace placewright::boundaries::workforce {

inline constexpr Limits kNoLimits{kNotMeasured, kNotMeasured};

/// Where a unit's rate per need lies among the control limits of the funnel around the place's rate.
enum class FunnelPlace { not_judged, within, low_95, high_95, low_998, high_998 };
[[nodiscard]] std::string_view funnel_text(
    FunnelPlace place);  ///< "within", "low 99.8 %", ... ; "" not judged

/// One unit. Limits are NaN where there is no rate, or where it is hidden.
struct UnitCertainty {
  double staff = kNotMeasured;  ///< persons that the intervals rest on: see persons_behind
  Limits per_10k_residents = kNoLimits, per_10k_need = kNoLimits;  ///< 95 %
  Limits gap = kNoLimits;                                          ///< 95 %, WTE
  /// Rates per 10,000 by need between which a unit of its size lies by chance, had it the place's rate.
  Limits control_95 = kNoLimits, control_998 = kNoLimits;
  FunnelPlace funnel = FunnelPlace::not_judged;
};

/// Two units next to one another in the order of their rates per need.
struct RankStep {
  std::uint32_t higher = 0, lower = 0;  ///< units
  double difference = 0;                ///< WTE per 10,000 by need
  Limits limits = kNoLimits;            ///< 95 %, of the difference
  bool differ = false;                  ///< the limits leave 0
};

struct Certainty {
  double place_rate = kNotMeasured;    ///< WTE per 10,000 by need
  std::vector<UnitCertainty> units;    ///< parallel to coverage.units
  std::vector<std::uint32_t> in_rank;  ///< units with a rate per need, highest first
  std::vector<RankStep> steps;
  std::size_t judged = 0, beyond_95 = 0, beyond_998 = 0, steps_that_differ = 0;
  std::string method, leaves_out;      ///< how the intervals are made; what they do not include
  std::vector<std::string> sentences;  ///< with how many comparisons are made at once
};
[[nodiscard]] Certainty measure_certainty(const Coverage& coverage);

/// Persons that an interval of a figure rests on: the headcount; WTE where no headcount is known or it is
/// below the WTE (some rows do not say theirs). Needs: wte >= 0.
[[nodiscard]] double persons_behind(double wte, double headcount);

/// A rate with the relative limits of the count behind it. With nobody, the upper limit is that of a count of
/// 0 at `wte_a_person` over `people` (of the rate's denominator). NaN where the rate is.
[[nodiscard]] Limits rate_limits(double rate, double persons, double people, double wte_a_person = 1);

/// Limits of a - b from those of each (Zou and Donner 2008, MOVER; Newcombe's method 10 of proportions).
[[nodiscard]] Limits difference_limits(double a, const Limits& of_a, double b, const Limits& of_b);

/// Limits between which a Poisson count of this mean lies, interpolated between whole counts (Spiegelhalter
/// 2005, appendix A.1). Needs: expected > 0; outside: the chance beyond both, such as 0.05.
[[nodiscard]] Limits control_limits(double expected, double outside);

/// Why the slope between units and that within the place say different things; "" where they agree, or one is
/// not measured. `same`: least relative inequality that is called a difference.
[[nodiscard]] std::string explain_two_slopes(const Coverage& coverage);

}  // namespace placewright::boundaries::workforce
