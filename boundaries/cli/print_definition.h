#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "boundaries/definition/definition.h"

/// What a person and a program are told about a definition that became a plan.
namespace placewright::boundaries::cli {

/// Rows and how they were matched, polygons with their people, every ambiguous area and what decided.
[[nodiscard]] std::string definition_text(const definition::Defined& defined);
/// The same as a value.
[[nodiscard]] nlohmann::ordered_json definition_json(const definition::Defined& defined);

}  // namespace placewright::boundaries::cli
