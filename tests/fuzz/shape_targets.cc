#include <algorithm>
#include <cmath>

#include "geo/adjacency.h"
#include "geo/arcs.h"
#include "geo/dissolve.h"
#include "geo/error.h"
#include "geo/expect.h"
#include "geo/generalise.h"
#include "geo/repair.h"
#include "geo/topology.h"
#include "tests/fuzz/bytes.h"
#include "tests/fuzz/targets.h"

namespace placewright::fuzz {
namespace {

constexpr std::size_t kMostShapes = 12, kMostPoints = 14;

/// Corners lie on a grid of 16 by 16, so that many meet; `odd` is how far some are from it.
std::vector<geo::Shape> build_shapes(Bytes& bytes, double step_m, double odd_m) {
  const auto corner = [&] {
    const auto at = bytes.byte(), off = bytes.byte();
    geo::Point point{400000 + step_m * (at % 16), 300000 + step_m * (at / 16)};
    if (off >= 252) return geo::Point{bytes.number(), bytes.number()};
    if (off >= 128) point.x += odd_m * (off % 8);
    return point;
  };
  const auto ring = [&] {
    geo::Ring out(bytes.byte() % kMostPoints);
    for (auto& point : out) point = corner();
    return out;
  };
  std::vector<geo::Shape> shapes(1 + bytes.byte() % kMostShapes);
  for (auto& shape : shapes) {
    const auto form = bytes.byte();
    if (form < 128) {  // a plain rectangle, as most areas of a test are
      const auto a = corner(), b = corner();
      shape.parts.push_back({{{a.x, a.y}, {b.x, a.y}, {b.x, b.y}, {a.x, b.y}}, {}});
    } else {
      for (auto parts = form % 3; parts > 0; --parts) {
        shape.parts.push_back({ring(), {}});
        for (auto holes = bytes.byte() % 3; holes > 0; --holes) shape.parts.back().holes.push_back(ring());
      }
    }
  }
  return shapes;
}

void take(Input input, double step_m, double odd_m, double tolerance_m) {
  Bytes bytes(input);
  const auto given = build_shapes(bytes, step_m, odd_m);
  try {
    const auto repaired = geo::repair_shapes(given).shapes;
    PLACEWRIGHT_EXPECT(repaired.size() == given.size());
    const auto adjacency = geo::build_adjacency(repaired, {1.0, tolerance_m});
    for (const auto& border : adjacency.borders)
      PLACEWRIGHT_EXPECT(border.a < border.b && border.b < given.size() && border.border_m > 0);
    static_cast<void>(geo::check_topology(repaired, adjacency));
    const auto arcs = geo::build_arcs(repaired, tolerance_m);
    static_cast<void>(geo::shapes_from_arcs(geo::simplified(arcs, step_m)));
    std::vector<std::uint32_t> group(given.size());
    for (auto& one : group) one = bytes.byte() % 4 == 3 ? geo::kNoGroup : bytes.byte() % 3U;
    const auto outlines = geo::dissolve(repaired, group, 3, tolerance_m);
    PLACEWRIGHT_EXPECT(outlines.shapes.size() == 3);
  } catch (const geo::InputError&) {
  }
}

}  // namespace

void take_shapes(Input input) { take(input, 1000, 0, 1.5); }

void take_near_shapes(Input input) { take(input, 7, 0.4, 1.5); }

}  // namespace placewright::fuzz
