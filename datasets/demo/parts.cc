#include "datasets/demo/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "datasets/demo/noise.h"

namespace placewright::datasets::demo {

std::vector<int> apportion(std::span<const double> shares, int total) {
  const double all = std::accumulate(shares.begin(), shares.end(), 0.0);
  std::vector<int> parts(shares.size(), 0);
  if (shares.empty() || !(all > 0)) return parts;
  std::vector<std::pair<double, std::size_t>> rest;
  int given = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const double exact = shares[i] / all * total;
    parts[i] = static_cast<int>(std::floor(exact));
    given += parts[i];
    rest.push_back({-std::floor((exact - parts[i]) * 1e9), i});  // ties by row, whatever the last bit says
  }
  std::sort(rest.begin(), rest.end());
  for (std::size_t k = 0; given < total; ++k, ++given) ++parts[rest[k % rest.size()].second];
  return parts;
}

std::string place_name(std::uint64_t seed, std::uint64_t key) {
  static constexpr std::array kStarts{"Alder",   "Amber",  "Bram",   "Brack",  "Cald",   "Corn",   "Dray",
                                      "Eller",   "Fallow", "Fern",   "Gorse",  "Graven", "Harrow", "Hazel",
                                      "Kestrel", "Larch",  "Linden", "Mallow", "Marl",   "Nether", "Over",
                                      "Quarr",   "Raven",  "Rush",   "Sedge",  "Sorrel", "Teasel", "Thorn",
                                      "Under",   "Whin",   "Willow", "Yarrow"};
  static constexpr std::array kEnds{"by",   "combe",  "cote", "dale", "den",     "field", "ford",
                                    "ham",  "hurst",  "ley",  "mere", "minster", "port",  "stead",
                                    "stow", "thorpe", "ton",  "wick", "worth",   "haven"};
  const auto bits = mix(seed, 901, key);
  return std::string(kStarts[bits % kStarts.size()]) + kEnds[(bits >> 20U) % kEnds.size()];
}

geo::Point point_in_atom(const Mesh& mesh, std::uint32_t atom, std::uint64_t key) {
  const auto sides = mesh.sides_of(atom);
  const auto& side = mesh.side[sides[mix(mesh.seed, key, 1) % sides.size()]];
  const auto &p = mesh.site[atom], &u = mesh.corner[side.from], &v = mesh.corner[side.to];
  // Borders come no nearer to the cell's point than 0.4 of the way.
  const double along = unit_of(mesh.seed, key, 2), out = 0.36 * std::sqrt(unit_of(mesh.seed, key, 3));
  return {rounded(p.x + out * (u.x + along * (v.x - u.x) - p.x), 1),
          rounded(p.y + out * (u.y + along * (v.y - u.y) - p.y), 1)};
}

std::uint32_t some_atom(const Sketch& sketch, std::uint32_t area, std::uint64_t key) {
  const auto& atoms = sketch.atoms[area];
  return atoms[mix(sketch.land.seed, 902, mix(area, key)) % atoms.size()];
}

std::size_t add_site(Sketch& sketch, std::string id, std::string kind, std::string name, std::uint32_t atom,
                     std::uint64_t key) {
  Site site;
  site.id = std::move(id);
  site.kind = std::move(kind);
  site.name = std::move(name);
  const auto at = point_in_atom(sketch.land.mesh, atom, mix(key, 903));
  site.x = at.x;
  site.y = at.y;
  const auto area = sketch.land.area_of[atom];
  if (area != kNone) {
    site.area = sketch.place.areas.code[area];
    const Postcode* nearest = nullptr;
    for (const auto row : sketch.postcodes_of[area]) {
      const auto& postcode = sketch.place.postcodes[row];
      if (nearest == nullptr ||
          distance_m({postcode.x, postcode.y}, at) < distance_m({nearest->x, nearest->y}, at))
        nearest = &postcode;
    }
    if (nearest != nullptr) {
      // Published positions are those of the postcode.
      site.postcode = nearest->postcode;
      site.x = nearest->x;
      site.y = nearest->y;
    }
  }
  sketch.place.sites.push_back(std::move(site));
  return sketch.place.sites.size() - 1;
}

std::string padded(std::uint64_t number, int digits) { return fmt::format("{:0{}}", number, digits); }

double rounded(double value, double per_unit) { return std::floor(value * per_unit + 0.5) / per_unit; }

}  // namespace placewright::datasets::demo
