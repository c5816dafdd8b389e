#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "viewer/session/derived.h"
#include "viewer/session/figures.h"

/// What the panels below the map keep of the open place.
namespace placewright::viewer {

/// The table of the open place's neighbourhoods.
struct TableView {
  std::string filter;              ///< of the rows shown
  std::vector<std::size_t> order;  ///< rows as last shown
};

/// The charts of the open place.
struct Charts {
  Derived<std::vector<Figure>, std::monostate> figures;  ///< of the areas: of the place alone, which stays
  std::size_t x = 2, y = 0;                              ///< which of them
  Derived<std::vector<Figure>, std::uint64_t> neighbourhood_figures;  ///< for a revision of the session
  std::size_t neighbourhood_x = 0, neighbourhood_y = 3;
  std::array<float, 2> brush{};  ///< where a drag over a chart began, pixels
};

}  // namespace placewright::viewer
