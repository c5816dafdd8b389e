#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <queue>

#include "datasets/demo/noise.h"
#include "datasets/demo/parts.h"

namespace placewright::datasets::demo {
namespace {

/// Labels without gaps, in order of first row.
std::size_t renumber(std::vector<std::uint32_t>& label) {
  std::map<std::uint32_t, std::uint32_t> number;
  for (auto& one : label)
    if (one != kNone) one = number.emplace(one, static_cast<std::uint32_t>(number.size())).first->second;
  return number.size();
}

std::vector<Tie> ties_within(const Sketch& sketch, const std::vector<std::uint32_t>& unit,
                             double across_river) {
  std::vector<Tie> ties;
  for (const auto& tie : sketch.ties)
    if (unit[tie.a] == unit[tie.b])
      ties.push_back({tie.a, tie.b, tie.border_m * (tie.river ? across_river : 1.0)});
  for (const auto& link : sketch.place.links) {
    const auto a = *sketch.place.find_area(link.a), b = *sketch.place.find_area(link.b);
    if (unit[a] == unit[b] && link.reason.find("ferry") != std::string::npos)
      ties.push_back({std::min(a, b), std::max(a, b), 500});
  }
  return ties;
}

void add_boundaries(Sketch& sketch, const std::string& kind, const std::vector<std::uint32_t>& of_atom,
                    const std::vector<std::string>& code, const std::vector<std::string>& name) {
  auto shapes = dissolve(sketch.land.mesh, of_atom, code.size());
  for (std::size_t k = 0; k < code.size(); ++k)
    if (!shapes[k].empty()) sketch.place.boundaries.push_back({kind, code[k], name[k], std::move(shapes[k])});
}

/// Wards: built from areas, then their lines wander off the areas' borders, so that a best fit is needed.
void add_wards(Sketch& sketch) {
  const auto& land = sketch.land;
  const auto n = sketch.options.areas;
  const auto ties = ties_within(sketch, sketch.lad_of, 0.2);
  auto ward_of_area =
      join_up(sketch.place.areas.population, ties, (n + 2) / 4, 13000, 0.7, mix(land.seed, 31));
  std::vector<std::uint32_t> ward(land.mesh.site.size(), kNone);
  for (std::uint32_t i = 0; i < ward.size(); ++i)
    if (land.area_of[i] != kNone) ward[i] = ward_of_area[land.area_of[i]];
  const auto before = ward;
  for (std::uint32_t i = 0; i < ward.size(); ++i) {
    if (ward[i] == kNone || unit_of(land.seed, 32, i) > 0.5) continue;
    std::map<std::uint32_t, double> with;
    double all = 0;
    for (const auto s : land.mesh.sides_of(i)) {
      const auto other = land.mesh.across(s, i);
      all += land.mesh.side[s].length_m;
      if ((land.on_side[s] & kRiver) != 0 || ward[other] == kNone || ward[other] != before[other]) continue;
      if (sketch.lad_of[land.area_of[other]] == sketch.lad_of[land.area_of[i]])
        with[ward[other]] += land.mesh.side[s].length_m;
    }
    for (const auto& [other, border] : with)
      if (other != ward[i] && border > 0.34 * all && with[ward[i]] > 0.2 * all) {
        ward[i] = other;
        break;
      }
  }
  const auto count = renumber(ward);
  std::vector<std::string> code, name;
  for (std::size_t k = 0; k < count; ++k) {
    code.push_back(fmt::format("E05{:06}", 900001 + k));
    static constexpr const char* kKinds[] = {"", " North", " South", "",        " Park", " Hill",
                                             "", " East",  " West",  " Bridge", "",      " Green"};
    name.push_back(place_name(land.seed, 2000 + k / 2) + kKinds[mix(land.seed, 33, k) % 12]);
  }
  auto& ward_code = sketch.place.areas.parents["ward_code"];
  auto& ward_name = sketch.place.areas.parents["ward_name"];
  for (std::uint32_t i = 0; i < n; ++i) {
    std::map<std::uint32_t, std::size_t> atoms;
    for (const auto atom : sketch.atoms[i]) ++atoms[ward[atom]];
    const auto best = std::max_element(atoms.begin(), atoms.end(),
                                       [](const auto& x, const auto& y) { return x.second < y.second; });
    ward_code.push_back(code[best->first]);
    ward_name.push_back(name[best->first]);
  }
  add_boundaries(sketch, "ward", ward, code, name);
}

/// Parishes: in the country only, as in England.
void add_parishes(Sketch& sketch) {
  const auto& land = sketch.land;
  const auto n = sketch.options.areas;
  std::vector<std::uint8_t> in_town(n, 0);
  std::size_t country = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    in_town[i] = sketch.per_km2[i] > 900 ? 1 : 0;
    country += 1U - in_town[i];
  }
  std::vector<Tie> ties;
  for (const auto& tie : ties_within(sketch, sketch.lad_of, 0.05))
    if (in_town[tie.a] == 0 && in_town[tie.b] == 0) ties.push_back(tie);
  auto parish_of_area =
      join_up(sketch.place.areas.population, ties, std::max<std::size_t>(1, country * 2 / 3), 6000, 0.6,
              mix(land.seed, 34), in_town);
  const auto count = renumber(parish_of_area);
  std::vector<std::string> code, name;
  for (std::size_t k = 0; k < count; ++k) {
    code.push_back(fmt::format("E04{:06}", 900001 + k));
    name.push_back(place_name(land.seed, 3000 + k));
  }
  std::vector<std::uint32_t> parish(land.mesh.site.size(), kNone);
  for (std::uint32_t i = 0; i < parish.size(); ++i)
    if (land.area_of[i] != kNone) parish[i] = parish_of_area[land.area_of[i]];
  auto& parish_code = sketch.place.areas.parents["parish_code"];
  auto& parish_name = sketch.place.areas.parents["parish_name"];
  for (std::uint32_t i = 0; i < n; ++i) {
    parish_code.push_back(parish_of_area[i] == kNone ? "" : code[parish_of_area[i]]);
    parish_name.push_back(parish_of_area[i] == kNone ? "" : name[parish_of_area[i]]);
  }
  add_boundaries(sketch, "parish", parish, code, name);
}

/// Areas as residents drew them in workshops: they follow no official line, and one of them spans the river.
void add_resident_areas(Sketch& sketch) {
  const auto& land = sketch.land;
  const auto& mesh = land.mesh;
  static constexpr const char* kNames[] = {"The Quays", "Mill End and Foundry", "Canal Side",
                                           "Old Town",  "Priory Fields",        "Upper Common"};
  const std::size_t wanted = std::min<std::size_t>(6, 4 + sketch.options.areas / 200);
  std::vector<std::uint8_t> taken(mesh.site.size(), 0);
  const auto& city = land.towns.front();
  std::size_t drawn = 0;
  for (std::uint64_t attempt = 0; attempt < 60 && drawn < wanted; ++attempt) {
    std::uint32_t start = kNone;
    if (drawn == 0) {  // at the busiest bridge
      double most = 0;
      for (std::uint32_t s = 0; s < land.on_side.size(); ++s)
        if ((land.on_side[s] & kBridge) != 0 && land.people_per_km2[mesh.side[s].left] > most) {
          most = land.people_per_km2[mesh.side[s].left];
          start = mesh.side[s].left;
        }
    } else {
      const geo::Point at{city.at.x + (unit_of(land.seed, 41, attempt) - 0.5) * 3.2 * city.radius_m,
                          city.at.y + (unit_of(land.seed, 42, attempt) - 0.5) * 3.2 * city.radius_m};
      double least = 1e18;
      for (std::uint32_t i = 0; i < mesh.site.size(); ++i)
        if (land.ground[i] == Ground::land && distance_m(mesh.site[i], at) < least) {
          least = distance_m(mesh.site[i], at);
          start = i;
        }
    }
    if (start == kNone || taken[start] != 0) continue;
    using Turn = std::pair<double, std::uint32_t>;
    std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns;
    turns.push({0, start});
    std::vector<std::uint32_t> atoms;
    const std::size_t size = 34 + mix(land.seed, 43, attempt) % 40;
    std::vector<std::uint8_t> seen(mesh.site.size(), 0);
    while (!turns.empty() && atoms.size() < size) {
      const auto [so_far, here] = turns.top();
      turns.pop();
      if (seen[here] != 0) continue;
      seen[here] = 1;
      atoms.push_back(here);
      for (const auto s : mesh.sides_of(here)) {
        const auto other = mesh.across(s, here);
        const bool wet = (land.on_side[s] & kRiver) != 0 && !(drawn == 0 && (land.on_side[s] & kBridge) != 0);
        if (wet || land.ground[other] != Ground::land || taken[other] != 0 || seen[other] != 0) continue;
        turns.push(
            {so_far + distance_m(mesh.site[here], mesh.site[other]) * (0.6 + unit_of(land.seed, 44, other)),
             other});
      }
    }
    if (atoms.size() < 20) continue;
    std::vector<std::uint32_t> label(mesh.site.size(), kNone);
    for (const auto i : atoms) {
      label[i] = 0;
      taken[i] = 1;
    }
    // Nobody draws a hole: what is enclosed belongs to it.
    auto shape = dissolve(mesh, label, 1).front();
    for (auto& part : shape.parts) part.holes.clear();
    sketch.place.boundaries.push_back(
        {"resident-drawn area", fmt::format("R{:02}", drawn + 1), kNames[drawn], std::move(shape)});
    ++drawn;
  }
}

}  // namespace

