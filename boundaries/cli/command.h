#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>

#include "boundaries/engine/search.h"
#include "geo/finding.h"

namespace CLI {
class App;
}

namespace placewright::boundaries::cli {

/// Exit codes of every command.
inline constexpr int kDone = 0, kFailed = 1, kWrongCommand = 2, kNoPlan = 3, kStopped = 130;

/// What every command gets beside its own options. Results go to stdout by the command itself (fmt::print);
/// talk goes to stderr through say() and progress().
struct Context {
  bool json = false, quiet = false, verbose = false;
  const std::atomic<bool>* stop = nullptr;  ///< set by Ctrl-C

  void say(std::string_view line) const;   ///< unless --quiet
  void warn(std::string_view line) const;  ///< about the result: also with --quiet, coloured on a terminal
  void tell(const geo::Finding& finding) const;  ///< a note is said, what is worse is a warning
  void detail(std::string_view line) const;      ///< only with --verbose
  void progress(double fraction, std::string_view what) const;  ///< a bar, only on a terminal
  void end_progress() const;
};

/// A command adds its options to its parser; the function it returns runs after parsing and returns the exit
/// code. Parsing opens no file.
using Run = std::function<int(const Context&)>;
struct Command {
  const char* name;
  const char* summary;
  const char* example;  ///< printed under --help
  Run (*add)(CLI::App& parser);
};

}  // namespace placewright::boundaries::cli
