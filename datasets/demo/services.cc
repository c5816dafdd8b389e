#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "datasets/demo/noise.h"
#include "datasets/demo/parts.h"

namespace placewright::datasets::demo {
namespace {

/// Picks areas by people, systematically: every so many people along the list of areas one is chosen.
std::vector<std::uint32_t> areas_for(const Sketch& sketch, double people_each, std::uint64_t key) {
  const auto& people = sketch.place.areas.population;
  const double all = std::accumulate(people.begin(), people.end(), 0.0);
  const auto count = std::max<std::size_t>(1, static_cast<std::size_t>(all / people_each));
  const double step = all / static_cast<double>(count);
  double next = step * unit_of(sketch.land.seed, 201, key), so_far = 0;
  std::vector<std::uint32_t> chosen;
  for (std::uint32_t i = 0; i < people.size(); ++i) {
    so_far += people[i];
    while (so_far > next && chosen.size() < count) {
      chosen.push_back(i);
      next += step;
    }
  }
  return chosen;
}

std::string base36(std::uint64_t number, int digits) {
  std::string text(static_cast<std::size_t>(digits), '0');
  for (std::size_t k = text.size(); k-- > 0; number /= 36)
    text[k] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 36];
  return text;
}

void add_pharmacies(Sketch& sketch) {
  const auto seed = sketch.land.seed;
  static constexpr const char* kNames[] = {"MARKET PHARMACY",      "WELLSPRING CHEMIST",
                                           "HIGH STREET PHARMACY", "CORNERSTONE PHARMACY",
                                           "GREEN CROSS CHEMIST",  "PARADE PHARMACY"};
  const auto chosen = areas_for(sketch, 5300, 1);
  std::size_t number = 0;
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    const auto row = add_site(sketch, "FZ" + base36(++number, 3), "pharmacy", kNames[mix(seed, 202, k) % 6],
                              some_atom(sketch, chosen[k], 203), mix(204, k));
    sketch.place.sites[row].organisation = fmt::format("P9{:02}", mix(seed, 205, k) % 40);
    sketch.place.sites[row].mode = "clinic";
  }
}

void add_plain(Sketch& sketch, const char* kind, const char* prefix, double people_each, std::uint64_t key,
               std::span<const char* const> names) {
  const auto chosen = areas_for(sketch, people_each, key);
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    const auto name = place_name(sketch.land.seed, mix(key, k) % 100000) + " " +
                      names[mix(sketch.land.seed, key, 300 + k) % names.size()];
    const auto row = add_site(sketch, fmt::format("{}{:05}", prefix, k + 1), kind, name,
                              some_atom(sketch, chosen[k], key), mix(key, k, 206));
    sketch.place.sites[row].mode = "clinic";
    if (std::string_view(kind) == "care_home")
      sketch.place.sites[row].capacity = 20 + static_cast<double>(mix(sketch.land.seed, key, 400 + k) % 45);
  }
}

/// A hospital at the edge of each great town, where the land was.
void add_hospitals(Sketch& sketch) {
  const auto& land = sketch.land;
  const double people = 1600.0 * static_cast<double>(sketch.options.areas);
  const auto count =
      std::min(land.towns.size(), std::max<std::size_t>(1, static_cast<std::size_t>(people / 350000)));
  for (std::size_t k = 0; k < count; ++k) {
    const auto& town = land.towns[k];
    std::uint32_t at = kNone;
    double best = 1e18;
    for (std::uint32_t i = 0; i < land.mesh.site.size(); ++i) {
      if (land.ground[i] != Ground::land) continue;
      const double d =
          distance_m(land.mesh.site[i], {town.at.x + 0.75 * town.radius_m, town.at.y + 0.55 * town.radius_m});
      if (d < best) {
        best = d;
        at = i;
      }
    }
    const auto row =
        add_site(sketch, fmt::format("RZZ{:02}", k + 1), "hospital",
                 (k == 0 ? "Anyborough" : place_name(land.seed, 9000 + k)) + std::string(" General Hospital"),
                 at, mix(207, k));
    sketch.place.sites[row].organisation = "RZZ";
    sketch.place.sites[row].capacity = 420 + static_cast<double>(mix(land.seed, 208, k) % 300);
    sketch.place.sites[row].mode = "clinic";
  }
}

/// Where staff sit: health centres, council offices, charity hubs. Some have fewer desks than their teams
/// need.
void add_bases(Sketch& sketch) {
  const auto seed = sketch.land.seed;
  struct Kind {
    const char *type, *name, *employer;
  };
  static constexpr std::array kKinds{
      Kind{"clinical", "Health Centre", "Anyborough Community NHS Trust"},
      Kind{"mixed", "Community Hub", "Anyborough Community NHS Trust"},
      Kind{"admin", "Council Offices", "Anyborough Council"},
      Kind{"clinical", "Mental Health Unit", "Ander Valley Mental Health NHS Trust"},
      Kind{"community", "Voluntary Action Centre", "Voluntary Action Anyborough"}};
  const auto chosen = areas_for(sketch, 27000, 7);
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    const auto& kind = kKinds[k % kKinds.size()];
    const auto row =
        add_site(sketch, fmt::format("B{:04}", k + 1), "base", place_name(seed, 9500 + k) + " " + kind.name,
                 some_atom(sketch, chosen[k], 209), mix(210, k));
    auto& base = sketch.place.sites[row];
    base.base_type = kind.type;
    base.organisation = kind.employer;
    base.desks = 8 + static_cast<double>(mix(seed, 211, k) % 26);
    base.rooms = 1 + static_cast<double>(mix(seed, 212, k) % 7);
  }
  auto& sites = sketch.place.sites;
  Site virtual_base;
  virtual_base.id = "B9999";
  virtual_base.kind = "base";
  virtual_base.name = "Virtual ward team";
  virtual_base.organisation = "Anyborough Community NHS Trust";
  virtual_base.base_type = "virtual";
  virtual_base.mode = "virtual";
  sites.push_back(std::move(virtual_base));
}

}  // namespace

void add_services(Sketch& sketch) {
  static constexpr std::array kClinics{"Walk-in Centre", "Community Clinic", "Diagnostic Centre"};
  static constexpr std::array kAssets{"Library",        "Community Centre", "Village Hall", "Family Hub",
                                      "Leisure Centre", "Food Bank",        "Mosque",       "Parish Church",
                                      "Men's Shed",     "Allotments"};
  static constexpr std::array kDentists{"Dental Practice", "Dental Surgery"};
  static constexpr std::array kOpticians{"Opticians", "Eye Care"};
  static constexpr std::array kHomes{"House", "Lodge", "Court", "Grange"};
  add_pharmacies(sketch);
  add_hospitals(sketch);
  add_plain(sketch, "clinic", "CL", 60000, 2, kClinics);
  add_plain(sketch, "community", "CA", 4000, 3, kAssets);
  add_plain(sketch, "dentist", "DE", 8000, 4, kDentists);
  add_plain(sketch, "optician", "OP", 11000, 5, kOpticians);
  add_plain(sketch, "care_home", "CH", 6000, 6, kHomes);
  add_bases(sketch);
  // One practice has closed and stays in the list, as in the published ones.
  if (sketch.practices.size() > 14) {
    const auto row = add_site(sketch, "Z99999", "gp", "FORMER LANE SURGERY", some_atom(sketch, 0, 213), 214);
    sketch.place.sites[row].open = false;
    sketch.place.sites[row].list_size = 0;
  }
}

}  // namespace placewright::datasets::demo
