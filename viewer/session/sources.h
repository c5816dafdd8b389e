#pragma once

#include <string>

#include "datasets/place/place.h"

namespace placewright::viewer {

/// What a figure on the map is about.
enum class SourceTopic { people, deprivation, staff, registered, sites, areas };

/// Whose figures the place has of it and of when, in one line: "Office for National Statistics, Mar 2021";
/// "" where no source says. Staff have the day that their rows are as at.
[[nodiscard]] std::string source_of(const datasets::Place& place, SourceTopic topic);

}  // namespace placewright::viewer
