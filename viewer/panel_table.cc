#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "viewer/panel_grid.h"
#include "viewer/panels.h"

namespace placewright::viewer {
namespace {

struct Row {
  std::int32_t label;
  std::string id, name, state;
  double people, need;
  std::uint32_t areas, pieces, practices;
  bool out, locked;
};

std::vector<Row> rows_of(const Desk& desk) {
  const auto& session = *desk.session;
  std::vector<std::uint32_t> practices(session.state().entries.size(), 0);
  for (const auto& site : session.place().sites)
    if (site.kind == "gp" && site.open)
      if (const auto area = session.place().find_area(site.area); area && session.state().label[*area] >= 0) ++practices[static_cast<std::size_t>(session.state().label[*area])];
  std::vector<Row> rows;
  const auto& population = session.brief().population;
  for (const auto label : neighbourhoods(desk)) {
    const auto at = static_cast<std::size_t>(label);
    const auto& entry = session.state().entries[at];
    Row row{label, entry.id, entry.name == entry.id ? "" : entry.name, "", session.tallies().people[at], std::nan(""), session.tallies().areas[at], session.tallies().pieces[at], practices[at], false, entry.locked};
    if (at < session.score().per_neighbourhood.size()) row.need = session.score().per_neighbourhood[at].deprivation_mean;
    row.out = row.people < population.min || row.people > population.max;
    if (row.people > population.max) row.state = "over by " + ui::number(row.people - population.max);
    if (row.people < population.min) row.state = "short by " + ui::number(population.min - row.people);
    if (row.pieces > 1) row.state += fmt::format("{}{} pieces", row.state.empty() ? "" : ", ", row.pieces);
    if (row.practices == 0 && !session.place().sites.empty()) row.state += fmt::format("{}no practice", row.state.empty() ? "" : ", ");
    rows.push_back(std::move(row));
  }
  return rows;
}

/// The same rows as a value: what "Copy" and "CSV" take.
boundaries::output::Table table_of(const std::vector<Row>& rows) {
  boundaries::output::Table table{"neighbourhoods", "Neighbourhoods",
                                  {{"Id", 0, ""}, {"Name", 0, ""}, {"People", 0, "usual residents"}, {"Need", 1, "people-weighted mean of the brief's measure of deprivation"}, {"Areas", 0, ""}, {"GPs", 0, "open GP practices that lie here"}, {"To mend", 0, ""}},
                                  {}};
  for (const auto& row : rows) table.rows.push_back({row.id, row.name, row.people, row.need, static_cast<double>(row.areas), static_cast<double>(row.practices), row.state});
  return table;
}

/// Rows that pass the filter, sorted as the header says.
std::vector<std::size_t> order_of(const boundaries::output::Table& table, const std::string& filter, const ImGuiTableSortSpecs* specs) {
  if (specs == nullptr || specs->SpecsCount == 0) return grid_order(table, filter, 0, false);
  constexpr std::array<int, 8> column_of{0, 1, 2, 2, 3, 4, 5, 6};  // the bar shows people too
  const auto& spec = specs->Specs[0];
  return grid_order(table, filter, column_of[static_cast<std::size_t>(std::clamp<int>(spec.ColumnIndex, 0, 7))], spec.SortDirection == ImGuiSortDirection_Descending);
}

}  // namespace

void draw_table(Desk& desk, ui::Pen& pen) {
  const auto flags = ImGuiTableFlags_Sortable | ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg | ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_PadOuterX;
  auto rows = rows_of(desk);
  const auto table = table_of(rows);
  auto& drawer = desk.drawer;
  draw_grid_tools(desk, pen, "table", table, drawer.filter, drawer.order);
  if (!ImGui::BeginTable("neighbourhoods", 8, flags)) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableSetupColumn("Id", ImGuiTableColumnFlags_DefaultSort, pen.px(62));
  ImGui::TableSetupColumn("Name", ImGuiTableColumnFlags_WidthStretch, 1.2f);
  ImGui::TableSetupColumn("People", 0, pen.px(66));
  const float bar = ImGui::GetContentRegionAvail().x < pen.px(800) ? pen.px(96) : pen.px(140);
  ImGui::TableSetupColumn("Bounds", 0, bar);
  ImGui::TableSetupColumn("Need", 0, pen.px(46));
  ImGui::TableSetupColumn("Areas", 0, pen.px(48));
  ImGui::TableSetupColumn("GPs", 0, pen.px(40));
  ImGui::TableSetupColumn("To mend", ImGuiTableColumnFlags_WidthStretch, 1.0f);
  static const std::vector<boundaries::output::Column> columns{{"Id", 0, ""}, {"Name", 0, ""}, {"People", 0, "usual residents"}, {"Bounds", 0, "people against the bounds: the two lines are the brief's bounds"}, {"Need", 0, "people-weighted mean deprivation"}, {"Areas", 0, ""}, {"GPs", 0, "open GP practices"}, {"To mend", 0, "what breaks a rule"}};
  draw_grid_header(pen, "table", columns, {0, 0, 1, 0, 1, 1, 1, 0});
  drawer.order = order_of(table, drawer.filter, ImGui::TableGetSortSpecs());
  const auto& population = desk.session->brief().population;
  // One scale for all rows, so that the limits stand in line.
  double full = population.max * 1.25;
  for (const auto& row : rows) full = std::max(full, row.people * 1.02);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(drawer.order.size()));
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto& row = rows[drawer.order[static_cast<std::size_t>(i)]];
      ImGui::TableNextRow();
      ImGui::TableNextColumn();
      const auto fill = neighbourhood_fills(desk.theme.kind);
      const auto colour = static_cast<std::size_t>(row.label) < desk.colour_of.size() ? fill[desk.colour_of[static_cast<std::size_t>(row.label)] % fill.size()] : desk.theme.missing;
      ImGui::PushID(row.label);
      const bool pressed = ImGui::Selectable("##row", std::binary_search(desk.chosen.begin(), desk.chosen.end(), row.label), ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_AllowItemOverlap);
      ImGui::PopID();
      pen.names.mark("row." + row.id, row.locked ? "locked" : "open");
      if (pressed && ImGui::GetIO().KeyCtrl)
        toggle_neighbourhood(desk, row.label);
      else if (pressed)
        select_neighbourhood(desk, row.label, true);
      ImGui::SameLine(0, 0);
      ui::swatch(pen, seen_by(colour, desk.sight));
      ImGui::SameLine();
      ImGui::TextUnformatted(row.id.c_str());
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(row.name.c_str());
      if (row.locked) {
        ImGui::SameLine();
        ui::coloured(desk.theme.accent, "locked");
      }
      ImGui::TableNextColumn();
      right_aligned(ui::number(row.people));
      ImGui::TableNextColumn();
      ui::bounds_bar(pen, row.people, population.min, population.max, full, bar - pen.px(2));
      ImGui::TableNextColumn();
      right_aligned(ui::number(row.need, 1));
      ImGui::TableNextColumn();
      right_aligned(ui::number(row.areas));
      ImGui::TableNextColumn();
      right_aligned(ui::number(row.practices));
      ImGui::TableNextColumn();
      if (row.state.empty())
        ImGui::TextColored(ImGui::ColorConvertU32ToFloat4(desk.theme.good), "nothing");
      else
        ImGui::TextColored(ImGui::ColorConvertU32ToFloat4(row.out || row.pieces > 1 ? desk.theme.bad : desk.theme.warn), "%s", row.state.c_str());
    }
  ImGui::EndTable();
}

}  // namespace placewright::viewer
