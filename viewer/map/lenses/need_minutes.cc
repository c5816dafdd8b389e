#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "viewer/map/lens.h"
#include "viewer/map/lens_pickers.h"

namespace placewright::viewer {
namespace {

using datasets::is_missing;

/// Third of each value among all: 0, 1, 2; 3 missing.
std::vector<std::uint8_t> thirds_of(const std::vector<double>& values,
                                    const std::vector<std::uint8_t>& inside) {
  std::vector<double> sorted;
  for (std::size_t area = 0; area < values.size(); ++area)
    if (inside[area] != 0 && !is_missing(values[area])) sorted.push_back(values[area]);
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::uint8_t> thirds(values.size(), 3);
  if (sorted.empty()) return thirds;
  const double low = sorted[(sorted.size() + 2) / 3 - 1], middle = sorted[(2 * sorted.size() + 2) / 3 - 1];
  for (std::size_t area = 0; area < values.size(); ++area)
    if (!is_missing(values[area])) thirds[area] = values[area] <= low ? 0 : values[area] <= middle ? 1 : 2;
  return thirds;
}

void paint(AreaColours& colours, const LensPaint& with) {
  const auto &rows = with.measures[0], &columns = with.measures[1];
  const auto& inside = with.ask.session.place().areas.inside;
  auto& legend = colours.legend;
  legend.title = "Need by minutes to a GP";
  legend.units = "thirds of the areas by each";
  legend.missing = rows.missing.empty() ? columns.missing : rows.missing;
  legend.diamond = true;
  legend.row_name = "need";
  legend.column_name = "minutes";
  static constexpr std::array<const char*, 3> steps{"low", "middling", "high"};
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 3; ++column)
      legend.entries.push_back({fmt::format("{} need, {} minutes", steps[row], steps[column]),
                                seen_by(bivariate_fills(with.theme.kind)[3 * row + column], with.sight),
                                false, 0});
  legend.entries.push_back({"no data", seen_by(with.theme.missing, with.sight), true, 0});
  const auto by_row = thirds_of(rows.value, inside), by_column = thirds_of(columns.value, inside);
  for (std::size_t area = 0; area < inside.size(); ++area) {
    if (inside[area] == 0) continue;
    const std::size_t group =
        by_row[area] > 2 || by_column[area] > 2 ? 9 : std::size_t{3} * by_row[area] + by_column[area];
    colours.group[area] = static_cast<std::uint8_t>(group);
    ++legend.entries[group].areas;
  }
}

std::vector<AreaMeasure> measure(const LensAsk& ask) {
  return {measure_need(ask.session, ask.picked("colour.scheme")), measure_nearest(ask.session)};
}

const LensRow kRow{{.rank = 75,
                    .id = "colour.need_minutes",
                    .name = "Need by minutes",
                    .tab = "Need",
                    .paint = paint,
                    .measure = measure,
                    .pickers = {kSchemePicker}}};

}  // namespace
}  // namespace placewright::viewer
