#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>

#include "geo/adjacency.h"
#include "geo/arcs.h"
#include "geo/colouring.h"
#include "geo/crossings.h"
#include "geo/dissolve.h"
#include "geo/error.h"
#include "geo/overlay.h"
#include "geo/random.h"
#include "geo/repair.h"
#include "geo/shape_measures.h"
#include "geo/topology.h"
#include "tests/geo/drawn_shapes.h"

/// Polygons that nobody would draw: whatever a file holds, an import and a check come to an end, with an
/// answer or with an InputError. Seeds are printed where something fails.
namespace placewright::geo {
namespace {

/// A ring of points drawn from few columns and rows, so that it crosses, touches and repeats itself.
Ring tangle(Random& random, const std::vector<double>& values) {
  Ring ring;
  const auto size = 4 + random.below(28);
  const auto count = static_cast<std::uint32_t>(values.size());
  for (std::uint32_t k = 0; k < size; ++k) {
    const bool near = random.below(3) == 0;
    const double x = values[random.below(count)], y = values[random.below(count)];
    ring.push_back({x + (near ? random.unit() * 3 : 0), y + (near ? random.unit() * 3 : 0)});
  }
  return ring;
}

/// A ring around a point with spikes, some far, some back to the middle.
Ring spiky(Random& random, Point middle, double radius) {
  Ring ring;
  const auto size = 3 + random.below(30);
  for (std::uint32_t k = 0; k < size; ++k) {
    const double angle = 2 * std::numbers::pi * k / size;
    const double away = random.below(4) == 0   ? radius * 1e-7
                        : random.below(7) == 0 ? radius * 100
                                               : radius * (0.5 + random.unit());
    ring.push_back({middle.x + away * std::cos(angle), middle.y + away * std::sin(angle)});
  }
  return ring;
}

/// The ring again with each point moved by less than the tolerance of borders, or not at all.
Ring nearly(Random& random, const Ring& ring) {
  const double by = std::array{0.0, 1e-9, 1e-4, 0.002, 0.4, 1.4}[random.below(6)];
  Ring out;
  for (const auto& point : ring)
    out.push_back({point.x + by * (random.unit() - 0.5), point.y + by * (random.unit() - 0.5)});
  return out;
}

std::vector<Shape> hostile_shapes(Random& random) {
  static const std::vector<std::vector<double>> columns{{0, 0.5, 1, 100, 101},
                                                        {0, 1, 2, 3, 4, 5},
                                                        {0, 0.001, 0.002, 1, 1.5, 3},
                                                        {1000, 1000.4, 1000.8, 1001.2, 1001.6},
                                                        {-500'000, 0, 51.5, 1'199'999}};
  std::vector<Shape> shapes;
  const auto& values = columns[random.below(static_cast<std::uint32_t>(columns.size()))];
  const auto count = 1 + random.below(7);
  for (std::uint32_t k = 0; k < count; ++k) {
    Shape shape;
    for (std::uint32_t part = 0; part <= random.below(3); ++part) {
      const auto kind = random.below(4);
      if (kind == 0 && !shapes.empty() && !shapes.back().empty())
        shape.parts.push_back({nearly(random, shapes.back().parts[0].outer), {}});
      else if (kind == 1)
        shape.parts.push_back(
            {spiky(random, {random.unit() * 10, random.unit() * 10}, 0.01 + random.unit() * 10), {}});
      else
        shape.parts.push_back({tangle(random, values), {}});
      if (random.below(4) == 0) shape.parts.back().holes.push_back(tangle(random, values));
    }
    shapes.push_back(std::move(shape));
  }
  return shapes;
}

/// All that an import, a check and a map do with shapes.
void go_through(const std::vector<Shape>& given, Random& random) {
  const auto shapes = repair_shapes(given).shapes;
  for (const auto& shape : shapes)
    EXPECT_TRUE(shape.empty() || !find_invalid(shape)) << "a repaired shape is valid";
  try {
    const auto adjacency = build_adjacency(shapes);
    const auto topology = check_topology(shapes, adjacency);
    EXPECT_LT(topology.detached.size(), shapes.size());
    std::vector<std::uint32_t> group(shapes.size());
    for (auto& label : group) label = random.below(3) == 0 ? kNoGroup : random.below(2);
    for (const double tolerance : {0.0, 1.5}) {
      const auto outlines = dissolve(shapes, group, 2, tolerance);
      EXPECT_EQ(outlines.shapes.size(), 2u);
      const auto arcs = build_arcs(shapes, tolerance);
      EXPECT_EQ(shapes_from_arcs(arcs).size(), shapes.size());
      EXPECT_EQ(shapes_from_arcs(simplified(arcs, 5)).size(), shapes.size());
    }
  } catch (const InputError& error) {
    EXPECT_FALSE(error.message().fix.empty());
  }
}

TEST(HostileShapes, AnyPolygonsComeToAnEndWithAnAnswerOrAnError) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    go_through(hostile_shapes(random), random);
    if (HasFailure()) break;
  }
}

TEST(HostileShapes, ABorderThatCrossesItselfMillionsOfTimesIsDroppedAndSaid) {
  Ring star;
  for (int k = 0; k < 3000; ++k) {
    const double angle = 2 * std::numbers::pi * k * 1499 / 3000;
    star.push_back({400'000 + 5000 * std::cos(angle), 300'000 + 5000 * std::sin(angle)});
  }
  const auto repaired = repair_shapes(std::vector<Shape>{{{{star, {}}}}});
  EXPECT_TRUE(repaired.shapes[0].empty());
  ASSERT_EQ(repaired.repairs.size(), 2u);
  EXPECT_EQ(repaired.repairs[0].kind, RepairKind::tangled);
  EXPECT_NE(repaired.repairs[0].what.find("20000 times"), std::string::npos) << repaired.repairs[0].what;
  EXPECT_EQ(repaired.repairs[1].kind, RepairKind::lost);
}

TEST(HostileShapes, TwoCombsThatCrossEachOtherMillionsOfTimesAreToldAndNotOverlaid) {
  const auto comb = [](bool upright) {
    Ring ring;
    constexpr int kTeeth = 1200;
    const auto add = [&](double along, double across) {
      ring.push_back(upright ? Point{across, along} : Point{along, across});
    };
    for (int k = 0; k < kTeeth; ++k) {
      add(4 * k, 0);
      add(4 * k, 4 * kTeeth);
      add(4 * k + 2, 4 * kTeeth);
      add(4 * k + 2, 1);
    }
    add(4 * kTeeth, 1);
    add(4 * kTeeth, 0);
    return normalised({{{ring, {}}}});
  };
  const std::vector<Shape> shapes{comb(false), comb(true)};
  EXPECT_TRUE(cross_too_often(shapes[0], shapes[1]));
  EXPECT_FALSE(cross_too_often(shapes[0], testing_data::square(0, 0, 5000)));
  const auto topology = check_topology(shapes, build_adjacency(shapes));
  ASSERT_EQ(topology.tangled.size(), 1u);
  EXPECT_THROW((void)united(shapes), InputError);
}

TEST(HostileShapes, OneSquareStoredForEveryAreaIsToldWithoutMeasuringEveryPair) {
  const std::vector<Shape> shapes(800, testing_data::square(0, 0, 1000));
  const auto topology = check_topology(shapes, build_adjacency(shapes));
  EXPECT_TRUE(topology.suspects_left);
  EXPECT_EQ(topology.overlaps.size(), kMaxSuspects * shapes.size());
}

TEST(HostileShapes, AreasSmallerThanWhatBordersAreMatchedWithinAreRefused) {
  std::vector<Shape> shapes;
  for (int k = 0; k < 2000; ++k)
    shapes.push_back(testing_data::square(0.01 * (k % 50), 0.01 * (k / 50), 0.01 + 1e-5 * k));
  try {
    (void)build_adjacency(shapes);
    FAIL() << "was taken";
  } catch (const InputError& error) {
    EXPECT_NE(error.message().fix.find("degrees"), std::string::npos);
  }
}

}  // namespace
}  // namespace placewright::geo
