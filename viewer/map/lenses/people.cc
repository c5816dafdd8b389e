#include "viewer/map/lens_classes.h"

namespace placewright::viewer {
namespace {

void paint(AreaColours& colours, const LensPaint& with) {
  colours.legend.title = "People";
  colours.legend.units = "usual residents an area";
  class_by_fifths(colours, with.ask.session.place().areas.population, with);
}

const LensRow kRow{{.rank = 40, .digit = 3, .id = "colour.people", .name = "People", .paint = paint}};

}  // namespace
}  // namespace placewright::viewer
