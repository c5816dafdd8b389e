#include "viewer/map/lens_classes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace placewright::viewer {
using datasets::is_missing;

std::string short_figure(double value) {
  const double size = std::abs(value);
  return size >= 1000 || (size >= 10 && value == std::floor(value)) ? whole_number(value)
         : size >= 10                                               ? fmt::format("{:.1f}", value)
                                                                    : fmt::format("{:.2f}", value);
}

std::string whole_number(double value) {
  auto digits = fmt::format("{:.0f}", std::abs(value));
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return (value < -0.5 ? "-" : "") + digits;
}

void class_by_fifths(AreaColours& colours, const std::vector<double>& values, const LensPaint& with) {
  const auto& inside = with.ask.session.place().areas.inside;
  colours.value = values;
  std::vector<double> sorted;
  for (std::size_t area = 0; area < values.size(); ++area)
    if (inside[area] != 0 && !is_missing(values[area])) sorted.push_back(values[area]);
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> upper;
  for (std::size_t step = 1; step <= 5 && !sorted.empty(); ++step)
    upper.push_back(sorted[(sorted.size() * step + 4) / 5 - 1]);
  upper.erase(std::unique(upper.begin(), upper.end()), upper.end());
  const auto& fills = need_fills(with.theme.kind);
  for (std::size_t step = 0; step < upper.size(); ++step) {
    const auto colour = upper.size() == 1 ? fills[2] : fills[step * (fills.size() - 1) / (upper.size() - 1)];
    const auto least =
        step == 0 ? sorted.front() : *std::upper_bound(sorted.begin(), sorted.end(), upper[step - 1]);
    colours.legend.entries.push_back(
        {least == upper[step] ? short_figure(least)
                              : fmt::format("{} to {}", short_figure(least), short_figure(upper[step])),
         seen_by(colour, with.sight), false, 0});
  }
  colours.legend.entries.push_back({"no data", seen_by(with.theme.missing, with.sight), true, 0});
  for (std::size_t area = 0; area < values.size(); ++area) {
    if (inside[area] == 0) continue;
    const auto group = is_missing(values[area]) || upper.empty()
                           ? colours.legend.entries.size() - 1
                           : static_cast<std::size_t>(
                                 std::lower_bound(upper.begin(), upper.end(), values[area]) - upper.begin());
    colours.group[area] = static_cast<std::uint8_t>(group);
    ++colours.legend.entries[group].areas;
  }
}

void class_by_bounds(AreaColours& colours, const std::vector<double>& values,
                     const std::vector<double>& bounds, const std::vector<std::string>& names,
                     const std::vector<Rgba>& fills, const LensPaint& with) {
  const auto& inside = with.ask.session.place().areas.inside;
  colours.value = values;
  for (std::size_t step = 0; step < names.size(); ++step)
    colours.legend.entries.push_back({names[step], seen_by(fills[step], with.sight), false, 0});
  colours.legend.entries.push_back({"no data", seen_by(with.theme.missing, with.sight), true, 0});
  for (std::size_t area = 0; area < values.size(); ++area) {
    if (inside[area] == 0) continue;
    const auto group =
        is_missing(values[area])
            ? names.size()
            : static_cast<std::size_t>(std::upper_bound(bounds.begin(), bounds.end(), values[area]) -
                                       bounds.begin());
    colours.group[area] = static_cast<std::uint8_t>(group);
    ++colours.legend.entries[group].areas;
  }
}

void class_partial(AreaColours& colours, const AreaMeasure& measure, const LensPaint& with) {
  auto& entries = colours.legend.entries;
  const auto group = entries.size();
  entries.push_back({"too few reported", seen_by(with.theme.missing, with.sight), true, 0});
  for (std::size_t area = 0; area < measure.partial.size(); ++area) {
    if (measure.partial[area] == 0 || colours.group[area] == AreaColours::kNoEntry) continue;
    --entries[colours.group[area]].areas;
    colours.group[area] = static_cast<std::uint8_t>(group);
    ++entries[group].areas;
  }
}

void head_legend(Legend& legend, const AreaMeasure& measure) {
  legend.title = measure.title;
  legend.units = measure.units;
  legend.missing = measure.missing;
  legend.source = measure.source;
}

}  // namespace placewright::viewer
