#include "viewer/panels/grid.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <numeric>

#include "datasets/place/names.h"
#include "geo/error.h"

namespace placewright::viewer {
namespace {

namespace output = boundaries::output;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string shown(const output::Cell& cell, int decimals) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  return ui::number(std::get<double>(cell), decimals);
}

/// Missing stands last, whichever way the table is sorted.
bool comes_first(const output::Cell& a, const output::Cell& b, bool falling) {
  if (const auto* left = std::get_if<double>(&a))
    if (const auto* right = std::get_if<double>(&b)) {
      if (std::isnan(*left) || std::isnan(*right)) return !std::isnan(*left) && std::isnan(*right);
      return falling ? *right < *left : *left < *right;
    }
  const auto* left = std::get_if<std::string>(&a);
  const auto* right = std::get_if<std::string>(&b);
  if (left != nullptr && right != nullptr)
    return falling ? datasets::comes_before(*right, *left) : datasets::comes_before(*left, *right);
  return falling ? b < a : a < b;
}

std::vector<std::uint8_t> number_columns(const output::Table& table) {
  std::vector<std::uint8_t> numbers(table.columns.size(), 0);
  if (!table.rows.empty())
    for (std::size_t c = 0; c < numbers.size(); ++c)
      numbers[c] = std::holds_alternative<double>(table.rows.front()[c]);
  return numbers;
}

}  // namespace

std::vector<std::size_t> grid_order(const output::Table& table, const std::string& filter, int column,
                                    bool falling) {
  std::vector<std::size_t> order;
  const auto wanted = lower(filter);
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const auto& cells = table.rows[row];
    const bool in = wanted.empty() || std::any_of(cells.begin(), cells.end(), [&](const auto& cell) {
                      const auto* text = std::get_if<std::string>(&cell);
                      return text != nullptr && lower(*text).find(wanted) != std::string::npos;
                    });
    if (in) order.push_back(row);
  }
  if (column >= 0 && static_cast<std::size_t>(column) < table.columns.size()) {
    const auto at = static_cast<std::size_t>(column);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
      return comes_first(table.rows[a][at], table.rows[b][at], falling);
    });
  }
  return order;
}

std::string grid_text(const output::Table& table, const std::vector<std::size_t>& order) {
  std::string text;
  for (std::size_t c = 0; c < table.columns.size(); ++c) text += (c == 0 ? "" : "\t") + table.columns[c].name;
  text += '\n';
  for (const auto row : order) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const auto& cell = table.rows[row][c];
      const auto* number = std::get_if<double>(&cell);
      text += c == 0 ? "" : "\t";
      // Spreadsheets read plain digits; missing is an empty cell there.
      text += number == nullptr         ? std::get<std::string>(cell)
              : !std::isfinite(*number) ? std::string()
                                        : output::figure_text(*number, table.columns[c].decimals);
    }
    text += '\n';
  }
  return text;
}

void write_grid(const OnTheTable& here, Talk& talk, const output::Table& table,
                const std::vector<std::size_t>& order) {
  auto shown_rows = table;
  shown_rows.rows.clear();
  for (const auto row : order) shown_rows.rows.push_back(table.rows[row]);
  const std::filesystem::path place(here.session->path());
  auto name = fmt::format("{} {} {}.csv", place.stem().string(), here.session->state().name, table.name);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == ' ' || c == '/' || c == '\\' || c == ':'; }, '_');
  const auto path = (place.parent_path() / name).string();
  try {
    output::write_text(path, output::csv_for_reading(shown_rows));
    say(talk, "Written: " + path);
  } catch (const geo::InputError& error) {
    say(talk, error.what(), true);
  }
}

void right_aligned(const std::string& text) {
  const float spare = ImGui::GetContentRegionAvail().x - ImGui::CalcTextSize(text.c_str()).x;
  if (spare > 0) ImGui::SetCursorPosX(ImGui::GetCursorPosX() + spare);
  ImGui::TextUnformatted(text.c_str());
}

void draw_grid_tools(const OnTheTable& here, Talk& talk, ui::Pen& pen, const std::string& name,
                     const output::Table& table, std::string& filter, const std::vector<std::size_t>& order) {
  const float button = pen.px(54), gap = ImGui::GetStyle().ItemSpacing.x;
  // They stand at the right end of the line; a line too short for them ends, and the box takes what is left.
  ImGui::SameLine();
  if (ImGui::GetContentRegionAvail().x < pen.px(70) + 2 * button + 2 * gap) ImGui::NewLine();
  const float box =
      std::clamp(ImGui::GetContentRegionAvail().x - 2 * button - 2 * gap, pen.px(50), pen.px(110));
  ImGui::SetCursorPosX(
      std::max(ImGui::GetCursorPosX(), ImGui::GetContentRegionMax().x - box - 2 * button - 2 * gap));
  ui::input_text(pen, "filter", name + ".filter", &filter, box);
  ImGui::SameLine();
  if (ui::button(pen, "Copy", name + ".copy", !order.empty(), button)) {
    ImGui::SetClipboardText(grid_text(table, order).c_str());
    say(talk, fmt::format("{} rows copied: paste them into a spreadsheet", order.size()));
  }
  ImGui::SameLine();
  if (ui::button(pen, "CSV", name + ".csv", !order.empty(), button)) write_grid(here, talk, table, order);
}

