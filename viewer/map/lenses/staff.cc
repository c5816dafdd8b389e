#include "viewer/map/lens_classes.h"
#include "viewer/map/lens_pickers.h"

namespace placewright::viewer {
namespace {

void paint(AreaColours& colours, const LensPaint& with) {
  head_legend(colours.legend, with.measures[0]);
  class_by_fifths(colours, with.measures[0].value, with);
  class_partial(colours, with.measures[0], with);
}

std::vector<AreaMeasure> measure(const LensAsk& ask) {
  return {measure_staff(ask.session, {ask.picked("colour.group"), ask.picked("colour.scheme")},
                        ask.picked("colour.per") == "head" ? PerWhat::head : PerWhat::need)};
}

bool offered(const LensAsk& ask) { return !ask.session.place().workforce.empty(); }

std::vector<Picker::Choice> ways(const Session&) { return {{"", "per need"}, {"head", "per head"}}; }

const LensRow kRow{{.rank = 80,
                    .digit = 9,
                    .id = "colour.staff",
                    .name = "Staff per 10,000",
                    .tab = "Staff",
                    .paint = paint,
                    .measure = measure,
                    .offered = offered,
                    .pickers = {kGroupPicker, {"colour.per", ways}, kSchemePicker},
                    .class_a_neighbourhood = true}};

}  // namespace
}  // namespace placewright::viewer
