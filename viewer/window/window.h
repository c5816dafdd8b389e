#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

/// Where frames are drawn: a window of the desktop, or memory without any display.
namespace placewright::viewer {

/// A key, a click, a turn of the wheel. Collected by our own callbacks: the toolkit of this platform loses a
/// press and a release that fall into one frame.
struct InputEvent {
  enum class Kind { key, text, mouse_move, mouse_button, wheel, drop, close, scale } kind{};
  int key = 0;  ///< GLFW's key code, `keys` in desk/app_commands.h; text: the code point
  bool down = false;
  bool ctrl = false, shift = false, alt = false;
  double x = 0, y = 0;  ///< pointer, or turns of the wheel
  int button = 0;
  std::vector<std::string> paths;  ///< dropped files
};

class Window {
 public:
  virtual ~Window() = default;
  /// Waits for something to happen, at most `seconds`; 0 does not wait.
  virtual void wait(double seconds) = 0;
  [[nodiscard]] virtual bool closing() const = 0;
  virtual void set_closing(bool closing) = 0;
  virtual void begin_frame() = 0;  ///< input to ImGui
  virtual void end_frame() = 0;    ///< what ImGui drew to the screen
  [[nodiscard]] virtual float content_scale() const = 0;
  virtual void forget() = 0;  ///< the next frame is drawn whole, not only what differs
  virtual void wake() = 0;    ///< ends wait(); from any thread
  virtual void set_title(const std::string& title) = 0;
  virtual void set_input(std::function<void(const InputEvent&)> sink) = 0;
  /// The pixels of the last frame, rows from the top, RGBA.
  [[nodiscard]] virtual std::vector<unsigned char> pixels(int& width, int& height) = 0;
};

struct WindowOptions {
  int width = 1600, height = 1000;
  float scale = 0;  ///< 0: as the desktop says
  std::string title = "Placewright";
};

/// Throws InputError where no display or no OpenGL 3.3 is to be had.
[[nodiscard]] std::unique_ptr<Window> open_window(const WindowOptions& options);
[[nodiscard]] std::unique_ptr<Window> open_headless(const WindowOptions& options);

}  // namespace placewright::viewer