void add_units(Sketch& sketch) {
  const auto& land = sketch.land;
  const auto n = sketch.options.areas;
  auto& parents = sketch.place.areas.parents;
  std::vector<std::uint32_t> lad(land.mesh.site.size(), kNone), msoa = lad;
  for (std::uint32_t i = 0; i < lad.size(); ++i)
    if (land.area_of[i] != kNone) {
      lad[i] = sketch.lad_of[land.area_of[i]];
      msoa[i] = sketch.msoa_of[land.area_of[i]];
    }
  std::vector<std::string> lad_codes(sketch.lad_names.size()), msoa_codes(sketch.msoa_names.size());
  for (std::uint32_t i = 0; i < n; ++i) {
    lad_codes[sketch.lad_of[i]] = parents["lad_code"][i];
    msoa_codes[sketch.msoa_of[i]] = parents["msoa_code"][i];
  }
  add_boundaries(sketch, "lad", lad, lad_codes, sketch.lad_names);
  add_boundaries(sketch, "msoa", msoa, msoa_codes, sketch.msoa_names);
  // Systems: about five districts each, from north-west to south-east.
  auto& icb = parents["icb_code"];
  auto& icb_name = parents["icb_name"];
  auto& sub_icb = parents["sub_icb_code"];
  for (std::uint32_t i = 0; i < n; ++i) {
    const auto system = sketch.lad_of[i] / 5;
    icb.push_back(fmt::format("E54{:06}", 900001 + system));
    icb_name.push_back("NHS " + place_name(land.seed, 8000 + system) + " Integrated Care Board");
    sub_icb.push_back(fmt::format("E38{:06}", 900001 + sketch.lad_of[i]));
  }
  add_wards(sketch);
  add_parishes(sketch);
  add_resident_areas(sketch);
}

}  // namespace placewright::datasets::demo
