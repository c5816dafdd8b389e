#include "viewer/session/user_files.h"

#include <cstdlib>
#include <fstream>

namespace placewright::viewer {

std::filesystem::path own_folder() {
  if (const char* set = std::getenv("XDG_CONFIG_HOME"); set != nullptr && *set != 0)
    return std::filesystem::path(set) / "placewright";
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home != nullptr ? home : ".") / ".config" / "placewright";
}

std::string read_author() {
  std::ifstream file(own_folder() / "author.txt");
  std::string name;
  std::getline(file, name);
  return name;
}

void write_author(const std::string& name) {
  std::error_code failed;
  std::filesystem::create_directories(own_folder(), failed);
  std::ofstream(own_folder() / "author.txt") << name << '\n';
}

std::string user_of_machine() {
  for (const char* name : {"USER", "LOGNAME", "USERNAME"})
    if (const char* value = std::getenv(name); value != nullptr && *value != 0) return value;
  return "unknown";
}

}  // namespace placewright::viewer
