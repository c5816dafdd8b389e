#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "geo/error.h"
#include "viewer/map/lens_classes.h"
#include "viewer/map/lens_pickers.h"
#include "viewer/session/footprint_map.h"
#include "viewer/session/sources.h"

namespace placewright::viewer {
namespace {

constexpr std::size_t kMostEntries = 250;  // classes that a map can have

std::string picked_service(const LensAsk& ask) {
  const auto services = footprint_services(ask.session.place());
  const auto picked = ask.picked("colour.service");
  return !picked.empty() || services.empty() ? picked : services.front();
}

void paint(AreaColours& colours, const LensPaint& with) {
  const auto& measure = with.measures[0];
  head_legend(colours.legend, measure);
  auto& entries = colours.legend.entries;
  const auto* map = measure.footprints.get();
  const auto shown = map == nullptr ? 0 : std::min(map->footprints.size(), kMostEntries);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& footprint = map->footprints[i];
    entries.push_back({footprint.id, seen_by(footprint_fills(with.theme.kind)[map->tint_of[i]], with.sight),
                       false, 0, footprint_words(footprint)});
  }
  const bool more = map != nullptr && map->footprints.size() > shown;
  if (more) entries.push_back({"further footprints", seen_by(with.theme.context, with.sight), false, 0});
  entries.push_back({"no footprint", seen_by(with.theme.missing, with.sight), true, 0});
  const auto& inside = with.ask.session.place().areas.inside;
  for (std::size_t area = 0; area < inside.size(); ++area) {
    if (inside[area] == 0) continue;
    const auto row = map == nullptr ? -1 : map->of_area[area];
    const auto group = row < 0 ? entries.size() - 1 : std::min(static_cast<std::size_t>(row), shown);
    colours.group[area] = static_cast<std::uint8_t>(group);
    ++entries[group].areas;
  }
}

std::vector<AreaMeasure> measure(const LensAsk& ask) {
  AreaMeasure measure;
  const auto& place = ask.session.place();
  measure.title = picked_service(ask);
  measure.units = "by need: WTE per 10,000 people weighted by need";
  measure.value.assign(place.areas.size(), datasets::kMissing);
  measure.source = source_of(place, SourceTopic::staff);
  if (place.footprints.empty()) {
    measure.missing = "the place has no footprints: import a table of them";
    return {measure};
  }
  try {
    auto map = std::make_shared<const FootprintMap>(
        map_footprints(ask.session, picked_service(ask), ask.picked("colour.scheme")));
    measure.said = map->cut;
    for (const auto& cut : map->cut)
      measure.told.push_back(cut.empty() ? "" : "Its neighbourhood is cut: " + cut);
    measure.footprints = std::move(map);
  } catch (const geo::InputError& error) {
    measure.missing = error.what();
  }
  return {measure};
}

bool offered(const LensAsk& ask) { return !ask.session.place().footprints.empty(); }

std::vector<Picker::Choice> services(const Session& session) {
  std::vector<Picker::Choice> choices;
  for (const auto& service : footprint_services(session.place())) choices.push_back({service, service});
  return choices;
}

const LensRow kRow{{.rank = 100,
                    .id = "colour.footprint",
                    .name = "Footprints of a service",
                    .tab = "Footprint",
                    .paint = paint,
                    .measure = measure,
                    .offered = offered,
                    .pickers = {{{"colour.service", services}, kSchemePicker}},
                    .of_footprints = true}};

}  // namespace
}  // namespace placewright::viewer
