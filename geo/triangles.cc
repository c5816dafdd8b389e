#include "geo/triangles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <limits>
#include <map>
#include <utility>

#include "geo/overlay.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

using Index = std::uint32_t;
constexpr Index kNone = ~0u;

double turn(Point o, Point a, Point b) { return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x); }

/// A loop of corners that is clipped ear by ear. Corners refer to points by number; a bridge visits two points twice.
class Loop {
 public:
  explicit Loop(const std::vector<Point>& points) : points_(points) {}

  void clear() { corner_.clear(), previous_.clear(), next_.clear(), is_reflex_.clear(), reflex_.clear(); }

  /// Adds a closed ring of the points first, first + 1, ... and returns one of its corners.
  Index add_ring(Index first, Index size, bool reversed) {
    const auto start = static_cast<Index>(corner_.size());
    for (Index i = 0; i < size; ++i) {
      corner_.push_back(reversed ? first + size - 1 - i : first + i);
      previous_.push_back(start + (i + size - 1) % size);
      next_.push_back(start + (i + 1) % size);
    }
    return start;
  }

  [[nodiscard]] Point at(Index corner) const { return points_[corner_[corner]]; }

  [[nodiscard]] Index rightmost(Index start) const {
    Index best = start;
    for (auto corner = next_[start]; corner != start; corner = next_[corner])
      if (std::pair(at(corner).x, at(corner).y) > std::pair(at(best).x, at(best).y)) best = corner;
    return best;
  }

  /// Joins a hole to the outer loop by a bridge there and back from the hole's rightmost corner. False where no corner
  /// can be seen from it.
  bool bridge(Index outer, Index hole_corner) {
    const Index seen = find_visible(outer, at(hole_corner));
    if (seen == kNone) return false;
    const auto add = [&](Index like) {
      corner_.push_back(corner_[like]);
      previous_.push_back(kNone);
      next_.push_back(kNone);
      return static_cast<Index>(corner_.size() - 1);
    };
    const Index back = add(hole_corner), again = add(seen);
    const Index after = next_[seen], last = previous_[hole_corner];
    link(seen, hole_corner);
    link(last, back);
    link(back, again);
    link(again, after);
    return true;
  }

  /// Cuts the loop at `start` into triangles; false where it gets stuck.
  bool clip(Index start, std::vector<Index>& triangles) {
    is_reflex_.assign(corner_.size(), 0);
    Index left = 0, corner = start;
    do {
      ++left;
      mark(corner);
      corner = next_[corner];
    } while (corner != start);
    Index waited = 0;
    bool strict = false;  // strict: a point on a triangle's side does not spoil the ear
    while (left > 3) {
      const Index a = previous_[corner], b = corner, c = next_[corner];
      const double area = turn(at(a), at(b), at(c));
      if (area == 0 || (area > 0 && is_ear(a, b, c, strict))) {
        if (area > 0) triangles.insert(triangles.end(), {corner_[a], corner_[b], corner_[c]});
        is_reflex_[b] = 0;
        link(a, c);
        mark(a);
        mark(c);
        --left;
        waited = 0;
        corner = next_[c];  // every other corner: slim fans are fewer
        continue;
      }
      corner = c;
      if (++waited > left) {
        if (strict) return false;
        strict = true;
        waited = 0;
      }
    }
    const Index a = previous_[corner], c = next_[corner];
    if (turn(at(a), at(corner), at(c)) > 0) triangles.insert(triangles.end(), {corner_[a], corner_[corner], corner_[c]});
    return true;
  }

 private:
  void link(Index from, Index to) {
    next_[from] = to;
    previous_[to] = from;
  }

  void mark(Index corner) {
    const bool reflex = turn(at(previous_[corner]), at(corner), at(next_[corner])) <= 0;
    if (reflex && is_reflex_[corner] == 0) {
      is_reflex_[corner] = 1;
      reflex_.push_back(corner);
    } else if (!reflex) {
      is_reflex_[corner] = 0;
    }
  }

