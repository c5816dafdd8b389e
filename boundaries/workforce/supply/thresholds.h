#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "boundaries/question/policy.h"
#include "geo/finding.h"

/// Policy numbers that a place may set for itself, by settings "threshold.NAME".
namespace placewright::boundaries::workforce {

struct Thresholds {
  double min_coverage = kMinCoverage;         ///< share, above 0 to 1; "threshold.min_coverage"
  double split = kLeastPiece;                 ///< share, above 0 to 1; "threshold.split"
  double few_patients = kFewPatients;         ///< share, above 0 to 1; "threshold.few_patients"
  double same = kSameWithin;                  ///< share, above 0 to 1; "threshold.same"
  double catchment = kCatchmentMinutes;       ///< minutes; "threshold.catchment"
  std::optional<double> near = std::nullopt;  ///< minutes by any mode; "threshold.near"
};

/// Those of the place's settings, as a share ("0.6") or in per cent ("60 %"), as minutes ("25", "25 min");
/// the program's where it has none. Throws InputError that names the setting for text and for numbers out of
/// range.
[[nodiscard]] Thresholds thresholds_of(const std::map<std::string, std::string>& settings);

/// A warning for each threshold of `asked` that is the place's own and for each setting that is no
/// threshold of the program. `asked`: names without "threshold.". Throws as thresholds_of.
[[nodiscard]] std::vector<geo::Finding> describe_thresholds(
    const std::map<std::string, std::string>& settings, const std::vector<std::string>& asked);

/// The minutes that count as near: the place's own, else the program's for the mode.
[[nodiscard]] double near_minutes(const Thresholds& thresholds, std::string_view mode);

}  // namespace placewright::boundaries::workforce
