#include "geo/shape_measures.h"

#include <algorithm>
#include <boost/geometry/algorithms/area.hpp>
#include <boost/geometry/algorithms/assign.hpp>
#include <boost/geometry/algorithms/centroid.hpp>
#include <boost/geometry/algorithms/comparable_distance.hpp>
#include <boost/geometry/algorithms/convex_hull.hpp>
#include <boost/geometry/algorithms/distance.hpp>
#include <boost/geometry/algorithms/expand.hpp>
#include <boost/geometry/algorithms/perimeter.hpp>
#include <boost/geometry/geometries/segment.hpp>
#include <boost/geometry/strategies/strategies.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <queue>
#include <vector>

#include "geo/boost_shapes.h"
#include "geo/expect.h"
#include "geo/random.h"

namespace placewright::geo {
namespace {

namespace bg = boost::geometry;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double cross(Point o, Point a, Point b) { return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x); }

double distance(Point a, Point b) { return bg::distance(a, b); }

bg::model::referring_segment<const Point> segment_of(const Point& from, const Point& to) {
  return {from, to};
}

void drop_repeated(Ring& ring) {
  ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
  while (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
}

const Polygon& largest_part(const Shape& shape) {
  PLACEWRIGHT_EXPECT(!shape.parts.empty());
  return *std::max_element(shape.parts.begin(), shape.parts.end(), [](const Polygon& a, const Polygon& b) {
    return measure_area_m2(a) < measure_area_m2(b);
  });
}

std::vector<Point> outer_points(const Shape& shape) {
  std::vector<Point> points;
  for (const auto& part : shape.parts) points.insert(points.end(), part.outer.begin(), part.outer.end());
  return points;
}

bool contains(const Polygon& polygon, Point point) {
  if (!geo::contains(polygon.outer, point)) return false;
  return std::none_of(polygon.holes.begin(), polygon.holes.end(),
                      [&](const Ring& hole) { return geo::contains(hole, point); });
}

/// To the line of the ring, also from inside.
double ring_distance(const Ring& ring, Point point) {
  double least = kInfinity;  // comparable: squared
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
    least = std::min(least, bg::comparable_distance(point, segment_of(ring[j], ring[i])));
  return std::sqrt(least);
}

double border_distance(const Polygon& polygon, Point point) {
  double least = ring_distance(polygon.outer, point);
  for (const auto& hole : polygon.holes) least = std::min(least, ring_distance(hole, point));
  return least;
}

Circle circle_of(Point a, Point b) {
  const Point middle{(a.x + b.x) / 2, (a.y + b.y) / 2};
  return {middle, std::max(distance(middle, a), distance(middle, b))};
}

Circle circle_of(Point a, Point b, Point c) {
  const double bx = b.x - a.x, by = b.y - a.y, cx = c.x - a.x, cy = c.y - a.y;
  const double twice = 2 * (bx * cy - by * cx);
  if (twice == 0) {  // in line: the farthest two
    Circle best = circle_of(a, b);
    for (const auto& other : {circle_of(a, c), circle_of(b, c)})
      if (other.radius_m > best.radius_m) best = other;
    return best;
  }
  const double b2 = bx * bx + by * by, c2 = cx * cx + cy * cy;
  const Point centre{a.x + (cy * b2 - by * c2) / twice, a.y + (bx * c2 - cx * b2) / twice};
  return {centre, std::max({distance(centre, a), distance(centre, b), distance(centre, c)})};
}

bool holds(const Circle& circle, Point point) {
  return distance(circle.centre, point) <= circle.radius_m * (1 + 1e-12) + 1e-9;
}

/// The middle of the widest stretch of the horizontal line at y inside the polygon, and the width.
std::pair<Point, double> widest_at(const Polygon& polygon, double y) {
  std::vector<double> crossings;
  const auto add = [&](const Ring& ring) {
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
      const Point a = ring[j], b = ring[i];
      if ((a.y > y) != (b.y > y)) crossings.push_back(a.x + (y - a.y) * (b.x - a.x) / (b.y - a.y));
    }
  };
  add(polygon.outer);
  for (const auto& hole : polygon.holes) add(hole);
  std::sort(crossings.begin(), crossings.end());
  std::pair<Point, double> best{{0, y}, 0};
  for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
    const double width = crossings[i + 1] - crossings[i];
    if (width > best.second) best = {{(crossings[i] + crossings[i + 1]) / 2, y}, width};
  }
  return best;
}

}  // namespace

