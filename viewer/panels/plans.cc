#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "viewer/panels/panels.h"

namespace placewright::viewer {
namespace {

void list_part(Desk& desk, ui::Pen& pen) {
  auto& session = *desk.here.session;
  ui::heading(pen, "Plans of this place");
  std::string chosen;
  const auto row = [&](const std::string& name, const std::string& parent) {
    const bool hand = name == session.state().name;
    if (ui::selectable(pen, name + (hand ? session.changed() ? "  (in hand, edited)" : "  (in hand)" : ""),
                       "plans." + name, desk.here.plan_chosen == name))
      desk.here.plan_chosen = name;
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) chosen = name;
    if (!parent.empty()) ui::quiet(pen, "   from " + parent);
  };
  for (const auto& plan : session.place().plans) row(plan.name, plan.parent);
  const bool there = std::any_of(session.place().plans.begin(), session.place().plans.end(),
                                 [&](const auto& plan) { return plan.name == desk.here.plan_chosen; });
  const bool hand = desk.here.plan_chosen == session.state().name, may = !session.read_only();
  const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  if (ui::button(pen, "Take in hand", "plans.open", there && !hand, half)) chosen = desk.here.plan_chosen;
  ImGui::SameLine();
  if (ui::button(pen, "Duplicate...", "plans.duplicate", there && may, half)) {
    desk.dialogs.open = DialogKind::plan_copy;
    desk.dialogs.text = desk.here.plan_chosen + " 2";
  }
  if (ui::button(pen, "Rename...", "plans.rename", there && may, half)) {
    desk.dialogs.open = DialogKind::plan_rename;
    desk.dialogs.text = desk.here.plan_chosen;
  }
  ImGui::SameLine();
  if (ui::button(pen, "Delete", "plans.delete", there && !hand && may, half))
    if (attempt(desk.talk,
                [&] { session.delete_plan(desk.here.plan_chosen, desk.talk.author, now_text()); })) {
      if (desk.here.comparison.with == desk.here.plan_chosen) desk.here.comparison.with.clear();
      say(desk.talk, "Plan " + desk.here.plan_chosen + " is deleted. The Plans panel takes that back.");
    }
  if (const auto last = session.last_plan_change();
      !last.empty() && ui::button(pen, ("Take back: " + last).c_str(), "plans.take_back", may,
                                  ImGui::GetContentRegionAvail().x))
    desk.commands.run("plan.take_back");
  if (!chosen.empty()) take_plan(desk.here, desk.talk, chosen);
}

void change_line(ui::Pen& pen, const std::string& name, double before, double after) {
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(name.c_str());
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(ui::number(before, 3).c_str());
  ImGui::TableNextColumn();
  const double by = after - before;
  ui::coloured(!std::isfinite(by) || std::abs(by) < 5e-4 ? pen.theme.text
               : by < 0                                  ? pen.theme.good
                                                         : pen.theme.warn,
               ui::number(after, 3));
}

void compare_part(OnTheTable& here, MapView& view, ui::Pen& pen) {
  auto& session = *here.session;
  auto& comparison = here.comparison;
  const float width = ImGui::GetContentRegionAvail().x;
  ui::heading(pen, "Compare");
  std::vector<std::string> names{"with no plan"};
  for (const auto& plan : session.place().plans) names.push_back(plan.name);
  if (const auto at =
          ui::combo(pen, "compare.with", comparison.with.empty() ? names.front() : "with " + comparison.with,
                    names, width))
    comparison.with = *at == 0 ? "" : names[*at];
  if (comparison.with.empty()) {
    ui::quiet(pen, "Another plan, or this one as it is stored: who moves, and what is gained and lost.");
    return;
  }
  compare_plans(session, comparison);
  if (comparison.with.empty()) return;
  struct Choice {
    CompareMode mode;
    const char *label, *name;
  };
  for (const auto& [mode, label, name] : {Choice{CompareMode::hatch, "Hatch", "compare.hatch"},
                                          {CompareMode::swipe, "Swipe", "compare.swipe"},
                                          {CompareMode::side, "Side by side", "compare.side"}}) {
    if (ui::tool_button(pen, label, name, comparison.mode == mode, nullptr)) compare_by(here, view, mode);
    ImGui::SameLine(0, pen.px(4));
  }
  ImGui::NewLine();
  title_line(pen, fmt::format("{} people in {} areas move", ui::number(comparison.made->people),
                              ui::number(static_cast<double>(comparison.made->areas))));
  if (!comparison.made->criteria.empty() &&
      ImGui::BeginTable("criteria", 3, ImGuiTableFlags_SizingStretchProp)) {
    ImGui::TableSetupColumn("loss, 0 is best", 0, 2.f);
    ImGui::TableSetupColumn(comparison.with.c_str(), 0, 1.f);
    ImGui::TableSetupColumn("in hand", 0, 1.f);
    ImGui::TableHeadersRow();
    for (const auto& change : comparison.made->criteria)
      change_line(pen, change.name, *change.loss_a, *change.loss_b);
    if (comparison.made->total_other)
      change_line(pen, "total", *comparison.made->total_other, *comparison.made->total_hand);
    ImGui::EndTable();
  }
  if (comparison.made->flows.empty()) {
    ui::quiet(pen, "Nobody moves: the plans are the same but for names.");
    return;
  }
  ui::heading(pen, "Who moves");
  std::optional<std::size_t> chosen;
  for (std::size_t i = 0; i < std::min<std::size_t>(comparison.made->flows.size(), 60); ++i) {
    const auto& flow = comparison.made->flows[i];
    if (ui::selectable(pen, fmt::format("{}\n\xe2\x86\x92 {}##{}", flow.from, flow.to, i),
                       fmt::format("compare.flow.{}", i + 1), false))
      chosen = i;
    ui::quiet(pen, fmt::format("   {} people, {} area{}", ui::number(flow.people), flow.areas.size(),
                               flow.areas.size() == 1 ? "" : "s"));
  }
  if (comparison.made->flows.size() > 60)
    ui::quiet(pen, fmt::format("and {} smaller moves", comparison.made->flows.size() - 60));
  if (!chosen) return;
  here.selected = comparison.made->flows[*chosen].areas;
  zoom_to_areas(here, view, here.selected);
}

}  // namespace

void title_line(ui::Pen& pen, const std::string& text) {
  ImGui::PushFont(pen.fonts.bold);
  ui::wrapped(text);
  ImGui::PopFont();
}

namespace {

void draw_plans(Desk& desk, ui::Pen& pen) {
  if (desk.here.plan_chosen.empty()) desk.here.plan_chosen = desk.here.session->state().name;
  list_part(desk, pen);
  compare_part(desk.here, desk.view, pen);
}

const PanelRow kRow{{.where = Panel::Where::side,
                     .rank = 50,
                     .id = "side.plans",
                     .tab = "Plans",
                     .title = "Plans and comparison",
                     .shortcut = {'9', true, false},
                     .draw = draw_plans}};

}  // namespace
}  // namespace placewright::viewer
