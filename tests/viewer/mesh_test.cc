#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "datasets/demo.h"
#include "geo/shape_measures.h"
#include "viewer/map_mesh.h"

namespace placewright::viewer {
namespace {

std::vector<double> areas_of_mesh(const MapMesh& mesh, std::size_t shapes) {
  std::vector<double> sums(shapes, 0);
  for (std::size_t i = 0; i + 2 < mesh.indices.size(); i += 3) {
    const auto &a = mesh.vertices[mesh.indices[i]], &b = mesh.vertices[mesh.indices[i + 1]], &c = mesh.vertices[mesh.indices[i + 2]];
    EXPECT_EQ(a.area, b.area);
    EXPECT_EQ(a.area, c.area);
    sums[a.area] += ((double{b.x} - a.x) * (double{c.y} - a.y) - (double{c.x} - a.x) * (double{b.y} - a.y)) / 2;
  }
  return sums;
}

TEST(Mesh, ItsTrianglesAddUpToTheShapes) {
  const auto place = datasets::make_demo({120, 2});
  const auto& shapes = place.areas.shape;
  const auto mesh = build_mesh(shapes, geo::build_arcs(shapes), {place.areas.centroid_x[0], place.areas.centroid_y[0]});
  const auto sums = areas_of_mesh(mesh, shapes.size());
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const double wanted = geo::measure_area_m2(shapes[i]);
    EXPECT_NEAR(sums[i], wanted, 1e-3 * wanted) << place.areas.code[i];  // float vertices
  }
}

TEST(Mesh, AHoleStaysEmptyAndAnIslandStaysPartOfItsArea) {
  const geo::Ring outer{{0, 0}, {10, 0}, {10, 10}, {0, 10}}, hole{{3, 3}, {3, 6}, {6, 6}, {6, 3}}, island{{20, 0}, {22, 0}, {22, 2}, {20, 2}};
  const std::vector<geo::Shape> shapes{{{{outer, {hole}}, {island, {}}}}, {{{{{3, 3}, {6, 3}, {6, 6}, {3, 6}}, {}}}}};
  const auto mesh = build_mesh(shapes, geo::build_arcs(shapes), {0, 0});
  const auto sums = areas_of_mesh(mesh, 2);
  EXPECT_NEAR(sums[0], 100 - 9 + 4, 1e-4);
  EXPECT_NEAR(sums[1], 9, 1e-4);
}

TEST(Mesh, EveryStretchOfBorderIsThereOnceWithBothItsSides) {
  const std::vector<geo::Shape> shapes{{{{{{0, 0}, {4, 0}, {4, 4}, {0, 4}}, {}}}}, {{{{{4, 0}, {8, 0}, {8, 4}, {4, 4}}, {}}}}};
  const auto mesh = build_mesh(shapes, geo::build_arcs(shapes), {0, 0});
  double shared = 0, coast = 0;
  for (const auto& segment : mesh.segments) {
    const double length = std::hypot(segment.x1 - segment.x0, segment.y1 - segment.y0);
    (segment.right == MapMesh::kNone ? coast : shared) += length;
  }
  EXPECT_NEAR(shared, 4, 1e-6);
  EXPECT_NEAR(coast, 24, 1e-6);
}

TEST(Mesh, ChunksHoldEveryTriangleAndSegmentOnce) {
  const auto place = datasets::make_demo({300, 1});
  const auto mesh = build_mesh(place.areas.shape, geo::build_arcs(place.areas.shape), {0, 0});
  EXPECT_EQ(mesh.chunks.size(), 3u);
  std::uint32_t index = 0, segment = 0;
  for (const auto& chunk : mesh.chunks) {
    EXPECT_EQ(chunk.first_index, index);
    EXPECT_EQ(chunk.first_segment, segment);
    index += chunk.indices;
    segment += chunk.segments;
  }
  EXPECT_EQ(index, mesh.indices.size());
  EXPECT_EQ(segment, mesh.segments.size());
}

}  // namespace
}  // namespace placewright::viewer
