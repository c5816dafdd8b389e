#include <algorithm>
#include <array>

#include "viewer/map/lens_classes.h"
#include "viewer/session/sources.h"

namespace placewright::viewer {
namespace {

using datasets::is_missing;

void class_by_decile(AreaColours& colours, const datasets::Areas& areas, const LensPaint& with) {
  colours.legend.title = "Deprivation, national deciles";
  colours.legend.units = "Index of Multiple Deprivation";
  colours.value = areas.imd_decile;
  const auto& fills = need_fills(with.theme.kind);
  constexpr std::array<const char*, 5> names{"1 and 2: most deprived", "3 and 4", "5 and 6", "7 and 8",
                                             "9 and 10: least deprived"};
  for (std::size_t step = 0; step < 5; ++step)
    colours.legend.entries.push_back({names[step], seen_by(fills[4 - step], with.sight), false, 0});
  colours.legend.entries.push_back({"no data", seen_by(with.theme.missing, with.sight), true, 0});
  for (std::size_t area = 0; area < areas.size(); ++area) {
    if (areas.inside[area] == 0) continue;
    const auto group =
        is_missing(areas.imd_decile[area])
            ? 5u
            : static_cast<unsigned>(std::clamp((static_cast<int>(areas.imd_decile[area]) - 1) / 2, 0, 4));
    colours.group[area] = static_cast<std::uint8_t>(group);
    ++colours.legend.entries[group].areas;
  }
}

void paint(AreaColours& colours, const LensPaint& with) {
  const auto& areas = with.ask.session.place().areas;
  colours.legend.source = source_of(with.ask.session.place(), SourceTopic::deprivation);
  if (std::any_of(areas.imd_decile.begin(), areas.imd_decile.end(),
                  [](double d) { return !is_missing(d); })) {
    class_by_decile(colours, areas, with);
    return;
  }
  colours.legend.title = "Deprivation score";
  colours.legend.units = "areas in fifths";
  class_by_fifths(colours, areas.imd_score, with);
}

const LensRow kRow{
    {.rank = 60, .digit = 5, .id = "colour.deprivation", .name = "Deprivation", .paint = paint}};

}  // namespace
}  // namespace placewright::viewer
