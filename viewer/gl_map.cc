#include "viewer/gl_map.h"

#include <epoxy/gl.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "geo/expect.h"
#include "geo/shape_measures.h"

namespace placewright::viewer {
namespace {

// Areas are coloured through a texture 256 wide: one texel an area, so that recolouring touches no mesh.
constexpr int kTextureWidth = 256;

constexpr const char* kFillVertex = R"(#version 330 core
layout(location=0) in vec2 at; layout(location=1) in uint area;
uniform vec2 offset; uniform vec2 scale; uniform sampler2D colours;
flat out vec4 colour;
void main() {
  gl_Position = vec4((at + offset) * scale, 0.0, 1.0);
  colour = texelFetch(colours, ivec2(int(area) & 255, int(area) >> 8), 0);
})";
// Alpha 254 marks a hatched area.
constexpr const char* kFillFragment = R"(#version 330 core
flat in vec4 colour; uniform float hatch_px; out vec4 pixel;
void main() {
  if (colour.a < 0.5) discard;
  pixel = vec4(colour.rgb, 1.0);
  if (colour.a < 0.998) {
    float stripe = fract((gl_FragCoord.x + gl_FragCoord.y) / hatch_px);
    if (stripe < 0.3) pixel.rgb *= 0.72;
  }
})";
// A segment as a capsule: six vertices an instance, a signed distance in the fragment gives smooth edges and round joins.
constexpr const char* kLineVertex = R"(#version 330 core
layout(location=0) in vec4 ends; layout(location=1) in vec4 own_colour; layout(location=2) in float own_half;
uniform vec2 offset; uniform vec2 to_px; uniform vec2 viewport; uniform float half_px; uniform bool own;
uniform vec4 colour_all;
out vec2 along; flat out float length_px; flat out float half_width; flat out vec4 colour;
void main() {
  half_width = own ? own_half : half_px;
  colour = own ? own_colour : colour_all;
  vec2 a = (ends.xy + offset) * to_px, b = (ends.zw + offset) * to_px;
  vec2 d = b - a; length_px = length(d);
  vec2 u = length_px > 1e-4 ? d / length_px : vec2(1.0, 0.0); vec2 n = vec2(-u.y, u.x);
  float r = half_width + 1.0;
  int corner = gl_VertexID;
  float sx = (corner == 1 || corner == 2 || corner == 4) ? 1.0 : 0.0;
  float sy = (corner == 2 || corner == 4 || corner == 5) ? 1.0 : -1.0;
  vec2 p = a + u * (sx > 0.5 ? length_px + r : -r) + n * (sy * r);
  along = vec2(sx > 0.5 ? length_px + r : -r, sy * r);
  gl_Position = vec4(p / viewport * 2.0, 0.0, 1.0);
})";
constexpr const char* kLineFragment = R"(#version 330 core
in vec2 along; flat in float length_px; flat in float half_width; flat in vec4 colour; out vec4 pixel;
void main() {
  float beyond = along.x < 0.0 ? -along.x : max(0.0, along.x - length_px);
  float d = length(vec2(beyond, along.y)) - half_width;
  float cover = clamp(0.5 - d, 0.0, 1.0);
  if (cover <= 0.0) discard;
  pixel = vec4(colour.rgb, colour.a * cover);
})";

unsigned compile(GLenum kind, const char* source) {
  const unsigned shader = glCreateShader(kind);
  glShaderSource(shader, 1, &source, nullptr);
  glCompileShader(shader);
  int good = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
  PLACEWRIGHT_EXPECT(good == GL_TRUE);
  return shader;
}

unsigned link(const char* vertex, const char* fragment) {
  const unsigned program = glCreateProgram();
  const unsigned parts[] = {compile(GL_VERTEX_SHADER, vertex), compile(GL_FRAGMENT_SHADER, fragment)};
  for (const auto part : parts) glAttachShader(program, part);
  glLinkProgram(program);
  for (const auto part : parts) glDeleteShader(part);
  int good = 0;
  glGetProgramiv(program, GL_LINK_STATUS, &good);
  PLACEWRIGHT_EXPECT(good == GL_TRUE);
  return program;
}

