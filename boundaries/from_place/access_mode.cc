#include "boundaries/from_place/access_mode.h"

#include <toml++/toml.h>

#include <algorithm>
#include <string>

#include "boundaries/question/brief.h"

namespace placewright::boundaries {
namespace {

/// "Rural town and fringe" (2011), "Smaller rural: Nearer to a major town or city" (2021); codes D1 to F2
/// (2011), RLN1 to RSF1 (2021).
bool is_rural(const std::string& name, const std::string& code) {
  if (!name.empty())
    return name.find("rural") != std::string::npos || name.find("Rural") != std::string::npos;
  return !code.empty() && (code[0] == 'R' || (code.size() == 2 && code[0] >= 'D' && code[0] <= 'F'));
}

}  // namespace

bool is_mostly_rural(const datasets::Place& place) {
  const auto& areas = place.areas;
  const auto column = [&](const char* name) -> const std::vector<std::string>* {
    const auto at = areas.parents.find(name);
    return at == areas.parents.end() ? nullptr : &at->second;
  };
  const auto *names = column("rural_urban"), *codes = column("rural_urban_code");
  double rural = 0, all = 0;
  for (std::size_t row = 0; row < areas.size() && (names != nullptr || codes != nullptr); ++row) {
    if (areas.inside[row] == 0 || datasets::is_missing(areas.population[row])) continue;
    all += areas.population[row];
    if (is_rural(names == nullptr ? "" : (*names)[row], codes == nullptr ? "" : (*codes)[row]))
      rural += areas.population[row];
  }
  return rural > all / 2;
}

bool has_minutes(const datasets::Place& place, std::string_view mode) {
  return std::any_of(place.travel.begin(), place.travel.end(),
                     [&](const auto& row) { return row.mode == mode; });
}

std::string default_access_mode(const datasets::Place& place, bool has_roads) {
  if (is_mostly_rural(place) && (has_roads || has_minutes(place, "drive"))) return "drive";
  return Brief{}.access.mode;
}

bool names_access_mode(const std::string& path) {
  try {
    return !!toml::parse_file(path)["access"]["mode"];
  } catch (const toml::parse_error&) {
    return true;  // whoever reads the brief says what is wrong with it
  }
}

}  // namespace placewright::boundaries
