#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "viewer/panels/panels.h"

namespace placewright::viewer {
namespace {

/// One small picture a candidate; what moves is in full colour.
void follow_thumbnails(OnTheTable& here, const MapView& view, ui::Pen& pen) {
  const int width = static_cast<int>(pen.px(94)), height = static_cast<int>(pen.px(80));
  auto& pixels = here.thumbnail_pixels;
  pixels.follow({width, height}, [&] { return thumbnail_grid(here.index, here.box, width, height); });
  const auto& found = here.machine.found;
  here.thumbnails.follow({found.times(), pixels.times(), pen.theme.kind, view.sight}, [&] {
    std::vector<std::unique_ptr<GlPicture>> pictures;
    for (const auto& candidate : *found) {
      std::vector<Rgba> fill_of;
      for (std::size_t row = 0; row < candidate.state.entries.size(); ++row)
        fill_of.push_back(
            neighbourhood_fill(*here.colour_of, static_cast<std::int32_t>(row), pen.theme, view.sight));
      std::vector<std::uint8_t> changed(candidate.state.label.size(), 0);
      for (const auto& move : candidate.edit.moves) changed[move.area] = 1;
      pictures.push_back(std::make_unique<GlPicture>(
          thumbnail(*pixels, candidate.state.label, changed, fill_of, pen.theme.text, pen.theme.missing),
          width, height));
    }
    return pictures;
  });
}

void candidate_card(OnTheTable& here, Talk& talk, ui::Pen& pen, std::size_t number) {
  const auto& candidate = (*here.machine.found)[number];
  const bool on = here.machine.shown == number && here.pending;
  const auto at = ImGui::GetCursorScreenPos();
  const auto& grid = *here.thumbnail_pixels;
  const ImVec2 size(ImGui::GetContentRegionAvail().x, static_cast<float>(grid.height) + pen.px(10));
  if (ui::selectable(pen, "##candidate", fmt::format("machine.candidate.{}", number + 1), on, size))
    show_candidate(here, talk, number);
  auto& draw = *ImGui::GetWindowDrawList();
  const ImVec2 from(at.x + pen.px(5), at.y + pen.px(5)),
      to(from.x + static_cast<float>(grid.width), from.y + static_cast<float>(grid.height));
  draw.AddImage(
      reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>((*here.thumbnails)[number]->texture())), from,
      to);
  if (on) draw.AddRect(at, ImVec2(at.x + size.x, at.y + size.y), pen.theme.accent, pen.px(4), 0, pen.px(2));
  float y = from.y;
  const float x = to.x + pen.px(9);
  const auto line = [&](const std::string& text, Rgba colour, ImFont* font) {
    draw.AddText(font, font->FontSize, ImVec2(x, y), colour, text.c_str());
    y += font->FontSize + pen.px(2);
  };
  const auto& effect = candidate.effect;
  const auto change = total_change(effect.before, effect.after, here.session->without_plan());
  line(fmt::format("{}   total {}", number + 1, ui::number(effect.after.total, 4)), pen.theme.text,
       pen.fonts.bold);
  line(change.words, colour_of_change(change, pen.theme), pen.fonts.small);
  pen.names.mark(fmt::format("machine.change.{}", number + 1), change.words);
  line(ui::number(effect.people_moved) + " people move", pen.theme.text, pen.fonts.small);
  const auto out = effect.after.out_of_bounds, apart = effect.after.not_contiguous;
  if (out + apart == 0)
    line("bounds, pieces kept", pen.theme.good, pen.fonts.small);
  else
    line(fmt::format("{} out, {} in pieces", out, apart), pen.theme.bad, pen.fonts.small);
}

void running_part(OnTheTable& here, const AppCommands& commands, ui::Pen& pen) {
  const auto& machine = here.machine;
  ui::heading(pen, machine.doing == MachineDesk::Doing::measuring ? "Measuring" : "Working");
  ui::quiet(pen, machine.title + (machine.phase.empty() ? "" : ", " + machine.phase));
  ImGui::ProgressBar(static_cast<float>(machine.fraction), ImVec2(ImGui::GetContentRegionAvail().x, 0),
                     fmt::format("{:.0f} %", 100 * machine.fraction).c_str());
  if (machine.doing == MachineDesk::Doing::redrawing)
    ui::quiet(
        pen, machine.best ? "best so far, on the map: total " + ui::number(machine.total, 4) : "no plan yet");
  if (ui::button(pen, machine.job->stopping() ? "Stopping..." : "Stop with the best so far", "machine.stop",
                 !machine.job->stopping(), ImGui::GetContentRegionAvail().x))
    commands.run("plan.stop");
}

void candidates_part(Desk& desk, ui::Pen& pen) {
  auto& machine = desk.here.machine;
  if (machine.found->empty()) return;
  if (!machine.found.is_of(desk.here.session->revision())) {
    ui::quiet(pen, "The plan has changed since the last candidates were drawn; they are gone.");
    return;
  }
  ui::heading(pen, machine.job ? "Candidates so far" : "Candidates");
  if (!machine.tried.empty()) ui::quiet(pen, machine.tried);
  follow_thumbnails(desk.here, desk.view, pen);
  for (std::size_t number = 0; number < machine.found->size(); ++number)
    candidate_card(desk.here, desk.talk, pen, number);
  const bool waiting = desk.here.pending && machine.shown;
  if (ui::primary_button(pen, "Adopt the one on the map", "machine.adopt", waiting,
                         ImGui::GetContentRegionAvail().x))
    accept_pending(desk.here, desk.dialogs, desk.talk);
}

}  // namespace

