#include "geo/shape_measures.h"
#include "viewer/map/lens_classes.h"
#include "viewer/session/sources.h"

namespace placewright::viewer {
namespace {

void paint(AreaColours& colours, const LensPaint& with) {
  colours.legend.title = "People per km\xc2\xb2";
  colours.legend.units = "usual residents over land";
  colours.legend.source = source_of(with.ask.session.place(), SourceTopic::people);
  const auto& areas = with.ask.session.place().areas;
  std::vector<double> density(areas.size(), datasets::kMissing);
  for (std::size_t area = 0; area < areas.size(); ++area)
    if (const double m2 = geo::measure_area_m2(areas.shape[area]); m2 > 0)
      density[area] = areas.population[area] / m2 * 1e6;
  class_by_fifths(colours, density, with);
}

const LensRow kRow{
    {.rank = 30, .id = "colour.density", .name = "People per km\xc2\xb2", .tab = "People", .paint = paint}};

}  // namespace
}  // namespace placewright::viewer