double measure_ring_area_m2(const Ring& ring) {
  // In long double: products of national grid coordinates would cost a double six digits.
  return static_cast<double>(bg::area(ring, bg::strategy::area::cartesian<long double>()));
}

double measure_ring_length_m(const Ring& ring) { return static_cast<double>(bg::perimeter(ring)); }

double measure_area_m2(const Polygon& polygon) {
  double area = std::abs(measure_ring_area_m2(polygon.outer));
  for (const auto& hole : polygon.holes) area -= std::abs(measure_ring_area_m2(hole));
  return area;
}

double measure_area_m2(const Shape& shape) {
  double area = 0;
  for (const auto& part : shape.parts) area += measure_area_m2(part);
  return area;
}

double measure_perimeter_m(const Shape& shape) {
  double length = 0;
  for (const auto& part : shape.parts) length += static_cast<double>(bg::perimeter(part));
  return length;
}

Box box_of(std::span<const Point> points) {
  Box box;
  bg::assign_inverse(box);
  for (const auto& point : points) bg::expand(box, point);
  return box;
}

Box box_around(const Box& a, const Box& b) {
  Box box = a;
  bg::expand(box, b);
  return box;
}

Box box_of(const Shape& shape) {
  Box box = box_of(std::span<const Point>{});
  for (const auto& part : shape.parts) box = box_around(box, box_of(part.outer));
  return box;
}

Shape normalised(Shape shape) {
  for (auto& part : shape.parts) {
    drop_repeated(part.outer);
    if (measure_ring_area_m2(part.outer) < 0) std::reverse(part.outer.begin(), part.outer.end());
    for (auto& hole : part.holes) {
      drop_repeated(hole);
      if (measure_ring_area_m2(hole) > 0) std::reverse(hole.begin(), hole.end());
    }
    std::erase_if(part.holes, [](const Ring& hole) { return hole.size() < 3; });
  }
  std::erase_if(shape.parts, [](const Polygon& part) { return part.outer.size() < 3; });
  return shape;
}

double measure_polsby_popper(const Shape& shape) {
  const double perimeter = measure_perimeter_m(shape);
  return perimeter > 0 ? 4 * std::numbers::pi * measure_area_m2(shape) / (perimeter * perimeter) : 0;
}

double measure_reock(const Shape& shape) {
  const auto points = outer_points(shape);
  if (points.empty()) return 0;
  const double radius = least_circle(points).radius_m;
  return radius > 0 ? measure_area_m2(shape) / (std::numbers::pi * radius * radius) : 0;
}

double measure_hull_ratio(const Shape& shape) {
  const double hull = measure_ring_area_m2(convex_hull(outer_points(shape)));
  return hull > 0 ? measure_area_m2(shape) / hull : 0;
}

Ring convex_hull(std::span<const Point> points) {
  const Ring given(points.begin(), points.end());
  Ring hull;
  bg::convex_hull(given, hull);
  drop_repeated(hull);
  return hull;
}

// Welzl's move-to-front in its iterative form, on the hull's points in a fixed shuffled order.
Circle least_circle(std::span<const Point> points) {
  PLACEWRIGHT_EXPECT(!points.empty());
  auto hull = convex_hull(points);
  Random random(1);
  for (std::size_t i = hull.size(); i > 1; --i)
    std::swap(hull[i - 1], hull[random.below(static_cast<std::uint32_t>(i))]);
  Circle circle{hull[0], 0};
  for (std::size_t i = 1; i < hull.size(); ++i) {
    if (holds(circle, hull[i])) continue;
    circle = {hull[i], 0};
    for (std::size_t j = 0; j < i; ++j) {
      if (holds(circle, hull[j])) continue;
      circle = circle_of(hull[i], hull[j]);
      for (std::size_t k = 0; k < j; ++k)
        if (!holds(circle, hull[k])) circle = circle_of(hull[i], hull[j], hull[k]);
    }
  }
  return circle;
}

