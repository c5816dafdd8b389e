#pragma once

#include <cstdint>

#include "viewer/map/painter.h"

/// The map as a texture that is kept until something changes. The only file pair that speaks OpenGL about
/// maps; what is shown is painted in memory (painter.h).
namespace placewright::viewer {

class GlMap {
 public:
  GlMap();
  ~GlMap();
  GlMap(const GlMap&) = delete;
  GlMap& operator=(const GlMap&) = delete;

  /// What is shown. Whoever changes it says touch().
  MapScene scene;
  void touch() { dirty_ = true; }

  /// One texel a pixel of the screen; `scale` is how many pixels a point is.
  /// Paints anew if the camera, the size or the scene changed. True: it did.
  bool render(const Camera& camera, int width_px, int height_px, float scale);
  /// The texture's OpenGL name with the number of its painting above, so that another picture is another id.
  /// First row on top.
  [[nodiscard]] std::uint64_t texture() const { return std::uint64_t{paintings_} << 32 | texture_; }
  [[nodiscard]] const MapPainter& painter() const { return painter_; }

 private:
  MapPainter painter_;
  unsigned texture_ = 0;
  int width_ = 0, height_ = 0;
  float scale_ = 0;
  Camera camera_;
  std::uint32_t paintings_ = 0;
  bool dirty_ = true;
};

}  // namespace placewright::viewer
