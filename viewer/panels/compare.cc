#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "viewer/map/labels.h"
#include "viewer/panels/map_canvas.h"

namespace placewright::viewer {
namespace {

void chip(ui::Pen& pen, ImDrawList& draw, ImVec2 at, const std::string& text, bool from_right) {
  const auto size = ImGui::CalcTextSize(text.c_str());
  const float pad = pen.px(8);
  const float x = from_right ? at.x - size.x - 2 * pad : at.x;
  draw.AddRectFilled(ImVec2(x, at.y), ImVec2(x + size.x + 2 * pad, at.y + size.y + pad), pen.theme.panel,
                     pen.px(5));
  draw.AddRect(ImVec2(x, at.y), ImVec2(x + size.x + 2 * pad, at.y + size.y + pad), pen.theme.control_line,
               pen.px(5));
  draw.AddText(ImVec2(x + pad, at.y + pad / 2), pen.theme.text, text.c_str());
}

std::string other_name(const OnTheTable& here) {
  return here.comparison.with == here.session->state().name ? here.comparison.with + " as stored"
                                                            : here.comparison.with;
}

ImTextureID texture_of(const GlMap& map) {
  return reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(map.texture()));
}

}  // namespace

std::vector<MapLabel> other_labels(const OnTheTable& here) {
  std::vector<MapLabel> labels;
  for (const auto& anchor : here.comparison.made->anchors)
    labels.push_back(
        {anchor.label, anchor.name, anchor.id, ui::number(anchor.people), anchor.at, anchor.span_m, false});
  return labels;
}

float draw_swipe_picture(OnTheTable& here, MapView& view, ImVec2 from, ImVec2 size) {
  auto& comparison = here.comparison;
  refresh_other_map(here, view);
  comparison.map->render(view.camera, static_cast<int>(size.x), static_cast<int>(size.y), view.scale);
  const float x = std::round(from.x + comparison.divider * size.x), whole_x = std::floor(size.x),
              whole_y = std::floor(size.y), share = std::clamp((x - from.x) / whole_x, 0.f, 1.f);
  ImGui::GetWindowDrawList()->AddImage(texture_of(*comparison.map), from,
                                       ImVec2(from.x + share * whole_x, from.y + whole_y), ImVec2(0, 0),
                                       ImVec2(share, 1));
  return x;
}

void draw_swipe_handle(OnTheTable& here, ui::Pen& pen, ImVec2 from, ImVec2 size) {
  auto& comparison = here.comparison;
  auto& draw = *ImGui::GetWindowDrawList();
  const float x = std::round(from.x + comparison.divider * size.x);
  draw.AddRectFilled(ImVec2(x - pen.px(3), from.y), ImVec2(x + pen.px(3), from.y + size.y), pen.theme.panel);
  draw.AddRectFilled(ImVec2(x - pen.px(1.5f), from.y), ImVec2(x + pen.px(1.5f), from.y + size.y),
                     pen.theme.text);
  const float middle = from.y + size.y / 2, r = pen.px(13);
  draw.AddCircleFilled(ImVec2(x, middle), r, pen.theme.panel);
  draw.AddCircle(ImVec2(x, middle), r, pen.theme.text, 0, pen.px(1.5f));
  for (const float side : {-1.f, 1.f})
    draw.AddTriangleFilled(ImVec2(x + side * pen.px(8), middle),
                           ImVec2(x + side * pen.px(3), middle - pen.px(4.5f)),
                           ImVec2(x + side * pen.px(3), middle + pen.px(4.5f)), pen.theme.text);
  pen.names.mark_rect("compare.divider", ImVec2(x - r, middle - r), ImVec2(x + r, middle + r));
  chip(pen, draw, ImVec2(x - pen.px(12), from.y + pen.px(10)), other_name(here), true);
  chip(pen, draw, ImVec2(x + pen.px(12), from.y + pen.px(10)), here.session->state().name, false);
  const auto mouse = ImGui::GetIO().MousePos;
  const bool near = std::abs(mouse.x - x) < pen.px(9) && mouse.y >= from.y && mouse.y <= from.y + size.y;
  if (near && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) comparison.dragging = true;
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) comparison.dragging = false;
  if (comparison.dragging) comparison.divider = std::clamp((mouse.x - from.x) / size.x, 0.02f, 0.98f);
  if (near || comparison.dragging) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
}

void draw_other_half(OnTheTable& here, MapView& view, ui::Pen& pen, ImVec2 from, ImVec2 size) {
  auto& comparison = here.comparison;
  ImGui::SetCursorScreenPos(from);
  ImGui::InvisibleButton("map.other", size);
  pen.names.mark("map.other");
  auto& io = ImGui::GetIO();
  if (ImGui::IsItemHovered() && io.MouseWheel != 0)
    view.camera.zoom_at(std::pow(1.25, io.MouseWheel), io.MousePos.x - from.x, io.MousePos.y - from.y, size.x,
                        size.y);
  if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 4)) {
    view.camera.centre.x -= io.MouseDelta.x * view.camera.m_per_px;
    view.camera.centre.y += io.MouseDelta.y * view.camera.m_per_px;
  }
  refresh_other_map(here, view);
  comparison.map->render(view.camera, static_cast<int>(size.x), static_cast<int>(size.y), pen.scale);
  auto& draw = *ImGui::GetWindowDrawList();
  draw.AddImage(texture_of(*comparison.map), from,
                ImVec2(from.x + std::floor(size.x), from.y + std::floor(size.y)));
  std::vector<LabelBox> taken;
  if (view.layers.labels)
    draw_label_layer(here, view, pen, {from, size, view.camera, draw}, other_labels(here), taken,
                     comparison.made->other.label, {from.x, from.y, from.x + size.x, from.y + size.y});
  draw.AddRectFilled(ImVec2(from.x + size.x - pen.px(2), from.y), ImVec2(from.x + size.x, from.y + size.y),
                     pen.theme.text);
  chip(pen, draw, ImVec2(from.x + pen.px(12), from.y + pen.px(10)), other_name(here), false);
  chip(pen, draw, ImVec2(from.x + size.x + pen.px(12), from.y + pen.px(10)), here.session->state().name,
       false);
}

}  // namespace placewright::viewer
