#include "viewer/map/gl_map.h"

#include <epoxy/gl.h>

namespace placewright::viewer {

GlMap::GlMap() { glGenTextures(1, &texture_); }

GlMap::~GlMap() { glDeleteTextures(1, &texture_); }

bool GlMap::render(const Camera& camera, int width_px, int height_px, float scale) {
  if (width_px <= 0 || height_px <= 0) return false;
  const bool resized = width_px != width_ || height_px != height_;
  if (!dirty_ && !resized && camera == camera_ && scale == scale_) return false;
  painter_.paint(scene, camera, width_px, height_px, scale, dirty_);
  camera_ = camera;
  scale_ = scale;
  dirty_ = false;
  ++paintings_;
  glBindTexture(GL_TEXTURE_2D, texture_);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  if (resized) {
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width_px, height_px, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 painter_.pixels().data());
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    width_ = width_px;
    height_ = height_px;
  } else {
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width_px, height_px, GL_RGBA, GL_UNSIGNED_BYTE,
                    painter_.pixels().data());
  }
  return true;
}

}  // namespace placewright::viewer
