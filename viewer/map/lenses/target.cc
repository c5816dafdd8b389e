#include <fmt/format.h>

#include "viewer/map/lens_classes.h"
#include "viewer/session/sources.h"

namespace placewright::viewer {
namespace {

/// Each neighbourhood's people against the target, in classes either side of it.
void paint(AreaColours& colours, const LensPaint& with) {
  const auto& session = with.ask.session;
  const auto& population = session.brief().population;
  const double target = population.target.value_or((population.min + population.max) / 2);
  const auto& areas = session.place().areas;
  std::vector<double> off(areas.size(), datasets::kMissing);
  for (std::size_t area = 0; area < areas.size(); ++area)
    if (const auto label = session.state().label[area]; label >= 0)
      off[area] = 100 * (session.tallies().people[static_cast<std::size_t>(label)] / target - 1);
  class_by_bounds(
      colours, off, {-20, -5, 5, 20},
      {"more than 20 % below", "5 to 20 % below", "within 5 %", "5 to 20 % above", "more than 20 % above"},
      diverging_fills(with.theme.kind), with);
  colours.legend.entries.back().text = "unassigned";
  colours.legend.sign = " %";
  colours.legend.title = "People against the target";
  colours.legend.source = source_of(session.place(), SourceTopic::people);
  colours.legend.units = fmt::format("target {} people a neighbourhood", whole_number(target));
}

const LensRow kRow{{.rank = 50,
                    .id = "colour.target",
                    .name = "People against the target",
                    .tab = "Bounds",
                    .paint = paint,
                    .class_a_neighbourhood = true}};

}  // namespace
}  // namespace placewright::viewer
