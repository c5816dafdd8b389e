#pragma once

#include <cstddef>
#include <map>
#include <string>

/// What is in hand while the map is worked on, and which panels lie beside it.
namespace placewright::viewer {

enum class Tool { select, brush, rectangle, lasso, border };
/// What one touch takes.
enum class Unit { area, msoa, ward };
inline constexpr std::size_t kTourSteps = 5;

struct Tools {
  Tool tool = Tool::select;
  Unit unit = Unit::area;
  float brush_px = 12;

  std::string side = "side.inspect";    ///< panel on the right, by its id
  std::string drawer = "drawer.table";  ///< panel below the map
  std::map<std::string, float>
      drawer_height;                      ///< share of the window, by panel, where somebody moved its edge
  bool charts_of_neighbourhoods = false;  ///< not of areas
  bool narrow = false;                    ///< no room for a part on the left: it is a tab of the right one
  std::size_t tour = 0;                   ///< step of the guided tour, from 1; 0: none
  bool workshop = false;                  ///< large text, five tools, no file dialogs
};

}  // namespace placewright::viewer
