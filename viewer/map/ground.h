#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "boundaries/output/ground_look.h"
#include "datasets/place/place.h"
#include "viewer/map/layers.h"
#include "viewer/map/scene.h"
#include "viewer/map/theme.h"

/// What lies under the map: sea, woods, built-up ground, water, railways, roads, and the names of towns and
/// rivers. Knows no window.
namespace placewright::viewer {

/// A name on the map, in the order in which names are worth showing.
struct GroundName {
  std::string text;
  geo::Point at;
  std::uint8_t rank = 0;   ///< 0 city, 1 town, 2 suburb, 3 village, 4 hamlet
  double most_m_per_px{};  ///< shown where the map is at least this close
};

/// A river's name and the line that it runs along.
struct RiverName {
  std::string text;
  geo::Line line;
  double length_m{};
};

/// The ground of a place, made once and painted at any scale.
struct GroundPicture {
  struct Coat {
    boundaries::output::GroundLayer layer{};
    std::vector<MapScene::Level> levels;
    double most_m_per_px{};  ///< not painted farther away
  };
  std::vector<Coat> coats;  ///< the later over the earlier
  std::vector<GroundName> names;
  std::vector<RiverName> rivers;  ///< the longest first
  [[nodiscard]] bool empty() const { return coats.empty() && names.empty(); }
};

/// Levels of detail follow `origin`, as the map's borders do. Cost: about 0.1 s for a city.
[[nodiscard]] GroundPicture build_ground(const datasets::Place& place, geo::Point origin);

/// Puts the ground under the areas of a scene, in the colours of a theme, and makes their fills let it
/// through: less where they are classes of a legend, more where they are context (inside 0).
void dress_ground(MapScene& scene, const GroundPicture& picture, GroundShow show, ThemeKind theme,
                  bool classes, const std::vector<std::uint8_t>& inside);

/// A fill as it is seen on the map, over paper: what a legend shows.
[[nodiscard]] Rgba fill_as_seen(Rgba fill, const GroundPicture& picture, GroundShow show, const Theme& theme,
                                bool classes);

}  // namespace placewright::viewer
