#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "boundaries/output/table.h"
#include "viewer/panels/panels.h"

/// A table of values as people work with it: sorted by its headers, filtered, copied, written as CSV.
namespace placewright::viewer {

struct GridRow {
  bool chosen = false;
  std::string widget;  ///< name of the row for scripts
};

/// Which rows, in which order: those with the filter's words in any cell, sorted by a column. -1: as they
/// are.
[[nodiscard]] std::vector<std::size_t> grid_order(const boundaries::output::Table& table,
                                                  const std::string& filter, int column, bool falling);
/// Tab-separated, with a header, as spreadsheets paste it; only these rows.
[[nodiscard]] std::string grid_text(const boundaries::output::Table& table,
                                    const std::vector<std::size_t>& order);
/// The same rows as a CSV beside the place, named after place, plan and table; says where.
void write_grid(const OnTheTable& here, Talk& talk, const boundaries::output::Table& table,
                const std::vector<std::size_t>& order);

/// Filter box and the buttons "Copy" and "CSV" at the right end of the line; `order` of the last frame.
void draw_grid_tools(const OnTheTable& here, Talk& talk, ui::Pen& pen, const std::string& name,
                     const boundaries::output::Table& table, std::string& filter,
                     const std::vector<std::size_t>& order);
/// Header cells: numbers stand right, `meaning` is their hint. To be called where TableHeadersRow would be.
void draw_grid_header(ui::Pen& pen, const std::string& name,
                      const std::vector<boundaries::output::Column>& columns,
                      const std::vector<std::uint8_t>& right);
void right_aligned(const std::string& text);

/// Draws it and returns the row that was clicked. `order` takes the rows as shown.
[[nodiscard]] std::optional<std::size_t> draw_grid(ui::Pen& pen, const std::string& name,
                                                   const boundaries::output::Table& table,
                                                   const std::string& filter, std::vector<std::size_t>& order,
                                                   const std::function<GridRow(std::size_t)>& row_of,
                                                   ImVec2 size);

}  // namespace placewright::viewer
