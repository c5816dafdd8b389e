#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <clocale>
#include <string>

#include "boundaries/output/build_text.h"
#include "boundaries/output/standard_streams.h"
#include "geo/error.h"
#include "viewer/window/app.h"
#include "viewer/window/script.h"

namespace {

struct Words {
  std::string place, plan, script, size = "1600x1000", state_file;
  float scale = 0;
  bool headless = false, shortcuts = false;
};

int run(const Words& words) {
  using namespace placewright;
  if (words.shortcuts) {
    viewer::Desk desk;
    viewer::register_commands(desk);
    fmt::print("{}", viewer::shortcut_sheet(desk.commands));
    return 0;
  }
  viewer::AppOptions options;
  options.headless = words.headless;
  options.state_file = words.state_file;
  options.window.scale = words.scale;
  if (std::sscanf(words.size.c_str(), "%dx%d", &options.window.width, &options.window.height) != 2 ||
      options.window.width < 320 || options.window.height < 240 || options.window.width > 16384 ||
      options.window.height > 16384)
    throw geo::InputError({"--size " + words.size, "this is not a size of a window",
                           "WIDTHxHEIGHT, at least 320x240, such as 1600x1000"});
  if (words.headless && words.script.empty())
    throw geo::InputError({"--headless", "without a window somebody must say what to do", "--script FILE"});
  viewer::App app(options);
  if (!words.place.empty() && !viewer::open_place(app.desk(), words.place, words.plan) && words.headless) {
    fmt::print(stderr, "{}\n", app.desk().talk.message.text);
    return 1;
  }
  if (!words.script.empty()) return viewer::run_script(app, words.script);
  app.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  placewright::boundaries::output::settle_standard_streams();
  std::setlocale(LC_NUMERIC, "C");
  Words words;
  CLI::App parser{"The map of a place: see its neighbourhoods, move areas, see what that does."};
  parser.set_version_flag("--version", placewright::boundaries::output::build_text("placewright-viewer"));
  parser.add_option("place", words.place, "a place file; without one the welcome screen opens");
  parser.add_option("--plan", words.plan, "the plan to show first");
  parser.add_flag("--headless", words.headless, "draw into memory, without a display");
  parser.add_flag("--shortcuts", words.shortcuts, "print the sheet of shortcuts and end");
  parser.add_option("--script", words.script, "a file of verbs that drives the program");
  parser.add_option("--size", words.size, "of the window, WIDTHxHEIGHT")->capture_default_str();
  parser.add_option("--scale", words.scale, "of text and lines, 0.75 to 4; 0: as the desktop says")
      ->check(CLI::Range(0.0, 4.0));
  parser.add_option("--state-file", words.state_file, "what is shown, as JSON, rewritten when it changes");
  parser.footer(
      "Example:\n  placewright-viewer leeds.gpkg --plan A\nExit codes: 0 done, 1 failed, or an expectation "
      "of the script was not met, 2 wrong command.");
  try {
    parser.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return parser.exit(asked);
  } catch (const CLI::ParseError& error) {
    parser.exit(error);
    return 2;
  }
  try {
    return run(words);
  } catch (const placewright::geo::InputError& error) {
    fmt::print(stderr, "{}\n", error.what());
  } catch (const std::exception& error) {
    fmt::print(stderr,
               "placewright-viewer: {}\n  try: start again; edits that were not saved are in the journal "
               "beside the place\n",
               error.what());
  }
  return 1;
}
