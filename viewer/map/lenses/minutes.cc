#include "viewer/map/lens_classes.h"

namespace placewright::viewer {
namespace {

void paint(AreaColours& colours, const LensPaint& with) {
  head_legend(colours.legend, with.measures[0]);
  class_by_fifths(colours, with.measures[0].value, with);
}

std::vector<AreaMeasure> measure(const LensAsk& ask) { return {measure_nearest(ask.session)}; }

const LensRow kRow{{.rank = 90,
                    .digit = 6,
                    .id = "colour.minutes",
                    .name = "Minutes to a GP practice",
                    .paint = paint,
                    .measure = measure}};

}  // namespace
}  // namespace placewright::viewer
