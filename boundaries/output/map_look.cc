#include "boundaries/output/map_look.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <unordered_set>

#include "boundaries/output/column_words.h"
#include "boundaries/output/ground_look.h"
#include "boundaries/output/table.h"
#include "datasets/place/unit_word.h"
#include "datasets/read/raster.h"
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

/// Under the line of a boundary, so that it is seen on any class.
constexpr Colour kHalo{0xffffff, 0.85};

ScenePicture read_backdrop(const MapLook& look, const geo::Box& extent) {
  const auto raster = datasets::Raster::open(look.backdrop);
  const auto whole = raster.box();
  const geo::Box box{std::max(extent.min_x, whole.min_x), std::max(extent.min_y, whole.min_y),
                     std::min(extent.max_x, whole.max_x), std::min(extent.max_y, whole.max_y)};
  if (box.min_x >= box.max_x || box.min_y >= box.max_y)
    throw geo::InputError({look.backdrop, "the backdrop shows none of the map",
                           "name a picture of this place, or leave the backdrop out"});
  // At most 200 dots an inch of a page's width, and no more than the picture has.
  const double width_m = box.max_x - box.min_x, height_m = box.max_y - box.min_y;
  const double pixel_m = std::max({raster.pixel_m(), width_m / 1600, height_m / 1600});
  const auto pixels =
      raster.read(box, static_cast<std::uint32_t>(std::clamp(std::ceil(width_m / pixel_m), 1.0, 1600.0)),
                  static_cast<std::uint32_t>(std::clamp(std::ceil(height_m / pixel_m), 1.0, 1600.0)));
  return {box, pixels.width, pixels.height, pixels.rgba, look.backdrop_opacity};
}

}  // namespace

void dress_scene(Scene& scene, const MapLook& look) {
  if (!look.ground || !look.backdrop.empty()) {
    if (!scene.ground.empty())
      for (auto& shape : scene.shapes) shape.fill.alpha = 1;
    scene.ground.clear();
    std::erase_if(scene.labels, [](const auto& label) { return label.quiet; });
  }
  if (!look.title.empty()) scene.title = look.title;
  if (look.extent) scene.extent = *look.extent;
  if (!look.fill.empty()) {
    PLACEWRIGHT_EXPECT(look.fill.size() <= scene.shapes.size() && look.hatched.size() == look.fill.size());
    for (std::size_t area = 0; area < look.fill.size(); ++area) {
      // As much of the ground as before; classes let less of it through than neighbourhoods.
      const double before = scene.shapes[area].fill.alpha;
      const double through = look.cased && before == kNeighbourhoodOverGround ? kClassOverGround : before;
      scene.shapes[area].fill = look.fill[area];
      scene.shapes[area].fill.alpha *= through;
      scene.shapes[area].hatched = look.hatched[area] != 0;
    }
    // Classes run from pale to as dark as an outline: a pale line on both sides keeps it in sight.
    std::vector<SceneShape> cased(scene.shapes.begin(),
                                  scene.shapes.begin() + static_cast<std::ptrdiff_t>(look.fill.size()));
    for (std::size_t i = look.fill.size(); look.cased && i < scene.shapes.size(); ++i) {
      cased.push_back(scene.shapes[i]);
      cased.back().stroke = {0xffffff, 0.8};
      cased.back().stroke_pt += 1.6;
    }
    cased.insert(cased.end(), scene.shapes.begin() + static_cast<std::ptrdiff_t>(look.fill.size()),
                 scene.shapes.end());
    scene.shapes = std::move(cased);
    scene.legend_title = look.legend_title;
    std::erase_if(scene.legend, [](const auto& entry) { return !entry.is_mark; });
    auto legend = look.legend;
    if (!scene.ground.empty())
      for (auto& entry : legend) entry.fill.alpha *= look.cased ? kClassOverGround : kNeighbourhoodOverGround;
    scene.legend.insert(scene.legend.begin(), legend.begin(), legend.end());
  }
  if (!look.area_lines)
    for (auto& shape : scene.shapes)
      if (shape.filled) shape.stroke_pt = 0;
  if (!look.borders) std::erase_if(scene.shapes, [](const auto& shape) { return !shape.filled; });
  if (!look.labels) scene.labels.clear();
  for (auto& label : scene.labels)
    if (const auto said = look.said.find(label.text); said != look.said.end()) label.under = said->second;
  if (!look.source.empty()) scene.footer.insert(scene.footer.begin(), "Colours: " + look.source + ".");
  for (auto& label : scene.labels)
    label.locked = std::find(look.locked.begin(), look.locked.end(), label.text) != look.locked.end();
  if (!look.backdrop.empty()) {
    scene.backdrop = read_backdrop(look, scene.extent);
    for (auto& shape : scene.shapes)
      if (shape.filled) shape.fill.alpha *= 0.5;
  }
  if (look.replace_points) {
    scene.points = look.points;
    std::erase_if(scene.legend, [](const auto& entry) { return entry.is_mark; });
  }
  scene.lines.insert(scene.lines.end(), look.lines.begin(), look.lines.end());
  if (look.borders &&
      std::any_of(look.key.begin(), look.key.end(), [](const auto& entry) { return entry.is_line; })) {
    LegendEntry border{look.word.said("Neighbourhood border (over the others)"), {0x212b32, 1}};
    border.is_line = true;
    border.width_pt = 1.6;
    scene.legend.push_back(border);
  }
  scene.legend.insert(scene.legend.end(), look.key.begin(), look.key.end());
}

