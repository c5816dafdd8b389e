#include <algorithm>
#include <cmath>

#include "datasets/demo/mesh.h"
#include "geo/expect.h"

namespace placewright::datasets::demo {
namespace {

struct Lattice {
  std::int64_t x, y;
};

/// Twice the area of a, b, c; positive when counter-clockwise. Exact: coordinates stay below 2^27.
std::int64_t turn(const Lattice& a, const Lattice& b, const Lattice& c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/// Whether d lies inside the circle through a, b, c (counter-clockwise): in doubles when that is sure, else
/// exactly.
bool in_circle(const Lattice& a, const Lattice& b, const Lattice& c, const Lattice& d) {
  const std::int64_t ax = a.x - d.x, ay = a.y - d.y, bx = b.x - d.x, by = b.y - d.y, cx = c.x - d.x,
                     cy = c.y - d.y;
  const std::int64_t a2 = ax * ax + ay * ay, b2 = bx * bx + by * by, c2 = cx * cx + cy * cy;
  const std::int64_t ab = ax * by - ay * bx, bc = bx * cy - by * cx, ca = cx * ay - cy * ax;
  const double p = static_cast<double>(a2) * static_cast<double>(bc),
               q = static_cast<double>(b2) * static_cast<double>(ca),
               r = static_cast<double>(c2) * static_cast<double>(ab);
  const double sum = p + q + r, doubt = 1e-14 * (std::abs(p) + std::abs(q) + std::abs(r));
  if (sum > doubt) return true;
  if (sum < -doubt) return false;
  __extension__ using Wide = __int128;
  return static_cast<Wide>(a2) * bc + static_cast<Wide>(b2) * ca + static_cast<Wide>(c2) * ab > 0;
}

/// Incremental insertion with Lawson's flips (Lawson 1977); triangles know their neighbours.
class Triangulation {
 public:
  explicit Triangulation(std::span<const geo::Point> points) : count_(points.size()) {
    at_.reserve(count_ + 3);
    for (const auto& point : points)
      at_.push_back({static_cast<std::int64_t>(std::llround(point.x * 10)),
                     static_cast<std::int64_t>(std::llround(point.y * 10))});
    constexpr std::int64_t far = std::int64_t{1} << 26;
    at_.push_back({-far, -far});
    at_.push_back({far, -far});
    at_.push_back({0, far});
    const auto n = static_cast<std::uint32_t>(count_);
    triangles_.reserve(2 * count_ + 4);
    triangles_.push_back({{n, n + 1, n + 2}, {kNone, kNone, kNone}});
    for (std::uint32_t i = 0; i < n; ++i) insert(i);
  }

  [[nodiscard]] std::vector<std::array<std::uint32_t, 3>> inner() const {
    std::vector<std::array<std::uint32_t, 3>> kept;
    kept.reserve(triangles_.size());
    for (const auto& triangle : triangles_)
      if (triangle.corner[0] < count_ && triangle.corner[1] < count_ && triangle.corner[2] < count_)
        kept.push_back(triangle.corner);
    return kept;
  }

 private:
  struct Triangle {
    std::array<std::uint32_t, 3> corner;     // counter-clockwise
    std::array<std::uint32_t, 3> neighbour;  // across the edge opposite each corner
  };

  [[nodiscard]] std::uint32_t find(const Lattice& p) const {
    std::uint32_t here = last_;
    for (std::size_t turns = 0; turns < 4 * triangles_.size() + 16; ++turns) {
      const auto& [corner, neighbour] = triangles_[here];
      std::uint32_t next = kNone;
      for (std::size_t k = 0; k < 3 && next == kNone; ++k) {
        const std::size_t edge = (k + turns) % 3;
        if (turn(at_[corner[(edge + 1) % 3]], at_[corner[(edge + 2) % 3]], p) < 0) next = neighbour[edge];
      }
      if (next == kNone) return here;
      here = next;
    }
    constexpr bool kWalkEnds = false;
    PLACEWRIGHT_EXPECT(kWalkEnds);
    return here;
  }

  void relink(std::uint32_t triangle, std::uint32_t old_neighbour, std::uint32_t new_neighbour) {
    if (triangle == kNone) return;
    for (auto& neighbour : triangles_[triangle].neighbour)
      if (neighbour == old_neighbour) {
        neighbour = new_neighbour;
        return;
      }
  }

  void insert(std::uint32_t p) {
    const std::uint32_t t0 = find(at_[p]);
    const auto [corner, neighbour] = triangles_[t0];
    const auto t1 = static_cast<std::uint32_t>(triangles_.size()), t2 = t1 + 1;
    triangles_[t0] = {{p, corner[1], corner[2]}, {neighbour[0], t1, t2}};
    triangles_.push_back({{p, corner[2], corner[0]}, {neighbour[1], t2, t0}});
    triangles_.push_back({{p, corner[0], corner[1]}, {neighbour[2], t0, t1}});
    relink(neighbour[1], t0, t1);
    relink(neighbour[2], t0, t2);
    last_ = t0;
    stack_.assign({t0, t1, t2});
    while (!stack_.empty()) {
      const auto t = stack_.back();
      stack_.pop_back();
      make_legal(t, p);
    }
  }

  /// The edge opposite p in triangle t: flipped when the corner beyond lies in the circle (or when p lies on
  /// the edge).
  void make_legal(std::uint32_t t, std::uint32_t p) {
    const std::size_t i = corner_of(t, p);
    const auto other = triangles_[t].neighbour[i];
    if (other == kNone) return;
    const auto b = triangles_[t].corner[(i + 1) % 3], c = triangles_[t].corner[(i + 2) % 3];
    std::size_t j = 0;
    while (triangles_[other].neighbour[j] != t || triangles_[other].corner[(j + 1) % 3] != c) ++j;
    const auto d = triangles_[other].corner[j];
    const bool on_edge = turn(at_[p], at_[b], at_[c]) == 0;
    if (!on_edge && !in_circle(at_[p], at_[b], at_[c], at_[d])) return;
    const auto beyond_b =
        triangles_[other].neighbour[(j + 1) % 3];  // across c-d's partner: opposite corner c is d-b
    const auto beyond_c = triangles_[other].neighbour[(j + 2) % 3];
    const auto beside_b = triangles_[t].neighbour[(i + 1) % 3],
               beside_c = triangles_[t].neighbour[(i + 2) % 3];
    // other = (d, c, b): opposite c lies edge b-d, opposite b lies edge d-c. t = (p, b, c): opposite b lies
    // c-p, opposite c lies p-b.
    triangles_[t] = {{p, b, d}, {beyond_b, other, beside_c}};
    triangles_[other] = {{p, d, c}, {beyond_c, beside_b, t}};
    relink(beyond_b, other, t);
    relink(beside_b, t, other);
    stack_.push_back(t);
    stack_.push_back(other);
  }

  [[nodiscard]] std::size_t corner_of(std::uint32_t t, std::uint32_t p) const {
    const auto& corner = triangles_[t].corner;
    return corner[0] == p ? 0 : corner[1] == p ? 1 : 2;
  }

  std::size_t count_;
  std::vector<Lattice> at_;
  std::vector<Triangle> triangles_;
  std::vector<std::uint32_t> stack_;
  std::uint32_t last_ = 0;
};

}  // namespace

std::vector<std::array<std::uint32_t, 3>> triangulate(std::span<const geo::Point> points) {
  return Triangulation(points).inner();
}

}  // namespace placewright::datasets::demo
