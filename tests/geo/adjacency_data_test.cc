#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "datasets/demo/demo.h"
#include "geo/adjacency.h"
#include "geo/links.h"
#include "geo/repair.h"
#include "geo/shape_measures.h"
#include "tests/geo/drawn_shapes.h"
#include "tests/geo/read_shapes.h"

namespace placewright::geo {
namespace {

using testing_data::read_layer;
using CodePairs = std::map<std::pair<std::string, std::string>, double>;

CodePairs read_pairs(const std::string& file) {
  CodePairs pairs;
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  while (std::getline(stream, line)) {
    std::istringstream fields(line);
    std::string a, b, length;
    std::getline(fields, a, ',');
    std::getline(fields, b, ',');
    std::getline(fields, length, ',');
    pairs[std::minmax(a, b)] = std::stod(length);
  }
  return pairs;
}

CodePairs pairs_by_code(const Adjacency& adjacency, const std::vector<std::string>& code) {
  CodePairs pairs;
  for (const auto& border : adjacency.borders)
    pairs[std::minmax(code[border.a], code[border.b])] = border.border_m;
  return pairs;
}

TEST(AdjacencyData, SevenRealPlacesHaveThePairsAndLengthsThatAreKnown) {
  SHARED_DATA_OR_SKIP(data);
  const std::map<std::string, std::size_t> places{{"leeds", 1384},
                                                  {"bradford", 862},
                                                  {"cornwall_scilly", 828},
                                                  {"isle_of_wight", 210},
                                                  {"newport_wales", 262},
                                                  {"manchester_trafford", 1213},
                                                  {"pennine_lancashire", 973}};
  for (const auto& [place, count] : places) {
    SCOPED_TRACE(place);
    const auto folder = data + "/places/" + place + "/";
    const auto layer = read_layer(folder + place + ".gpkg", "lsoa", "lsoa_code");
    const auto found = pairs_by_code(build_adjacency(repair_shapes(layer.shapes).shapes), layer.code);
    const auto known = read_pairs(folder + "adjacency_rook.csv");
    EXPECT_EQ(found.size(), count);
    ASSERT_EQ(known.size(), count);
    for (const auto& [pair, length] : known) {
      ASSERT_TRUE(found.count(pair)) << pair.first << ' ' << pair.second;
      EXPECT_NEAR(found.at(pair), length, std::max(0.06, length * 0.01)) << pair.first << ' ' << pair.second;
    }
  }
}

TEST(AdjacencyData, OfficialFilesInDegreesGiveTheSamePairsOnceRepaired) {
  SHARED_DATA_OR_SKIP(data);
  const auto pairs = [&](const std::string& name) {
    const auto layer = read_layer(data + "/official/boundaries/lsoa_" + name + ".geojson", "", "LSOA21CD");
    return build_adjacency(repair_shapes(layer.shapes).shapes).borders.size();
  };
  EXPECT_EQ(pairs("E08000035"), 1384u);
  EXPECT_EQ(pairs("W06000022"), 262u);
  EXPECT_EQ(pairs("E06000046"), 210u);
}

TEST(RepairData, TheDoughnutOfTheIsleOfWightIsFoundAndGivesItsNeighbourItsPlace) {
  SHARED_DATA_OR_SKIP(data);
  const auto layer =
      read_layer(data + "/places/isle_of_wight/isle_of_wight_raw_invalid.gpkg", "", "lsoa_code");
  const auto repaired = repair_shapes(layer.shapes);
  ASSERT_EQ(repaired.repairs.size(), 1u);
  EXPECT_EQ(repaired.repairs[0].kind, RepairKind::doughnut);
  EXPECT_LT(repaired.repairs[0].after_m2, repaired.repairs[0].before_m2);
  EXPECT_EQ(build_adjacency(repaired.shapes).borders.size(), 210u);
}

TEST(AdjacencyData, JitteredRealPlacesLoseAndInventNoPairOfMoreThanThreeMetres) {
  SHARED_DATA_OR_SKIP(data);
  for (const std::string place : {"leeds", "cornwall_scilly", "pennine_lancashire"}) {
    SCOPED_TRACE(place);
    const auto layer = read_layer(data + "/places/" + place + "/" + place + ".gpkg", "lsoa", "lsoa_code");
    const auto truth = pairs_by_code(build_adjacency(layer.shapes), layer.code);
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      SCOPED_TRACE(seed);
      const auto found =
          pairs_by_code(build_adjacency(testing_data::jittered(layer.shapes, 0.5, seed)), layer.code);
      for (const auto& [pair, length] : truth)
        EXPECT_TRUE(length <= 3 || found.count(pair) == 1)
            << pair.first << ' ' << pair.second << ' ' << length;
      for (const auto& [pair, length] : found)
        EXPECT_TRUE(length <= 3 || truth.count(pair) == 1)
            << pair.first << ' ' << pair.second << ' ' << length;
    }
  }
}

TEST(AdjacencyData, TheInventedPlaceJitteredByHalfAMetreLosesAndInventsNoPair) {
  for (const std::size_t areas : {120u, 250u, 900u})
    for (std::uint64_t seed = 1; seed <= (areas < 500 ? 3u : 1u); ++seed) {
      SCOPED_TRACE(areas);
      SCOPED_TRACE(seed);
      datasets::DemoOptions options;
      options.areas = areas;
      options.seed = seed;
      const auto demo = datasets::make_demo(options);
      const auto truth = pairs_by_code(build_adjacency(demo.areas.shape), demo.areas.code);
      const auto found = pairs_by_code(build_adjacency(testing_data::jittered(demo.areas.shape, 0.5, seed)),
                                       demo.areas.code);
      for (const auto& [pair, length] : truth)
        EXPECT_EQ(found.count(pair), 1u) << "lost " << pair.first << ' ' << pair.second << ' ' << length;
      for (const auto& [pair, length] : found)
        EXPECT_EQ(truth.count(pair), 1u) << "invented " << pair.first << ' ' << pair.second << ' ' << length;
    }
}

TEST(AdjacencyData, TheIslesOfScillyAreLinkedToCornwall) {
  SHARED_DATA_OR_SKIP(data);
  const auto layer = read_layer(data + "/places/cornwall_scilly/cornwall_scilly.gpkg", "lsoa", "lsoa_code");
  const auto graph = graph_of(build_adjacency(layer.shapes));
  ASSERT_EQ(find_pieces(graph).count, 2u);
  const auto links =
      propose_links(layer.shapes, graph, std::vector<double>(layer.shapes.size(), 1700), 30000);
  ASSERT_EQ(links.size(), 1u);
  EXPECT_EQ(layer.code[links[0].from], "E01019077");
  EXPECT_EQ(links[0].piece_areas, 1u);
  EXPECT_GT(links[0].distance_m, 30000);
  EXPECT_LT(links[0].distance_m, 45000);
}

}  // namespace
}  // namespace placewright::geo
