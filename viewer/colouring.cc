#include "viewer/colouring.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "geo/shape_measures.h"

namespace placewright::viewer {
namespace {

using datasets::is_missing;

constexpr std::uint8_t kNoEntry = 255;

std::string figure(double value) {
  const double size = std::abs(value);
  return size >= 1000 ? fmt::format("{:.0f}", value) : size >= 10 ? fmt::format("{:.1f}", value) : fmt::format("{:.2f}", value);
}

/// Five classes with about as many areas each; bounds are values that occur, so that ranges do not overlap.
void by_fifths(AreaColours& colours, const std::vector<double>& values, const std::vector<std::uint8_t>& inside, const Theme& theme, Sight sight) {
  std::vector<double> sorted;
  for (std::size_t area = 0; area < values.size(); ++area)
    if (inside[area] != 0 && !is_missing(values[area])) sorted.push_back(values[area]);
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> upper;
  for (std::size_t step = 1; step <= 5 && !sorted.empty(); ++step) upper.push_back(sorted[(sorted.size() * step + 4) / 5 - 1]);
  upper.erase(std::unique(upper.begin(), upper.end()), upper.end());
  const auto& fills = need_fills();
  for (std::size_t step = 0; step < upper.size(); ++step) {
    const auto colour = upper.size() == 1 ? fills[2] : fills[step * (fills.size() - 1) / (upper.size() - 1)];
    const auto least = step == 0 ? sorted.front() : *std::upper_bound(sorted.begin(), sorted.end(), upper[step - 1]);
    colours.legend.entries.push_back({least == upper[step] ? figure(least) : fmt::format("{} to {}", figure(least), figure(upper[step])), seen_by(colour, sight), false, 0});
  }
  colours.legend.entries.push_back({"no data", seen_by(theme.missing, sight), true, 0});
  for (std::size_t area = 0; area < values.size(); ++area) {
    if (inside[area] == 0) continue;
    const auto group = is_missing(values[area]) || upper.empty() ? colours.legend.entries.size() - 1
                                                                 : static_cast<std::size_t>(std::lower_bound(upper.begin(), upper.end(), values[area]) - upper.begin());
    colours.group[area] = static_cast<std::uint8_t>(group);
    ++colours.legend.entries[group].areas;
  }
}

void by_decile(AreaColours& colours, const datasets::Areas& areas, const Theme& theme, Sight sight) {
  colours.legend = {"Deprivation, national deciles", "Index of Multiple Deprivation", {}};
  const auto& fills = need_fills();
  constexpr std::array<const char*, 5> names{"1 and 2: most deprived", "3 and 4", "5 and 6", "7 and 8", "9 and 10: least deprived"};
  for (std::size_t step = 0; step < 5; ++step) colours.legend.entries.push_back({names[step], seen_by(fills[4 - step], sight), false, 0});
  colours.legend.entries.push_back({"no data", seen_by(theme.missing, sight), true, 0});
  for (std::size_t area = 0; area < areas.size(); ++area) {
    if (areas.inside[area] == 0) continue;
    const auto group = is_missing(areas.imd_decile[area]) ? 5u : static_cast<unsigned>(std::clamp((static_cast<int>(areas.imd_decile[area]) - 1) / 2, 0, 4));
    colours.group[area] = static_cast<std::uint8_t>(group);
    ++colours.legend.entries[group].areas;
  }
}

void by_deviation(AreaColours& colours, const Session& session, const Theme& theme, Sight sight) {
  const auto& population = session.brief().population;
  const double least = population.min, most = population.max, low = least + (most - least) * 0.15, high = most - (most - least) * 0.15;
  colours.legend = {"People against the bounds", fmt::format("{:.0f} to {:.0f} people a neighbourhood", least, most), {}};
  const auto& fills = diverging_fills();
  const std::array<std::string, 5> names{fmt::format("under {:.0f}", least), fmt::format("to {:.0f}", low), fmt::format("to {:.0f}", high), fmt::format("to {:.0f}", most), fmt::format("over {:.0f}", most)};
  for (std::size_t step = 0; step < 5; ++step) colours.legend.entries.push_back({names[step], seen_by(fills[step], sight), false, 0});
  colours.legend.entries.push_back({"unassigned", seen_by(theme.missing, sight), true, 0});
  const auto& label = session.state().label;
  for (std::size_t area = 0; area < label.size(); ++area) {
    if (session.place().areas.inside[area] == 0) continue;
    std::size_t group = 5;
    if (label[area] >= 0) {
      const double people = session.tallies().people[static_cast<std::size_t>(label[area])];
      group = people < least ? 0 : people < low ? 1 : people <= high ? 2 : people <= most ? 3 : 4;
    }
    colours.group[area] = static_cast<std::uint8_t>(group);
    ++colours.legend.entries[group].areas;
  }
}

std::vector<double> column_of(const Session& session, ColourMode mode, const std::string& indicator, Legend& legend) {
  const auto& areas = session.place().areas;
  switch (mode) {
    case ColourMode::people: legend = {"People", "usual residents an area", {}}; return areas.population;
    case ColourMode::density: {
      legend = {"People per km\xc2\xb2", "usual residents over land", {}};
      std::vector<double> density(areas.size(), datasets::kMissing);
      for (std::size_t area = 0; area < areas.size(); ++area)
        if (const double m2 = geo::measure_area_m2(areas.shape[area]); m2 > 0) density[area] = areas.population[area] / m2 * 1e6;
      return density;
    }
    case ColourMode::minutes: {
      legend = {"Minutes to the nearest GP practice", "", {}};
      std::vector<double> minutes(areas.size(), datasets::kMissing);
      if (const auto* question = session.question(); question != nullptr && !question->problem.access.empty()) {
        const auto& access = question->problem.access.front();
        legend.title = "Minutes to the nearest " + access.kind;
        legend.units = access.straight_line ? "straight line x 1.3, no roads" : "over the network";
        const auto sites = access.site_id.size();
        for (std::size_t i = 0; i < question->area_row.size() && sites > 0; ++i)
          minutes[question->area_row[i]] = *std::min_element(access.minutes.begin() + static_cast<std::ptrdiff_t>(i * sites), access.minutes.begin() + static_cast<std::ptrdiff_t>((i + 1) * sites));
      }
      return minutes;
    }
    default: {
      legend = {indicator, "areas in fifths", {}};
      const auto at = areas.indicators.find(indicator);
      return at == areas.indicators.end() ? std::vector<double>(areas.size(), datasets::kMissing) : at->second;
    }
  }
}

}  // namespace

const char* colour_mode_name(ColourMode mode) {
  switch (mode) {
    case ColourMode::neighbourhood: return "Neighbourhood";
    case ColourMode::deviation: return "People against the bounds";
    case ColourMode::people: return "People";
    case ColourMode::density: return "People per km\xc2\xb2";
    case ColourMode::deprivation: return "Deprivation";
    case ColourMode::indicator: return "Another figure";
    case ColourMode::minutes: return "Minutes to a GP practice";
  }
  return "";
}

AreaColours colour_areas(const Session& session, ColourMode mode, const std::string& indicator, const std::vector<std::uint32_t>& colour_of, const Theme& theme, Sight sight) {
  const auto& areas = session.place().areas;
  AreaColours colours;
  colours.fill.assign(areas.size(), theme.context);
  colours.hatch.assign(areas.size(), 0);
  colours.group.assign(areas.size(), kNoEntry);
  if (mode == ColourMode::neighbourhood) {
    colours.legend = {"Neighbourhoods", "colours only tell neighbours apart", {}};
    const auto& fills = neighbourhood_fills(theme.kind);
    for (std::size_t area = 0; area < areas.size(); ++area) {
      if (areas.inside[area] == 0) continue;
      const auto label = session.state().label[area];
      colours.fill[area] = seen_by(label < 0 ? theme.missing : fills[colour_of[static_cast<std::size_t>(label)] % fills.size()], sight);
      colours.hatch[area] = label < 0;
    }
    return colours;
  }
  if (mode == ColourMode::deviation) {
    by_deviation(colours, session, theme, sight);
  } else if (mode == ColourMode::deprivation && std::any_of(areas.imd_decile.begin(), areas.imd_decile.end(), [](double d) { return !is_missing(d); })) {
    by_decile(colours, areas, theme, sight);
  } else {
    const auto values = mode == ColourMode::deprivation ? areas.imd_score : column_of(session, mode, indicator, colours.legend);
    if (mode == ColourMode::deprivation) colours.legend = {"Deprivation score", "areas in fifths", {}};
    by_fifths(colours, values, areas.inside, theme, sight);
  }
  for (std::size_t area = 0; area < areas.size(); ++area)
    if (colours.group[area] != kNoEntry) {
      const auto& entry = colours.legend.entries[colours.group[area]];
      colours.fill[area] = entry.colour;
      colours.hatch[area] = entry.hatched;
    }
  return colours;
}

std::vector<std::uint32_t> colour_neighbourhoods(const Session& session, const std::vector<std::uint32_t>& before, std::uint32_t colours) {
  const auto count = session.state().entries.size();
  std::vector<std::set<std::uint32_t>> touching(count);
  for (const auto& edge : session.graph().edges()) {
    const auto a = session.state().label[edge.a], b = session.state().label[edge.b];
    if (a < 0 || b < 0 || a == b) continue;
    touching[static_cast<std::size_t>(a)].insert(static_cast<std::uint32_t>(b));
    touching[static_cast<std::size_t>(b)].insert(static_cast<std::uint32_t>(a));
  }
  constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> chosen(count, none);
  // Old colours stay unless a neighbour of lower number has the same; the others take the one least used around them.
  for (std::size_t n = 0; n < count; ++n) {
    if (n >= before.size()) continue;
    const bool clash = std::any_of(touching[n].begin(), touching[n].end(), [&](auto other) { return other < n && chosen[other] == before[n]; });
    if (!clash) chosen[n] = before[n];
  }
  std::vector<std::size_t> used(colours, 0);
  for (const auto colour : chosen)
    if (colour != none) ++used[colour % colours];
  for (std::size_t n = 0; n < count; ++n) {
    if (chosen[n] != none) continue;
    std::vector<std::uint8_t> taken(colours, 0);
    for (const auto other : touching[n])
      if (chosen[other] != none) taken[chosen[other] % colours] = 1;
    std::uint32_t best = 0;
    for (std::uint32_t colour = 0; colour < colours; ++colour)
      if (std::pair(taken[colour], used[colour]) < std::pair(taken[best], used[best])) best = colour;
    chosen[n] = best;
    ++used[best];
  }
  return chosen;
}

}  // namespace placewright::viewer
