#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "viewer/map/camera.h"
#include "viewer/map/ground.h"
#include "viewer/map/labels.h"

/// Where the names of towns and rivers stand on the map: they yield to what is there already, and to one
/// another by rank. All in pixels; knows no window.
namespace placewright::viewer {

struct NameSize {
  float width = 0, height = 0;
};

struct PlacedName {
  std::size_t name = 0;  ///< of GroundPicture::names
  LabelBox box;
};

struct PlacedRiver {
  std::size_t river = 0;  ///< of GroundPicture::rivers
  float x = 0, y = 0;     ///< the middle of its name
  float angle = 0;        ///< clockwise from level, -90 to 90 degrees, in radians
};

struct NameSpace {
  const Camera& camera;
  float width = 0, height = 0;  ///< of the map
  float scale = 1;              ///< pixels a point
  LabelBox within;              ///< the map without its margins
};

/// Names in sight whose box is free of `taken`, at most `most`; what they take is added. A name that finds no
/// room in its place stands above or below it.
[[nodiscard]] std::vector<PlacedName> place_ground_names(
    const GroundPicture& picture, const NameSpace& space,
    const std::function<NameSize(const GroundName&)>& size_of, std::vector<LabelBox>& taken,
    std::size_t most);

/// Names along their rivers, where one runs straight enough for long enough in sight; at most `most`.
[[nodiscard]] std::vector<PlacedRiver> place_river_names(
    const GroundPicture& picture, const NameSpace& space,
    const std::function<NameSize(const RiverName&)>& size_of, std::vector<LabelBox>& taken, std::size_t most);

}  // namespace placewright::viewer
