#pragma once

#include <string>
#include <vector>

#include "boundaries/output/scene.h"
#include "datasets/place.h"

namespace placewright::boundaries::output {

/// Other colours for the areas of a plan's map, and what lies over them: what a window shows, or what is asked for by name.
struct MapLook {
  std::string title;                   ///< of the picture; "": as it was
  std::string legend_title;
  std::vector<Colour> fill;            ///< per area of the place; empty: the neighbourhoods' colours and legend stay
  std::vector<std::uint8_t> hatched;   ///< per area: no data
  std::vector<LegendEntry> legend;     ///< of the fills
  bool replace_points = false;         ///< `points` instead of the practices that every plan's map has
  std::vector<ScenePoint> points;
  std::vector<SceneLine> lines;
  std::vector<LegendEntry> key;        ///< of points and lines
};

/// Needs: a scene of plan_scene for a place with `look.fill.size()` areas, where it has fills.
void dress_scene(Scene& scene, const MapLook& look);

/// Areas in fifths by a number column: population, imd_score, imd_rank, imd_decile or any further indicator. Throws InputError
/// with the columns there are.
[[nodiscard]] MapLook look_of_column(const datasets::Place& place, const std::string& column);

/// Adds outlines of boundaries of a kind (ward, msoa, ...), or roads, or barriers. Throws InputError where the place has none.
void add_overlay(MapLook& look, const datasets::Place& place, const std::string& kind);

}  // namespace placewright::boundaries::output