  bool is_ear(Index a, Index b, Index c, bool strict) {
    const Point p = at(a), q = at(b), r = at(c);
    const double min_x = std::min({p.x, q.x, r.x}), max_x = std::max({p.x, q.x, r.x});
    const double min_y = std::min({p.y, q.y, r.y}), max_y = std::max({p.y, q.y, r.y});
    for (std::size_t i = 0; i < reflex_.size();) {
      const Index corner = reflex_[i];
      if (is_reflex_[corner] == 0) {  // has become convex or is gone
        reflex_[i] = reflex_.back();
        reflex_.pop_back();
        continue;
      }
      ++i;
      const Point point = at(corner);
      if (point.x < min_x || point.x > max_x || point.y < min_y || point.y > max_y) continue;
      if (point == p || point == q || point == r) continue;
      const double u = turn(p, q, point), v = turn(q, r, point), w = turn(r, p, point);
      if (strict ? (u > 0 && v > 0 && w > 0) : (u >= 0 && v >= 0 && w >= 0)) return false;
    }
    return true;
  }

  /// The corner of the loop that a point inside it sees along the x axis, or the reflex corner in the way.
  [[nodiscard]] Index find_visible(Index outer, Point from) const {
    double nearest = std::numeric_limits<double>::infinity();
    Index seen = kNone;
    Index corner = outer;
    do {
      const Point a = at(corner), b = at(next_[corner]);
      // The loop has its inside on the left: sides seen from inside towards the right run upwards.
      if (a.y <= from.y && b.y >= from.y && a.y < b.y) {
        const double x = a.x + (from.y - a.y) * (b.x - a.x) / (b.y - a.y);
        if (x >= from.x && x < nearest) {
          nearest = x;
          seen = a.x > b.x ? corner : next_[corner];
          if (from.y == a.y) seen = corner;
          if (from.y == b.y) seen = next_[corner];
        }
      }
      corner = next_[corner];
    } while (corner != outer);
    if (seen == kNone) return kNone;
    const Point hit{nearest, from.y}, end = at(seen);
    if (hit == end) return seen;
    // Of the reflex corners within the triangle from - hit - end, the one at the least angle to the axis, then nearest.
    const Point low = end.y < from.y ? end : from, high = end.y < from.y ? from : end;
    double best_slope = std::abs(end.y - from.y) / (end.x - from.x), best_x = end.x;
    if (!(end.x > from.x)) best_slope = std::numeric_limits<double>::infinity();
    corner = outer;
    do {
      const Point point = at(corner);
      if (point.x >= from.x && point.y >= low.y && point.y <= high.y && !(point == from) && !(point == end) &&
          turn(at(previous_[corner]), point, at(next_[corner])) <= 0) {
        const double side = end.y < from.y ? 1 : -1;
        const bool within = side * turn(end, hit, point) >= 0 && side * turn(hit, from, point) >= 0 &&
                            side * turn(from, end, point) >= 0;
        const double slope = point.x > from.x ? std::abs(point.y - from.y) / (point.x - from.x)
                                              : std::numeric_limits<double>::infinity();
        if (within && (slope < best_slope || (slope == best_slope && point.x < best_x))) {
          best_slope = slope;
          best_x = point.x;
          seen = corner;
        }
      }
      corner = next_[corner];
    } while (corner != outer);
    return seen;
  }

  const std::vector<Point>& points_;
  std::vector<Index> corner_, previous_, next_;
  std::vector<std::uint8_t> is_reflex_;
  std::vector<Index> reflex_;
};

struct RingPlace {
  Index first{}, size{};
};

RingPlace add_points(std::vector<Point>& points, const Ring& ring) {
  const RingPlace place{static_cast<Index>(points.size()), static_cast<Index>(ring.size())};
  points.insert(points.end(), ring.begin(), ring.end());
  return place;
}

