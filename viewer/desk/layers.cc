#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "boundaries/output/column_words.h"
#include "boundaries/output/map_look.h"
#include "boundaries/workforce/cover/allocate.h"
#include "datasets/read/raster.h"
#include "viewer/desk/desk.h"
#include "viewer/session/footprint_map.h"

namespace placewright::viewer {
namespace {

Rgba fainter(Rgba colour, float opacity) {
  return (colour & 0x00ffffff) |
         static_cast<Rgba>(static_cast<float>(colour >> 24) * std::clamp(opacity, 0.0f, 1.0f)) << 24;
}

/// Okabe and Ito's colours (2008), told apart by any eye; yellow and black left out, which the map has
/// already.
const std::vector<Rgba>& footprint_colours() {
  static const std::vector<Rgba> colours{rgb(0xd55e00), rgb(0x0072b2), rgb(0x009e73),
                                         rgb(0xcc79a7), rgb(0x56b4e9), rgb(0xe69f00)};
  return colours;
}

bool main_road(const std::string& road_class) {
  return road_class.find("otorway") != std::string::npos || road_class.find("A Road") != std::string::npos ||
         road_class == "trunk" || road_class == "primary";
}

/// A raster of the ground in tiles of 256 pixels at scales a factor of two apart; the tiles used last are
/// kept.
class RasterBackdrop final : public Backdrop {
 public:
  explicit RasterBackdrop(datasets::Raster raster) : raster_(std::move(raster)) {}
  void set_opacity(float opacity) { opacity_ = opacity; }

  void paint(const Camera& camera, int width_px, int height_px, int x0, int y0, int x1, int y1,
             std::vector<Rgba>& pixels) override {
    const double step = std::exp2(std::floor(std::log2(camera.m_per_px)));
    const auto alpha = static_cast<std::uint32_t>(255 * std::clamp(opacity_, 0.0f, 1.0f));
    for (int y = y0; y < y1; ++y)
      for (int x = x0; x < x1; ++x) {
        const auto at = camera.to_map(x + 0.5, y + 0.5, width_px, height_px);
        const auto column = static_cast<std::int64_t>(std::floor(at.x / step)),
                   row = static_cast<std::int64_t>(std::floor(at.y / step));
        const auto& tile = tile_at(step, column >> 8, row >> 8);
        if (tile.rgba.empty()) continue;
        const auto* from = tile.rgba.data() + 4 * (256 * static_cast<std::size_t>(255 - (row & 255)) +
                                                   static_cast<std::size_t>(column & 255));
        const std::uint32_t cover = from[3] * alpha / 255;
        auto& pixel = pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_px) +
                             static_cast<std::size_t>(x)];
        Rgba mixed = 0xff000000;
        for (int channel = 0; channel < 3; ++channel)
          mixed |= ((pixel >> (8 * channel) & 255) * (255 - cover) + from[channel] * cover) / 255
                   << (8 * channel);
        pixel = mixed;
      }
    while (order_.size() > kKept) {
      tiles_.erase(order_.front());
      order_.erase(order_.begin());
      last_ = nullptr;
    }
  }

 private:
  using Key = std::tuple<double, std::int64_t, std::int64_t>;
  static constexpr std::size_t kKept = 192;  // 50 MB

  const datasets::Pixels& tile_at(double step, std::int64_t column, std::int64_t row) {
    const Key key{step, column, row};
    if (last_ != nullptr && last_key_ == key) return *last_;
    auto at = tiles_.find(key);
    if (at == tiles_.end()) {
      const double side = 256 * step;
      const geo::Box box{static_cast<double>(column) * side, static_cast<double>(row) * side,
                         static_cast<double>(column + 1) * side, static_cast<double>(row + 1) * side};
      const auto whole = raster_.box();
      const bool off = box.max_x < whole.min_x || box.min_x > whole.max_x || box.max_y < whole.min_y ||
                       box.min_y > whole.max_y;
      at = tiles_.emplace(key, off ? datasets::Pixels{} : raster_.read(box, 256, 256)).first;
      order_.push_back(key);
    }
    last_key_ = key;
    last_ = &at->second;
    return *last_;
  }

