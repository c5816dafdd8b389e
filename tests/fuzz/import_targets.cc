#include <fmt/format.h>

#include "boundaries/definition/definition.h"
#include "datasets/check/check.h"
#include "datasets/import/import.h"
#include "datasets/import/read_matrix.h"
#include "datasets/import/recognise.h"
#include "datasets/read/table.h"
#include "geo/error.h"
#include "tests/fuzz/bytes.h"
#include "tests/fuzz/scratch.h"
#include "tests/fuzz/targets.h"

namespace placewright::fuzz {
namespace {

void read_all(const std::string& path) {
  try {
    for (const auto& table : datasets::find_tables(path)) try {
        const auto recognised = datasets::recognise(table);
        if (!recognised) static_cast<void>(datasets::nearest_formats(table));
        std::vector<geo::Finding> findings;
        datasets::read_rows(
            table, recognised ? recognised->header_rows : 0, {}, [](const datasets::InputRow&) {}, findings);
      } catch (const geo::InputError&) {
      }
  } catch (const geo::InputError&) {
  }
}

/// A heading that a pattern fits: its first choice, with 2021 for digits.
std::string heading_of(std::string_view patterns) {
  std::string out(patterns.substr(0, patterns.find('|')));
  const std::string year = "21";
  std::size_t digit = 0;
  for (auto& c : out) {
    if (c == '#') c = year[digit++ % 2];
    if (c == '*') c = 'x';
  }
  return out;
}

std::string cell_of(Bytes& bytes) {
  const auto kind = bytes.byte();
  if (kind < 64) return fmt::format("E019000{:02}", 1 + kind % 14);
  if (kind < 80) return fmt::format("Z{:05}", kind % 4);
  if (kind < 96) return kind % 2 == 0 ? "E05000001" : "Anytown";
  if (kind < 150) return fmt::format("{}", kind - 64);
  if (kind < 170) return fmt::format("{}", bytes.number());
  if (kind < 180) return fmt::format("{}", 400000 + 100.0 * bytes.byte());
  if (kind < 190) return "2026-03-31";
  if (kind < 225) return std::string(kOddTexts[kind % kOddTexts.size()]);
  return bytes.text(24);
}

std::string quoted(const std::string& cell) {
  if (cell.find_first_of(",\"\n\r") == std::string::npos) return cell;
  std::string out = "\"";
  for (const char c : cell) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + '"';
}

/// A table under the headings of one format, some left out, some doubled.
std::string build_table(Bytes& bytes) {
  const auto& formats = datasets::formats();
  const auto& format = formats[bytes.below(formats.size())];
  std::vector<std::string> headings;
  for (const auto& column : format.columns) {
    const auto fate = column.required ? bytes.byte() % 16 : bytes.byte() % 4;
    if (fate != 1) headings.push_back(heading_of(column.patterns));
    if (fate == 2) headings.push_back(heading_of(column.patterns));
  }
  if (format.ages || bytes.byte() % 8 == 1)
    for (const char* band : {"0-4", "5-9", "10-14", "85+"}) headings.emplace_back(band);
  if (bytes.byte() % 4 == 1) headings.push_back(bytes.text(12));
  std::string out;
  for (const auto& heading : headings) out += quoted(heading) + ',';
  out += "last\n";
  for (int rows = 0; rows < 24 && !bytes.spent(); ++rows) {
    for (std::size_t i = 0; i < headings.size(); ++i) out += quoted(cell_of(bytes)) + ',';
    out += "1\n";
  }
  return out;
}

datasets::ImportOptions usual_options() {
  datasets::ImportOptions options;
  options.imported_at = "2026-01-01T00:00:00Z";
  options.read_plan = boundaries::definition::read_plan_for_import;
  return options;
}

}  // namespace

void read_csv(Input input) { read_all(write_scratch("table.csv", text_of(input))); }

void read_any_file(Input input) {
  constexpr std::array endings{"geojson", "json", "zip", "xlsx", "gpkg", "kml",
                               "gml",     "xml",  "tab", "mif",  "dbf",  "txt"};
  Bytes bytes(input);
  const auto* ending = endings[bytes.byte() % endings.size()];
  read_all(write_scratch(std::string("file.") + ending, text_of(input.subspan(input.empty() ? 0 : 1))));
}

void import_layout(Input input) {
  Bytes bytes(input);
  const auto path = write_scratch("layout.csv", build_table(bytes));
  static const auto base = small_place();
  try {
    const auto result = datasets::import_files(base, {path}, usual_options());
    static_cast<void>(datasets::check_place(result.place));
  } catch (const geo::InputError&) {
  }
}

void read_definition(Input input) {
  static const auto base = small_place();
  try {
    const auto defined =
        boundaries::definition::read_definition(write_scratch("definition.csv", text_of(input)), base, {});
    static_cast<void>(boundaries::definition::ambiguous_csv(defined));
  } catch (const geo::InputError&) {
  }
}

void read_matrix(Input input) {
  static const auto base = small_place();
  const auto name = !input.empty() && input[0] == '{' ? "matrix.json" : "matrix.csv";
  try {
    datasets::MatrixOptions options;
    options.mode = "walk";
    static_cast<void>(datasets::read_matrix(write_scratch(name, text_of(input)), base, options));
  } catch (const geo::InputError&) {
  }
}

}  // namespace placewright::fuzz
