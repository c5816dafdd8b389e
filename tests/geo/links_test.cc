#include "geo/links.h"

#include <gtest/gtest.h>

#include "geo/adjacency.h"
#include "tests/geo/drawn_shapes.h"

namespace placewright::geo {
namespace {

TEST(Links, SmallPiecesAreJoinedToTheNearestAreaUntilNoneIsSmall) {
  const auto drawn = testing_data::shapes_from_map(R"(
    A B . C . . . D
    E F . . . . . . )");
  const auto graph = graph_of(build_adjacency(drawn.shapes));
  const std::vector<double> people{900, 900, 10, 20, 900, 900};
  const auto links = propose_links(drawn.shapes, graph, people, 500);
  ASSERT_EQ(links.size(), 2u);
  EXPECT_EQ(links[0].from, drawn.row('C'));
  EXPECT_EQ(links[0].to, drawn.row('B'));
  EXPECT_EQ(links[0].distance_m, 100);
  EXPECT_EQ(links[0].piece_people, 10);
  EXPECT_EQ(links[1].from, drawn.row('D'));
  EXPECT_EQ(links[1].to, drawn.row('C'));
  EXPECT_EQ(links[1].distance_m, 300);
}

TEST(Links, TwoIsletsNearEachOtherStillReachTheMainland) {
  const auto drawn = testing_data::shapes_from_map("A A . . . B . C");
  const std::vector<double> people{5000, 10, 20};
  const auto links = propose_links(drawn.shapes, graph_of(build_adjacency(drawn.shapes)), people, 500);
  ASSERT_EQ(links.size(), 2u);
  EXPECT_EQ(links[0].to, drawn.row('C'));
  EXPECT_EQ(links[1].from, drawn.row('B'));
  EXPECT_EQ(links[1].to, drawn.row('A'));
}

TEST(Links, APlaceInOnePieceOrOfLargePiecesNeedsNone) {
  const auto drawn = testing_data::shapes_from_map("A A . B");
  const auto graph = graph_of(build_adjacency(drawn.shapes));
  EXPECT_TRUE(propose_links(drawn.shapes, graph, std::vector<double>{600, 700}, 500).empty());
  EXPECT_TRUE(
      propose_links(std::vector<Shape>{drawn.shapes[0]}, Graph(1, {}), std::vector<double>{1}, 500).empty());
}

}  // namespace
}  // namespace placewright::geo
