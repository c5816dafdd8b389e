#pragma once

#include <string>

#include "boundaries/output/plan_tables.h"

namespace placewright::boundaries::output {

/// What a reader sees first, as HTML: one sentence that says what is proposed, six measures (sizes,
/// deprivation, access, registration, wards and PCNs, staff), and what changes against the plan "current"
/// where the place has one. A measure that cannot be told says so.
[[nodiscard]] std::string first_screen(const DescribedPlan& described);

}  // namespace placewright::boundaries::output
