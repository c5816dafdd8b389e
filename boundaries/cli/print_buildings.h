#pragma once

#include <cstdint>
#include <string>

#include "boundaries/cli/command.h"
#include "boundaries/workforce/plan/place_buildings.h"

namespace placewright::boundaries::cli {

/// What `workforce --candidates` was asked, beside what siting without a table asks.
struct BuildingWords {
  std::string candidates, serves, csv;
  std::int32_t close = -1;
  bool hubs = false;
  double budget = 0, harm = -1, fifth_limit = 0, people_per_room = 0, people_per_wte = 0;
  std::uint64_t nodes = 2000;
};
void add_building_options(CLI::App& parser, BuildingWords& words);

/// The question in words of the library. Throws InputError for options that do not go together.
[[nodiscard]] workforce::BuildingQuestion building_question(const BuildingWords& words,
                                                            const std::string& aim, std::uint32_t sites,
                                                            double threshold, const std::string& mode);
[[nodiscard]] std::string buildings_text(const workforce::PlaceBuildings& buildings);

}  // namespace placewright::boundaries::cli
