#pragma once

#include <string>

#include "viewer/window/app.h"

namespace placewright::viewer {

/// Drives the program by a list of verbs, one a line; # begins a comment.
///
///   click NAME | double-click NAME | drag NAME DX DY | type TEXT | key ctrl+z | wheel N [NAME]
///   drop FILE     as if the file were dropped on the window
///   map-click CODE | map-drag CODE CODE... | hover CODE | show CODE | frames N | wait-idle
///   command ID | menu ID     a command straight away, or by its menu as the mouse does it
///   expect KEY=VALUE | expect KEY!=VALUE | expect-widget NAME[=VALUE]
///   remember KEY     so that `expect KEY=$KEY` holds when it is as it was
///   where NAME    the middle of a widget or of an area on the screen, on stdout
///   shot FILE.png | dump-state FILE.json | dump-ui FILE.json
///   measure hover N | measure map N | measure idle N     CPU milliseconds a frame, on stdout
///   monkey FRAMES SEED     clicks whatever there is
///
/// Returns 0, or 1 after the first verb that failed, which is said on stderr with its line.
[[nodiscard]] int run_script(App& app, const std::string& path);
[[nodiscard]] int run_script_text(App& app, const std::string& text, const std::string& name);

}  // namespace placewright::viewer
