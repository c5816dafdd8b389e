#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "datasets/place/names.h"
#include "viewer/panels/grid.h"
#include "viewer/panels/panels.h"

namespace placewright::viewer {
namespace {

struct Row {
  std::int32_t label;
  std::string id, name, state;
  double people, deprivation;
  std::uint32_t areas, pieces, practices, notes;
  bool out, locked;
};

std::vector<Row> rows_of(const OnTheTable& here) {
  const auto& session = *here.session;
  std::vector<std::uint32_t> practices(session.state().entries.size(), 0);
  const auto& sites = session.place().sites;
  for (std::size_t site = 0; site < sites.size(); ++site) {
    if (sites[site].kind != "gp" || !sites[site].open || here.site_area[site] < 0) continue;
    if (const auto label = session.state().label[static_cast<std::size_t>(here.site_area[site])]; label >= 0)
      ++practices[static_cast<std::size_t>(label)];
  }
  std::vector<std::uint32_t> notes(practices.size(), 0);
  for (const auto& note : session.place().notes)
    if (const auto area = session.place().find_area(note.area); area && session.state().label[*area] >= 0)
      ++notes[static_cast<std::size_t>(session.state().label[*area])];
  std::vector<Row> rows;
  const auto& population = session.brief().population;
  for (const auto label : neighbourhoods(here)) {
    const auto at = static_cast<std::size_t>(label);
    const auto& entry = session.state().entries[at];
    Row row{label,
            entry.id,
            std::string(datasets::further_name(entry.id, entry.name)),
            "",
            session.tallies().people[at],
            std::nan(""),
            session.tallies().areas[at],
            session.tallies().pieces[at],
            practices[at],
            notes[at],
            false,
            entry.locked};
    if (at < session.score().per_neighbourhood.size())
      row.deprivation = session.score().per_neighbourhood[at].deprivation_mean;
    row.out = row.people < population.min || row.people > population.max;
    if (row.people > population.max) row.state = "over by " + ui::number(row.people - population.max);
    if (row.people < population.min) row.state = "short by " + ui::number(population.min - row.people);
    if (row.pieces > 1) row.state += fmt::format("{}{} pieces", row.state.empty() ? "" : ", ", row.pieces);
    if (row.practices == 0 && !session.place().sites.empty())
      row.state += fmt::format("{}no practice", row.state.empty() ? "" : ", ");
    rows.push_back(std::move(row));
  }
  return rows;
}

/// The same rows as a value: what "Copy" and "CSV" take.
boundaries::output::Table table_of(const std::vector<Row>& rows) {
  boundaries::output::Table table{
      "neighbourhoods",
      "Neighbourhoods",
      {{"Id", 0, ""},
       {"Name", 0, ""},
       {"People", 0, "usual residents"},
       {"Deprivation", 1, "people-weighted mean of the measure that the brief names"},
       {"Areas", 0, ""},
       {"GPs", 0, "open GP practices that lie here"},
       {"Notes", 0, ""},
       {"Locked", 0, ""},
       {"To mend", 0, ""}},
      {}};
  for (const auto& row : rows)
    table.rows.push_back({row.id, row.name, row.people, row.deprivation, static_cast<double>(row.areas),
                          static_cast<double>(row.practices), static_cast<double>(row.notes),
                          row.locked ? "locked" : "", row.state});
  return table;
}

/// What the list can show; what has no room is left out, the least asked for first.
enum class Part : std::uint8_t {
  id,
  name,
  locked,
  people,
  bounds,
  deprivation,
  areas,
  practices,
  notes,
  state
};
struct PartLook {
  Part part;
  const char *title, *meaning;
  float width;   ///< points; 0: takes what is left
  int sorts_by;  ///< column of the table value
  bool number;
};
constexpr std::array<PartLook, 10> kParts{
    {{Part::id, "Id", "", 72, 0, false},
     {Part::name, "Name", "", 0, 1, false},
     {Part::locked, "Lock", "locked: edits and the machine leave it as it is; click to lock or unlock", 50, 7,
      false},
     {Part::people, "People", "usual residents", 66, 2, true},
     {Part::bounds, "Bounds", "people against the bounds: the two lines are the brief's bounds", 84, 2,
      false},
     {Part::deprivation, "Deprivation", "people-weighted mean of the measure that the brief names", 80, 3,
      true},
     {Part::areas, "Areas", "", 48, 4, true},
     {Part::practices, "GPs", "open GP practices", 40, 5, true},
     {Part::notes, "Notes", "notes on its areas", 48, 6, true},
     {Part::state, "To mend", "what breaks a rule", 88, 8, false}}};

/// Those that fit into so many points, in the order they stand.
std::vector<PartLook> parts_within(float points, bool any_note) {
  constexpr std::array<Part, 10> by_worth{Part::id,     Part::people, Part::name,        Part::state,
                                          Part::bounds, Part::locked, Part::deprivation, Part::practices,
                                          Part::notes,  Part::areas};
  std::vector<Part> kept;
  float used = 0;
  for (const auto part : by_worth) {
    if (part == Part::notes && !any_note) continue;
    const auto& look =
        *std::find_if(kParts.begin(), kParts.end(), [&](const auto& one) { return one.part == part; });
    const float width = (look.width > 0 ? look.width : 110) + 14;
    if (used + width > points && kept.size() >= 2) continue;
    used += width;
    kept.push_back(part);
  }
  std::vector<PartLook> parts;
  for (const auto& look : kParts)
    if (std::find(kept.begin(), kept.end(), look.part) != kept.end()) parts.push_back(look);
  return parts;
}

/// Rows that pass the filter, sorted as the header says.
std::vector<std::size_t> order_of(const boundaries::output::Table& table, const std::string& filter,
                                  const std::vector<PartLook>& parts, const ImGuiTableSortSpecs* specs) {
  if (specs == nullptr || specs->SpecsCount == 0) return grid_order(table, filter, 0, false);
  const auto& spec = specs->Specs[0];
  const auto& part = parts[static_cast<std::size_t>(
      std::clamp<int>(spec.ColumnIndex, 0, static_cast<int>(parts.size()) - 1))];
  return grid_order(table, filter, part.sorts_by, spec.SortDirection == ImGuiSortDirection_Descending);
}

void cell(OnTheTable& here, MapView& view, Talk& talk, ui::Pen& pen, const Row& row, const PartLook& look,
          double full) {
  const auto& population = here.session->brief().population;
  switch (look.part) {
    case Part::id: {
      const auto colour = neighbourhood_fill(*here.colour_of, row.label, pen.theme, view.sight);
      ImGui::PushID(row.label);
      const bool pressed =
          ImGui::Selectable("##row", std::binary_search(here.chosen.begin(), here.chosen.end(), row.label),
                            ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_AllowItemOverlap);
      ImGui::PopID();
      pen.names.mark("row." + row.id, row.locked ? "locked" : "open");
      if (pressed && ImGui::GetIO().KeyCtrl)
        toggle_neighbourhood(here, row.label);
      else if (pressed)
        select_neighbourhood(here, view, row.label, true);
      ImGui::SameLine(0, 0);
      ui::swatch(pen, colour);
      ImGui::SameLine();
      ImGui::TextUnformatted(row.id.c_str());
      break;
    }
    case Part::name:
      ui::shortened(row.name, ImGui::GetContentRegionAvail().x);
      break;
    case Part::locked: {
      const auto at = ImGui::GetCursorScreenPos();
      const ImVec2 size(pen.px(22), ImGui::GetTextLineHeight());
      ImGui::PushID(row.label);
      const bool pressed = ImGui::InvisibleButton("lock", size);
      ImGui::PopID();
      pen.names.mark("lock." + row.id, row.locked ? "locked" : "open");
      const bool over = ImGui::IsItemHovered();
      if (row.locked || over)
        ui::padlock(*ImGui::GetWindowDrawList(), ImVec2(at.x + size.x / 2, at.y + size.y / 2), pen.px(6),
                    row.locked ? pen.theme.text : pen.theme.control_line, 0);
      if (over) ui::hint(row.locked ? "Locked. Click to unlock" : "Click to lock");
      if (pressed)
        make(here, talk, make_neighbourhood_lock(here.session->state(), row.label, !row.locked), "");
      break;
    }
    case Part::people:
      right_aligned(ui::number(row.people));
      break;
    case Part::bounds:
      ui::bounds_bar(pen, row.people, population.min, population.max, full,
                     ImGui::GetContentRegionAvail().x - pen.px(2));
      break;
    case Part::deprivation:
      right_aligned(ui::number(row.deprivation, 1));
      break;
    case Part::areas:
      right_aligned(ui::number(row.areas));
      break;
    case Part::practices:
      right_aligned(ui::number(row.practices));
      break;
    case Part::notes:
      if (row.notes > 0) right_aligned(ui::number(row.notes));
      break;
    case Part::state: {
      const auto colour = row.state.empty()           ? pen.theme.good
                          : row.out || row.pieces > 1 ? pen.theme.bad
                                                      : pen.theme.warn;
      ImGui::PushStyleColor(ImGuiCol_Text, colour);
      ui::shortened(row.state.empty() ? "nothing" : row.state, ImGui::GetContentRegionAvail().x);
      ImGui::PopStyleColor();
      break;
    }
  }
}

/// What to do where nothing is drawn yet.
void nothing_drawn(OnTheTable& here, Tools& tools, ui::Pen& pen) {
  ImGui::Dummy(ImVec2(0, pen.px(6)));
  ui::heading(pen, "No neighbourhood yet");
  ui::wrapped(pen.word.said(
      "Let the machine draw a first plan by the brief, or paint areas into a new neighbourhood by hand: "
      "choose \"to a new neighbourhood\" above the map."));
  if (ui::primary_button(pen, "Draw with the machine...", "table.machine")) tools.side = "side.machine";
  ImGui::SameLine();
  if (ui::button(pen, "Paint a new neighbourhood", "table.paint")) {
    tools.tool = Tool::brush;
    here.target = {Target::Kind::fresh, -1};
  }
}

void draw_table(Desk& desk, ui::Pen& pen) {
  auto rows = rows_of(desk.here);
  const auto table = table_of(rows);
  draw_grid_tools(desk.here, desk.talk, pen, "table", table, desk.here.table.filter, desk.here.table.order);
  if (rows.empty()) {
    desk.here.table.order.clear();
    nothing_drawn(desk.here, desk.tools, pen);
    return;
  }
  const bool any_note = std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.notes > 0; });
  const auto parts = parts_within(ImGui::GetContentRegionAvail().x / pen.scale - 16, any_note);
  const auto flags = ImGuiTableFlags_Sortable | ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg |
                     ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_SizingFixedFit |
                     ImGuiTableFlags_PadOuterX;
  // Another set of columns is another table: each keeps its widths.
  if (!ImGui::BeginTable(fmt::format("neighbourhoods{}{}", parts.size(), any_note).c_str(),
                         static_cast<int>(parts.size()), flags))
    return;
  ImGui::TableSetupScrollFreeze(0, 1);
  std::vector<boundaries::output::Column> columns;
  std::vector<std::uint8_t> numbers;
  const bool roomy = ImGui::GetContentRegionAvail().x > pen.px(900);
  for (const auto& part : parts) {
    columns.push_back({part.title, 0, part.meaning});
    numbers.push_back(part.number);
    const bool wide_state = part.part == Part::state && roomy;
    ImGui::TableSetupColumn(part.title,
                            (part.part == Part::id ? ImGuiTableColumnFlags_DefaultSort : 0) |
                                (part.width > 0 && !wide_state ? ImGuiTableColumnFlags_WidthFixed
                                                               : ImGuiTableColumnFlags_WidthStretch),
                            wide_state       ? 0.8f
                            : part.width > 0 ? pen.px(part.part == Part::bounds && roomy ? 140 : part.width)
                                             : 1.2f);
  }
  draw_grid_header(pen, "table", columns, numbers);
  desk.here.table.order = order_of(table, desk.here.table.filter, parts, ImGui::TableGetSortSpecs());
  // One scale for all rows, so that the limits stand in line.
  double full = desk.here.session->brief().population.max * 1.25;
  for (const auto& row : rows) full = std::max(full, row.people * 1.02);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(desk.here.table.order.size()));
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto& row = rows[desk.here.table.order[static_cast<std::size_t>(i)]];
      ImGui::TableNextRow();
      for (const auto& part : parts) {
        ImGui::TableNextColumn();
        cell(desk.here, desk.view, desk.talk, pen, row, part, full);
      }
    }
  ImGui::EndTable();
}

const PanelRow kRow{{.where = Panel::Where::drawer,
                     .rank = 10,
                     .id = "drawer.table",
                     .tab = "Neighbourhoods",
                     .short_tab = "Table",
                     .title = "Table of neighbourhoods",
                     .shortcut = {'1', true, false},
                     .draw = draw_table,
                     .height = {0.27f, 150, 0.5f, 0.5f}}};

}  // namespace
}  // namespace placewright::viewer
