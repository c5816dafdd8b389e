#include "viewer/desk/desk.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "datasets/demo/demo.h"
#include "datasets/place/file.h"
#include "datasets/place/names.h"
#include "geo/error.h"
#include "geo/shape_measures.h"
#include "viewer/session/user_files.h"

namespace placewright::viewer {
namespace {

void remember(Desk& desk, const std::string& path) {
  if (desk.headless) return;
  std::error_code failed;
  const auto full = std::filesystem::absolute(path, failed).string();
  desk.dialogs.recent.erase(std::remove(desk.dialogs.recent.begin(), desk.dialogs.recent.end(), full),
                            desk.dialogs.recent.end());
  desk.dialogs.recent.insert(desk.dialogs.recent.begin(), full);
  if (desk.dialogs.recent.size() > 8) desk.dialogs.recent.resize(8);
  std::filesystem::create_directories(own_folder(), failed);
  std::ofstream file(own_folder() / "recent.txt");
  for (const auto& line : desk.dialogs.recent) file << line << '\n';
}

/// What reading and building needed for a moment goes back to the machine: others run on this laptop too.
void give_back_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

/// Coarser lines for the map from afar: off by at most about half a pixel.
void build_levels_behind(Desk& desk, geo::Point origin) {
  std::size_t points = 0;
  for (const auto& arc : *desk.here.arcs) points += arc.line.size();
  if (points < 20'000) return;  // drawn in no time as it is
  desk.here.coming.push_back(std::async(std::launch::async, [arcs = desk.here.arcs, origin] {
    std::vector<MapScene::Level> levels;
    std::vector<geo::Arc> coarser;
    for (const double tolerance_m : {15.0, 40.0, 120.0, 400.0}) {
      coarser = geo::simplified(coarser.empty() ? *arcs : coarser, tolerance_m);
      levels.push_back({std::make_shared<MapLines>(build_map_lines(coarser, origin)), 2 * tolerance_m});
    }
    return levels;
  }));
}

void take_levels(Desk& desk) {
  while (!desk.here.coming.empty() &&
         desk.here.coming.front().wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    auto levels = desk.here.coming.front().get();
    desk.here.coming.erase(desk.here.coming.begin());
    if (!desk.view.map) continue;
    desk.view.map->scene.levels.insert(desk.view.map->scene.levels.end(), levels.begin(), levels.end());
    desk.view.map->touch();
    give_back_memory();
  }
}

void find_anchors(Desk& desk) {
  const auto& session = *desk.here.session;
  const auto& areas = session.place().areas;
  const auto count = session.state().entries.size();
  std::vector<double> x(count, 0), y(count, 0), weight(count, 0);
  const auto each = [&](auto&& use) {
    for (std::uint32_t area = 0; area < areas.size(); ++area)
      if (const auto label = session.state().label[area]; label >= 0)
        use(area, static_cast<std::size_t>(label));
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
    const double off = std::hypot(areas.centroid_x[area] - x[row] / weight[row],
                                  areas.centroid_y[area] - y[row] / weight[row]);
    if (off < best[row]) best[row] = off, at[row] = area;
  });
  desk.here.anchors.clear();
  for (std::size_t row = 0; row < count; ++row) {
    if (weight[row] <= 0) continue;
    const geo::Point middle{x[row] / weight[row], y[row] / weight[row]};
    const auto under = desk.here.index.find_containing(middle);
    const bool own = under && session.state().label[*under] == static_cast<std::int32_t>(row);
    desk.here.anchors.push_back(
        {static_cast<std::int32_t>(row),
         own ? middle : geo::Point{areas.centroid_x[at[row]], areas.centroid_y[at[row]]},
         session.tallies().people[row], std::sqrt(weight[row])});
  }
  std::stable_sort(desk.here.anchors.begin(), desk.here.anchors.end(),
                   [](const auto& a, const auto& b) { return a.people > b.people; });
}

/// Hatches what is elsewhere in the plan compared with, neighbourhoods paired so that most people stay.
void hatch_differences(Desk& desk) {
  compare_plans(*desk.here.session, desk.here.comparison);
  if (desk.here.comparison.with.empty()) return;
  for (std::size_t area = 0; area < desk.here.comparison.differs.size(); ++area)
    desk.here.colours.hatch[area] = desk.here.comparison.differs[area];
}

/// What is shown instead of the plan in hand: the pending change, or the machine's best so far while it
/// works.
std::vector<Edit::Move> previewed(const Desk& desk) {
  if (desk.here.pending) return desk.here.pending->made.edit.moves;
  std::vector<Edit::Move> moves;
  if (!desk.here.machine.best || !(desk.here.machine.start == desk.here.session->state())) return moves;
  const auto &now = desk.here.session->state().label, &then = desk.here.machine.best->label;
  for (std::uint32_t area = 0; area < now.size(); ++area)
    if (now[area] != then[area]) moves.push_back({area, now[area], then[area]});
  return moves;
}

}  // namespace

Desk::Desk() {
  std::ifstream file(own_folder() / "recent.txt");
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) dialogs.recent.push_back(line);
  talk.author = read_author();
  talk.author_known = !talk.author.empty();
  if (!talk.author_known) talk.author = user_of_machine();
}

