#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/arcs.h"
#include "geo/shape.h"

/// Lines as the map's painter takes them: points as small numbers near an origin, in chunks that can be left
/// out when they are not seen. Knows no window.
namespace placewright::viewer {

struct MapLines {
  static constexpr std::uint32_t kNone = geo::kOutside;
  struct Point {
    float x{}, y{};  ///< metres from origin: exact to centimetres only near it
  };
  /// A stretch of border between two areas, seen along its direction; both sides kNone where the line bounds
  /// nothing.
  struct Line {
    std::uint32_t first{}, count{};  ///< of points
    std::uint32_t left = kNone, right = kNone;
  };
  struct Chunk {
    geo::Box box;
    std::uint32_t first{}, count{};  ///< of lines
  };
  geo::Point origin;
  std::vector<Point> points;
  std::vector<Line> lines;
  std::vector<Chunk> chunks;
};

/// Borders of areas, each stretch once. A chunk holds 128 stretches that lie close to one another.
[[nodiscard]] MapLines build_map_lines(std::span<const geo::Arc> arcs, geo::Point origin);
/// Lines that bound nothing: roads, outlines.
[[nodiscard]] MapLines build_map_lines(std::span<const geo::Line> lines, geo::Point origin);

/// Side of a square as large as each area, metres, by its borders; 0 for areas without any.
[[nodiscard]] std::vector<float> sizes_of_areas(const MapLines& borders, std::size_t areas);

}  // namespace placewright::viewer
