#include "boundaries/output/column_words.h"
#include "viewer/map/lens_classes.h"

namespace placewright::viewer {
namespace {

void paint(AreaColours& colours, const LensPaint& with) {
  const auto& areas = with.ask.session.place().areas;
  const auto name = !with.ask.picked("colour.column").empty() || areas.indicators.empty()
                        ? with.ask.picked("colour.column")
                        : areas.indicators.begin()->first;
  const auto words = boundaries::output::column_words(name);
  colours.legend.title = words.title;
  colours.legend.units = words.units.empty() ? "areas in fifths" : words.units + "; areas in fifths";
  const auto at = areas.indicators.find(name);
  class_by_fifths(
      colours,
      at == areas.indicators.end() ? std::vector<double>(areas.size(), datasets::kMissing) : at->second,
      with);
}

bool offered(const LensAsk& ask) { return !ask.session.place().areas.indicators.empty(); }

std::vector<Picker::Choice> choices(const Session& session) {
  std::vector<Picker::Choice> columns;
  for (const auto& [name, values] : session.place().areas.indicators) {
    const auto words = boundaries::output::column_words(name);
    columns.push_back({name, words.units.empty() ? words.title : words.title + ", " + words.units});
  }
  return columns;
}

const LensRow kRow{{.rank = 120,
                    .digit = 7,
                    .id = "colour.indicator",
                    .name = "Another figure",
                    .tab = "Indicator",
                    .paint = paint,
                    .offered = offered,
                    .pickers = {{{"colour.column", choices}}}}};

}  // namespace
}  // namespace placewright::viewer
