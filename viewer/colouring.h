#pragma once

#include <string>
#include <vector>

#include "viewer/session.h"
#include "viewer/theme.h"

/// Which colour each area has, and the legend that says why. No ImGui.
namespace placewright::viewer {

enum class ColourMode { neighbourhood, deviation, people, density, deprivation, indicator, minutes };

struct Legend {
  struct Entry {
    std::string text;
    Rgba colour{};
    bool hatched = false;
    std::size_t areas = 0;
  };
  std::string title, units;
  std::vector<Entry> entries;
};

struct AreaColours {
  std::vector<Rgba> fill;            ///< per area of the place
  std::vector<std::uint8_t> hatch;   ///< missing data
  std::vector<std::uint8_t> group;   ///< legend entry of each area
  Legend legend;
};

/// `colour_of` is the colour index of each neighbourhood entry (graph-coloured by the caller, stable while editing);
/// `indicator` names a number column for ColourMode::indicator.
[[nodiscard]] AreaColours colour_areas(const Session& session, ColourMode mode, const std::string& indicator, const std::vector<std::uint32_t>& colour_of, const Theme& theme, Sight sight);

/// Colour indices so that touching neighbourhoods differ; entries keep the colour they have where that is possible.
[[nodiscard]] std::vector<std::uint32_t> colour_neighbourhoods(const Session& session, const std::vector<std::uint32_t>& before, std::uint32_t colours);

[[nodiscard]] const char* colour_mode_name(ColourMode mode);

}  // namespace placewright::viewer
