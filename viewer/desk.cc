#include "viewer/desk.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "boundaries/match.h"
#include "datasets/demo.h"
#include "datasets/place_file.h"
#include "geo/error.h"
#include "geo/shape_measures.h"
#include "viewer/own_files.h"

namespace placewright::viewer {
namespace {

void remember(Desk& desk, const std::string& path) {
  if (desk.headless) return;
  std::error_code failed;
  const auto full = std::filesystem::absolute(path, failed).string();
  desk.recent.erase(std::remove(desk.recent.begin(), desk.recent.end(), full), desk.recent.end());
  desk.recent.insert(desk.recent.begin(), full);
  if (desk.recent.size() > 8) desk.recent.resize(8);
  std::filesystem::create_directories(own_folder(), failed);
  std::ofstream file(own_folder() / "recent.txt");
  for (const auto& line : desk.recent) file << line << '\n';
}

/// Coarser lines for the map from afar: off by at most about half a pixel.
void build_levels_behind(Desk& desk, geo::Point origin) {
  std::size_t points = 0;
  for (const auto& arc : desk.arcs.arcs) points += arc.line.size();
  if (points < 20'000) return;  // drawn in no time as it is
  desk.coming.push_back(std::async(std::launch::async, [arcs = desk.arcs, origin]() mutable {
    std::vector<MapScene::Level> levels;
    for (const double tolerance_m : {15.0, 40.0, 120.0, 400.0}) {
      arcs = geo::simplified(arcs, tolerance_m);
      levels.push_back({std::make_shared<MapLines>(build_map_lines(arcs, origin)), 2 * tolerance_m});
    }
    return levels;
  }));
}

void take_levels(Desk& desk) {
  while (!desk.coming.empty() && desk.coming.front().wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    auto levels = desk.coming.front().get();
    desk.coming.erase(desk.coming.begin());
    if (!desk.map) continue;
    desk.map->scene.levels.insert(desk.map->scene.levels.end(), levels.begin(), levels.end());
    desk.map->touch();
  }
}

void find_anchors(Desk& desk) {
  const auto& session = *desk.session;
  const auto& areas = session.place().areas;
  const auto count = session.state().entries.size();
  std::vector<double> x(count, 0), y(count, 0), weight(count, 0);
  const auto each = [&](auto&& use) {
    for (std::uint32_t area = 0; area < areas.size(); ++area)
      if (const auto label = session.state().label[area]; label >= 0) use(area, static_cast<std::size_t>(label));
  };
  each([&](std::uint32_t area, std::size_t row) {
    // Land, not people: the label stands in the middle of what is seen.
    const double w = std::max(1.0, geo::measure_area_m2(areas.shape[area]));
    x[row] += w * areas.centroid_x[area];
    y[row] += w * areas.centroid_y[area];
    weight[row] += w;
  });
  std::vector<double> best(count, 1e300);
  std::vector<std::uint32_t> at(count, 0);
  each([&](std::uint32_t area, std::size_t row) {
    const double off = std::hypot(areas.centroid_x[area] - x[row] / weight[row], areas.centroid_y[area] - y[row] / weight[row]);
    if (off < best[row]) best[row] = off, at[row] = area;
  });
  desk.anchors.clear();
  for (std::size_t row = 0; row < count; ++row) {
    if (weight[row] <= 0) continue;
    const geo::Point middle{x[row] / weight[row], y[row] / weight[row]};
    const auto under = desk.index.find_containing(middle);
    const bool own = under && session.state().label[*under] == static_cast<std::int32_t>(row);
    desk.anchors.push_back({static_cast<std::int32_t>(row), own ? middle : geo::Point{areas.centroid_x[at[row]], areas.centroid_y[at[row]]}, session.tallies().people[row], std::sqrt(weight[row])});
  }
  std::stable_sort(desk.anchors.begin(), desk.anchors.end(), [](const auto& a, const auto& b) { return a.people > b.people; });
}

/// Hatches what is elsewhere in the plan compared with, neighbourhoods paired so that most people stay.
void hatch_differences(Desk& desk) {
  desk.differing = 0;
  desk.differing_people = 0;
  if (desk.compared_with.empty()) return;
  const auto& session = *desk.session;
  const auto at = std::find_if(session.place().plans.begin(), session.place().plans.end(), [&](const auto& plan) { return plan.name == desk.compared_with; });
  if (at == session.place().plans.end()) return;
  const auto other = state_of(session.place(), *at);
  std::vector<double> people;
  for (const double value : session.place().areas.population) people.push_back(std::isnan(value) ? 0 : value);
  const auto match = boundaries::match_labels(people, other.label, session.state().label);
  for (std::uint32_t area = 0; area < people.size(); ++area) {
    if (session.place().areas.inside[area] == 0) continue;
    const auto before = other.label[area];
    const auto expected = before < 0 ? -1 : match.to_of_from[static_cast<std::size_t>(before)];
    const bool differs = expected != session.state().label[area];
    desk.colours.hatch[area] = differs;
    if (differs) ++desk.differing, desk.differing_people += people[area];
  }
}

/// The border around some areas.
std::vector<geo::Line> border_of(const Desk& desk, const std::vector<std::uint8_t>& chosen) {
  const auto in = [&](std::uint32_t area) { return area != geo::kOutside && chosen[area] != 0; };
  std::vector<geo::Line> lines;
  for (const auto& arc : desk.arcs.arcs)
    if (in(arc.left) != in(arc.right)) lines.push_back(arc.line);
  return lines;
}

void build_strokes(Desk& desk) {
  const auto& place = desk.session->place();
  auto& strokes = desk.map->scene.strokes;
  strokes.clear();
  const geo::Point origin{(desk.box.min_x + desk.box.max_x) / 2, (desk.box.min_y + desk.box.max_y) / 2};
  const auto add = [&](const std::vector<geo::Line>& lines, Rgba colour, float width, float dash = 0) {
    if (!lines.empty()) strokes.push_back({build_map_lines(lines, origin), colour, width, dash});
  };
  const auto faint = [](Rgba colour, std::uint32_t alpha) { return (colour & 0x00ffffff) | (alpha << 24); };
  if (desk.layers.roads) {
    std::vector<geo::Line> large, small;
    for (const auto& road : place.roads) {
      const bool main = road.road_class.find("otorway") != std::string::npos || road.road_class.find("A Road") != std::string::npos || road.road_class == "trunk" || road.road_class == "primary";
      (main ? large : small).push_back(road.line);
    }
    add(small, faint(desk.theme.text_quiet, 90), 0.8f);
    add(large, faint(desk.theme.text_quiet, 200), 2.0f);
  }
  if (desk.layers.barriers) {
    std::vector<geo::Line> lines;
    for (const auto& barrier : place.barriers) lines.push_back(barrier.line);
    add(lines, desk.theme.bad, 2.4f);
  }
  if (!desk.layers.outline.empty()) {
    std::vector<geo::Line> lines;
    for (const auto& boundary : place.boundaries)
      if (boundary.kind == desk.layers.outline)
        for (const auto& part : boundary.shape.parts) {
          lines.push_back(part.outer);
          lines.back().push_back(part.outer.front());
        }
    add(lines, desk.theme.accent, 1.6f);
  }
  std::vector<std::uint8_t> chosen(place.areas.size(), 0);
  const auto emphasise = [&](Rgba casing, float casing_width, Rgba colour, float width) {
    const auto border = border_of(desk, chosen);
    add(border, casing, casing_width);
    add(border, colour, width);
    std::fill(chosen.begin(), chosen.end(), std::uint8_t{0});
  };
  for (const auto label : desk.chosen) {
    for (std::uint32_t area = 0; area < chosen.size(); ++area) chosen[area] = desk.shown[area] == label;
    emphasise(desk.theme.text, 5.6f, desk.theme.selection, 3.4f);
  }
  if (!desk.selected.empty()) {
    for (const auto area : desk.selected) chosen[area] = 1;
    emphasise(desk.theme.text, 3.2f, desk.theme.selection, 1.6f);
  }
  if (desk.pending) {
    for (const auto& move : desk.pending->made.edit.moves) chosen[move.area] = 1;
    emphasise(desk.theme.accent_text, 4.4f, desk.theme.accent, 2.6f);
  }
}

/// What the map shows, from what the desk knows.
void dress_map(Desk& desk) {
  auto& scene = desk.map->scene;
  scene.fill = desk.colours.fill;
  scene.label = desk.shown;
  scene.hatches.clear();
  Hatch hatch;
  hatch.areas = desk.colours.hatch;
  hatch.colour = desk.theme.kind == ThemeKind::dark ? 0x60000000 : 0x48000000;
  scene.hatches.push_back(std::move(hatch));
  scene.style = desk.theme.map;
  if (!desk.layers.area_lines) scene.style.area_line_px = 0;
  if (!desk.layers.borders) scene.style.border_px = 0;
  desk.map->touch();
}

}  // namespace

Desk::Desk() {
  std::ifstream file(own_folder() / "recent.txt");
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) recent.push_back(line);
  author = read_author();
  author_known = !author.empty();
  if (!author_known) author = user_of_machine();
}

Desk::~Desk() = default;

std::string now_text() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

void say(Desk& desk, const std::string& message, bool bad) {
  desk.message = message;
  desk.message_bad = bad;
  desk.message_show.clear();
  desk.message_until = desk.clock + (bad ? 12 : 5);
}

bool attempt(Desk& desk, const std::function<void()>& what) {
  try {
    what();
    return true;
  } catch (const geo::InputError& error) {
    say(desk, error.what(), true);
    return false;
  }
}

bool busy(const Desk& desk) { return desk.job != nullptr || !desk.coming.empty() || desk.coverage.busy || desk.files.job != nullptr; }

bool open_place(Desk& desk, const std::string& path, const std::string& plan) {
  try {
    auto session = std::make_unique<Session>(Session::open(path, plan));
    if (session->place().areas.size() == 0) throw geo::InputError({path, "the place has no areas", "import areas first: placewright import PLACE FILE..."});
    desk.coming.clear();
    desk.job.reset();
    forget_coverage(desk.coverage);
    desk.session = std::move(session);
  } catch (const geo::InputError& error) {
    say(desk, error.what(), true);
    return false;
  }
  const auto& areas = desk.session->place().areas;
  desk.index = geo::ShapeIndex(areas.shape);
  desk.box = {1e300, 1e300, -1e300, -1e300};
  for (std::size_t area = 0; area < areas.size(); ++area)
    if (areas.inside[area] != 0 && !areas.shape[area].empty()) desk.box = geo::box_around(desk.box, geo::box_of(areas.shape[area]));
  desk.arcs = geo::build_arcs(areas.shape);
  const geo::Point origin{(desk.box.min_x + desk.box.max_x) / 2, (desk.box.min_y + desk.box.max_y) / 2};
  if (desk.map) {
    auto borders = std::make_shared<MapLines>(build_map_lines(desk.arcs, origin));
    auto& scene = desk.map->scene;
    scene = {};
    scene.area_size_m = sizes_of_areas(*borders, areas.size());
    scene.levels = {{std::move(borders), 0}};
    scene.area_at = [&desk](geo::Point at) { return desk.index.find_containing(at); };
    build_levels_behind(desk, origin);
  }
  desk.shown = desk.session->state().label;
  desk.colours = {};
  desk.anchors.clear();
  desk.selected.clear();
  desk.stroke_on = false;
  desk.outline.clear();
  desk.pending.reset();
  desk.hovered.reset();
  desk.neighbourhood = -1;
  desk.chosen.clear();
  desk.drawer.figures.clear();
  desk.hits.clear();
  desk.postcodes.clear();
  desk.postcodes_for.clear();
  desk.drawer.filter.clear();
  desk.problem_at = 0;
  desk.colour_of.clear();
  desk.compared_with.clear();
  desk.stroked.assign(areas.size(), 0);
  desk.indicator = areas.indicators.empty() ? std::string() : areas.indicators.begin()->first;
  desk.fit_wanted = true;
  desk.derived = {};
  desk.left_behind = desk.session->left_behind();
  desk.dialog = desk.left_behind ? DialogKind::recover : DialogKind::none;
  if (desk.session->read_only()) say(desk, "A newer version of Placewright made this place: it is open for reading only, nothing can be saved into it", true);
  remember(desk, path);
  return true;
}

bool open_demo(Desk& desk) {
  std::error_code failed;
  const auto folder = own_folder();
  std::filesystem::create_directories(folder, failed);
  const auto path = (folder / "demo.gpkg").string();
  try {
    if (!std::filesystem::exists(path, failed)) datasets::write_new_place(path, datasets::make_demo(), std::string(datasets::kDemoMadeAt));
  } catch (const geo::InputError& error) {
    say(desk, error.what(), true);
    return false;
  }
  return open_place(desk, path, "");
}

void refresh(Desk& desk) {
  if (!desk.session || !desk.map) return;
  take_levels(desk);
  const auto& session = *desk.session;
  auto& derived = desk.derived;
  const bool plan_changed = derived.stale || derived.revision != session.revision();
  const bool looks_changed = plan_changed || derived.looks_stale || derived.mode != desk.mode || derived.indicator != desk.indicator || derived.theme != desk.theme.kind || derived.sight != desk.sight || derived.compared_with != desk.compared_with;
  if (plan_changed) {
    desk.colour_of = colour_neighbourhoods(session, desk.colour_of, static_cast<std::uint32_t>(neighbourhood_fills(desk.theme.kind).size()));
    find_anchors(desk);
    if (desk.neighbourhood >= static_cast<std::int32_t>(session.state().entries.size())) desk.neighbourhood = -1;
    std::erase_if(desk.chosen, [&](auto label) { return label >= static_cast<std::int32_t>(session.state().entries.size()); });
  }
  if (looks_changed) {
    desk.colours = colour_areas(session, desk.mode, desk.indicator, desk.colour_of, desk.theme, desk.sight);
    hatch_differences(desk);
    desk.shown = session.state().label;
    if (desk.pending) {
      const auto& fills = neighbourhood_fills(desk.theme.kind);
      for (const auto& move : desk.pending->made.edit.moves) {
        desk.shown[move.area] = move.to;
        if (desk.mode != ColourMode::neighbourhood) continue;
        const auto row = static_cast<std::size_t>(std::max(0, move.to));
        desk.colours.fill[move.area] = seen_by(move.to < 0 ? desk.theme.missing : fills[(row < desk.colour_of.size() ? desk.colour_of[row] : row) % fills.size()], desk.sight);
        desk.colours.hatch[move.area] = 1;
      }
    }
    derived.lines_stale = true;
  }
  // Whoever chose one neighbourhood chose it alone.
  if (desk.neighbourhood < 0 ? !desk.chosen.empty() : !std::binary_search(desk.chosen.begin(), desk.chosen.end(), desk.neighbourhood)) {
    desk.chosen.clear();
    if (desk.neighbourhood >= 0) desk.chosen.push_back(desk.neighbourhood);
  }
  if (derived.lines_stale) {
    dress_map(desk);
    build_strokes(desk);
  }
  derived = {session.revision(), desk.mode, desk.indicator, desk.compared_with, desk.theme.kind, desk.sight, false, false, false};
}

std::string neighbourhood_name(const Desk& desk, std::int32_t label) {
  if (label < 0) return "Unassigned";
  const auto row = static_cast<std::size_t>(label);
  const auto& entries = desk.session->state().entries;
  if (row >= entries.size()) return "New neighbourhood";
  return entries[row].name.empty() || entries[row].name == entries[row].id ? entries[row].id : entries[row].id + "  " + entries[row].name;
}

std::vector<std::int32_t> neighbourhoods(const Desk& desk) {
  std::vector<std::int32_t> rows;
  const auto& session = *desk.session;
  for (std::size_t row = 0; row < session.state().entries.size(); ++row)
    if (session.tallies().areas[row] > 0) rows.push_back(static_cast<std::int32_t>(row));
  std::stable_sort(rows.begin(), rows.end(), [&](auto a, auto b) { return session.state().entries[static_cast<std::size_t>(a)].id < session.state().entries[static_cast<std::size_t>(b)].id; });
  return rows;
}

std::vector<std::uint32_t> areas_of(const Desk& desk, std::int32_t label) {
  std::vector<std::uint32_t> areas;
  const auto& labels = desk.session->state().label;
  for (std::uint32_t area = 0; area < labels.size(); ++area)
    if (labels[area] == label && desk.session->place().areas.inside[area] != 0) areas.push_back(area);
  return areas;
}

std::vector<std::uint32_t> unit_of(const Desk& desk, std::uint32_t area) {
  if (desk.unit == Unit::area) return {area};
  const auto& areas = desk.session->place().areas;
  const auto parents = areas.parents.find(desk.unit == Unit::msoa ? "msoa_code" : "ward_code");
  if (parents == areas.parents.end() || parents->second[area].empty()) return {area};
  std::vector<std::uint32_t> all;
  for (std::uint32_t other = 0; other < areas.size(); ++other)
    if (parents->second[other] == parents->second[area]) all.push_back(other);
  return all;
}

}  // namespace placewright::viewer
