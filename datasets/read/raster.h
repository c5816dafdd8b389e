#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "geo/shape.h"

/// A picture of the ground as a backdrop: GeoTIFF, MBTiles, GeoPackage tiles, or PNG and JPEG with a world
/// file.
namespace placewright::datasets {

/// Pixels, 4 bytes each (red, green, blue, alpha; not multiplied), row by row from the north-west.
struct Pixels {
  std::uint32_t width = 0, height = 0;
  std::vector<std::uint8_t> rgba;
};

/// An open picture, brought to EPSG:27700 while it is read. Not for use by several threads at once.
class Raster {
 public:
  /// Throws InputError when the file is no such picture, has no place on the ground, or holds numbers, not
  /// colours. Nothing is ever fetched from a network.
  [[nodiscard]] static Raster open(const std::string& path);
  ~Raster();
  Raster(Raster&&) noexcept;
  Raster& operator=(Raster&&) noexcept;

  [[nodiscard]] geo::Box box() const;    ///< what it covers, metres
  [[nodiscard]] double pixel_m() const;  ///< side of its finest pixel
  /// The ground within `box` as width x height pixels; transparent where there is no picture. Smaller copies
  /// inside the file (overviews, zoom levels) are used where they are fine enough. Needs: a box with area,
  /// width and height between 1 and 16,384.
  [[nodiscard]] Pixels read(const geo::Box& box, std::uint32_t width, std::uint32_t height) const;

 private:
  struct Open;
  explicit Raster(std::unique_ptr<Open> open);
  std::unique_ptr<Open> open_;
};

}  // namespace placewright::datasets
