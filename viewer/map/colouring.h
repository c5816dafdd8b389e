#pragma once

#include <vector>

#include "viewer/map/lens.h"

/// Which colour each area has, and the legend that says why. No ImGui.
namespace placewright::viewer {

/// Needs: `with.measures` are the lens's own of this ask.
[[nodiscard]] AreaColours colour_areas(const Lens& lens, const LensPaint& with);
/// Only one class of the legend keeps its colour; the other areas fade towards the ground.
void isolate_class(AreaColours& colours, std::size_t entry, Rgba ground);

/// Colour indices so that touching neighbourhoods differ; entries keep the colour they have where that is
/// possible.
[[nodiscard]] std::vector<std::uint32_t> colour_neighbourhoods(const Session& session,
                                                               const std::vector<std::uint32_t>& before,
                                                               std::uint32_t colours);
/// Of a row of the plan's entries, by those indices; rows beyond them have their own; -1: the colour of what
/// is missing.
[[nodiscard]] Rgba neighbourhood_fill(const std::vector<std::uint32_t>& colour_of, std::int32_t label,
                                      const Theme& theme, Sight sight);

}  // namespace placewright::viewer
