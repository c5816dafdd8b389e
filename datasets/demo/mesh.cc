#include "datasets/demo/mesh.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "datasets/demo/noise.h"
#include "geo/expect.h"

namespace placewright::datasets::demo {
namespace {

double to_decimetre(double metres) { return std::floor(metres * 10 + 0.5) / 10; }

}  // namespace

Mesh build_mesh(std::vector<geo::Point> points, int rounds, std::uint64_t seed) {
  Mesh mesh;
  mesh.seed = seed;
  for (auto& point : points) point = {to_decimetre(point.x), to_decimetre(point.y)};
  std::vector<std::array<std::uint32_t, 3>> triangles;
  for (int round = 0;; ++round) {
    triangles = triangulate(points);
    if (round == rounds) break;
    std::vector<geo::Point> sum(points.size());
    std::vector<int> count(points.size(), 0);
    for (const auto& [a, b, c] : triangles) {
      const geo::Point middle{(points[a].x + points[b].x + points[c].x) / 3,
                              (points[a].y + points[b].y + points[c].y) / 3};
      for (const auto i : {a, b, c}) {
        sum[i].x += middle.x;
        sum[i].y += middle.y;
        ++count[i];
      }
    }
    // A point at the hull has few triangles and would drift inwards; those stay.
    for (std::size_t i = 0; i < points.size(); ++i)
      if (count[i] >= 4) points[i] = {to_decimetre(sum[i].x / count[i]), to_decimetre(sum[i].y / count[i])};
  }
  mesh.site = std::move(points);
  mesh.atoms_at = std::move(triangles);

  struct Half {
    std::uint32_t a, b, corner;
    bool left;
  };  // a < b; left: the corner lies left of a -> b
  std::vector<Half> halves;
  halves.reserve(3 * mesh.atoms_at.size());
  for (std::uint32_t t = 0; t < mesh.atoms_at.size(); ++t) {
    const auto& [a, b, c] = mesh.atoms_at[t];
    const auto &p = mesh.site[a], &q = mesh.site[b], &r = mesh.site[c];
    mesh.corner.push_back({to_decimetre((p.x + q.x + r.x) / 3), to_decimetre((p.y + q.y + r.y) / 3)});
    for (const auto& [i, j] : {std::pair{a, b}, std::pair{b, c}, std::pair{c, a}})
      halves.push_back({std::min(i, j), std::max(i, j), t, i < j});
  }
  std::sort(halves.begin(), halves.end(), [](const Half& x, const Half& y) {
    return std::tie(x.a, x.b, x.left) < std::tie(y.a, y.b, y.left);
  });
  mesh.rim.assign(mesh.site.size(), 0);
  mesh.first.assign(mesh.site.size() + 1, 0);
  for (std::size_t i = 0; i < halves.size(); ++i) {
    const auto& here = halves[i];
    if (i + 1 < halves.size() && halves[i + 1].a == here.a && halves[i + 1].b == here.b) {
      // Around cell a, counter-clockwise, the corner right of a -> b comes before the one left of it.
      mesh.side.push_back({here.a, here.b, here.corner, halves[i + 1].corner, 0});
      ++i;
      ++mesh.first[here.a + 1];
      ++mesh.first[here.b + 1];
    } else {
      mesh.rim[here.a] = mesh.rim[here.b] = 1;
    }
  }
  for (std::size_t i = 0; i < mesh.site.size(); ++i) mesh.first[i + 1] += mesh.first[i];
  mesh.sides.resize(2 * mesh.side.size());
  std::vector<std::uint32_t> at(mesh.first.begin(), mesh.first.end() - 1);
  for (std::uint32_t s = 0; s < mesh.side.size(); ++s) {
    mesh.sides[at[mesh.side[s].left]++] = s;
    mesh.sides[at[mesh.side[s].right]++] = s;
    const auto &u = mesh.corner[mesh.side[s].from], &v = mesh.corner[mesh.side[s].to];
    mesh.side[s].length_m = std::sqrt((u.x - v.x) * (u.x - v.x) + (u.y - v.y) * (u.y - v.y));
  }
  return mesh;
}

geo::Line side_line(const Mesh& mesh, std::uint32_t s) {
  const auto& side = mesh.side[s];
  const geo::Point u = mesh.corner[side.from], v = mesh.corner[side.to];
  const double dx = v.x - u.x, dy = v.y - u.y, length = std::sqrt(dx * dx + dy * dy);
  if (length < 20) return {u, v};
  const double ex = dx / length, ey = dy / length;
  // How far the line may swing at a fraction of its way: up to the triangle that it spans with the cell's
  // point.
  const auto reach = [&](std::uint32_t atom, double sign, double fraction) {
    const auto& p = mesh.site[atom];
    const double along = ((p.x - u.x) * ex + (p.y - u.y) * ey) / length;
    const double height = sign * ((p.y - u.y) * ex - (p.x - u.x) * ey);
    if (height <= 0) return 0.0;
    double most = height;
    if (along > 0) most = std::min(most, fraction * height / along);
    if (along < 1) most = std::min(most, (1 - fraction) * height / (1 - along));
    return 0.6 * most;
  };
  // Long sides lie in the country, where borders follow streams and hedges; short ones in town, where they
  // follow streets.
  const int depth = length < 130 ? 1 : length < 500 ? 2 : length < 1600 ? 3 : 4;
  const double swing = length < 220 ? 0.16 : 0.30;
  const std::size_t steps = std::size_t{1} << depth;
  std::vector<double> at(steps + 1, 0), height(steps + 1, 0);
  at[steps] = 1;
  for (std::size_t step = steps; step > 1; step /= 2) {
    for (std::size_t i = 0; i + step <= steps; i += step) {
      const std::size_t middle = i + step / 2;
      const double gap = at[i + step] - at[i];
      at[middle] = (at[i] + at[i + step]) / 2 + (unit_of(mesh.seed, s, 2 * middle) - 0.5) * 0.4 * gap;
      const double push = (2 * unit_of(mesh.seed, s, 2 * middle + 1) - 1) * swing * gap * length;
      const double wish = (height[i] + height[i + step]) / 2 + push;
      height[middle] = std::clamp(wish, -reach(side.right, -1, at[middle]), reach(side.left, 1, at[middle]));
    }
  }
  geo::Line line{u};
  for (std::size_t i = 1; i < steps; ++i) {
    const double along = at[i] * length;
    const geo::Point point{to_decimetre(u.x + along * ex - height[i] * ey),
                           to_decimetre(u.y + along * ey + height[i] * ex)};
    if (point != line.back() && point != v) line.push_back(point);
  }
  line.push_back(v);
  return line;
}

double ring_area_m2(const geo::Ring& ring) {
  if (ring.empty()) return 0;
  double sum = 0;
  const auto origin = ring.front();  // differences keep the sum exact enough far from the map's origin
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
    sum += (ring[j].x - origin.x) * (ring[i].y - origin.y) - (ring[i].x - origin.x) * (ring[j].y - origin.y);
  return sum / 2;
}

double shape_area_m2(const geo::Shape& shape) {
  double sum = 0;
  for (const auto& part : shape.parts) {
    sum += ring_area_m2(part.outer);
    for (const auto& hole : part.holes) sum += ring_area_m2(hole);
  }
  return sum;
}

namespace {

bool ring_contains(const geo::Ring& ring, geo::Point point) {
  bool in = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
    if ((ring[i].y > point.y) != (ring[j].y > point.y) &&
        point.x < (ring[j].x - ring[i].x) * (point.y - ring[i].y) / (ring[j].y - ring[i].y) + ring[i].x)
      in = !in;
  return in;
}

}  // namespace

bool contains(const geo::Shape& shape, geo::Point point) {
  bool in = false;
  for (const auto& part : shape.parts) {
    if (ring_contains(part.outer, point)) in = !in;
    for (const auto& hole : part.holes)
      if (ring_contains(hole, point)) in = !in;
  }
  return in;
}

std::vector<geo::Shape> dissolve(const Mesh& mesh, std::span<const std::uint32_t> label, std::size_t labels) {
  struct Step {
    std::uint32_t label, from, to, side;
    bool forward;
  };
  std::vector<Step> steps;
  for (std::uint32_t s = 0; s < mesh.side.size(); ++s) {
    const auto& side = mesh.side[s];
    const auto left = label[side.left], right = label[side.right];
    if (left == right) continue;
    if (left != kNone) steps.push_back({left, side.from, side.to, s, true});
    if (right != kNone) steps.push_back({right, side.to, side.from, s, false});
  }
  std::sort(steps.begin(), steps.end(), [](const Step& x, const Step& y) {
    return std::tie(x.label, x.from) < std::tie(y.label, y.from);
  });
  std::vector<geo::Shape> shapes(labels);
  std::vector<std::uint8_t> used(steps.size(), 0);
  std::vector<geo::Ring> outers, holes;
  for (std::size_t begin = 0; begin < steps.size();) {
    const auto group = steps[begin].label;
    std::size_t end = begin;
    while (end < steps.size() && steps[end].label == group) ++end;
    outers.clear();
    holes.clear();
    for (std::size_t start = begin; start < end; ++start) {
      if (used[start]) continue;
      geo::Ring ring;
      std::size_t here = start;
      do {
        used[here] = 1;
        auto line = side_line(mesh, steps[here].side);
        if (!steps[here].forward) std::reverse(line.begin(), line.end());
        ring.insert(ring.end(), line.begin(), line.end() - 1);
        const auto next =
            std::lower_bound(steps.begin() + static_cast<std::ptrdiff_t>(begin),
                             steps.begin() + static_cast<std::ptrdiff_t>(end), steps[here].to,
                             [](const Step& x, std::uint32_t corner) { return x.from < corner; });
        here = static_cast<std::size_t>(next - steps.begin());
        PLACEWRIGHT_EXPECT(here < end && steps[here].from == next->from);
      } while (here != start);
      (ring_area_m2(ring) > 0 ? outers : holes).push_back(std::move(ring));
    }
    std::sort(outers.begin(), outers.end(),
              [](const geo::Ring& x, const geo::Ring& y) { return ring_area_m2(x) > ring_area_m2(y); });
    auto& parts = shapes[group].parts;
    for (auto& outer : outers) parts.push_back({std::move(outer), {}});
    for (auto& hole : holes) {
      // The smallest part around it: parts are sorted from large to small.
      for (std::size_t i = parts.size(); i-- > 0;)
        if (ring_contains(parts[i].outer, hole.front()) || i == 0) {
          parts[i].holes.push_back(std::move(hole));
          break;
        }
    }
    begin = end;
  }
  return shapes;
}

}  // namespace placewright::datasets::demo
