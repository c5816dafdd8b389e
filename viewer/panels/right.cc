#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "viewer/panels/panels.h"

namespace placewright::viewer {
namespace {

void effect_row(const OnTheTable& here, ui::Pen& pen, const Effect::Row& row) {
  const auto& theme = pen.theme;
  ui::wrapped(neighbourhood_name(here, row.label));
  const auto arrow =
      fmt::format("{} \xe2\x86\x92 {}", ui::number(row.people_before), ui::number(row.people_after));
  ImGui::PushFont(pen.fonts.bold);
  ImGui::TextUnformatted(arrow.c_str());
  ImGui::PopFont();
  ImGui::SameLine();
  ui::coloured(row.out_after ? theme.bad : theme.good, row.people_after == 0 ? "empty"
                                                       : row.out_after       ? "out of bounds"
                                                                             : "within bounds");
  if (row.pieces_after > 1) ui::coloured(theme.bad, fmt::format("in {} pieces", row.pieces_after));
}

void effect_part(OnTheTable& here, Dialogs& dialogs, Talk& talk, ui::Pen& pen) {
  const auto& pending = *here.pending;
  ui::heading(pen, "Effect of this change");
  ui::quiet(pen, fmt::format("{}; {} people move", pending.made.edit.sentence,
                             ui::number(pending.effect.people_moved)));
  const float height = std::min(
      ImGui::GetTextLineHeightWithSpacing() * (2.f * static_cast<float>(pending.effect.rows.size()) + 0.5f),
      pen.px(210));
  ImGui::BeginChild("effects", ImVec2(0, height));
  for (const auto& row : pending.effect.rows) effect_row(here, pen, row);
  ImGui::EndChild();
  if (!std::isnan(pending.effect.after.total)) {
    const auto change =
        total_change(pending.effect.before, pending.effect.after, here.session->without_plan());
    ui::fact(pen, "Total loss",
             change.sense == TotalChange::Sense::none
                 ? ui::number(pending.effect.after.total, 4)
                 : fmt::format("{} \xe2\x86\x92 {}", ui::number(pending.effect.before.total, 4),
                               ui::number(pending.effect.after.total, 4)));
    ui::coloured(colour_of_change(change, pen.theme),
                 change.sense == TotalChange::Sense::same     ? "the total stays as it is"
                 : change.sense == TotalChange::Sense::better ? "the total gets better"
                 : change.sense == TotalChange::Sense::worse  ? "the total gets worse"
                                                              : change.words);
  }
  for (const auto& rule : pending.effect.broken) ui::coloured(pen.theme.bad, "breaks " + rule);
  if (!pending.made.refused.empty())
    ui::quiet(pen, fmt::format("{} left out: {} {}", pending.made.refused.size(),
                               here.session->place().areas.code[pending.made.refused.front().area],
                               pending.made.refused.front().why));
  const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  const bool accept =
      ui::primary_button(pen, pending.effect.broken.empty() ? "Accept (Enter)" : "Accept... (Enter)",
                         "pending.accept", true, half);
  ImGui::SameLine();
  const bool drop = ui::button(pen, "Drop (Esc)", "pending.drop", true, half);
  if (accept) accept_pending(here, dialogs, talk);
  if (drop) drop_pending(here, talk);
}

void disk_notice(Desk& desk, ui::Pen& pen) {
  ui::coloured(pen.theme.bad, "The place file was changed by another program.");
  const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  const bool again = ui::primary_button(pen, "Open anew", "disk.open", true, half);
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("Edits that are not saved are offered again");
  ImGui::SameLine();
  if (ui::button(pen, "Go on with this", "disk.stay", true, half)) desk.here.disk_change_seen = true;
  ImGui::Separator();
  if (again) open_anew(desk);
}

void draw_side(Desk& desk, ui::Pen& pen) {
  if (desk.here.disk_changed && !desk.here.disk_change_seen) {
    disk_notice(desk, pen);
    if (!desk.here.session) return;
  }
  const auto& panel = panel_of(desk.tools.side);
  // Candidates come first where one of them is shown: they are to be compared.
  const bool below = panel.effect_below && desk.here.machine.shown && desk.here.pending;
  if (desk.here.pending && !below) effect_part(desk.here, desk.dialogs, desk.talk, pen);
  panel.draw(desk, pen);
  if (below && desk.here.pending) effect_part(desk.here, desk.dialogs, desk.talk, pen);
}

}  // namespace

void draw_right(Desk& desk, ui::Pen& pen) {
  if (!desk.tools.narrow && panel_of(desk.tools.side).when_narrow) desk.tools.side = "side.inspect";
  std::vector<const Panel*> tabs;
  for (const auto& panel : panels(Panel::Where::side))
    if (desk.tools.narrow || !panel.when_narrow) tabs.push_back(&panel);
  // The tabs share the whole width, in two lines where one is too short for their words.
  const float width = ImGui::GetContentRegionAvail().x, gap = pen.px(3), pad = 2 * pen.px(4);
  const auto words = [&](std::size_t from, std::size_t to) {
    float sum = 0;
    for (std::size_t i = from; i < to; ++i)
      sum += ImGui::CalcTextSize(tabs[i]->tab).x + pad + (i > from ? gap : 0);
    return sum;
  };
  const auto first = words(0, tabs.size()) <= width ? tabs.size() : (tabs.size() + 1) / 2;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(pen.px(2), pen.px(4)));
  for (const auto& [from, to] : {std::pair{std::size_t{0}, first}, std::pair{first, tabs.size()}}) {
    if (from == to) continue;
    const float spare = std::max(0.f, (width - words(from, to)) / static_cast<float>(to - from));
    for (auto i = from; i < to; ++i) {
      if (i > from) ImGui::SameLine(0, gap);
      if (ui::tool_button(pen, tabs[i]->tab, tabs[i]->id, desk.tools.side == tabs[i]->id, nullptr,
                          std::floor(ImGui::CalcTextSize(tabs[i]->tab).x + pad + spare)))
        desk.tools.side = tabs[i]->id;
    }
  }
  ImGui::PopStyleVar();
  // What scrolls is below the tabs, so that these always have the whole width.
  ImGui::BeginChild("side_part");
  draw_side(desk, pen);
  ImGui::EndChild();
}

}  // namespace placewright::viewer