Desk::~Desk() = default;

std::string now_text() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

void say(Desk& desk, const std::string& message, bool bad) {
  desk.talk.message.text = message;
  desk.talk.message.bad = bad;
  desk.talk.message.show.clear();
  desk.talk.message.until = desk.talk.clock + (bad ? 12 : 5);
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

void clear_table(Desk& desk) {
  const auto page = desk.here.coverage.ask.page;
  // The threads first: nothing is taken from under them.
  desk.here.machine.job.reset();
  desk.here.coming.clear();
  forget_coverage(desk.here.coverage);
  desk.here = OnTheTable{};
  desk.talk.message = {};
  desk.here.coverage.ask.page = page;
  // A filter by words of the old place would hide things of another.
  desk.view.layers.organisation.clear();
  desk.view.layers.service.clear();
  desk.view.layers.role.clear();
  if (desk.view.map) desk.view.map->scene = {};
}

namespace {

/// The first doubt about the file in full, and how many more there are.
void say_doubts(Desk& desk) {
  std::vector<const geo::Finding*> grave;
  for (const auto& doubt : desk.here.session->doubts())
    if (doubt.severity != geo::Severity::note && doubt.code != "SCHEMA_NEWER") grave.push_back(&doubt);
  if (grave.empty()) return;
  say(desk,
      fmt::format("{}: {} {}{}", grave[0]->code, grave[0]->where, grave[0]->what,
                  grave.size() == 1
                      ? ""
                      : fmt::format(" (and {} more: placewright check names them)", grave.size() - 1)),
      true);
}

}  // namespace
bool busy(const Desk& desk) {
  return desk.here.machine.job != nullptr || !desk.here.coming.empty() || desk.here.coverage.busy ||
         desk.dialogs.files.job != nullptr;
}

bool open_place(Desk& desk, const std::string& path, const std::string& plan) {
  std::unique_ptr<Session> session;
  try {
    session = std::make_unique<Session>(Session::open(path, plan));
    if (session->place().areas.size() == 0)
      throw geo::InputError(
          {path, "the place has no areas", "import areas first: placewright import PLACE FILE..."});
  } catch (const geo::InputError& error) {
    say(desk, error.what(), true);
    return false;
  }
  clear_table(desk);
  desk.here.session = std::move(session);
  const auto& place = desk.here.session->place();
  const auto& areas = place.areas;
  desk.here.arcs = std::make_shared<const std::vector<geo::Arc>>(
      geo::build_arcs(areas.shape).arcs);  // before the index: building takes the most memory of all
  desk.here.index = geo::ShapeIndex(areas.shape);
  desk.here.box = {1e300, 1e300, -1e300, -1e300};
  for (std::size_t area = 0; area < areas.size(); ++area)
    if (areas.inside[area] != 0 && !areas.shape[area].empty())
      desk.here.box = geo::box_around(desk.here.box, geo::box_of(areas.shape[area]));
  const geo::Point origin{(desk.here.box.min_x + desk.here.box.max_x) / 2,
                          (desk.here.box.min_y + desk.here.box.max_y) / 2};
  if (desk.view.map) {
    auto borders = std::make_shared<MapLines>(build_map_lines(*desk.here.arcs, origin));
    auto& scene = desk.view.map->scene;
    scene.area_size_m = sizes_of_areas(*borders, areas.size());
    scene.levels = {{std::move(borders), 0}};
    scene.area_at = [&desk](geo::Point at) { return desk.here.index.find_containing(at); };
    give_back_memory();
    build_levels_behind(desk, origin);
  }
  desk.here.shown = desk.here.session->state().label;
  desk.here.stroked.assign(areas.size(), 0);
  for (const auto& site : place.sites) {
    const auto area = place.find_area(site.area);
    desk.here.site_layer.push_back(layer_of(site.kind));
    desk.here.site_inside.push_back(area && areas.inside[*area] != 0);
    desk.here.site_area.push_back(area ? static_cast<std::int32_t>(*area) : -1);
  }
  desk.here.travel_modes = travel_modes(place);
  list_overlays(desk);
  if (!areas.indicators.empty()) desk.here.indicator = areas.indicators.begin()->first;
  desk.here.left_behind = desk.here.session->left_behind();
  desk.dialogs.open = desk.here.left_behind ? DialogKind::recover : DialogKind::none;
  if (desk.here.session->read_only())
    say(desk,
        "A newer version of Placewright made this place: it is open for reading only, nothing can be saved "
        "into it",
        true);
  say_doubts(desk);
  remember(desk, path);
  return true;
}

bool open_demo(Desk& desk) {
  std::error_code failed;
  const auto folder = own_folder();
  std::filesystem::create_directories(folder, failed);
  const auto path = (folder / "demo.gpkg").string();
  try {
    if (!std::filesystem::exists(path, failed))
      datasets::write_new_place(path, datasets::make_demo(), std::string(datasets::kDemoMadeAt),
                                datasets::IfThere::keep);
  } catch (const geo::InputError& error) {
    say(desk, error.what(), true);
    return false;
  }
  return open_place(desk, path, "");
}

void forget_rows(Desk& desk, bool another_plan) {
  const auto rows = static_cast<std::int32_t>(desk.here.session->state().entries.size());
  const auto gone = [&](std::int32_t label) { return another_plan || label >= rows; };
  if (gone(desk.here.neighbourhood)) desk.here.neighbourhood = -1;
  std::erase_if(desk.here.chosen, gone);
  if (desk.here.target.kind == Target::Kind::one && gone(desk.here.target.label)) desk.here.target = {};
  if (desk.here.filter.kind == SourceFilter::Kind::one && gone(desk.here.filter.label)) desk.here.filter = {};
}

void refresh(Desk& desk) {
  if (!desk.here.session || !desk.view.map) return;
  take_levels(desk);
  const auto& session = *desk.here.session;
  auto& derived = desk.here.derived;
  const bool plan_changed = derived.stale || derived.revision != session.revision();
  const bool looks_changed =
      plan_changed || derived.looks_stale || derived.mode != desk.view.mode ||
      derived.indicator != desk.here.indicator || derived.theme != desk.view.theme.kind ||
      derived.sight != desk.view.sight || derived.compared_with != desk.here.comparison.with ||
      derived.compare_mode != desk.here.comparison.mode || derived.group != desk.here.staff_group ||
      derived.site != desk.here.site || derived.isolated != desk.here.isolated ||
      derived.travel_mode != desk.here.travel_mode;
  if (plan_changed) {
    desk.here.colour_of =
        colour_neighbourhoods(session, desk.here.colour_of,
                              static_cast<std::uint32_t>(neighbourhood_fills(desk.view.theme.kind).size()));
    find_anchors(desk);
    forget_rows(desk, false);
  }
  if (looks_changed) {
    if (derived.mode != desk.view.mode || derived.indicator != desk.here.indicator ||
        derived.group != desk.here.staff_group)
      desk.here.isolated.reset();
    if (plan_changed || derived.mode != desk.view.mode || derived.group != desk.here.staff_group ||
        derived.site != desk.here.site || derived.travel_mode != desk.here.travel_mode)
      desk.here.measures =
          measures_for(session, desk.view.mode, desk.here.staff_group, desk.here.site, desk.here.travel_mode);
    desk.here.colours = colour_areas(session, desk.view.mode, desk.here.indicator, desk.here.measures,
                                     desk.here.colour_of, desk.view.theme, desk.view.sight);
    if (desk.here.isolated && *desk.here.isolated < desk.here.colours.legend.entries.size())
      isolate_class(desk.here.colours, *desk.here.isolated, desk.view.theme.context);
    hatch_differences(desk);
    desk.here.shown = session.state().label;
    if (const auto moves = previewed(desk); !moves.empty()) {
      const auto& fills = neighbourhood_fills(desk.view.theme.kind);
      for (const auto& move : moves) {
        desk.here.shown[move.area] = move.to;
        desk.here.colours.hatch[move.area] = desk.here.pending.has_value();
        if (desk.view.mode != ColourMode::neighbourhood) continue;
        const auto row = static_cast<std::size_t>(std::max(0, move.to));
        desk.here.colours.fill[move.area] = seen_by(
            move.to < 0
                ? desk.view.theme.missing
                : fills[(row < desk.here.colour_of.size() ? desk.here.colour_of[row] : row) % fills.size()],
            desk.view.sight);
      }
    }
    derived.lines_stale = true;
  }
  // Whoever chose one neighbourhood chose it alone.
  if (desk.here.neighbourhood < 0
          ? !desk.here.chosen.empty()
          : !std::binary_search(desk.here.chosen.begin(), desk.here.chosen.end(), desk.here.neighbourhood)) {
    desk.here.chosen.clear();
    if (desk.here.neighbourhood >= 0) desk.here.chosen.push_back(desk.here.neighbourhood);
  }
  if (derived.lines_stale) {
    dress_map(desk);
    desk.here.comparison.map_stale = true;
  }
  derived.revision = session.revision();
  derived.mode = desk.view.mode;
  derived.indicator = desk.here.indicator;
  derived.compared_with = desk.here.comparison.with;
  derived.compare_mode = desk.here.comparison.mode;
  derived.group = desk.here.staff_group;
  derived.travel_mode = desk.here.travel_mode;
  derived.site = desk.here.site;
  derived.isolated = desk.here.isolated;
  derived.theme = desk.view.theme.kind;
  derived.sight = desk.view.sight;
  derived.stale = derived.looks_stale = derived.lines_stale = false;
}

std::string neighbourhood_name(const Desk& desk, std::int32_t label) {
  if (label < 0) return "Unassigned";
  const auto row = static_cast<std::size_t>(label);
  const auto& entries = desk.here.session->state().entries;
  if (row >= entries.size()) return "New neighbourhood";
  return full_name(entries[row]);
}

std::vector<std::int32_t> neighbourhoods(const Desk& desk) {
  std::vector<std::int32_t> rows;
  const auto& session = *desk.here.session;
  for (std::size_t row = 0; row < session.state().entries.size(); ++row)
    if (session.tallies().areas[row] > 0) rows.push_back(static_cast<std::int32_t>(row));
  std::stable_sort(rows.begin(), rows.end(), [&](auto a, auto b) {
    return datasets::comes_before(session.state().entries[static_cast<std::size_t>(a)].id,
                                  session.state().entries[static_cast<std::size_t>(b)].id);
  });
  return rows;
}

std::vector<std::uint32_t> areas_of(const Desk& desk, std::int32_t label) {
  std::vector<std::uint32_t> areas;
  const auto& labels = desk.here.session->state().label;
  for (std::uint32_t area = 0; area < labels.size(); ++area)
    if (labels[area] == label && desk.here.session->place().areas.inside[area] != 0) areas.push_back(area);
  return areas;
}

std::vector<std::uint32_t> unit_of(const Desk& desk, std::uint32_t area) {
  if (desk.tools.unit == Unit::area) return {area};
  const auto& areas = desk.here.session->place().areas;
  const auto parents = areas.parents.find(desk.tools.unit == Unit::msoa ? "msoa_code" : "ward_code");
  if (parents == areas.parents.end() || parents->second[area].empty()) return {area};
  std::vector<std::uint32_t> all;
  for (std::uint32_t other = 0; other < areas.size(); ++other)
    if (parents->second[other] == parents->second[area]) all.push_back(other);
  return all;
}

}  // namespace placewright::viewer
