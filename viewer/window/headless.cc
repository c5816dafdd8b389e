#include <backends/imgui_impl_opengl3.h>
#include <epoxy/egl.h>
#include <epoxy/gl.h>
#include <imgui.h>

#include <cstring>

#include "geo/error.h"
#include "viewer/map/imgui_compat.h"
#include "viewer/map/kept_frame.h"
#include "viewer/window/window.h"

namespace placewright::viewer {
namespace {

[[noreturn]] void refuse(const char* what) {
  throw geo::InputError(
      {"OpenGL without a display", what, "install libegl1 and a Mesa driver (Debian: libgl1-mesa-dri)"});
}

class HeadlessWindow final : public Window {
 public:
  explicit HeadlessWindow(const WindowOptions& options)
      : scale_(options.scale > 0 ? options.scale : 1), width_(options.width), height_(options.height) {
    display_ = eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
    if (display_ == EGL_NO_DISPLAY || eglInitialize(display_, nullptr, nullptr) == EGL_FALSE) {
      display_ = eglGetDisplay(EGL_DEFAULT_DISPLAY);
      if (display_ == EGL_NO_DISPLAY || eglInitialize(display_, nullptr, nullptr) == EGL_FALSE)
        refuse("EGL could not be started");
    }
    eglBindAPI(EGL_OPENGL_API);
    const EGLint config_wish[] = {EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    eglChooseConfig(display_, config_wish, &config, 1, &count);
    const EGLint context_wish[] = {EGL_CONTEXT_MAJOR_VERSION,
                                   3,
                                   EGL_CONTEXT_MINOR_VERSION,
                                   3,
                                   EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                   EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                   EGL_NONE};
    context_ =
        eglCreateContext(display_, count > 0 ? config : EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, context_wish);
    if (context_ == EGL_NO_CONTEXT ||
        eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_) == EGL_FALSE)
      refuse("no OpenGL 3.3 context could be made");
    kept_ = std::make_unique<KeptFrame>();
    ImGui_ImplOpenGL3_Init("#version 330 core");
    auto& io = ImGui::GetIO();
    io.BackendPlatformName = "headless";
    compat::prepare_input(io);
  }
  ~HeadlessWindow() override {
    ImGui_ImplOpenGL3_Shutdown();
    kept_.reset();
    eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    eglDestroyContext(display_, context_);
    eglTerminate(display_);
  }
  HeadlessWindow(const HeadlessWindow&) = delete;
  HeadlessWindow& operator=(const HeadlessWindow&) = delete;

  void wait(double) override {}
  bool closing() const override { return closing_; }
  void set_closing(bool closing) override { closing_ = closing; }
  void begin_frame() override {
    ImGui_ImplOpenGL3_NewFrame();
    auto& io = ImGui::GetIO();
    io.DisplaySize = ImVec2(static_cast<float>(width_), static_cast<float>(height_));
    io.DisplayFramebufferScale = ImVec2(1, 1);
    io.DeltaTime = 1.0f / 60.0f;  // frozen time: the same script gives the same pixels
  }
  void end_frame() override { kept_->draw(*ImGui::GetDrawData()); }
  float content_scale() const override { return scale_; }
  void forget() override { kept_->forget(); }
  void wake() override {}
  void set_title(const std::string&) override {}
  void set_input(std::function<void(const InputEvent&)>) override {}
  std::vector<unsigned char> pixels(int& width, int& height) override {
    width = width_;
    height = height_;
    const auto row = static_cast<std::size_t>(width_) * 4;
    std::vector<unsigned char> upside_down(row * static_cast<std::size_t>(height_)), rows(upside_down.size());
    glBindFramebuffer(GL_FRAMEBUFFER, kept_->frame_buffer());
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width_, height_, GL_RGBA, GL_UNSIGNED_BYTE, upside_down.data());
    for (std::size_t y = 0; y < static_cast<std::size_t>(height_); ++y)
      std::memcpy(rows.data() + y * row,
                  upside_down.data() + (static_cast<std::size_t>(height_) - 1 - y) * row, row);
    return rows;
  }

 private:
  EGLDisplay display_ = EGL_NO_DISPLAY;
  EGLContext context_ = EGL_NO_CONTEXT;
  float scale_;
  int width_, height_;
  std::unique_ptr<KeptFrame> kept_;
  bool closing_ = false;
};

}  // namespace

std::unique_ptr<Window> open_headless(const WindowOptions& options) {
  return std::make_unique<HeadlessWindow>(options);
}

}  // namespace placewright::viewer
