#pragma once

#include <string>
#include <vector>

#include "datasets/place/place.h"

namespace placewright::boundaries::output {

/// The place's own words as tables that import takes back: settings.csv, roles.csv, notes.csv; of settings
/// those that no other table gives. Tells the paths. Throws InputError where one cannot be written.
std::vector<std::string> export_own_words(const datasets::Place& place, const std::string& folder);

}  // namespace placewright::boundaries::output
