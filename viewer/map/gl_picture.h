#pragma once

#include <cstdint>
#include <vector>

#include "viewer/map/theme.h"

namespace placewright::viewer {

/// Pixels on the graphics card, for ImGui to show.
class GlPicture {
 public:
  /// Rows from the top left. Needs: the window's OpenGL.
  GlPicture(const std::vector<Rgba>& pixels, int width, int height);
  ~GlPicture();
  GlPicture(const GlPicture&) = delete;
  GlPicture& operator=(const GlPicture&) = delete;
  /// OpenGL's name with a number of its own above, so that another picture is another id.
  [[nodiscard]] std::uint64_t texture() const { return id_; }

 private:
  std::uint64_t id_ = 0;
};

}  // namespace placewright::viewer
