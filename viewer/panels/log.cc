#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <optional>
#include <set>

#include "viewer/panels/panels.h"

namespace placewright::viewer {
namespace {

void note_part(Desk& desk, ui::Pen& pen) {
  const auto& notes = desk.here.session->place().notes;
  ui::heading(pen, fmt::format("Notes ({})", notes.size()).c_str());
  if (ui::button(pen, "Note on selected areas (Ctrl+N)", "log.note", !desk.here.selected.empty(),
                 ImGui::GetContentRegionAvail().x))
    desk.commands.run("edit.note");
  std::string off;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    const auto& note = notes[i];
    const auto area = desk.here.session->place().find_area(note.area);
    if (ui::button(pen, "x", fmt::format("note.{}.off", i + 1))) off = note.id;
    if (ImGui::IsItemHovered()) ui::hint("Take the note off; undo brings it back");
    ImGui::SameLine();
    if (ui::selectable(pen,
                       fmt::format("{}  {}##{}", note_kind_name(note.kind),
                                   area ? desk.here.session->place().areas.name[*area].empty()
                                              ? note.area
                                              : desk.here.session->place().areas.name[*area]
                                        : note.area,
                                   i),
                       fmt::format("note.{}", i + 1), false) &&
        area) {
      desk.here.selected = {*area};
      zoom_to_areas(desk.here, desk.view, desk.here.selected);
    }
    ui::wrapped(note.text);
    std::string small = note.author + (note.date.empty() ? "" : ", " + note.date.substr(0, 10));
    if (!datasets::is_missing(note.uplift) && note.uplift != 0)
      small += fmt::format(", need {:+.0f} %", 100 * note.uplift);
    if (!note.evidence.empty()) small += ", rests on: " + note.evidence;
    ui::quiet(pen, small);
  }
  if (notes.empty()) ui::quiet(pen, "None yet. Select areas, then say what people here know.");
  if (!off.empty()) make(desk.here, desk.talk, make_note_off(desk.here.session->state(), off), "");
}

void log_part(const OnTheTable& here, ui::Pen& pen) {
  const auto& session = *here.session;
  ui::heading(pen, "Change log");
  // The plan in hand and those that it was branched from.
  std::set<std::string> lineage{session.state().name};
  for (std::size_t round = 0; round < session.place().plans.size(); ++round)
    for (const auto& plan : session.place().plans)
      if (lineage.contains(plan.name) && !plan.parent.empty()) lineage.insert(plan.parent);
  const auto& log = session.place().log;
  std::size_t shown = 0;
  const auto row = [&](const std::string& when, const std::string& who, const std::string& what,
                       const std::string& before, const std::string& after, const std::string& why,
                       bool stored) {
    ui::wrapped(pen.word.said(what));
    pen.names.mark(fmt::format("log.{}", shown + 1), pen.word.said(what));
    ui::quiet(pen,
              fmt::format("{}{}{}", who.empty() ? "somebody" : who,
                          when.empty() ? "" : ", " + when.substr(0, std::min<std::size_t>(16, when.size())),
                          stored ? "" : ", not saved yet"));
    if (!before.empty() || !after.empty())
      ui::quiet(
          pen, fmt::format("{} \xe2\x86\x92 {}", before.empty() ? "-" : before, after.empty() ? "-" : after));
    if (!why.empty()) ui::coloured(pen.theme.warn, pen.word.said(why));
    ImGui::Separator();
    ++shown;
  };
  const auto& history = session.history();
  if (session.changed())
    for (std::size_t step = history.done(); step-- > session.stored_steps();) {
      const auto& edit = history.steps()[step];
      std::string why = edit.reason;
      for (const auto& rule : edit.breaks) why += (why.empty() ? "breaks " : "; breaks ") + rule;
      row(edit.when, edit.who, edit.sentence, edit.was, edit.became, why, false);
    }
  for (std::size_t at = log.size(); at-- > 0 && shown < 200;)
    if (log[at].plan.empty() || lineage.contains(log[at].plan))
      row(log[at].when, log[at].who, log[at].what, log[at].before, log[at].after, log[at].why, true);
  if (shown == 0) ui::quiet(pen, "Nothing has been changed by hand yet.");
}

}  // namespace

const char* note_kind_name(const std::string& kind) {
  if (kind == "hotspot") return "Need uplift";
  if (kind == "wish") return "Wish";
  if (kind == "evidence") return "Evidence";
  return "Note";
}

namespace {

void draw_log(Desk& desk, ui::Pen& pen) {
  note_part(desk, pen);
  log_part(desk.here, pen);
}

const PanelRow kRow{{.where = Panel::Where::side,
                     .rank = 60,
                     .id = "side.log",
                     .tab = "Log",
                     .title = "Notes and change log",
                     .shortcut = {'L', true, false},
                     .draw = draw_log}};

}  // namespace
}  // namespace placewright::viewer
