#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "demo_session.h"
#include "geo/error.h"
#include "viewer/desk/describe.h"
#include "viewer/window/app.h"
#include "viewer/window/script.h"

namespace placewright::viewer {

/// The program without a display, or nothing where this machine has no EGL; `why` says it then.
inline std::unique_ptr<App> start_program(std::string& why, int width = 1280, int height = 720) {
  AppOptions options;
  options.headless = true;
  options.window.width = width;
  options.window.height = height;
  try {
    return std::make_unique<App>(options);
  } catch (const geo::InputError& error) {
    why = error.what();
    return nullptr;
  }
}

/// The program and nothing open, with a folder of its own for what it keeps; a machine without EGL skips by
/// name.
class OnScreen : public testing::Test {
 protected:
  void SetUp() override {
    setenv("XDG_CONFIG_HOME", (folder.folder / "config").c_str(), 1);
    std::string why;
    app = start_program(why);
    if (!app) GTEST_SKIP() << "no OpenGL without a display here: " << why;
  }
  int script(const std::string& text) { return run_script_text(*app, text, "script"); }
  std::string state(const std::string& key) { return describe(app->desk()).at(key); }
  Session& session() { return *app->desk().here.session; }

  OwnFolder folder;
  std::unique_ptr<App> app;
};

/// The same over a demo place of 120 areas.
class OverDemo : public OnScreen {
 protected:
  void SetUp() override {
    OnScreen::SetUp();
    if (app == nullptr) return;
    ASSERT_TRUE(open_place(app->desk(), file.path, ""));
  }
  DemoFile file{120};
};

/// An area of a neighbourhood that touches another, and an area of that other.
inline std::pair<std::string, std::string> pair_over_a_border(const Desk& desk) {
  const auto& session = *desk.here.session;
  for (const auto& edge : session.graph().edges()) {
    const auto a = session.state().label[edge.a], b = session.state().label[edge.b];
    if (!edge.link && a >= 0 && b >= 0 && a != b)
      return {session.place().areas.code[edge.a], session.place().areas.code[edge.b]};
  }
  return {};
}

}  // namespace placewright::viewer
