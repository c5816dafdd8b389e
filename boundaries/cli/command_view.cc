#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <memory>
#include <vector>

#include "boundaries/cli/commands.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

struct Words {
  std::string place, plan;
};

/// The window is a program of its own, so that this one needs no window library; it lies beside.
int run_view(const Words& words) {
  std::error_code failed;
  const auto here = std::filesystem::read_symlink("/proc/self/exe", failed);
  const auto beside = (failed ? std::filesystem::path() : here.parent_path()) / "placewright-viewer";
  const std::string program =
      std::filesystem::exists(beside, failed) ? beside.string() : "placewright-viewer";
  std::vector<std::string> arguments{program, words.place};
  if (!words.plan.empty()) arguments.insert(arguments.end(), {"--plan", words.plan});
  std::vector<char*> pointers;
  for (auto& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  sigset_t none;  // the window takes its signals itself
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  execvp(program.c_str(), pointers.data());
  throw geo::InputError({program, fmt::format("the viewer cannot be started: {}", std::strerror(errno)),
                         "build the target placewright-viewer, or install it beside placewright"});
}

}  // namespace

Run add_view(CLI::App& parser) {
  auto words = std::make_shared<Words>();
  parser.add_option("place", words->place, "the place file")->required();
  parser.add_option("--plan", words->plan, "the plan to show first");
  return [words](const Context&) { return run_view(*words); };
}

}  // namespace placewright::boundaries::cli