MapLook look_of_column(const datasets::Place& place, const std::string& column) {
  const auto& areas = place.areas;
  const std::array<std::pair<const char*, const std::vector<double>*>, 4> own{
      {{"population", &areas.population},
       {"imd_score", &areas.imd_score},
       {"imd_rank", &areas.imd_rank},
       {"imd_decile", &areas.imd_decile}}};
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
    throw geo::InputError(
        {"--colour-by " + column, "the areas have no such number column", "name one of: " + joined(names)});
  std::vector<double> sorted;
  for (std::size_t area = 0; area < areas.size(); ++area)
    if (areas.inside[area] != 0 && !is_missing((*values)[area])) sorted.push_back((*values)[area]);
  if (sorted.empty())
    throw geo::InputError({"--colour-by " + column, "no area has a value of it",
                           "import the figures first, or name one of: " + joined(names)});
  std::sort(sorted.begin(), sorted.end());
  // Bounds are values that occur, so that ranges do not overlap.
  std::vector<double> upper;
  for (std::size_t step = 1; step <= 5; ++step) upper.push_back(sorted[(sorted.size() * step + 4) / 5 - 1]);
  upper.erase(std::unique(upper.begin(), upper.end()), upper.end());
  MapLook look;
  look.word = datasets::unit_word(place);
  const auto words = column_words(column);
  look.title = fmt::format("{}: {} and {}", words.title, place.name,
                           datasets::unit_word(place).said("its neighbourhoods"));
  look.legend_title = fmt::format("{}{}; areas in fifths (number of areas)", words.title,
                                  words.units.empty() ? "" : ", " + words.units);
  std::vector<std::size_t> count(upper.size() + 1, 0);
  look.fill.assign(areas.size(), {0xeef1f3, 1});
  look.hatched.assign(areas.size(), 0);
  const auto fill_of = [&](std::size_t step) {
    return sequential_fill(static_cast<std::uint32_t>(upper.size() == 1 ? 2 : step * 4 / (upper.size() - 1)));
  };
  for (std::size_t area = 0; area < areas.size(); ++area) {
    if (areas.inside[area] == 0) continue;
    const double value = (*values)[area];
    const auto step =
        is_missing(value)
            ? upper.size()
            : static_cast<std::size_t>(std::lower_bound(upper.begin(), upper.end(), value) - upper.begin());
    ++count[step];
    look.hatched[area] = step == upper.size();
    if (step < upper.size()) look.fill[area] = fill_of(step);
  }
  for (std::size_t step = upper.size(); step-- > 0;) {
    const double least =
        step == 0 ? sorted.front() : *std::upper_bound(sorted.begin(), sorted.end(), upper[step - 1]);
    look.legend.push_back(
        {fmt::format("{} to {} ({})", class_text(least), class_text(upper[step]), count[step]), fill_of(step),
         false, false, Mark::circle, false});
  }
  if (count.back() > 0)
    look.legend.push_back({fmt::format("no data ({})", count.back()), {}, true, false, Mark::circle, false});
  return look;
}