  datasets::Raster raster_;
  float opacity_ = 1;
  std::map<Key, datasets::Pixels> tiles_;
  std::vector<Key> order_;  ///< oldest first
  Key last_key_{};
  const datasets::Pixels* last_ = nullptr;
};

/// The border around some areas.
std::vector<geo::Line> border_of(const OnTheTable& here, const std::vector<std::uint8_t>& chosen) {
  const auto in = [&](std::uint32_t area) { return area != geo::kOutside && chosen[area] != 0; };
  std::vector<geo::Line> lines;
  for (const auto& arc : *here.arcs)
    if (in(arc.left) != in(arc.right)) lines.push_back(arc.line);
  return lines;
}

struct Dresser {
  OnTheTable& here;
  const MapView& view;
  MapScene& scene;
  geo::Point origin;

  void stroke(const std::vector<geo::Line>& lines, Rgba colour, float width, float dash = 0) {
    if (!lines.empty()) scene.strokes.push_back({build_map_lines(lines, origin), colour, width, dash});
  }

  void roads(const Overlay& overlay) {
    std::vector<geo::Line> large, small;
    for (const auto& road : here.session->place().roads)
      (main_road(road.road_class) ? large : small).push_back(road.line);
    const auto look = look_of(view, overlay);
    stroke(small, fainter(look.colour, 0.45f), 0.4f * look.width);
    stroke(large, look.colour, look.width);
  }
  void barriers(const Overlay& overlay) {
    std::vector<geo::Line> lines;
    for (const auto& barrier : here.session->place().barriers) lines.push_back(barrier.line);
    const auto look = look_of(view, overlay);
    stroke(lines, look.colour, look.width);
  }
  /// Outlines with a pale casing, dashes telling the kinds apart.
  void boundary(const Overlay& overlay) {
    auto at = here.boundary_lines.find(overlay.of);
    if (at == here.boundary_lines.end())
      at = here.boundary_lines
               .emplace(overlay.of, boundaries::output::boundary_lines(here.session->place(), overlay.of))
               .first;
    const auto& lines = at->second;
    const auto look = look_of(view, overlay);
    stroke(lines, fainter(view.theme.label_halo, 0.8f * overlay.opacity), 2 * look.width);
    stroke(lines, look.colour, look.width, look.dash);
  }
  void footprints(const Overlay& overlay) {
    // Several at once are drawn lighter and wider apart, so that the areas below stay readable; each level
    // has its own spacing, each service its own lean.
    std::size_t number = 0, shown = 0;
    std::vector<std::string> services;
    for (const auto& footprint : here.footprints)
      shown += footprint.level == overlay.of &&
               (view.layers.service.empty() || footprint.service == view.layers.service);
    const bool crowd = shown > 3;
    const float period = (overlay.of == "neighbourhood" ? 9.f
                          : overlay.of == "multi"       ? 12.f
                                                        : 16.f) *
                         (crowd ? 1.8f : 1.f);
    for (const auto& footprint : here.footprints) {
      if (footprint.level != overlay.of) continue;
      auto look = look_of(view, overlay, number++);
      if (crowd) look.width = 2;
      if (std::find(services.begin(), services.end(), footprint.service) == services.end())
        services.push_back(footprint.service);
      const auto lean = static_cast<Hatch::Lean>(
          static_cast<std::size_t>(std::find(services.begin(), services.end(), footprint.service) -
                                   services.begin()) %
          4);
      if (!view.layers.service.empty() && footprint.service != view.layers.service) continue;
      Hatch hatch;
      hatch.colour = fainter(look.colour, crowd ? 0.5f : 0.62f);
      hatch.lean = lean;
      hatch.period_px = period;
      hatch.width_px = crowd ? 1.1f : 1.7f;
      hatch.areas = footprint.areas;
      scene.hatches.push_back(hatch);
      const auto border = border_of(here, footprint.areas);
      stroke(border, fainter(view.theme.label_halo, overlay.opacity), look.width + 2.2f);
      stroke(border, look.colour, look.width);
    }
  }
  /// Where a footprint's edge runs through a neighbourhood.
  void seams(const FootprintMap& map) {
    const auto& label = *here.shown;
    std::vector<geo::Line> lines;
    for (const auto& arc : *here.arcs)
      if (arc.left != geo::kOutside && arc.right != geo::kOutside && label[arc.left] >= 0 &&
          label[arc.left] == label[arc.right] && map.of_area[arc.left] != map.of_area[arc.right])
        lines.push_back(arc.line);
    stroke(lines, fainter(view.theme.label_halo, 0.9f), 5);
    stroke(lines, view.theme.bad, 2.4f, 6);
  }
  void emphasise(const std::vector<std::uint8_t>& chosen, Rgba casing, float casing_width, Rgba colour,
                 float width) {
    const auto border = border_of(here, chosen);
    stroke(border, casing, casing_width);
    stroke(border, colour, width);
  }
};

}  // namespace