Rgba colour_of_change(const TotalChange& change, const Theme& theme) {
  switch (change.sense) {
    case TotalChange::Sense::better:
    case TotalChange::Sense::same:
      return theme.good;
    case TotalChange::Sense::worse:
      return theme.warn;
    case TotalChange::Sense::none:
      break;
  }
  return theme.text;
}

void draw_why(OnTheTable& here, Talk& talk, ui::Pen& pen, std::uint32_t area) {
  const auto& why = here.machine.why;
  if (!why.is_of({area, here.session->revision()})) {
    if (ui::button(pen, "Why is this area here?", "area.why",
                   here.session->problem_known() && here.session->state().label[area] >= 0,
                   ImGui::GetContentRegionAvail().x))
      explain_here(here, talk, area);
    return;
  }
  const auto& explanation = *why;
  ui::heading(pen, "Why it is here");
  for (const auto& each : explanation.contributions) ui::quiet(pen, pen.word.said(each.words));
  for (const auto& rule : explanation.held_by) ui::coloured(pen.theme.accent, rule);
  ui::heading(pen, "Where else it could be");
  if (explanation.alternatives.empty())
    ui::quiet(pen, pen.word.said("Nowhere: it touches no other neighbourhood."));
  for (std::size_t number = 0; number < explanation.alternatives.size(); ++number) {
    const auto& alternative = explanation.alternatives[number];
    const auto with = alternative.areas.size() > 1
                          ? fmt::format(", with {} more", alternative.areas.size() - 1)
                          : std::string();
    if (ui::selectable(pen, neighbourhood_name(here, alternative.to) + with + fmt::format("##{}", number),
                       fmt::format("why.{}", number + 1), false)) {
      propose_alternative(here, talk, number);
      return;
    }
    if (!alternative.breaks.empty()) {
      ui::coloured(pen.theme.bad, "   breaks: " + alternative.breaks.front().what);
      continue;
    }
    const double by = alternative.total_change;
    ui::coloured(!(by > 0) ? pen.theme.good : pen.theme.warn,
                 !std::isfinite(by) ? std::string("   the total cannot be judged")
                 : std::abs(by) < 5e-6
                     ? std::string("   the total stays as it is")
                     : fmt::format("   total {} by {:.5f}", by < 0 ? "better" : "worse", std::abs(by)));
    // The criterion that counts most for and against.
    auto effects = alternative.effects;
    std::stable_sort(effects.begin(), effects.end(), [](const auto& a, const auto& b) {
      return std::abs(a.share * (a.loss_after - a.loss_before)) >
             std::abs(b.share * (b.loss_after - b.loss_before));
    });
    for (std::size_t i = 0; i < std::min<std::size_t>(2, effects.size()); ++i) {
      const double change = effects[i].share * (effects[i].loss_after - effects[i].loss_before);
      if (std::abs(change) >= 5e-7)
        ui::quiet(pen, fmt::format("   {} {:+.5f}", effects[i].criterion, change));
    }
  }
  ui::quiet(pen, "Click one to see it on the map.");
}

