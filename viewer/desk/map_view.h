#pragma once

#include <memory>
#include <vector>

#include "viewer/map/camera.h"
#include "viewer/map/gl_map.h"
#include "viewer/map/labels.h"
#include "viewer/map/layers.h"
#include "viewer/map/lens.h"
#include "viewer/map/theme.h"

/// How the map is seen: from where, how large, in which colours, with what over it.
namespace placewright::viewer {

struct MapView {
  std::unique_ptr<GlMap> map;  ///< nothing: no window is there to draw it
  Camera camera;
  double width = 0, height = 0;  ///< of the map in the last frame, pixels
  float scale = 1, text_scale = 1;
  bool scale_changed = false;
  Theme theme = theme_of(ThemeKind::light);
  bool theme_changed = true;
  Sight sight = Sight::normal;
  const Lens* lens = &lens_of("colour.neighbourhood");
  Layers layers;
  bool legend_open = true;  ///< else its title alone is seen
  // Of what lies on the map, in the last frame, pixels.
  float legend_height = 0, pickers_width = 0, pickers_height = 0;
  std::vector<LabelBox> covered;  ///< by these, of the window
};

}  // namespace placewright::viewer
