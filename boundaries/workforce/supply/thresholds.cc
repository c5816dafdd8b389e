#include "boundaries/workforce/supply/thresholds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "datasets/place/setting_text.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

using Settings = std::map<std::string, std::string>;

constexpr std::string_view kPrefix = "threshold.";

struct Row {
  std::string_view name;
  bool minutes;
  double usual;
  void (*set)(Thresholds&, double);
  std::string_view meaning;
};
constexpr std::array<Row, 6> kRows{
    {{"min_coverage", false, kMinCoverage, [](Thresholds& all, double value) { all.min_coverage = value; },
      "share of people whose practice or PCN must have reported before a rate is shown"},
     {"split", false, kLeastPiece, [](Thresholds& all, double value) { all.split = value; },
      "share of its patients from which on a part of an organisation counts as a piece"},
     {"few_patients", false, kFewPatients, [](Thresholds& all, double value) { all.few_patients = value; },
      "share of an area's patients below which a list is not named"},
     {"same", false, kSameWithin, [](Thresholds& all, double value) { all.same = value; },
      "relative difference that is still about the same"},
     {"catchment", true, kCatchmentMinutes, [](Thresholds& all, double value) { all.catchment = value; },
      "catchment of a site"},
     {"near", true, kNearOnFootMinutes, [](Thresholds& all, double value) { all.near = value; },
      "time that counts as near"}}};

/// The number that a text begins with, where nothing but `unit` follows it; 0 where it is none.
double number_with(std::string_view text, std::string_view unit) {
  if (text.ends_with(unit)) text = text.substr(0, text.size() - unit.size());
  text = text.substr(0, text.find_last_not_of(' ') + 1);
  double number = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc() && read.ptr == end && std::isfinite(number) ? number : 0;
}

/// The setting's number; none where the place has no such setting or a blank one.
std::optional<double> value_in(const Settings& settings, const Row& row) {
  constexpr double kMostMinutes = 600;
  const auto key = fmt::format("{}{}", kPrefix, row.name);
  const auto text = datasets::setting_text(settings, key);
  if (text.empty()) return std::nullopt;
  if (row.minutes) {
    const double minutes = number_with(text, "min");
    if (!(minutes > 0 && minutes <= kMostMinutes))
      throw geo::InputError({"setting " + key, fmt::format("'{}' is no number of minutes up to 600", text),
                             "write 20 or 20 min, or import the setting blank"});
    return minutes;
  }
  const double share = text.ends_with('%') ? number_with(text, "%") / 100 : number_with(text, "");
  if (!(share > 0 && share <= 1))
    throw geo::InputError({"setting " + key, fmt::format("'{}' is no share above 0 to 1", text),
                           "write 0.6 or 60 % for sixty in a hundred, or import the setting blank"});
  return share;
}

std::string value_text(const Row& row, double value) {
  return row.minutes ? fmt::format("{:g} minutes", value) : fmt::format("{:g} %", 100 * value);
}

/// What the program takes where the place says nothing.
std::string usual_text(const Row& row) {
  return row.name == "near"
             ? fmt::format("{:g} on foot and {:g} by other modes", kNearOnFootMinutes, kNearMinutes)
             : value_text(row, row.usual);
}

}  // namespace

Thresholds thresholds_of(const Settings& settings) {
  Thresholds thresholds;
  for (const auto& row : kRows)
    if (const auto value = value_in(settings, row)) row.set(thresholds, *value);
  return thresholds;
}

std::vector<geo::Finding> describe_thresholds(const Settings& settings,
                                              const std::vector<std::string>& asked) {
  std::vector<geo::Finding> findings;
  for (const auto& row : kRows) {
    const auto value = value_in(settings, row);
    if (!value || std::find(asked.begin(), asked.end(), row.name) == asked.end()) continue;
    findings.push_back({"THRESHOLD_OWN", geo::Severity::warning,
                        fmt::format("setting {}{}", kPrefix, row.name),
                        fmt::format("the place's own threshold: {} (the program's is {}), the {}",
                                    value_text(row, *value), usual_text(row), row.meaning),
                        "say so beside the figures"});
  }
  std::string known;
  for (const auto& row : kRows) known += fmt::format("{}{}{}", known.empty() ? "" : ", ", kPrefix, row.name);
  for (auto at = settings.lower_bound(std::string(kPrefix));
       at != settings.end() && at->first.starts_with(kPrefix); ++at) {
    const auto name = std::string_view(at->first).substr(kPrefix.size());
    if (std::none_of(kRows.begin(), kRows.end(), [&](const auto& row) { return row.name == name; }))
      findings.push_back({"THRESHOLD_UNKNOWN", geo::Severity::warning, "setting " + at->first,
                          "there is no such threshold; it changes nothing", "name one of: " + known});
  }
  return findings;
}

double near_minutes(const Thresholds& thresholds, std::string_view mode) {
  return thresholds.near.value_or(mode == "walk" ? kNearOnFootMinutes : kNearMinutes);
}

}  // namespace placewright::boundaries::workforce
