#include "geo/barriers.h"

#include <gtest/gtest.h>

#include "geo/adjacency.h"
#include "geo/shape_measures.h"
#include "tests/geo/drawn_shapes.h"

namespace placewright::geo {
namespace {

struct Town {
  testing_data::Drawn drawn = testing_data::shapes_from_map("A B C\nD E F");
  BorderNet net = build_border_net(drawn.shapes, 1.5);
  Graph graph = graph_of(build_adjacency(drawn.shapes));
  std::vector<Point> points;
  Town() {
    for (const auto& shape : drawn.shapes) points.push_back(centroid_of(shape));
  }
  /// Pairs that are divided, such as "AB DE ".
  std::string divided(const std::vector<Line>& barriers) const {
    const auto flags = find_divided_edges(graph.edges(), points, net, barriers);
    std::string result;
    for (std::size_t i = 0; i < flags.size(); ++i)
      if (flags[i] != 0)
        result += std::string{drawn.letters[graph.edges()[i].a], drawn.letters[graph.edges()[i].b], ' '};
    return result;
  }
};

TEST(Barriers, ARiverBetweenTwoColumnsDividesThePairsAcrossIt) {
  const Town town;
  EXPECT_EQ(town.divided({{{100, -10}, {110, 90}, {95, 210}}}), "AB DE ");
  EXPECT_EQ(town.divided({}), "");
}

TEST(Barriers, ALineNearHalfOfTheBorderDividesEvenWhenItPassesNeitherPoints) {
  const Town town;
  // Along the upper half of the border between A and B only, 20 m away; the line between the points is at y =
  // 150.
  EXPECT_EQ(town.divided({{{80, 151}, {80, 200}}}), "AB ");
  EXPECT_EQ(town.divided({{{80, 190}, {80, 200}}}), "");
  EXPECT_EQ(town.divided({{{74, 151}, {74, 200}}}), "");
}

TEST(Barriers, ABarrierWithinOneAreaDividesNothingUntilItMeetsTheLineBetweenTwoPoints) {
  const Town town;
  EXPECT_EQ(town.divided({{{40, 120}, {40, 180}}}), "");
  EXPECT_EQ(town.divided({{{60, 120}, {60, 180}}}), "AB ");
  EXPECT_EQ(town.divided({{{60, 120}, {60, 150}}}), "AB ");
}

TEST(Barriers, ALinkIsNeverDivided) {
  const std::vector<Point> points{{0, 0}, {100, 0}};
  const std::vector<Edge> edges{{0, 1, 0, true}};
  const std::vector<Line> river{{{50, -50}, {50, 50}}};
  EXPECT_EQ(find_divided_edges(edges, points, build_border_net(std::vector<Shape>(2), 0), river),
            (std::vector<std::uint8_t>{0}));
}

}  // namespace
}  // namespace placewright::geo
