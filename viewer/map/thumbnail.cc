#include "viewer/map/thumbnail.h"

#include <algorithm>

namespace placewright::viewer {
namespace {

Rgba faint(Rgba colour) {
  Rgba result = colour & 0xff000000;
  for (unsigned shift : {0u, 8u, 16u}) result |= ((((colour >> shift) & 0xff) + 2 * 0xe8) / 3) << shift;
  return result;
}

Rgba mixed(Rgba under, Rgba over, std::uint32_t share) {
  Rgba result = under & 0xff000000;
  for (unsigned shift : {0u, 8u, 16u})
    result |= (((under >> shift & 255) * (255 - share) + (over >> shift & 255) * share) / 255) << shift;
  return result;
}

}  // namespace

ThumbnailGrid thumbnail_grid(const geo::ShapeIndex& index, const geo::Box& box, int width, int height) {
  ThumbnailGrid grid{width, height, {}};
  const double m_per_px = std::max({(box.max_x - box.min_x) / width, (box.max_y - box.min_y) / height, 1e-6});
  const double x0 = (box.min_x + box.max_x - m_per_px * width) / 2,
               y0 = (box.min_y + box.max_y + m_per_px * height) / 2;
  std::vector<geo::Point> points;
  points.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) points.push_back({x0 + (x + 0.5) * m_per_px, y0 - (y + 0.5) * m_per_px});
  grid.area = index.locate_all(points);
  return grid;
}

std::vector<Rgba> thumbnail(const ThumbnailGrid& grid, const std::vector<std::int32_t>& label,
                            const std::vector<std::uint8_t>& changed, const std::vector<Rgba>& fill_of_label,
                            Rgba border, Rgba missing) {
  constexpr std::int32_t outside = -2;
  const auto width = static_cast<std::size_t>(grid.width);
  const auto label_at = [&](std::size_t pixel) {
    return grid.area[pixel] == geo::ShapeIndex::kNowhere ? outside : label[grid.area[pixel]];
  };
  std::vector<Rgba> pixels(grid.area.size(), 0);
  // A line a pixel wide darkens small pieces wholly: the more of the picture is edge, the less of the line is
  // laid on.
  const auto is_edge = [&](std::size_t pixel, std::int32_t here) {
    return (pixel % width + 1 < width && label_at(pixel + 1) != here) ||
           (pixel + width < pixels.size() && label_at(pixel + width) != here);
  };
  std::size_t land = 0, edges = 0;
  for (std::size_t pixel = 0; pixel < pixels.size(); ++pixel)
    if (const auto here = label_at(pixel); here != outside) ++land, edges += is_edge(pixel, here);
  const double share = land == 0 ? 0 : static_cast<double>(edges) / static_cast<double>(land);
  const auto strength = static_cast<std::uint32_t>(255 * std::clamp(1.15 - 2.2 * share, 0.12, 0.8));
  for (std::size_t pixel = 0; pixel < pixels.size(); ++pixel) {
    const auto here = label_at(pixel);
    if (here == outside) continue;
    const auto fill = here < 0 || fill_of_label.empty()
                          ? missing
                          : fill_of_label[static_cast<std::size_t>(here) % fill_of_label.size()];
    const auto seen = changed[grid.area[pixel]] != 0 ? fill : faint(fill);
    pixels[pixel] = is_edge(pixel, here) ? mixed(seen, border, strength) : seen;
  }
  return pixels;
}

}  // namespace placewright::viewer
