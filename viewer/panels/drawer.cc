#include <imgui.h>

#include <algorithm>

#include "viewer/panels/panels.h"

namespace placewright::viewer {

float drawer_share(const Tools& tools, const ui::Pen& pen, float whole) {
  if (const auto moved = tools.drawer_height.find(tools.drawer); moved != tools.drawer_height.end())
    return moved->second;
  // What a page needs to be read at all comes before the map, up to a point: it can be closed again.
  const auto& wish = panel_of(tools.drawer).height;
  const float most = whole < pen.px(480) ? wish.most_low : wish.most;
  return std::max(wish.share, std::min(pen.px(wish.points) / std::max(1.0f, whole), most));
}

void draw_divider(Tools& tools, ui::Pen& pen, float whole) {
  ImGui::InvisibleButton("##divider", ImGui::GetContentRegionAvail());
  pen.names.mark("drawer.divider");
  const bool held = ImGui::IsItemActive();
  if (held)
    tools.drawer_height[tools.drawer] =
        std::clamp(drawer_share(tools, pen, whole) - ImGui::GetIO().MouseDelta.y / whole, 0.15f, 0.85f);
  if (!held && !ImGui::IsItemHovered()) return;
  ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
  const auto from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
  ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(from.x, from.y + pen.px(2)),
                                            ImVec2(to.x, to.y - pen.px(2)), pen.theme.accent);
}

void draw_drawer(Desk& desk, ui::Pen& pen) {
  const auto& tabs = panels(Panel::Where::drawer);
  std::string words;
  for (const auto& panel : tabs) words += (words.empty() ? "" : " ") + pen.word.said(panel.tab);
  const float padding = 2 * static_cast<float>(tabs.size()) * ImGui::GetStyle().FramePadding.x;
  const bool short_words = ImGui::GetContentRegionAvail().x < ImGui::CalcTextSize(words.c_str()).x + padding;
  for (const auto& panel : tabs) {
    const auto* label = short_words && panel.short_tab != nullptr ? panel.short_tab : panel.tab;
    if (ui::tool_button(pen, label, panel.id, desk.tools.drawer == panel.id, nullptr))
      show_drawer(desk.here, desk.view, desk.tools, panel.id);
    ImGui::SameLine(0, pen.px(4));
  }
  panel_of(desk.tools.drawer).draw(desk, pen);
}

}  // namespace placewright::viewer
