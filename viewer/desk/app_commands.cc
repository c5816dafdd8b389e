#include "viewer/desk/app_commands.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace placewright::viewer {
namespace {

const std::map<std::string, int>& named_keys() {
  static const std::map<std::string, int> names{
      {"esc", keys::escape}, {"enter", keys::enter}, {"tab", keys::tab},   {"backspace", keys::backspace},
      {"delete", keys::del}, {"right", keys::right}, {"left", keys::left}, {"down", keys::down},
      {"up", keys::up},      {"space", keys::space}};
  return names;
}

}  // namespace

const AppCommand* AppCommands::find(std::string_view id) const {
  const auto at =
      std::find_if(all_.begin(), all_.end(), [&](const auto& command) { return command.id == id; });
  return at == all_.end() ? nullptr : &*at;
}

bool AppCommands::press(const Shortcut& key) const {
  for (const auto& command : all_) {
    if (command.shortcut.key == 0 || !(command.shortcut == key)) continue;
    if (command.enabled && !command.enabled()) continue;
    start(command);
    return true;
  }
  return false;
}

bool AppCommands::run(std::string_view id) const {
  const auto* command = find(id);
  if (command == nullptr || (command->enabled && !command->enabled())) return false;
  start(*command);
  return true;
}

void AppCommands::start(const AppCommand& command) const {
  if (watcher_) watcher_(command);
  command.run();
}

std::string shortcut_text(const Shortcut& shortcut) {
  if (shortcut.key == 0) return {};
  std::string text;
  if (shortcut.ctrl) text += "Ctrl+";
  if (shortcut.shift) text += "Shift+";
  for (const auto& [name, key] : named_keys())
    if (key == shortcut.key) {
      auto word = name;
      word[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
      return text + word;
    }
  if (shortcut.key >= keys::f1 && shortcut.key < keys::f1 + 12)
    return text + "F" + std::to_string(shortcut.key - keys::f1 + 1);
  return text + static_cast<char>(shortcut.key);
}

std::string shortcut_sheet(const AppCommands& commands) {
  std::string sheet = "| key | does |\n| --- | --- |\n";
  for (const auto& command : commands.all())
    if (command.shortcut.key != 0)
      sheet += "| `" + shortcut_text(command.shortcut) + "` | " + command.title + " |\n";
  return sheet;
}

Shortcut parse_shortcut(std::string_view text) {
  Shortcut shortcut;
  std::string rest(text);
  std::transform(rest.begin(), rest.end(), rest.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  const auto take = [&](const std::string& prefix) {
    if (rest.size() > prefix.size() && rest.compare(0, prefix.size(), prefix) == 0) {
      rest.erase(0, prefix.size());
      return true;
    }
    return false;
  };
  for (bool more = true; more;) {
    more = false;
    if (take("ctrl+")) shortcut.ctrl = more = true;
    if (take("shift+")) shortcut.shift = more = true;
  }
  if (const auto at = named_keys().find(rest); at != named_keys().end()) {
    shortcut.key = at->second;
  } else if (rest.size() >= 2 && rest[0] == 'f' && std::isdigit(static_cast<unsigned char>(rest[1])) != 0) {
    shortcut.key = keys::f1 + std::stoi(rest.substr(1)) - 1;
  } else if (rest.size() == 1) {
    shortcut.key = std::toupper(static_cast<unsigned char>(rest[0]));
  }
  return shortcut;
}

}  // namespace placewright::viewer
