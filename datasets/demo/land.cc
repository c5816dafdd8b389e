#include "datasets/demo/land.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <queue>

#include "datasets/demo/groups.h"
#include "datasets/demo/noise.h"
#include "datasets/demo/terrain.h"
#include "geo/expect.h"

namespace placewright::datasets::demo {
namespace {

constexpr std::size_t kAtomsAnArea = 12;
constexpr double kDivided =
    1e-6;  // strength of a tie across the river: joined only when there is nobody else

/// Lines along sides: nodes are corners.
struct Tracks {
  const Mesh& mesh;
  std::vector<std::array<std::uint32_t, 3>> sides_at;  ///< up to three sides at each corner

  explicit Tracks(const Mesh& of) : mesh(of), sides_at(of.corner.size(), {kNone, kNone, kNone}) {
    for (std::uint32_t s = 0; s < mesh.side.size(); ++s)
      for (const auto corner : {mesh.side[s].from, mesh.side[s].to})
        *std::find(sides_at[corner].begin(), sides_at[corner].end(), kNone) = s;
  }

  /// The cheapest way from a corner to a corner where `arrived`; a negative cost forbids the side. Empty:
  /// there is none.
  [[nodiscard]] std::vector<std::uint32_t> find_way(std::uint32_t from,
                                                    const std::function<bool(std::uint32_t)>& arrived,
                                                    const std::function<double(std::uint32_t)>& cost) const {
    std::vector<double> best(mesh.corner.size(), -1);
    std::vector<std::uint32_t> by(mesh.corner.size(), kNone);
    using Turn = std::pair<double, std::uint32_t>;
    std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns;
    best[from] = 0;
    turns.push({0, from});
    while (!turns.empty()) {
      const auto [so_far, corner] = turns.top();
      turns.pop();
      if (so_far > best[corner]) continue;
      if (arrived(corner)) {
        std::vector<std::uint32_t> way;
        for (auto at = corner; at != from;) {
          way.push_back(by[at]);
          at = mesh.side[by[at]].from == at ? mesh.side[by[at]].to : mesh.side[by[at]].from;
        }
        std::reverse(way.begin(), way.end());
        return way;
      }
      for (const auto s : sides_at[corner]) {
        if (s == kNone) continue;
        const double more = cost(s);
        if (more < 0) continue;
        const auto other = mesh.side[s].from == corner ? mesh.side[s].to : mesh.side[s].from;
        if (best[other] >= 0 && best[other] <= so_far + more) continue;
        best[other] = so_far + more;
        by[other] = s;
        turns.push({best[other], other});
      }
    }
    return {};
  }
};

/// Distance from a point to a polyline.
double distance_to(const std::vector<geo::Point>& line, geo::Point p) {
  double best = 1e18;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const double dx = line[i + 1].x - line[i].x, dy = line[i + 1].y - line[i].y;
    const double t =
        std::clamp(((p.x - line[i].x) * dx + (p.y - line[i].y) * dy) / (dx * dx + dy * dy + 1e-9), 0.0, 1.0);
    best = std::min(best, distance_m(p, {line[i].x + t * dx, line[i].y + t * dy}));
  }
  return best;
}

void settle_ground(Land& land, const Terrain& terrain) {
  const auto& mesh = land.mesh;
  const auto n = static_cast<std::uint32_t>(mesh.site.size());
  land.ground.resize(n);
  for (std::uint32_t i = 0; i < n; ++i)
    land.ground[i] = mesh.rim[i] != 0 ? Ground::beyond : terrain.ground_at(mesh.site[i]);
  // Water around the islands.
  for (const auto& side : mesh.side) {
    auto &a = land.ground[side.left], &b = land.ground[side.right];
    if (a == b) continue;
    const auto is_off = [](Ground g) { return g == Ground::island || g == Ground::islet; };
    if (is_off(a) && (b == Ground::land || is_off(b)))
      a = Ground::sea;
    else if (is_off(b) && a == Ground::land)
      b = Ground::sea;
  }
  // The greatest piece of each kind stays.
  std::vector<std::uint32_t> piece(n, kNone), stack;
  for (const auto kind : {Ground::land, Ground::island, Ground::islet}) {
    std::vector<std::uint32_t> size;
    for (std::uint32_t start = 0; start < n; ++start) {
      if (land.ground[start] != kind || piece[start] != kNone) continue;
      const auto number = static_cast<std::uint32_t>(size.size());
      size.push_back(0);
      stack.assign({start});
      piece[start] = number;
      while (!stack.empty()) {
        const auto here = stack.back();
        stack.pop_back();
        ++size[number];
        for (const auto s : mesh.sides_of(here))
          if (const auto other = mesh.across(s, here); land.ground[other] == kind && piece[other] == kNone) {
            piece[other] = number;
            stack.push_back(other);
          }
      }
    }
    if (size.empty()) continue;
    const auto greatest =
        static_cast<std::uint32_t>(std::max_element(size.begin(), size.end()) - size.begin());
    for (std::uint32_t i = 0; i < n; ++i)
      if (land.ground[i] == kind && piece[i] != greatest) land.ground[i] = Ground::sea;
  }
}

/// Lays lines along sides of cells over dry land.
class LineLayer {
 public:
  LineLayer(Land& land, const Terrain& terrain)
      : land_(land),
        terrain_(terrain),
        tracks_(land.mesh),
        inside_(land.mesh.corner.size(), 1),
        coast_(land.mesh.corner.size(), 0),
        border_(land.mesh.corner.size(), 0),
        wet_(land.mesh.corner.size(), 0) {
    for (std::uint32_t c = 0; c < inside_.size(); ++c) mark_corner(c);
    land_.on_side.assign(land_.mesh.side.size(), 0);
  }

