#include "viewer/map/colouring.h"

#include <algorithm>
#include <limits>
#include <set>

namespace placewright::viewer {

Rgba neighbourhood_fill(const std::vector<std::uint32_t>& colour_of, std::int32_t label, const Theme& theme,
                        Sight sight) {
  if (label < 0) return seen_by(theme.missing, sight);
  const auto& fills = neighbourhood_fills(theme.kind);
  const auto row = static_cast<std::size_t>(label);
  return seen_by(fills[(row < colour_of.size() ? colour_of[row] : row) % fills.size()], sight);
}

namespace {

void count_neighbourhoods(AreaColours& colours, const std::vector<std::int32_t>& label) {
  std::set<std::int32_t> seen;
  for (std::size_t area = 0; area < label.size(); ++area)
    if (label[area] >= 0 && colours.group[area] != AreaColours::kNoEntry && seen.insert(label[area]).second)
      ++colours.legend.entries[colours.group[area]].neighbourhoods;
}

/// Spreads the figures over steps; what lies far out is in the first and the last.
void fill_bins(AreaColours& colours, const std::vector<std::int32_t>* label) {
  constexpr std::size_t kBins = 28;
  std::vector<std::pair<double, std::uint8_t>> counted;
  std::set<std::int32_t> seen;
  for (std::size_t area = 0; area < colours.value.size(); ++area) {
    const auto group = colours.group[area];
    if (group == AreaColours::kNoEntry || colours.legend.entries[group].hatched ||
        datasets::is_missing(colours.value[area]))
      continue;
    if (label == nullptr || ((*label)[area] >= 0 && seen.insert((*label)[area]).second))
      counted.emplace_back(colours.value[area], group);
  }
  if (counted.size() < 2) return;
  std::sort(counted.begin(), counted.end());
  const auto out = counted.size() / 200;
  auto& legend = colours.legend;
  legend.low = counted[out].first;
  legend.high = counted[counted.size() - 1 - out].first;
  if (!(legend.high > legend.low)) return;
  legend.bins.assign(kBins, std::vector<std::size_t>(legend.entries.size(), 0));
  for (const auto& [value, group] : counted) {
    const double part = std::clamp((value - legend.low) / (legend.high - legend.low), 0.0, 1.0);
    ++legend.bins[std::min(kBins - 1, static_cast<std::size_t>(part * kBins))][group];
  }
}

}  // namespace

AreaColours colour_areas(const Lens& lens, const LensPaint& with) {
  const auto size = with.ask.session.place().areas.size();
  AreaColours colours;
  colours.fill.assign(size, with.theme.context);
  colours.hatch.assign(size, 0);
  colours.group.assign(size, AreaColours::kNoEntry);
  lens.paint(colours, with);
  for (std::size_t area = 0; area < size; ++area)
    if (colours.group[area] != AreaColours::kNoEntry) {
      const auto& entry = colours.legend.entries[colours.group[area]];
      colours.fill[area] = entry.colour;
      colours.hatch[area] = entry.hatched;
    }
  fill_bins(colours, lens.class_a_neighbourhood ? &with.ask.session.state().label : nullptr);
  if (lens.class_a_neighbourhood) count_neighbourhoods(colours, with.ask.session.state().label);
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