LineLook look_of(const MapView& view, const Overlay& overlay, std::size_t number) {
  switch (overlay.kind) {
    case Overlay::Kind::roads:
      return {fainter(view.theme.text_quiet, 0.8f * overlay.opacity), 2.0f, 0};
    case Overlay::Kind::barriers:
      return {fainter(view.theme.bad, overlay.opacity), 2.4f, 0};
    case Overlay::Kind::footprints:
      return {fainter(seen_by(footprint_colours()[number % footprint_colours().size()], view.sight),
                      overlay.opacity),
              3.0f, 0};
    case Overlay::Kind::backdrop:
      return {};
    case Overlay::Kind::boundary:
      break;
  }
  // Dashes tell the kinds apart that are on together.
  static constexpr std::array<float, 4> dashes{0, 9, 5, 2.5f};
  std::size_t before = 0;
  for (const auto& other : view.layers.overlays) {
    if (&other == &overlay || (other.kind == overlay.kind && other.of == overlay.of)) break;
    before += other.on && other.kind == Overlay::Kind::boundary;
  }
  return {fainter(view.theme.accent, overlay.opacity), 1.8f, dashes[before % dashes.size()]};
}

namespace {

/// What the switches and filters of the layers say of the place.
void list_sites(OnTheTable& here) {
  const auto& place = here.session->place();
  here.open_sites.clear();
  for (auto* list : {&here.organisations, &here.services, &here.roles}) list->clear();
  for (const auto& site : place.sites) {
    if (!site.open) continue;
    ++here.open_sites[site.kind];
    if (!site.organisation.empty()) here.organisations.insert(site.organisation);
  }
  for (const auto& row : place.footprints)
    if (!row.service.empty()) here.services.insert(row.service);
  for (const auto& row : place.workforce)
    if (!row.role_group.empty()) here.roles.insert(row.role_group);
}

}  // namespace

void list_overlays(OnTheTable& here, MapView& view) {
  list_sites(here);
  const auto& place = here.session->place();
  auto& overlays = view.layers.overlays;
  const auto before = std::exchange(overlays, {});
  here.boundary_lines.clear();
  if (!place.roads.empty())
    overlays.push_back({Overlay::Kind::roads, "", "Roads", false, 1, place.roads.size()});
  if (!place.barriers.empty())
    overlays.push_back(
        {Overlay::Kind::barriers, "", "Rivers, rail, motorways", false, 1, place.barriers.size()});
  std::map<std::string, std::size_t> kinds;
  std::map<std::string, std::size_t> levels;
  for (const auto& boundary : place.boundaries) ++kinds[boundary.kind];
  for (const auto& [kind, count] : kinds) {
    overlays.push_back(
        {Overlay::Kind::boundary, kind, boundaries::output::boundary_words(kind), false, 1, count});
  }
  const auto as_before = [&] {
    for (auto& overlay : overlays)
      for (const auto& old : before)
        if (overlay_name(old) == overlay_name(overlay)) overlay.on = old.on, overlay.opacity = old.opacity;
  };
  here.footprints.clear();
  std::map<std::string, std::pair<std::string, std::string>> footprints;
  for (const auto& row : place.footprints) footprints[row.footprint_id] = {row.level, row.service};
  if (footprints.empty()) {
    as_before();
    return;
  }
  const auto lists = boundaries::workforce::collect_lists(place);
  const auto record = here.session->record();
  for (const auto& [id, what] : footprints) {
    here.footprints.push_back({id, what.first, what.second, areas_of_footprint(place, record, lists, id)});
    ++levels[what.first];
  }
  for (const auto& [level, count] : levels)
    overlays.push_back({Overlay::Kind::footprints, level,
                        "Footprints: " + (level == "multi" ? "multi-neighb." : level), false, 1, count});
  as_before();
}