  /// The first river runs through the city to the sea near its mouth; the others end in any sea or in a river
  /// before them.
  void lay_river(std::size_t k) {
    const double v = k == 0 ? 0.36 + 0.1 * unit_of(land_.seed, 71) : unit_of(land_.seed, 72, k);
    const auto spring =
        k == 0 ? on_box(-0.05, v)
               : on_box(k % 2 == 0 ? -0.05 : 0.7 * unit_of(land_.seed, 73, k), v < 0.5 ? -0.1 : 1.1);
    const auto mouth = on_box(1.0, k == 0 ? 0.46 + 0.1 * unit_of(land_.seed, 74) : v);
    const auto way = find_river(k == 0, spring, mouth);
    if (way.empty()) return;
    for (const auto s : way) {
      land_.on_side[s] |= kRiver;
      wet_[land_.mesh.side[s].from] = wet_[land_.mesh.side[s].to] = 1;
    }
    land_.rivers.push_back(way);
  }

  void lay_motorway() {
    const auto& city = land_.towns.front();
    land_.motorway = find_course({on_box(0.26, -0.05),
                                  {city.at.x - 1.5 * city.radius_m, city.at.y - 0.3 * city.radius_m},
                                  {city.at.x - 1.2 * city.radius_m, city.at.y + 1.1 * city.radius_m},
                                  on_box(0.45, 1.1)},
                                 border_, border_);
    for (const auto s : land_.motorway) land_.on_side[s] |= kMotorway;
  }

  void lay_railway() {
    const auto& city = land_.towns.front();
    land_.railway = find_course({on_box(-0.05, 0.66),
                                 {city.at.x - 0.3 * city.radius_m, city.at.y - 0.15 * city.radius_m},
                                 land_.towns[1].at},
                                border_, coast_);
  }

