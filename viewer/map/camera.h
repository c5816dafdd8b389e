#pragma once

#include <algorithm>
#include <cmath>

#include "geo/shape.h"

namespace placewright::viewer {

/// What part of the map is seen: the point in the middle and metres a pixel. Screen y grows downwards.
struct Camera {
  geo::Point centre;
  double m_per_px = 100;

  [[nodiscard]] geo::Point to_map(double px, double py, double width, double height) const {
    return {centre.x + (px - width / 2) * m_per_px, centre.y - (py - height / 2) * m_per_px};
  }
  [[nodiscard]] geo::Point to_screen(geo::Point at, double width, double height) const {
    return {(at.x - centre.x) / m_per_px + width / 2, (centre.y - at.y) / m_per_px + height / 2};
  }
  void fit(const geo::Box& box, double width, double height, double margin = 0.06) {
    centre = {(box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2};
    const double span = std::max((box.max_x - box.min_x) / std::max(width, 1.0),
                                 (box.max_y - box.min_y) / std::max(height, 1.0));
    m_per_px = std::clamp(span * (1 + 2 * margin), kLeast, kMost);
  }
  /// Zooms by a factor (above 1: nearer) and keeps the map point under the pixel where it is.
  void zoom_at(double factor, double px, double py, double width, double height) {
    const auto before = to_map(px, py, width, height);
    m_per_px = std::clamp(m_per_px / factor, kLeast, kMost);
    const auto after = to_map(px, py, width, height);
    centre.x += before.x - after.x;
    centre.y += before.y - after.y;
  }
  friend bool operator==(const Camera&, const Camera&) = default;

  static constexpr double kLeast = 0.25, kMost = 5000;
};

}  // namespace placewright::viewer