void uniform_colour(unsigned program, const char* name, Rgba colour) {
  glUniform4f(glGetUniformLocation(program, name), static_cast<float>(colour & 255) / 255.f, static_cast<float>((colour >> 8) & 255) / 255.f,
              static_cast<float>((colour >> 16) & 255) / 255.f, static_cast<float>(colour >> 24) / 255.f);
}

const void* at_byte(std::size_t offset) { return reinterpret_cast<const void*>(offset); }

struct OverlayVertex {
  float x0, y0, x1, y1;
  Rgba colour;
  float half_px;
};

/// Six vertices an instance. Where to start is said by the attribute pointer: instances from an offset need OpenGL 4.2.
void draw_capsules(std::uint32_t count) {
  if (count > 0) glDrawArraysInstanced(GL_TRIANGLES, 0, 6, static_cast<GLsizei>(count));
}

template <class T>
void upload(GLenum target, unsigned buffer, const std::vector<T>& values, GLenum usage) {
  glBindBuffer(target, buffer);
  glBufferData(target, static_cast<GLsizeiptr>(values.size() * sizeof(T)), values.data(), usage);
}

}  // namespace

GlMap::GlMap() {
  fill_program_ = link(kFillVertex, kFillFragment);
  line_program_ = link(kLineVertex, kLineFragment);
  glGenTextures(1, &area_texture_);
  glGenVertexArrays(1, &overlay_vao_);
  glGenBuffers(1, &overlay_buffer_);
  glBindVertexArray(overlay_vao_);
  glBindBuffer(GL_ARRAY_BUFFER, overlay_buffer_);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, sizeof(OverlayVertex), nullptr);
  glEnableVertexAttribArray(1);
  glVertexAttribPointer(1, 4, GL_UNSIGNED_BYTE, GL_TRUE, sizeof(OverlayVertex), at_byte(offsetof(OverlayVertex, colour)));
  glEnableVertexAttribArray(2);
  glVertexAttribPointer(2, 1, GL_FLOAT, GL_FALSE, sizeof(OverlayVertex), at_byte(offsetof(OverlayVertex, half_px)));
  for (unsigned attribute = 0; attribute < 3; ++attribute) glVertexAttribDivisor(attribute, 1);
  glGenFramebuffers(1, &frame_buffer_);
  glGenTextures(1, &colour_texture_);
}

GlMap::~GlMap() {
  drop_levels();
  glDeleteProgram(fill_program_);
  glDeleteProgram(line_program_);
  glDeleteTextures(1, &area_texture_);
  glDeleteTextures(1, &colour_texture_);
  glDeleteVertexArrays(1, &overlay_vao_);
  glDeleteBuffers(1, &overlay_buffer_);
  glDeleteFramebuffers(1, &frame_buffer_);
}

void GlMap::drop_levels() {
  for (const auto& level : levels_) {
    glDeleteVertexArrays(1, &level.vao);
    glDeleteVertexArrays(1, &level.line_vao);
    for (const auto buffer : {level.vertices, level.indices, level.segments}) glDeleteBuffers(1, &buffer);
  }
  for (const auto& border : borders_) {
    glDeleteVertexArrays(1, &border.vao);
    glDeleteBuffers(1, &border.buffer);
  }
  levels_.clear();
  borders_.clear();
}

void GlMap::set_levels(std::span<const Level> levels) {
  drop_levels();
  for (const auto& level : levels) add_level(level);
}

