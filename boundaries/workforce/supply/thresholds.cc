#include "boundaries/workforce/supply/thresholds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
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
  double Thresholds::*value;
  double usual;
  std::string_view meaning;
};
constexpr std::array<Row, 2> kRows{
    {{"min_coverage", &Thresholds::min_coverage, kMinCoverage,
      "share of people whose practice or PCN must have reported before a rate is shown"},
     {"split", &Thresholds::split, kLeastPiece,
      "share of its patients from which on a part of an organisation counts as a piece"}}};

/// The setting's number; none where the place has no such setting or a blank one.
std::optional<double> share_in(const Settings& settings, std::string_view name) {
  const auto key = fmt::format("{}{}", kPrefix, name);
  const auto written = datasets::setting_text(settings, key);
  if (written.empty()) return std::nullopt;
  std::string_view text = written;
  const bool per_cent = text.ends_with('%');
  if (per_cent) text = text.substr(0, text.find_last_not_of(" %") + 1);
  double number = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  const bool whole = read.ec == std::errc() && read.ptr == end;
  const double share = !whole ? 0 : per_cent ? number / 100 : number;
  if (!(share > 0 && share <= 1))
    throw geo::InputError({"setting " + key, fmt::format("'{}' is no share above 0 to 1", written),
                           "write 0.6 or 60 % for sixty in a hundred, or import the setting blank"});
  return share;
}

}  // namespace

Thresholds thresholds_of(const Settings& settings) {
  Thresholds thresholds;
  for (const auto& row : kRows)
    if (const auto share = share_in(settings, row.name)) thresholds.*row.value = *share;
  return thresholds;
}

std::vector<geo::Finding> describe_thresholds(const Settings& settings,
                                              const std::vector<std::string>& asked) {
  std::vector<geo::Finding> findings;
  for (const auto& row : kRows) {
    const auto share = share_in(settings, row.name);
    if (!share || std::find(asked.begin(), asked.end(), row.name) == asked.end()) continue;
    findings.push_back({"THRESHOLD_OWN", geo::Severity::warning,
                        fmt::format("setting {}{}", kPrefix, row.name),
                        fmt::format("the place's own threshold: {:g} % (the program's is {:g} %), the {}",
                                    100 * *share, 100 * row.usual, row.meaning),
                        "say so beside the figures"});
  }
  for (auto at = settings.lower_bound(std::string(kPrefix));
       at != settings.end() && at->first.starts_with(kPrefix); ++at) {
    const auto name = std::string_view(at->first).substr(kPrefix.size());
    if (std::none_of(kRows.begin(), kRows.end(), [&](const auto& row) { return row.name == name; }))
      findings.push_back(
          {"THRESHOLD_UNKNOWN", geo::Severity::warning, "setting " + at->first,
           "there is no such threshold; it changes nothing",
           fmt::format("name one of: {}{}, {}{}", kPrefix, kRows[0].name, kPrefix, kRows[1].name)});
  }
  return findings;
}

}  // namespace placewright::boundaries::workforce
