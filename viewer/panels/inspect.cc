#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "viewer/panels/panels.h"
#include "viewer/session/site_words.h"

namespace placewright::viewer {
namespace {

void area_card(OnTheTable& here, ui::Pen& pen, std::uint32_t area) {
  const auto& areas = here.session->place().areas;
  ui::quiet(pen, "Area " + areas.code[area]);
  title_line(pen, areas.name[area].empty() ? areas.code[area] : areas.name[area]);
  ui::fact(pen, "People", ui::number(areas.population[area]));
  if (!datasets::is_missing(areas.imd_decile[area]))
    ui::fact(pen, "Deprivation decile",
             fmt::format("{:.0f} of 10{}", areas.imd_decile[area],
                         areas.imd_decile[area] <= 2 ? " (Core20)" : ""));
  for (const auto& [key, label] :
       {std::pair{"ward_name", "Ward"}, {"msoa_name", "MSOA"}, {"lad_name", "Authority"}})
    if (const auto column = areas.parents.find(key);
        column != areas.parents.end() && !column->second[area].empty())
      ui::fact(pen, label, column->second[area]);
  if (!areas.pcn_code.empty() && !areas.pcn_code[area].empty())
    ui::fact(
        pen, "PCN of most patients",
        areas.pcn_code[area] + (area < areas.pcn_share.size() && !datasets::is_missing(areas.pcn_share[area])
                                    ? fmt::format(" ({:.0f} %)", 100 * areas.pcn_share[area])
                                    : std::string()));
  ui::fact(pen, "Neighbourhood", neighbourhood_name(here, here.session->state().label[area]));
  if (here.session->state().area_locked[area] != 0) ui::coloured(pen.theme.accent, "locked");
  for (const auto& note : here.session->place().notes)
    if (note.area == areas.code[area])
      ui::quiet(pen, fmt::format("\"{}\" {}, {}", note.text, note.author, note.date.substr(0, 10)));
}

void selection_card(const OnTheTable& here, const AppCommands& commands, ui::Pen& pen) {
  double people = 0;
  for (const auto area : here.selected)
    if (const double value = here.session->place().areas.population[area]; !std::isnan(value))
      people += value;
  title_line(pen,
             fmt::format("{} area{} selected", here.selected.size(), here.selected.size() == 1 ? "" : "s"));
  ui::fact(pen, "People", ui::number(people));
  const float third = (ImGui::GetContentRegionAvail().x - 2 * ImGui::GetStyle().ItemSpacing.x) / 3;
  if (ui::button(pen, "Move", "selection.move", true, third)) commands.run("edit.move");
  ImGui::SameLine();
  if (ui::button(pen, "Lock", "selection.lock", true, third)) commands.run("edit.lock_areas");
  ImGui::SameLine();
  if (ui::button(pen, "Note...", "selection.note", true, third)) commands.run("edit.note");
}

void neighbourhood_card(const OnTheTable& here, const AppCommands& commands, ui::Pen& pen,
                        std::int32_t label) {
  const auto& session = *here.session;
  const auto row = static_cast<std::size_t>(label);
  const auto& entry = session.state().entries[row];
  const auto& population = session.brief().population;
  ui::quiet(pen, pen.word.said("Neighbourhood ") + entry.id);
  title_line(pen, entry.name.empty() ? entry.id : entry.name);
  const double people = session.tallies().people[row];
  ui::fact(pen, "People", ui::number(people));
  ui::bounds_bar(pen, people, population.min, population.max, std::max(population.max * 1.25, people * 1.02),
                 ImGui::GetContentRegionAvail().x);
  ui::quiet(pen, fmt::format("{} {} to {}",
                             boundaries::names_bounds(session.state().brief)
                                 ? "bounds"
                                 : "default bounds, nobody asked for any:",
                             ui::number(population.min), ui::number(population.max)));
  ui::fact(pen, "Areas", ui::number(session.tallies().areas[row]));
  if (session.tallies().pieces[row] > 1)
    ui::coloured(pen.theme.bad, fmt::format("in {} pieces", session.tallies().pieces[row]));
  if (row < session.score().per_neighbourhood.size()) {
    const auto& score = session.score().per_neighbourhood[row];
    ui::fact(pen, "Mean deprivation", ui::number(score.deprivation_mean, 1));
    if (const auto* question = session.question();
        question != nullptr && !score.access_minutes.empty() && !question->problem.access.empty())
      ui::fact(pen, ("Minutes to its " + question->problem.access.front().kind).c_str(),
               ui::number(score.access_minutes.front(), 1));
  }
  std::size_t practices = 0, bases = 0;
  const auto& sites = session.place().sites;
  for (std::size_t site = 0; site < sites.size(); ++site)
    if (const auto area = here.site_area[site];
        area >= 0 && sites[site].open && session.state().label[static_cast<std::size_t>(area)] == label)
      practices += sites[site].kind == "gp", bases += sites[site].kind == "base";
  ui::fact(pen, "GP practices", ui::number(static_cast<double>(practices)));
  ui::fact(pen, "Staff bases", ui::number(static_cast<double>(bases)));
  const float third = (ImGui::GetContentRegionAvail().x - 2 * ImGui::GetStyle().ItemSpacing.x) / 3;
  if (ui::button(pen, entry.locked ? "Unlock" : "Lock", "neighbourhood.lock", true, third))
    commands.run("plan.lock");
  ImGui::SameLine();
  if (ui::button(pen, "Rename", "neighbourhood.rename", true, third)) commands.run("plan.rename");
  ImGui::SameLine();
  if (ui::button(pen, "Split", "neighbourhood.split", true, third)) commands.run("plan.split");
  if (ui::button(pen, "Redraw it and those around", "neighbourhood.redraw", here.machine.job == nullptr,
                 ImGui::GetContentRegionAvail().x))
    commands.run("plan.redraw_here");
}

void place_card(const OnTheTable& here, ui::Pen& pen) {
  const auto& session = *here.session;
  title_line(pen, session.place().name.empty() ? "Place" : session.place().name);
  if (session.place().invented)
    ui::quiet(pen, "An invented place: every person and organisation in it is made up.");
  double people = 0;
  for (const double value : session.tallies().people) people += value;
  ui::fact(pen, "People assigned", ui::number(people));
  ui::fact(pen, "Neighbourhoods", ui::number(static_cast<double>(neighbourhoods(here).size())));
  if (!std::isnan(session.score().total))
    ui::fact(pen, "Total loss, 0 is best", ui::number(session.score().total, 3));
  for (const auto& criterion : session.score().criteria)
    ui::fact(pen, criterion.name.c_str(),
             fmt::format("{}  x {:g}", ui::number(criterion.loss, 3), criterion.weight));
  if (!session.problem_known()) ui::coloured(pen.theme.warn, session.problem_refused());
  ui::quiet(pen, "Click an area or a row of the table to see more.");
}

void history_part(OnTheTable& here, Talk& talk, const AppCommands& commands, ui::Pen& pen) {
  const auto& history = here.session->history();
  ui::heading(pen, "History");
  const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  if (ui::button(pen, "Undo", "history.undo", history.done() > 0, half)) commands.run("edit.undo");
  ImGui::SameLine();
  if (ui::button(pen, "Redo", "history.redo", history.done() < history.steps().size(), half))
    commands.run("edit.redo");
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
    if (ImGui::IsItemHovered() && !edit.reason.empty()) ui::hint(edit.reason);
    if (undone) ImGui::PopStyleColor();
  }
  if (!go_to) return;
  drop_pending(here, talk);
  attempt(talk, [&] {
    while (history.done() > *go_to && here.session->undo()) continue;
    while (history.done() < *go_to && here.session->redo()) continue;
  });
}

/// The chosen site, and how long the way to it is.
void site_part(OnTheTable& here, MapView& view, ui::Pen& pen) {
  const auto& site = here.session->place().sites[*here.site];
  ui::quiet(pen, word_of_site(site.kind) + " " + site.id);
  title_line(pen, site.name.empty() ? site.id : site.name);
  if (!site.organisation.empty() && site.organisation != site.name) ui::quiet(pen, site.organisation);
  if (!datasets::is_missing(site.list_size)) ui::fact(pen, "Patients", ui::number(site.list_size));
  if (const auto area = here.session->place().find_area(site.area); area)
    ui::fact(pen, "Lies in",
             here.session->place().areas.inside[*area] == 0
                 ? "outside the place"
                 : neighbourhood_name(here, here.session->state().label[*area]));
  ui::quiet(pen, "Colour the map by minutes to it");
  const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  const auto& minutes = lens_of("colour.site_minutes");
  const auto& ways = choices_of(here, minutes.pickers.front());
  const auto now = lens_ask(here, minutes).picked(minutes.pickers.front().name);
  for (std::size_t i = 0; i < ways.size(); ++i) {
    if (i % 2 != 0) ImGui::SameLine();
    if (ui::tool_button(pen, ways[i].words.c_str(), "site.minutes:" + ways[i].value,
                        view.lens == &minutes && (now.empty() ? i == 0 : now == ways[i].value), nullptr,
                        half)) {
      view.lens = &minutes;
      here.picks[minutes.pickers.front().name] = ways[i].value;
    }
  }
  if (ui::button(pen, "Let go of this site", "site.none", true, ImGui::GetContentRegionAvail().x)) {
    here.site.reset();
    if (view.lens == &minutes) view.lens = &lens_of("colour.neighbourhood");
  }
  ImGui::Separator();
}

void draw_inspector(Desk& desk, ui::Pen& pen) {
  if (desk.here.site) site_part(desk.here, desk.view, pen);
  const bool own_area = desk.here.hovered && desk.here.session->place().areas.inside[*desk.here.hovered] != 0;
  if (desk.here.selected.size() > 1) {
    selection_card(desk.here, desk.commands, pen);
    ImGui::Separator();
  } else if (desk.here.selected.size() == 1) {
    area_card(desk.here, pen, desk.here.selected.front());
    selection_card(desk.here, desk.commands, pen);
    draw_why(desk.here, desk.talk, pen, desk.here.selected.front());
    ImGui::Separator();
  } else if (own_area && desk.here.neighbourhood < 0) {
    area_card(desk.here, pen, *desk.here.hovered);
    ImGui::Separator();
  }
  if (desk.here.neighbourhood >= 0 &&
      static_cast<std::size_t>(desk.here.neighbourhood) < desk.here.session->state().entries.size())
    neighbourhood_card(desk.here, desk.commands, pen, desk.here.neighbourhood);
  else
    place_card(desk.here, pen);
  history_part(desk.here, desk.talk, desk.commands, pen);
}

const PanelRow kRow{{.where = Panel::Where::side,
                     .rank = 20,
                     .id = "side.inspect",
                     .tab = "Inspect",
                     .title = "Inspector and history",
                     .shortcut = {'6', true, false},
                     .draw = draw_inspector}};

}  // namespace
}  // namespace placewright::viewer
