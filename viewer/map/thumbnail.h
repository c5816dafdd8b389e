#pragma once

#include <cstdint>
#include <vector>

#include "geo/locate.h"
#include "viewer/map/theme.h"

/// A plan as a small picture: which area each pixel shows is found once, each plan colours it.
namespace placewright::viewer {

struct ThumbnailGrid {
  int width = 0, height = 0;
  std::vector<std::uint32_t> area;  ///< of each pixel, from the top left; geo::ShapeIndex::kNowhere outside
};
/// The box fitted into the picture, north up.
[[nodiscard]] ThumbnailGrid thumbnail_grid(const geo::ShapeIndex& index, const geo::Box& box, int width,
                                           int height);
/// Fills by label, darker where two labels meet; `changed` areas at full strength, the others faint.
/// Unassigned areas are `missing`, what lies outside is transparent.
[[nodiscard]] std::vector<Rgba> thumbnail(const ThumbnailGrid& grid, const std::vector<std::int32_t>& label,
                                          const std::vector<std::uint8_t>& changed,
                                          const std::vector<Rgba>& fill_of_label, Rgba border, Rgba missing);

}  // namespace placewright::viewer
