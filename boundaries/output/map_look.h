#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "boundaries/output/scene.h"
#include "datasets/place/place.h"
#include "datasets/place/unit_word.h"

namespace placewright::boundaries::output {

/// Other colours for the areas of a plan's map, and what lies over them: what a window shows, or what is
/// asked for by name.
struct MapLook {
  std::string title;  ///< of the picture; "": as it was
  std::string legend_title;
  datasets::UnitWord word;   ///< of the place, for the key of borders
  std::vector<Colour> fill;  ///< per area of the place; empty: the neighbourhoods' colours and legend stay
  std::vector<std::uint8_t> hatched;  ///< per area: no data
  bool cased = true;                  ///< borders on a pale line, as dark classes need
  std::vector<LegendEntry> legend;    ///< of the fills
  bool replace_points = false;        ///< `points` instead of the practices that every plan's map has
  std::vector<ScenePoint> points;
  std::vector<SceneLine> lines;
  std::vector<std::string> locked;          ///< ids of neighbourhoods whose label has a padlock
  std::vector<LegendEntry> key;             ///< of points and lines
  std::map<std::string, std::string> said;  ///< by id of neighbourhood: under its name instead of its people
  std::string source;                       ///< whose figures colour it, for the foot of the page
  bool area_lines = true, borders = true, labels = true;
  std::optional<geo::Box> extent;  ///< what is shown, metres; none: the whole place
  bool ground = true;              ///< the place's ground stays under the areas
  std::string backdrop;            ///< path of a picture of the ground; areas let it through
  double backdrop_opacity = 1;
};

/// Needs: a scene of plan_scene for a place with `look.fill.size()` areas, where it has fills. Throws
/// InputError where the backdrop is no picture of the ground or shows none of the map.
void dress_scene(Scene& scene, const MapLook& look);

/// Areas in fifths by a number column: population, imd_score, imd_rank, imd_decile or any further indicator.
/// Throws InputError with the columns there are.
[[nodiscard]] MapLook look_of_column(const datasets::Place& place, const std::string& column);

/// Lines of the boundaries of a kind, each stretch once also where two units share it: dashes of both would
/// close their gaps.
[[nodiscard]] std::vector<geo::Line> boundary_lines(const datasets::Place& place, const std::string& kind);

/// Adds outlines of boundaries of a kind (ward, msoa, ...), or roads, or barriers. Kinds differ by colour and
/// by dashes, the first whole and the later ones dashed over it, so that both are seen where they run
/// together. Throws InputError where the place has none.
void add_overlay(MapLook& look, const datasets::Place& place, const std::string& kind);

}  // namespace placewright::boundaries::output