void GlMap::add_level(const Level& level) {
  const auto& mesh = *level.mesh;
  LevelBuffers buffers;
  buffers.from_m_per_px = level.from_m_per_px;
  buffers.origin = mesh.origin;
  buffers.chunks = mesh.chunks;
  buffers.segment_copy = mesh.segments;
  glGenVertexArrays(1, &buffers.vao);
  glGenVertexArrays(1, &buffers.line_vao);
  glGenBuffers(1, &buffers.vertices);
  glGenBuffers(1, &buffers.indices);
  glGenBuffers(1, &buffers.segments);
  glBindVertexArray(buffers.vao);
  upload(GL_ARRAY_BUFFER, buffers.vertices, mesh.vertices, GL_STATIC_DRAW);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, sizeof(MapMesh::Vertex), nullptr);
  glEnableVertexAttribArray(1);
  glVertexAttribIPointer(1, 1, GL_UNSIGNED_INT, sizeof(MapMesh::Vertex), at_byte(offsetof(MapMesh::Vertex, area)));
  upload(GL_ELEMENT_ARRAY_BUFFER, buffers.indices, mesh.indices, GL_STATIC_DRAW);
  glBindVertexArray(buffers.line_vao);
  upload(GL_ARRAY_BUFFER, buffers.segments, mesh.segments, GL_STATIC_DRAW);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, sizeof(MapMesh::Segment), nullptr);
  glVertexAttribDivisor(0, 1);
  glBindVertexArray(0);
  levels_.push_back(std::move(buffers));
  BorderBuffer border;
  glGenVertexArrays(1, &border.vao);
  glGenBuffers(1, &border.buffer);
  glBindVertexArray(border.vao);
  glBindBuffer(GL_ARRAY_BUFFER, border.buffer);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, 4 * sizeof(float), nullptr);
  glVertexAttribDivisor(0, 1);
  glBindVertexArray(0);
  borders_.push_back(std::move(border));
  dirty_ = true;
}

void GlMap::set_colours(std::span<const Rgba> colours, std::span<const std::uint8_t> hatch) {
  area_count_ = static_cast<std::uint32_t>(colours.size());
  const int rows = std::max<int>(1, static_cast<int>((colours.size() + kTextureWidth - 1) / kTextureWidth));
  std::vector<Rgba> texels(static_cast<std::size_t>(rows) * kTextureWidth, 0);
  for (std::size_t i = 0; i < colours.size(); ++i) {
    const bool hatched = i < hatch.size() && hatch[i] != 0;
    texels[i] = (colours[i] >> 24) == 0 ? 0 : (colours[i] & 0x00ffffff) | (hatched ? 0xfe000000u : 0xff000000u);
  }
  glBindTexture(GL_TEXTURE_2D, area_texture_);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, kTextureWidth, rows, 0, GL_RGBA, GL_UNSIGNED_BYTE, texels.data());
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  dirty_ = true;
}

void GlMap::set_labels(std::span<const std::int32_t> labels) {
  labels_.assign(labels.begin(), labels.end());
  for (auto& border : borders_) border.stale = true;
  dirty_ = true;
}

void GlMap::set_lines(std::span<const OverlayLine> lines) {
  std::vector<OverlayVertex> vertices;
  vertices.reserve(lines.size());
  if (!lines.empty()) overlay_origin_ = lines.front().from;
  for (const auto& line : lines)
    vertices.push_back({static_cast<float>(line.from.x - overlay_origin_.x), static_cast<float>(line.from.y - overlay_origin_.y),
                        static_cast<float>(line.to.x - overlay_origin_.x), static_cast<float>(line.to.y - overlay_origin_.y), line.colour, line.width_px / 2});
  upload(GL_ARRAY_BUFFER, overlay_buffer_, vertices, GL_DYNAMIC_DRAW);
  overlay_count_ = static_cast<std::uint32_t>(vertices.size());
  dirty_ = true;
}

void GlMap::set_style(const MapStyle& style) {
  if (style == style_) return;
  style_ = style;
  dirty_ = true;
}

