#include "geo/repair.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "geo/crossings.h"
#include "geo/overlay.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

constexpr double kNoAreaM2 = 1e-6;

std::uint32_t drop_not_finite(Ring& ring) {
  return static_cast<std::uint32_t>(
      std::erase_if(ring, [](Point point) { return !std::isfinite(point.x) || !std::isfinite(point.y); }));
}

std::uint32_t drop_not_finite(Shape& shape) {
  std::uint32_t count = 0;
  for (auto& part : shape.parts) {
    count += drop_not_finite(part.outer);
    for (auto& hole : part.holes) count += drop_not_finite(hole);
  }
  return count;
}

std::uint32_t count_repeats(const Ring& ring) {
  std::uint32_t count = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) count += ring[i] == ring[i - 1] ? 1u : 0u;
  return count;
}

std::uint32_t count_repeats(const Shape& shape) {
  std::uint32_t count = 0;
  for (const auto& part : shape.parts) {
    count += count_repeats(part.outer);
    for (const auto& hole : part.holes) count += count_repeats(hole);
  }
  return count;
}

bool on_ring(const Ring& ring, Point point) {
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
    if (measure_distance_m(point, ring[j], ring[i]) < 1e-6) return true;
  return false;
}

/// Whether no point of `inner` lies outside `outer`; both are outer rings.
bool lies_within(const Ring& inner, const Ring& outer) {
  const Box a = box_of(inner), b = box_of(outer);
  if (a.min_x < b.min_x || a.max_x > b.max_x || a.min_y < b.min_y || a.max_y > b.max_y) return false;
  return std::all_of(inner.begin(), inner.end(),
                     [&](Point point) { return contains(outer, point) || on_ring(outer, point); });
}

Point corner_of(const Ring& ring) {
  return *std::min_element(ring.begin(), ring.end(),
                           [](Point a, Point b) { return std::pair(a.x, a.y) < std::pair(b.x, b.y); });
}

bool same_ring(const Ring& a, const Ring& b) {
  if (a.size() != b.size()) return false;
  const auto start = std::find(b.begin(), b.end(), a[0]);
  if (start == b.end()) return false;
  const auto offset = static_cast<std::size_t>(start - b.begin());
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!(a[i] == b[(offset + i) % b.size()])) return false;
  return true;
}

/// By the hull, since the two lobes of a ring that crosses itself can cancel out.
bool has_no_area(const Ring& ring) { return measure_ring_area_m2(convex_hull(ring)) < kNoAreaM2; }

std::uint32_t drop_zero_area(Shape& shape) {
  std::uint32_t count = 0;
  for (auto& part : shape.parts) count += static_cast<std::uint32_t>(std::erase_if(part.holes, has_no_area));
  count += static_cast<std::uint32_t>(
      std::erase_if(shape.parts, [](const Polygon& part) { return has_no_area(part.outer); }));
  return count;
}

std::uint32_t drop_doubled(Shape& shape) {
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < shape.parts.size(); ++i)
    for (std::size_t j = shape.parts.size(); j-- > i + 1;)
      if (same_ring(shape.parts[i].outer, shape.parts[j].outer)) {
        shape.parts.erase(shape.parts.begin() + static_cast<std::ptrdiff_t>(j));
        ++count;
      }
  return count;
}

/// Turns each part that lies inside another part, and not in one of its holes, into a hole of it. Returns the
/// first point of each such part.
std::vector<Point> cut_doughnuts(Shape& shape) {
  std::vector<Point> cut;
  bool again = shape.parts.size() > 1;
  while (again) {
    again = false;
    for (std::size_t inner = 0; inner < shape.parts.size() && !again; ++inner) {
      for (std::size_t outer = 0; outer < shape.parts.size() && !again; ++outer) {
        if (inner == outer) continue;
        auto& around = shape.parts[outer];
        const auto& within = shape.parts[inner].outer;
        if (!lies_within(within, around.outer)) continue;
        if (std::any_of(around.holes.begin(), around.holes.end(),
                        [&](const Ring& hole) { return lies_within(within, hole); }))
          continue;
        Ring hole(within.rbegin(), within.rend());
        cut.push_back(corner_of(hole));
        around.holes.push_back(std::move(hole));
        // What the inner part had as holes is territory again: even-odd.
        auto islands = std::move(shape.parts[inner].holes);
        shape.parts.erase(shape.parts.begin() + static_cast<std::ptrdiff_t>(inner));
        for (auto& island : islands) {
          std::reverse(island.begin(), island.end());
          shape.parts.push_back({std::move(island), {}});
        }
        again = true;
      }
    }
  }
  return cut;
}

Shape repair(Shape given, std::uint32_t row, std::vector<Repair>& repairs) {
  const auto not_finite = drop_not_finite(given);
  double before = measure_area_m2(given);
  const auto note = [&](RepairKind kind, const Shape& now, std::uint32_t count, std::string what,
                        Point where) {
    const double after = measure_area_m2(now);
    repairs.push_back({row, kind, count, before, after, std::move(what), where});
    before = after;
  };
  const bool had_any = !given.empty();
  Shape shape = normalised(given);
  if (not_finite > 0)
    note(RepairKind::not_a_number, shape, not_finite, "points without coordinates dropped", {});
  if (const auto count = count_repeats(given))
    note(RepairKind::repeated_points, shape, count, "repeated points dropped", {});
  if (const auto count = drop_zero_area(shape))
    note(RepairKind::zero_area, shape, count, "parts or holes without area dropped", {});
  if (const auto count = drop_doubled(shape))
    note(RepairKind::doubled_part, shape, count, "a part stored twice counted once", {});
  for (const auto& where : cut_doughnuts(shape))
    note(RepairKind::doughnut, shape, 1, "an enclosed polygon that overlapped the area became a hole", where);
  if (!shape.empty()) {
    if (auto invalid = find_invalid(shape); invalid && cross_too_often(std::span(&shape, 1))) {
      shape.parts.clear();
      note(RepairKind::tangled, shape, 1,
           "its border crosses itself more than " + std::to_string(kMaxCrossings) + " times", invalid->where);
    } else if (invalid) {
      shape = made_valid(shape);
      drop_zero_area(shape);
      note(RepairKind::invalid, shape, 1, invalid->reason, invalid->where);
    }
  }
  if (had_any && shape.empty()) note(RepairKind::lost, shape, 1, "nothing with an area is left", {});
  return shape;
}

}  // namespace

const char* repair_name(RepairKind kind) {
  switch (kind) {
    case RepairKind::not_a_number:
      return "not_a_number";
    case RepairKind::repeated_points:
      return "repeated_points";
    case RepairKind::zero_area:
      return "zero_area";
    case RepairKind::doubled_part:
      return "doubled_part";
    case RepairKind::doughnut:
      return "doughnut";
    case RepairKind::tangled:
      return "tangled";
    case RepairKind::invalid:
      return "invalid";
    case RepairKind::lost:
      return "lost";
  }
  return "invalid";
}

RepairedShapes repair_shapes(std::span<const Shape> shapes) {
  RepairedShapes result;
  result.shapes.reserve(shapes.size());
  for (std::uint32_t row = 0; row < shapes.size(); ++row)
    result.shapes.push_back(repair(shapes[row], row, result.repairs));
  return result;
}

}  // namespace placewright::geo
