#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "datasets/place/names.h"
#include "viewer/panels/chart.h"
#include "viewer/panels/grid.h"
#include "viewer/panels/panels.h"

namespace placewright::viewer {
namespace {

std::int32_t label_of(const OnTheTable& here, const std::string& id) {
  const auto& entries = here.session->state().entries;
  for (std::size_t row = 0; row < entries.size(); ++row)
    if (entries[row].id == id) return static_cast<std::int32_t>(row);
  return -1;
}

bool is_chosen(const OnTheTable& here, const std::string& id) {
  const auto label = label_of(here, id);
  return label >= 0 && std::binary_search(here.chosen.begin(), here.chosen.end(), label);
}

void choose(OnTheTable& here, MapView& view, const std::string& id) {
  const auto label = label_of(here, id);
  if (label < 0) return;
  if (ImGui::GetIO().KeyCtrl)
    toggle_neighbourhood(here, label);
  else
    select_neighbourhood(here, view, label, false);
}

/// Warnings as the codes that reports use, their words on hover.
void flag_line(const OnTheTable& here, ui::Pen& pen) {
  const auto& answer = *here.coverage.answer;
  if (answer.flags.empty() && answer.confidence == 0) return;
  const float right = ImGui::GetContentRegionMax().x;
  bool first = true;
  const auto chip = [&](const std::string& text, const std::string& name, Rgba colour,
                        const std::string& hint) {
    ImGui::PushFont(pen.fonts.small);
    const float width = ImGui::CalcTextSize(text.c_str()).x + pen.px(10);
    if (!first) {
      ImGui::SameLine(0, pen.px(5));
      if (ImGui::GetCursorPosX() + width > right) ImGui::NewLine();
    }
    first = false;
    const auto at = ImGui::GetCursorScreenPos();
    const float height = ImGui::GetTextLineHeight() + pen.px(4);
    ImGui::GetWindowDrawList()->AddRect(at, ImVec2(at.x + width, at.y + height), colour, pen.px(3));
    ImGui::GetWindowDrawList()->AddText(ImVec2(at.x + pen.px(5), at.y + pen.px(2)), colour, text.c_str());
    ImGui::Dummy(ImVec2(width, height));
    pen.names.mark(name, hint);
    ImGui::PopFont();
    if (ImGui::IsItemHovered()) {
      ui::hint(hint);
    }
  };
  if (answer.confidence != 0)
    chip(fmt::format("Confidence {}", answer.confidence), "coverage.confidence",
         answer.confidence <= 'B' ? pen.theme.good : pen.theme.warn,
         "A is best, D worst: how far the flags beside allow the figures to be leant on");
  // A code once, with what it says of each place.
  std::vector<std::string> codes;
  for (const auto& flag : answer.flags)
    if (std::find(codes.begin(), codes.end(), flag.code) == codes.end()) codes.push_back(flag.code);
  for (const auto& code : codes) {
    std::string hint;
    std::size_t told = 0, all = 0;
    auto worst = geo::Severity::note;
    for (const auto& flag : answer.flags) {
      if (flag.code != code) continue;
      ++all;
      worst = std::max(worst, flag.severity);
      if (++told <= 4)
        hint += fmt::format("{}{}{}{}\n{}", hint.empty() ? "" : "\n\n", flag.where,
                            flag.where.empty() ? "" : ": ", flag.what, flag.fix);
    }
    if (all > 4) hint += fmt::format("\n\nand {} more", all - 4);
    chip(all > 1 ? fmt::format("{} x{}", code, all) : code, "coverage.flag:" + code,
         worst == geo::Severity::note      ? pen.theme.text_quiet
         : worst == geo::Severity::warning ? pen.theme.warn
                                           : pen.theme.bad,
         hint);
  }
}

/// The sentence that says most stands above the picture; what qualifies it below.
void first_sentence(const OnTheTable& here, const ui::Pen& pen) {
  if (!here.coverage.answer->sentences.empty())
    ui::wrapped(pen.word.said(here.coverage.answer->sentences.front()));
}

void further_sentences(const OnTheTable& here, ui::Pen& pen) {
  const auto& all = here.coverage.answer->sentences;
  for (std::size_t i = 1; i < all.size(); ++i) ui::quiet(pen, all[i]);
}

/// "staff by role" as a tab: "Staff by role".
std::string tab_label(std::string name) {
  if (!name.empty()) name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
  return name;
}

void choices(OnTheTable& here, ui::Pen& pen) {
  auto& coverage = here.coverage;
  const auto& answer = *coverage.answer;
  if (answer.choices.empty()) return;
  std::string now = coverage.ask.page == CoveragePage::travel  ? answer.ask.kind
                    : coverage.ask.page == CoveragePage::ahead ? std::to_string(answer.ask.year)
                                                               : answer.ask.group;
  std::string shown = now;
  for (std::size_t i = 0; i < answer.choices.size(); ++i)
    if (answer.choices[i] == now) shown = answer.choice_names[i];
  if (const auto chosen = ui::combo(pen, "coverage.choice", shown, answer.choice_names, pen.px(190))) {
    if (coverage.ask.page == CoveragePage::travel)
      coverage.ask.kind = answer.choices[*chosen];
    else if (coverage.ask.page == CoveragePage::ahead)
      coverage.ask.year = std::atoi(answer.choices[*chosen].c_str());
    else
      coverage.ask.group = answer.choices[*chosen];
  }
  if (!answer.modes.empty()) {
    ImGui::SameLine();
    if (const auto mode = ui::combo(pen, "coverage.mode", answer.ask.mode, answer.modes, pen.px(100)))
      coverage.ask.mode = answer.modes[*mode];
  }
}

/// Bars from the fair share outwards: short to the left, more to the right, in one scale.
void supply_bars(OnTheTable& here, MapView& view, ui::Pen& pen) {
  const auto& bars = here.coverage.answer->bars;
  if (bars.empty()) return;
  double most = 0;
  for (const auto& bar : bars) most = std::max(most, std::abs(bar.supply - bar.fair));
  if (!(most > 0)) return;
  const float width = ImGui::GetContentRegionAvail().x, name = std::min(pen.px(190), width * 0.32f),
              figures = pen.px(150);
  const float from = name + pen.px(8), middle = from + (width - from - figures) / 2,
              half = (width - from - figures) / 2;
  ui::quiet(pen, "WTE below (left) or above (right) the fair share by need");
  for (const auto& bar : bars) {
    const double gap = bar.supply - bar.fair;
    const auto at = ImGui::GetCursorScreenPos();
    const float line = ImGui::GetTextLineHeight(), height = std::round(line * 0.7f),
                top = std::floor(at.y + (line - height) / 2);
    ImGui::PushID(bar.id.c_str());
    if (ImGui::Selectable("##bar", is_chosen(here, bar.id), 0, ImVec2(0, line))) choose(here, view, bar.id);
    ImGui::PopID();
    pen.names.mark("coverage.bar:" + bar.id, fmt::format("{:.1f}", gap));
    auto& draw = *ImGui::GetWindowDrawList();
    draw.PushClipRect(at, ImVec2(at.x + name, at.y + line), true);
    draw.AddText(at, pen.theme.text, datasets::full_name(bar.id, bar.name).c_str());
    draw.PopClipRect();
    const float end = middle + static_cast<float>(gap / most) * half;
    draw.AddRectFilled(ImVec2(at.x + std::min(middle, end), top),
                       ImVec2(at.x + std::max(middle, end), top + height),
                       gap < 0 ? pen.theme.bad : pen.theme.accent, pen.px(2));
    draw.AddRectFilled(ImVec2(std::floor(at.x + middle), at.y),
                       ImVec2(std::floor(at.x + middle) + 1, at.y + line + ImGui::GetStyle().ItemSpacing.y),
                       pen.theme.control_line);
    const auto text =
        fmt::format("{}{} of {}", gap < 0 ? "" : "+", ui::number(gap, 1), ui::number(bar.fair, 1));
    draw.AddText(ImVec2(at.x + width - ImGui::CalcTextSize(text.c_str()).x, at.y), pen.theme.text,
                 text.c_str());
  }
}

void fairness_charts(OnTheTable& here, MapView& view, ui::Pen& pen) {
  const auto& chart = here.coverage.answer->fairness;
  if (chart.points.empty()) return;
  const float width = (ImGui::GetContentRegionAvail().x - pen.px(10)) / 2,
              height = std::max(pen.px(170), std::min({pen.px(280), width * 0.72f,
                                                       ImGui::GetContentRegionAvail().y - pen.px(4)}));
  const auto chosen_colour = pen.theme.selection;
  auto& draw = *ImGui::GetWindowDrawList();
  const auto start = ImGui::GetCursorScreenPos();
  {
    // Where all have nearly the same share the curve lies on the diagonal: then its distance from it is what
    // can be seen.
    double most = 0;
    for (const auto* curve : {&chart.supply, &chart.need})
      for (const auto& point : *curve) most = std::max(most, std::abs(point.y - point.x));
    const bool near = most < 0.04;
    const double reach = near ? std::max(0.005, most * 1.25) * 100 : 1;
    const auto frame =
        ui::plot(pen, "coverage.curve", ImVec2(width, height), {0, 1, "share of people, most deprived first"},
                 near ? ui::Axis{-reach, reach, "share of WTE less share of people, % points"}
                      : ui::Axis{0, 1, "share of WTE"});
    const auto line = [&](const std::vector<CurvePoint>& curve, Rgba colour, float thick) {
      std::vector<std::pair<double, double>> points;
      for (const auto& point : curve)
        points.emplace_back(point.x, near ? 100 * (point.y - point.x) : point.y);
      ui::plot_line(pen, frame, points, colour, thick);
    };
    ui::plot_line(pen, frame, {{0, 0}, {1, near ? 0 : 1}}, pen.theme.control_line, 1);
    line(chart.need, pen.theme.warn, 1.6f);
    line(chart.supply, pen.theme.accent, 2.2f);
    // Which line is which, on the side where fewer lines run.
    double side = 0;
    for (const auto* curve : {&chart.supply, &chart.need})
      for (const auto& point : *curve) side += point.y - point.x;
    const float text = pen.fonts.small->FontSize, key = pen.px(18);
    float y = near && side < 0 ? frame.from.y + pen.px(4) : frame.to.y - 3.5f * text - pen.px(6);
    for (const auto& [colour, words] : {std::pair{pen.theme.accent, "staff"},
                                        {pen.theme.warn, "need"},
                                        {pen.theme.control_line, "equal shares"}}) {
      const float x = frame.to.x - pen.px(104);
      draw.AddRectFilled(ImVec2(x, y + text / 2), ImVec2(x + key, y + text / 2 + pen.px(2)), colour);
      draw.AddText(pen.fonts.small, text, ImVec2(x + key + pen.px(5), y), pen.theme.text, words);
      y += text * 1.15f;
    }
  }
  ImGui::SetCursorScreenPos(ImVec2(start.x + width + pen.px(10), start.y));
  {
    double least = 1e300, most = -1e300;
    for (const auto& point : chart.points)
      least = std::min(least, point.rate), most = std::max(most, point.rate);
    for (const double end : {chart.start, chart.end})
      if (!std::isnan(end)) least = std::min(least, end), most = std::max(most, end);
    const auto frame = ui::plot(pen, "coverage.slope", ImVec2(width, height),
                                {0, 1, "most deprived (0) to least deprived (1)"},
                                ui::axis_around(least, most, "WTE per 10,000", false));
    const auto mouse = ImGui::GetIO().MousePos;
    const bool over = ImGui::IsItemHovered(), pressed = ImGui::IsItemClicked();
    const SlopePoint* under = nullptr;
    if (!std::isnan(chart.start))
      ui::plot_line(pen, frame, {{0, chart.start}, {1, chart.end}}, pen.theme.accent, 2);
    double people = 0;
    for (const auto& point : chart.points) people = std::max(people, point.people);
    for (const auto& point : chart.points) {
      const auto at = frame.at(point.rank, point.rate);
      const float r = pen.px(3) + pen.px(4) * static_cast<float>(std::sqrt(point.people / people));
      const bool chosen = is_chosen(here, point.id);
      draw.AddCircleFilled(at, r + pen.px(1.5f), chosen ? pen.theme.text : pen.theme.panel);
      draw.AddCircleFilled(at, r, chosen ? chosen_colour : pen.theme.accent);
      if (over && std::hypot(mouse.x - at.x, mouse.y - at.y) < r + pen.px(4)) under = &point;
    }
    if (under != nullptr)
      ui::hint(fmt::format("{}\n{:.1f} WTE per 10,000, {} people",
                           datasets::full_name(under->id, under->name), under->rate,
                           ui::number(under->people)));
    if (under != nullptr && pressed) choose(here, view, under->id);
  }
  ImGui::SetCursorScreenPos(ImVec2(start.x, start.y + height));
  ImGui::Dummy(ImVec2(width, pen.px(1)));
  if (!chart.refused.empty()) ui::quiet(pen, "No slope: " + chart.refused);
}

/// Steps from today's staff to the staff needed, each from where the one before ended.
void bridge_chart(OnTheTable& here, ui::Pen& pen) {
  const auto& bridge = here.coverage.answer->bridge;
  if (bridge.size() < 2) return;
  double least = 1e300, most = -1e300;
  for (const auto& step : bridge)
    for (const double value : {step.running, step.running - step.change})
      if (value != 0) least = std::min(least, value), most = std::max(most, value);
  const double room = std::max(1e-9, (most - least) * 0.15);
  least -= room, most += room;
  ui::quiet(pen, "From today's staff to the staff needed, WTE");
  const float width = ImGui::GetContentRegionAvail().x, name = std::min(pen.px(260), width * 0.42f),
              figures = pen.px(130), from = name + pen.px(8), wide = width - from - figures;
  for (std::size_t i = 0; i < bridge.size(); ++i) {
    const auto& step = bridge[i];
    const bool total = i == 0 || i + 1 == bridge.size();
    const auto at = ImGui::GetCursorScreenPos();
    const float line = ImGui::GetTextLineHeight(), height = std::round(line * 0.7f),
                top = std::floor(at.y + (line - height) / 2);
    const auto x_of = [&](double value) {
      return at.x + from + static_cast<float>(std::clamp((value - least) / (most - least), 0.0, 1.0)) * wide;
    };
    auto& draw = *ImGui::GetWindowDrawList();
    draw.PushClipRect(at, ImVec2(at.x + name, at.y + line), true);
    draw.AddText(at, pen.theme.text, step.what.c_str());
    draw.PopClipRect();
    const float a = total ? at.x + from : x_of(step.running - step.change), b = x_of(step.running);
    draw.AddRectFilled(ImVec2(std::min(a, b), top),
                       ImVec2(std::max({a, b, std::min(a, b) + 1}), top + height),
                       total             ? pen.theme.text_quiet
                       : step.change < 0 ? pen.theme.good
                                         : pen.theme.warn,
                       pen.px(2));
    const auto text = total ? ui::number(step.running, 1)
                            : fmt::format("{}{}", step.change < 0 ? "" : "+", ui::number(step.change, 1));
    draw.AddText(ImVec2(at.x + width - ImGui::CalcTextSize(text.c_str()).x, at.y), pen.theme.text,
                 text.c_str());
    ImGui::Dummy(ImVec2(width, line));
    pen.names.mark(fmt::format("coverage.bridge.{}", i + 1), text);
  }
}

void tables(OnTheTable& here, MapView& view, Talk& talk, ui::Pen& pen) {
  auto& coverage = here.coverage;
  if (coverage.answer->tables.empty()) return;
  coverage.table = std::min(coverage.table, coverage.answer->tables.size() - 1);
  for (std::size_t i = 0; i < coverage.answer->tables.size(); ++i) {
    if (i > 0) ImGui::SameLine(0, pen.px(4));
    if (coverage.answer->tables.size() == 1) {
      ImGui::AlignTextToFramePadding();
      ui::heading_inline(pen, pen.word.said(coverage.answer->tables[i].table.title));
    } else if (ui::tab(pen, tab_label(coverage.answer->tables[i].table.name),
                       fmt::format("coverage.table.{}", i + 1), coverage.table == i)) {
      coverage.table = i;
      coverage.order.clear();
    }
  }
  const auto& linked = coverage.answer->tables[coverage.table];
  draw_grid_tools(here, talk, pen, "coverage", linked.table, coverage.filter, coverage.order);
  const auto look = [&](std::size_t row) {
    GridRow drawn;
    const auto& first = linked.table.rows[row].front();
    if (const auto* text = std::get_if<std::string>(&first)) drawn.widget = "coverage.row:" + *text;
    if (row < linked.neighbourhood.size()) drawn.chosen = is_chosen(here, linked.neighbourhood[row]);
    if (row < linked.areas.size())
      drawn.chosen = !linked.areas[row].empty() && linked.areas[row] == here.selected;
    return drawn;
  };
  // All of its rows where there is room; else it scrolls by itself, and never within less than a few rows.
  const float all_rows = (ImGui::GetTextLineHeight() + 2 * ImGui::GetStyle().CellPadding.y) *
                             (static_cast<float>(linked.table.rows.size()) + 1) +
                         pen.px(18);
  const float height = std::min(all_rows, std::max(pen.px(190), ImGui::GetContentRegionAvail().y));
  const auto clicked = draw_grid(pen, "coverage_grid_" + linked.table.name, linked.table, coverage.filter,
                                 coverage.order, look, ImVec2(0, height));
  if (!clicked) return;
  if (*clicked < linked.neighbourhood.size()) choose(here, view, linked.neighbourhood[*clicked]);
  if (*clicked < linked.areas.size() && !linked.areas[*clicked].empty()) {
    here.neighbourhood = -1;
    here.selected = linked.areas[*clicked];
  }
}

void page(OnTheTable& here, MapView& view, Talk& talk, ui::Pen& pen) {
  auto& coverage = here.coverage;
  const bool of_this_page = coverage.answer.made() && coverage.answer->ask.page == coverage.ask.page;
  if (!of_this_page) {
    ui::quiet(pen, "Being counted...");
    return;
  }
  if (coverage.ask.page == CoveragePage::covers) {
    ui::quiet(pen, coverage.pinned_area.empty() ? "the area selected or pointed at; or a code or postcode:"
                                                : "by code or postcode; clear the box to follow the map:");
    ui::input_text(pen, "area code or postcode", "coverage.area", &coverage.pinned_area, pen.px(200));
  }
  if (!coverage.answer->missing.empty()) {
    ImGui::Dummy(ImVec2(0, pen.px(6)));
    ui::heading(pen, coverage.answer->missing.c_str());
    ui::wrapped(coverage.answer->fix);
    pen.names.mark("coverage.missing", coverage.answer->missing);
    if (coverage.ask.page != CoveragePage::covers)
      ui::quiet(pen, "Drop the file on this window, or: placewright import PLACE FILE");
    return;
  }
  // What is shown may be of the plan before the last edit, and says so.
  if (coverage.busy) {
    ui::coloured(pen.theme.warn, "Being counted anew: these figures are of before");
    pen.names.mark("coverage.counting");
  }
  choices(here, pen);
  first_sentence(here, pen);
  if (coverage.ask.page == CoveragePage::need) supply_bars(here, view, pen);
  if (coverage.ask.page == CoveragePage::fairness) fairness_charts(here, view, pen);
  if (coverage.ask.page == CoveragePage::ahead) bridge_chart(here, pen);
  further_sentences(here, pen);
  flag_line(here, pen);
  tables(here, view, talk, pen);
}

void draw_coverage(Desk& desk, ui::Pen& pen) {
  auto& coverage = desk.here.coverage;
  ImGui::NewLine();
  const auto turn_to = [&](CoveragePage one) {
    if (coverage.ask.page == one) return;
    coverage.ask.page = one;
    coverage.table = 0;
    coverage.order.clear();
  };
  // Where text is large for the window a page needs the whole width.
  const bool beside = ImGui::GetContentRegionAvail().x > pen.px(420);
  if (beside) {
    ImGui::BeginChild("coverage_pages", ImVec2(pen.px(134), 0));
    for (std::size_t i = 0; i < kCoveragePages; ++i) {
      const auto one = static_cast<CoveragePage>(i);
      if (ui::selectable(pen, coverage_page_name(one), fmt::format("coverage.page.{}", i + 1),
                         coverage.ask.page == one))
        turn_to(one);
    }
    ImGui::EndChild();
  } else {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < kCoveragePages; ++i)
      names.emplace_back(coverage_page_name(static_cast<CoveragePage>(i)));
    if (const auto chosen = ui::combo(pen, "coverage.page", coverage_page_name(coverage.ask.page), names,
                                      ImGui::GetContentRegionAvail().x))
      turn_to(static_cast<CoveragePage>(*chosen));
  }
  if (coverage.ask.page == CoveragePage::covers) {
    const auto& areas = desk.here.session->place().areas;
    if (!coverage.pinned_area.empty())
      coverage.ask.area = coverage.pinned_area;
    else if (desk.here.selected.size() == 1)
      coverage.ask.area = areas.code[desk.here.selected.front()];
    else if (desk.here.hovered && areas.inside[*desk.here.hovered] != 0)
      coverage.ask.area = areas.code[*desk.here.hovered];
    // Off the map the last area stays: its table is to be read and copied.
  } else {
    coverage.ask.area.clear();
  }
  follow_coverage(coverage, *desk.here.session, desk.wake);
  if (beside) ImGui::SameLine(0, pen.px(10));
  // A page begins at its top.
  ImGui::BeginChild(coverage_page_name(coverage.ask.page), ImVec2(0, 0));
  page(desk.here, desk.view, desk.talk, pen);
  ImGui::EndChild();
}

const PanelRow kRow{{.where = Panel::Where::drawer,
                     .rank = 30,
                     .id = "drawer.coverage",
                     .tab = "Coverage",
                     .title = "Coverage",
                     .shortcut = {'3', true, false},
                     .draw = draw_coverage,
                     .height = {0.46f, 400}}};

}  // namespace
}  // namespace placewright::viewer
