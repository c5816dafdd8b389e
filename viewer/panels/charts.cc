#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "viewer/panels/chart.h"
#include "viewer/panels/panels.h"
#include "viewer/session/figures.h"

namespace placewright::viewer {
namespace {

/// What the charts show: areas of the place, or entries of the plan.
struct Shown {
  bool neighbourhoods = false;
  const char* word = "areas";
  std::vector<std::uint8_t> inside, marked;  ///< per thing
  std::optional<std::uint32_t> hovered;
};

/// Selected areas, or those of the neighbourhoods chosen; chosen neighbourhoods: they stand out in every
/// chart.
Shown shown_in(const OnTheTable& here, bool of_neighbourhoods) {
  const auto& state = here.session->state();
  Shown shown;
  shown.neighbourhoods = of_neighbourhoods;
  if (of_neighbourhoods) {
    shown.word = "neighbourhoods";
    shown.inside.assign(state.entries.size(), 0);
    for (std::size_t row = 0; row < state.entries.size(); ++row)
      shown.inside[row] = here.session->tallies().areas[row] > 0;
    shown.marked.assign(state.entries.size(), 0);
    for (const auto label : here.chosen) shown.marked[static_cast<std::size_t>(label)] = 1;
    if (here.hovered && state.label[*here.hovered] >= 0)
      shown.hovered = static_cast<std::uint32_t>(state.label[*here.hovered]);
    return shown;
  }
  shown.inside = here.session->place().areas.inside;
  shown.hovered = here.hovered;
  shown.marked.assign(shown.inside.size(), 0);
  for (const auto area : here.selected) shown.marked[area] = 1;
  if (!here.selected.empty()) return shown;
  for (std::size_t area = 0; area < shown.marked.size(); ++area)
    shown.marked[area] = state.label[area] >= 0 &&
                         std::binary_search(here.chosen.begin(), here.chosen.end(), state.label[area]);
  return shown;
}

/// What a brush took is selected on the map and in the table.
void select_things(OnTheTable& here, const Shown& shown, const std::vector<std::uint32_t>& things) {
  if (!shown.neighbourhoods) {
    if (things == here.selected) return;
    here.neighbourhood = -1;
    here.selected = things;
  } else {
    std::vector<std::int32_t> labels;
    for (const auto thing : things) labels.push_back(static_cast<std::int32_t>(thing));
    if (labels == here.chosen && here.selected.empty()) return;
    here.selected.clear();
    here.neighbourhood = labels.empty() ? -1 : labels.back();
    here.chosen = std::move(labels);
  }
}

void histogram(OnTheTable& here, ui::Pen& pen, const Figure& figure, const Shown& shown, ImVec2 size) {
  const auto bins = bin_areas(figure, shown.inside, shown.marked, shown.neighbourhoods ? 18 : 36);
  if (bins.all.empty()) return;
  const double end = bins.from + bins.width * static_cast<double>(bins.all.size());
  const auto top = *std::max_element(bins.all.begin(), bins.all.end());
  const double high = std::max(4.0, top * 1.08);  // whole numbers on its ticks
  const auto frame =
      ui::plot(pen, "chart.histogram", size, {bins.from, end, figure.name}, {0, high, shown.word});
  auto& draw = *ImGui::GetWindowDrawList();
  const float gap = pen.px(1);
  for (std::size_t bin = 0; bin < bins.all.size(); ++bin) {
    const double left = bins.from + bins.width * static_cast<double>(bin);
    const auto a = frame.at(left, bins.all[bin]), b = frame.at(left + bins.width, 0),
               m = frame.at(left, bins.marked[bin]);
    if (bins.all[bin] > 0)
      draw.AddRectFilled(ImVec2(a.x + gap, a.y), ImVec2(b.x, b.y), pen.theme.control_line);
    if (bins.marked[bin] > 0) draw.AddRectFilled(ImVec2(m.x + gap, m.y), ImVec2(b.x, b.y), pen.theme.accent);
  }
  if (shown.hovered && !datasets::is_missing(figure.value[*shown.hovered])) {
    const auto at = frame.at(figure.value[*shown.hovered], 0);
    draw.AddTriangleFilled(ImVec2(at.x, at.y), ImVec2(at.x - pen.px(5), at.y + pen.px(7)),
                           ImVec2(at.x + pen.px(5), at.y + pen.px(7)), pen.theme.text);
  }
  auto& brush = here.charts.brush;
  const auto mouse = ImGui::GetIO().MousePos;
  const auto bin_at = [&](float x) {
    return std::clamp(std::floor((frame.x_of(x) - bins.from) / bins.width), 0.0,
                      static_cast<double>(bins.all.size() - 1));
  };
  if (ImGui::IsItemActivated()) brush = {mouse.x, mouse.y};
  if (ImGui::IsItemActive()) {
    const double low = std::min(bin_at(brush[0]), bin_at(mouse.x)),
                 last = std::max(bin_at(brush[0]), bin_at(mouse.x)) + 1;
    draw.AddRect(frame.at(bins.from + low * bins.width, high), frame.at(bins.from + last * bins.width, 0),
                 pen.theme.selection, 0, 0, pen.px(1.5f));
    // Each frame of the brush: the map follows the hand.
    select_things(here, shown,
                  areas_between(figure, bins.from + low * bins.width, bins.from + last * bins.width));
  } else if (ImGui::IsItemHovered()) {
    const auto bin = static_cast<std::size_t>(bin_at(mouse.x));
    const double left = bins.from + bins.width * static_cast<double>(bin);
    ImGui::SetTooltip("%s to %s: %u %s%s", ui::tick_text(left, bins.width).c_str(),
                      ui::tick_text(left + bins.width, bins.width).c_str(), bins.all[bin], shown.word,
                      bins.marked[bin] > 0 ? fmt::format(", {} marked", bins.marked[bin]).c_str() : "");
  }
}

void scatter(OnTheTable& here, ui::Pen& pen, const Figure& x, const Figure& y, const Shown& shown,
             ImVec2 size) {
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
  const float cell = std::max(2.0f, pen.px(2)), dot = pen.px(shown.neighbourhoods ? 4 : 2);
  const auto wide = static_cast<std::size_t>(std::max(1.0f, (frame.to.x - frame.from.x) / cell)) + 1,
             high = static_cast<std::size_t>(std::max(1.0f, (frame.to.y - frame.from.y) / cell)) + 1;
  std::optional<std::uint32_t> under;
  float nearest = pen.px(7);
  const auto mouse = ImGui::GetIO().MousePos;
  for (const std::uint8_t pass : {std::uint8_t{0}, std::uint8_t{1}}) {
    std::vector<std::uint8_t> taken(wide * high, 0);
    for (std::uint32_t thing = 0; thing < x.value.size(); ++thing) {
      if (datasets::is_missing(x.value[thing]) || datasets::is_missing(y.value[thing]) ||
          shown.marked[thing] != pass)
        continue;
      const auto at = frame.at(x.value[thing], y.value[thing]);
      if (const float off = std::hypot(mouse.x - at.x, mouse.y - at.y); off < nearest)
        nearest = off, under = thing;
      auto& seen = taken[std::min(high - 1, static_cast<std::size_t>((at.y - frame.from.y) / cell)) * wide +
                         std::min(wide - 1, static_cast<std::size_t>((at.x - frame.from.x) / cell))];
      if (seen != 0) continue;
      seen = 1;
      draw.AddRectFilled(ImVec2(at.x - dot, at.y - dot), ImVec2(at.x + dot, at.y + dot),
                         pass == 0 ? pen.theme.control_line : pen.theme.accent, dot);
    }
  }
  if (shown.hovered && !datasets::is_missing(x.value[*shown.hovered]) &&
      !datasets::is_missing(y.value[*shown.hovered]))
    draw.AddCircle(frame.at(x.value[*shown.hovered], y.value[*shown.hovered]), dot + pen.px(3),
                   pen.theme.text, 0, pen.px(1.5f));
  auto& brush = here.charts.brush;
  if (ImGui::IsItemActivated()) brush = {mouse.x, mouse.y};
  if (!ImGui::IsItemActive()) {
    if (!ImGui::IsItemHovered() || !under) return;
    const auto& areas = here.session->place().areas;
    const auto name = shown.neighbourhoods ? neighbourhood_name(here, static_cast<std::int32_t>(*under))
                      : areas.name[*under].empty() ? areas.code[*under]
                                                   : areas.name[*under];
    ImGui::SetTooltip("%s\n%s %s, %s %s", name.c_str(), x.name.c_str(),
                      ui::number(x.value[*under], 1).c_str(), y.name.c_str(),
                      ui::number(y.value[*under], 1).c_str());
    return;
  }
  draw.AddRect(ImVec2(brush[0], brush[1]), mouse, pen.theme.selection, 0, 0, pen.px(1.5f));
  const float reach = pen.px(3);  // a click takes what it touches
  const auto [x0, x1] = std::minmax(brush[0], mouse.x);
  const auto [y0, y1] = std::minmax(brush[1], mouse.y);
  select_things(here, shown,
                areas_within(x, y, {frame.x_of(x0 - reach), frame.x_of(x1 + reach)},
                             {frame.y_of(y1 + reach), frame.y_of(y0 - reach)}));
}

void draw_charts(OnTheTable& here, Tools& tools, ui::Pen& pen) {
  bool& by_neighbourhood = tools.charts_of_neighbourhoods;
  auto& charts = here.charts;
  charts.figures.follow({}, [&] { return area_figures(*here.session); });
  if (charts.figures->empty()) {
    ImGui::NewLine();
    ui::quiet(pen,
              "The areas have no figures yet. Import people by area (placewright import PLACE FILE), or drop "
              "the file here.");
    return;
  }
  charts.neighbourhood_figures.follow(here.session->revision(),
                                      [&] { return neighbourhood_figures(*here.session, *charts.figures); });
  const bool any = !neighbourhoods(here).empty();
  const bool of_neighbourhoods = by_neighbourhood && any;
  ImGui::SameLine(0, pen.px(16));
  if (ui::tab(pen, "areas", "chart.areas", !of_neighbourhoods)) by_neighbourhood = false;
  ImGui::SameLine(0, 0);
  if (any && ui::tab(pen, "neighbourhoods", "chart.neighbourhoods", of_neighbourhoods))
    by_neighbourhood = true;
  const auto& figures = of_neighbourhoods ? *charts.neighbourhood_figures : *charts.figures;
  auto& chart_x = of_neighbourhoods ? charts.neighbourhood_x : charts.x;
  auto& chart_y = of_neighbourhoods ? charts.neighbourhood_y : charts.y;
  chart_x = std::min(chart_x, figures.size() - 1);
  chart_y = std::min(chart_y, figures.size() - 1);
  std::vector<std::string> names;
  for (const auto& figure : figures) names.push_back(figure.name);
  const auto shown = shown_in(here, of_neighbourhoods);
  const bool none = here.selected.empty() && here.chosen.empty();
  // The choices share what is left of the line; a line too short for them ends.
  ImGui::SameLine(0, pen.px(10));
  const float against = ImGui::CalcTextSize("against").x + 2 * ImGui::GetStyle().ItemSpacing.x;
  if (ImGui::GetContentRegionAvail().x < against + pen.px(200)) ImGui::NewLine();
  const float width = std::min(pen.px(210), (ImGui::GetContentRegionAvail().x - against) / 2);
  if (const auto chosen = ui::combo(pen, "chart.x", names[chart_x], names, width)) chart_x = *chosen;
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted("against");
  ImGui::SameLine();
  if (const auto chosen = ui::combo(pen, "chart.y", names[chart_y], names, width)) chart_y = *chosen;
  // Little room is the charts' own.
  if (ImGui::GetContentRegionAvail().y > pen.px(150))
    ui::quiet(pen,
              none ? fmt::format("Drag over bars or points to select their {} on the map.", shown.word)
                   : fmt::format("The {} selected on the map stand out; drag to select others.", shown.word));
  const auto room = ImGui::GetContentRegionAvail();
  const auto start = ImGui::GetCursorScreenPos();
  const ImVec2 size(std::floor((room.x - pen.px(14)) / 2), room.y);
  histogram(here, pen, figures[chart_x], shown, size);
  ImGui::SetCursorScreenPos(ImVec2(start.x + size.x + pen.px(14), start.y));
  scatter(here, pen, figures[chart_x], figures[chart_y], shown, size);
}

const PanelRow kRow{{.where = Panel::Where::drawer,
                     .rank = 20,
                     .id = "drawer.charts",
                     .tab = "Charts",
                     .title = "Charts of the areas",
                     .shortcut = {'2', true, false},
                     .draw = [](Desk& desk, ui::Pen& pen) { draw_charts(desk.here, desk.tools, pen); }}};

}  // namespace
}  // namespace placewright::viewer
