#pragma once

#include <string>
#include <vector>

#include "datasets/place/place.h"

namespace placewright::datasets {

/// One LSOA of 2011 that an LSOA of 2021 is made of, or a part of.
struct OlderCode {
  std::string code_2011, code_2021;
};

/// What the lookups of older codes that were imported say of the place's areas, in order of the older codes.
/// Needs: the table `waiting`. None where no such lookup was imported.
[[nodiscard]] std::vector<OlderCode> older_codes_of(const Place& place);

}  // namespace placewright::datasets
