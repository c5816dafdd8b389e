#include "geo/colouring.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "geo/adjacency.h"
#include "geo/random.h"
#include "tests/geo/drawn_shapes.h"

namespace placewright::geo {
namespace {

Graph grid_of(std::uint32_t side, bool diagonals) {
  std::vector<Edge> edges;
  for (std::uint32_t y = 0; y < side; ++y)
    for (std::uint32_t x = 0; x < side; ++x) {
      if (x + 1 < side) edges.push_back({y * side + x, y * side + x + 1, 1.0, false});
      if (y + 1 < side) edges.push_back({y * side + x, (y + 1) * side + x, 1.0, false});
      if (diagonals && x + 1 < side && y + 1 < side)
        edges.push_back({y * side + x, (y + 1) * side + x + 1, 1.0, false});
    }
  return Graph(side * side, edges);
}

void expect_proper(const Graph& graph, const std::vector<std::uint8_t>& colour) {
  for (const auto& edge : graph.edges()) EXPECT_NE(colour[edge.a], colour[edge.b]);
  for (const auto one : colour) EXPECT_NE(one, kNoColour);
}

TEST(Colouring, NeighboursDifferWithFewColours) {
  for (const bool diagonals : {false, true}) {
    const auto graph = grid_of(12, diagonals);
    const auto colour = colour_graph(graph);
    expect_proper(graph, colour);
    EXPECT_LE(*std::max_element(colour.begin(), colour.end()), diagonals ? 3 : 1);
  }
  EXPECT_TRUE(colour_graph(Graph(0, {})).empty());
  EXPECT_EQ(colour_graph(Graph(3, {})), (std::vector<std::uint8_t>{0, 0, 0}));
}

TEST(Colouring, ColoursStayWhereTheyCan) {
  const auto graph = grid_of(10, true);
  const auto before = colour_graph(graph);
  EXPECT_EQ(colour_graph(graph, before), before);
  auto edges = graph.edges();
  std::uint32_t far = 0;
  for (std::uint32_t node = 50; node < 100; ++node)
    if (before[node] == before[0]) far = node;
  edges.push_back({0, far, 1.0, false});
  const Graph edited(100, edges);
  const auto after = colour_graph(edited, before);
  expect_proper(edited, after);
  int changed = 0;
  for (std::size_t i = 0; i < 100; ++i) changed += before[i] == after[i] ? 0 : 1;
  EXPECT_EQ(changed, 1);
}

TEST(Colouring, GroupsAreJoinedWhereTheirAreasAreAndBordersAddUp) {
  const auto drawn = testing_data::shapes_from_map("A B C\nD E F");
  const auto graph = graph_of(build_adjacency(drawn.shapes));
  const auto groups = graph_of_groups(graph, std::vector<std::uint32_t>{0, 0, 1, 0, ~0u, 1}, 2);
  ASSERT_EQ(groups.edges().size(), 1u);
  EXPECT_EQ(groups.edges()[0].border_m, 100);
}

}  // namespace
}  // namespace placewright::geo
