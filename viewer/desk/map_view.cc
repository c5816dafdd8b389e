#include "viewer/desk/map_view.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string_view>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "geo/shape_measures.h"
#include "viewer/desk/desk.h"

namespace placewright::viewer {
namespace {

/// What reading and building needed for a moment goes back to the machine: others run on this laptop too.
void give_back_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

/// Coarser lines for the map from afar: off by at most about half a pixel.
void build_levels_behind(OnTheTable& here, geo::Point origin) {
  std::size_t points = 0;
  for (const auto& arc : *here.arcs) points += arc.line.size();
  if (points < 20'000) return;  // drawn in no time as it is
  here.coming.push_back(std::async(std::launch::async, [arcs = here.arcs, origin] {
    std::vector<MapScene::Level> levels;
    std::vector<geo::Arc> coarser;
    for (const double tolerance_m : {15.0, 40.0, 120.0, 400.0}) {
      coarser = geo::simplified(coarser.empty() ? *arcs : coarser, tolerance_m);
      levels.push_back({std::make_shared<MapLines>(build_map_lines(coarser, origin)), 2 * tolerance_m});
    }
    return levels;
  }));
}

void take_levels(OnTheTable& here, MapView& view) {
  while (!here.coming.empty() &&
         here.coming.front().wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    auto levels = here.coming.front().get();
    here.coming.erase(here.coming.begin());
    if (!view.map) continue;
    view.map->scene.levels.insert(view.map->scene.levels.end(), levels.begin(), levels.end());
    view.map->touch();
    give_back_memory();
  }
}

std::vector<OnTheTable::Anchor> find_anchors(const OnTheTable& here) {
  const auto& session = *here.session;
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
  std::vector<OnTheTable::Anchor> anchors;
  for (std::size_t row = 0; row < count; ++row) {
    if (weight[row] <= 0) continue;
    const geo::Point middle{x[row] / weight[row], y[row] / weight[row]};
    const auto under = here.index.find_containing(middle);
    const bool own = under && session.state().label[*under] == static_cast<std::int32_t>(row);
    anchors.push_back({static_cast<std::int32_t>(row),
                       own ? middle : geo::Point{areas.centroid_x[at[row]], areas.centroid_y[at[row]]},
                       session.tallies().people[row], std::sqrt(weight[row])});
  }
  std::stable_sort(anchors.begin(), anchors.end(),
                   [](const auto& a, const auto& b) { return a.people > b.people; });
  return anchors;
}

/// What is shown instead of the plan in hand: the pending change, or the machine's best so far while it
/// works.
OnTheTable::PreviewStamp previewed(const OnTheTable& here) {
  OnTheTable::PreviewStamp stamp{here.session->revision(), {}, here.pending.has_value()};
  if (here.pending) {
    stamp.moves = here.pending->made.edit.moves;
    return stamp;
  }
  if (!here.machine.best || !(here.machine.start == here.session->state())) return stamp;
  const auto &now = here.session->state().label, &then = here.machine.best->label;
  for (std::uint32_t area = 0; area < now.size(); ++area)
    if (now[area] != then[area]) stamp.moves.push_back({area, now[area], then[area]});
  return stamp;
}

std::vector<std::int32_t> labels_with(const OnTheTable& here, const std::vector<Edit::Move>& moves) {
  auto labels = here.session->state().label;
  for (const auto& move : moves) labels[move.area] = move.to;
  return labels;
}

/// The lens's colours; hatched what is elsewhere in the plan compared with, and what moves.
AreaColours colours_of(const OnTheTable& here, const MapView& view, const OnTheTable::PreviewStamp& preview) {
  const auto ask = lens_ask(here, *view.lens);
  auto colours = colour_areas(*view.lens, {ask, *here.measures, *here.colour_of, view.theme, view.sight});
  if (const auto alone = *here.isolated; alone && *alone < colours.legend.entries.size())
    isolate_class(colours, *alone, view.theme.context);
  if (!here.comparison.with.empty()) colours.hatch = here.comparison.made->differs;
  for (const auto& move : preview.moves) {
    colours.hatch[move.area] = preview.pending;
    if (view.lens->of_neighbourhoods)
      colours.fill[move.area] = neighbourhood_fill(*here.colour_of, move.to, view.theme, view.sight);
  }
  return colours;
}

/// Whoever chose one neighbourhood chose it alone.
void settle_chosen(OnTheTable& here) {
  if (here.neighbourhood < 0 ? here.chosen.empty()
                             : std::binary_search(here.chosen.begin(), here.chosen.end(), here.neighbourhood))
    return;
  here.chosen.clear();
  if (here.neighbourhood >= 0) here.chosen.push_back(here.neighbourhood);
}

}  // namespace

LensAsk lens_ask(const OnTheTable& here, const Lens& lens) {
  Picks own;
  for (const auto& picker : lens.pickers)
    if (picker.name != nullptr)
      if (const auto at = here.picks.find(picker.name); at != here.picks.end() && !at->second.empty())
        own.insert(*at);
  return {*here.session, std::move(own), here.site};
}

const std::vector<Picker::Choice>& choices_of(OnTheTable& here, const Picker& picker) {
  const auto [at, fresh] = here.choices.try_emplace(picker.name);
  if (fresh) at->second = picker.choices(*here.session);
  return at->second;
}

bool tab_offered(const OnTheTable& here, const Lens& first) {
  return std::any_of(lenses().begin(), lenses().end(), [&](const Lens& lens) {
    return std::string_view(lens.tab_word()) == first.tab_word() &&
           (lens.offered == nullptr || lens.offered(lens_ask(here, lens)));
  });
}

const AreaMeasure* shown_measure(const OnTheTable& here, const MapView& view) {
  return view.lens->measure == nullptr || here.measures->empty() ? nullptr : &here.measures->front();
}

void lay_out_map(OnTheTable& here, MapView& view) {
  const auto& areas = here.session->place().areas;
  here.arcs = std::make_shared<const std::vector<geo::Arc>>(
      geo::build_arcs(areas.shape).arcs);  // before the index: building takes the most memory of all
  here.index = geo::ShapeIndex(areas.shape);
  here.box = {1e300, 1e300, -1e300, -1e300};
  for (std::size_t area = 0; area < areas.size(); ++area)
    if (areas.inside[area] != 0 && !areas.shape[area].empty())
      here.box = geo::box_around(here.box, geo::box_of(areas.shape[area]));
  if (!view.map) return;
  const geo::Point origin{(here.box.min_x + here.box.max_x) / 2, (here.box.min_y + here.box.max_y) / 2};
  auto borders = std::make_shared<MapLines>(build_map_lines(*here.arcs, origin));
  auto& scene = view.map->scene;
  scene.area_size_m = sizes_of_areas(*borders, areas.size());
  scene.levels = {{std::move(borders), 0}};
  scene.area_at = [&here](geo::Point at) { return here.index.find_containing(at); };
  here.ground = build_ground(here.session->place(), origin);
  give_back_memory();
  build_levels_behind(here, origin);
}

void follow_shown(OnTheTable& here) {
  auto preview = previewed(here);
  here.shown.follow(preview, [&] { return labels_with(here, preview.moves); });
}

void refresh(OnTheTable& here, MapView& view) {
  if (!here.session || !view.map) return;
  take_levels(here, view);
  const auto& session = *here.session;
  const auto colours = neighbourhood_fills(view.theme.kind).size();
  here.colour_of.follow({session.revision(), colours}, [&] {
    return colour_neighbourhoods(session, *here.colour_of, static_cast<std::uint32_t>(colours));
  });
  if (here.anchors.follow(session.revision(), [&] { return find_anchors(here); })) forget_rows(here, false);
  const auto ask = lens_ask(here, *view.lens);
  here.isolated.follow({view.lens, view.lens->same_classes ? Picks() : ask.picks},
                       [] { return std::nullopt; });
  here.measures.follow({session.revision(), view.lens, ask.picks, ask.site}, [&] {
    return view.lens->measure == nullptr ? std::vector<AreaMeasure>() : view.lens->measure(ask);
  });
  compare_plans(session, here.comparison);
  const auto preview = previewed(here);
  here.shown.follow(preview, [&] { return labels_with(here, preview.moves); });
  here.colours.follow({here.measures.times(), here.shown.times(),
                       here.comparison.with.empty() ? 0 : here.comparison.made.times(), *here.isolated,
                       view.theme.kind, view.sight},
                      [&] { return colours_of(here, view, preview); });
  here.staffed_sites.follow({view.layers.service, view.layers.role},
                            [&] { return find_staffed_sites(session.place(), view.layers); });
  settle_chosen(here);
  OnTheTable::SceneStamp stamp{here.colours.times(), view.layers, here.selected, here.chosen,
                               here.backdrop.get()};
  if (here.scene.is_of(stamp)) return;
  dress_map(here, view);
  here.scene.set(std::move(stamp));
}

}  // namespace placewright::viewer