bool contains(const Ring& ring, Point point) {
  bool inside = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    Point low = ring[j], high = ring[i];
    if ((low.y > point.y) == (high.y > point.y)) continue;
    // Always from the lower end to the upper, so that the two rings of a shared segment round alike.
    if (low.y > high.y) std::swap(low, high);
    if (cross(low, high, point) > 0) inside = !inside;
  }
  return inside;
}

bool contains(const Shape& shape, Point point) {
  // Even-odd over all rings: holes and parts need no telling apart, and a shared segment decides once.
  bool inside = false;
  for (const auto& part : shape.parts) {
    if (contains(part.outer, point)) inside = !inside;
    for (const auto& hole : part.holes)
      if (contains(hole, point)) inside = !inside;
  }
  return inside;
}

double measure_distance_m(Point point, Point from, Point to) {
  return bg::distance(point, segment_of(from, to));
}

double measure_border_distance_m(const Shape& shape, Point point) {
  double least = kInfinity;
  for (const auto& part : shape.parts) least = std::min(least, border_distance(part, point));
  return least;
}

Point centroid_of(const Shape& shape) {
  PLACEWRIGHT_EXPECT(!shape.parts.empty() && !shape.parts[0].outer.empty());
  double area = 0, x = 0, y = 0;
  const auto add = [&](const Ring& ring, double sign) {
    const double weight = sign * std::abs(measure_ring_area_m2(ring));
    if (weight == 0) return;
    const auto middle = bg::return_centroid<Point>(ring);
    area += weight;
    x += weight * middle.x;
    y += weight * middle.y;
  };
  for (const auto& part : shape.parts) {
    add(part.outer, 1);
    for (const auto& hole : part.holes) add(hole, -1);
  }
  if (area > 0) return {x / area, y / area};
  const Box box = box_of(shape);
  return {(box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2};
}

Point inside_point(const Shape& shape) {
  const Point middle = centroid_of(shape);
  if (contains(shape, middle)) return middle;
  const auto& part = largest_part(shape);
  const Box box = box_of(part.outer);
  std::pair<Point, double> best{part.outer[0], 0};
  for (const double share : {0.5, 0.45, 0.55, 0.35, 0.65, 0.2, 0.8}) {
    const auto found = widest_at(part, box.min_y + share * (box.max_y - box.min_y));
    if (found.second > best.second) best = found;
    if (best.second > 0 && share != 0.5) break;
  }
  return best.first;
}

Point label_point(const Shape& shape, double precision_m) {
  const auto& part = largest_part(shape);
  const Box box = box_of(part.outer);
  const double width = box.max_x - box.min_x, height = box.max_y - box.min_y;
  double half = std::min(width, height) / 2;
  if (half <= 0) return inside_point(shape);
  half = std::max(half, std::max(width, height) / 128);
  struct Cell {
    Point centre;
    double half, depth, bound;
    bool operator<(const Cell& other) const { return bound < other.bound; }
  };
  const auto cell_at = [&](Point centre, double size) {
    const double away = border_distance(part, centre);
    const double depth = contains(part, centre) ? away : -away;
    return Cell{centre, size, depth, depth + size * std::numbers::sqrt2};
  };
  Cell best = cell_at(inside_point(shape), 0);
  std::priority_queue<Cell> waiting;
  for (double x = box.min_x; x < box.max_x; x += 2 * half)
    for (double y = box.min_y; y < box.max_y; y += 2 * half)
      waiting.push(cell_at({x + half, y + half}, half));
  while (!waiting.empty()) {
    const Cell cell = waiting.top();
    waiting.pop();
    if (cell.depth > best.depth) best = cell;
    if (cell.bound - best.depth <= precision_m) break;
    const double quarter = cell.half / 2;
    for (const double dx : {-quarter, quarter})
      for (const double dy : {-quarter, quarter})
        waiting.push(cell_at({cell.centre.x + dx, cell.centre.y + dy}, quarter));
  }
  return best.centre;
}

}  // namespace placewright::geo
