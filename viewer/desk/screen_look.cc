#include "viewer/desk/screen_look.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "boundaries/output/table.h"
#include "datasets/place/names.h"
#include "viewer/desk/desk.h"

namespace placewright::viewer {
namespace {

namespace output = boundaries::output;

output::Colour ink_of(Rgba colour) {
  return {((colour & 255) << 16) | (colour & 0xff00) | ((colour >> 16) & 255),
          static_cast<double>(colour >> 24) / 255};
}

struct PointLook {
  const char* kind;
  const char* words;
  output::Mark mark;
  Rgba Theme::*colour;
  double size_pt;
};
constexpr std::array<PointLook, 9> kPointLooks{
    {{"gp", "GP practice", output::Mark::circle, &Theme::accent, 4.2},
     {"branch", "branch surgery", output::Mark::circle, &Theme::accent, 2.8},
     {"base", "staff base", output::Mark::diamond, &Theme::text, 5},
     {"clinic", "clinic", output::Mark::diamond, &Theme::text, 5},
     {"pharmacy", "pharmacy", output::Mark::cross, &Theme::good, 4.6},
     {"dentist", "dentist", output::Mark::triangle, &Theme::warn, 4.2},
     {"optician", "optician", output::Mark::triangle, &Theme::warn, 4.2},
     {"hospital", "hospital", output::Mark::square, &Theme::bad, 5},
     {"", "community asset", output::Mark::triangle, &Theme::warn, 4.2}}};

const PointLook& look_of_kind(const std::string& kind) {
  const auto at = std::find_if(kPointLooks.begin(), kPointLooks.end(),
                               [&](const auto& look) { return kind == look.kind; });
  return at == kPointLooks.end() ? kPointLooks.back() : *at;
}

/// A site beyond the place is context: it stands back.
output::Colour pale(output::Colour colour) {
  std::uint32_t rgb = 0;
  for (const unsigned shift : {0u, 8u, 16u}) rgb |= ((colour.rgb >> shift & 255) + 2 * 255) / 3 << shift;
  return {rgb, colour.alpha};
}

void add_sites(const OnTheTable& here, const MapView& view, const Theme& paper, output::MapLook& look) {
  look.replace_points = true;
  std::array<bool, kPointLooks.size()> used{};
  const auto& sites = here.session->place().sites;
  const auto& box = look.extent ? *look.extent : here.box;
  for (const bool own : {false, true})
    for (std::size_t i = 0; i < sites.size(); ++i) {
      const auto& site = sites[i];
      if ((i < here.site_inside.size() && here.site_inside[i] != 0) != own) continue;
      if (!site_shows(here, view, site) || site.x < box.min_x || site.x > box.max_x || site.y < box.min_y ||
          site.y > box.max_y)
        continue;
      const auto& point = look_of_kind(site.kind);
      if (own) used[static_cast<std::size_t>(&point - kPointLooks.data())] = true;
      const auto ink = ink_of(paper.*point.colour);
      look.points.push_back({{site.x, site.y},
                             point.mark,
                             own ? ink : pale(ink),
                             own ? point.size_pt : 0.7 * point.size_pt,
                             datasets::full_name(site.id, site.name)});
    }
  for (std::size_t i = 0; i < used.size(); ++i)
    if (used[i])
      look.key.push_back({kPointLooks[i].words, ink_of(paper.*kPointLooks[i].colour), false, true,
                          kPointLooks[i].mark, false});
}

/// Locked areas as padlocks; of a locked neighbourhood one, under its label.
void add_locks(const OnTheTable& here, const MapView& view, output::MapLook& look) {
  if (!view.layers.locks) return;
  const auto& state = here.session->state();
  const auto& areas = here.session->place().areas;
  const output::Colour ink{0x212b32, 1};
  const auto before = look.points.size();
  for (std::uint32_t area = 0; area < state.area_locked.size(); ++area)
    if (state.area_locked[area] != 0)
      look.points.push_back({{areas.centroid_x[area], areas.centroid_y[area]},
                             output::Mark::padlock,
                             ink,
                             5,
                             areas.code[area] + " locked"});
  const auto own = look.points.size() - before;
  for (const auto& anchor : *here.anchors)
    if (const auto& entry = state.entries[static_cast<std::size_t>(anchor.label)]; entry.locked)
      look.locked.push_back(entry.id);
  if (own + look.locked.size() > 0)
    look.key.push_back(
        {look.word.said("locked area or neighbourhood"), ink, false, true, output::Mark::padlock, false});
}

void add_lines(const OnTheTable& here, const MapView& view, output::MapLook& look) {
  const auto& place = here.session->place();
  for (const auto& overlay : view.layers.overlays) {
    if (!overlay.on || overlay.kind == Overlay::Kind::backdrop) {
      if (overlay.on) look.backdrop = overlay.of, look.backdrop_opacity = overlay.opacity;
      continue;
    }
    if (overlay.kind != Overlay::Kind::footprints) {
      output::add_overlay(look, place,
                          overlay.kind == Overlay::Kind::roads      ? "roads"
                          : overlay.kind == Overlay::Kind::barriers ? "barriers"
                                                                    : overlay.of);
      continue;
    }
    std::size_t number = 0;
    for (const auto& footprint : here.footprints) {
      if (footprint.level != overlay.of) continue;
      const auto ink = ink_of(look_of(view, overlay, number++).colour | 0xff000000);
      if (!view.layers.service.empty() && footprint.service != view.layers.service) continue;
      const auto in = [&](std::uint32_t area) { return area != geo::kOutside && footprint.areas[area] != 0; };
      for (const auto& arc : *here.arcs)
        if (in(arc.left) != in(arc.right)) look.lines.push_back({arc.line, ink, 3.6, 0});
      output::LegendEntry entry{footprint.service + "  " + footprint.id, ink};
      entry.is_line = true;
      entry.width_pt = 3.6;
      look.key.push_back(entry);
    }
  }
}

/// What the lens says of neighbourhoods under their names.
void say_under_names(const Session& session, const AreaMeasure& measure, output::MapLook& look) {
  for (std::size_t row = 0; row < measure.said.size(); ++row)
    look.said[session.state().entries[row].id] = measure.said[row];
}

}  // namespace

output::MapLook look_of_screen(const OnTheTable& here, const MapView& view, bool extent_too) {
  const auto paper = theme_of(ThemeKind::light);
  const auto& session = *here.session;
  output::MapLook look;
  look.word = datasets::unit_word(session.place());
  look.area_lines = view.layers.area_lines;
  look.borders = view.layers.borders;
  look.labels = view.layers.labels;
  look.ground = view.layers.ground != GroundShow::none;
  if (extent_too) {
    const auto from = view.camera.to_map(0, view.height, view.width, view.height),
               to = view.camera.to_map(view.width, 0, view.width, view.height);
    look.extent = geo::Box{from.x, from.y, to.x, to.y};
  }
  const auto ask = lens_ask(here, *view.lens);
  auto colours = colour_areas(*view.lens, {ask, *here.measures, *here.colour_of, paper, view.sight});
  if (!view.lens->of_neighbourhoods) {
    if (const auto alone = *here.isolated; alone && *alone < colours.legend.entries.size())
      isolate_class(colours, *alone, paper.context);
    look.title = fmt::format("{}: {}", session.place().name, colours.legend.title);
    look.legend_title =
        colours.legend.title + (colours.legend.units.empty() ? "" : ", " + colours.legend.units);
    for (const auto colour : colours.fill) look.fill.push_back(ink_of(colour));
    look.hatched = colours.hatch;
    look.source = colours.legend.source;
    for (const auto& entry : colours.legend.entries)
      if (entry.areas > 0 || !entry.hatched)
        look.legend.push_back(
            {fmt::format("{}{} ({})", entry.text, entry.note.empty() ? "" : ": " + entry.note,
                         view.lens->class_a_neighbourhood && entry.neighbourhoods > 0 ? entry.neighbourhoods
                                                                                      : entry.areas),
             ink_of(entry.colour), entry.hatched, false, output::Mark::circle, false});
    if (const auto* measure = shown_measure(here, view)) say_under_names(session, *measure, look);
  } else {
    // The screen's own colours: those of a map on the wall and of the page beside it are the same.
    look.cased = false;
    for (const auto colour : colours.fill) look.fill.push_back(ink_of(colour));
    look.hatched = colours.hatch;
    look.legend_title = look.word.said("Neighbourhoods: residents");
    std::map<std::int32_t, double> people;
    for (const auto& anchor : *here.anchors) people[anchor.label] = anchor.people;
    std::map<std::int32_t, std::uint32_t> first;
    for (std::uint32_t area = 0; area < session.state().label.size(); ++area)
      first.try_emplace(session.state().label[area], area);
    for (const auto label : neighbourhoods(here)) {
      if (look.legend.size() == 40) {
        look.legend.push_back(
            {"and more: see the table", {0xffffff, 1}, false, false, output::Mark::circle, false});
        break;
      }
      const auto& entry = session.state().entries[static_cast<std::size_t>(label)];
      look.legend.push_back({fmt::format("{}  {}", full_name(entry), output::number_text(people[label], 0)),
                             look.fill[first[label]], false, false, output::Mark::circle, false});
    }
    if (first.count(-1) != 0 && std::find(look.hatched.begin(), look.hatched.end(), 1) != look.hatched.end())
      look.legend.push_back({"unassigned", {}, true, false, output::Mark::circle, false});
  }
  add_sites(here, view, paper, look);
  add_locks(here, view, look);
  add_lines(here, view, look);
  return look;
}

}  // namespace placewright::viewer
