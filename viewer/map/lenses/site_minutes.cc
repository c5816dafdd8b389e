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
  if (ask.site) return {measure_minutes_to(ask.session, *ask.site, ask.choice.empty() ? "walk" : ask.choice)};
  return {{"Minutes to the chosen site", "", std::vector<double>(place.areas.size(), datasets::kMissing),
           "click a site on the map first"}};
}

bool offered(const LensAsk& ask) { return ask.site.has_value(); }

std::vector<Lens::Choice> choices(const Session& session) {
  std::vector<Lens::Choice> modes;
  for (const auto& mode : travel_modes(session.place())) modes.push_back({mode, travel_mode_name(mode)});
  return modes;
}

const LensRow kRow{{.rank = 110,
                    .id = "colour.site_minutes",
                    .name = "Minutes to the chosen site",
                    .paint = paint,
                    .measure = measure,
                    .offered = offered,
                    .choices = choices,
                    .choice_widget = "colour.mode",
                    .choices_as_buttons = true,
                    .same_classes = true}};

}  // namespace
}  // namespace placewright::viewer
