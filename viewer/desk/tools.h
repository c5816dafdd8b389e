#pragma once

#include <cstddef>

#include "viewer/desk/drawer.h"

/// What is in hand while the map is worked on, and which panels lie beside it.
namespace placewright::viewer {

enum class Tool { select, brush, rectangle, lasso, border };
/// What one touch takes.
enum class Unit { area, msoa, ward };
/// What the part on the right shows.
enum class Side { inspect, machine, brief, plans, log, map };

inline constexpr std::size_t kTourSteps = 5;

struct Tools {
  Tool tool = Tool::select;
  Unit unit = Unit::area;
  float brush_px = 12;

  Side side = Side::inspect;
  bool narrow = false;    ///< no room for a panel on the left: it is a tab of the right one, Side::map
  Drawer drawer;          ///< below the map
  std::size_t tour = 0;   ///< step of the guided tour, from 1; 0: none
  bool workshop = false;  ///< large text, five tools, no file dialogs
};

}  // namespace placewright::viewer
