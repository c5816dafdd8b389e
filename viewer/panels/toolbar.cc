#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "viewer/panels/panels.h"

namespace placewright::viewer {
namespace {

struct ToolButton {
  const char* label;
  const char* name;
  Tool tool;
  const char* hint;
};
constexpr std::array<ToolButton, 5> kTools{
    {{"Select", "tool.select", Tool::select,
      "Select: click an area; Ctrl+click for more; drag to move the map (V)"},
     {"Brush", "tool.brush", Tool::brush, "Brush: paint areas into the target (B)"},
     {"Rectangle", "tool.rectangle", Tool::rectangle, "Rectangle: areas whose middle lies in it (X)"},
     {"Lasso", "tool.lasso", Tool::lasso, "Lasso: areas whose middle lies in the outline (O)"},
     {"Border", "tool.border", Tool::border,
      "Border: take hold of a border between two neighbourhoods and move it (G)"}}};

/// A tool's sign about a middle; `r` is half its side.
void draw_tool_sign(ImDrawList& draw, Tool tool, ImVec2 c, float r, Rgba colour) {
  const float line = std::max(1.0f, r * 0.2f);
  switch (tool) {
    case Tool::select: {
      const std::array<ImVec2, 7> arrow{{{c.x - r * 0.55f, c.y - r * 0.9f},
                                         {c.x - r * 0.55f, c.y + r * 0.55f},
                                         {c.x - r * 0.2f, c.y + r * 0.24f},
                                         {c.x + r * 0.05f, c.y + r * 0.9f},
                                         {c.x + r * 0.32f, c.y + r * 0.78f},
                                         {c.x + r * 0.08f, c.y + r * 0.14f},
                                         {c.x + r * 0.55f, c.y + r * 0.12f}}};
      draw.AddTriangleFilled(arrow[0], arrow[1], arrow[2], colour);
      draw.AddTriangleFilled(arrow[0], arrow[2], arrow[6], colour);
      draw.AddQuadFilled(arrow[2], arrow[3], arrow[4], arrow[5], colour);
      break;
    }
    case Tool::brush:
      draw.AddQuadFilled(ImVec2(c.x + r * 0.62f, c.y - r * 0.95f), ImVec2(c.x + r * 0.95f, c.y - r * 0.62f),
                         ImVec2(c.x + r * 0.18f, c.y + r * 0.3f), ImVec2(c.x - r * 0.3f, c.y - r * 0.18f),
                         colour);
      draw.AddTriangleFilled(ImVec2(c.x - r * 0.45f, c.y), ImVec2(c.x, c.y + r * 0.45f),
                             ImVec2(c.x - r * 0.95f, c.y + r * 0.95f), colour);
      break;
    case Tool::rectangle:
      draw.AddRect(ImVec2(c.x - r * 0.9f, c.y - r * 0.65f), ImVec2(c.x + r * 0.9f, c.y + r * 0.65f), colour,
                   0, 0, line);
      break;
    case Tool::lasso: {
      std::array<ImVec2, 18> loop;
      for (std::size_t i = 0; i < loop.size(); ++i) {
        const double turn = 2 * 3.14159265358979 * static_cast<double>(i) / static_cast<double>(loop.size());
        loop[i] = ImVec2(c.x + r * 0.9f * static_cast<float>(std::cos(turn)),
                         c.y - r * 0.22f + r * 0.6f * static_cast<float>(std::sin(turn)));
      }
      draw.AddPolyline(loop.data(), static_cast<int>(loop.size()), colour, ImDrawFlags_Closed, line);
      draw.AddBezierCubic(ImVec2(c.x - r * 0.5f, c.y + r * 0.25f), ImVec2(c.x - r * 0.9f, c.y + r * 0.6f),
                          ImVec2(c.x - r * 0.1f, c.y + r * 0.6f), ImVec2(c.x - r * 0.5f, c.y + r * 0.95f),
                          colour, line);
      break;
    }
    case Tool::border: {
      const std::array<ImVec2, 5> edge{{{c.x - r * 0.15f, c.y - r},
                                        {c.x + r * 0.2f, c.y - r * 0.5f},
                                        {c.x - r * 0.2f, c.y},
                                        {c.x + r * 0.2f, c.y + r * 0.5f},
                                        {c.x - r * 0.15f, c.y + r}}};
      draw.AddPolyline(edge.data(), static_cast<int>(edge.size()), colour, 0, line);
      for (const float side : {-1.f, 1.f})
        draw.AddTriangleFilled(ImVec2(c.x + side * r, c.y), ImVec2(c.x + side * r * 0.5f, c.y - r * 0.4f),
                               ImVec2(c.x + side * r * 0.5f, c.y + r * 0.4f), colour);
      break;
    }
  }
}

float tools_width(ui::Pen& pen, bool words) {
  float width = 4 * pen.px(4);
  for (const auto& tool : kTools)
    width += words ? ImGui::CalcTextSize(tool.label).x + 2 * ImGui::GetStyle().FramePadding.x : pen.px(34);
  return width;
}

/// What the three choices beside the tools need at least.
float choices_width(ui::Pen& pen) { return pen.px(84 + 160 + 142) + 2 * ImGui::GetStyle().ItemSpacing.x; }

constexpr float kPadding = 8;

}  // namespace

int toolbar_lines(ui::Pen& pen, float width) {
  return tools_width(pen, false) + pen.px(14) + choices_width(pen) + 2 * pen.px(kPadding) > width ? 2 : 1;
}

void draw_toolbar(OnTheTable& here, Tools& tools, ui::Pen& pen) {
  const float width = ImGui::GetContentRegionAvail().x;
  const bool two_lines = toolbar_lines(pen, width + 2 * pen.px(kPadding)) == 2;
  const bool words = tools_width(pen, true) + (two_lines ? 0 : pen.px(14) + choices_width(pen)) <= width;
  for (const auto& [label, name, tool, hint] : kTools) {
    const bool on = tools.tool == tool;
    if (ui::tool_button(pen, words ? label : "##tool", name, on, hint, words ? 0 : pen.px(34)))
      tools.tool = tool;
    if (!words) {
      const auto from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
      draw_tool_sign(*ImGui::GetWindowDrawList(), tool, ImVec2((from.x + to.x) / 2, (from.y + to.y) / 2),
                     pen.px(8), on ? pen.theme.accent_text : pen.theme.text);
    }
    ImGui::SameLine(0, pen.px(4));
  }
  if (two_lines)
    ImGui::NewLine();
  else
    ImGui::SameLine(0, pen.px(14));
  // What is left is shared out: most of it to the target, whose names are long.
  const float room = ImGui::GetContentRegionMax().x - ImGui::GetCursorPosX() -
                     2 * ImGui::GetStyle().ItemSpacing.x,
              spare = room - pen.px(84 + 160 + 142);
  const float share = spare < 0 ? room / pen.px(84 + 160 + 142) : 1;
  const float target_width = share * pen.px(160) + std::clamp(spare * 0.65f, 0.f, pen.px(120)),
              source_width = share * pen.px(142) + std::clamp(spare * 0.35f, 0.f, pen.px(70));
  static const std::vector<std::string> units{"areas", "MSOAs", "wards"};
  if (const auto chosen =
          ui::combo(pen, "tool.unit", units[static_cast<std::size_t>(tools.unit)], units, share * pen.px(84)))
    tools.unit = static_cast<Unit>(*chosen);
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("What one touch takes (U)");
  ImGui::SameLine();
  // Where areas go.
  std::vector<std::string> targets{"to where I start", "to a new neighbourhood", "to unassigned"};
  const auto rows = neighbourhoods(here);
  for (const auto row : rows) targets.push_back("to " + neighbourhood_name(here, row));
  const auto shown = here.target.kind == Target::Kind::where_started ? targets[0]
                     : here.target.kind == Target::Kind::fresh       ? targets[1]
                     : here.target.kind == Target::Kind::unassigned
                         ? targets[2]
                         : "to " + neighbourhood_name(here, here.target.label);
  if (const auto chosen = ui::combo(pen, "tool.target", shown, targets, target_width)) {
    here.target = *chosen == 0   ? Target{}
                  : *chosen == 1 ? Target{Target::Kind::fresh, -1}
                  : *chosen == 2 ? Target{Target::Kind::unassigned, -1}
                                 : Target{Target::Kind::one, rows[*chosen - 3]};
  }
  ImGui::SameLine();
  const auto filter_text = here.filter.kind == SourceFilter::Kind::any ? "from anywhere"
                           : here.filter.kind == SourceFilter::Kind::unassigned
                               ? "from unassigned only"
                               : "from " + neighbourhood_name(here, here.filter.label);
  std::vector<std::string> filters{"from anywhere", "from unassigned only"};
  if (here.neighbourhood >= 0) filters.push_back("from " + neighbourhood_name(here, here.neighbourhood));
  if (const auto chosen = ui::combo(pen, "tool.source", filter_text, filters, source_width))
    here.filter = *chosen == 0   ? SourceFilter{}
                  : *chosen == 1 ? SourceFilter{SourceFilter::Kind::unassigned, -1}
                                 : SourceFilter{SourceFilter::Kind::one, here.neighbourhood};
}

ImVec2 zoom_size(ui::Pen& pen) { return {pen.px(34), 3 * pen.px(30) + 2 * pen.px(3)}; }

void draw_zoom(const AppCommands& commands, ui::Pen& pen) {
  struct Button {
    const char *label, *command, *hint;
  };
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, pen.px(3)));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, (pen.px(30) - ImGui::GetTextLineHeight()) / 2));
  ImGui::PushStyleColor(ImGuiCol_Button, pen.theme.panel);
  for (const auto& [label, command, hint] : {Button{"+", "view.zoom_in", "Nearer (=)"},
                                             {"-", "view.zoom_out", "Farther (-)"},
                                             {"Fit", "view.fit", "The whole place (F)"}}) {
    if (ui::button(pen, label, command, true, pen.px(34))) commands.run(command);
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", hint);
  }
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
}

ImVec2 brush_size(ui::Pen& pen) { return {pen.px(150), ImGui::GetFrameHeight()}; }

void draw_brush_size(Tools& tools, ui::Pen& pen) {
  ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
  ImGui::PushStyleColor(ImGuiCol_FrameBg, pen.theme.panel);
  ui::slider(pen, "##brush", "tool.brush_size", &tools.brush_px, 2, 80, "brush %.0f px");
  ImGui::PopStyleColor();
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("[ and ] make it smaller and larger");
}

}  // namespace placewright::viewer
