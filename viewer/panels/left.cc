#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "viewer/panels/panels.h"

namespace placewright::viewer {
namespace {

void plan_part(OnTheTable& here, Talk& talk, const AppCommands& commands, ui::Pen& pen) {
  auto& session = *here.session;
  const float width = ImGui::GetContentRegionAvail().x;
  ui::heading(pen, "Plan");
  std::vector<std::string> names;
  for (const auto& plan : session.place().plans) names.push_back(plan.name);
  if (const auto chosen = ui::combo(pen, "plan.choose", session.state().name, names, width);
      chosen && names[*chosen] != session.state().name)
    take_plan(here, talk, names[*chosen]);
  const float half = (width - ImGui::GetStyle().ItemSpacing.x) / 2;
  if (ui::button(pen, "Save", "plan.save", session.changed() && !session.read_only(), half))
    commands.run("file.save");
  ImGui::SameLine();
  if (ui::button(pen, "Branch...", "plan.branch", true, half)) commands.run("plan.branch");
  if (!here.comparison.with.empty())
    ui::quiet(pen, here.comparison.made->areas == 0
                       ? fmt::format("compared with {}: every area lies alike", here.comparison.with)
                       : fmt::format("compared with {}: {} people move", here.comparison.with,
                                     ui::number(here.comparison.made->people)));
}

/// What the lens can show one of, under its name.
void lens_choices(OnTheTable& here, ui::Pen& pen, const Lens& lens) {
  const auto& choices = choices_of(here, lens);
  if (choices.empty()) return;
  auto& now = here.lens_choice[lens.id];
  if (lens.choices_as_buttons) {
    ImGui::Indent(pen.px(24));
    for (std::size_t i = 0; i < choices.size(); ++i) {
      if (i % 2 != 0) ImGui::SameLine(0, pen.px(14));
      if (ui::radio(pen, choices[i].words.c_str(), std::string(lens.choice_widget) + ":" + choices[i].value,
                    now.empty() ? i == 0 : now == choices[i].value))
        now = choices[i].value;
    }
    ImGui::Unindent(pen.px(24));
    return;
  }
  std::vector<std::string> words;
  std::string shown = now.empty() ? choices.front().words : now;
  for (const auto& choice : choices) {
    words.push_back(choice.words);
    if (choice.value == now) shown = choice.words;
  }
  if (const auto chosen = ui::combo(pen, lens.choice_widget, shown, words, ImGui::GetContentRegionAvail().x))
    now = choices[*chosen].value;
}

void lens_part(OnTheTable& here, MapView& view, ui::Pen& pen) {
  // Close rows: the legend below them is to be seen too.
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, pen.px(3)));
  ImGui::Dummy(ImVec2(0, 0));
  for (const auto& lens : lenses()) {
    const bool on = view.lens == &lens;
    if (!on && lens.offered != nullptr && !lens.offered(lens_ask(here, lens))) continue;
    if (ui::radio(pen, lens.name, lens.id, on)) view.lens = &lens;
    if (view.lens == &lens) lens_choices(here, pen, lens);
  }
  ImGui::PopStyleVar();
}

/// A colour of the legend as the map has it, over its ground.
Rgba seen(const OnTheTable& here, const MapView& view, Rgba colour) {
  return fill_as_seen(colour, here.ground, view.layers.ground, view.theme, !view.lens->of_neighbourhoods);
}

