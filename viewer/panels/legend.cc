#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "viewer/map/lens_classes.h"
#include "viewer/panels/panels.h"

namespace placewright::viewer {
namespace {

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

/// An end of the scale below the histogram.
std::string end_figure(const Legend& legend, double value) {
  return (value == std::floor(value) ? whole_number(value) : short_figure(value)) + legend.sign;
}

/// How many areas, or neighbourhoods, have which figure: a column in the colours of its classes.
void histogram(const OnTheTable& here, const MapView& view, ui::Pen& pen) {
  const auto& legend = here.colours->legend;
  std::size_t most = 0;
  for (const auto& bin : legend.bins)
    most = std::max(most, std::accumulate(bin.begin(), bin.end(), std::size_t{0}));
  if (most == 0) return;
  const float width = ImGui::GetContentRegionAvail().x, height = pen.px(34),
              step = width / static_cast<float>(legend.bins.size());
  const auto at = ImGui::GetCursorScreenPos();
  auto& draw = *ImGui::GetWindowDrawList();
  for (std::size_t i = 0; i < legend.bins.size(); ++i) {
    float y = at.y + height;
    for (std::size_t entry = 0; entry < legend.bins[i].size(); ++entry) {
      if (legend.bins[i][entry] == 0) continue;
      const float tall =
          std::max(pen.px(1), height * static_cast<float>(legend.bins[i][entry]) / static_cast<float>(most));
      const bool other = *here.isolated && **here.isolated != entry;
      draw.AddRectFilled(ImVec2(std::floor(at.x + step * static_cast<float>(i)), y - tall),
                         ImVec2(std::floor(at.x + step * static_cast<float>(i + 1)) - pen.px(1), y),
                         other ? pen.theme.control_hover : seen(here, view, legend.entries[entry].colour));
      y -= tall;
    }
  }
  draw.AddLine(ImVec2(at.x, at.y + height), ImVec2(at.x + width, at.y + height), pen.theme.control_line);
  const auto high = end_figure(legend, legend.high);
  auto* font = pen.fonts.small;
  const float wide = font->CalcTextSizeA(font->FontSize, 1e6f, 0, high.c_str()).x;
  const float low_y = at.y + height + pen.px(1);
  draw.AddText(font, font->FontSize, ImVec2(at.x, low_y), pen.theme.text_quiet,
               end_figure(legend, legend.low).c_str());
  draw.AddText(font, font->FontSize, ImVec2(at.x + width - wide, low_y), pen.theme.text_quiet, high.c_str());
  ImGui::Dummy(ImVec2(width, height + font->FontSize + pen.px(2)));
  pen.names.mark("legend.histogram");
}

/// One class: its colour, its words, how much is in it.
void class_row(OnTheTable& here, const MapView& view, ui::Pen& pen, std::size_t number) {
  auto& alone = here.isolated.value();
  const auto& entry = here.colours->legend.entries[number];
  const auto count = ui::number(static_cast<double>(
      view.lens->class_a_neighbourhood && entry.neighbourhoods > 0 ? entry.neighbourhoods : entry.areas));
  const auto at = ImGui::GetCursorPos();
  const float start = at.x, line = ImGui::GetTextLineHeight(),
              under = entry.note.empty() ? 0 : pen.fonts.small->FontSize + pen.px(1);
  if (ui::selectable(pen, "", fmt::format("legend.{}", number), alone == number, ImVec2(0, line + under)))
    alone = alone == number ? std::nullopt : std::optional(number);
  ImGui::SameLine(start);
  ui::swatch(pen, seen(here, view, entry.colour), entry.hatched);
  ImGui::SameLine();
  const float left = ImGui::GetCursorPosX(),
              right = ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(count.c_str()).x;
  ui::shortened(entry.text, right - left - pen.px(6));
  ImGui::SameLine(right);
  ImGui::PushStyleColor(ImGuiCol_Text, pen.theme.text_quiet);
  ImGui::TextUnformatted(count.c_str());
  if (under > 0) {
    ImGui::SetCursorPos(ImVec2(left, at.y + line + pen.px(1)));
    ImGui::PushFont(pen.fonts.small);
    ui::shortened(entry.note, ImGui::GetContentRegionMax().x - left);
    ImGui::PopFont();
  }
  ImGui::PopStyleColor();
}

void classes(OnTheTable& here, const MapView& view, ui::Pen& pen) {
  const auto& legend = here.colours->legend;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, pen.px(4)));
  if (legend.diamond) diamond(here, view, pen, legend);
  for (std::size_t i = legend.diamond ? 9 : 0; i < legend.entries.size(); ++i)
    if (legend.entries[i].areas > 0 || !legend.entries[i].hatched) class_row(here, view, pen, i);
  ImGui::PopStyleVar();
  const auto counted =
      view.lens->class_a_neighbourhood ? pen.word.said("neighbourhoods in each") : "areas in each";
  ui::quiet(pen, *here.isolated   ? "shown alone: click it again for all"
                 : legend.diamond ? "click a class to see it alone"
                                  : counted + "; click to see it alone");
}

