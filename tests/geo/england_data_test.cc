#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

#include "geo/adjacency.h"
#include "geo/arcs.h"
#include "geo/dissolve.h"
#include "geo/locate.h"
#include "geo/repair.h"
#include "geo/shape_measures.h"
#include "geo/topology.h"
#include "tests/geo/read_shapes.h"

namespace placewright::geo {
namespace {

/// All of England in one test, since reading it is half the time.
TEST(EnglandData, The33755AreasHangTogetherAndEveryWayToCutThemKeepsTheirArea) {
  SHARED_DATA_OR_SKIP(data);
  const auto file = data + "/england/england_lsoa.gpkg";
  const auto layer = testing_data::read_layer(file, "lsoa", "lsoa_code");
  ASSERT_EQ(layer.shapes.size(), 33755u);
  const auto repaired = repair_shapes(layer.shapes);
  EXPECT_TRUE(repaired.repairs.empty());
  const auto& shapes = repaired.shapes;
  double area = 0;
  for (const auto& shape : shapes) area += measure_area_m2(shape);

  const auto net = build_border_net(shapes, 1.5);
  const auto adjacency = build_adjacency(net, shapes.size());
  // The published count is 97,591, taken by overlay. Five more pairs share from 5 m to 2,126 m of border
  // whose two sides differ by less than a millimetre, on which an overlay finds a sliver and no line.
  EXPECT_EQ(adjacency.borders.size(), 97596u);
  std::map<std::string, std::uint32_t> row;
  for (std::uint32_t i = 0; i < layer.code.size(); ++i) row[layer.code[i]] = i;
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> border;
  for (const auto& one : adjacency.borders) border[{one.a, one.b}] = one.border_m;
  EXPECT_NEAR((border[std::minmax(row["E01007426"], row["E01011182"])]), 2126.1, 0.1);
  EXPECT_NEAR((border[std::minmax(row["E01007909"], row["E01034249"])]), 5.5, 0.1);
  EXPECT_EQ(find_pieces(graph_of(adjacency)).count, 5u);

  const auto topology = check_topology(shapes, adjacency);
  EXPECT_TRUE(topology.overlaps.empty());
  ASSERT_EQ(topology.detached.size(), 4u);
  EXPECT_EQ(topology.detached[0].areas.size(), 89u);
  EXPECT_EQ(topology.detached[1].areas.size(), 11u);
  EXPECT_EQ(topology.detached[2].areas.size(), 3u);
  EXPECT_EQ(topology.detached[3].areas.size(), 1u);

  const auto msoa = testing_data::read_layer(file, "lsoa", "msoa_code").code;
  std::map<std::string, std::uint32_t> number;
  std::vector<std::uint32_t> group;
  for (const auto& code : msoa)
    group.push_back(number.try_emplace(code, static_cast<std::uint32_t>(number.size())).first->second);
  double outlined = 0;
  for (const auto& shape : dissolve(net, shapes, group, static_cast<std::uint32_t>(number.size())).shapes)
    outlined += measure_area_m2(shape);
  EXPECT_NEAR(outlined / area, 1, 1e-8);

  const auto arcs = build_arcs(net, shapes.size());
  double from_arcs = 0;
  for (const auto& shape : shapes_from_arcs(arcs)) from_arcs += measure_area_m2(shape);
  EXPECT_NEAR(from_arcs / area, 1, 1e-8);

  const ShapeIndex index(shapes);
  for (std::uint32_t i = 0; i < shapes.size(); i += 7)
    EXPECT_EQ(index.find_containing(inside_point(shapes[i])), i);
}

}  // namespace
}  // namespace placewright::geo
