#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "viewer/map/camera.h"
#include "viewer/map/lines.h"

/// All that the map shows, as plain values: what the painter paints.
namespace placewright::viewer {

/// 0xAABBGGRR, as ImGui has it.
using Rgba = std::uint32_t;

struct MapStyle {
  Rgba background = 0xfffaf9f7;
  Rgba area_line = 0xffffffff;
  float area_line_px = 0.8f;  ///< 0: none
  Rgba border = 0xff2b2521;   ///< between neighbourhoods
  float border_px = 2.2f;
  Rgba coast = 0xff9a8f86;
  float coast_px = 1.0f;
  Rgba casing = 0;  ///< on both sides of a border, so that it stands out from any fill; clear: none
  float casing_px = 1.2f;
  friend bool operator==(const MapStyle&, const MapStyle&) = default;
};

/// Stripes over some areas.
struct Hatch {
  enum class Lean : std::uint8_t { rising, falling, level, upright };
  Rgba colour = 0x47000000;
  Lean lean = Lean::rising;
  float period_px = 8, width_px = 2.4f;  ///< in points, before the scale of the screen
  std::vector<std::uint8_t> areas;       ///< per area: 1 has them
};

/// Lines of one look over the map: roads, barriers, outlines. Widths are in points, before the scale of the
/// screen.
struct Stroke {
  MapLines lines;
  Rgba colour{};
  float width_px = 1.5f;
  float dash_px = 0;  ///< length of dash and gap; 0: unbroken
};

/// A picture that lies under the areas, such as tiles of a raster.
class Backdrop {
 public:
  virtual ~Backdrop() = default;
  /// Colours rows [y0, y1) of columns [x0, x1) of a map of width_px by height_px; pixels are rows of width_px
  /// from the top.
  virtual void paint(const Camera& camera, int width_px, int height_px, int x0, int y0, int x1, int y1,
                     std::vector<Rgba>& pixels) = 0;
};

struct MapScene {
  struct Level {
    std::shared_ptr<const MapLines> borders;
    double from_m_per_px = 0;  ///< fine enough from here on
  };
  /// Ground under the areas: filled rings (outer ones and holes run opposite ways) or lines of one colour.
  struct Ground {
    std::vector<Level> levels;
    double most_m_per_px = 0;  ///< not painted farther away
    Rgba colour{};
    float width_px = 0;  ///< of lines, in points; 0: filled rings
    float dash_px = 0;   ///< of lines; 0: unbroken
  };
  std::vector<Level> levels;        ///< one at least has from_m_per_px 0
  std::vector<Ground> ground;       ///< over the backdrop, the later over the earlier
  std::vector<Rgba> fill;           ///< per area; what alpha lets through is the ground and the backdrop
  std::vector<float> area_size_m;   ///< side of a square as large
  std::vector<Hatch> hatches;       ///< the later over the earlier
  std::vector<std::int32_t> label;  ///< per area; borders run where labels differ
  std::vector<Stroke> strokes;      ///< the later over the earlier
  MapStyle style;
  std::shared_ptr<Backdrop> backdrop;
  std::function<std::optional<std::uint32_t>(geo::Point)>
      area_at;  ///< for rows of pixels that no border crosses
};

}  // namespace placewright::viewer
