#pragma once

#include <string>
#include <string_view>

#include "boundaries/engine/settings.h"

namespace placewright::boundaries {

/// The settings as JSON, every number by its name and the features under "use". parse_settings() reads it
/// back unchanged.
[[nodiscard]] std::string write_settings(const Settings& settings);

/// Settings from such a text; what it leaves out keeps its default. Throws InputError, which names `file`,
/// for a text that is no JSON object, an unknown name and a number outside its range.
[[nodiscard]] Settings parse_settings(std::string_view text, const std::string& file);
[[nodiscard]] Settings read_settings(const std::string& path);

}  // namespace placewright::boundaries
