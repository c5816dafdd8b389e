#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/arcs.h"
#include "geo/shape.h"

/// Shapes as arrays that a graphics card takes: triangles and unique border segments, in chunks that can be left out
/// when they are not seen. Plain numbers; knows no window.
namespace placewright::viewer {

struct MapMesh {
  struct Vertex {
    float x{}, y{};        ///< metres from origin: float is exact to centimetres only near it
    std::uint32_t area{};  ///< row of the shape
  };
  /// A piece of border once, whichever areas have it. right is kNone at the coast.
  struct Segment {
    float x0{}, y0{}, x1{}, y1{};
    std::uint32_t left{}, right{};
  };
  struct Chunk {
    geo::Box box;
    std::uint32_t first_index{}, indices{}, first_segment{}, segments{};
  };
  static constexpr std::uint32_t kNone = ~0u;
  geo::Point origin;
  std::vector<Vertex> vertices;
  std::vector<std::uint32_t> indices;
  std::vector<Segment> segments;
  std::vector<Chunk> chunks;
};

/// Needs: shapes normalised, and the arcs of them. Every area's triangles cover it exactly; holes and parts are kept.
/// Chunks are of 128 areas that lie close to one another.
[[nodiscard]] MapMesh build_mesh(std::span<const geo::Shape> shapes, const geo::Arcs& arcs, geo::Point origin);

}  // namespace placewright::viewer
