#pragma once

#include <imgui.h>

#include "viewer/map/damage.h"

/// The window's picture, kept from frame to frame in a texture: each frame draws only the rectangles that
/// differ.
namespace placewright::viewer {

class KeptFrame {
 public:
  KeptFrame();
  ~KeptFrame();
  KeptFrame(const KeptFrame&) = delete;
  KeptFrame& operator=(const KeptFrame&) = delete;

  /// Brings the picture up to date. Needs: the framebuffer scale is 1. False: nothing differs from the frame
  /// before.
  bool draw(ImDrawData& frame);
  /// The next frame is drawn whole; when a texture changed under its name.
  void forget() { damage_.forget(); }
  [[nodiscard]] unsigned frame_buffer() const { return frame_buffer_; }
  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }

 private:
  unsigned frame_buffer_ = 0, texture_ = 0;
  int width_ = 0, height_ = 0;
  Damage damage_;
};

}  // namespace placewright::viewer
