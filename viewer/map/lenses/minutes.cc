#include "viewer/map/lens_classes.h"
#include "viewer/session/site_words.h"

namespace placewright::viewer {
namespace {

void paint(AreaColours& colours, const LensPaint& with) {
  head_legend(colours.legend, with.measures[0]);
  class_by_fifths(colours, with.measures[0].value, with);
}

std::vector<AreaMeasure> measure(const LensAsk& ask) {
  return {measure_nearest(ask.session, ask.picked("colour.kind"), ask.picked("colour.way"))};
}

std::vector<Picker::Choice> kinds(const Session& session) {
  std::vector<Picker::Choice> choices{{"", "the site that the brief counts"}};
  for (const auto& kind : kinds_of_sites(session.place())) choices.push_back({kind, word_of_site(kind)});
  return choices;
}

std::vector<Picker::Choice> ways(const Session& session) {
  std::vector<Picker::Choice> choices{{"", "as the brief goes"}};
  for (const auto& mode : travel_modes(session.place())) choices.push_back({mode, travel_mode_name(mode)});
  return choices;
}

const LensRow kRow{{.rank = 90,
                    .digit = 6,
                    .id = "colour.minutes",
                    .name = "Minutes to the nearest site",
                    .tab = "Minutes",
                    .paint = paint,
                    .measure = measure,
                    .pickers = {{{"colour.kind", kinds}, {"colour.way", ways}}}}};

}  // namespace
}  // namespace placewright::viewer
