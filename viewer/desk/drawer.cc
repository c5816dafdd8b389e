#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viewer/desk/desk.h"

namespace placewright::viewer {

void show_drawer(Desk& desk, DrawerTab tab) {
  auto whole = desk.view.camera;
  if (desk.here.session) whole.fit(desk.here.box, desk.view.width, desk.view.height);
  if (std::abs(whole.m_per_px - desk.view.camera.m_per_px) < 1e-6 * whole.m_per_px)
    desk.here.fit_wanted = true;
  desk.tools.drawer.tab = tab;
}

void set_workshop(Desk& desk, bool on) {
  if (desk.tools.workshop == on) return;
  desk.tools.workshop = on;
  // Read from the far end of a room.
  desk.view.text_scale =
      on ? std::min(2.5f, desk.view.text_scale * 1.5f) : std::max(0.75f, desk.view.text_scale / 1.5f);
  desk.view.scale_changed = true;
  desk.here.fit_wanted = true;
  desk.tools.tour = 0;
  if (desk.tools.tool == Tool::rectangle) desk.tools.tool = Tool::select;
}

void register_drawer_commands(Desk& desk) {
  const std::function<bool()> have = [&desk] { return desk.here.session != nullptr; };
  auto& list = desk.commands;
  list.add({"drawer.table",
            "View/Panels",
            "Table of neighbourhoods",
            {'1', true, false},
            have,
            [&desk] { show_drawer(desk, DrawerTab::table); },
            [&desk] { return desk.tools.drawer.tab == DrawerTab::table; }});
  list.add({"drawer.charts",
            "View/Panels",
            "Charts of the areas",
            {'2', true, false},
            have,
            [&desk] { show_drawer(desk, DrawerTab::charts); },
            [&desk] { return desk.tools.drawer.tab == DrawerTab::charts; }});
  list.add({"drawer.coverage",
            "View/Panels",
            "Coverage",
            {'3', true, false},
            have,
            [&desk] { show_drawer(desk, DrawerTab::coverage); },
            [&desk] { return desk.tools.drawer.tab == DrawerTab::coverage; }});
  // With this an edit needs no mouse: N and P choose a neighbourhood, T makes it the target, Ctrl+K finds an
  // area, M moves it.
  list.add({"tool.target_here",
            "Tools",
            "Give areas to the chosen neighbourhood",
            {'T', false, false},
            [&desk] { return desk.here.session && desk.here.neighbourhood >= 0; },
            [&desk] {
              desk.here.target = {Target::Kind::one, desk.here.neighbourhood};
              say(desk, "Areas go to " + neighbourhood_name(desk, desk.here.neighbourhood));
            }});
  for (std::size_t i = 0; i < kCoveragePages; ++i) {
    const auto page = static_cast<CoveragePage>(i);
    list.add(
        {fmt::format("coverage.{}", i + 1), "Coverage", coverage_page_name(page), {}, have, [&desk, page] {
           show_drawer(desk, DrawerTab::coverage);
           desk.here.coverage.ask.page = page;
           desk.here.coverage.table = 0;
         }});
  }
}

}  // namespace placewright::viewer
