#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viewer/desk/desk.h"

namespace placewright::viewer {

void show_drawer(OnTheTable& here, const MapView& view, Tools& tools, const char* panel) {
  auto whole = view.camera;
  if (here.session) whole.fit(here.box, view.width, view.height);
  if (std::abs(whole.m_per_px - view.camera.m_per_px) < 1e-6 * whole.m_per_px) here.fit_wanted = true;
  tools.drawer = panel;
}

void set_workshop(OnTheTable& here, MapView& view, Tools& tools, bool on) {
  if (tools.workshop == on) return;
  tools.workshop = on;
  // Read from the far end of a room.
  view.text_scale = on ? std::min(2.5f, view.text_scale * 1.5f) : std::max(0.75f, view.text_scale / 1.5f);
  view.scale_changed = true;
  here.fit_wanted = true;
  tools.tour = 0;
  if (tools.tool == Tool::rectangle) tools.tool = Tool::select;
}

void register_panels(Desk& desk, Panel::Where where) {
  for (const auto& panel : panels(where)) {
    if (panel.when_narrow) continue;
    const auto* id = panel.id;
    if (where == Panel::Where::side)
      desk.commands.add(
          {id, "View/Panels", panel.title, panel.shortcut, [&desk] { return desk.here.session != nullptr; },
           [&desk, id] { desk.tools.side = id; }, [&desk, id] { return desk.tools.side == id; }});
    else
      desk.commands.add({id, "View/Panels", panel.title, panel.shortcut,
                         [&desk] { return desk.here.session != nullptr; },
                         [&desk, id] { show_drawer(desk.here, desk.view, desk.tools, id); },
                         [&desk, id] { return desk.tools.drawer == id; }});
  }
}

void register_drawer_commands(Desk& desk) {
  const std::function<bool()> have = [&desk] { return desk.here.session != nullptr; };
  auto& list = desk.commands;
  register_panels(desk, Panel::Where::drawer);
  // With this an edit needs no mouse: N and P choose a neighbourhood, T makes it the target, Ctrl+K finds an
  // area, M moves it.
  list.add({"tool.target_here",
            "Tools",
            "Give areas to the chosen neighbourhood",
            {'T', false, false},
            [&desk] { return desk.here.session && desk.here.neighbourhood >= 0; },
            [&desk] {
              desk.here.target = {Target::Kind::one, desk.here.neighbourhood};
              say(desk.talk, "Areas go to " + neighbourhood_name(desk.here, desk.here.neighbourhood));
            }});
  for (std::size_t i = 0; i < kCoveragePages; ++i) {
    const auto page = static_cast<CoveragePage>(i);
    list.add(
        {fmt::format("coverage.{}", i + 1), "Coverage", coverage_page_name(page), {}, have, [&desk, page] {
           show_drawer(desk.here, desk.view, desk.tools, "drawer.coverage");
           desk.here.coverage.ask.page = page;
           desk.here.coverage.table = 0;
         }});
  }
}

}  // namespace placewright::viewer
