#pragma once

#include <memory>

#include "viewer/map/camera.h"
#include "viewer/map/gl_map.h"
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
  bool layers_open = false;  ///< the left panel shows layers, not colours
};

}  // namespace placewright::viewer
