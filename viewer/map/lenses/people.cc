#include "viewer/map/lens_classes.h"
#include "viewer/session/sources.h"

namespace placewright::viewer {
namespace {

void paint(AreaColours& colours, const LensPaint& with) {
  colours.legend.title = "People";
  colours.legend.units = "usual residents an area";
  colours.legend.source = source_of(with.ask.session.place(), SourceTopic::people);
  class_by_fifths(colours, with.ask.session.place().areas.population, with);
}

const LensRow kRow{{.rank = 20, .digit = 3, .id = "colour.people", .name = "People", .paint = paint}};

}  // namespace
}  // namespace placewright::viewer
