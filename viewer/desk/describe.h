#pragma once

#include <map>
#include <string>

#include "viewer/desk/desk.h"

namespace placewright::viewer {

/// What the desk says of itself, flat: "neighbourhoods" -> "11". For scripts, tests and the state file.
[[nodiscard]] std::map<std::string, std::string> describe(const Desk& desk);
[[nodiscard]] std::string describe_json(const std::map<std::string, std::string>& state);

}  // namespace placewright::viewer
