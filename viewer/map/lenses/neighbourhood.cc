#include "viewer/map/colouring.h"

namespace placewright::viewer {
namespace {

void paint(AreaColours& colours, const LensPaint& with) {
  const auto& session = with.ask.session;
  colours.legend.title = "Neighbourhoods";
  colours.legend.units = "colours only tell neighbours apart";
  for (std::size_t area = 0; area < colours.fill.size(); ++area) {
    if (session.place().areas.inside[area] == 0) continue;
    const auto label = session.state().label[area];
    colours.fill[area] = neighbourhood_fill(with.colour_of, label, with.theme, with.sight);
    colours.hatch[area] = label < 0;
  }
}

const LensRow kRow{{.rank = 10,
                    .digit = 1,
                    .id = "colour.neighbourhood",
                    .name = "Neighbourhood",
                    .tab = "Plan",
                    .paint = paint,
                    .of_neighbourhoods = true}};

}  // namespace
}  // namespace placewright::viewer
