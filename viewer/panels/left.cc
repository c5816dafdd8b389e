#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "boundaries/output/column_words.h"
#include "viewer/panels/panels.h"

namespace placewright::viewer {
namespace {

void plan_part(Desk& desk, ui::Pen& pen) {
  auto& session = *desk.here.session;
  const float width = ImGui::GetContentRegionAvail().x;
  ui::heading(pen, "Plan");
  std::vector<std::string> names;
  for (const auto& plan : session.place().plans) names.push_back(plan.name);
  if (const auto chosen = ui::combo(pen, "plan.choose", session.state().name, names, width);
      chosen && names[*chosen] != session.state().name)
    take_plan(desk, names[*chosen]);
  const float half = (width - ImGui::GetStyle().ItemSpacing.x) / 2;
  if (ui::button(pen, "Save", "plan.save", session.changed() && !session.read_only(), half))
    desk.commands.run("file.save");
  ImGui::SameLine();
  if (ui::button(pen, "Branch...", "plan.branch", true, half)) desk.commands.run("plan.branch");
  if (!desk.here.comparison.with.empty())
    ui::quiet(pen, desk.here.comparison.areas == 0
                       ? fmt::format("compared with {}: every area lies alike", desk.here.comparison.with)
                       : fmt::format("compared with {}: {} people move", desk.here.comparison.with,
                                     ui::number(desk.here.comparison.people)));
}

void colour_part(Desk& desk, ui::Pen& pen) {
  const auto& place = desk.here.session->place();
  const float width = ImGui::GetContentRegionAvail().x;
  // Close rows: the legend below them is to be seen too.
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, pen.px(3)));
  ImGui::Dummy(ImVec2(0, 0));
  for (std::size_t i = 0; i < kColourModes; ++i) {
    const auto mode = static_cast<ColourMode>(i);
    if (mode == ColourMode::indicator && place.areas.indicators.empty()) continue;
    if (mode == ColourMode::staff && place.workforce.empty()) continue;
    if (mode == ColourMode::site_minutes && !desk.here.site && desk.view.mode != mode) continue;
    if (ui::radio(pen, colour_mode_name(mode), colour_mode_id(mode), desk.view.mode == mode))
      desk.view.mode = mode;
    if (mode != desk.view.mode) continue;
    if (mode == ColourMode::indicator) {
      std::vector<std::string> columns, words;
      for (const auto& [name, values] : place.areas.indicators) {
        columns.push_back(name);
        const auto said = boundaries::output::column_words(name);
        words.push_back(said.units.empty() ? said.title : said.title + ", " + said.units);
      }
      const auto at = std::find(columns.begin(), columns.end(), desk.here.indicator);
      if (const auto chosen =
              ui::combo(pen, "colour.column",
                        at == columns.end() ? desk.here.indicator
                                            : words[static_cast<std::size_t>(at - columns.begin())],
                        words, width))
        desk.here.indicator = columns[*chosen];
    }
    if (mode == ColourMode::staff) {
      std::vector<std::string> groups = staff_groups(place);
      groups.insert(groups.begin(), "all groups of staff");
      if (const auto chosen = ui::combo(
              pen, "colour.group", desk.here.staff_group.empty() ? groups.front() : desk.here.staff_group,
              groups, width))
        desk.here.staff_group = *chosen == 0 ? "" : groups[*chosen];
    }
    if (mode == ColourMode::site_minutes) {
      ImGui::Indent(pen.px(24));
      for (std::size_t one = 0; one < desk.here.travel_modes.size(); ++one) {
        const auto& by = desk.here.travel_modes[one];
        if (one % 2 != 0) ImGui::SameLine(0, pen.px(14));
        if (ui::radio(pen, travel_mode_name(by).c_str(), "colour.mode:" + by, desk.here.travel_mode == by))
          desk.here.travel_mode = by;
      }
      ImGui::Unindent(pen.px(24));
    }
  }
  ImGui::PopStyleVar();
}

