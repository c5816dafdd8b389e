#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Every command of the window in one list: menus, the search box, the sheet of shortcuts and the tests are
/// made of it.
namespace placewright::viewer {

struct Shortcut {
  int key = 0;  ///< GLFW's code: letters are their upper-case characters
  bool ctrl = false, shift = false;
  friend bool operator==(const Shortcut&, const Shortcut&) = default;
};

struct AppCommand {
  std::string id;     ///< "edit.undo": scripts call it so
  std::string menu;   ///< "Edit", or "View/Theme" of a menu within a menu; "" is in no menu
  std::string title;  ///< "Undo"
  Shortcut shortcut;
  std::function<bool()> enabled;  ///< nothing: always
  std::function<void()> run;
  std::function<bool()> on = {};  ///< has a tick in its menu; nothing: never
};

class AppCommands {
 public:
  void add(AppCommand command) { all_.push_back(std::move(command)); }
  [[nodiscard]] const std::vector<AppCommand>& all() const { return all_; }
  [[nodiscard]] const AppCommand* find(std::string_view id) const;
  /// Runs the command of a key, if there is one and it may; false: the key is nobody's.
  bool press(const Shortcut& key) const;
  bool run(std::string_view id) const;  ///< false: no such command, or it may not run now
  /// Told of each command that runs, whatever started it.
  void watch(std::function<void(const AppCommand&)> watcher) { watcher_ = std::move(watcher); }

 private:
  void start(const AppCommand& command) const;
  std::vector<AppCommand> all_;
  std::function<void(const AppCommand&)> watcher_;
};

/// "Ctrl+Shift+Z"
[[nodiscard]] std::string shortcut_text(const Shortcut& shortcut);
/// The sheet of shortcuts as a table in Markdown, in the order of the registry.
[[nodiscard]] std::string shortcut_sheet(const AppCommands& commands);
/// "ctrl+shift+z" of a script; key 0 where it names none.
[[nodiscard]] Shortcut parse_shortcut(std::string_view text);

namespace keys {
inline constexpr int escape = 256, enter = 257, tab = 258, backspace = 259, del = 261, right = 262,
                     left = 263, down = 264, up = 265, f1 = 290, f8 = 297, space = 32;
}

}  // namespace placewright::viewer
