#include "viewer/desk.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include <fmt/chrono.h>
#include <fmt/format.h>

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

/// Coarser shapes for the map from afar: lines off by at most half a pixel.
void build_levels_behind(Desk& desk, geo::Point origin) {
  constexpr std::array<double, 4> tolerances_m{15, 40, 120, 400};
  std::size_t points = 0;
  for (const auto& arc : desk.arcs.arcs) points += arc.line.size();
  for (const double tolerance : tolerances_m) {
    if (points < 20'000) break;  // drawn in no time as it is
    auto arcs = desk.arcs;
    desk.coming.push_back(std::async(std::launch::async, [arcs = std::move(arcs), tolerance, origin] {
      const auto coarse = geo::simplified(arcs, tolerance);
      return build_mesh(geo::shapes_from_arcs(coarse), coarse, origin);
    }));
    desk.coming_from.push_back(2 * tolerance);
  }
}

void take_levels(Desk& desk) {
  for (std::size_t i = 0; i < desk.coming.size();) {
    if (desk.coming[i].wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
      ++i;
      continue;
    }
    const auto mesh = desk.coming[i].get();
    if (desk.map) desk.map->add_level({&mesh, desk.coming_from[i]});
    desk.coming.erase(desk.coming.begin() + static_cast<std::ptrdiff_t>(i));
    desk.coming_from.erase(desk.coming_from.begin() + static_cast<std::ptrdiff_t>(i));
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
  compare_plans(*desk.session, desk.comparison);
  if (desk.comparison.with.empty()) return;
  for (std::size_t area = 0; area < desk.comparison.differs.size(); ++area) desk.colours.hatch[area] = desk.comparison.differs[area];
}

/// What is shown instead of the plan in hand: the pending change, or the machine's best so far while it works.
std::vector<Edit::Move> previewed(const Desk& desk) {
  if (desk.pending) return desk.pending->made.edit.moves;
  std::vector<Edit::Move> moves;
  if (!desk.machine.best || !(desk.machine.start == desk.session->state())) return moves;
  const auto &now = desk.session->state().label, &then = desk.machine.best->label;
  for (std::uint32_t area = 0; area < now.size(); ++area)
    if (now[area] != then[area]) moves.push_back({area, now[area], then[area]});
  return moves;
}

void add_border_lines(const Desk& desk, std::vector<OverlayLine>& lines, const std::vector<std::uint8_t>& chosen, Rgba colour, float width) {
  const auto in = [&](std::uint32_t area) { return area != geo::kOutside && chosen[area] != 0; };
  for (const auto& arc : desk.arcs.arcs) {
    if (in(arc.left) == in(arc.right)) continue;
    for (std::size_t i = 1; i < arc.line.size(); ++i) lines.push_back({arc.line[i - 1], arc.line[i], colour, width});
  }
}

void add_line(std::vector<OverlayLine>& lines, const geo::Line& line, Rgba colour, float width) {
  for (std::size_t i = 1; i < line.size(); ++i) lines.push_back({line[i - 1], line[i], colour, width});
}

void add_ring(std::vector<OverlayLine>& lines, const geo::Ring& ring, Rgba colour, float width) {
  for (std::size_t i = 0; i < ring.size(); ++i) lines.push_back({ring[i], ring[(i + 1) % ring.size()], colour, width});
}

void build_lines(Desk& desk) {
  const auto& place = desk.session->place();
  std::vector<OverlayLine> lines;
  const float unit = desk.scale;
  const auto faint = [](Rgba colour, std::uint32_t alpha) { return (colour & 0x00ffffff) | (alpha << 24); };
  if (desk.layers.roads)
    for (const auto& road : place.roads) {
      const bool large = road.road_class.find("otorway") != std::string::npos || road.road_class.find("A Road") != std::string::npos || road.road_class == "trunk" || road.road_class == "primary";
      add_line(lines, road.line, faint(desk.theme.text_quiet, large ? 200 : 90), (large ? 2.0f : 0.8f) * unit);
    }
  if (desk.layers.barriers)
    for (const auto& barrier : place.barriers) add_line(lines, barrier.line, desk.theme.bad, 2.4f * unit);
  if (!desk.layers.outline.empty())
    for (const auto& boundary : place.boundaries)
      if (boundary.kind == desk.layers.outline)
        for (const auto& part : boundary.shape.parts) add_ring(lines, part.outer, desk.theme.accent, 1.6f * unit);
  std::vector<std::uint8_t> chosen(place.areas.size(), 0);
  for (const auto label : desk.chosen) {
    for (std::uint32_t area = 0; area < chosen.size(); ++area) chosen[area] = desk.shown[area] == label;
    add_border_lines(desk, lines, chosen, desk.theme.text, 5.6f * unit);
    add_border_lines(desk, lines, chosen, desk.theme.selection, 3.4f * unit);
  }
  if (!desk.selected.empty()) {
    std::fill(chosen.begin(), chosen.end(), std::uint8_t{0});
    for (const auto area : desk.selected) chosen[area] = 1;
    add_border_lines(desk, lines, chosen, desk.theme.text, 3.2f * unit);
    add_border_lines(desk, lines, chosen, desk.theme.selection, 1.6f * unit);
  }
  if (desk.pending) {
    std::fill(chosen.begin(), chosen.end(), std::uint8_t{0});
    for (const auto& move : desk.pending->made.edit.moves) chosen[move.area] = 1;
    add_border_lines(desk, lines, chosen, desk.theme.accent_text, 4.4f * unit);
    add_border_lines(desk, lines, chosen, desk.theme.accent, 2.6f * unit);
  }
  desk.map->set_lines(lines);
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

bool busy(const Desk& desk) { return desk.machine.job != nullptr || !desk.coming.empty() || desk.coverage.busy; }

bool open_place(Desk& desk, const std::string& path, const std::string& plan) {
  try {
    auto session = std::make_unique<Session>(Session::open(path, plan));
    if (session->place().areas.size() == 0) throw geo::InputError({path, "the place has no areas", "import areas first: placewright import PLACE FILE..."});
    desk.coming.clear();
    desk.coming_from.clear();
    desk.machine.job.reset();
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
    const auto mesh = build_mesh(areas.shape, desk.arcs, origin);
    const GlMap::Level level{&mesh, 0};
    desk.map->set_levels({&level, 1});
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
  desk.drawer.filter.clear();
  desk.problem_at = 0;
  desk.colour_of.clear();
  desk.comparison = {};
  desk.machine = {};
  desk.thumbs = {};
  desk.brief_draft = {};
  desk.plan_chosen.clear();
  desk.held_border.reset();
  desk.disk_changed = desk.disk_change_seen = false;
  desk.stroked.assign(areas.size(), 0);
  desk.indicator = areas.indicators.empty() ? std::string() : areas.indicators.begin()->first;
  desk.fit_wanted = true;
  desk.derived = {};
  desk.left_behind = desk.session->left_behind();
  desk.dialog = desk.left_behind ? DialogKind::recover : DialogKind::none;
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
  const bool looks_changed = plan_changed || derived.looks_stale || derived.mode != desk.mode || derived.indicator != desk.indicator || derived.theme != desk.theme.kind || derived.sight != desk.sight || derived.compared_with != desk.comparison.with || derived.compare_mode != desk.comparison.mode;
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
    if (const auto moves = previewed(desk); !moves.empty()) {
      const auto& fills = neighbourhood_fills(desk.theme.kind);
      for (const auto& move : moves) {
        desk.shown[move.area] = move.to;
        if (desk.mode != ColourMode::neighbourhood) continue;
        const auto row = static_cast<std::size_t>(std::max(0, move.to));
        desk.colours.fill[move.area] = seen_by(move.to < 0 ? desk.theme.missing : fills[(row < desk.colour_of.size() ? desk.colour_of[row] : row) % fills.size()], desk.sight);
        desk.colours.hatch[move.area] = desk.pending.has_value();
      }
    }
    desk.map->set_colours(desk.colours.fill, desk.colours.hatch);
    desk.map->set_labels(desk.shown);
    derived.lines_stale = true;
  }
  // Whoever chose one neighbourhood chose it alone.
  if (desk.neighbourhood < 0 ? !desk.chosen.empty() : !std::binary_search(desk.chosen.begin(), desk.chosen.end(), desk.neighbourhood)) {
    desk.chosen.clear();
    if (desk.neighbourhood >= 0) desk.chosen.push_back(desk.neighbourhood);
  }
  if (derived.lines_stale) {
    auto style = desk.theme.map;
    if (!desk.layers.area_lines) style.area_line_px = 0;
    if (!desk.layers.borders) style.border_px = 0;
    desk.map->set_style(style);
    build_lines(desk);
  }
  derived = {session.revision(), desk.mode, desk.indicator, desk.comparison.with, desk.comparison.mode, desk.theme.kind, desk.sight, false, false, false};
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
