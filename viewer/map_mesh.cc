#include "viewer/map_mesh.h"

#include <algorithm>
#include <utility>

#include "geo/map_order.h"
#include "geo/shape_measures.h"
#include "geo/triangles.h"

namespace placewright::viewer {
namespace {

constexpr std::size_t kAreasInChunk = 128;

std::vector<std::uint32_t> in_map_order(std::span<const geo::Shape> shapes) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keys;
  keys.reserve(shapes.size());
  for (std::uint32_t area = 0; area < shapes.size(); ++area) {
    const auto box = geo::box_of(shapes[area]);
    keys.emplace_back(geo::map_order({(box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2}), area);
  }
  std::sort(keys.begin(), keys.end());
  std::vector<std::uint32_t> order;
  order.reserve(keys.size());
  for (const auto& key : keys) order.push_back(key.second);
  return order;
}

/// How many points the rings of a shape hold, as build_triangles lays them out.
std::size_t point_count(const geo::Shape& shape) {
  std::size_t count = 0;
  for (const auto& part : shape.parts) {
    count += part.outer.size();
    for (const auto& hole : part.holes) count += hole.size();
  }
  return count;
}

}  // namespace

MapMesh build_mesh(std::span<const geo::Shape> shapes, const geo::Arcs& arcs, geo::Point origin) {
  const auto triangles = geo::build_triangles(shapes);
  MapMesh mesh;
  mesh.origin = origin;
  const auto near = [&](geo::Point at) { return std::pair(static_cast<float>(at.x - origin.x), static_cast<float>(at.y - origin.y)); };
  mesh.vertices.reserve(triangles.point.size());
  std::size_t next = 0;
  for (std::uint32_t area = 0; area < shapes.size(); ++area)
    for (const auto last = next + point_count(shapes[area]); next < last; ++next) {
      const auto [x, y] = near(triangles.point[next]);
      mesh.vertices.push_back({x, y, area});
    }

  // Each stretch of border belongs to one area, the one that lies inside.
  std::vector<std::vector<std::uint32_t>> arcs_of(shapes.size());
  for (std::uint32_t arc = 0; arc < arcs.arcs.size(); ++arc) {
    const auto& sides = arcs.arcs[arc];
    const auto owner = sides.left != geo::kOutside ? sides.left : sides.right;
    if (owner != geo::kOutside) arcs_of[owner].push_back(arc);
  }

  const auto order = in_map_order(shapes);
  mesh.indices.reserve(triangles.index.size());
  for (std::size_t first = 0; first < order.size(); first += kAreasInChunk) {
    MapMesh::Chunk chunk;
    chunk.box = {1e300, 1e300, -1e300, -1e300};
    chunk.first_index = static_cast<std::uint32_t>(mesh.indices.size());
    chunk.first_segment = static_cast<std::uint32_t>(mesh.segments.size());
    for (std::size_t at = first; at < std::min(order.size(), first + kAreasInChunk); ++at) {
      const auto area = order[at];
      if (!shapes[area].empty()) chunk.box = geo::box_around(chunk.box, geo::box_of(shapes[area]));
      mesh.indices.insert(mesh.indices.end(), triangles.index.begin() + triangles.first_index[area], triangles.index.begin() + triangles.first_index[area + 1]);
      for (const auto arc : arcs_of[area]) {
        const auto& border = arcs.arcs[arc];
        const auto other = border.left == area ? border.right : border.left;
        for (std::size_t i = 1; i < border.line.size(); ++i) {
          const auto [x0, y0] = near(border.line[i - 1]);
          const auto [x1, y1] = near(border.line[i]);
          mesh.segments.push_back({x0, y0, x1, y1, area, other == geo::kOutside ? MapMesh::kNone : other});
        }
      }
    }
    chunk.indices = static_cast<std::uint32_t>(mesh.indices.size()) - chunk.first_index;
    chunk.segments = static_cast<std::uint32_t>(mesh.segments.size()) - chunk.first_segment;
    mesh.chunks.push_back(chunk);
  }
  return mesh;
}

}  // namespace placewright::viewer
