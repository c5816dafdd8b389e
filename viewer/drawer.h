#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "viewer/figures.h"

/// The part below the map: the table of neighbourhoods, charts of the areas, coverage.
namespace placewright::viewer {

enum class DrawerTab { table, charts, coverage };

struct Drawer {
  DrawerTab tab = DrawerTab::table;
  std::array<float, 3> height{0.27f, 0.42f, 0.46f};  ///< share of the window, by tab
  std::string filter;                                ///< of the rows shown
  std::vector<std::size_t> order;                    ///< rows as last shown

  std::vector<Figure> figures;          ///< of the areas; empty until charts are looked at
  std::size_t chart_x = 2, chart_y = 0;  ///< which of them
  std::array<float, 2> brush{};          ///< where a drag over a chart began, pixels
};

}  // namespace placewright::viewer
