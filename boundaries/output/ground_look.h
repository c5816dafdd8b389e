#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "boundaries/output/scene.h"
#include "datasets/place/place.h"

/// How the ground looks under every map, in the window and on paper.
namespace placewright::boundaries::output {

/// What one colour paints, the later over the earlier.
enum class GroundLayer : std::uint8_t {
  sea,
  foreshore,
  built_up,
  park,
  wood,
  water,
  stream,
  river,
  railway,
  street,
  second_road,
  main_road,
  motorway
};

/// The layer of a feature; nothing for what maps do not show, such as what runs in tunnels.
[[nodiscard]] std::optional<GroundLayer> layer_of(const datasets::GroundFeature& feature);
[[nodiscard]] std::optional<GroundLayer> layer_of(const datasets::Road& road);

struct GroundInk {
  std::uint32_t rgb = 0;  ///< 0xRRGGBB
  float width_pt = 0;     ///< of lines; 0: a fill
  float dash_pt = 0;      ///< of lines; 0: unbroken
};
/// Quiet ground is a shade or two from the paper; full ground is a map of its own.
[[nodiscard]] GroundInk ground_ink(GroundLayer layer, bool dark, bool full);

/// How much of the ground an area's fill covers. Classes must still be those of the legend; neighbourhoods
/// need only be told apart.
inline constexpr double kNeighbourhoodOverGround = 0.45, kClassOverGround = 0.78, kContextOverGround = 0.25;

/// Puts the ground of a place under the areas of its scene, with the names of settlements, and makes the
/// fills let it through. Nothing where the place has no ground.
void lay_ground(Scene& scene, const datasets::Place& place, double tolerance_m, double fill_alpha);

}  // namespace placewright::boundaries::output
