#include <imgui.h>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "viewer/chart.h"
#include "viewer/figures.h"
#include "viewer/panels.h"

namespace placewright::viewer {
namespace {

/// Selected areas, or those of the neighbourhoods chosen: they stand out in every chart.
std::vector<std::uint8_t> marked_areas(const Desk& desk) {
  std::vector<std::uint8_t> marked(desk.session->place().areas.size(), 0);
  for (const auto area : desk.selected) marked[area] = 1;
  if (!desk.selected.empty()) return marked;
  const auto& label = desk.session->state().label;
  for (std::size_t area = 0; area < marked.size(); ++area) marked[area] = label[area] >= 0 && std::binary_search(desk.chosen.begin(), desk.chosen.end(), label[area]);
  return marked;
}

void select_areas(Desk& desk, std::vector<std::uint32_t> areas) {
  desk.neighbourhood = -1;
  desk.selected = std::move(areas);
  desk.derived.lines_stale = true;
}

void histogram(Desk& desk, ui::Pen& pen, const Figure& figure, const std::vector<std::uint8_t>& marked, ImVec2 size) {
  const auto bins = bin_areas(figure, desk.session->place().areas.inside, marked, 36);
  if (bins.all.empty()) return;
  const double end = bins.from + bins.width * static_cast<double>(bins.all.size());
  const auto top = *std::max_element(bins.all.begin(), bins.all.end());
  const auto frame = ui::plot(pen, "chart.histogram", size, {bins.from, end, figure.name}, {0, top * 1.08, "areas"});
  auto& draw = *ImGui::GetWindowDrawList();
  const float gap = pen.px(1);
  for (std::size_t bin = 0; bin < bins.all.size(); ++bin) {
    const double left = bins.from + bins.width * static_cast<double>(bin);
    const auto a = frame.at(left, bins.all[bin]), b = frame.at(left + bins.width, 0), m = frame.at(left, bins.marked[bin]);
    if (bins.all[bin] > 0) draw.AddRectFilled(ImVec2(a.x + gap, a.y), ImVec2(b.x, b.y), pen.theme.control_line);
    if (bins.marked[bin] > 0) draw.AddRectFilled(ImVec2(m.x + gap, m.y), ImVec2(b.x, b.y), pen.theme.accent);
  }
  if (desk.hovered && !datasets::is_missing(figure.value[*desk.hovered])) {
    const auto at = frame.at(figure.value[*desk.hovered], 0);
    draw.AddTriangleFilled(ImVec2(at.x, at.y), ImVec2(at.x - pen.px(5), at.y + pen.px(7)), ImVec2(at.x + pen.px(5), at.y + pen.px(7)), pen.theme.text);
  }
  auto& brush = desk.drawer.brush;
  const auto mouse = ImGui::GetIO().MousePos;
  const auto bin_at = [&](float x) { return std::clamp(std::floor((frame.x_of(x) - bins.from) / bins.width), 0.0, static_cast<double>(bins.all.size() - 1)); };
  if (ImGui::IsItemActivated()) brush = {mouse.x, mouse.y};
  if (ImGui::IsItemActive()) {
    const double low = std::min(bin_at(brush[0]), bin_at(mouse.x)), high = std::max(bin_at(brush[0]), bin_at(mouse.x)) + 1;
    draw.AddRect(frame.at(bins.from + low * bins.width, top * 1.08), frame.at(bins.from + high * bins.width, 0), pen.theme.selection, 0, 0, pen.px(1.5f));
    // Each frame of the brush: the map follows the hand.
    auto areas = areas_between(figure, bins.from + low * bins.width, bins.from + high * bins.width);
    if (areas != desk.selected) select_areas(desk, std::move(areas));
  } else if (ImGui::IsItemHovered()) {
    const auto bin = static_cast<std::size_t>(bin_at(mouse.x));
    const double left = bins.from + bins.width * static_cast<double>(bin);
    ImGui::SetTooltip("%s to %s: %u areas%s", ui::tick_text(left, bins.width).c_str(), ui::tick_text(left + bins.width, bins.width).c_str(), bins.all[bin],
                      bins.marked[bin] > 0 ? fmt::format(", {} marked", bins.marked[bin]).c_str() : "");
  }
}

void scatter(Desk& desk, ui::Pen& pen, const Figure& x, const Figure& y, const std::vector<std::uint8_t>& marked, ImVec2 size) {
  const auto range = [](const Figure& figure) {
    double low = 1e300, high = -1e300;
    for (const double value : figure.value)
      if (!datasets::is_missing(value)) low = std::min(low, value), high = std::max(high, value);
    return ui::axis_around(low, high, figure.name, false);
  };
  const double r = correlation(x, y);
  auto y_axis = range(y);
  if (!std::isnan(r)) y_axis.title += fmt::format("  (correlation {:.2f})", r);
  const auto frame = ui::plot(pen, "chart.scatter", size, range(x), y_axis);
  auto& draw = *ImGui::GetWindowDrawList();
  // Points that would cover each other are drawn once: tens of thousands stay quick.
  const float cell = std::max(2.0f, pen.px(2)), dot = pen.px(2);
  const auto wide = static_cast<std::size_t>(std::max(1.0f, (frame.to.x - frame.from.x) / cell)) + 1, high = static_cast<std::size_t>(std::max(1.0f, (frame.to.y - frame.from.y) / cell)) + 1;
  for (const std::uint8_t pass : {std::uint8_t{0}, std::uint8_t{1}}) {
    std::vector<std::uint8_t> taken(wide * high, 0);
    for (std::size_t area = 0; area < x.value.size(); ++area) {
      if (datasets::is_missing(x.value[area]) || datasets::is_missing(y.value[area]) || marked[area] != pass) continue;
      const auto at = frame.at(x.value[area], y.value[area]);
      auto& seen = taken[std::min(high - 1, static_cast<std::size_t>((at.y - frame.from.y) / cell)) * wide + std::min(wide - 1, static_cast<std::size_t>((at.x - frame.from.x) / cell))];
      if (seen != 0) continue;
      seen = 1;
      draw.AddRectFilled(ImVec2(at.x - dot, at.y - dot), ImVec2(at.x + dot, at.y + dot), pass == 0 ? pen.theme.control_line : pen.theme.accent, dot);
    }
  }
  if (desk.hovered && !datasets::is_missing(x.value[*desk.hovered]) && !datasets::is_missing(y.value[*desk.hovered]))
    draw.AddCircle(frame.at(x.value[*desk.hovered], y.value[*desk.hovered]), pen.px(5), pen.theme.text, 0, pen.px(1.5f));
  auto& brush = desk.drawer.brush;
  const auto mouse = ImGui::GetIO().MousePos;
  if (ImGui::IsItemActivated()) brush = {mouse.x, mouse.y};
  if (!ImGui::IsItemActive()) return;
  draw.AddRect(ImVec2(brush[0], brush[1]), mouse, pen.theme.selection, 0, 0, pen.px(1.5f));
  const float reach = pen.px(3);  // a click takes what it touches
  const auto [x0, x1] = std::minmax(brush[0], mouse.x);
  const auto [y0, y1] = std::minmax(brush[1], mouse.y);
  auto areas = areas_within(x, y, {frame.x_of(x0 - reach), frame.x_of(x1 + reach)}, {frame.y_of(y1 + reach), frame.y_of(y0 - reach)});
  if (areas != desk.selected) select_areas(desk, std::move(areas));
}

}  // namespace

void draw_charts(Desk& desk, ui::Pen& pen) {
  auto& drawer = desk.drawer;
  if (drawer.figures.empty()) drawer.figures = area_figures(*desk.session);
  if (drawer.figures.empty()) {
    ImGui::NewLine();
    ui::quiet(pen, "The areas have no figures yet. Import people by area (placewright import PLACE FILE), or drop the file here.");
    return;
  }
  drawer.chart_x = std::min(drawer.chart_x, drawer.figures.size() - 1);
  drawer.chart_y = std::min(drawer.chart_y, drawer.figures.size() - 1);
  std::vector<std::string> names;
  for (const auto& figure : drawer.figures) names.push_back(figure.name);
  ImGui::SameLine(0, pen.px(16));
  if (const auto chosen = ui::combo(pen, "chart.x", names[drawer.chart_x], names, pen.px(180))) drawer.chart_x = *chosen;
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted("against");
  ImGui::SameLine();
  if (const auto chosen = ui::combo(pen, "chart.y", names[drawer.chart_y], names, pen.px(180))) drawer.chart_y = *chosen;
  const auto marked = marked_areas(desk);
  ui::quiet(pen, desk.selected.empty() && desk.chosen.empty() ? "Drag over bars or points to select their areas on the map." : "The areas selected on the map stand out; drag to select others.");
  const auto room = ImGui::GetContentRegionAvail();
  const auto start = ImGui::GetCursorScreenPos();
  const ImVec2 size(std::floor((room.x - pen.px(14)) / 2), room.y);
  histogram(desk, pen, drawer.figures[drawer.chart_x], marked, size);
  ImGui::SetCursorScreenPos(ImVec2(start.x + size.x + pen.px(14), start.y));
  scatter(desk, pen, drawer.figures[drawer.chart_x], drawer.figures[drawer.chart_y], marked, size);
}

}  // namespace placewright::viewer
