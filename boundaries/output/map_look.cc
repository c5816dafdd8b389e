#include "boundaries/output/map_look.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "boundaries/output/table.h"
#include "geo/error.h"
#include "geo/expect.h"

namespace placewright::boundaries::output {
namespace {

using datasets::is_missing;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string class_text(double value) {
  const double size = value < 0 ? -value : value;
  return number_text(value, size >= 1000 ? 0 : size >= 10 ? 1 : 2);
}

}  // namespace

void dress_scene(Scene& scene, const MapLook& look) {
  if (!look.title.empty()) scene.title = look.title;
  if (!look.fill.empty()) {
    PLACEWRIGHT_EXPECT(look.fill.size() <= scene.shapes.size() && look.hatched.size() == look.fill.size());
    for (std::size_t area = 0; area < look.fill.size(); ++area) {
      scene.shapes[area].fill = look.fill[area];
      scene.shapes[area].hatched = look.hatched[area] != 0;
    }
    // Classes run from pale to as dark as an outline: a pale line on both sides keeps it in sight.
    std::vector<SceneShape> cased(scene.shapes.begin(), scene.shapes.begin() + static_cast<std::ptrdiff_t>(look.fill.size()));
    for (std::size_t i = look.fill.size(); i < scene.shapes.size(); ++i) {
      cased.push_back(scene.shapes[i]);
      cased.back().stroke = {0xffffff, 0.8};
      cased.back().stroke_pt += 1.6;
    }
    cased.insert(cased.end(), scene.shapes.begin() + static_cast<std::ptrdiff_t>(look.fill.size()), scene.shapes.end());
    scene.shapes = std::move(cased);
    scene.legend_title = look.legend_title;
    std::erase_if(scene.legend, [](const auto& entry) { return !entry.is_mark; });
    scene.legend.insert(scene.legend.begin(), look.legend.begin(), look.legend.end());
  }
  if (look.replace_points) {
    scene.points = look.points;
    std::erase_if(scene.legend, [](const auto& entry) { return entry.is_mark; });
  }
  scene.lines.insert(scene.lines.end(), look.lines.begin(), look.lines.end());
  scene.legend.insert(scene.legend.end(), look.key.begin(), look.key.end());
}

MapLook look_of_column(const datasets::Place& place, const std::string& column) {
  const auto& areas = place.areas;
  const std::array<std::pair<const char*, const std::vector<double>*>, 4> own{{{"population", &areas.population}, {"imd_score", &areas.imd_score}, {"imd_rank", &areas.imd_rank}, {"imd_decile", &areas.imd_decile}}};
  const std::vector<double>* values = nullptr;
  std::vector<std::string> names;
  for (const auto& [name, held] : own) {
    names.emplace_back(name);
    if (column == name) values = held;
  }
  for (const auto& [name, held] : areas.indicators) {
    names.push_back(name);
    if (column == name) values = &held;
  }
  if (values == nullptr || values->size() != areas.size())
    throw geo::InputError({"--colour-by " + column, "the areas have no such number column", "name one of: " + joined(names)});
  std::vector<double> sorted;
  for (std::size_t area = 0; area < areas.size(); ++area)
    if (areas.inside[area] != 0 && !is_missing((*values)[area])) sorted.push_back((*values)[area]);
  if (sorted.empty()) throw geo::InputError({"--colour-by " + column, "no area has a value of it", "import the figures first, or name one of: " + joined(names)});
  std::sort(sorted.begin(), sorted.end());
  // Bounds are values that occur, so that ranges do not overlap.
  std::vector<double> upper;
  for (std::size_t step = 1; step <= 5; ++step) upper.push_back(sorted[(sorted.size() * step + 4) / 5 - 1]);
  upper.erase(std::unique(upper.begin(), upper.end()), upper.end());
  MapLook look;
  look.title = fmt::format("{} in {} and its neighbourhoods", column, place.name);
  look.legend_title = column + ", areas in fifths";
  std::vector<std::size_t> count(upper.size() + 1, 0);
  look.fill.assign(areas.size(), {0xeef1f3, 1});
  look.hatched.assign(areas.size(), 0);
  const auto fill_of = [&](std::size_t step) { return sequential_fill(static_cast<std::uint32_t>(upper.size() == 1 ? 2 : step * 4 / (upper.size() - 1))); };
  for (std::size_t area = 0; area < areas.size(); ++area) {
    if (areas.inside[area] == 0) continue;
    const double value = (*values)[area];
    const auto step = is_missing(value) ? upper.size() : static_cast<std::size_t>(std::lower_bound(upper.begin(), upper.end(), value) - upper.begin());
    ++count[step];
    look.hatched[area] = step == upper.size();
    if (step < upper.size()) look.fill[area] = fill_of(step);
  }
  for (std::size_t step = upper.size(); step-- > 0;) {
    const double least = step == 0 ? sorted.front() : *std::upper_bound(sorted.begin(), sorted.end(), upper[step - 1]);
    look.legend.push_back({fmt::format("{} to {} ({})", class_text(least), class_text(upper[step]), count[step]), fill_of(step), false, false, Mark::circle, false});
  }
  if (count.back() > 0) look.legend.push_back({fmt::format("no data ({})", count.back()), {}, true, false, Mark::circle, false});
  return look;
}

void add_overlay(MapLook& look, const datasets::Place& place, const std::string& kind) {
  static constexpr std::array<std::uint32_t, 4> kInks{0xae2573, 0x003087, 0x00662f, 0x8a4b00};
  SceneLine line;
  line.width_pt = 0.9;
  std::size_t before = 0;
  for (const auto& entry : look.key) before += entry.is_line;
  line.stroke = {kInks[before % kInks.size()], 1};
  line.dashed = before % 2 != 0;
  const auto lines = look.lines.size();
  const auto add = [&](geo::Line points) {
    line.line = std::move(points);
    look.lines.push_back(line);
  };
  std::set<std::string> kinds;
  if (!place.roads.empty()) kinds.insert("roads");
  if (!place.barriers.empty()) kinds.insert("barriers");
  if (kind == "roads") {
    line.stroke = {0x6b7b86, 1};
    line.width_pt = 0.4;
    line.dashed = false;
    for (const auto& road : place.roads) add(road.line);
  } else if (kind == "barriers") {
    line.stroke = {0xa3182e, 1};
    for (const auto& barrier : place.barriers) add(barrier.line);
  }
  for (const auto& boundary : place.boundaries) {
    kinds.insert(boundary.kind);
    if (boundary.kind != kind) continue;
    for (const auto& part : boundary.shape.parts) {
      geo::Line ring = part.outer;
      if (!ring.empty()) ring.push_back(ring.front());
      add(std::move(ring));
    }
  }
  if (look.lines.size() == lines) throw geo::InputError({"--overlay " + kind, "the place has nothing of that kind", kinds.empty() ? "import boundaries, roads or barriers first" : "name one of: " + joined({kinds.begin(), kinds.end()})});
  look.key.push_back({kind, line.stroke, false, false, Mark::circle, true});
}

}  // namespace placewright::boundaries::output