/// Title and the button that folds all below it.
void head(const OnTheTable& here, MapView& view, ui::Pen& pen) {
  const auto& legend = here.colours->legend;
  const float button = ImGui::GetTextLineHeight() + pen.px(4);
  const auto title = view.lens->of_neighbourhoods ? pen.word.said(legend.title) : legend.title;
  const auto at = ImGui::GetCursorPos();
  ImGui::PushFont(pen.fonts.bold);
  ImGui::PushTextWrapPos(ImGui::GetContentRegionMax().x - button - pen.px(6));
  ImGui::TextUnformatted(title.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopFont();
  const float below = ImGui::GetCursorPosY();
  ImGui::SetCursorPos(ImVec2(ImGui::GetContentRegionMax().x - button, at.y));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, pen.px(0)));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
  ImGui::PushStyleColor(ImGuiCol_Button, 0);
  if (ui::button(pen, view.legend_open ? "\xe2\x88\x92" : "+", "legend.fold", true, button))
    view.legend_open = !view.legend_open;
  if (ImGui::IsItemHovered()) ui::hint(view.legend_open ? "Fold the legend (Y)" : "Open the legend (Y)");
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
  ImGui::SetCursorPosY(std::max(below, ImGui::GetCursorPosY()));
}

}  // namespace

float legend_width(const MapView& view, const ui::Pen& pen) {
  return view.lens->of_footprints ? widest_legend(pen) : pen.px(244);
}

float widest_legend(const ui::Pen& pen) { return pen.px(296); }

void draw_legend(OnTheTable& here, MapView& view, ui::Pen& pen, bool roomy) {
  const auto& legend = here.colours->legend;
  // Its own ground: that of a child may be painted below a part that it lies on.
  const auto from = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
  const ImVec2 to(from.x + size.x, from.y + size.y);
  ImGui::GetWindowDrawList()->PushClipRect(from, to);
  ImGui::GetWindowDrawList()->AddRectFilled(from, to, pen.theme.panel, pen.px(6));
  ImGui::GetWindowDrawList()->AddRect(from, to, pen.theme.control_line, pen.px(6));
  ImGui::GetWindowDrawList()->PopClipRect();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, pen.px(4)));
  head(here, view, pen);
  if (view.legend_open) {
    if (!legend.units.empty()) ui::quiet(pen, pen.word.said(legend.units));
    if (!legend.missing.empty()) ui::quiet(pen, legend.missing);
    if (roomy) histogram(here, view, pen);
    if (!legend.entries.empty()) classes(here, view, pen);
    if (!legend.source.empty()) ui::quiet(pen, "Source: " + legend.source);
  }
  ImGui::PopStyleVar();
  view.legend_height = ImGui::GetCursorPosY() - pen.px(4) + ImGui::GetStyle().WindowPadding.y;
}

}  // namespace placewright::viewer
