#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "viewer/camera.h"
#include "viewer/map_mesh.h"

/// The map on the graphics card: meshes by level of detail, colours by area, borders by neighbourhood, drawn into a
/// texture that is kept until something changes. The only file pair that speaks OpenGL about maps.
namespace placewright::viewer {

/// 0xAABBGGRR, as ImGui has it.
using Rgba = std::uint32_t;

struct MapStyle {
  Rgba background = 0xfffaf9f7;
  Rgba area_line = 0xffffffff;
  float area_line_px = 0.8f;       ///< 0: none
  Rgba border = 0xff2b2521;        ///< between neighbourhoods
  float border_px = 2.2f;
  Rgba coast = 0xff9a8f86;
  float coast_px = 1.0f;
  friend bool operator==(const MapStyle&, const MapStyle&) = default;
};

/// A line over the map, such as a road, a barrier or a footprint's outline.
struct OverlayLine {
  geo::Point from, to;
  Rgba colour{};
  float width_px = 1.5f;
};

class GlMap {
 public:
  GlMap();
  ~GlMap();
  GlMap(const GlMap&) = delete;
  GlMap& operator=(const GlMap&) = delete;

  /// Levels in order from fine to coarse, with the metres a pixel from which each is fine enough. Replaces what was there.
  struct Level {
    const MapMesh* mesh = nullptr;
    double from_m_per_px = 0;
  };
  void set_levels(std::span<const Level> levels);
  void add_level(const Level& level);
  /// One colour an area; alpha 0 leaves it out. 1-based pattern bit: hatched areas are those with hatch[area] != 0.
  void set_colours(std::span<const Rgba> colours, std::span<const std::uint8_t> hatch);
  /// One label an area; borders run where labels differ.
  void set_labels(std::span<const std::int32_t> labels);
  void set_lines(std::span<const OverlayLine> lines);
  void set_style(const MapStyle& style);

  /// One texel a pixel of the screen; `scale` is how large a line of one point is in pixels.
  /// Draws into the kept texture if the camera, the size or anything else changed. True: it was drawn anew.
  bool render(const Camera& camera, int width_px, int height_px, float scale);
  /// The texture's OpenGL name with the number of its drawing above, so that another picture is another id. Its first row is at the bottom.
  [[nodiscard]] std::uint64_t texture() const { return std::uint64_t{drawings_} << 32 | colour_texture_; }
  [[nodiscard]] Camera drawn_camera() const { return drawn_; }
  [[nodiscard]] bool dirty() const { return dirty_; }
  void touch() { dirty_ = true; }

 private:
  struct LevelBuffers {
    unsigned vao = 0, vertices = 0, indices = 0, segments = 0, line_vao = 0;
    double from_m_per_px = 0;
    geo::Point origin;
    std::vector<MapMesh::Chunk> chunks;
    std::vector<MapMesh::Segment> segment_copy;  ///< to pick borders out of
  };
  struct BorderBuffer {
    unsigned vao = 0, buffer = 0;
    std::vector<std::uint32_t> chunk_first;  ///< first border segment of each chunk, chunks + 1
    bool stale = true;
  };
  void drop_levels();
  void build_borders(std::size_t level);

  std::vector<LevelBuffers> levels_;
  std::vector<BorderBuffer> borders_;
  std::vector<std::int32_t> labels_;
  unsigned fill_program_ = 0, line_program_ = 0;
  unsigned area_texture_ = 0, overlay_vao_ = 0, overlay_buffer_ = 0;
  std::uint32_t overlay_count_ = 0, area_count_ = 0;
  geo::Point overlay_origin_;
  unsigned frame_buffer_ = 0, colour_texture_ = 0;
  int width_ = 0, height_ = 0;
  float scale_ = 1;
  Camera drawn_;
  MapStyle style_;
  std::uint32_t drawings_ = 0;
  bool dirty_ = true;
};

}  // namespace placewright::viewer
