#include <gtest/gtest.h>

#include "datasets/demo/demo.h"
#include "geo/adjacency.h"
#include "geo/overlay.h"
#include "geo/shape_measures.h"

namespace placewright::datasets {
namespace {

TEST(DemoAtFullSize, FortyThousandAreasTileTheLandAndHoldTogether) {
  const auto place = make_demo({kMaxDemoAreas, 1});
  ASSERT_EQ(place.areas.size(), kMaxDemoAreas);
  double sum = 0;
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    EXPECT_GE(place.areas.population[i], 1000);
    EXPECT_LE(place.areas.population[i], 3000);
    sum += geo::measure_area_m2(place.areas.shape[i]);
    if (i % 7 == 0) {
      EXPECT_FALSE(geo::find_invalid(place.areas.shape[i]).has_value()) << place.areas.code[i];
    }
  }
  EXPECT_EQ(geo::find_pieces(graph_of(place)).count, 1U);
  const auto judge = geo::build_adjacency(place.areas.shape);
  ASSERT_EQ(judge.borders.size(), place.adjacency.size());
  for (std::size_t k = 0; k < judge.borders.size(); ++k) {
    ASSERT_EQ(judge.borders[k].a, place.adjacency[k].a);
    ASSERT_EQ(judge.borders[k].b, place.adjacency[k].b);
  }
  std::vector<geo::Shape> districts;
  for (const auto& boundary : place.boundaries)
    if (boundary.kind == "lad") districts.push_back(boundary.shape);
  const auto land = geo::united(districts);
  EXPECT_NEAR(geo::measure_area_m2(land), sum, 1e-6 * sum);
}

}  // namespace
}  // namespace placewright::datasets
