#pragma once

#include <cstdint>
#include <vector>

#include "viewer/map/scene.h"

/// Paints the map into memory. Areas are filled row by row between the borders that cross it, so a map costs
/// what its borders and pixels cost and no polygon is ever cut into triangles; lines are smooth by their
/// distance from each pixel. The same pixels on every machine, with or without a graphics card.
namespace placewright::viewer {

class MapPainter {
 public:
  /// Brings the picture up to date. Where only the camera moved, what is still in sight is moved and the rest
  /// painted. `scale` is how many pixels a point is. Width and height are at least 1.
  void paint(const MapScene& scene, const Camera& camera, int width_px, int height_px, float scale,
             bool scene_changed);
  /// Rows from the top, opaque.
  [[nodiscard]] const std::vector<Rgba>& pixels() const { return pixels_; }
  /// The area each pixel's middle lies in, as painted; kNone outside. For tests: spans are what is kept.
  [[nodiscard]] std::vector<std::uint32_t> area_of_pixels() const;
  [[nodiscard]] const Camera& camera() const { return camera_; }
  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }

 private:
  struct Part {
    int x0, y0, x1, y1;
  };
  struct Crossing {
    float x;
    std::uint32_t west, east;
  };
  /// Pixels of one row that lie in one area.
  struct Span {
    int y, x0, x1;
    std::uint32_t area;
  };
  struct Pen;

  void paint_part(const MapScene& scene, const Part& part);
  void find_spans(const MapScene& scene, const MapLines& borders, const Part& part);
  void fill_row(const MapScene& scene, std::vector<Crossing>& row, int y, const Part& part);
  void fill(const MapScene& scene);
  void hatch(const Hatch& hatch);
  void draw_borders(const MapScene& scene, const MapLines& borders, const Part& part);
  void draw_stroke(const MapLines& lines, Rgba colour, float width_px, float dash_px, const Part& part);
  void lay_ground(const MapScene::Ground& ground, const Part& part);
  void fill_rings(const MapLines& rings, Rgba colour, const Part& part);
  void lay_ink(Rgba colour, const Part& part);
  void scroll(int right, int down);
  [[nodiscard]] geo::Box seen(const Part& part, double margin_px) const;
  [[nodiscard]] const MapLines* level_for(const std::vector<MapScene::Level>& levels) const;

  Camera camera_;
  int width_ = 0, height_ = 0;
  float scale_ = 1;
  std::int64_t anchor_x_ = 0, anchor_y_ = 0;  ///< where stripes start, so that they move with the map
  std::vector<Rgba> pixels_;
  std::vector<Span> spans_;                 ///< of the part painted last
  std::vector<std::uint8_t> ink_;           ///< how much of each pixel a line covers, while it is drawn
  std::vector<std::pair<int, int>> inked_;  ///< of each row: from, to
  std::vector<std::vector<Crossing>> rows_;
  std::uint32_t west_edge_ = MapLines::kNone,
                east_edge_ = MapLines::kNone;  ///< areas at the ends of the row before
  std::vector<std::uint8_t> doubtful_;         ///< of a row's gaps between crossings
  std::vector<std::vector<std::pair<float, int>>>
      turns_;  ///< of each row, where a ring is crossed, and whether it then is inside it once more or less
};

}  // namespace placewright::viewer
