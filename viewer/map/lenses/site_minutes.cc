#include "viewer/map/lens_classes.h"

namespace placewright::viewer {
namespace {

void paint(AreaColours& colours, const LensPaint& with) {
  const auto& minutes = with.measures[0];
  class_by_bounds(colours, minutes.value, {5, 10, 20, 30},
                  {"up to 5", "5 to 10", "10 to 20", "20 to 30", "more than 30"}, need_fills(with.theme.kind),
                  with);
  colours.legend.entries.back().text = "no minutes known";
  head_legend(colours.legend, minutes);
}

std::vector<AreaMeasure> measure(const LensAsk& ask) {
  const auto& place = ask.session.place();
  if (ask.site)
    return {measure_minutes_to(ask.session, *ask.site,
                               ask.picked("colour.mode").empty() ? "walk" : ask.picked("colour.mode"))};
  AreaMeasure none;
  none.title = "Minutes to the chosen site";
  none.missing = "click a site on the map first";
  none.value.assign(place.areas.size(), datasets::kMissing);
  return {none};
}

bool offered(const LensAsk& ask) { return ask.site.has_value(); }

std::vector<Picker::Choice> choices(const Session& session) {
  std::vector<Picker::Choice> modes;
  for (const auto& mode : travel_modes(session.place())) modes.push_back({mode, travel_mode_name(mode)});
  return modes;
}

const LensRow kRow{{.rank = 95,
                    .id = "colour.site_minutes",
                    .name = "Minutes to the chosen site",
                    .tab = "Minutes",
                    .paint = paint,
                    .measure = measure,
                    .offered = offered,
                    .pickers = {{{"colour.mode", choices}}},
                    .same_classes = true}};

}  // namespace
}  // namespace placewright::viewer
