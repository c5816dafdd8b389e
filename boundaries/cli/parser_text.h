#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

/// Texts made from the parser itself, so that they cannot differ from it.
namespace placewright::boundaries::cli {

/// The manual page of the program, for `man`: every command with its options (groff -man).
[[nodiscard]] std::string manual_page(const CLI::App& app, std::string_view version);

/// A completion file for "bash", "zsh" or "fish"; empty for another shell.
[[nodiscard]] std::string shell_completion(const CLI::App& app, std::string_view shell);

/// A word that is neither a command nor an option of its command, with the nearest that is.
struct WrongWord {
  std::string word, command;  ///< command: "" where the word stands in the place of one
  std::string nearest;
};
/// words: the command line after the program's name. Values of options and what follows "--" are not judged.
[[nodiscard]] std::optional<WrongWord> find_wrong_word(const CLI::App& app,
                                                       const std::vector<std::string>& words);

}  // namespace placewright::boundaries::cli