 private:
  /// Where a line may run and end: it can end only where a side between two cells of land ends.
  void mark_corner(std::uint32_t c) {
    const auto& atoms = land_.mesh.atoms_at[c];
    const bool has_land = std::count_if(atoms.begin(), atoms.end(), [&](std::uint32_t atom) {
                            return land_.ground[atom] == Ground::land;
                          }) >= 2;
    for (const auto atom : atoms) {
      const auto ground = land_.ground[atom];
      if (ground != Ground::land) inside_[c] = 0;
      if (has_land && ground == Ground::sea) coast_[c] = 1;
      if (has_land && ground == Ground::beyond) border_[c] = 1;
    }
  }
  [[nodiscard]] geo::Point middle(std::uint32_t s) const {
    const auto& mesh = land_.mesh;
    const auto &u = mesh.corner[mesh.side[s].from], &v = mesh.corner[mesh.side[s].to];
    return {(u.x + v.x) / 2, (u.y + v.y) / 2};
  }
  [[nodiscard]] bool on_land(std::uint32_t s) const {
    const auto& side = land_.mesh.side[s];
    return land_.ground[side.left] == Ground::land && land_.ground[side.right] == Ground::land;
  }
  [[nodiscard]] std::uint32_t nearest(const std::vector<std::uint8_t>& among, geo::Point to) const {
    std::uint32_t best = kNone;
    double least = 1e18;
    for (std::uint32_t c = 0; c < among.size(); ++c)
      if (among[c] != 0)
        if (const double d = distance_m(land_.mesh.corner[c], to); d < least) {
          least = d;
          best = c;
        }
    return best;
  }
  [[nodiscard]] geo::Point on_box(double u, double v) const {
    return {terrain_.west + u * terrain_.width, terrain_.south + v * terrain_.height};
  }

  [[nodiscard]] std::vector<std::uint32_t> find_river(bool is_first, geo::Point spring,
                                                      geo::Point mouth) const {
    const auto& mesh = land_.mesh;
    const auto& city = land_.towns.front();
    const std::vector<geo::Point> valley{spring,
                                         {city.at.x - 2.5 * city.radius_m, city.at.y + 0.9 * city.radius_m},
                                         {city.at.x, city.at.y + 0.22 * city.radius_m},
                                         {city.at.x + 2.5 * city.radius_m, city.at.y - 0.5 * city.radius_m},
                                         mouth};
    auto starts = border_;
    std::vector<std::uint32_t> way;
    for (int attempt = 0; attempt < kAttempts && way.empty(); ++attempt) {
      const auto source = nearest(starts, spring);
      if (source == kNone) break;
      starts[source] = 0;
      const auto arrived = [&](std::uint32_t c) {
        if (c == source) return false;
        if (wet_[c] != 0) return true;
        return coast_[c] != 0 && border_[c] == 0 &&
               (!is_first || distance_m(mesh.corner[c], mouth) < 0.2 * terrain_.width);
      };
      way = tracks_.find_way(source, arrived, [&](std::uint32_t s) {
        if (!on_land(s)) return -1.0;
        for (const auto c : {mesh.side[s].from, mesh.side[s].to})
          if (c != source && inside_[c] == 0 && !arrived(c)) return -1.0;
        const auto at = middle(s);
        const double bend = fractal_noise(mix(land_.seed, 75), at.x / 2600, at.y / 2600, 3);
        const double off = is_first ? distance_to(valley, at) / (0.045 * terrain_.width) : 0.0;
        return mesh.side[s].length_m * (0.15 + 4 * bend * bend + off * off);
      });
    }
    return way;
  }

  /// A line near a course, from one of the starts to one of the ends. A corner may lie in a nook that leads
  /// nowhere: then the next one.
  [[nodiscard]] std::vector<std::uint32_t> find_course(const std::vector<geo::Point>& course,
                                                       std::vector<std::uint8_t> starts,
                                                       std::vector<std::uint8_t> ends) const {
    const auto& mesh = land_.mesh;
    std::vector<std::uint32_t> way;
    for (int attempt = 0; attempt < kAttempts && way.empty(); ++attempt) {
      const auto from = nearest(starts, course.front()), to = nearest(ends, course.back());
      if (from == kNone || to == kNone) break;
      way = tracks_.find_way(
          from, [&](std::uint32_t c) { return c == to; },
          [&](std::uint32_t s) {
            if (!on_land(s)) return -1.0;
            for (const auto c : {mesh.side[s].from, mesh.side[s].to})
              if (c != from && c != to && inside_[c] == 0) return -1.0;
            const double off = distance_to(course, middle(s)) / (0.02 * terrain_.width);
            return mesh.side[s].length_m * (1 + off * off + ((land_.on_side[s] & kRiver) != 0 ? 6 : 0));
          });
      (attempt % 2 == 0 ? starts[from] : ends[to]) = 0;
    }
    return way;
  }

