#include "geo/graph.h"

#include <gtest/gtest.h>

namespace placewright::geo {
namespace {

TEST(Graph, RowsAreAscendingAndSymmetric) {
  const Graph graph(4, {{2, 0, 5.0}, {1, 2, 7.0}, {0, 1, 3.0}});
  ASSERT_EQ(graph.neighbours(2).size(), 2u);
  EXPECT_EQ(graph.neighbours(2)[0], 0u);
  EXPECT_EQ(graph.neighbours(2)[1], 1u);
  EXPECT_EQ(graph.borders(2)[1], 7.0);
  EXPECT_TRUE(graph.neighbours(3).empty());
}

TEST(Graph, AnAreaWithoutNeighboursIsAPieceOfItsOwn) {
  const auto pieces = find_pieces(Graph(4, {{0, 2, 1.0}, {2, 1, 1.0}}));
  EXPECT_EQ(pieces.count, 2u);
  EXPECT_EQ(pieces.of, (std::vector<std::uint32_t>{0, 0, 0, 1}));
}

}  // namespace
}  // namespace placewright::geo