void open_backdrop(OnTheTable& here, MapView& view, Talk& talk, const std::string& path) {
  attempt(talk, [&] {
    auto backdrop = std::make_shared<RasterBackdrop>(datasets::Raster::open(path));
    auto& overlays = view.layers.overlays;
    overlays.erase(
        std::remove_if(overlays.begin(), overlays.end(),
                       [](const auto& overlay) { return overlay.kind == Overlay::Kind::backdrop; }),
        overlays.end());
    overlays.insert(overlays.begin(), {Overlay::Kind::backdrop, path, "Backdrop", true, 1});
    here.backdrop = std::move(backdrop);
    say(talk, "Backdrop: " + path);
  });
}

void lay_ground(const OnTheTable& here, const MapView& view, MapScene& scene) {
  // A picture of the ground takes the place of what is drawn of it.
  const bool pictured = std::any_of(
      view.layers.overlays.begin(), view.layers.overlays.end(),
      [](const Overlay& overlay) { return overlay.on && overlay.kind == Overlay::Kind::backdrop; });
  dress_ground(scene, here.ground, pictured ? GroundShow::none : view.layers.ground, view.theme.kind,
               !view.lens->of_neighbourhoods, here.session->place().areas.inside);
}

void dress_map(OnTheTable& here, MapView& view) {
  auto& scene = view.map->scene;
  scene.fill = here.colours->fill;
  scene.label = *here.shown;
  scene.hatches.clear();
  scene.strokes.clear();
  scene.backdrop.reset();
  Hatch hatch;
  hatch.areas = here.colours->hatch;
  hatch.colour = view.theme.kind == ThemeKind::dark ? 0x60000000 : 0x48000000;
  scene.hatches.push_back(std::move(hatch));
  if (view.layers.locks) {
    const auto& state = here.session->state();
    Hatch locks;
    locks.colour = fainter(view.theme.text, 0.42f);
    locks.lean = Hatch::Lean::level;
    locks.period_px = 6;
    locks.width_px = 1;
    locks.areas.assign(state.label.size(), 0);
    bool any = false;
    for (std::size_t area = 0; area < state.label.size(); ++area) {
      const bool with_all =
          state.label[area] >= 0 && state.entries[static_cast<std::size_t>(state.label[area])].locked;
      if (with_all || (area < state.area_locked.size() && state.area_locked[area] != 0))
        locks.areas[area] = 1, any = true;
    }
    if (any) scene.hatches.push_back(std::move(locks));
  }
  scene.style = view.theme.map;
  // Classes run from the ground's colour to the border's: the border brings its own ground along.
  if (!view.lens->of_neighbourhoods) scene.style.casing = fainter(view.theme.label_halo, 0.8f);
  if (!view.layers.area_lines) scene.style.area_line_px = 0;
  if (!view.layers.borders) scene.style.border_px = 0;
  lay_ground(here, view, scene);
  Dresser dresser{
      here, view, scene, {(here.box.min_x + here.box.max_x) / 2, (here.box.min_y + here.box.max_y) / 2}};
  for (const auto& overlay : view.layers.overlays) {
    if (!overlay.on) continue;
    switch (overlay.kind) {
      case Overlay::Kind::backdrop:
        if (auto* raster = dynamic_cast<RasterBackdrop*>(here.backdrop.get()))
          raster->set_opacity(overlay.opacity);
        scene.backdrop = here.backdrop;
        // The ground shows through what lies over it.
        for (auto& colour : scene.fill) colour = fainter(colour, 0.5f);
        break;
      case Overlay::Kind::roads:
        dresser.roads(overlay);
        break;
      case Overlay::Kind::barriers:
        dresser.barriers(overlay);
        break;
      case Overlay::Kind::boundary:
        dresser.boundary(overlay);
        break;
      case Overlay::Kind::footprints:
        dresser.footprints(overlay);
        break;
    }
  }
  if (const auto* measure = shown_measure(here, view); measure != nullptr && measure->footprints)
    dresser.seams(*measure->footprints);
  const auto& place = here.session->place();
  std::vector<std::uint8_t> chosen(place.areas.size(), 0);
  for (const auto label : here.chosen) {
    for (std::uint32_t area = 0; area < chosen.size(); ++area) chosen[area] = (*here.shown)[area] == label;
    dresser.emphasise(chosen, view.theme.text, 5.6f, view.theme.selection, 3.4f);
  }
  const auto mark = [&](const auto& rows, auto&& area_of) {
    std::fill(chosen.begin(), chosen.end(), std::uint8_t{0});
    for (const auto& row : rows) chosen[area_of(row)] = 1;
  };
  if (!here.selected.empty()) {
    mark(here.selected, [](std::uint32_t area) { return area; });
    dresser.emphasise(chosen, view.theme.text, 3.2f, view.theme.selection, 1.6f);
  }
  if (here.pending) {
    mark(here.pending->made.edit.moves, [](const Edit::Move& move) { return move.area; });
    dresser.emphasise(chosen, view.theme.accent_text, 4.4f, view.theme.accent, 2.6f);
  }
  view.map->touch();
}

