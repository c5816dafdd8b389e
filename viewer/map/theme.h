#pragma once

#include <cstdint>
#include <vector>

#include "viewer/map/scene.h"

struct ImFont;

/// Colours, fonts and sizes. Every text colour meets WCAG AA on its background (tests measure it).
namespace placewright::viewer {

enum class ThemeKind { light, dark, contrast };

struct Theme {
  ThemeKind kind = ThemeKind::light;
  Rgba window, panel, panel_line, text, text_quiet, accent, accent_text, control, control_hover, control_line,
      warn, bad, good;
  Rgba paper, context, selection, hover, label_halo, missing;
  MapStyle map;
};

[[nodiscard]] Theme theme_of(ThemeKind kind);

/// WCAG 2.2 contrast of two opaque colours, 1 to 21.
[[nodiscard]] double contrast(Rgba a, Rgba b);
[[nodiscard]] constexpr Rgba rgb(std::uint32_t hex, std::uint32_t alpha = 255) {
  return (alpha << 24) | ((hex & 0xff) << 16) | (hex & 0xff00) | ((hex >> 16) & 0xff);
}

/// Eight fills for neighbourhoods, told apart by lightness too; five classes from little to much; diverging
/// about a target. What is much, or far from the target, stands out from the ground: it is dark on a light
/// one and light on a dark one.
[[nodiscard]] const std::vector<Rgba>& neighbourhood_fills(ThemeKind kind);
[[nodiscard]] const std::vector<Rgba>& need_fills(ThemeKind kind);
[[nodiscard]] const std::vector<Rgba>& diverging_fills(ThemeKind kind);
/// Seven steps from far short of a share (purple) over about it (grey) to far over it (green).
[[nodiscard]] const std::vector<Rgba>& gap_fills(ThemeKind kind);
/// Eight calm tints of footprints.
[[nodiscard]] const std::vector<Rgba>& footprint_fills(ThemeKind kind);
/// Low, middle, high of need (rows) by low, middle, high of minutes (columns).
[[nodiscard]] const std::vector<Rgba>& bivariate_fills(ThemeKind kind);
/// What is seen where `over` lies on an opaque colour: as the map's halos lie on a fill.
[[nodiscard]] Rgba laid_over(Rgba under, Rgba over);

enum class Sight { normal, deuteranopia, protanopia, tritanopia };
/// How a colour looks to a colour-blind eye (Machado, Oliveira and Fernandes 2009, severity 1).
[[nodiscard]] Rgba seen_by(Rgba colour, Sight sight);

struct Fonts {
  ImFont* body = nullptr;
  ImFont* bold = nullptr;
  ImFont* small = nullptr;
  ImFont* large = nullptr;
  bool icons = false;
};
/// Loads fonts at this scale (1: 16 px body) and rebuilds the atlas. Falls back to ImGui's own where no font
/// is found.
Fonts load_fonts(float scale);
void apply_theme(const Theme& theme, float scale);

}  // namespace placewright::viewer
