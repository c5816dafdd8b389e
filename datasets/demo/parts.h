#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "datasets/demo/demo.h"
#include "datasets/demo/groups.h"
#include "datasets/demo/land.h"
#include "datasets/place/place.h"

/// The steps that fill the demo place, in order; each needs those before it.
namespace placewright::datasets::demo {

/// Two areas that share a border, by row, a < b.
struct AreaTie {
  std::uint32_t a{}, b{};
  double border_m{};
  bool river = false;
};

/// The place in the making, with what the steps know of it beyond what a place holds.
struct Sketch {
  DemoOptions options;
  Land land;  ///< area_of gives rows of place.areas
  Place place;
  std::vector<AreaTie> ties;
  std::vector<std::vector<std::uint32_t>> atoms;  ///< of each area
  std::vector<double> km2, per_km2;
  std::vector<std::uint32_t> bank_of;          ///< of each cell: which side of which river
  std::vector<double> want;                    ///< of each area: 0 least to 1 most deprived of the nation
  std::vector<std::uint32_t> lad_of, msoa_of;  ///< of each area
  std::vector<std::string> lad_names, msoa_names;
  std::uint32_t student = kNone;
  struct Practice {
    std::size_t site{};  ///< row in place.sites
    double attraction = 1;
    double list = 0;
    std::uint32_t pcn = kNone;
    bool beyond = false;  ///< lies outside the place
  };
  std::vector<Practice> practices;
  std::vector<std::string> pcn_codes, pcn_names;
  std::vector<std::vector<std::uint32_t>> postcodes_of;  ///< rows of place.postcodes, of each area
};

void add_areas(Sketch& sketch);   ///< codes, shapes, people, adjacency, links, barriers
void add_units(Sketch& sketch);   ///< wards, parishes, MSOAs, districts, resident-drawn areas
void add_people(Sketch& sketch);  ///< deprivation, ages, segments, projections, weights
void add_postcodes(Sketch& sketch);
void add_practices(Sketch& sketch);  ///< practices, branches, lists, PCNs
void add_services(Sketch& sketch);   ///< pharmacies, hospital, clinics, community assets, bases
void add_staff(Sketch& sketch);      ///< roles, workforce rows, footprints
void add_roads(Sketch& sketch);
void add_ground(Sketch& sketch);  ///< sea, woods, parks, built-up ground, rivers, railway, settlements
void add_story(Sketch& sketch);   ///< the plan `current`, notes, settings, sources

/// Whole numbers that sum to `total`, as near to the shares as can be (largest remainder, ties by row).
[[nodiscard]] std::vector<int> apportion(std::span<const double> shares, int total);
/// Such as "Thornmere"; the same for the same key.
[[nodiscard]] std::string place_name(std::uint64_t seed, std::uint64_t key);
/// A point well inside the cell, by chance.
[[nodiscard]] geo::Point point_in_atom(const Mesh& mesh, std::uint32_t atom, std::uint64_t key);
/// An cell of the area, by chance, more likely where its people are.
[[nodiscard]] std::uint32_t some_atom(const Sketch& sketch, std::uint32_t area, std::uint64_t key);
/// Adds a site at an cell with area, postcode and position filled in. Returns its row.
std::size_t add_site(Sketch& sketch, std::string id, std::string kind, std::string name, std::uint32_t atom,
                     std::uint64_t key);
/// Text of a number with leading zeros.
[[nodiscard]] std::string padded(std::uint64_t number, int digits);
/// Rounds to a number of decimals.
[[nodiscard]] double rounded(double value, double per_unit);

}  // namespace placewright::datasets::demo
