#pragma once

#include <string>
#include <vector>

#include "boundaries/workforce/cover/certainty.h"

/// Staff of today against staff that were kept: rates, gaps and whether inequality is reducing.
namespace placewright::boundaries::workforce {

/// A workforce table kept beside today's.
struct KeptStaff {
  std::string name, as_at;  ///< as_at: the latest date of its rows
  std::vector<datasets::WorkforceRow> rows;
};
[[nodiscard]] std::vector<KeptStaff> kept_staff(const datasets::Place& place);

/// The kept staff of this name; else the latest with rows of this source; else the latest of this date or
/// before. Throws InputError that names what is kept.
[[nodiscard]] KeptStaff find_kept(const datasets::Place& place, const std::string& word);

struct Change {
  std::string name;
  double then = kNotMeasured, now = kNotMeasured, difference = kNotMeasured;
  Limits limits = kNoLimits;  ///< 95 %, of the difference
  [[nodiscard]] bool differs() const { return limits.low > 0 || limits.high < 0; }
};

struct Since {
  std::string name, then_as_at, now_as_at;
  std::vector<std::string> groups;    ///< role groups with WTE in both: what is compared
  std::vector<std::string> left_out;  ///< those that only one of the two has
  Coverage then, now;
  std::vector<Change> rates, gaps;  ///< by unit: WTE per 10,000 by need; WTE
  std::vector<Change> by_group;     ///< WTE of the place that reached its areas
  Change sii;                       ///< within the place, crude
  Change log_rii;                   ///< natural logarithm of RII within the place, log scale
  std::vector<std::string> sentences;
};

/// Both over the people, need and lists of today: only staff differ. Limits take the two as counts of
/// different persons, and are too wide where the same persons stay. Throws InputError where no role group has
/// WTE in both.
[[nodiscard]] Since measure_since(const datasets::Place& place, const datasets::PlanRecord& plan,
                                  CoverageRequest request, const KeptStaff& kept);

}  // namespace placewright::boundaries::workforce