  static constexpr int kAttempts = 12;
  Land& land_;
  const Terrain& terrain_;
  Tracks tracks_;
  std::vector<std::uint8_t> inside_, coast_, border_, wet_;  ///< by corner
};

/// Rivers, motorway and railway.
void lay_lines(Land& land, const Terrain& terrain, std::size_t areas) {
  LineLayer layer(land, terrain);
  const std::size_t rivers = 1 + areas / 1500;
  for (std::size_t k = 0; k < rivers; ++k) layer.lay_river(k);
  layer.lay_motorway();
  layer.lay_railway();
}

/// Bridges: close together in town, far apart in the country.
void build_bridges(Land& land) {
  const auto& mesh = land.mesh;
  for (const auto& river : land.rivers) {
    double since = 0;
    bool any = false;
    std::uint32_t busiest = kNone;
    double most = -1;
    for (const auto s : river) {
      const auto& side = mesh.side[s];
      const double density = std::max(land.people_per_km2[side.left], land.people_per_km2[side.right]);
      const double apart = density > 2500 ? 1300 : density > 900 ? 2600 : 6500;
      since += side.length_m;
      if ((land.on_side[s] & kMotorway) != 0 || side.length_m < 40) continue;
      if (density > most) {
        most = density;
        busiest = s;
      }
      if (since < apart) continue;
      land.on_side[s] |= kBridge;
      since = 0;
      any = true;
    }
    if (!any && busiest != kNone) land.on_side[busiest] |= kBridge;
  }
  // Nobody is cut off: a bank that no bridge reaches gets one.
  std::vector<std::uint32_t> parent(mesh.site.size());
  std::iota(parent.begin(), parent.end(), 0U);
  const auto root = [&](std::uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (const bool add : {false, true})
    for (std::uint32_t s = 0; s < mesh.side.size(); ++s) {
      const auto& side = mesh.side[s];
      if (land.ground[side.left] != Ground::land || land.ground[side.right] != Ground::land) continue;
      const bool open = (land.on_side[s] & kRiver) == 0 || (land.on_side[s] & kBridge) != 0;
      if (open == add) continue;
      const auto a = root(side.left), b = root(side.right);
      if (a == b) continue;
      parent[std::max(a, b)] = std::min(a, b);
      if (add) land.on_side[s] |= kBridge;
    }
}

struct Features {
  std::vector<std::uint32_t> special;  ///< of each cell: number of a region made by hand, or kNone
  std::uint32_t count = 0;
};

/// The cells nearest to a point, when they are plain land without river or motorway among them.
std::vector<std::uint32_t> find_blob(const Land& land, const Features& features, geo::Point at,
                                     std::size_t size) {
  const auto& mesh = land.mesh;
  std::vector<std::pair<double, std::uint32_t>> near;
  for (std::uint32_t i = 0; i < mesh.site.size(); ++i)
    if (const double d = distance_m(mesh.site[i], at); d < 20000) near.push_back({d, i});
  const std::size_t kept = std::min(size, near.size());
  std::partial_sort(near.begin(), near.begin() + static_cast<std::ptrdiff_t>(kept), near.end());
  near.resize(kept);
  std::vector<std::uint32_t> blob;
  for (const auto& [d, i] : near) {
    if (land.ground[i] != Ground::land || features.special[i] != kNone) return {};
    for (const auto s : mesh.sides_of(i))
      if ((land.on_side[s] & (kRiver | kMotorway)) != 0) return {};
    blob.push_back(i);
  }
  if (blob.size() < size) return {};
  return blob;
}

bool in_one_piece(const Mesh& mesh, const std::vector<std::uint32_t>& atoms) {
  std::vector<std::uint32_t> open{atoms.front()}, seen{atoms.front()};
  while (!open.empty()) {
    const auto here = open.back();
    open.pop_back();
    for (const auto s : mesh.sides_of(here))
      if (const auto other = mesh.across(s, here);
          std::find(atoms.begin(), atoms.end(), other) != atoms.end() &&
          std::find(seen.begin(), seen.end(), other) == seen.end()) {
        seen.push_back(other);
        open.push_back(other);
      }
  }
  return seen.size() == atoms.size();
}

/// All neighbours of the cells; empty when one of them is not plain free land.
std::vector<std::uint32_t> find_ring(const Land& land, const Features& features,
                                     const std::vector<std::uint32_t>& atoms) {
  const auto& mesh = land.mesh;
  std::vector<std::uint32_t> ring;
  for (const auto i : atoms)
    for (const auto s : mesh.sides_of(i)) {
      const auto other = mesh.across(s, i);
      if (std::find(atoms.begin(), atoms.end(), other) != atoms.end() ||
          std::find(ring.begin(), ring.end(), other) != ring.end())
        continue;
      if (land.ground[other] != Ground::land || features.special[other] != kNone) return {};
      for (const auto t : mesh.sides_of(other))
        if ((land.on_side[t] & (kRiver | kMotorway)) != 0) return {};
      ring.push_back(other);
    }
  return ring;
}

/// An area inside another (a village within its parish), and an area of two pieces.
void make_features(Land& land, Features& features, std::uint32_t& enclosed, std::uint32_t& enclosing,
                   std::uint32_t& two_parts) {
  const auto& mesh = land.mesh;
  auto places = land.villages;
  places.insert(places.end(), land.towns.begin(), land.towns.end());
  for (std::uint32_t i = 0; i < mesh.site.size(); i += 37) places.push_back({mesh.site[i], 0, 0});
  for (const auto& village : places) {
    const auto inner = find_blob(land, features, village.at, 9);
    if (inner.empty() || !in_one_piece(mesh, inner)) continue;
    const auto ring = find_ring(land, features, inner);
    if (ring.size() < 8 || ring.size() > 17 || !in_one_piece(mesh, ring)) continue;
    enclosed = features.count++;
    enclosing = features.count++;
    for (const auto i : inner) features.special[i] = enclosed;
    for (const auto i : ring) features.special[i] = enclosing;
    break;
  }
  for (const auto& village : places) {
    const auto one = find_blob(land, features, village.at, 6);
    if (one.empty() || !in_one_piece(mesh, one)) continue;
    const auto ring = find_ring(land, features, one);
    if (ring.empty()) continue;
    auto trial = features;
    for (const auto i : one) trial.special[i] = features.count;
    for (const auto i : ring) trial.special[i] = features.count + 1;
    const double spread = 2.6 * distance_m(mesh.site[one.front()], mesh.site[one.back()]);
    bool found = false;
    for (int turn = 0; turn < 8 && !found; ++turn) {
      static constexpr double kTurns[8][2] = {{1, 0},     {0, 1},      {-1, 0},      {0, -1},
                                              {0.7, 0.7}, {-0.7, 0.7}, {-0.7, -0.7}, {0.7, -0.7}};
      const auto two = find_blob(
          land, trial, {village.at.x + kTurns[turn][0] * spread, village.at.y + kTurns[turn][1] * spread}, 5);
      if (two.empty() || !in_one_piece(mesh, two)) continue;
      if (find_ring(land, features, two).empty()) continue;
      two_parts = features.count++;
      for (const auto i : one) features.special[i] = two_parts;
      for (const auto i : two) features.special[i] = two_parts;
      found = true;
    }
    if (found) break;
  }
}

/// Atoms that stick out are given to the neighbour that holds most of their border, where both stay whole.
void smooth(const Land& land, std::vector<std::uint32_t>& area_of, const std::vector<std::uint8_t>& frozen,
            std::vector<double>& weight, std::vector<std::uint32_t>& atoms_in) {
  const auto& mesh = land.mesh;
  for (int sweep = 0; sweep < 3; ++sweep) {
    for (std::uint32_t i = 0; i < mesh.site.size(); ++i) {
      const auto mine = area_of[i];
      if (mine == kNone || frozen[i] != 0 || atoms_in[mine] < 5) continue;
      // The sides in order around the cell.
      std::vector<std::uint32_t> around;
      auto sides = mesh.sides_of(i);
      std::uint32_t corner =
          mesh.side[sides[0]].left == i ? mesh.side[sides[0]].from : mesh.side[sides[0]].to;
      const auto begin = corner;
      do {
        bool moved = false;
        for (const auto s : sides) {
          const auto& side = mesh.side[s];
          if ((side.left == i ? side.from : side.to) != corner) continue;
          around.push_back(s);
          corner = side.left == i ? side.to : side.from;
          moved = true;
          break;
        }
        if (!moved) break;
      } while (corner != begin && around.size() <= sides.size());
      if (around.size() != sides.size()) continue;
      double all = 0, own = 0, best = 0;
      std::uint32_t to = kNone;
      const auto label_of = [&](std::uint32_t s) { return area_of[mesh.across(s, i)]; };
      for (const auto s : around) {
        all += mesh.side[s].length_m;
        if (label_of(s) == mine) own += mesh.side[s].length_m;
      }
      for (const auto s : around) {
        const auto other = label_of(s);
        if (other == mine || other == kNone || frozen[mesh.across(s, i)] != 0 ||
            (land.on_side[s] & (kRiver | kMotorway)) != 0)
          continue;
        double with = 0;
        for (const auto t : around)
          if (label_of(t) == other) with += mesh.side[t].length_m * ((land.on_side[t] & kRiver) != 0 ? 0 : 1);
        if (with > best) {
          best = with;
          to = other;
        }
      }
      if (to == kNone) continue;
      const auto runs_of = [&](std::uint32_t label) {
        std::size_t runs = 0;
        for (std::size_t k = 0; k < around.size(); ++k)
          if (label_of(around[k]) == label && label_of(around[(k + 1) % around.size()]) != label) ++runs;
        return runs;
      };
      if (runs_of(mine) != 1 || runs_of(to) != 1) continue;
      const double pull =
          (best - own) / all + 0.25 * (weight[mine] - weight[to]) / static_cast<double>(kAtomsAnArea);
      if (pull < 0.12 || weight[mine] < 0.75 * static_cast<double>(kAtomsAnArea) ||
          weight[to] > 1.5 * static_cast<double>(kAtomsAnArea))
        continue;
      // The river must not end up inside: every river side of the cell has to keep two different areas.
      bool across = false;
      for (const auto s : around) across = across || ((land.on_side[s] & kRiver) != 0 && label_of(s) == to);
      if (across) continue;
      area_of[i] = to;
      weight[mine] -= 1;
      weight[to] += 1;
      --atoms_in[mine];
      ++atoms_in[to];
    }
  }
}

void make_areas(Land& land, std::size_t areas) {
  const auto& mesh = land.mesh;
  const auto n = static_cast<std::uint32_t>(mesh.site.size());
  Features features{std::vector<std::uint32_t>(n, kNone), 0};
  std::uint32_t island = kNone, enclosed = kNone, enclosing = kNone, two_parts = kNone;
  for (std::uint32_t i = 0; i < n; ++i)
    if (land.ground[i] == Ground::island) {
      if (island == kNone) island = features.count++;
      features.special[i] = island;
    }
  make_features(land, features, enclosed, enclosing, two_parts);
  std::vector<std::uint32_t> row(n, kNone), atom;
  for (std::uint32_t i = 0; i < n; ++i)
    if (land.ground[i] == Ground::land && features.special[i] == kNone) {
      row[i] = static_cast<std::uint32_t>(atom.size());
      atom.push_back(i);
    }
  std::vector<double> weight;
  for (const auto i : atom) weight.push_back(0.75 + 0.5 * unit_of(land.seed, 81, i));
  std::vector<Tie> ties;
  for (std::uint32_t s = 0; s < mesh.side.size(); ++s) {
    const auto a = row[mesh.side[s].left], b = row[mesh.side[s].right];
    if (a == kNone || b == kNone) continue;
    const double share = (land.on_side[s] & kRiver) != 0      ? kDivided
                         : (land.on_side[s] & kMotorway) != 0 ? 0.05
                                                              : 1.0;
    ties.push_back({a, b, share * mesh.side[s].length_m});
  }
  const double usual = static_cast<double>(atom.size()) / static_cast<double>(areas - features.count);
  const auto group = join_up(weight, ties, areas - features.count, 1.8 * usual, 0.25, mix(land.seed, 82));
  std::uint32_t joined = 0;
  land.area_of.assign(n, kNone);
  std::vector<std::uint8_t> frozen(n, 0);
  for (std::size_t k = 0; k < atom.size(); ++k) {
    land.area_of[atom[k]] = group[k];
    joined = std::max(joined, group[k] + 1);
  }
  PLACEWRIGHT_EXPECT(joined + features.count == areas);
  for (std::uint32_t i = 0; i < n; ++i)
    if (features.special[i] != kNone) {
      land.area_of[i] = joined + features.special[i];
      frozen[i] = 1;
    }
  std::vector<std::uint32_t> atoms_in(areas, 0);
  land.area_weight.assign(areas, 0);
  for (std::uint32_t i = 0; i < n; ++i)
    if (land.area_of[i] != kNone) {
      ++atoms_in[land.area_of[i]];
      land.area_weight[land.area_of[i]] += row[i] == kNone ? 1.0 : weight[row[i]];
    }
  for (auto& w : land.area_weight) w *= static_cast<double>(kAtomsAnArea) / usual;
  smooth(land, land.area_of, frozen, land.area_weight, atoms_in);
  // The islet belongs to the area of the nearest shore, which so has two pieces too.
  std::uint32_t shore = kNone;
  double least = 1e18;
  for (std::uint32_t i = 0; i < n; ++i) {
    if (land.ground[i] != Ground::islet) continue;
    if (shore == kNone)
      for (const auto k : atom)
        if (const double d = distance_m(mesh.site[k], mesh.site[i]); d < least) {
          least = d;
          shore = land.area_of[k];
        }
    land.area_of[i] = shore;
  }
  if (island != kNone) land.island_areas.push_back(joined + island);
  if (enclosed != kNone) land.enclosed = joined + enclosed;
  if (enclosing != kNone) land.enclosing = joined + enclosing;
  if (two_parts != kNone) land.two_parts = joined + two_parts;
}

}  // namespace

geo::Line line_along(const Mesh& mesh, const std::vector<std::uint32_t>& sides) {
  geo::Line line;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    auto piece = side_line(mesh, sides[i]);
    const auto& here = mesh.side[sides[i]];
    if (i + 1 < sides.size()) {
      const auto& next = mesh.side[sides[i + 1]];
      if (here.from == next.from || here.from == next.to) std::reverse(piece.begin(), piece.end());
    } else if (!line.empty() && piece.front() != line.back()) {
      std::reverse(piece.begin(), piece.end());
    }
    line.insert(line.end(), piece.begin() + (line.empty() ? 0 : 1), piece.end());
  }
  return line;
}

