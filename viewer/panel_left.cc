#include <imgui.h>

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "viewer/panels.h"

namespace placewright::viewer {
namespace {

void plan_part(Desk& desk, ui::Pen& pen) {
  auto& session = *desk.session;
  const float width = ImGui::GetContentRegionAvail().x;
  ui::heading(pen, "Plan");
  std::vector<std::string> names;
  for (const auto& plan : session.place().plans) names.push_back(plan.name);
  if (const auto chosen = ui::combo(pen, "plan.choose", session.state().name, names, width); chosen && names[*chosen] != session.state().name) take_plan(desk, names[*chosen]);
  const float half = (width - ImGui::GetStyle().ItemSpacing.x) / 2;
  if (ui::button(pen, "Save", "plan.save", session.changed() && !session.read_only(), half)) desk.commands.run("file.save");
  ImGui::SameLine();
  if (ui::button(pen, "Branch...", "plan.branch", true, half)) desk.commands.run("plan.branch");
  if (!desk.comparison.with.empty()) ui::quiet(pen, fmt::format("compared with {}: {} people lie elsewhere there", desk.comparison.with, ui::number(desk.comparison.people)));
}

void colour_part(Desk& desk, ui::Pen& pen) {
  ui::heading(pen, "Colour by");
  struct Choice {
    ColourMode mode;
    const char* name;
  };
  for (const auto& [mode, name] : {Choice{ColourMode::neighbourhood, "colour.neighbourhood"}, {ColourMode::deviation, "colour.deviation"}, {ColourMode::people, "colour.people"}, {ColourMode::density, "colour.density"},
                                   {ColourMode::deprivation, "colour.deprivation"}, {ColourMode::minutes, "colour.minutes"}, {ColourMode::indicator, "colour.indicator"}}) {
    if (mode == ColourMode::indicator && desk.session->place().areas.indicators.empty()) continue;
    if (ui::radio(pen, colour_mode_name(mode), name, desk.mode == mode)) desk.mode = mode;
  }
  if (desk.mode == ColourMode::indicator) {
    std::vector<std::string> columns;
    for (const auto& [name, values] : desk.session->place().areas.indicators) columns.push_back(name);
    if (const auto chosen = ui::combo(pen, "colour.column", desk.indicator, columns, ImGui::GetContentRegionAvail().x)) desk.indicator = columns[*chosen];
  }
}

void legend_part(Desk& desk, ui::Pen& pen) {
  const auto& legend = desk.colours.legend;
  ui::heading(pen, legend.title.c_str());
  if (!legend.units.empty()) ui::quiet(pen, legend.units);
  if (legend.entries.empty()) return;
  for (const auto& entry : legend.entries) {
    if (entry.areas == 0 && entry.hatched) continue;
    ui::swatch(pen, entry.colour, entry.hatched);
    ImGui::SameLine();
    ImGui::TextUnformatted(entry.text.c_str());
    const auto count = ui::number(static_cast<double>(entry.areas));
    const float room = ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(count.c_str()).x;
    ImGui::SameLine(room);
    ImGui::PushStyleColor(ImGuiCol_Text, desk.theme.text_quiet);
    ImGui::TextUnformatted(count.c_str());
    ImGui::PopStyleColor();
  }
  ui::quiet(pen, "figures on the right: areas in the class");
}

void site_layer(Desk& desk, ui::Pen& pen, const char* label, const char* name, const char* kind, bool* on, std::initializer_list<const char*> kinds) {
  std::size_t count = 0;
  for (const auto& site : desk.session->place().sites)
    if (site.open && std::any_of(kinds.begin(), kinds.end(), [&](const char* one) { return site.kind == one; })) ++count;
  if (count == 0) return;
  ui::checkbox(pen, fmt::format("{} ({})", label, count).c_str(), name, on);
  const float size = pen.px(5);
  const float y = (ImGui::GetItemRectMin().y + ImGui::GetItemRectMax().y) / 2;
  draw_site_mark(*ImGui::GetWindowDrawList(), ImVec2(ImGui::GetWindowPos().x + ImGui::GetContentRegionMax().x - size * 1.6f, y), kind, size, desk.theme);
}

void layer_part(Desk& desk, ui::Pen& pen) {
  ui::heading(pen, "Layers");
  auto& layers = desk.layers;
  const auto before = std::tuple(layers.area_lines, layers.borders, layers.roads, layers.barriers, layers.outline);
  ui::checkbox(pen, "Labels", "layer.labels", &layers.labels);
  ui::checkbox(pen, "Area edges", "layer.area_lines", &layers.area_lines);
  ui::checkbox(pen, "Neighbourhood borders", "layer.borders", &layers.borders);
  site_layer(desk, pen, "GP practices", "layer.practices", "gp", &layers.practices, {"gp", "branch"});
  site_layer(desk, pen, "Staff bases, clinics", "layer.bases", "base", &layers.bases, {"base", "clinic"});
  site_layer(desk, pen, "Pharmacies", "layer.pharmacies", "pharmacy", &layers.pharmacies, {"pharmacy", "dentist", "optician"});
  site_layer(desk, pen, "Hospitals", "layer.hospitals", "hospital", &layers.hospitals, {"hospital"});
  site_layer(desk, pen, "Community assets", "layer.community", "community", &layers.community, {"community", "care_home"});
  if (!desk.session->place().roads.empty()) ui::checkbox(pen, "Roads", "layer.roads", &layers.roads);
  if (!desk.session->place().barriers.empty()) ui::checkbox(pen, "Rivers, railways, motorways", "layer.barriers", &layers.barriers);
  if (!desk.session->place().notes.empty()) ui::checkbox(pen, "Notes", "layer.notes", &layers.notes);
  std::set<std::string> kinds;
  for (const auto& boundary : desk.session->place().boundaries) kinds.insert(boundary.kind);
  if (!kinds.empty()) {
    std::vector<std::string> options{"no outlines"};
    options.insert(options.end(), kinds.begin(), kinds.end());
    const auto shown = layers.outline.empty() ? options.front() : "outlines: " + layers.outline;
    if (const auto chosen = ui::combo(pen, "layer.outline", shown, options, ImGui::GetContentRegionAvail().x)) layers.outline = *chosen == 0 ? "" : options[*chosen];
  }
  if (before != std::tuple(layers.area_lines, layers.borders, layers.roads, layers.barriers, layers.outline)) desk.derived.lines_stale = true;
}

}  // namespace

void draw_left(Desk& desk, ui::Pen& pen) {
  plan_part(desk, pen);
  colour_part(desk, pen);
  legend_part(desk, pen);
  layer_part(desk, pen);
}

void draw_toolbar(Desk& desk, ui::Pen& pen) {
  struct Button {
    const char* label;
    const char* name;
    Tool tool;
    const char* hint;
  };
  for (const auto& [label, name, tool, hint] : {Button{"Select", "tool.select", Tool::select, "Click an area; Ctrl+click for more; drag to move the map (V)"}, {"Brush", "tool.brush", Tool::brush, "Paint areas into the target (B)"},
                                                {"Rectangle", "tool.rectangle", Tool::rectangle, "Areas whose middle lies in the rectangle (X)"}, {"Lasso", "tool.lasso", Tool::lasso, "Areas whose middle lies in the outline (O)"},
                                                {"Border", "tool.border", Tool::border, "Take hold of a border between two neighbourhoods and move it (G)"}}) {
    if (ui::tool_button(pen, label, name, desk.tool == tool, hint)) desk.tool = tool;
    ImGui::SameLine(0, pen.px(4));
  }
  const bool narrow = ImGui::GetWindowWidth() < pen.px(840);
  ImGui::SameLine(0, pen.px(12));
  static const std::vector<std::string> units{"areas", "MSOAs", "wards"};
  if (const auto chosen = ui::combo(pen, "tool.unit", units[static_cast<std::size_t>(desk.unit)], units, pen.px(narrow ? 80 : 88))) desk.unit = static_cast<Unit>(*chosen);
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("What one touch takes (U)");
  ImGui::SameLine();
  // Where areas go.
  std::vector<std::string> targets{"to where I start", "to a new neighbourhood", "to unassigned"};
  const auto rows = neighbourhoods(desk);
  for (const auto row : rows) targets.push_back("to " + neighbourhood_name(desk, row));
  const auto shown = desk.target.kind == Target::Kind::where_started ? targets[0] : desk.target.kind == Target::Kind::fresh ? targets[1] : desk.target.kind == Target::Kind::unassigned ? targets[2] : "to " + neighbourhood_name(desk, desk.target.label);
  if (const auto chosen = ui::combo(pen, "tool.target", shown, targets, pen.px(narrow ? 132 : 200))) {
    desk.target = *chosen == 0   ? Target{}
                  : *chosen == 1 ? Target{Target::Kind::fresh, -1}
                  : *chosen == 2 ? Target{Target::Kind::unassigned, -1}
                                 : Target{Target::Kind::one, rows[*chosen - 3]};
  }
  ImGui::SameLine();
  const auto filter_text = desk.filter.kind == SourceFilter::Kind::any ? "from anywhere" : desk.filter.kind == SourceFilter::Kind::unassigned ? "from unassigned only" : "from " + neighbourhood_name(desk, desk.filter.label);
  std::vector<std::string> filters{"from anywhere", "from unassigned only"};
  if (desk.neighbourhood >= 0) filters.push_back("from " + neighbourhood_name(desk, desk.neighbourhood));
  if (const auto chosen = ui::combo(pen, "tool.source", filter_text, filters, pen.px(narrow ? 112 : 165)))
    desk.filter = *chosen == 0 ? SourceFilter{} : *chosen == 1 ? SourceFilter{SourceFilter::Kind::unassigned, -1} : SourceFilter{SourceFilter::Kind::one, desk.neighbourhood};
  const float right = 3 * pen.px(34) + 2 * pen.px(4);
  if (desk.tool == Tool::brush && ImGui::GetWindowWidth() > pen.px(960)) {
    ImGui::SameLine();
    ImGui::SetNextItemWidth(pen.px(90));
    ui::slider(pen, "##brush", "tool.brush_size", &desk.brush_px, 2, 80, "%.0f px");
  }
  ImGui::SameLine(ImGui::GetContentRegionMax().x - right);
  if (ui::button(pen, "-", "view.zoom_out", true, pen.px(34))) desk.commands.run("view.zoom_out");
  ImGui::SameLine(0, pen.px(4));
  if (ui::button(pen, "+", "view.zoom_in", true, pen.px(34))) desk.commands.run("view.zoom_in");
  ImGui::SameLine(0, pen.px(4));
  if (ui::button(pen, "Fit", "view.fit", true, pen.px(34))) desk.commands.run("view.fit");
}

}  // namespace placewright::viewer
