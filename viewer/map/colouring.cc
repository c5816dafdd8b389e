#include "viewer/map/colouring.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "boundaries/output/column_words.h"
#include "geo/shape_measures.h"

namespace placewright::viewer {
namespace {

using datasets::is_missing;

constexpr std::uint8_t kNoEntry = 255;

/// 41,250
std::string whole(double value) {
  auto digits = fmt::format("{:.0f}", std::abs(value));
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return (value < -0.5 ? "-" : "") + digits;
}

std::string figure(double value) {
  const double size = std::abs(value);
  return size >= 1000 || (size >= 10 && value == std::floor(value)) ? whole(value)
         : size >= 10                                               ? fmt::format("{:.1f}", value)
                                                                    : fmt::format("{:.2f}", value);
}

/// Five classes with about as many areas each; bounds are values that occur, so that ranges do not overlap.
void by_fifths(AreaColours& colours, const std::vector<double>& values,
               const std::vector<std::uint8_t>& inside, const Theme& theme, Sight sight) {
  std::vector<double> sorted;
  for (std::size_t area = 0; area < values.size(); ++area)
    if (inside[area] != 0 && !is_missing(values[area])) sorted.push_back(values[area]);
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> upper;
  for (std::size_t step = 1; step <= 5 && !sorted.empty(); ++step)
    upper.push_back(sorted[(sorted.size() * step + 4) / 5 - 1]);
  upper.erase(std::unique(upper.begin(), upper.end()), upper.end());
  const auto& fills = need_fills(theme.kind);
  for (std::size_t step = 0; step < upper.size(); ++step) {
    const auto colour = upper.size() == 1 ? fills[2] : fills[step * (fills.size() - 1) / (upper.size() - 1)];
    const auto least =
        step == 0 ? sorted.front() : *std::upper_bound(sorted.begin(), sorted.end(), upper[step - 1]);
    colours.legend.entries.push_back(
        {least == upper[step] ? figure(least) : fmt::format("{} to {}", figure(least), figure(upper[step])),
         seen_by(colour, sight), false, 0});
  }
  colours.legend.entries.push_back({"no data", seen_by(theme.missing, sight), true, 0});
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

void by_decile(AreaColours& colours, const datasets::Areas& areas, const Theme& theme, Sight sight) {
  colours.legend = {"Deprivation, national deciles", "Index of Multiple Deprivation", "", false, "", "", {}};
  const auto& fills = need_fills(theme.kind);
  constexpr std::array<const char*, 5> names{"1 and 2: most deprived", "3 and 4", "5 and 6", "7 and 8",
                                             "9 and 10: least deprived"};
  for (std::size_t step = 0; step < 5; ++step)
    colours.legend.entries.push_back({names[step], seen_by(fills[4 - step], sight), false, 0});
  colours.legend.entries.push_back({"no data", seen_by(theme.missing, sight), true, 0});
  for (std::size_t area = 0; area < areas.size(); ++area) {
    if (areas.inside[area] == 0) continue;
    const auto group =
        is_missing(areas.imd_decile[area])
            ? 5u
            : static_cast<unsigned>(std::clamp((static_cast<int>(areas.imd_decile[area]) - 1) / 2, 0, 4));
    colours.group[area] = static_cast<std::uint8_t>(group);
    ++colours.legend.entries[group].areas;
  }
}

/// Classes between fixed bounds: below the first, up to each next, above the last.
void by_bounds(AreaColours& colours, const std::vector<double>& values,
               const std::vector<std::uint8_t>& inside, const std::vector<double>& bounds,
               const std::vector<std::string>& names, const std::vector<Rgba>& fills, const Theme& theme,
               Sight sight) {
  for (std::size_t step = 0; step < names.size(); ++step)
    colours.legend.entries.push_back({names[step], seen_by(fills[step], sight), false, 0});
  colours.legend.entries.push_back({"no data", seen_by(theme.missing, sight), true, 0});
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

/// Third of each value among all: 0, 1, 2; 3 missing.
std::vector<std::uint8_t> thirds_of(const std::vector<double>& values,
                                    const std::vector<std::uint8_t>& inside) {
  std::vector<double> sorted;
  for (std::size_t area = 0; area < values.size(); ++area)
    if (inside[area] != 0 && !is_missing(values[area])) sorted.push_back(values[area]);
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::uint8_t> thirds(values.size(), 3);
  if (sorted.empty()) return thirds;
  const double low = sorted[(sorted.size() + 2) / 3 - 1], middle = sorted[(2 * sorted.size() + 2) / 3 - 1];
  for (std::size_t area = 0; area < values.size(); ++area)
    if (!is_missing(values[area])) thirds[area] = values[area] <= low ? 0 : values[area] <= middle ? 1 : 2;
  return thirds;
}

void by_two(AreaColours& colours, const AreaMeasure& rows, const AreaMeasure& columns,
            const std::vector<std::uint8_t>& inside, const Theme& theme, Sight sight) {
  auto& legend = colours.legend;
  legend = {"Need by minutes to a GP",
            "thirds of the areas by each",
            rows.missing.empty() ? columns.missing : rows.missing,
            true,
            "need",
            "minutes",
            {}};
  static constexpr std::array<const char*, 3> steps{"low", "middling", "high"};
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 3; ++column)
      legend.entries.push_back({fmt::format("{} need, {} minutes", steps[row], steps[column]),
                                seen_by(bivariate_fills(theme.kind)[3 * row + column], sight), false, 0});
  legend.entries.push_back({"no data", seen_by(theme.missing, sight), true, 0});
  const auto by_row = thirds_of(rows.value, inside), by_column = thirds_of(columns.value, inside);
  for (std::size_t area = 0; area < inside.size(); ++area) {
    if (inside[area] == 0) continue;
    const std::size_t group =
        by_row[area] > 2 || by_column[area] > 2 ? 9 : std::size_t{3} * by_row[area] + by_column[area];
    colours.group[area] = static_cast<std::uint8_t>(group);
    ++legend.entries[group].areas;
  }
}

/// Each neighbourhood's people against the target, in classes either side of it.
void by_target(AreaColours& colours, const Session& session, const Theme& theme, Sight sight) {
  const auto& population = session.brief().population;
  const double target = population.target.value_or((population.min + population.max) / 2);
  const auto& areas = session.place().areas;
  std::vector<double> off(areas.size(), datasets::kMissing);
  for (std::size_t area = 0; area < areas.size(); ++area)
    if (const auto label = session.state().label[area]; label >= 0)
      off[area] = 100 * (session.tallies().people[static_cast<std::size_t>(label)] / target - 1);
  by_bounds(
      colours, off, areas.inside, {-20, -5, 5, 20},
      {"more than 20 % below", "5 to 20 % below", "within 5 %", "5 to 20 % above", "more than 20 % above"},
      diverging_fills(theme.kind), theme, sight);
  colours.legend.entries.back().text = "unassigned";
  colours.legend.title = "People against the target";
  colours.legend.units = fmt::format("target {} people a neighbourhood", whole(target));
}

void by_deviation(AreaColours& colours, const Session& session, const Theme& theme, Sight sight) {
  const auto& population = session.brief().population;
  const double least = population.min, most = population.max, low = least + (most - least) * 0.15,
               high = most - (most - least) * 0.15;
  colours.legend = {"People against the bounds",
                    fmt::format("{} to {} a neighbourhood", whole(least), whole(most)),
                    "",
                    false,
                    "",
                    "",
                    {}};
  const auto& fills = diverging_fills(theme.kind);
  const std::array<std::string, 5> names{
      "under " + whole(least), fmt::format("{} to {}", whole(least), whole(low)),
      fmt::format("{} to {}", whole(low), whole(high)), fmt::format("{} to {}", whole(high), whole(most)),
      "over " + whole(most)};
  for (std::size_t step = 0; step < 5; ++step)
    colours.legend.entries.push_back({names[step], seen_by(fills[step], sight), false, 0});
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

std::vector<double> column_of(const Session& session, ColourMode mode, const std::string& indicator,
                              Legend& legend) {
  const auto& areas = session.place().areas;
  switch (mode) {
    case ColourMode::people:
      legend = {"People", "usual residents an area", "", false, "", "", {}};
      return areas.population;
    case ColourMode::density: {
      legend = {"People per km\xc2\xb2", "usual residents over land", "", false, "", "", {}};
      std::vector<double> density(areas.size(), datasets::kMissing);
      for (std::size_t area = 0; area < areas.size(); ++area)
        if (const double m2 = geo::measure_area_m2(areas.shape[area]); m2 > 0)
          density[area] = areas.population[area] / m2 * 1e6;
      return density;
    }
    default: {
      {
        const auto words = boundaries::output::column_words(indicator);
        legend = {words.title, words.units.empty() ? "areas in fifths" : words.units + "; areas in fifths",
                  "",          false,
                  "",          "",
                  {}};
      }
      const auto at = areas.indicators.find(indicator);
      return at == areas.indicators.end() ? std::vector<double>(areas.size(), datasets::kMissing)
                                          : at->second;
    }
  }
}

}  // namespace

const char* colour_mode_name(ColourMode mode) {
  switch (mode) {
    case ColourMode::neighbourhood:
      return "Neighbourhood";
    case ColourMode::deviation:
      return "People against the bounds";
    case ColourMode::target:
      return "People against the target";
    case ColourMode::people:
      return "People";
    case ColourMode::density:
      return "People per km\xc2\xb2";
    case ColourMode::deprivation:
      return "Deprivation";
    case ColourMode::need:
      return "Need";
    case ColourMode::staff:
      return "Staff per 10,000";
    case ColourMode::minutes:
      return "Minutes to a GP practice";
    case ColourMode::need_minutes:
      return "Need by minutes";
    case ColourMode::site_minutes:
      return "Minutes to the chosen site";
    case ColourMode::indicator:
      return "Another figure";
  }
  return "";
}

const char* colour_mode_id(ColourMode mode) {
  constexpr std::array<const char*, kColourModes> ids{
      "colour.neighbourhood", "colour.deviation",    "colour.target",       "colour.people",
      "colour.density",       "colour.deprivation",  "colour.need",         "colour.staff",
      "colour.minutes",       "colour.need_minutes", "colour.site_minutes", "colour.indicator"};
  return ids[static_cast<std::size_t>(mode)];
}

std::vector<AreaMeasure> measures_for(const Session& session, ColourMode mode, const std::string& group,
                                      std::optional<std::size_t> site, const std::string& travel_mode) {
  switch (mode) {
    case ColourMode::need:
      return {measure_need(session)};
    case ColourMode::staff:
      return {measure_staff(session, group)};
    case ColourMode::minutes:
      return {measure_nearest(session)};
    case ColourMode::need_minutes:
      return {measure_need(session), measure_nearest(session)};
    case ColourMode::site_minutes: {
      if (site) return {measure_minutes_to(session, *site, travel_mode)};
      return {{"Minutes to the chosen site", "",
               std::vector<double>(session.place().areas.size(), datasets::kMissing),
               "click a site on the map first"}};
    }
    default:
      return {};
  }
}

AreaColours colour_areas(const Session& session, ColourMode mode, const std::string& indicator,
                         const std::vector<AreaMeasure>& measures,
                         const std::vector<std::uint32_t>& colour_of, const Theme& theme, Sight sight) {
  const auto& areas = session.place().areas;
  AreaColours colours;
  colours.fill.assign(areas.size(), theme.context);
  colours.hatch.assign(areas.size(), 0);
  colours.group.assign(areas.size(), kNoEntry);
  if (mode == ColourMode::neighbourhood) {
    colours.legend = {"Neighbourhoods", "colours only tell neighbours apart", "", false, "", "", {}};
    const auto& fills = neighbourhood_fills(theme.kind);
    for (std::size_t area = 0; area < areas.size(); ++area) {
      if (areas.inside[area] == 0) continue;
      const auto label = session.state().label[area];
      colours.fill[area] = seen_by(
          label < 0 ? theme.missing : fills[colour_of[static_cast<std::size_t>(label)] % fills.size()],
          sight);
      colours.hatch[area] = label < 0;
    }
    return colours;
  }
  if (mode == ColourMode::deviation) {
    by_deviation(colours, session, theme, sight);
  } else if (mode == ColourMode::target) {
    by_target(colours, session, theme, sight);
  } else if (mode == ColourMode::need_minutes && measures.size() == 2) {
    by_two(colours, measures[0], measures[1], areas.inside, theme, sight);
  } else if (mode == ColourMode::site_minutes && measures.size() == 1) {
    by_bounds(colours, measures[0].value, areas.inside, {5, 10, 20, 30},
              {"up to 5", "5 to 10", "10 to 20", "20 to 30", "more than 30"}, need_fills(theme.kind), theme,
              sight);
    colours.legend.entries.back().text = "no minutes known";
    colours.legend.title = measures[0].title;
    colours.legend.units = measures[0].units;
    colours.legend.missing = measures[0].missing;
  } else if (measures.size() == 1) {
    colours.legend = {measures[0].title, measures[0].units, measures[0].missing, false, "", "", {}};
    by_fifths(colours, measures[0].value, areas.inside, theme, sight);
  } else if (mode == ColourMode::deprivation && std::any_of(areas.imd_decile.begin(), areas.imd_decile.end(),
                                                            [](double d) { return !is_missing(d); })) {
    by_decile(colours, areas, theme, sight);
  } else {
    const auto values = mode == ColourMode::deprivation ? areas.imd_score
                                                        : column_of(session, mode, indicator, colours.legend);
    if (mode == ColourMode::deprivation)
      colours.legend = {"Deprivation score", "areas in fifths", "", false, "", "", {}};
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

void isolate_class(AreaColours& colours, std::size_t entry, Rgba ground) {
  const auto faded = [&](Rgba colour) {
    Rgba result = 0xff000000;
    for (int shift = 0; shift < 24; shift += 8)
      result |= (((colour >> shift & 255) + 4 * (ground >> shift & 255)) / 5) << shift;
    return result;
  };
  for (std::size_t area = 0; area < colours.fill.size(); ++area)
    if (colours.group[area] != entry) colours.fill[area] = faded(colours.fill[area]), colours.hatch[area] = 0;
}

std::vector<std::uint32_t> colour_neighbourhoods(const Session& session,
                                                 const std::vector<std::uint32_t>& before,
                                                 std::uint32_t colours) {
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
  // Old colours stay unless a neighbour of lower number has the same; the others take the one least used
  // around them.
  for (std::size_t n = 0; n < count; ++n) {
    if (n >= before.size()) continue;
    const bool clash = std::any_of(touching[n].begin(), touching[n].end(),
                                   [&](auto other) { return other < n && chosen[other] == before[n]; });
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