/// Three by three, standing on a corner: right up one figure, left up the other.
void diamond(Desk& desk, ui::Pen& pen, const Legend& legend) {
  const float half = pen.px(17), width = ImGui::GetContentRegionAvail().x;
  const auto at = ImGui::GetCursorScreenPos();
  const ImVec2 bottom(at.x + width / 2, at.y + 6 * half + pen.px(4));
  auto& draw = *ImGui::GetWindowDrawList();
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 3; ++column) {
      const float r = static_cast<float>(row), c = static_cast<float>(column);
      const ImVec2 low(bottom.x + (c - r) * half, bottom.y - (c + r) * half);
      const auto entry = 3 * row + column;
      const ImVec2 left(low.x - half, low.y - half), top(low.x, low.y - 2 * half),
          right(low.x + half, low.y - half);
      draw.AddQuadFilled(low, left, top, right, legend.entries[entry].colour);
      draw.AddQuad(low, left, top, right,
                   desk.here.isolated == entry ? desk.view.theme.text : desk.view.theme.panel,
                   pen.px(desk.here.isolated == entry ? 2.5f : 1.5f));
      ImGui::SetCursorScreenPos(ImVec2(low.x - half * 0.6f, low.y - half * 1.6f));
      ImGui::PushID(static_cast<int>(entry));
      if (ImGui::InvisibleButton("class", ImVec2(half * 1.2f, half * 1.2f)))
        desk.here.isolated = desk.here.isolated == entry ? std::nullopt : std::optional(entry);
      ImGui::PopID();
      pen.names.mark(fmt::format("legend.{}", entry), legend.entries[entry].text);
      if (ImGui::IsItemHovered())
        ImGui::SetTooltip("%s: %zu areas", legend.entries[entry].text.c_str(), legend.entries[entry].areas);
    }
  draw.AddText(pen.fonts.small, pen.fonts.small->FontSize, ImVec2(at.x, bottom.y - half * 1.2f),
               desk.view.theme.text_quiet, ("more " + legend.row_name).c_str());
  const auto right_text = "more " + legend.column_name;
  const float wide = pen.fonts.small->CalcTextSizeA(pen.fonts.small->FontSize, 1e6f, 0, right_text.c_str()).x;
  draw.AddText(pen.fonts.small, pen.fonts.small->FontSize,
               ImVec2(at.x + width - wide, bottom.y - half * 1.2f), desk.view.theme.text_quiet,
               right_text.c_str());
  ImGui::SetCursorScreenPos(ImVec2(at.x, bottom.y + pen.px(6)));
}

void legend_part(Desk& desk, ui::Pen& pen) {
  const auto& legend = desk.here.colours.legend;
  ui::heading(pen, legend.title.c_str());
  if (!legend.units.empty()) ui::quiet(pen, legend.units);
  if (!legend.missing.empty()) ui::quiet(pen, legend.missing);
  if (legend.entries.empty()) return;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, pen.px(4)));
  if (legend.diamond) diamond(desk, pen, legend);
  for (std::size_t i = legend.diamond ? 9 : 0; i < legend.entries.size(); ++i) {
    const auto& entry = legend.entries[i];
    if (entry.areas == 0 && entry.hatched) continue;
    const float start = ImGui::GetCursorPosX();
    if (ui::selectable(pen, "", fmt::format("legend.{}", i), desk.here.isolated == i))
      desk.here.isolated = desk.here.isolated == i ? std::nullopt : std::optional(i);
    ImGui::SameLine(start);
    ui::swatch(pen, entry.colour, entry.hatched);
    ImGui::SameLine();
    ImGui::TextUnformatted(entry.text.c_str());
    const auto count = ui::number(static_cast<double>(entry.areas));
    ImGui::SameLine(ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(count.c_str()).x);
    ImGui::PushStyleColor(ImGuiCol_Text, desk.view.theme.text_quiet);
    ImGui::TextUnformatted(count.c_str());
    ImGui::PopStyleColor();
  }
  ImGui::PopStyleVar();
  ui::quiet(pen, desk.here.isolated ? "shown alone: click it again for all"
                 : legend.diamond   ? "click a class to see it alone"
                                    : "areas in each; click to see it alone");
}

}  // namespace

void draw_left(Desk& desk, ui::Pen& pen) {
  plan_part(desk, pen);
  const float half = (ImGui::GetContentRegionAvail().x - pen.px(4)) / 2;
  if (ui::tool_button(pen, "Colours", "left.colours", !desk.view.layers_open, nullptr, half))
    desk.view.layers_open = false;
  ImGui::SameLine(0, pen.px(4));
  if (ui::tool_button(pen, "Layers", "left.layers", desk.view.layers_open, nullptr, half))
    desk.view.layers_open = true;
  if (desk.view.layers_open) {
    draw_layers(desk, pen);
    return;
  }
  colour_part(desk, pen);
  legend_part(desk, pen);
}

}  // namespace placewright::viewer