bool adds_up(const std::vector<Point>& points, const std::vector<Index>& triangles, double area_m2) {
  double twice = 0;
  for (std::size_t i = 0; i < triangles.size(); i += 3)
    twice += turn(points[triangles[i]], points[triangles[i + 1]], points[triangles[i + 2]]);
  return std::abs(twice / 2 - area_m2) <= 1e-9 * area_m2 + 1e-6;
}

void clip_ears(Loop& loop, const Polygon& polygon, const std::vector<RingPlace>& places, std::vector<Index>& triangles) {
  loop.clear();
  const Index outer =
      loop.add_ring(places[0].first, places[0].size, measure_ring_area_m2(polygon.outer) < 0);
  std::vector<Index> holes;
  for (std::size_t i = 0; i < polygon.holes.size(); ++i)
    if (places[i + 1].size >= 3)
      holes.push_back(loop.rightmost(loop.add_ring(places[i + 1].first, places[i + 1].size,
                                                   measure_ring_area_m2(polygon.holes[i]) > 0)));
  std::sort(holes.begin(), holes.end(), [&](Index a, Index b) {
    return std::pair(loop.at(a).x, loop.at(a).y) > std::pair(loop.at(b).x, loop.at(b).y);
  });
  for (const auto hole : holes)
    if (!loop.bridge(outer, hole)) return;
  loop.clip(outer, triangles);
}

void cut_by_overlay(const Polygon& polygon, const std::vector<RingPlace>& places, const std::vector<Point>& points,
                    std::vector<Index>& triangles) {
  triangles.clear();
  std::map<std::pair<double, double>, Index> number;
  for (const auto& place : places)
    for (auto i = place.first; i < place.first + place.size; ++i) number.try_emplace({points[i].x, points[i].y}, i);
  try {
    for (const auto& triangle : delaunay_triangles(polygon)) {
      std::array<Index, 3> corners{};
      bool known = true;
      for (std::size_t i = 0; i < 3; ++i) {
        const auto found = number.find({triangle[i].x, triangle[i].y});
        known = known && found != number.end();
        if (known) corners[i] = found->second;
      }
      if (known) triangles.insert(triangles.end(), corners.begin(), corners.end());
    }
  } catch (const std::exception&) {
    triangles.clear();  // an invalid polygon: counted as not covered by the caller
  }
}

}  // namespace

Triangles build_triangles(std::span<const Shape> shapes) {
  Triangles result;
  std::size_t points = 0;
  for (const auto& shape : shapes)
    for (const auto& part : shape.parts) {
      points += part.outer.size();
      for (const auto& hole : part.holes) points += hole.size();
    }
  result.point.reserve(points);
  result.index.reserve(points * 3);
  result.first_index.reserve(shapes.size() + 1);
  result.first_index.push_back(0);
  Loop loop(result.point);
  std::vector<RingPlace> places;
  std::vector<Index> triangles;
  for (const auto& shape : shapes) {
    for (const auto& part : shape.parts) {
      places.assign(1, add_points(result.point, part.outer));
      for (const auto& hole : part.holes) places.push_back(add_points(result.point, hole));
      if (part.outer.size() < 3) continue;
      const double area = measure_area_m2(part);
      triangles.clear();
      clip_ears(loop, part, places, triangles);
      if (!adds_up(result.point, triangles, area)) {
        const auto clipped = triangles;
        cut_by_overlay(part, places, result.point, triangles);
        ++result.by_overlay;
        if (!adds_up(result.point, triangles, area)) {
          ++result.not_covered;
          if (triangles.empty()) triangles = clipped;
        }
      }
      result.index.insert(result.index.end(), triangles.begin(), triangles.end());
    }
    result.first_index.push_back(static_cast<Index>(result.index.size()));
  }
  return result;
}

}  // namespace placewright::geo
