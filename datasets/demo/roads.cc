#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <queue>
#include <tuple>

#include "datasets/demo/noise.h"
#include "datasets/demo/parts.h"

/// Roads run from cell to atom: they cross each border between cells once, so they cross the river on its
/// bridges only.
namespace placewright::datasets::demo {
namespace {

enum class Class : std::uint8_t { none, local, secondary, primary };

struct Net {
  std::vector<std::uint8_t> passable;  ///< of each side of the mesh: a road may cross it
  std::vector<Class> of_side;          ///< the road across it
  std::vector<std::uint8_t> junction;  ///< the road across the motorway meets it
};

double road_length_m(const Mesh& mesh, std::uint32_t s) {
  return distance_m(mesh.site[mesh.side[s].left], mesh.site[mesh.side[s].right]);
}

/// Where a road may cross: on land, the river on bridges only, the motorway under or over it now and then,
/// and wherever it would part the land.
std::vector<std::uint8_t> find_passable(const Land& land) {
  const auto& mesh = land.mesh;
  std::vector<std::uint8_t> passable(mesh.side.size(), 0);
  std::vector<std::uint32_t> parent(mesh.site.size()), under;
  std::iota(parent.begin(), parent.end(), 0U);
  const auto root = [&](std::uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  const auto join = [&](std::uint32_t s) {
    const auto a = root(mesh.side[s].left), b = root(mesh.side[s].right);
    parent[std::max(a, b)] = std::min(a, b);
    return a != b;
  };
  for (std::uint32_t s = 0; s < mesh.side.size(); ++s) {
    const auto& side = mesh.side[s];
    if (land.ground[side.left] != land.ground[side.right] || land.area_of[side.left] == kNone ||
        land.ground[side.left] == Ground::islet)
      continue;
    if ((land.on_side[s] & kRiver) != 0) {
      passable[s] = (land.on_side[s] & kBridge) != 0 ? 1 : 0;
    } else if ((land.on_side[s] & kMotorway) != 0) {
      passable[s] = unit_of(land.seed, 401, s) < 0.45 ? 1 : 0;
      if (passable[s] == 0) under.push_back(s);
    } else {
      passable[s] = 1;
    }
    if (passable[s] != 0) join(s);
  }
  for (const auto s : under)
    if (join(s)) passable[s] = 1;
  return passable;
}

/// Every road of the land when it is small: an edge is left out when the two others of a triangle are
/// shorter, which never parts what was joined.
void lay_close_net(const Land& land, Net& net) {
  const auto& mesh = land.mesh;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> side_between;
  for (std::uint32_t s = 0; s < mesh.side.size(); ++s)
    if (net.passable[s] != 0) {
      side_between[{mesh.side[s].left, mesh.side[s].right}] = s;
      net.of_side[s] = Class::local;
    }
  std::vector<std::uint32_t> longest;
  for (const auto& atoms : mesh.atoms_at) {
    std::array<std::uint32_t, 3> sides{};
    bool all = true;
    for (std::size_t k = 0; k < 3 && all; ++k) {
      const auto found = side_between.find(std::minmax(atoms[k], atoms[(k + 1) % 3]));
      all = found != side_between.end();
      if (all) sides[k] = found->second;
    }
    if (!all) continue;
    const auto worst = *std::max_element(sides.begin(), sides.end(), [&](std::uint32_t x, std::uint32_t y) {
      return std::pair(road_length_m(mesh, x), x) < std::pair(road_length_m(mesh, y), y);
    });
    const double density = land.people_per_km2[mesh.side[worst].left];
    if (density < 1500 || unit_of(land.seed, 402, worst) > 0.3) longest.push_back(worst);
  }
  for (const auto s : longest) net.of_side[s] = Class::none;
}

/// For great land: only the roads that join the areas, a shortest tree without its dead ends.
void lay_wide_net(const Sketch& sketch, Net& net) {
  const auto& land = sketch.land;
  const auto& mesh = land.mesh;
  std::vector<std::pair<double, std::uint32_t>> order;
  for (std::uint32_t s = 0; s < mesh.side.size(); ++s)
    if (net.passable[s] != 0) order.push_back({road_length_m(mesh, s), s});
  std::sort(order.begin(), order.end());
  std::vector<std::uint32_t> parent(mesh.site.size());
  std::iota(parent.begin(), parent.end(), 0U);
  const auto root = [&](std::uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  std::vector<std::uint32_t> degree(mesh.site.size(), 0);
  for (const auto& [length, s] : order) {
    const auto a = root(mesh.side[s].left), b = root(mesh.side[s].right);
    if (a == b) continue;
    parent[std::max(a, b)] = std::min(a, b);
    net.of_side[s] = Class::local;
    ++degree[mesh.side[s].left];
    ++degree[mesh.side[s].right];
  }
  std::vector<std::uint8_t> kept(mesh.site.size(), 0);
  std::map<std::pair<double, double>, std::uint32_t> atom_at;
  for (std::uint32_t i = 0; i < sketch.options.areas; ++i)
    for (const auto atom : sketch.atoms[i])
      if (mesh.site[atom] == geo::Point{sketch.place.areas.centroid_x[i], sketch.place.areas.centroid_y[i]})
        kept[atom] = 1;
  std::vector<std::uint32_t> ends;
  for (std::uint32_t i = 0; i < mesh.site.size(); ++i)
    if (degree[i] == 1) ends.push_back(i);
  while (!ends.empty()) {
    const auto end = ends.back();
    ends.pop_back();
    if (kept[end] != 0 || degree[end] != 1) continue;
    for (const auto s : mesh.sides_of(end))
      if (net.of_side[s] != Class::none) {
        net.of_side[s] = Class::none;
        const auto other = mesh.across(s, end);
        --degree[end];
        if (--degree[other] == 1) ends.push_back(other);
      }
  }
}

/// Raises the roads on the best way between two cells; ways follow greater roads where they can. Takes
/// passable sides.
void raise_way(const Land& land, Net& net, std::uint32_t from, std::uint32_t to, Class to_class,
               double reach_m) {
  const auto& mesh = land.mesh;
  std::map<std::uint32_t, std::pair<double, std::uint32_t>> best;  // cost, side by which it was reached
  using Turn = std::pair<double, std::uint32_t>;
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns;
  best[from] = {0, kNone};
  turns.push({0, from});
  while (!turns.empty()) {
    const auto [so_far, here] = turns.top();
    turns.pop();
    if (so_far > best[here].first) continue;
    if (here == to) break;
    if (so_far > reach_m) return;
    for (const auto s : mesh.sides_of(here)) {
      if (net.passable[s] == 0) continue;
      const auto other = mesh.across(s, here);
      const double cost = so_far + road_length_m(mesh, s) * (net.of_side[s] >= to_class      ? 0.6
                                                             : net.of_side[s] == Class::none ? 1.25
                                                                                             : 1.0);
      const auto known = best.find(other);
      if (known != best.end() && known->second.first <= cost) continue;
      best[other] = {cost, s};
      turns.push({cost, other});
    }
  }
  if (!best.contains(to)) return;
  for (auto here = to; here != from;) {
    const auto s = best[here].second;
    net.of_side[s] = std::max(net.of_side[s], to_class);
    here = mesh.across(s, here);
  }
}

std::uint32_t nearest_atom(const Land& land, geo::Point at) {
  std::uint32_t best = kNone;
  double least = 1e18;
  for (std::uint32_t i = 0; i < land.mesh.site.size(); ++i)
    if (land.ground[i] == Ground::land)
      if (const double d = distance_m(land.mesh.site[i], at); d < least) {
        least = d;
        best = i;
      }
  return best;
}

void raise_main_roads(const Land& land, Net& net, std::size_t areas) {
  std::vector<std::uint32_t> hub;
  const std::size_t most = std::min<std::size_t>(land.towns.size(), 120);
  for (std::size_t k = 0; k < most; ++k) hub.push_back(nearest_atom(land, land.towns[k].at));
  for (std::size_t k = 1; k < hub.size(); ++k) {
    // To the greatest of the towns already joined, as the crow flies nearest for its size.
    std::vector<std::pair<double, std::size_t>> to;
    for (std::size_t j = 0; j < k; ++j) to.push_back({distance_m(land.towns[k].at, land.towns[j].at), j});
    std::sort(to.begin(), to.end());
    for (std::size_t r = 0; r < std::min<std::size_t>(2, to.size()); ++r)
      raise_way(land, net, hub[k], hub[to[r].second], Class::primary, 60000);
  }
  if (areas > 3000) return;
  for (std::size_t v = 0; v < land.villages.size(); ++v) {
    std::size_t nearest = 0;
    for (std::size_t k = 1; k < hub.size(); ++k)
      if (distance_m(land.villages[v].at, land.towns[k].at) <
          distance_m(land.villages[v].at, land.towns[nearest].at))
        nearest = k;
    raise_way(land, net, nearest_atom(land, land.villages[v].at), hub[nearest], Class::secondary, 40000);
  }
}

geo::Point crossing_point(const Mesh& mesh, std::uint32_t s) {
  const auto line = side_line(mesh, s);
  return line[line.size() / 2];
}

/// The road across a side, from cell to atom. Where it passes the motorway without meeting it, it keeps off
/// its points.
geo::Line road_line(const Land& land, const Net& net, std::uint32_t s, std::uint32_t from) {
  const auto& mesh = land.mesh;
  const auto to = mesh.across(s, from);
  if ((land.on_side[s] & kMotorway) != 0 && net.junction[s] == 0) return {mesh.site[from], mesh.site[to]};
  return {mesh.site[from], crossing_point(mesh, s), mesh.site[to]};
}

const char* class_name(Class its, bool town) {
  switch (its) {
    case Class::primary:
      return "primary";
    case Class::secondary:
      return "secondary";
    case Class::local:
      return town ? "residential" : "unclassified";
    case Class::none:
      break;
  }
  return "unclassified";
}

void write_roads(Sketch& sketch, const Net& net) {
  const auto& land = sketch.land;
  const auto& mesh = land.mesh;
  auto& roads = sketch.place.roads;
  std::vector<std::uint8_t> degree(mesh.site.size(), 0), done(mesh.side.size(), 0);
  for (std::uint32_t s = 0; s < mesh.side.size(); ++s)
    if (net.of_side[s] != Class::none) {
      ++degree[mesh.side[s].left];
      ++degree[mesh.side[s].right];
    }
  // The ferry calls at a road's end, never along it.
  for (std::uint32_t i = 0; i < mesh.site.size(); ++i)
    if (mesh.site[i] == land.landing_main || mesh.site[i] == land.landing_island) degree[i] += 8;
  // One-way streets in the middle of town: triangles of local roads, all three the same way round, so that
  // every way there still has a way back.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> local_between;
  std::vector<std::uint32_t> oneway_from(mesh.side.size(), kNone);
  for (std::uint32_t s = 0; s < mesh.side.size(); ++s)
    if (net.of_side[s] == Class::local && (land.on_side[s] & (kRiver | kMotorway)) == 0 &&
        land.people_per_km2[mesh.side[s].left] > 3500)
      local_between[{mesh.side[s].left, mesh.side[s].right}] = s;
  for (std::uint32_t c = 0; c < mesh.atoms_at.size(); ++c) {
    const auto& atoms = mesh.atoms_at[c];
    std::array<std::uint32_t, 3> sides{kNone, kNone, kNone};
    for (std::size_t k = 0; k < 3; ++k)
      if (const auto found = local_between.find(std::minmax(atoms[k], atoms[(k + 1) % 3]));
          found != local_between.end() && oneway_from[found->second] == kNone)
        sides[k] = found->second;
    if (std::find(sides.begin(), sides.end(), kNone) != sides.end() || unit_of(land.seed, 403, c) > 0.5)
      continue;
    for (std::size_t k = 0; k < 3; ++k) oneway_from[sides[k]] = atoms[k];
  }
  const auto plain = [&](std::uint32_t s) {
    return oneway_from[s] == kNone && !((land.on_side[s] & kMotorway) != 0 && net.junction[s] != 0);
  };
  const auto is_town = [&](std::uint32_t s) { return land.people_per_km2[mesh.side[s].left] > 900; };
  for (std::uint32_t s = 0; s < mesh.side.size(); ++s) {
    if (net.of_side[s] == Class::none || done[s] != 0) continue;
    done[s] = 1;
    Road road;
    road.road_class = class_name(net.of_side[s], is_town(s));
    if (net.of_side[s] == Class::primary)
      road.name = fmt::format("A{}", 900 + mix(land.seed, 404, s / 4000) % 99);
    if ((land.on_side[s] & kBridge) != 0) road.other = "bridge=yes";
    if (oneway_from[s] != kNone) {
      road.oneway = true;
      road.line = road_line(land, net, s, oneway_from[s]);
      roads.push_back(std::move(road));
      continue;
    }
    if (!plain(s)) {  // a junction: two roads that meet the motorway
      const auto line = road_line(land, net, s, mesh.side[s].left);
      road.line = {line[0], line[1]};
      roads.push_back(road);
      road.line = {line[1], line[2]};
      roads.push_back(std::move(road));
      continue;
    }
    // On through places where nothing joins, as one road of one class.
    road.line = road_line(land, net, s, mesh.side[s].left);
    for (const bool forward : {true, false}) {
      auto here = forward ? mesh.side[s].right : mesh.side[s].left;
      auto last = s;
      while (degree[here] == 2) {
        std::uint32_t next = kNone;
        for (const auto t : mesh.sides_of(here))
          if (t != last && net.of_side[t] != Class::none) next = t;
        if (next == kNone || done[next] != 0 || net.of_side[next] != net.of_side[s] ||
            is_town(next) != is_town(s) || !plain(next))
          break;
        if (((land.on_side[next] | land.on_side[s]) & kBridge) != 0) break;
        done[next] = 1;
        auto line = road_line(land, net, next, here);
        if (forward) {
          road.line.insert(road.line.end(), line.begin() + 1, line.end());
        } else {
          std::reverse(line.begin(), line.end());
          road.line.insert(road.line.begin(), line.begin(), line.end() - 1);
        }
        here = mesh.across(next, here);
        last = next;
      }
    }
    roads.push_back(std::move(road));
  }
}

void write_motorway(Sketch& sketch, const Net& net) {
  const auto& land = sketch.land;
  const auto line = line_along(land.mesh, land.motorway);
  std::vector<geo::Point> junctions;
  for (const auto s : land.motorway)
    if (net.junction[s] != 0) junctions.push_back(crossing_point(land.mesh, s));
  Road road{"motorway", "M99", false, "", {}, ""};
  for (const auto& point : line) {
    road.line.push_back(point);
    if (road.line.size() > 1 && std::find(junctions.begin(), junctions.end(), point) != junctions.end()) {
      sketch.place.roads.push_back(road);
      road.line = {point};
    }
  }
  if (road.line.size() > 1) sketch.place.roads.push_back(road);
}

}  // namespace

void add_roads(Sketch& sketch) {
  const auto& land = sketch.land;
  Net net{find_passable(land), std::vector<Class>(land.mesh.side.size(), Class::none),
          std::vector<std::uint8_t>(land.mesh.side.size(), 0)};
  if (sketch.options.areas <= 3000)
    lay_close_net(land, net);
  else
    lay_wide_net(sketch, net);
  raise_main_roads(land, net, sketch.options.areas);
  double since = 1e9;
  bool met = false;
  for (const auto least : {Class::secondary, Class::local})  // at any road where no greater one crosses
    for (const auto s : land.motorway) {
      since += land.mesh.side[s].length_m;
      if (net.of_side[s] < least || since < 2500 || (least == Class::local && met)) continue;
      net.junction[s] = 1;
      since = 0;
      met = true;
    }
  write_roads(sketch, net);
  if (!land.motorway.empty()) write_motorway(sketch, net);
  if (!land.island_areas.empty())
    sketch.place.roads.push_back(
        {"ferry", "Anyborough ferry", false, "", {land.landing_main, land.landing_island}, "duration=00:25"});
}

}  // namespace placewright::datasets::demo
