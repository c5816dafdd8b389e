#include <fmt/format.h>

#include <array>

#include "viewer/map/lens_classes.h"
#include "viewer/session/sources.h"

namespace placewright::viewer {
namespace {

void paint(AreaColours& colours, const LensPaint& with) {
  const auto& session = with.ask.session;
  const auto& population = session.brief().population;
  const double least = population.min, most = population.max, low = least + (most - least) * 0.15,
               high = most - (most - least) * 0.15;
  colours.legend.title = "People against the bounds";
  colours.legend.units = fmt::format("{} to {} a neighbourhood", whole_number(least), whole_number(most));
  const auto& fills = diverging_fills(with.theme.kind);
  const std::array<std::string, 5> names{
      "under " + whole_number(least), fmt::format("{} to {}", whole_number(least), whole_number(low)),
      fmt::format("{} to {}", whole_number(low), whole_number(high)),
      fmt::format("{} to {}", whole_number(high), whole_number(most)), "over " + whole_number(most)};
  for (std::size_t step = 0; step < 5; ++step)
    colours.legend.entries.push_back({names[step], seen_by(fills[step], with.sight), false, 0});
  colours.legend.entries.push_back({"unassigned", seen_by(with.theme.missing, with.sight), true, 0});
  colours.legend.source = source_of(session.place(), SourceTopic::people);
  colours.value.assign(session.place().areas.size(), datasets::kMissing);
  const auto& label = session.state().label;
  for (std::size_t area = 0; area < label.size(); ++area) {
    if (session.place().areas.inside[area] == 0) continue;
    std::size_t group = 5;
    if (label[area] >= 0) {
      const double people = session.tallies().people[static_cast<std::size_t>(label[area])];
      colours.value[area] = people;
      group = people < least ? 0 : people < low ? 1 : people <= high ? 2 : people <= most ? 3 : 4;
    }
    colours.group[area] = static_cast<std::uint8_t>(group);
    ++colours.legend.entries[group].areas;
  }
}

const LensRow kRow{{.rank = 40,
                    .digit = 2,
                    .id = "colour.deviation",
                    .name = "People against the bounds",
                    .tab = "Bounds",
                    .paint = paint,
                    .class_a_neighbourhood = true}};

}  // namespace
}  // namespace placewright::viewer
