#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <utility>

#include "datasets/demo/noise.h"
#include "datasets/demo/parts.h"
#include "geo/generalise.h"
#include "geo/shape_measures.h"

/// What lies under the map of the invented place. Its chances are its own, so that nothing else hangs on
/// them.
namespace placewright::datasets::demo {
namespace {

enum Stream : std::uint64_t { woods = 901, parks, lakes, town_names };

constexpr double kMarginM = 5000;  // beyond the place, as an import keeps it

double tolerance_m(const Sketch& sketch) { return sketch.options.areas > 3000 ? 20 : 4; }

geo::Box surroundings(const Sketch& sketch) {
  geo::Box box = geo::box_of(geo::Shape{});
  for (const auto& shape : sketch.place.areas.shape) box = geo::box_around(box, geo::box_of(shape));
  return geo::grown(box, kMarginM);
}

/// Cells of one kind, joined, each piece a feature of its own.
void add_cells(Sketch& sketch, const geo::Box& box, const char* kind,
               const std::function<bool(std::uint32_t)>& is_of) {
  const auto& mesh = sketch.land.mesh;
  std::vector<std::uint32_t> label(mesh.site.size(), kNone);
  for (std::uint32_t i = 0; i < label.size(); ++i)
    if (mesh.rim[i] == 0 && is_of(i)) label[i] = 0;
  auto joined = dissolve(mesh, label, 1);
  for (auto& part : joined.front().parts) {
    auto shape =
        geo::clipped(geo::generalised(geo::Shape{{std::move(part)}}, tolerance_m(sketch), 3000), box);
    if (!shape.empty()) sketch.place.ground.push_back({kind, "", std::move(shape), {}, "", ""});
  }
}

bool is_dry(const Land& land, std::uint32_t cell) {
  const auto sides = land.mesh.sides_of(cell);
  return std::none_of(sides.begin(), sides.end(),
                      [&](std::uint32_t s) { return (land.on_side[s] & (kRiver | kMotorway)) != 0; });
}

void add_covers(Sketch& sketch, const geo::Box& box) {
  const auto& land = sketch.land;
  const auto& mesh = land.mesh;
  const auto on_land = [&](std::uint32_t i) { return land.ground[i] != Ground::sea; };
  const auto is_lake = [&](std::uint32_t i) {
    return land.ground[i] == Ground::land && land.people_per_km2[i] < 350 &&
           unit_of(land.seed, lakes, i) < 0.012 && is_dry(land, i);
  };
  const auto is_town = [&](std::uint32_t i) { return on_land(i) && land.people_per_km2[i] > 850; };
  const auto is_park = [&](std::uint32_t i) {
    return is_town(i) && land.people_per_km2[i] > 1500 && unit_of(land.seed, parks, i) < 0.045;
  };
  add_cells(sketch, box, "sea", [&](std::uint32_t i) { return !on_land(i); });
  add_cells(sketch, box, "built_up", is_town);
  add_cells(sketch, box, "park", is_park);
  add_cells(sketch, box, "water", is_lake);
  add_cells(sketch, box, "wood", [&](std::uint32_t i) {
    const auto& at = mesh.site[i];
    return on_land(i) && land.people_per_km2[i] < 400 &&
           fractal_noise(mix(land.seed, woods), at.x / 2400, at.y / 2400, 3) > 0.60;
  });
}

void add_lines(Sketch& sketch, const geo::Box& box) {
  const auto& land = sketch.land;
  const auto add = [&](const char* kind, const std::string& name, const geo::Line& line) {
    for (auto& piece : geo::clipped(geo::generalised(line, tolerance_m(sketch)), box))
      sketch.place.ground.push_back({kind, name, {}, std::move(piece), "", ""});
  };
  std::size_t river = 0;
  for (const auto& barrier : sketch.place.barriers)
    if (barrier.kind == "river" && river < land.rivers.size())
      add("river", barrier.name, line_along(land.mesh, land.rivers[river++]));
  if (!land.railway.empty()) add("railway", "", line_along(land.mesh, land.railway));
}

/// Wards in the midst of towns lend their names to suburbs.
void add_suburbs(Sketch& sketch) {
  const auto& areas = sketch.place.areas;
  struct Middle {
    double x = 0, y = 0, people = 0;
    std::string name;
  };
  std::map<std::string, Middle> middles;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    auto& middle = middles[areas.parents.at("ward_code")[i]];
    middle.x += areas.population[i] * areas.centroid_x[i];
    middle.y += areas.population[i] * areas.centroid_y[i];
    middle.people += areas.population[i];
    middle.name = areas.parents.at("ward_name")[i];
  }
  for (const auto& [code, middle] : middles) {
    const geo::Point at{rounded(middle.x / middle.people, 1), rounded(middle.y / middle.people, 1)};
    for (const auto& town : sketch.land.towns) {
      const double away = distance_m(at, town.at) / town.radius_m;
      if (town.people < 25'000 || away < 0.45 || away > 1.7) continue;
      sketch.place.settlements.push_back({middle.name, "suburb", at.x, at.y, kMissing, ""});
      break;
    }
  }
}

void add_settlements(Sketch& sketch) {
  const auto& land = sketch.land;
  auto& settlements = sketch.place.settlements;
  const auto add = [&](const Settlement& one, const std::string& name, const char* rank) {
    settlements.push_back(
        {name, rank, rounded(one.at.x, 1), rounded(one.at.y, 1), rounded(one.people, 0.01), ""});
  };
  const auto name_of = [&](std::size_t k) { return place_name(land.seed, mix(town_names, k)); };
  for (std::size_t k = 0; k < land.towns.size(); ++k)
    add(land.towns[k], k == 0 ? "Anyborough" : name_of(k),
        land.towns[k].people >= 100'000 ? "city"
        : land.towns[k].people >= 6'000 ? "town"
                                        : "village");
  static constexpr std::array<const char*, 6> kEnds{"", "", " End", " Green", "", " St Mary"};
  for (std::size_t k = 0; k < land.villages.size(); ++k)
    add(land.villages[k], name_of(1000 + k) + kEnds[k % kEnds.size()],
        land.villages[k].people >= 1'200 ? "village" : "hamlet");
  add_suburbs(sketch);
}

}  // namespace

void add_ground(Sketch& sketch) {
  const auto box = surroundings(sketch);
  add_covers(sketch, box);
  add_lines(sketch, box);
  add_settlements(sketch);
}

}  // namespace placewright::datasets::demo
