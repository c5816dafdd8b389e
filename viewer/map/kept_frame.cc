#include "viewer/map/kept_frame.h"

#include <backends/imgui_impl_opengl3.h>
#include <epoxy/gl.h>

#include <vector>

#include "viewer/map/imgui_compat.h"

namespace placewright::viewer {
namespace {

/// The commands that reach into the rectangle, clipped to it; clip rectangles as they were come back at the
/// end.
class Clipped {
 public:
  Clipped(const ImDrawData& frame, const PixelRect& rect, int height) : frame_(frame) {
    const ImVec2 origin = frame.DisplayPos;
    for (int i = 0; i < frame.CmdListsCount; ++i) {
      auto& list = *frame.CmdLists[i];
      bool any = false;
      for (auto& command : list.CmdBuffer) {
        before_.push_back(command.ClipRect);
        const auto& clip = command.ClipRect;
        const auto seen = both(
            scissor_of({clip.x - origin.x, clip.y - origin.y, clip.z - origin.x, clip.w - origin.y}, height),
            rect);
        any = any || !seen.empty();
        command.ClipRect =
            seen.empty()
                ? ImVec4(0, 0, 0, 0)
                : ImVec4(static_cast<float>(seen.x0) + origin.x, static_cast<float>(seen.y0) + origin.y,
                         static_cast<float>(seen.x1) + origin.x, static_cast<float>(seen.y1) + origin.y);
      }
      if (any) lists_.push_back(&list);
    }
  }
  ~Clipped() {
    std::size_t at = 0;
    for (int i = 0; i < frame_.CmdListsCount; ++i)
      for (auto& command : frame_.CmdLists[i]->CmdBuffer) command.ClipRect = before_[at++];
  }
  Clipped(const Clipped&) = delete;
  Clipped& operator=(const Clipped&) = delete;

  ImDrawData data() {
    ImDrawData part = frame_;
    compat::set_lists(part, lists_);
    return part;
  }

 private:
  const ImDrawData& frame_;
  std::vector<ImVec4> before_;
  std::vector<ImDrawList*> lists_;
};

}  // namespace

KeptFrame::KeptFrame() {
  glGenFramebuffers(1, &frame_buffer_);
  glGenTextures(1, &texture_);
}

KeptFrame::~KeptFrame() {
  glDeleteTextures(1, &texture_);
  glDeleteFramebuffers(1, &frame_buffer_);
}

bool KeptFrame::draw(ImDrawData& frame) {
  const int width = static_cast<int>(frame.DisplaySize.x), height = static_cast<int>(frame.DisplaySize.y);
  if (width <= 0 || height <= 0) return false;
  if (width != width_ || height != height_) {
    glBindTexture(GL_TEXTURE_2D, texture_);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, frame_buffer_);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_, 0);
    width_ = width;
    height_ = height;
    damage_.forget();
  }
  const auto rects = damage_.since_last(frame);
  if (rects.empty()) return false;
  glBindFramebuffer(GL_FRAMEBUFFER, frame_buffer_);
  glViewport(0, 0, width, height);
  glClearColor(1, 1, 1, 1);
  for (const auto& rect : rects) {
    glEnable(GL_SCISSOR_TEST);
    glScissor(rect.x0, height - rect.y1, rect.x1 - rect.x0, rect.y1 - rect.y0);
    glClear(GL_COLOR_BUFFER_BIT);
    glDisable(GL_SCISSOR_TEST);
    Clipped clipped(frame, rect, height);
    auto part = clipped.data();
    ImGui_ImplOpenGL3_RenderDrawData(&part);
  }
  return true;
}

}  // namespace placewright::viewer
