#pragma once

#include <memory>
#include <string>

#include "viewer/desk/desk.h"
#include "viewer/panels/ui.h"
#include "viewer/window/window.h"

namespace placewright::viewer {

struct AppOptions {
  WindowOptions window;
  bool headless = false;
  std::string state_file;  ///< what the desk says of itself and the frames drawn until then, rewritten when
                           ///< it changes; "" none
};

/// The program: a window, the desk, and frames that are drawn only when something happened.
class App {
 public:
  explicit App(const AppOptions& options);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  /// Until the user leaves.
  void run();
  void frame();
  void press(Shortcut key);  ///< as if the key were pressed
  /// Waits until all that was drawn is there.
  void finish_drawing();

  struct Rooms;  ///< of the window, and where they stand
  [[nodiscard]] Desk& desk() { return desk_; }
  [[nodiscard]] const ui::Names& names() const { return names_; }
  [[nodiscard]] Window& window() { return *window_; }
  [[nodiscard]] std::uint64_t frames() const { return frames_; }

 private:
  void on_input(const InputEvent& event);
  void new_scale();
  static Rooms rooms_of(Tools& in_hand, ui::Pen& pen, ImVec2 screen, float top);
  void layout();
  void draw_rooms(ui::Pen& pen, const Rooms& rooms);
  void draw_middle(ui::Pen& pen, const Rooms& rooms);     ///< toolbar, lenses, map, drawer
  void draw_on_map(ui::Pen& pen, const Rooms& rooms);     ///< what lies on its corners
  void draw_map_cards(ui::Pen& pen, const Rooms& rooms);  ///< lists of the lens, legend
  void write_state();

  AppOptions options_;
  std::unique_ptr<Window> window_;
  Desk desk_;
  ui::Names names_;
  Fonts fonts_;
  std::uint64_t frames_ = 0;
  int active_ = 3;           ///< frames still to draw
  bool on_widgets_ = false;  ///< the keyboard walks over widgets, since Tab was pressed
  std::string state_written_;
};

}  // namespace placewright::viewer