Land make_land(std::size_t areas, std::uint64_t seed) {
  Land land;
  land.seed = seed;
  const auto terrain = make_terrain(areas, mix(seed, 1));
  land.towns = terrain.towns;
  land.villages = terrain.villages;
  const Density density(terrain);
  land.mesh = build_mesh(density.strew(kAtomsAnArea * areas, mix(seed, 2)), 2, mix(seed, 3));
  land.people_per_km2.reserve(land.mesh.site.size());
  for (const auto& site : land.mesh.site) land.people_per_km2.push_back(density.per_km2(site));
  settle_ground(land, terrain);
  lay_lines(land, terrain, areas);
  build_bridges(land);
  make_areas(land, areas);
  double least = 1e18;
  land.landing_island = land.landing_main = terrain.island;
  for (std::size_t i = 0; i < land.mesh.site.size(); ++i) {
    if (land.ground[i] != Ground::land) continue;
    if (const double d = distance_m(land.mesh.site[i], terrain.island); d < least) {
      least = d;
      land.landing_main = land.mesh.site[i];
    }
  }
  least = 1e18;
  for (std::size_t i = 0; i < land.mesh.site.size(); ++i) {
    if (land.ground[i] != Ground::island) continue;
    if (const double d = distance_m(land.mesh.site[i], land.landing_main); d < least) {
      least = d;
      land.landing_island = land.mesh.site[i];
    }
  }
  return land;
}

}  // namespace placewright::datasets::demo
