#pragma once

#include <filesystem>
#include <string>

/// The user's own small files of this program: recent places, the name that the log and the notes bear.
namespace placewright::viewer {

/// XDG_CONFIG_HOME/placewright, else ~/.config/placewright. It may not be there yet.
[[nodiscard]] std::filesystem::path own_folder();
/// The name given once; "" where none was.
[[nodiscard]] std::string read_author();
void write_author(const std::string& name);
/// The name of the machine's user, to propose.
[[nodiscard]] std::string user_of_machine();

}  // namespace placewright::viewer