std::vector<Flow> flows_of(const OnTheTable& here, const MapView& view) {
  std::vector<Flow> flows;
  if (!here.site || !view.layers.flows) return flows;
  const auto& place = here.session->place();
  const auto& site = place.sites[*here.site];
  for (const auto& row : place.registrations)
    if (row.practice == site.id)
      if (const auto area = place.find_area(row.area); area && row.patients > 0)
        flows.push_back({*area, row.patients});
  std::stable_sort(flows.begin(), flows.end(),
                   [](const auto& a, const auto& b) { return a.patients < b.patients; });
  return flows;
}

bool site_shows(const OnTheTable& here, const MapView& view, const datasets::Site& site) {
  return site.open && !datasets::is_missing(site.x) && view.layers.shows(layer_of(site.kind)) &&
         site_passes(here, view, site);
}

bool site_passes(const OnTheTable& here, const MapView& view, const datasets::Site& site) {
  const auto& layers = view.layers;
  if (!layers.organisation.empty() && site.organisation != layers.organisation) return false;
  if (layers.role.empty() && layers.service.empty()) return true;
  // Where staff of the role, or of the service's footprints, have their base or practice.
  return std::binary_search(here.staffed_sites->begin(), here.staffed_sites->end(), site.id);
}

std::vector<std::string> find_staffed_sites(const datasets::Place& place, const Layers& layers) {
  std::set<std::string> of_service, sites;
  for (const auto& row : place.footprints)
    if (row.service == layers.service) of_service.insert(row.footprint_id);
  for (const auto& row : place.workforce) {
    if (!layers.role.empty() && row.role_group != layers.role) continue;
    if (!layers.service.empty() && of_service.count(row.footprint_id) == 0) continue;
    for (const auto& id : {row.base_id, row.practice_code})
      if (!id.empty()) sites.insert(id);
  }
  return {sites.begin(), sites.end()};
}

}  // namespace placewright::viewer
