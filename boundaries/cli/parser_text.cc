#include "boundaries/cli/parser_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <numeric>

namespace placewright::boundaries::cli {
namespace {

/// A hyphen that may be copied to a terminal, and no line that looks like a request.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\n') {
      out += "\n.br\n";
    } else {
      out += c;
    }
  }
  if (out.starts_with('.') || out.starts_with('\'')) out.insert(0, "\\&");
  return out;
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

std::vector<const CLI::Option*> options_of(const CLI::App& app) {
  return app.get_options([](const CLI::Option*) { return true; });
}

bool takes_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

void add_command_page(const CLI::App& command, std::string& page) {
  page += fmt::format(".SS {}\n{}\n", roff(command.get_name()), roff(command.get_description()));
  for (const auto* option : options_of(command)) {
    const std::string name = option->get_name(option->get_positional(), true);
    page += fmt::format(".TP\n\\fB{}\\fR {}\n{}\n", roff(name),
                        takes_value(*option) ? roff(option->get_type_name()) : "",
                        roff(option->get_description()));
  }
}

std::vector<std::string> long_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const auto* option : options_of(command))
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command : commands_of(app)) names.push_back(command->get_name());
  return names;
}

std::string bash_completion(const CLI::App& app) {
  std::string text = "_placewright() {\n  local word=${COMP_WORDS[COMP_CWORD]} words=\n  COMPREPLY=()\n";
  text += "  if [ \"$COMP_CWORD\" -eq 1 ]; then words=" +
          fmt::format("'{} help'", fmt::join(command_names(app), " ")) +
          "\n  elif [ \"${word:0:1}\" = - ]; then\n    case ${COMP_WORDS[1]} in\n";
  for (const auto* command : commands_of(app))
    text +=
        fmt::format("      {}) words='{}' ;;\n", command->get_name(), fmt::join(long_names(*command), " "));
  return text +
         "    esac\n  fi\n"
         "  if [ -n \"$words\" ]; then mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\"); fi\n}\n"
         "complete -o default -F _placewright placewright\n";
}

/// In single quotes of a shell.
std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

std::string zsh_completion(const CLI::App& app) {
  std::string text = "#compdef placewright\n_placewright() {\n  if (( CURRENT == 2 )); then\n    compadd";
  text += fmt::format(" {} help\n  elif [[ $words[CURRENT] == -* ]]; then\n    case $words[2] in\n",
                      fmt::join(command_names(app), " "));
  for (const auto* command : commands_of(app))
    text += fmt::format("      {}) compadd -- {} ;;\n", command->get_name(),
                        fmt::join(long_names(*command), " "));
  return text + "    esac\n  else\n    _files\n  fi\n}\n_placewright \"$@\"\n";
}

std::string fish_completion(const CLI::App& app) {
  std::string text;
  for (const auto* command : commands_of(app)) {
    text += fmt::format("complete -c placewright -n __fish_use_subcommand -f -a {} -d {}\n",
                        command->get_name(), shell_quoted(first_line(command->get_description())));
    for (const auto* option : options_of(*command))
      for (const auto& name : option->get_lnames())
        text += fmt::format("complete -c placewright -n '__fish_seen_subcommand_from {}' -l {}{} -d {}\n",
                            command->get_name(), name, takes_value(*option) ? " -r" : "",
                            shell_quoted(first_line(option->get_description())));
  }
  return text;
}

/// How many letters must be put in, taken out or changed (Levenshtein 1966).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t change = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string nearest_of(std::string_view word, const std::vector<std::string>& known) {
  const auto farther = [word](const std::string& a, const std::string& b) {
    return edit_distance(word, a) < edit_distance(word, b);
  };
  const auto best = std::min_element(known.begin(), known.end(), farther);
  return best == known.end() ? std::string() : *best;
}

}  // namespace

std::string manual_page(const CLI::App& app, std::string_view version) {
  std::string page = fmt::format(
      ".TH PLACEWRIGHT 1 \"\" \"placewright {}\" \"User Commands\"\n.SH NAME\nplacewright \\- draw "
      "neighbourhoods from small areas and say who is covered by which staff\n.SH SYNOPSIS\n.B "
      "placewright\n.I COMMAND\n[\\fIOPTION\\fR]...\n.SH DESCRIPTION\n{}\n.SH COMMANDS\n",
      version, roff(app.get_description()));
  for (const auto* command : commands_of(app)) add_command_page(*command, page);
  return page + fmt::format(".SH \"EXIT STATUS\"\n{}\n.SH \"SEE ALSO\"\n.BR placewright\\-viewer (1)\n",
                            roff(app.get_footer()));
}

std::string shell_completion(const CLI::App& app, std::string_view shell) {
  if (shell == "bash") return bash_completion(app);
  if (shell == "zsh") return zsh_completion(app);
  if (shell == "fish") return fish_completion(app);
  return {};
}

std::optional<WrongWord> find_wrong_word(const CLI::App& app, const std::vector<std::string>& words) {
  if (words.empty() || words[0].starts_with('-')) return std::nullopt;
  const auto commands = commands_of(app);
  const auto named = [&](const CLI::App* command) { return command->get_name() == words[0]; };
  const auto found = std::find_if(commands.begin(), commands.end(), named);
  if (found == commands.end()) return WrongWord{words[0], "", nearest_of(words[0], command_names(app))};
  for (std::size_t i = 1; i < words.size() && words[i] != "--"; ++i) {
    if (!words[i].starts_with("--")) continue;
    const std::string name = words[i].substr(0, words[i].find('='));
    if ((*found)->get_option_no_throw(name) == nullptr)
      return WrongWord{name, words[0], nearest_of(name, long_names(**found))};
  }
  return std::nullopt;
}

}  // namespace placewright::boundaries::cli
