#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "viewer/panels.h"

namespace placewright::viewer {
namespace {

void chip(ui::Pen& pen, ImDrawList& draw, ImVec2 at, const std::string& text, bool from_right) {
  const auto size = ImGui::CalcTextSize(text.c_str());
  const float pad = pen.px(8);
  const float x = from_right ? at.x - size.x - 2 * pad : at.x;
  draw.AddRectFilled(ImVec2(x, at.y), ImVec2(x + size.x + 2 * pad, at.y + size.y + pad), pen.theme.panel, pen.px(5));
  draw.AddRect(ImVec2(x, at.y), ImVec2(x + size.x + 2 * pad, at.y + size.y + pad), pen.theme.control_line, pen.px(5));
  draw.AddText(ImVec2(x + pad, at.y + pad / 2), pen.theme.text, text.c_str());
}

std::string other_name(const Desk& desk) { return desk.comparison.with == desk.session->state().name ? desk.comparison.with + " as stored" : desk.comparison.with; }

/// Where the other plan's neighbourhoods are, in its own words.
void other_labels(Desk& desk, ui::Pen& pen, ImVec2 from, ImVec2 size) {
  auto& draw = *ImGui::GetWindowDrawList();
  std::vector<ImVec4> placed;
  for (const auto& anchor : desk.comparison.anchors) {
    const auto p = desk.camera.to_screen(anchor.at, size.x, size.y);
    const auto text = ImGui::CalcTextSize(anchor.name.c_str());
    if (text.x > anchor.span_m / desk.camera.m_per_px * 1.15) continue;
    const ImVec2 at(std::round(from.x + static_cast<float>(p.x) - text.x / 2), std::round(from.y + static_cast<float>(p.y) - text.y / 2));
    if (at.x < from.x || at.y < from.y || at.x + text.x > from.x + size.x || at.y + text.y > from.y + size.y) continue;
    const ImVec4 box(at.x, at.y, at.x + text.x, at.y + text.y);
    if (std::any_of(placed.begin(), placed.end(), [&](const auto& other) { return box.x < other.z && other.x < box.z && box.y < other.w && other.y < box.w; })) continue;
    placed.push_back(box);
    for (const auto& [dx, dy] : {std::pair{-1.f, 0.f}, {1.f, 0.f}, {0.f, -1.f}, {0.f, 1.f}}) draw.AddText(ImVec2(at.x + dx * pen.px(1.5f), at.y + dy * pen.px(1.5f)), pen.theme.label_halo, anchor.name.c_str());
    draw.AddText(at, pen.theme.text, anchor.name.c_str());
  }
}

ImTextureID texture_of(const GlMap& map) { return reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(map.texture())); }

}  // namespace

bool draw_swipe(Desk& desk, ui::Pen& pen, ImVec2 from, ImVec2 size) {
  auto& view = desk.comparison;
  refresh_other_map(desk);
  view.map->render(desk.camera, static_cast<int>(size.x), static_cast<int>(size.y), desk.scale);
  auto& draw = *ImGui::GetWindowDrawList();
  const float x = std::round(from.x + view.divider * size.x);
  const float whole_x = std::floor(size.x), whole_y = std::floor(size.y), share = std::clamp((x - from.x) / whole_x, 0.f, 1.f);
  draw.AddImage(texture_of(*view.map), from, ImVec2(from.x + share * whole_x, from.y + whole_y), ImVec2(0, 0), ImVec2(share, 1));
  draw.AddRectFilled(ImVec2(x - pen.px(1.5f), from.y), ImVec2(x + pen.px(1.5f), from.y + size.y), pen.theme.text);
  const float middle = from.y + size.y / 2, r = pen.px(13);
  draw.AddCircleFilled(ImVec2(x, middle), r, pen.theme.panel);
  draw.AddCircle(ImVec2(x, middle), r, pen.theme.text, 0, pen.px(1.5f));
  for (const float side : {-1.f, 1.f})
    draw.AddTriangleFilled(ImVec2(x + side * pen.px(8), middle), ImVec2(x + side * pen.px(3), middle - pen.px(4.5f)), ImVec2(x + side * pen.px(3), middle + pen.px(4.5f)), pen.theme.text);
  pen.names.mark_rect("compare.divider", ImVec2(x - r, middle - r), ImVec2(x + r, middle + r));
  chip(pen, draw, ImVec2(x - pen.px(12), from.y + pen.px(10)), other_name(desk), true);
  chip(pen, draw, ImVec2(x + pen.px(12), from.y + pen.px(10)), desk.session->state().name, false);
  const auto mouse = ImGui::GetIO().MousePos;
  const bool near = std::abs(mouse.x - x) < pen.px(9) && mouse.y >= from.y && mouse.y <= from.y + size.y;
  if (near && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) view.dragging = true;
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) view.dragging = false;
  if (view.dragging) view.divider = std::clamp((mouse.x - from.x) / size.x, 0.02f, 0.98f);
  if (near || view.dragging) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  return near || view.dragging;
}

void draw_other_half(Desk& desk, ui::Pen& pen, ImVec2 from, ImVec2 size) {
  auto& view = desk.comparison;
  ImGui::SetCursorScreenPos(from);
  ImGui::InvisibleButton("map.other", size);
  pen.names.mark("map.other");
  auto& io = ImGui::GetIO();
  if (ImGui::IsItemHovered() && io.MouseWheel != 0) desk.camera.zoom_at(std::pow(1.25, io.MouseWheel), io.MousePos.x - from.x, io.MousePos.y - from.y, size.x, size.y);
  if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 4)) {
    desk.camera.centre.x -= io.MouseDelta.x * desk.camera.m_per_px;
    desk.camera.centre.y += io.MouseDelta.y * desk.camera.m_per_px;
  }
  refresh_other_map(desk);
  view.map->render(desk.camera, static_cast<int>(size.x), static_cast<int>(size.y), desk.scale);
  auto& draw = *ImGui::GetWindowDrawList();
  draw.AddImage(texture_of(*view.map), from, ImVec2(from.x + std::floor(size.x), from.y + std::floor(size.y)));
  if (desk.layers.labels) {
    ImGui::PushFont(pen.fonts.bold);
    other_labels(desk, pen, from, size);
    ImGui::PopFont();
  }
  draw.AddRectFilled(ImVec2(from.x + size.x - pen.px(2), from.y), ImVec2(from.x + size.x, from.y + size.y), pen.theme.text);
  chip(pen, draw, ImVec2(from.x + pen.px(12), from.y + pen.px(10)), other_name(desk), false);
  chip(pen, draw, ImVec2(from.x + size.x + pen.px(12), from.y + pen.px(10)), desk.session->state().name, false);
}

}  // namespace placewright::viewer
