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
  desk.recent.erase(std::remove(desk.recent.begin(), desk.recent.end(), full), desk.recent.end());
  desk.recent.insert(desk.recent.begin(), full);
  if (desk.recent.size() > 8) desk.recent.resize(8);
  std::filesystem::create_directories(own_folder(), failed);
  std::ofstream file(own_folder() / "recent.txt");
  for (const auto& line : desk.recent) file << line << '\n';
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
  for (const auto& arc : *desk.arcs) points += arc.line.size();
  if (points < 20'000) return;  // drawn in no time as it is
  desk.coming.push_back(std::async(std::launch::async, [arcs = desk.arcs, origin] {
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
  while (!desk.coming.empty() &&
         desk.coming.front().wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    auto levels = desk.coming.front().get();
    desk.coming.erase(desk.coming.begin());
    if (!desk.map) continue;
    desk.map->scene.levels.insert(desk.map->scene.levels.end(), levels.begin(), levels.end());
    desk.map->touch();
    give_back_memory();
  }
}

void find_anchors(Desk& desk) {
  const auto& session = *desk.session;
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
  desk.anchors.clear();
  for (std::size_t row = 0; row < count; ++row) {
    if (weight[row] <= 0) continue;
    const geo::Point middle{x[row] / weight[row], y[row] / weight[row]};
    const auto under = desk.index.find_containing(middle);
    const bool own = under && session.state().label[*under] == static_cast<std::int32_t>(row);
    desk.anchors.push_back({static_cast<std::int32_t>(row),
                            own ? middle : geo::Point{areas.centroid_x[at[row]], areas.centroid_y[at[row]]},
                            session.tallies().people[row], std::sqrt(weight[row])});
  }
  std::stable_sort(desk.anchors.begin(), desk.anchors.end(),
                   [](const auto& a, const auto& b) { return a.people > b.people; });
}

/// Hatches what is elsewhere in the plan compared with, neighbourhoods paired so that most people stay.
void hatch_differences(Desk& desk) {
  compare_plans(*desk.session, desk.comparison);
  if (desk.comparison.with.empty()) return;
  for (std::size_t area = 0; area < desk.comparison.differs.size(); ++area)
    desk.colours.hatch[area] = desk.comparison.differs[area];
}

/// What is shown instead of the plan in hand: the pending change, or the machine's best so far while it
/// works.
std::vector<Edit::Move> previewed(const Desk& desk) {
  if (desk.pending) return desk.pending->made.edit.moves;
  std::vector<Edit::Move> moves;
  if (!desk.machine.best || !(desk.machine.start == desk.session->state())) return moves;
  const auto &now = desk.session->state().label, &then = desk.machine.best->label;
  for (std::uint32_t area = 0; area < now.size(); ++area)
    if (now[area] != then[area]) moves.push_back({area, now[area], then[area]});
  return moves;
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

void clear_table(Desk& desk) {
  const auto page = desk.coverage.ask.page;
  // The threads first: nothing is taken from under them.
  desk.machine.job.reset();
  desk.coming.clear();
  forget_coverage(desk.coverage);
  static_cast<OnTheTable&>(desk) = OnTheTable{};
  desk.coverage.ask.page = page;
  // A filter by words of the old place would hide things of another.
  desk.layers.organisation.clear();
  desk.layers.service.clear();
  desk.layers.role.clear();
  if (desk.map) desk.map->scene = {};
}

namespace {

/// The first doubt about the file in full, and how many more there are.
void say_doubts(Desk& desk) {
  std::vector<const geo::Finding*> grave;
  for (const auto& doubt : desk.session->doubts())
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
  return desk.machine.job != nullptr || !desk.coming.empty() || desk.coverage.busy ||
         desk.files.job != nullptr;
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
  desk.session = std::move(session);
  const auto& place = desk.session->place();
  const auto& areas = place.areas;
  desk.arcs = std::make_shared<const std::vector<geo::Arc>>(
      geo::build_arcs(areas.shape).arcs);  // before the index: building takes the most memory of all
  desk.index = geo::ShapeIndex(areas.shape);
  desk.box = {1e300, 1e300, -1e300, -1e300};
  for (std::size_t area = 0; area < areas.size(); ++area)
    if (areas.inside[area] != 0 && !areas.shape[area].empty())
      desk.box = geo::box_around(desk.box, geo::box_of(areas.shape[area]));
  const geo::Point origin{(desk.box.min_x + desk.box.max_x) / 2, (desk.box.min_y + desk.box.max_y) / 2};
  if (desk.map) {
    auto borders = std::make_shared<MapLines>(build_map_lines(*desk.arcs, origin));
    auto& scene = desk.map->scene;
    scene.area_size_m = sizes_of_areas(*borders, areas.size());
    scene.levels = {{std::move(borders), 0}};
    scene.area_at = [&desk](geo::Point at) { return desk.index.find_containing(at); };
    give_back_memory();
    build_levels_behind(desk, origin);
  }
  desk.shown = desk.session->state().label;
  desk.stroked.assign(areas.size(), 0);
  for (const auto& site : place.sites) {
    const auto area = place.find_area(site.area);
    desk.site_layer.push_back(layer_of(site.kind));
    desk.site_inside.push_back(area && areas.inside[*area] != 0);
    desk.site_area.push_back(area ? static_cast<std::int32_t>(*area) : -1);
  }
  desk.travel_modes = travel_modes(place);
  list_overlays(desk);
  if (!areas.indicators.empty()) desk.indicator = areas.indicators.begin()->first;
  desk.left_behind = desk.session->left_behind();
  desk.dialog = desk.left_behind ? DialogKind::recover : DialogKind::none;
  if (desk.session->read_only())
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
  const auto rows = static_cast<std::int32_t>(desk.session->state().entries.size());
  const auto gone = [&](std::int32_t label) { return another_plan || label >= rows; };
  if (gone(desk.neighbourhood)) desk.neighbourhood = -1;
  std::erase_if(desk.chosen, gone);
  if (desk.target.kind == Target::Kind::one && gone(desk.target.label)) desk.target = {};
  if (desk.filter.kind == SourceFilter::Kind::one && gone(desk.filter.label)) desk.filter = {};
}

void refresh(Desk& desk) {
  if (!desk.session || !desk.map) return;
  take_levels(desk);
  const auto& session = *desk.session;
  auto& derived = desk.derived;
  const bool plan_changed = derived.stale || derived.revision != session.revision();
  const bool looks_changed = plan_changed || derived.looks_stale || derived.mode != desk.mode ||
                             derived.indicator != desk.indicator || derived.theme != desk.theme.kind ||
                             derived.sight != desk.sight || derived.compared_with != desk.comparison.with ||
                             derived.compare_mode != desk.comparison.mode ||
                             derived.group != desk.staff_group || derived.site != desk.site ||
                             derived.isolated != desk.isolated || derived.travel_mode != desk.travel_mode;
  if (plan_changed) {
    desk.colour_of = colour_neighbourhoods(
        session, desk.colour_of, static_cast<std::uint32_t>(neighbourhood_fills(desk.theme.kind).size()));
    find_anchors(desk);
    forget_rows(desk, false);
  }
  if (looks_changed) {
    if (derived.mode != desk.mode || derived.indicator != desk.indicator || derived.group != desk.staff_group)
      desk.isolated.reset();
    if (plan_changed || derived.mode != desk.mode || derived.group != desk.staff_group ||
        derived.site != desk.site || derived.travel_mode != desk.travel_mode)
      desk.measures = measures_for(session, desk.mode, desk.staff_group, desk.site, desk.travel_mode);
    desk.colours = colour_areas(session, desk.mode, desk.indicator, desk.measures, desk.colour_of, desk.theme,
                                desk.sight);
    if (desk.isolated && *desk.isolated < desk.colours.legend.entries.size())
      isolate_class(desk.colours, *desk.isolated, desk.theme.context);
    hatch_differences(desk);
    desk.shown = session.state().label;
    if (const auto moves = previewed(desk); !moves.empty()) {
      const auto& fills = neighbourhood_fills(desk.theme.kind);
      for (const auto& move : moves) {
        desk.shown[move.area] = move.to;
        desk.colours.hatch[move.area] = desk.pending.has_value();
        if (desk.mode != ColourMode::neighbourhood) continue;
        const auto row = static_cast<std::size_t>(std::max(0, move.to));
        desk.colours.fill[move.area] = seen_by(
            move.to < 0 ? desk.theme.missing
                        : fills[(row < desk.colour_of.size() ? desk.colour_of[row] : row) % fills.size()],
            desk.sight);
      }
    }
    derived.lines_stale = true;
  }
  // Whoever chose one neighbourhood chose it alone.
  if (desk.neighbourhood < 0
          ? !desk.chosen.empty()
          : !std::binary_search(desk.chosen.begin(), desk.chosen.end(), desk.neighbourhood)) {
    desk.chosen.clear();
    if (desk.neighbourhood >= 0) desk.chosen.push_back(desk.neighbourhood);
  }
  if (derived.lines_stale) {
    dress_map(desk);
    desk.comparison.map_stale = true;
  }
  derived.revision = session.revision();
  derived.mode = desk.mode;
  derived.indicator = desk.indicator;
  derived.compared_with = desk.comparison.with;
  derived.compare_mode = desk.comparison.mode;
  derived.group = desk.staff_group;
  derived.travel_mode = desk.travel_mode;
  derived.site = desk.site;
  derived.isolated = desk.isolated;
  derived.theme = desk.theme.kind;
  derived.sight = desk.sight;
  derived.stale = derived.looks_stale = derived.lines_stale = false;
}

std::string neighbourhood_name(const Desk& desk, std::int32_t label) {
  if (label < 0) return "Unassigned";
  const auto row = static_cast<std::size_t>(label);
  const auto& entries = desk.session->state().entries;
  if (row >= entries.size()) return "New neighbourhood";
  return full_name(entries[row]);
}

std::vector<std::int32_t> neighbourhoods(const Desk& desk) {
  std::vector<std::int32_t> rows;
  const auto& session = *desk.session;
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
