#include <epoxy/gl.h>
// epoxy first: it replaces the headers that GLFW would bring.
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include "geo/error.h"
#include "viewer/map/kept_frame.h"
#include "viewer/window/window.h"

namespace placewright::viewer {
namespace {

class GlfwWindow final : public Window {
 public:
  explicit GlfwWindow(const WindowOptions& options) : fixed_scale_(options.scale) {
    if (glfwInit() == GLFW_FALSE)
      throw geo::InputError({"display", "no display can be opened",
                             "start from a desktop session, or use --headless with --script"});
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    window_ = glfwCreateWindow(options.width, options.height, options.title.c_str(), nullptr, nullptr);
    if (window_ == nullptr) {
      glfwTerminate();
      throw geo::InputError(
          {"display", "this machine offers no OpenGL 3.3",
           "install a Mesa driver (Debian: libgl1-mesa-dri), which draws without a graphics card"});
    }
    glfwMakeContextCurrent(window_);
    glfwSwapInterval(1);
    glfwSetWindowUserPointer(window_, this);
    // Ours first: ImGui's backend keeps and calls what it finds installed.
    glfwSetKeyCallback(window_, [](GLFWwindow* window, int key, int, int action, int mods) {
      if (action == GLFW_RELEASE) return;
      InputEvent event;
      event.kind = InputEvent::Kind::key;
      event.key = key;
      event.down = true;
      event.ctrl = (mods & GLFW_MOD_CONTROL) != 0;
      event.shift = (mods & GLFW_MOD_SHIFT) != 0;
      event.alt = (mods & GLFW_MOD_ALT) != 0;
      of(window).emit(event);
    });
    glfwSetDropCallback(window_, [](GLFWwindow* window, int count, const char** paths) {
      InputEvent event;
      event.kind = InputEvent::Kind::drop;
      event.paths.assign(paths, paths + count);
      of(window).emit(event);
    });
    glfwSetCursorPosCallback(window_, [](GLFWwindow* window, double x, double y) {
      InputEvent event;
      event.kind = InputEvent::Kind::mouse_move;
      event.x = x;
      event.y = y;
      of(window).emit(event);
    });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* window, int, int, int) {
      of(window).emit_kind(InputEvent::Kind::mouse_button);
    });
    glfwSetScrollCallback(
        window_, [](GLFWwindow* window, double, double) { of(window).emit_kind(InputEvent::Kind::wheel); });
    glfwSetCharCallback(window_,
                        [](GLFWwindow* window, unsigned) { of(window).emit_kind(InputEvent::Kind::text); });
    glfwSetCursorEnterCallback(
        window_, [](GLFWwindow* window, int) { of(window).emit_kind(InputEvent::Kind::mouse_move); });
    glfwSetWindowFocusCallback(
        window_, [](GLFWwindow* window, int) { of(window).emit_kind(InputEvent::Kind::mouse_move); });
    glfwSetWindowCloseCallback(window_,
                               [](GLFWwindow* window) { of(window).emit_kind(InputEvent::Kind::close); });
    glfwSetWindowRefreshCallback(
        window_, [](GLFWwindow* window) { of(window).exposed_ = true, of(window).emit_scale(); });
    glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* window, int, int) { of(window).emit_scale(); });
    glfwSetWindowContentScaleCallback(window_,
                                      [](GLFWwindow* window, float, float) { of(window).emit_scale(); });
    ImGui_ImplGlfw_InitForOpenGL(window_, true);
    ImGui_ImplOpenGL3_Init("#version 330 core");
    kept_ = std::make_unique<KeptFrame>();
  }
  ~GlfwWindow() override {
    kept_.reset();
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    glfwDestroyWindow(window_);
    glfwTerminate();
  }
  GlfwWindow(const GlfwWindow&) = delete;
  GlfwWindow& operator=(const GlfwWindow&) = delete;

  void wait(double seconds) override {
    if (seconds > 0)
      glfwWaitEventsTimeout(seconds);
    else
      glfwPollEvents();
  }
  bool closing() const override { return glfwWindowShouldClose(window_) != 0; }
  void set_closing(bool closing) override {
    glfwSetWindowShouldClose(window_, closing ? GLFW_TRUE : GLFW_FALSE);
  }
  void begin_frame() override {
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
  }
  void end_frame() override {
    int width = 0, height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    auto& frame = *ImGui::GetDrawData();
    // ImGui counts in points of the desktop; the kept picture is for those that are pixels.
    if (frame.FramebufferScale.x == 1 && frame.FramebufferScale.y == 1) {
      if (!kept_->draw(frame) && !exposed_) return;
      glBindFramebuffer(GL_READ_FRAMEBUFFER, kept_->frame_buffer());
      glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
      glDisable(GL_SCISSOR_TEST);
      glBlitFramebuffer(0, 0, width, height, 0, 0, width, height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
      glBindFramebuffer(GL_FRAMEBUFFER, 0);
    } else {
      glBindFramebuffer(GL_FRAMEBUFFER, 0);
      glViewport(0, 0, width, height);
      glClearColor(1, 1, 1, 1);
      glClear(GL_COLOR_BUFFER_BIT);
      ImGui_ImplOpenGL3_RenderDrawData(&frame);
    }
    exposed_ = false;
    glfwSwapBuffers(window_);
  }
  float content_scale() const override {
    if (fixed_scale_ > 0) return fixed_scale_;
    float x = 1, y = 1;
    glfwGetWindowContentScale(window_, &x, &y);
    return x > 0 ? x : 1;
  }
  void forget() override { kept_->forget(); }
  void wake() override { glfwPostEmptyEvent(); }
  void set_title(const std::string& title) override { glfwSetWindowTitle(window_, title.c_str()); }
  void set_input(std::function<void(const InputEvent&)> sink) override { sink_ = std::move(sink); }
  std::vector<unsigned char> pixels(int& width, int& height) override {
    glfwGetFramebufferSize(window_, &width, &height);
    std::vector<unsigned char> rows(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    glReadBuffer(GL_FRONT);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rows.data());
    return rows;
  }

 private:
  static GlfwWindow& of(GLFWwindow* window) {
    return *static_cast<GlfwWindow*>(glfwGetWindowUserPointer(window));
  }
  void emit_scale() const { emit_kind(InputEvent::Kind::scale); }
  void emit_kind(InputEvent::Kind kind) const {
    InputEvent event;
    event.kind = kind;
    emit(event);
  }
  void emit(const InputEvent& event) const {
    if (sink_) sink_(event);
  }
  GLFWwindow* window_ = nullptr;
  std::unique_ptr<KeptFrame> kept_;
  bool exposed_ = true;  ///< the desktop lost what it showed
  float fixed_scale_ = 0;
  std::function<void(const InputEvent&)> sink_;
};

}  // namespace

std::unique_ptr<Window> open_window(const WindowOptions& options) {
  return std::make_unique<GlfwWindow>(options);
}

}  // namespace placewright::viewer
