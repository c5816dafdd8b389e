#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "viewer/panels/panels.h"

/// The map as something to draw on, and what is drawn over its picture: flows, marks of sites, notes, locks,
/// labels.
namespace placewright::viewer {

struct LabelBox;

struct Canvas {
  ImVec2 from, size;
  const Camera& camera;
  ImDrawList& draw;
  [[nodiscard]] ImVec2 at(geo::Point point) const {
    const auto p = camera.to_screen(point, size.x, size.y);
    return {from.x + static_cast<float>(p.x), from.y + static_cast<float>(p.y)};
  }
  [[nodiscard]] bool sees(ImVec2 p, float margin) const {
    return p.x > from.x - margin && p.y > from.y - margin && p.x < from.x + size.x + margin &&
           p.y < from.y + size.y + margin;
  }
};

/// What a neighbourhood is called on the map.
struct MapLabel {
  std::int32_t label = -1;  ///< of which plan, the caller knows
  std::string name, id, under;
  geo::Point at;
  double span_m = 0;
  bool locked = false;
};
[[nodiscard]] std::vector<MapLabel> own_labels(const OnTheTable& here, const MapView& view);
[[nodiscard]] std::vector<MapLabel> other_labels(const OnTheTable& here);

void text_with_halo(ImDrawList& draw, ImFont* font, ImVec2 at, Rgba colour, Rgba halo, float reach,
                    const std::string& text);
/// A fan from the chosen site to where its patients live; wide is many.
void draw_flows(const OnTheTable& here, const MapView& view, const ui::Pen& pen, const Canvas& canvas);
/// Sites, padlocks of locked areas, notes; what they take of the screen is added to `taken`.
void draw_marks(const OnTheTable& here, const MapView& view, const ui::Pen& pen, const Canvas& canvas,
                std::vector<LabelBox>& taken);
// Where the lens shows the footprints of a service.
/// From its bases to the parts of neighbourhoods that they serve.
void draw_footprint_rays(const OnTheTable& here, const MapView& view, const ui::Pen& pen,
                         const Canvas& canvas);
/// The bases with their WTE; where these stand.
[[nodiscard]] std::vector<LabelBox> draw_footprint_bases(const OnTheTable& here, const MapView& view,
                                                         const ui::Pen& pen, const Canvas& canvas);
/// The footprints' names, each on a plate, clear of the bases; where these stand.
[[nodiscard]] std::vector<LabelBox> draw_footprint_names(const OnTheTable& here, const MapView& view,
                                                         const ui::Pen& pen, const Canvas& canvas,
                                                         const LabelBox& within,
                                                         const std::vector<LabelBox>& bases);
/// Labels stand wholly within a part of the screen, and on no plate; what they take of it is added to
/// `taken`.
void draw_label_layer(const OnTheTable& here, const MapView& view, const ui::Pen& pen, const Canvas& canvas,
                      const std::vector<MapLabel>& labels, std::vector<LabelBox>& taken,
                      const std::vector<std::int32_t>& label_of_area, const LabelBox& within,
                      const std::vector<LabelBox>& plates = {});

/// The nearest site under a point of the map that is shown.
[[nodiscard]] std::optional<std::size_t> site_under(const OnTheTable& here, const MapView& view, double x,
                                                    double y, double reach_px);

}  // namespace placewright::viewer