void GlMap::build_borders(std::size_t level) {
  auto& border = borders_[level];
  const auto& buffers = levels_[level];
  struct Ends {
    float x0, y0, x1, y1;
  };
  std::vector<Ends> ends;
  border.chunk_first.clear();
  for (const auto& chunk : buffers.chunks) {
    border.chunk_first.push_back(static_cast<std::uint32_t>(ends.size()));
    for (std::uint32_t i = chunk.first_segment; i < chunk.first_segment + chunk.segments; ++i) {
      const auto& segment = buffers.segment_copy[i];
      if (segment.right == MapMesh::kNone || labels_[segment.left] == labels_[segment.right]) continue;
      ends.push_back({segment.x0, segment.y0, segment.x1, segment.y1});
    }
  }
  border.chunk_first.push_back(static_cast<std::uint32_t>(ends.size()));
  upload(GL_ARRAY_BUFFER, border.buffer, ends, GL_DYNAMIC_DRAW);
  border.stale = false;
}


bool GlMap::render(const Camera& camera, int width_px, int height_px, float scale) {
  if (width_px <= 0 || height_px <= 0) return false;
  const bool resized = width_px != width_ || height_px != height_;
  if (!dirty_ && !resized && camera == drawn_ && scale == scale_) return false;
  int previous_frame_buffer = 0, previous_viewport[4];
  glGetIntegerv(GL_FRAMEBUFFER_BINDING, &previous_frame_buffer);
  glGetIntegerv(GL_VIEWPORT, previous_viewport);
  if (resized) {
    glBindTexture(GL_TEXTURE_2D, colour_texture_);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width_px, height_px, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glBindFramebuffer(GL_FRAMEBUFFER, frame_buffer_);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, colour_texture_, 0);
    width_ = width_px;
    height_ = height_px;
  }
  drawn_ = camera;
  scale_ = scale;
  dirty_ = false;
  ++drawings_;

  glBindFramebuffer(GL_FRAMEBUFFER, frame_buffer_);
  glViewport(0, 0, width_, height_);
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  const Rgba clear = style_.background;
  glClearColor(static_cast<float>(clear & 255) / 255.f, static_cast<float>((clear >> 8) & 255) / 255.f, static_cast<float>((clear >> 16) & 255) / 255.f, 1.f);
  glClear(GL_COLOR_BUFFER_BIT);

  std::size_t chosen = 0;
  for (std::size_t i = 0; i < levels_.size(); ++i)
    if (levels_[i].from_m_per_px <= camera.m_per_px && levels_[i].from_m_per_px >= levels_[chosen].from_m_per_px) chosen = i;
  if (!levels_.empty()) {
    const auto& level = levels_[chosen];
    const double m_per_texel = camera.m_per_px;
    const geo::Box seen = geo::grown({camera.centre.x - width_ / 2.0 * m_per_texel, camera.centre.y - height_ / 2.0 * m_per_texel, camera.centre.x + width_ / 2.0 * m_per_texel,
                                      camera.centre.y + height_ / 2.0 * m_per_texel}, 4 * m_per_texel);
    const float offset_x = static_cast<float>(level.origin.x - camera.centre.x), offset_y = static_cast<float>(level.origin.y - camera.centre.y);
    const float px = static_cast<float>(1.0 / m_per_texel);
    glDisable(GL_BLEND);
    glUseProgram(fill_program_);
    glUniform2f(glGetUniformLocation(fill_program_, "offset"), offset_x, offset_y);
    glUniform2f(glGetUniformLocation(fill_program_, "scale"), 2 * px / static_cast<float>(width_), 2 * px / static_cast<float>(height_));
    glUniform1f(glGetUniformLocation(fill_program_, "hatch_px"), 8.f * scale);
    glUniform1i(glGetUniformLocation(fill_program_, "colours"), 0);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, area_texture_);
    glBindVertexArray(level.vao);
    for (const auto& chunk : level.chunks)
      if (geo::boxes_touch(chunk.box, seen))
        glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(chunk.indices), GL_UNSIGNED_INT, at_byte(std::size_t{chunk.first_index} * sizeof(std::uint32_t)));

    glEnable(GL_BLEND);
    glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
    glUseProgram(line_program_);
    const auto uniform = [&](const char* name) { return glGetUniformLocation(line_program_, name); };
    glUniform2f(uniform("offset"), offset_x, offset_y);
    glUniform2f(uniform("to_px"), px, px);
    glUniform2f(uniform("viewport"), static_cast<float>(width_), static_cast<float>(height_));
    glUniform1i(uniform("own"), 0);

    // Hairlines clot where areas are small: they fade with the mean spacing on screen and then go.
    const double mean_area_m2 = level.chunks.empty() || area_count_ == 0 ? 0 : [&] {
      double sum = 0;
      std::uint32_t chunks_seen = 0;
      for (const auto& chunk : level.chunks)
        if (geo::boxes_touch(chunk.box, seen)) sum += (chunk.box.max_x - chunk.box.min_x) * (chunk.box.max_y - chunk.box.min_y) / 128, ++chunks_seen;
      return chunks_seen == 0 ? 0.0 : sum / chunks_seen;
    }();
    const double spacing_px = std::sqrt(mean_area_m2) / camera.m_per_px / scale;
    const float fade = static_cast<float>(std::clamp((spacing_px - 5) / 10, 0.0, 1.0));
    if (style_.area_line_px > 0 && fade > 0.05f) {
      uniform_colour(line_program_, "colour_all", (style_.area_line & 0x00ffffff) | (static_cast<Rgba>(255 * fade * static_cast<float>(style_.area_line >> 24) / 255.f) << 24));
      glUniform1f(uniform("half_px"), style_.area_line_px * scale / 2);
      glBindVertexArray(level.line_vao);
      glBindBuffer(GL_ARRAY_BUFFER, level.segments);
      for (const auto& chunk : level.chunks) {
        if (!geo::boxes_touch(chunk.box, seen)) continue;
        glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, sizeof(MapMesh::Segment), at_byte(std::size_t{chunk.first_segment} * sizeof(MapMesh::Segment)));
        draw_capsules(chunk.segments);
      }
    }
    if (labels_.size() == area_count_ && !labels_.empty() && style_.border_px > 0) {
      auto& border = borders_[chosen];
      if (border.stale) build_borders(chosen);
      const float thin = static_cast<float>(std::clamp(spacing_px / 6, 0.35, 1.0));
      uniform_colour(line_program_, "colour_all", style_.border);
      glUniform1f(uniform("half_px"), style_.border_px * thin * scale / 2);
      glBindVertexArray(border.vao);
      glBindBuffer(GL_ARRAY_BUFFER, border.buffer);
      for (std::size_t i = 0; i < level.chunks.size(); ++i) {
        if (!geo::boxes_touch(level.chunks[i].box, seen)) continue;
        const auto first = border.chunk_first[i];
        glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, 4 * sizeof(float), at_byte(std::size_t{first} * 4 * sizeof(float)));
        draw_capsules(border.chunk_first[i + 1] - first);
      }
    }
    if (overlay_count_ > 0) {
      glUniform2f(uniform("offset"), static_cast<float>(overlay_origin_.x - camera.centre.x), static_cast<float>(overlay_origin_.y - camera.centre.y));
      glUniform1i(uniform("own"), 1);
      glBindVertexArray(overlay_vao_);
      draw_capsules(overlay_count_);
    }
  }
  glBindVertexArray(0);
  glUseProgram(0);
  glBindFramebuffer(GL_FRAMEBUFFER, static_cast<unsigned>(previous_frame_buffer));
  glViewport(previous_viewport[0], previous_viewport[1], previous_viewport[2], previous_viewport[3]);
  return true;
}

}  // namespace placewright::viewer
