#include "viewer/map/lens_classes.h"
#include "viewer/map/lens_pickers.h"

namespace placewright::viewer {
namespace {

void paint(AreaColours& colours, const LensPaint& with) {
  head_legend(colours.legend, with.measures[0]);
  class_by_fifths(colours, with.measures[0].value, with);
}

std::vector<AreaMeasure> measure(const LensAsk& ask) {
  return {measure_need(ask.session, ask.picked("colour.scheme"))};
}

const LensRow kRow{{.rank = 70,
                    .digit = 8,
                    .id = "colour.need",
                    .name = "Need",
                    .paint = paint,
                    .measure = measure,
                    .pickers = {kSchemePicker}}};

}  // namespace
}  // namespace placewright::viewer