/// Three by three, standing on a corner: right up one figure, left up the other.
void diamond(OnTheTable& here, const MapView& view, ui::Pen& pen, const Legend& legend) {
  auto& alone = here.isolated.value();
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
      draw.AddQuadFilled(low, left, top, right, seen(here, view, legend.entries[entry].colour));
      draw.AddQuad(low, left, top, right, alone == entry ? pen.theme.text : pen.theme.panel,
                   pen.px(alone == entry ? 2.5f : 1.5f));
      ImGui::SetCursorScreenPos(ImVec2(low.x - half * 0.6f, low.y - half * 1.6f));
      ImGui::PushID(static_cast<int>(entry));
      if (ImGui::InvisibleButton("class", ImVec2(half * 1.2f, half * 1.2f)))
        alone = alone == entry ? std::nullopt : std::optional(entry);
      ImGui::PopID();
      pen.names.mark(fmt::format("legend.{}", entry), legend.entries[entry].text);
      if (ImGui::IsItemHovered())
        ui::hint(fmt::format("{}: {} areas", legend.entries[entry].text, legend.entries[entry].areas));
    }
  draw.AddText(pen.fonts.small, pen.fonts.small->FontSize, ImVec2(at.x, bottom.y - half * 1.2f),
               pen.theme.text_quiet, ("more " + legend.row_name).c_str());
  const auto right_text = "more " + legend.column_name;
  const float wide = pen.fonts.small->CalcTextSizeA(pen.fonts.small->FontSize, 1e6f, 0, right_text.c_str()).x;
  draw.AddText(pen.fonts.small, pen.fonts.small->FontSize,
               ImVec2(at.x + width - wide, bottom.y - half * 1.2f), pen.theme.text_quiet, right_text.c_str());
  ImGui::SetCursorScreenPos(ImVec2(at.x, bottom.y + pen.px(6)));
}

void legend_part(OnTheTable& here, const MapView& view, ui::Pen& pen) {
  const auto& legend = here.colours->legend;
  auto& alone = here.isolated.value();
  // A title may be an indicator's own name.
  ImGui::Dummy(ImVec2(0, pen.px(2)));
  ui::heading_inline(pen, view.lens->of_neighbourhoods ? pen.word.said(legend.title) : legend.title);
  if (!legend.units.empty()) ui::quiet(pen, pen.word.said(legend.units));
  if (!legend.missing.empty()) ui::quiet(pen, legend.missing);
  if (legend.entries.empty()) return;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, pen.px(4)));
  if (legend.diamond) diamond(here, view, pen, legend);
  for (std::size_t i = legend.diamond ? 9 : 0; i < legend.entries.size(); ++i) {
    const auto& entry = legend.entries[i];
    if (entry.areas == 0 && entry.hatched) continue;
    const float start = ImGui::GetCursorPosX();
    if (ui::selectable(pen, "", fmt::format("legend.{}", i), alone == i))
      alone = alone == i ? std::nullopt : std::optional(i);
    ImGui::SameLine(start);
    ui::swatch(pen, seen(here, view, entry.colour), entry.hatched);
    ImGui::SameLine();
    ImGui::TextUnformatted(entry.text.c_str());
    const auto count = ui::number(static_cast<double>(entry.areas));
    ImGui::SameLine(ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(count.c_str()).x);
    ImGui::PushStyleColor(ImGuiCol_Text, pen.theme.text_quiet);
    ImGui::TextUnformatted(count.c_str());
    ImGui::PopStyleColor();
  }
  ImGui::PopStyleVar();
  ui::quiet(pen, alone            ? "shown alone: click it again for all"
                 : legend.diamond ? "click a class to see it alone"
                                  : "areas in each; click to see it alone");
}

}  // namespace

void draw_left(Desk& desk, ui::Pen& pen) {
  plan_part(desk.here, desk.talk, desk.commands, pen);
  const float half = (ImGui::GetContentRegionAvail().x - pen.px(4)) / 2;
  if (ui::tool_button(pen, "Colours", "left.colours", !desk.view.layers_open, nullptr, half))
    desk.view.layers_open = false;
  ImGui::SameLine(0, pen.px(4));
  if (ui::tool_button(pen, "Layers", "left.layers", desk.view.layers_open, nullptr, half))
    desk.view.layers_open = true;
  if (desk.view.layers_open) {
    draw_layers(desk.here, desk.view, pen);
    return;
  }
  lens_part(desk.here, desk.view, pen);
  legend_part(desk.here, desk.view, pen);
}

namespace {

const PanelRow kRow{{.where = Panel::Where::side,
                     .rank = 10,
                     .id = "side.map",
                     .tab = "Map",
                     .title = "Plan, colours and layers",
                     .draw = draw_left,
                     .when_narrow = true}};

}  // namespace
}  // namespace placewright::viewer