namespace {

void draw_machine(Desk& desk, ui::Pen& pen) {
  auto& machine = desk.here.machine;
  const auto& session = *desk.here.session;
  if (machine.job) {
    running_part(desk.here, desk.commands, pen);
    candidates_part(desk, pen);
    return;
  }
  ui::heading(pen, "Draw anew");
  struct Choice {
    Scope scope;
    const char *label, *name;
  };
  for (const auto& [scope, label, name] : {Choice{Scope::all, "all neighbourhoods", "machine.all"},
                                           {Scope::around, "the chosen and those around", "machine.around"},
                                           {Scope::chosen, "only the chosen", "machine.chosen"}})
    if (ui::radio(pen, label, name, machine.scope == scope)) machine.scope = scope;
  std::string chosen;
  for (const auto label : desk.here.chosen)
    chosen += (chosen.empty() ? "" : ", ") + session.state().entries[static_cast<std::size_t>(label)].id;
  const auto open = open_rows(session, machine.scope, desk.here.chosen);
  std::size_t locked = 0;
  for (std::size_t row = 0; row < open.size(); ++row)
    locked += session.tallies().areas[row] > 0 &&
              (session.state().entries[row].locked || (machine.scope == Scope::all && open[row] == 0));
  if (machine.scope != Scope::all)
    ui::quiet(pen, chosen.empty() ? "None chosen: click one, Ctrl+click for more. Two: that pair is improved."
                                  : "chosen: " + chosen);
  if (locked > 0)
    ui::quiet(pen, fmt::format("{} locked, {} as {}", locked, locked == 1 ? "stays" : "stay",
                               locked == 1 ? "it is" : "they are"));
  const float width = ImGui::GetContentRegionAvail().x, half = (width - ImGui::GetStyle().ItemSpacing.x) / 2;
  static const std::vector<std::string> efforts{"quick", "normal", "thorough"};
  if (const auto at =
          ui::combo(pen, "machine.effort", "effort: " + efforts[static_cast<std::size_t>(machine.effort)],
                    efforts, half))
    machine.effort = static_cast<boundaries::Effort>(*at);
  ImGui::SameLine();
  static const std::vector<std::string> counts{"1 candidate",  "2 candidates", "3 candidates",
                                               "4 candidates", "5 candidates", "6 candidates"};
  if (const auto at = ui::combo(pen, "machine.candidates", counts[machine.candidates - 1], counts, half))
    machine.candidates = static_cast<std::uint32_t>(*at + 1);
  if (ui::primary_button(pen, "Draw", "machine.draw",
                         machine.scope == Scope::all || !desk.here.chosen.empty(), width))
    start_redraw(desk, machine.scope, machine.candidates);
  ui::quiet(pen, "Locks stay. What comes is a proposal: nothing changes until you adopt it.");
  candidates_part(desk, pen);
}

const PanelRow kRow{{.where = Panel::Where::side,
                     .rank = 30,
                     .id = "side.machine",
                     .tab = "Machine",
                     .title = "The machine's help",
                     .shortcut = {'7', true, false},
                     .draw = draw_machine,
                     .effect_below = true}};

}  // namespace
}  // namespace placewright::viewer
