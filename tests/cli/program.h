#pragma once

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/datasets/temporary_folder.h"

/// Runs the built program as a user does.
namespace placewright::boundaries::cli {

struct Ran {
  int code = -1;
  std::string out, err;
};

/// arguments: as typed in a shell after the program's name. interrupt_after_s: Ctrl-C after so many seconds;
/// 0: never.
inline Ran run_program(const datasets::TemporaryFolder& folder, const std::string& arguments,
                       int interrupt_after_s = 0) {
  const auto out = folder.path("stdout.txt"), err = folder.path("stderr.txt");
  const auto timer = interrupt_after_s > 0
                         ? "timeout --preserve-status -s INT " + std::to_string(interrupt_after_s) + " "
                         : std::string();
  const auto line =
      timer + PLACEWRIGHT_PROGRAM + " " + arguments + " >'" + out + "' 2>'" + err + "' </dev/null";
  const int status = std::system(line.c_str());
  Ran ran{WIFEXITED(status) ? WEXITSTATUS(status) : -1, datasets::read_bytes(out), datasets::read_bytes(err)};
  return ran;
}

}  // namespace placewright::boundaries::cli
