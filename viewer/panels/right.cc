#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "viewer/panels/panels.h"
#include "viewer/session/site_words.h"

namespace placewright::viewer {
namespace {

void fact(ui::Pen& pen, const char* what, const std::string& value) {
  ImGui::PushStyleColor(ImGuiCol_Text, pen.theme.text_quiet);
  ImGui::TextUnformatted(what);
  ImGui::PopStyleColor();
  const float room = ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(value.c_str()).x;
  // A long value has a line of its own.
  if (room > ImGui::GetCursorStartPos().x + ImGui::CalcTextSize(what).x + pen.px(10))
    ImGui::SameLine(room);
  else
    ImGui::SetCursorPosX(std::max(room, ImGui::GetCursorStartPos().x + pen.px(10)));
  ImGui::TextUnformatted(value.c_str());
}

void title(ui::Pen& pen, const std::string& text) {
  ImGui::PushFont(pen.fonts.bold);
  ui::wrapped(text);
  ImGui::PopFont();
}

void area_card(Desk& desk, ui::Pen& pen, std::uint32_t area) {
  const auto& areas = desk.here.session->place().areas;
  ui::quiet(pen, "Area " + areas.code[area]);
  title(pen, areas.name[area].empty() ? areas.code[area] : areas.name[area]);
  fact(pen, "People", ui::number(areas.population[area]));
  if (!datasets::is_missing(areas.imd_decile[area]))
    fact(pen, "Deprivation decile",
         fmt::format("{:.0f} of 10{}", areas.imd_decile[area],
                     areas.imd_decile[area] <= 2 ? " (Core20)" : ""));
  for (const auto& [key, label] :
       {std::pair{"ward_name", "Ward"}, {"msoa_name", "MSOA"}, {"lad_name", "Authority"}})
    if (const auto column = areas.parents.find(key);
        column != areas.parents.end() && !column->second[area].empty())
      fact(pen, label, column->second[area]);
  if (!areas.pcn_code.empty() && !areas.pcn_code[area].empty())
    fact(pen, "PCN of most patients",
         areas.pcn_code[area] + (area < areas.pcn_share.size() && !datasets::is_missing(areas.pcn_share[area])
                                     ? fmt::format(" ({:.0f} %)", 100 * areas.pcn_share[area])
                                     : std::string()));
  fact(pen, "Neighbourhood", neighbourhood_name(desk, desk.here.session->state().label[area]));
  if (desk.here.session->state().area_locked[area] != 0) ui::coloured(pen.theme.accent, "locked");
  for (const auto& note : desk.here.session->place().notes)
    if (note.area == areas.code[area])
      ui::quiet(pen, fmt::format("\"{}\" {}, {}", note.text, note.author, note.date.substr(0, 10)));
}

void selection_card(Desk& desk, ui::Pen& pen) {
  double people = 0;
  for (const auto area : desk.here.selected)
    if (const double value = desk.here.session->place().areas.population[area]; !std::isnan(value))
      people += value;
  title(pen, fmt::format("{} area{} selected", desk.here.selected.size(),
                         desk.here.selected.size() == 1 ? "" : "s"));
  fact(pen, "People", ui::number(people));
  const float third = (ImGui::GetContentRegionAvail().x - 2 * ImGui::GetStyle().ItemSpacing.x) / 3;
  if (ui::button(pen, "Move", "selection.move", true, third)) desk.commands.run("edit.move");
  ImGui::SameLine();
  if (ui::button(pen, "Lock", "selection.lock", true, third)) desk.commands.run("edit.lock_areas");
  ImGui::SameLine();
  if (ui::button(pen, "Note...", "selection.note", true, third)) desk.commands.run("edit.note");
}

void neighbourhood_card(Desk& desk, ui::Pen& pen, std::int32_t label) {
  const auto& session = *desk.here.session;
  const auto row = static_cast<std::size_t>(label);
  const auto& entry = session.state().entries[row];
  const auto& population = session.brief().population;
  ui::quiet(pen, "Neighbourhood " + entry.id);
  title(pen, entry.name.empty() ? entry.id : entry.name);
  const double people = session.tallies().people[row];
  fact(pen, "People", ui::number(people));
  ui::bounds_bar(pen, people, population.min, population.max, std::max(population.max * 1.25, people * 1.02),
                 ImGui::GetContentRegionAvail().x);
  ui::quiet(pen, fmt::format("{} {} to {}",
                             boundaries::names_bounds(session.state().brief)
                                 ? "bounds"
                                 : "default bounds, nobody asked for any:",
                             ui::number(population.min), ui::number(population.max)));
  fact(pen, "Areas", ui::number(session.tallies().areas[row]));
  if (session.tallies().pieces[row] > 1)
    ui::coloured(pen.theme.bad, fmt::format("in {} pieces", session.tallies().pieces[row]));
  if (row < session.score().per_neighbourhood.size()) {
    const auto& score = session.score().per_neighbourhood[row];
    fact(pen, "Mean deprivation", ui::number(score.deprivation_mean, 1));
    if (const auto* question = session.question();
        question != nullptr && !score.access_minutes.empty() && !question->problem.access.empty())
      fact(pen, ("Minutes to its " + question->problem.access.front().kind).c_str(),
           ui::number(score.access_minutes.front(), 1));
  }
  std::size_t practices = 0, bases = 0;
  const auto& sites = session.place().sites;
  for (std::size_t site = 0; site < sites.size(); ++site)
    if (const auto area = desk.here.site_area[site];
        area >= 0 && sites[site].open && session.state().label[static_cast<std::size_t>(area)] == label)
      practices += sites[site].kind == "gp", bases += sites[site].kind == "base";
  fact(pen, "GP practices", ui::number(static_cast<double>(practices)));
  fact(pen, "Staff bases", ui::number(static_cast<double>(bases)));
  const float third = (ImGui::GetContentRegionAvail().x - 2 * ImGui::GetStyle().ItemSpacing.x) / 3;
  if (ui::button(pen, entry.locked ? "Unlock" : "Lock", "neighbourhood.lock", true, third))
    desk.commands.run("plan.lock");
  ImGui::SameLine();
  if (ui::button(pen, "Rename", "neighbourhood.rename", true, third)) desk.commands.run("plan.rename");
  ImGui::SameLine();
  if (ui::button(pen, "Split", "neighbourhood.split", true, third)) desk.commands.run("plan.split");
  if (ui::button(pen, "Redraw it and those around", "neighbourhood.redraw", desk.here.machine.job == nullptr,
                 ImGui::GetContentRegionAvail().x))
    desk.commands.run("plan.redraw_here");
}

void place_card(Desk& desk, ui::Pen& pen) {
  const auto& session = *desk.here.session;
  title(pen, session.place().name.empty() ? "Place" : session.place().name);
  if (session.place().invented)
    ui::quiet(pen, "An invented place: every person and organisation in it is made up.");
  double people = 0;
  for (const double value : session.tallies().people) people += value;
  fact(pen, "People assigned", ui::number(people));
  fact(pen, "Neighbourhoods", ui::number(static_cast<double>(neighbourhoods(desk).size())));
  if (!std::isnan(session.score().total))
    fact(pen, "Total loss, 0 is best", ui::number(session.score().total, 3));
  for (const auto& criterion : session.score().criteria)
    fact(pen, criterion.name.c_str(),
         fmt::format("{}  x {:g}", ui::number(criterion.loss, 3), criterion.weight));
  if (!session.problem_known()) ui::coloured(pen.theme.warn, session.problem_refused());
  ui::quiet(pen, "Click an area or a row of the table to see more.");
}

void effect_row(Desk& desk, ui::Pen& pen, const Effect::Row& row) {
  const auto& theme = pen.theme;
  ui::wrapped(neighbourhood_name(desk, row.label));
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

void effect_part(Desk& desk, ui::Pen& pen) {
  const auto& pending = *desk.here.pending;
  ui::heading(pen, "Effect of this change");
  ui::quiet(pen, fmt::format("{}; {} people move", pending.made.edit.sentence,
                             ui::number(pending.effect.people_moved)));
  const float height = std::min(
      ImGui::GetTextLineHeightWithSpacing() * (2.f * static_cast<float>(pending.effect.rows.size()) + 0.5f),
      pen.px(210));
  ImGui::BeginChild("effects", ImVec2(0, height));
  for (const auto& row : pending.effect.rows) effect_row(desk, pen, row);
  ImGui::EndChild();
  if (!std::isnan(pending.effect.after.total)) {
    const auto change =
        total_change(pending.effect.before, pending.effect.after, desk.here.session->without_plan());
    fact(pen, "Total loss",
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
                               desk.here.session->place().areas.code[pending.made.refused.front().area],
                               pending.made.refused.front().why));
  const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  const bool accept =
      ui::primary_button(pen, pending.effect.broken.empty() ? "Accept (Enter)" : "Accept... (Enter)",
                         "pending.accept", true, half);
  ImGui::SameLine();
  const bool drop = ui::button(pen, "Drop (Esc)", "pending.drop", true, half);
  if (accept) accept_pending(desk);
  if (drop) drop_pending(desk);
}

void history_part(Desk& desk, ui::Pen& pen) {
  const auto& history = desk.here.session->history();
  ui::heading(pen, "History");
  const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  if (ui::button(pen, "Undo", "history.undo", history.done() > 0, half)) desk.commands.run("edit.undo");
  ImGui::SameLine();
  if (ui::button(pen, "Redo", "history.redo", history.done() < history.steps().size(), half))
    desk.commands.run("edit.redo");
  if (history.steps().empty())
    ui::quiet(pen, "No edits yet. Each stroke becomes one step here; click a step to go back to it.");
  std::optional<std::size_t> go_to;
  for (std::size_t step = history.steps().size(); step-- > 0;) {
    const bool undone = step >= history.done();
    if (undone) ImGui::PushStyleColor(ImGuiCol_Text, pen.theme.text_quiet);
    const auto& edit = history.steps()[step];
    const auto label = fmt::format("{}  {}{}{}", step + 1, edit.sentence, edit.breaks.empty() ? "" : "  !",
                                   undone ? "  (undone)" : "");
    if (ui::selectable(pen, label, fmt::format("history.{}", step + 1), step + 1 == history.done()))
      go_to = step + 1;
    if (ImGui::IsItemHovered() && !edit.reason.empty()) ImGui::SetTooltip("%s", edit.reason.c_str());
    if (undone) ImGui::PopStyleColor();
  }
  if (!go_to) return;
  drop_pending(desk);
  attempt(desk, [&] {
    while (history.done() > *go_to && desk.here.session->undo()) continue;
    while (history.done() < *go_to && desk.here.session->redo()) continue;
  });
}

}  // namespace

namespace {

/// The chosen site, and how long the way to it is.
void site_part(Desk& desk, ui::Pen& pen) {
  const auto& site = desk.here.session->place().sites[*desk.here.site];
  ui::quiet(pen, word_of_site(site.kind) + " " + site.id);
  title(pen, site.name.empty() ? site.id : site.name);
  if (!site.organisation.empty() && site.organisation != site.name) ui::quiet(pen, site.organisation);
  if (!datasets::is_missing(site.list_size)) fact(pen, "Patients", ui::number(site.list_size));
  if (const auto area = desk.here.session->place().find_area(site.area); area)
    fact(pen, "Lies in",
         desk.here.session->place().areas.inside[*area] == 0
             ? "outside the place"
             : neighbourhood_name(desk, desk.here.session->state().label[*area]));
  ui::quiet(pen, "Colour the map by minutes to it");
  const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  for (std::size_t i = 0; i < desk.here.travel_modes.size(); ++i) {
    const auto& by = desk.here.travel_modes[i];
    if (i % 2 != 0) ImGui::SameLine();
    if (ui::tool_button(pen, travel_mode_name(by).c_str(), "site.minutes:" + by,
                        desk.view.mode == ColourMode::site_minutes && desk.here.travel_mode == by, nullptr,
                        half)) {
      desk.view.mode = ColourMode::site_minutes;
      desk.here.travel_mode = by;
    }
  }
  if (ui::button(pen, "Let go of this site", "site.none", true, ImGui::GetContentRegionAvail().x)) {
    desk.here.site.reset();
    if (desk.view.mode == ColourMode::site_minutes) desk.view.mode = ColourMode::neighbourhood;
  }
  ImGui::Separator();
}

void inspector(Desk& desk, ui::Pen& pen) {
  if (desk.here.site) site_part(desk, pen);
  const bool own_area = desk.here.hovered && desk.here.session->place().areas.inside[*desk.here.hovered] != 0;
  if (desk.here.selected.size() > 1) {
    selection_card(desk, pen);
    ImGui::Separator();
  } else if (desk.here.selected.size() == 1) {
    area_card(desk, pen, desk.here.selected.front());
    selection_card(desk, pen);
    draw_why(desk, pen, desk.here.selected.front());
    ImGui::Separator();
  } else if (own_area && desk.here.neighbourhood < 0) {
    area_card(desk, pen, *desk.here.hovered);
    ImGui::Separator();
  }
  if (desk.here.neighbourhood >= 0 &&
      static_cast<std::size_t>(desk.here.neighbourhood) < desk.here.session->state().entries.size())
    neighbourhood_card(desk, pen, desk.here.neighbourhood);
  else
    place_card(desk, pen);
  history_part(desk, pen);
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
  // Candidates come first where one of them is shown: they are to be compared.
  const bool candidate = desk.tools.side == Side::machine && desk.here.machine.shown && desk.here.pending;
  if (desk.here.pending && !candidate) effect_part(desk, pen);
  switch (desk.tools.side) {
    case Side::inspect:
      inspector(desk, pen);
      break;
    case Side::machine:
      draw_machine(desk, pen);
      if (candidate && desk.here.pending) effect_part(desk, pen);
      break;
    case Side::brief:
      draw_brief(desk, pen);
      break;
    case Side::plans:
      draw_plans(desk, pen);
      break;
    case Side::log:
      draw_log(desk, pen);
      break;
    case Side::map:
      draw_left(desk, pen);
      break;
  }
}

}  // namespace

void draw_right(Desk& desk, ui::Pen& pen) {
  struct Tab {
    Side side;
    const char *label, *name;
  };
  if (!desk.tools.narrow && desk.tools.side == Side::map) desk.tools.side = Side::inspect;
  std::vector<Tab> tabs{{Side::inspect, "Inspect", "side.inspect"},
                        {Side::machine, "Machine", "side.machine"},
                        {Side::brief, "Brief", "side.brief"},
                        {Side::plans, "Plans", "side.plans"},
                        {Side::log, "Log", "side.log"}};
  if (desk.tools.narrow) tabs.insert(tabs.begin(), {Side::map, "Map", "side.map"});
  // The tabs share the whole width, in two lines where one is too short for their words.
  const float width = ImGui::GetContentRegionAvail().x, gap = pen.px(3), pad = 2 * pen.px(4);
  const auto words = [&](std::size_t from, std::size_t to) {
    float sum = 0;
    for (std::size_t i = from; i < to; ++i)
      sum += ImGui::CalcTextSize(tabs[i].label).x + pad + (i > from ? gap : 0);
    return sum;
  };
  const auto first = words(0, tabs.size()) <= width ? tabs.size() : (tabs.size() + 1) / 2;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(pen.px(2), pen.px(4)));
  for (const auto& [from, to] : {std::pair{std::size_t{0}, first}, std::pair{first, tabs.size()}}) {
    if (from == to) continue;
    const float spare = std::max(0.f, (width - words(from, to)) / static_cast<float>(to - from));
    for (auto i = from; i < to; ++i) {
      if (i > from) ImGui::SameLine(0, gap);
      if (ui::tool_button(pen, tabs[i].label, tabs[i].name, desk.tools.side == tabs[i].side, nullptr,
                          std::floor(ImGui::CalcTextSize(tabs[i].label).x + pad + spare)))
        desk.tools.side = tabs[i].side;
    }
  }
  ImGui::PopStyleVar();
  // What scrolls is below the tabs, so that these always have the whole width.
  ImGui::BeginChild("side_part");
  draw_side(desk, pen);
  ImGui::EndChild();
}

void draw_status(Desk& desk, ui::Pen& pen) {
  const auto& session = *desk.here.session;
  const auto count = session.faults().size();
  const auto problems = count == 0 ? std::string("No problems")
                                   : fmt::format("! {} problem{} (F8)", count, count == 1 ? "" : "s");
  if (count > 0) ImGui::PushStyleColor(ImGuiCol_Text, desk.view.theme.bad);
  if (ui::button(pen, problems.c_str(), "status.problems")) desk.commands.run("check.next");
  if (count > 0) ImGui::PopStyleColor();
  const auto rows = neighbourhoods(desk);
  double least = 1e300, most = 0;
  for (const auto row : rows) {
    least = std::min(least, session.tallies().people[static_cast<std::size_t>(row)]);
    most = std::max(most, session.tallies().people[static_cast<std::size_t>(row)]);
  }
  std::size_t inside = 0, unassigned = 0;
  for (std::size_t area = 0; area < session.state().label.size(); ++area) {
    if (session.place().areas.inside[area] == 0) continue;
    ++inside;
    unassigned += session.state().label[area] < 0;
  }
  const std::string saved = session.read_only() ? "read only"
                            : session.changed() ? "edits in the journal, not saved"
                                                : "saved";
  float right = ImGui::CalcTextSize(saved.c_str()).x;
  const float job = desk.here.machine.job
                        ? pen.px(150 + 64 + 36) + ImGui::CalcTextSize(desk.here.machine.title.c_str()).x
                        : 0;
  // What does not fit is left out whole.
  const auto say_if_room = [&](const std::string& text, float gap) {
    ImGui::SameLine(0, gap);
    if (ImGui::GetCursorPosX() + ImGui::CalcTextSize(text.c_str()).x >
        ImGui::GetContentRegionMax().x - right - job - pen.px(16))
      return;
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(text.c_str());
  };
  say_if_room(fmt::format("{} areas, {} unassigned", ui::number(static_cast<double>(inside)),
                          ui::number(static_cast<double>(unassigned))),
              pen.px(12));
  if (!rows.empty())
    say_if_room(
        fmt::format("{} neighbourhoods of {} to {} people", ui::number(static_cast<double>(rows.size())),
                    ui::number(least), ui::number(most)),
        pen.px(20));
  if (desk.here.machine.job) {
    const float bar = pen.px(150), stop = pen.px(64);
    ImGui::SameLine(ImGui::GetContentRegionMax().x - right - bar - stop - pen.px(36) -
                    ImGui::CalcTextSize(desk.here.machine.title.c_str()).x);
    ImGui::TextUnformatted(desk.here.machine.title.c_str());
    ImGui::SameLine();
    ImGui::ProgressBar(
        static_cast<float>(desk.here.machine.fraction), ImVec2(bar, 0),
        fmt::format(
            "{:.0f} %  {}", 100 * desk.here.machine.fraction,
            std::isfinite(desk.here.machine.total) ? ui::number(desk.here.machine.total, 3) : std::string())
            .c_str());
    ImGui::SameLine();
    if (ui::button(pen, "Stop", "job.stop", true, stop)) desk.commands.run("plan.stop");
  }
  ImGui::SameLine(ImGui::GetContentRegionMax().x - right);
  ImGui::PushStyleColor(ImGuiCol_Text, session.changed() ? desk.view.theme.warn : desk.view.theme.text_quiet);
  ImGui::TextUnformatted(saved.c_str());
  ImGui::PopStyleColor();
}

}  // namespace placewright::viewer