void draw_grid_header(ui::Pen& pen, const std::string& name, const std::vector<output::Column>& columns,
                      const std::vector<std::uint8_t>& right) {
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (!ImGui::TableSetColumnIndex(static_cast<int>(c))) continue;
    const auto& title = columns[c].name;
    const auto at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    if (right[c] != 0) {
      // The sort arrow of the toolkit stands at the right end: the words give way to it on the left.
      ImGui::TableHeader(("##" + title).c_str());
      const bool sorted = (ImGui::TableGetColumnFlags() & ImGuiTableColumnFlags_IsSorted) != 0;
      const float arrow = sorted ? ImGui::GetTextLineHeight() * 0.9f : 0;
      const auto size = ImGui::CalcTextSize(title.c_str());
      ImGui::GetWindowDrawList()->AddText(ImVec2(std::max(at.x, at.x + width - size.x - arrow), at.y),
                                          pen.theme.text, title.c_str());
    } else {
      ImGui::TableHeader(title.c_str());
    }
    pen.names.mark(name + ".head:" + title);
    if (!columns[c].meaning.empty() && ImGui::IsItemHovered())
      ImGui::SetTooltip("%s", columns[c].meaning.c_str());
  }
}

std::optional<std::size_t> draw_grid(ui::Pen& pen, const std::string& name, const output::Table& table,
                                     const std::string& filter, std::vector<std::size_t>& order,
                                     const std::function<GridRow(std::size_t)>& row_of, ImVec2 size) {
  std::optional<std::size_t> clicked;
  const auto columns = table.columns.size();
  const auto numbers = number_columns(table);
  // Each column as wide as its words, measured on as many rows as anybody looks at.
  std::vector<float> width(columns, 0);
  for (std::size_t c = 0; c < columns; ++c) {
    width[c] = ImGui::CalcTextSize(table.columns[c].name.c_str()).x + pen.px(16);
    for (std::size_t row = 0; row < std::min<std::size_t>(table.rows.size(), 300); ++row)
      width[c] = std::max(
          width[c],
          ImGui::CalcTextSize(shown(table.rows[row][c], table.columns[c].decimals).c_str()).x + pen.px(2));
    width[c] = std::min(width[c], pen.px(250));  // longer words are cut and told in full where pointed at
  }
  const auto flags = ImGuiTableFlags_Sortable | ImGuiTableFlags_SortTristate | ImGuiTableFlags_ScrollY |
                     ImGuiTableFlags_ScrollX | ImGuiTableFlags_RowBg | ImGuiTableFlags_BordersInnerH |
                     ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_PadOuterX;
  if (columns == 0 || columns > 63 ||
      !ImGui::BeginTable(name.c_str(), static_cast<int>(columns), flags, size))
    return clicked;
  ImGui::TableSetupScrollFreeze(1, 1);
  for (std::size_t c = 0; c < columns; ++c)
    ImGui::TableSetupColumn(table.columns[c].name.c_str(),
                            numbers[c] != 0 ? ImGuiTableColumnFlags_PreferSortDescending : 0, width[c]);
  draw_grid_header(pen, name, table.columns, numbers);
  const auto* specs = ImGui::TableGetSortSpecs();
  const bool sorted = specs != nullptr && specs->SpecsCount > 0;
  order = grid_order(table, filter, sorted ? specs->Specs[0].ColumnIndex : -1,
                     sorted && specs->Specs[0].SortDirection == ImGuiSortDirection_Descending);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(order.size()));
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto row = order[static_cast<std::size_t>(i)];
      const auto look = row_of(row);
      ImGui::TableNextRow();
      for (std::size_t c = 0; c < columns; ++c) {
        if (!ImGui::TableSetColumnIndex(static_cast<int>(c)) && c > 0) continue;
        if (c == 0) {
          ImGui::PushID(static_cast<int>(row));
          if (ImGui::Selectable("##row", look.chosen,
                                ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_AllowItemOverlap))
            clicked = row;
          ImGui::PopID();
          if (!look.widget.empty()) pen.names.mark(look.widget, look.chosen ? "on" : "off");
          ImGui::SameLine(0, 0);
        }
        const auto text = shown(table.rows[row][c], table.columns[c].decimals);
        if (numbers[c] != 0)
          right_aligned(text);
        else
          ui::shortened(text, ImGui::GetContentRegionAvail().x);
      }
    }
  ImGui::EndTable();
  return clicked;
}

}  // namespace placewright::viewer
