#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "boundaries/output/table.h"
#include "datasets/place/written_beside.h"
#include "geo/error.h"

namespace placewright::boundaries::output {
namespace {

/// A4 across, as many pages down as it takes, the headings on each.
void print_landscape(lxw_worksheet* sheet) {
  constexpr std::uint8_t kA4 = 9;
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, kA4);
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_repeat_rows(sheet, 0, 0);
  worksheet_set_footer(sheet, "&L&A&RPage &P of &N");
}

}  // namespace

void write_workbook(const std::string& path, const std::string& title,
                    const std::vector<std::string>& cover_lines, const std::vector<Table>& tables) {
  const datasets::WrittenBeside whole(path);
  lxw_workbook_options options{};
  lxw_workbook* book = workbook_new_opt(whole.beside().c_str(), &options);
  std::string title_copy = title;  // the library takes char*
  lxw_doc_properties properties{};
  properties.title = title_copy.data();
  properties.created = 946684800;  // fixed, so that the same plan gives the same bytes
  workbook_set_properties(book, &properties);
  lxw_format* bold = workbook_add_format(book);
  format_set_bold(bold);
  lxw_format* heading = workbook_add_format(book);  // wraps, so that no heading is cut
  format_set_bold(heading);
  format_set_text_wrap(heading);
  format_set_align(heading, LXW_ALIGN_VERTICAL_TOP);
  // One format a number of decimals, thousands separated.
  std::array<lxw_format*, 7> number{};
  for (std::size_t places = 0; places < number.size(); ++places) {
    number[places] = workbook_add_format(book);
    const auto pattern = places == 0 ? std::string("#,##0") : "#,##0." + std::string(places, '0');
    format_set_num_format(number[places], pattern.c_str());
  }

  lxw_worksheet* cover = workbook_add_worksheet(book, "Cover");
  worksheet_set_column(cover, 0, 0, 110, nullptr);
  worksheet_write_string(cover, 0, 0, title.c_str(), bold);
  lxw_row_t row = 1;
  for (const auto& line : cover_lines) worksheet_write_string(cover, row++, 0, line.c_str(), nullptr);
  worksheet_write_string(cover, row++, 0, "Shorthand: [x] not available.", nullptr);

  for (const auto& table : tables) {
    lxw_worksheet* sheet = workbook_add_worksheet(book, table.name.c_str());
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(c), table.columns[c].name.c_str(), heading);
      worksheet_set_column(sheet, static_cast<lxw_col_t>(c), static_cast<lxw_col_t>(c), 18, nullptr);
    }
    worksheet_freeze_panes(sheet, 1, 0);
    print_landscape(sheet);
    for (std::size_t r = 0; r < table.rows.size(); ++r)
      for (std::size_t c = 0; c < table.rows[r].size(); ++c) {
        const auto at_row = static_cast<lxw_row_t>(r + 1);
        const auto at_column = static_cast<lxw_col_t>(c);
        if (const auto* words = std::get_if<std::string>(&table.rows[r][c])) {
          worksheet_write_string(sheet, at_row, at_column, words->c_str(), nullptr);
        } else if (const double value = std::get<double>(table.rows[r][c]); !std::isfinite(value)) {
          worksheet_write_string(sheet, at_row, at_column, "[x]", nullptr);
        } else {
          const auto places = static_cast<std::size_t>(std::clamp(table.columns[c].decimals, 0, 6));
          // A number with places beyond those of its column is shown as it is.
          const double shown = std::pow(10, static_cast<double>(places)) * value;
          worksheet_write_number(sheet, at_row, at_column, value == 0 ? 0.0 : value,
                                 places > 0 || shown == std::round(shown) ? number[places] : nullptr);
        }
      }
  }

  lxw_worksheet* notes = workbook_add_worksheet(book, "Notes");
  worksheet_set_column(notes, 0, 1, 24, nullptr);
  worksheet_set_column(notes, 2, 2, 100, nullptr);
  for (int c = 0; c < 3; ++c)
    worksheet_write_string(notes, 0, static_cast<lxw_col_t>(c),
                           std::array{"Sheet", "Column", "Meaning"}[static_cast<std::size_t>(c)], bold);
  row = 1;
  for (const auto& table : tables)
    for (const auto& column : table.columns) {
      worksheet_write_string(notes, row, 0, table.name.c_str(), nullptr);
      worksheet_write_string(notes, row, 1, column.name.c_str(), nullptr);
      worksheet_write_string(notes, row++, 2, column.meaning.c_str(), nullptr);
    }
  const auto error = workbook_close(book);
  if (error != LXW_NO_ERROR)
    throw geo::InputError({path, fmt::format("the workbook could not be written ({})", lxw_strerror(error)),
                           "check that the folder exists and may be written to, and that the disk has room"});
  whole.put();
}

}  // namespace placewright::boundaries::output
