#pragma once

#include "viewer/map/lens.h"

/// Lists that several lenses share: what is picked for one holds for the others.
namespace placewright::viewer {

[[nodiscard]] std::vector<Picker::Choice> group_choices(const Session& session);
[[nodiscard]] std::vector<Picker::Choice> scheme_choices(const Session& session);

inline constexpr Picker kGroupPicker{"colour.group", group_choices};
inline constexpr Picker kSchemePicker{"colour.scheme", scheme_choices};

}  // namespace placewright::viewer
