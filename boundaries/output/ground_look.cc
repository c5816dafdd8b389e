#include "boundaries/output/ground_look.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "geo/generalise.h"
#include "geo/shape_measures.h"

namespace placewright::boundaries::output {
namespace {

template <std::size_t N>
std::optional<GroundLayer> find_layer(const std::array<std::pair<std::string_view, GroundLayer>, N>& layers,
                                      std::string_view word) {
  const auto at =
      std::find_if(layers.begin(), layers.end(), [&](const auto& one) { return one.first == word; });
  return at == layers.end() ? std::nullopt : std::optional(at->second);
}

bool is_under_ground(std::string_view other) { return other.find("tunnel=") != std::string_view::npos; }

/// A map on paper or a page shows no streets, and nothing finer than a line.
constexpr bool is_on_paper(GroundLayer layer) {
  return layer != GroundLayer::street && layer != GroundLayer::stream;
}

/// Names of settlements that a map of such a width can carry: the greater first, below every neighbourhood.
void add_names(Scene& scene, const datasets::Place& place) {
  static constexpr std::array<std::pair<std::string_view, double>, 5> sizes{
      {{"city", 8.5}, {"town", 7.5}, {"village", 6.5}, {"suburb", 6}, {"hamlet", 5.5}}};
  const double wide_m = scene.extent.max_x - scene.extent.min_x;
  for (const auto& one : place.settlements) {
    const auto rank =
        std::find_if(sizes.begin(), sizes.end(), [&](const auto& size) { return size.first == one.rank; }) -
        sizes.begin();
    if (rank == static_cast<std::ptrdiff_t>(sizes.size()) || (rank >= 3 && wide_m > 25'000)) continue;
    if (one.x < scene.extent.min_x || one.x > scene.extent.max_x || one.y < scene.extent.min_y ||
        one.y > scene.extent.max_y)
      continue;
    SceneLabel label{{one.x, one.y},
                     one.name,
                     "",
                     sizes[static_cast<std::size_t>(rank)].second,
                     -static_cast<double>(rank) - 1};
    label.quiet = true;
    scene.labels.push_back(std::move(label));
  }
}

}  // namespace

std::optional<GroundLayer> layer_of(const datasets::GroundFeature& feature) {
  static constexpr std::array<std::pair<std::string_view, GroundLayer>, 10> layers{
      {{"sea", GroundLayer::sea},
       {"foreshore", GroundLayer::foreshore},
       {"built_up", GroundLayer::built_up},
       {"park", GroundLayer::park},
       {"wood", GroundLayer::wood},
       {"water", GroundLayer::water},
       {"stream", GroundLayer::stream},
       {"river", GroundLayer::river},
       {"canal", GroundLayer::river},
       {"railway", GroundLayer::railway}}};
  return is_under_ground(feature.other) ? std::nullopt : find_layer(layers, feature.kind);
}

std::optional<GroundLayer> layer_of(const datasets::Road& road) {
  using enum GroundLayer;
  static constexpr std::array<std::pair<std::string_view, GroundLayer>, 25> layers{
      {{"motorway", motorway},
       {"Motorway", motorway},
       {"trunk", main_road},
       {"primary", main_road},
       {"A Road", main_road},
       {"motorway_link", main_road},
       {"trunk_link", main_road},
       {"primary_link", main_road},
       {"secondary", second_road},
       {"tertiary", second_road},
       {"B Road", second_road},
       {"secondary_link", second_road},
       {"tertiary_link", second_road},
       {"Classified Unnumbered", second_road},
       {"Minor Road", second_road},
       {"unclassified", street},
       {"residential", street},
       {"living_street", street},
       {"pedestrian", street},
       {"road", street},
       {"Local Road", street},
       {"Local Access Road", street},
       {"Not Classified", street},
       {"Unclassified", street},
       {"Restricted Local Access Road", street}}};
  return is_under_ground(road.other) ? std::nullopt : find_layer(layers, road.road_class);
}

GroundInk ground_ink(GroundLayer layer, bool dark, bool full) {
  struct Row {
    std::uint32_t light_quiet, light_full, dark_quiet, dark_full;
    float width_pt;
  };
  static constexpr std::array<Row, 13> rows{{{0xd3e2ec, 0xc3dbea, 0x0f1c27, 0x11222f, 0},       // sea
                                             {0xe6e6dc, 0xe3e0cf, 0x1a2428, 0x1d2a2e, 0},       // foreshore
                                             {0xe7e4df, 0xe2ddd6, 0x252a2e, 0x2a2f33, 0},       // built-up
                                             {0xdfe9d6, 0xd0e3c3, 0x1f2d25, 0x203528, 0},       // park
                                             {0xd5e2cc, 0xc1d8b4, 0x1b2c22, 0x1c3625, 0},       // wood
                                             {0xc6dbe8, 0xb1d2e6, 0x142633, 0x17303f, 0},       // water
                                             {0xc6dbe8, 0xa9cde3, 0x17303f, 0x1b3b4d, 0.8f},    // stream
                                             {0xb4d0e2, 0x94c1dd, 0x1b3a4c, 0x22495f, 1.8f},    // river
                                             {0xb3b5b8, 0x8e9296, 0x454d53, 0x59636a, 1.0f},    // railway
                                             {0xd3cfc9, 0xc2bdb5, 0x32383d, 0x3a4248, 0.7f},    // street
                                             {0xcbc5bb, 0xb9b1a4, 0x3b4248, 0x454e55, 1.0f},    // second road
                                             {0xbfb5a6, 0xa99b87, 0x464e55, 0x545e66, 1.5f},    // main road
                                             {0xaea08d, 0x95836b, 0x56616a, 0x66727c, 2.4f}}};  // motorway
  const auto& row = rows[static_cast<std::size_t>(layer)];
  return {dark ? (full ? row.dark_full : row.dark_quiet) : (full ? row.light_full : row.light_quiet),
          row.width_pt, layer == GroundLayer::railway ? 5.0f : 0.0f};
}

void lay_ground(Scene& scene, const datasets::Place& place, double tolerance_m, double fill_alpha) {
  std::map<GroundLayer, SceneGround> coats;
  const double least_m2 = 16 * tolerance_m * tolerance_m;
  const auto coat_of = [&](GroundLayer layer) -> SceneGround& {
    const auto [at, is_new] = coats.try_emplace(layer);
    if (is_new) {
      const auto ink = ground_ink(layer, false, false);
      at->second.colour = {ink.rgb, 1};
      at->second.width_pt = 0.6 * static_cast<double>(ink.width_pt);
      at->second.dash_pt = 0.6 * static_cast<double>(ink.dash_pt);
    }
    return at->second;
  };
  const auto add_line = [&](GroundLayer layer, const geo::Line& line) {
    for (auto& piece : geo::clipped(geo::generalised(line, tolerance_m), scene.extent))
      coat_of(layer).lines.push_back(std::move(piece));
  };
  for (const auto& feature : place.ground) {
    const auto layer = layer_of(feature);
    if (!layer || !is_on_paper(*layer)) continue;
    if (feature.shape.empty()) {
      add_line(*layer, feature.line);
    } else if (auto shape =
                   geo::clipped(geo::generalised(feature.shape, tolerance_m, least_m2), scene.extent);
               !shape.empty()) {
      coat_of(*layer).shapes.push_back(geo::normalised(std::move(shape)));
    }
  }
  if (coats.empty() && place.settlements.empty()) return;
  for (const auto& road : place.roads)
    if (const auto layer = layer_of(road); layer && is_on_paper(*layer)) add_line(*layer, road.line);
  for (auto& [layer, coat] : coats) scene.ground.push_back(std::move(coat));
  add_names(scene, place);
  if (scene.ground.empty()) return;
  for (auto& entry : scene.legend)  // as the fills are seen on the map
    if (!entry.is_mark && !entry.is_line) entry.fill.alpha *= fill_alpha;
  for (std::size_t row = 0; row < place.areas.size() && row < scene.shapes.size(); ++row)
    if (scene.shapes[row].filled)
      scene.shapes[row].fill.alpha *= place.areas.inside[row] != 0 ? fill_alpha : kContextOverGround;
}

}  // namespace placewright::boundaries::output
