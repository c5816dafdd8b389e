#include "viewer/screen_look.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "viewer/desk.h"
#include "viewer/map_canvas.h"

namespace placewright::viewer {
namespace {

namespace output = boundaries::output;

output::Colour ink_of(Rgba colour) { return {((colour & 255) << 16) | (colour & 0xff00) | ((colour >> 16) & 255), static_cast<double>(colour >> 24) / 255}; }

struct PointLook {
  const char* kind;
  const char* words;
  output::Mark mark;
  Rgba Theme::*colour;
  double size_pt;
};
constexpr std::array<PointLook, 9> kPointLooks{{{"gp", "GP practice", output::Mark::circle, &Theme::accent, 4.2}, {"branch", "branch surgery", output::Mark::circle, &Theme::accent, 2.8}, {"base", "staff base", output::Mark::diamond, &Theme::text, 5},
                                                {"clinic", "clinic", output::Mark::diamond, &Theme::text, 5}, {"pharmacy", "pharmacy", output::Mark::cross, &Theme::good, 4.6}, {"dentist", "dentist", output::Mark::triangle, &Theme::warn, 4.2},
                                                {"optician", "optician", output::Mark::triangle, &Theme::warn, 4.2}, {"hospital", "hospital", output::Mark::square, &Theme::bad, 5}, {"", "community asset", output::Mark::triangle, &Theme::warn, 4.2}}};

const PointLook& look_of_kind(const std::string& kind) {
  const auto at = std::find_if(kPointLooks.begin(), kPointLooks.end(), [&](const auto& look) { return kind == look.kind; });
  return at == kPointLooks.end() ? kPointLooks.back() : *at;
}

void add_sites(const Desk& desk, const Theme& paper, output::MapLook& look) {
  look.replace_points = true;
  std::array<bool, kPointLooks.size()> used{};
  for (const auto& site : desk.session->place().sites) {
    if (!site_shows(desk, site) || site.x < desk.box.min_x || site.x > desk.box.max_x || site.y < desk.box.min_y || site.y > desk.box.max_y) continue;
    const auto& point = look_of_kind(site.kind);
    used[static_cast<std::size_t>(&point - kPointLooks.data())] = true;
    look.points.push_back({{site.x, site.y}, point.mark, ink_of(paper.*point.colour), point.size_pt, fmt::format("{} {}", site.id, site.name)});
  }
  for (std::size_t i = 0; i < used.size(); ++i)
    if (used[i]) look.key.push_back({kPointLooks[i].words, ink_of(paper.*kPointLooks[i].colour), false, true, kPointLooks[i].mark, false});
}

void add_lines(const Desk& desk, output::MapLook& look) {
  const auto& place = desk.session->place();
  for (const auto& overlay : desk.layers.overlays) {
    if (!overlay.on || overlay.kind == Overlay::Kind::backdrop) continue;
    if (overlay.kind != Overlay::Kind::footprints) {
      output::add_overlay(look, place, overlay.kind == Overlay::Kind::roads ? "roads" : overlay.kind == Overlay::Kind::barriers ? "barriers" : overlay.of);
      look.key.back().text = overlay.title;
      continue;
    }
    std::size_t number = 0;
    for (const auto& footprint : desk.footprints) {
      if (footprint.level != overlay.of) continue;
      const auto ink = ink_of(look_of(desk, overlay, number++).colour | 0xff000000);
      if (!desk.layers.service.empty() && footprint.service != desk.layers.service) continue;
      const auto in = [&](std::uint32_t area) { return area != geo::kOutside && footprint.areas[area] != 0; };
      for (const auto& arc : *desk.arcs)
        if (in(arc.left) != in(arc.right)) look.lines.push_back({arc.line, ink, 1.4, false});
      look.key.push_back({footprint.id + "  " + footprint.service, ink, false, false, output::Mark::circle, true});
    }
  }
}

}  // namespace

output::MapLook look_of_screen(const Desk& desk) {
  const auto paper = theme_of(ThemeKind::light);
  const auto& session = *desk.session;
  output::MapLook look;
  if (desk.mode != ColourMode::neighbourhood) {
    auto colours = colour_areas(session, desk.mode, desk.indicator, desk.measures, desk.colour_of, paper, desk.sight);
    if (desk.isolated && *desk.isolated < colours.legend.entries.size()) isolate_class(colours, *desk.isolated, paper.context);
    look.title = fmt::format("{}: {}", session.place().name, colours.legend.title);
    look.legend_title = colours.legend.title + (colours.legend.units.empty() ? "" : ", " + colours.legend.units);
    for (const auto colour : colours.fill) look.fill.push_back(ink_of(colour));
    look.hatched = colours.hatch;
    for (const auto& entry : colours.legend.entries)
      if (entry.areas > 0 || !entry.hatched) look.legend.push_back({fmt::format("{} ({})", entry.text, entry.areas), ink_of(entry.colour), entry.hatched, false, output::Mark::circle, false});
  }
  add_sites(desk, paper, look);
  add_lines(desk, look);
  return look;
}

}  // namespace placewright::viewer
