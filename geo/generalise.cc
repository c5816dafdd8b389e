#include "geo/generalise.h"

#include <algorithm>
#include <boost/geometry/algorithms/simplify.hpp>
#include <boost/geometry/geometries/linestring.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/geometries/ring.hpp>
#include <boost/geometry/strategies/strategies.hpp>
#include <cmath>
#include <optional>
#include <utility>

namespace placewright::geo {
namespace {

namespace bg = boost::geometry;
using Corner = bg::model::d2::point_xy<double>;

template <class Model>
std::vector<Point> points_of(const Model& model) {
  std::vector<Point> points;
  points.reserve(model.size());
  for (const auto& corner : model) points.push_back({corner.x(), corner.y()});
  return points;
}

double area_m2(const Ring& ring) {
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point a = ring[i], b = ring[(i + 1) % ring.size()];
    twice +=
        (a.x - ring.front().x) * (b.y - ring.front().y) - (b.x - ring.front().x) * (a.y - ring.front().y);
  }
  return std::abs(twice) / 2;
}

Ring generalised_ring(const Ring& ring, double tolerance_m) {
  bg::model::ring<Corner> closed, simple;
  for (const auto& point : ring) closed.push_back({point.x, point.y});
  if (!ring.empty()) closed.push_back({ring.front().x, ring.front().y});
  bg::simplify(closed, simple, tolerance_m);
  auto points = points_of(simple);
  if (points.size() > 1 && points.front() == points.back()) points.pop_back();
  return points;
}

/// One side of a box: what lies on its inner side stays.
struct HalfPlane {
  bool along_x = true;
  double at = 0;
  double sign = 1;  ///< 1: greater coordinates stay

  [[nodiscard]] double inside(Point p) const { return sign * ((along_x ? p.x : p.y) - at); }
};

Ring cut(const Ring& ring, const HalfPlane& half) {
  Ring kept;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point from = ring[i], to = ring[(i + 1) % ring.size()];
    const double a = half.inside(from), b = half.inside(to);
    if (a >= 0) kept.push_back(from);
    if ((a < 0) != (b < 0)) {
      const double along = a / (a - b);
      Point on{from.x + along * (to.x - from.x), from.y + along * (to.y - from.y)};
      (half.along_x ? on.x : on.y) = half.at;
      kept.push_back(on);
    }
  }
  return kept;
}

Ring clipped_ring(Ring ring, const Box& box) {
  for (const auto& half : {HalfPlane{true, box.min_x, 1}, HalfPlane{true, box.max_x, -1},
                           HalfPlane{false, box.min_y, 1}, HalfPlane{false, box.max_y, -1}}) {
    if (std::all_of(ring.begin(), ring.end(), [&](Point p) { return half.inside(p) >= 0; })) continue;
    ring = cut(ring, half);
  }
  ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
  return ring;
}

/// The part of a segment inside the box, as shares of its length (Liang and Barsky 1984).
std::optional<std::pair<double, double>> share_inside(Point a, Point b, const Box& box) {
  double first = 0, last = 1;
  const auto take = [&](double step, double room) {
    if (step == 0) return room >= 0;
    const double share = room / step;
    if (step < 0)
      first = std::max(first, share);
    else
      last = std::min(last, share);
    return first <= last;
  };
  const double dx = b.x - a.x, dy = b.y - a.y;
  if (take(-dx, a.x - box.min_x) && take(dx, box.max_x - a.x) && take(-dy, a.y - box.min_y) &&
      take(dy, box.max_y - a.y))
    return std::pair(first, last);
  return std::nullopt;
}

}  // namespace

Line generalised(const Line& line, double tolerance_m) {
  bg::model::linestring<Corner> all, simple;
  for (const auto& point : line) all.push_back({point.x, point.y});
  bg::simplify(all, simple, tolerance_m);
  return points_of(simple);
}

Shape generalised(const Shape& shape, double tolerance_m, double least_m2) {
  const auto is_there = [&](const Ring& ring) { return ring.size() >= 3 && area_m2(ring) >= least_m2; };
  Shape simple;
  for (const auto& part : shape.parts) {
    Polygon polygon{generalised_ring(part.outer, tolerance_m), {}};
    if (!is_there(polygon.outer)) continue;
    for (const auto& hole : part.holes) {
      auto ring = generalised_ring(hole, tolerance_m);
      if (is_there(ring)) polygon.holes.push_back(std::move(ring));
    }
    simple.parts.push_back(std::move(polygon));
  }
  return simple;
}

std::vector<Line> clipped(const Line& line, const Box& box) {
  std::vector<Line> pieces;
  Line piece;
  const auto end = [&] {
    if (piece.size() >= 2) pieces.push_back(std::move(piece));
    piece.clear();
  };
  for (std::size_t i = 1; i < line.size(); ++i) {
    const Point a = line[i - 1], b = line[i];
    const auto shares = share_inside(a, b, box);
    if (!shares) {
      end();
      continue;
    }
    const auto at = [&](double share) {
      return share == 0 ? a : share == 1 ? b : Point{a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
    };
    if (piece.empty()) piece.push_back(at(shares->first));
    if (const Point to = at(shares->second); !(to == piece.back())) piece.push_back(to);
    if (shares->second < 1) end();
  }
  end();
  return pieces;
}

Shape clipped(const Shape& shape, const Box& box) {
  Shape inside;
  for (const auto& part : shape.parts) {
    Polygon polygon{clipped_ring(part.outer, box), {}};
    if (polygon.outer.size() < 3) continue;
    for (const auto& hole : part.holes) {
      auto ring = clipped_ring(hole, box);
      if (ring.size() >= 3) polygon.holes.push_back(std::move(ring));
    }
    inside.parts.push_back(std::move(polygon));
  }
  return inside;
}

}  // namespace placewright::geo
