#include "viewer/map/gl_picture.h"

#include <epoxy/gl.h>

namespace placewright::viewer {
namespace {

/// Of all the pixels: two pictures under one OpenGL name, one after the other, have two ids.
std::uint32_t number_of(const std::vector<Rgba>& pixels) {
  std::uint32_t hash = 0x811c9dc5u;
  for (const auto pixel : pixels) hash = (hash ^ pixel) * 0x01000193u;
  return hash >> 1;
}

}  // namespace

GlPicture::GlPicture(const std::vector<Rgba>& pixels, int width, int height) {
  GLuint name = 0;
  GLint bound = 0;
  glGetIntegerv(GL_TEXTURE_BINDING_2D, &bound);
  glGenTextures(1, &name);
  glBindTexture(GL_TEXTURE_2D, name);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
  glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(bound));
  id_ = std::uint64_t{number_of(pixels)} << 32 | name;
}

GlPicture::~GlPicture() {
  const auto name = static_cast<GLuint>(id_ & 0xffffffffu);
  glDeleteTextures(1, &name);
}

}  // namespace placewright::viewer
