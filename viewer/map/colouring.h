#pragma once

#include <optional>
#include <string>
#include <vector>

#include "viewer/map/theme.h"
#include "viewer/session/measured.h"
#include "viewer/session/session.h"

/// Which colour each area has, and the legend that says why. No ImGui.
namespace placewright::viewer {

enum class ColourMode {
  neighbourhood,
  deviation,
  target,
  people,
  density,
  deprivation,
  need,
  staff,
  minutes,
  need_minutes,
  site_minutes,
  indicator
};
inline constexpr std::size_t kColourModes = 12;

struct Legend {
  struct Entry {
    std::string text;
    Rgba colour{};
    bool hatched = false;
    std::size_t areas = 0;
  };
  std::string title, units;
  std::string missing;  ///< why no area has a colour
  bool diamond =
      false;  ///< entries 0 to 8: low, middle, high of one figure (rows) by those of another (columns)
  std::string row_name, column_name;  ///< of a diamond
  std::vector<Entry> entries;
};

struct AreaColours {
  std::vector<Rgba> fill;           ///< per area of the place
  std::vector<std::uint8_t> hatch;  ///< missing data
  std::vector<std::uint8_t> group;  ///< legend entry of each area
  Legend legend;
};

/// What a mode shows that is no column of the place; empty for the others. `group` is a role group (staff),
/// `site` a row of the place's sites or none and `travel_mode` how one goes there (site_minutes).
[[nodiscard]] std::vector<AreaMeasure> measures_for(const Session& session, ColourMode mode,
                                                    const std::string& group, std::optional<std::size_t> site,
                                                    const std::string& travel_mode);

/// `colour_of` is the colour index of each neighbourhood entry (graph-coloured by the caller, stable while
/// editing); `indicator` names a number column for ColourMode::indicator; `measures` are those for the mode.
[[nodiscard]] AreaColours colour_areas(const Session& session, ColourMode mode, const std::string& indicator,
                                       const std::vector<AreaMeasure>& measures,
                                       const std::vector<std::uint32_t>& colour_of, const Theme& theme,
                                       Sight sight);
/// Only one class of the legend keeps its colour; the other areas fade towards the ground.
void isolate_class(AreaColours& colours, std::size_t entry, Rgba ground);

/// Colour indices so that touching neighbourhoods differ; entries keep the colour they have where that is
/// possible.
[[nodiscard]] std::vector<std::uint32_t> colour_neighbourhoods(const Session& session,
                                                               const std::vector<std::uint32_t>& before,
                                                               std::uint32_t colours);

/// Name of a mode for people, and the id of its command and widget: "colour.need".
[[nodiscard]] const char* colour_mode_name(ColourMode mode);
[[nodiscard]] const char* colour_mode_id(ColourMode mode);

}  // namespace placewright::viewer
