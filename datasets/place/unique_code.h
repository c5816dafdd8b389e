#pragma once

#include <string>

#include "datasets/place/place.h"

namespace placewright::datasets {

/// The code before the ids of a place's neighbourhoods where they leave it ("E08000035" in "E08000035-N01"):
/// of its only local authority, else the ODS code of its only ICB, else that of its only sub-ICB; "" where
/// it has several of each, or none is known. Areas of context do not count.
[[nodiscard]] std::string code_of_place(const Areas& areas);

/// "E08000035-N01"; the id alone where the place has no code.
[[nodiscard]] std::string unique_code(const std::string& place_code, const std::string& id);

}  // namespace placewright::datasets
