#include <imgui.h>

#include <algorithm>

#include "viewer/panels.h"

namespace placewright::viewer {

void draw_divider(Desk& desk, ui::Pen& pen, float whole) {
  ImGui::InvisibleButton("##divider", ImGui::GetContentRegionAvail());
  pen.names.mark("drawer.divider");
  const bool held = ImGui::IsItemActive();
  if (held) {
    auto& height = desk.drawer.height[static_cast<std::size_t>(desk.drawer.tab)];
    height = std::clamp(height - ImGui::GetIO().MouseDelta.y / whole, 0.15f, 0.85f);
  }
  if (!held && !ImGui::IsItemHovered()) return;
  ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
  const auto from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
  ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(from.x, from.y + pen.px(2)), ImVec2(to.x, to.y - pen.px(2)), pen.theme.accent);
}

void draw_drawer(Desk& desk, ui::Pen& pen) {
  struct Tab {
    DrawerTab tab;
    const char* label;
    const char* name;
  };
  const bool short_words = ImGui::GetContentRegionAvail().x < ImGui::CalcTextSize("Neighbourhoods Charts Coverage").x + 6 * ImGui::GetStyle().FramePadding.x;
  for (const auto& [tab, label, name] : {Tab{DrawerTab::table, short_words ? "Table" : "Neighbourhoods", "drawer.table"}, {DrawerTab::charts, "Charts", "drawer.charts"}, {DrawerTab::coverage, "Coverage", "drawer.coverage"}}) {
    if (ui::tool_button(pen, label, name, desk.drawer.tab == tab, nullptr)) show_drawer(desk, tab);
    ImGui::SameLine(0, pen.px(4));
  }
  switch (desk.drawer.tab) {
    case DrawerTab::table: draw_table(desk, pen); break;
    case DrawerTab::charts: draw_charts(desk, pen); break;
    case DrawerTab::coverage: draw_coverage(desk, pen); break;
  }
}

}  // namespace placewright::viewer
