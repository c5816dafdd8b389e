#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "datasets/place/place.h"
#include "tests/datasets/temporary_folder.h"

/// What the targets share: files that last one run, and a place to read things into.
namespace placewright::fuzz {

/// Writes the bytes where a reader can open them; the next call with the same name overwrites them.
inline std::string write_scratch(const std::string& name, std::string_view bytes) {
  static const datasets::TemporaryFolder folder;
  auto path = folder.path(name);
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return path;
}

/// Twelve squares of a kilometre in three rows, with people, two practices and a pharmacy.
inline datasets::Place small_place() {
  datasets::Place place;
  place.name = "Anytown";
  auto& areas = place.areas;
  for (std::uint32_t i = 0; i < 12; ++i) {
    const double x = 400000 + 1000 * (i % 4), y = 300000 + 1000 * (i / 4);
    areas.code.push_back("E019000" + std::string(i < 9 ? "0" : "") + std::to_string(i + 1));
    areas.name.push_back("Anytown 00" + std::to_string(1 + i / 4) + static_cast<char>('A' + i % 4));
    areas.shape.push_back({{{{{x, y}, {x + 1000, y}, {x + 1000, y + 1000}, {x, y + 1000}}, {}}}});
    areas.population.push_back(7000);
    areas.imd_score.push_back(3.0 * i);
    areas.centroid_x.push_back(x + 500);
    areas.centroid_y.push_back(y + 500);
    areas.inside.push_back(1);
    areas.parents["ward_code"].push_back(i < 6 ? "E05000001" : "E05000002");
    if (i % 4 != 3) place.adjacency.push_back({i, i + 1, 1000, "exact"});
    if (i < 8) place.adjacency.push_back({i, i + 4, 1000, "exact"});
  }
  for (const auto& [id, kind, x] :
       {std::tuple{"Z00001", "gp", 400500.0}, {"Z00002", "gp", 403500.0}, {"FZ001", "pharmacy", 402500.0}}) {
    datasets::Site site;
    site.id = id;
    site.kind = kind;
    site.name = std::string("Site ") + id;
    site.x = x;
    site.y = 301500;
    place.sites.push_back(site);
  }
  for (const auto& code : areas.code) place.registrations.push_back({"Z00001", code, 3000});
  return place;
}

}  // namespace placewright::fuzz