std::vector<geo::Line> boundary_lines(const datasets::Place& place, const std::string& kind) {
  struct Stretch {
    geo::Point from, to;
    bool operator==(const Stretch&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Stretch& stretch) const {
      std::size_t hash = 0;
      for (const double value : {stretch.from.x, stretch.from.y, stretch.to.x, stretch.to.y})
        hash = hash * 0x9e3779b97f4a7c15ULL + std::hash<double>{}(value);
      return hash;
    }
  };
  std::unordered_set<Stretch, Hash> drawn;  // asked, never walked over
  std::vector<geo::Line> lines;
  const auto ring = [&](const geo::Ring& points) {
    geo::Line line;
    const auto end = [&] {
      if (line.size() > 1) lines.push_back(std::move(line));
      line = {};
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
      const auto from = points[i], to = points[(i + 1) % points.size()];
      if (from == to) continue;
      const bool swapped = std::pair{to.x, to.y} < std::pair{from.x, from.y};
      if (!drawn.insert(swapped ? Stretch{to, from} : Stretch{from, to}).second) {
        end();
        continue;
      }
      if (line.empty()) line.push_back(from);
      line.push_back(to);
    }
    end();
  };
  for (const auto& boundary : place.boundaries)
    if (boundary.kind == kind)
      for (const auto& part : boundary.shape.parts) {
        ring(part.outer);
        for (const auto& hole : part.holes) ring(hole);
      }
  return lines;
}

void add_overlay(MapLook& look, const datasets::Place& place, const std::string& kind) {
  struct Ink {
    std::uint32_t rgb;
    double dash_pt;
  };
  // Far in hue from the classes (yellow to blue) and from a practice's mark; told apart without colour by
  // their dashes.
  static constexpr std::array<Ink, 4> kInks{
      {{0xc2410c, 0}, {0x5b21b6, 3.6}, {0x00662f, 1.8}, {0x6b3a00, 0.9}}};
  std::set<std::string> kinds;
  if (!place.roads.empty()) kinds.insert("roads");
  if (!place.barriers.empty()) kinds.insert("barriers");
  for (const auto& boundary : place.boundaries) kinds.insert(boundary.kind);
  if (kinds.count(kind) == 0)
    throw geo::InputError({"--overlay " + kind, "the place has nothing of that kind",
                           kinds.empty() ? "import boundaries, roads or barriers first"
                                         : "name one of: " + joined({kinds.begin(), kinds.end()})});
  SceneLine line;
  const auto add = [&](const std::vector<geo::Line>& lines, Colour ink, double width_pt, double dash_pt) {
    line.stroke = ink;
    line.width_pt = width_pt;
    line.dash_pt = dash_pt;
    for (const auto& each : lines) {
      line.line = each;
      look.lines.push_back(line);
    }
  };
  LegendEntry entry;
  entry.is_line = true;
  if (kind == "roads" || kind == "barriers") {
    std::vector<geo::Line> lines;
    if (kind == "roads")
      for (const auto& road : place.roads) lines.push_back(road.line);
    else
      for (const auto& barrier : place.barriers) lines.push_back(barrier.line);
    entry.text = kind == "roads" ? "Roads" : "Rivers, rail, motorways";
    entry.fill = kind == "roads" ? Colour{0x6b7b86, 1} : Colour{0xa3182e, 1};
    entry.width_pt = kind == "roads" ? 0.4 : 0.9;
    add(lines, entry.fill, entry.width_pt, 0);
  } else {
    std::size_t before = 0;
    for (const auto& other : look.key) before += other.is_boundary;
    const auto& ink = kInks[before % kInks.size()];
    const auto lines = boundary_lines(place, kind);
    entry.text = boundary_words(kind);
    entry.fill = {ink.rgb, 1};
    entry.dash_pt = ink.dash_pt;
    entry.width_pt = 0.9;
    entry.is_boundary = true;
    // Every halo under every ink; later kinds have gaps that let the first one through.
    const auto inks = std::move(look.lines);
    look.lines = {};
    add(lines, kHalo, 1.9, 0);
    look.lines.insert(look.lines.end(), inks.begin(), inks.end());
    add(lines, entry.fill, entry.width_pt, entry.dash_pt);
  }
  look.key.push_back(entry);
}

}  // namespace placewright::boundaries::output
