#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "viewer/session/figures.h"

/// The part below the map: the table of neighbourhoods, charts of areas or neighbourhoods, coverage.
namespace placewright::viewer {

enum class DrawerTab { table, charts, coverage };

struct Drawer {
  DrawerTab tab = DrawerTab::table;
  std::array<float, 3> height{};   ///< share of the window, by tab; 0: as its content asks
  bool of_neighbourhoods = false;  ///< charts show neighbourhoods, not areas
};

/// The table of the open place's neighbourhoods.
struct TableView {
  std::string filter;              ///< of the rows shown
  std::vector<std::size_t> order;  ///< rows as last shown
};

/// The charts of the open place.
struct Charts {
  std::vector<Figure> figures;                ///< of the areas; empty until charts are looked at
  std::size_t x = 2, y = 0;                   ///< which of them
  std::vector<Figure> neighbourhood_figures;  ///< for the session's revision `figures_for`
  std::uint64_t figures_for = 0;
  std::size_t neighbourhood_x = 0, neighbourhood_y = 3;
  std::array<float, 2> brush{};  ///< where a drag over a chart began, pixels
};

}  // namespace placewright::viewer
