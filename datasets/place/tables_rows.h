#pragma once

#include <fmt/format.h>

#include <algorithm>

#include "datasets/place/geometry_blob.h"
#include "datasets/place/tables.h"
#include "geo/error.h"

/// The generic half of tables.h: any list of rows by its Field list.
namespace placewright::datasets {

[[nodiscard]] std::string_view text_of(LinkState state);
[[nodiscard]] LinkState read_link_state(const Database& database, std::string_view text);
[[nodiscard]] geo::Severity read_severity(std::string_view text);
/// What a geometry column holds; InputError with table and row where it cannot be read.
[[nodiscard]] BlobContent read_geometry(const Database& database, const Statement& statement, int column,
                                        std::string_view table);

/// Empty text is stored as NULL: missing.
inline void bind_text(Statement& statement, int at, std::string_view text) {
  if (text.empty()) {
    statement.bind_null(at);
  } else {
    statement.bind(at, text);
  }
}

template <class... Case>
struct Cases : Case... {
  using Case::operator()...;
};
template <class... Case>
Cases(Case...) -> Cases<Case...>;

template <class Row>
void write_rows(const Database& database, const RowTable<Row>& table, std::span<const Row> rows) {
  if (rows.empty()) return;
  std::string names, marks;
  for (const auto& field : table.fields) {
    names += (names.empty() ? "" : ", ") + quoted(field.column);
    marks += marks.empty() ? "?" : ", ?";
  }
  auto insert =
      database.prepare(fmt::format("INSERT INTO {} ({}) VALUES ({})", quoted(table.table), names, marks));
  Blob blob;  // a row has one geometry at most
  const auto bind_geometry = [&](int at, const auto& geometry) {
    if (build_blob(geometry, blob)) {
      insert.bind(at, std::span<const std::byte>(blob));
    } else {
      insert.bind_null(at);
    }
  };
  for (const auto& row : rows) {
    int at = 0;
    for (const auto& field : table.fields) {
      ++at;
      std::visit(Cases{
                     [&](std::string Row::*member) { bind_text(insert, at, row.*member); },
                     [&](double Row::*member) { insert.bind(at, row.*member); },
                     [&](bool Row::*member) { insert.bind(at, static_cast<std::int64_t>(row.*member)); },
                     [&](std::int64_t Row::*member) { insert.bind(at, row.*member); },
                     [&](LinkState Row::*member) { insert.bind(at, text_of(row.*member)); },
                     [&](geo::Severity Row::*member) {
                       insert.bind(at, std::string_view(geo::severity_name(row.*member)));
                     },
                     [&](geo::Shape Row::*member) { bind_geometry(at, row.*member); },
                     [&](geo::Line Row::*member) { bind_geometry(at, row.*member); },
                     [&](const PointOf<Row>& point) {
                       bind_geometry(at, geo::Point{row.*(point.x), row.*(point.y)});
                     },
                     [&](const ShapeOrLineOf<Row>& member) {
                       const auto& shape = row.*(member.shape);
                       if (shape.empty())
                         bind_geometry(at, row.*(member.line));
                       else
                         bind_geometry(at, shape);
                     },
                 },
                 field.member);
    }
    insert.run();
  }
}

template <class Row>
void read_rows(const Database& database, const RowTable<Row>& table, std::vector<Row>& rows,
               PossibleValues& possible) {
  const auto found = database.columns_of(table.table);
  if (found.empty()) return;
  std::vector<Field<Row>> fields;  // a column that the file lacks leaves the member's default
  std::vector<Range> ranges;
  std::vector<bool> needed;
  std::string names = "rowid";
  for (const auto& field : table.fields)
    if (std::any_of(found.begin(), found.end(),
                    [&](const auto& column) { return column.name == field.column; })) {
      fields.push_back(field);
      ranges.push_back(possible_range(*place_table(table.table).find_column(field.column)));
      needed.push_back(is_what_the_row_says(table.table, field.column));
      names += ", " + quoted(field.column);
    }
  auto count = database.prepare("SELECT count(*) FROM " + quoted(table.table));
  if (count.step())
    rows.reserve(rows.size() +
                 static_cast<std::size_t>(count.whole(0)));  // doubling would hold half as much again
  auto select = database.prepare(fmt::format("SELECT {} FROM {} ORDER BY rowid", names, quoted(table.table)));
  while (select.step()) {
    Row row;
    std::vector<geo::Line> more_lines;
    geo::Line Row::*line_member = nullptr;
    bool says_nothing = false;
    int at = 0;
    const auto take_lines = [&](geo::Line Row::*member, std::vector<geo::Line> lines) {
      if (lines.empty()) return;
      row.*member = std::move(lines.front());
      more_lines.assign(std::make_move_iterator(lines.begin() + 1), std::make_move_iterator(lines.end()));
      line_member = member;
    };
    for (const auto& field : fields) {
      const auto take = [&](double value) {
        const auto i = static_cast<std::size_t>(at) - 1;
        const double taken =
            possible.take(value, ranges[i], {table.table, field.column, select.whole(0), {}, needed[i]});
        says_nothing = says_nothing || (needed[i] && is_missing(taken));
        return taken;
      };
      ++at;
      std::visit(
          Cases{
              [&](std::string Row::*member) { row.*member = select.text(at); },
              [&](double Row::*member) { row.*member = take(read_number(select, at, table.table)); },
              [&](bool Row::*member) {
                if (!select.is_null(at)) row.*member = select.whole(at) != 0;
              },
              [&](std::int64_t Row::*member) { row.*member = select.whole(at); },
              [&](LinkState Row::*member) { row.*member = read_link_state(database, select.text(at)); },
              [&](geo::Severity Row::*member) { row.*member = read_severity(select.text(at)); },
              [&](geo::Shape Row::*member) {
                row.*member = read_geometry(database, select, at, table.table).shape;
              },
              [&](geo::Line Row::*member) {
                take_lines(member, read_geometry(database, select, at, table.table).lines);
              },
              [&](const PointOf<Row>& point) {
                const auto points = read_geometry(database, select, at, table.table).points;
                if (points.empty()) return;
                row.*(point.x) = take(points.front().x);
                row.*(point.y) = take(points.front().y);
              },
              [&](const ShapeOrLineOf<Row>& member) {
                auto content = read_geometry(database, select, at, table.table);
                row.*(member.shape) = std::move(content.shape);
                if ((row.*(member.shape)).empty()) take_lines(member.line, std::move(content.lines));
              },
          },
          field.member);
    }
    if (says_nothing) continue;
    rows.push_back(row);
    for (auto& line : more_lines) {  // a line of several pieces, as other programs may store it
      row.*line_member = std::move(line);
      rows.push_back(row);
    }
  }
}

}  // namespace placewright::datasets
