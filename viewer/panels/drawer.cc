#include <imgui.h>

#include <algorithm>
#include <array>

#include "viewer/panels/panels.h"

namespace placewright::viewer {

float drawer_share(const Desk& desk, const ui::Pen& pen, float whole) {
  const auto tab = static_cast<std::size_t>(desk.tools.drawer.tab);
  if (desk.tools.drawer.height[tab] > 0) return desk.tools.drawer.height[tab];
  // What a page needs to be read at all comes before the map, up to a point: it can be closed again.
  constexpr std::array<float, 3> share{0.27f, 0.42f, 0.46f}, points{150, 240, 400};
  const float most = whole < pen.px(480) ? 0.8f : 0.6f;
  return std::max(share[tab], std::min(pen.px(points[tab]) / std::max(1.0f, whole), tab == 0 ? 0.5f : most));
}

void draw_divider(Desk& desk, ui::Pen& pen, float whole) {
  ImGui::InvisibleButton("##divider", ImGui::GetContentRegionAvail());
  pen.names.mark("drawer.divider");
  const bool held = ImGui::IsItemActive();
  if (held) {
    auto& height = desk.tools.drawer.height[static_cast<std::size_t>(desk.tools.drawer.tab)];
    height = std::clamp(drawer_share(desk, pen, whole) - ImGui::GetIO().MouseDelta.y / whole, 0.15f, 0.85f);
  }
  if (!held && !ImGui::IsItemHovered()) return;
  ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
  const auto from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
  ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(from.x, from.y + pen.px(2)),
                                            ImVec2(to.x, to.y - pen.px(2)), pen.theme.accent);
}

void draw_drawer(Desk& desk, ui::Pen& pen) {
  struct Tab {
    DrawerTab tab;
    const char* label;
    const char* name;
  };
  const bool short_words =
      ImGui::GetContentRegionAvail().x <
      ImGui::CalcTextSize("Neighbourhoods Charts Coverage").x + 6 * ImGui::GetStyle().FramePadding.x;
  for (const auto& [tab, label, name] :
       {Tab{DrawerTab::table, short_words ? "Table" : "Neighbourhoods", "drawer.table"},
        {DrawerTab::charts, "Charts", "drawer.charts"},
        {DrawerTab::coverage, "Coverage", "drawer.coverage"}}) {
    if (ui::tool_button(pen, label, name, desk.tools.drawer.tab == tab, nullptr)) show_drawer(desk, tab);
    ImGui::SameLine(0, pen.px(4));
  }
  switch (desk.tools.drawer.tab) {
    case DrawerTab::table:
      draw_table(desk, pen);
      break;
    case DrawerTab::charts:
      draw_charts(desk, pen);
      break;
    case DrawerTab::coverage:
      draw_coverage(desk, pen);
      break;
  }
}

}  // namespace placewright::viewer
