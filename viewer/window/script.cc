#include "viewer/window/script.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <ctime>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <sstream>
#include <thread>

#include "geo/error.h"
#include "geo/random.h"
#include "geo/shape_measures.h"
#include "viewer/desk/describe.h"
#include "viewer/map/imgui_compat.h"
#include "viewer/map/png.h"

namespace placewright::viewer {
namespace {

/// A verb that could not be done or was not as expected.
struct Failed {
  std::string what;
};

double cpu_ms() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

class Hand {
 public:
  explicit Hand(App& app) : app_(app) {}

  void frames(int count) {
    for (int i = 0; i < count; ++i) app_.frame();
  }
  void move(ImVec2 at) { compat::move_mouse(ImGui::GetIO(), at); }
  void press(ImVec2 at) {
    move(at);
    frames(2);
    compat::hold_mouse(ImGui::GetIO(), true);
    frames(1);
  }
  /// The mouse from one point to another, so many frames on the way.
  void lead(ImVec2 from, ImVec2 to, int steps) {
    for (int step = 1; step <= steps; ++step) {
      const float part = static_cast<float>(step) / static_cast<float>(steps);
      move({from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part});
      frames(1);
    }
  }
  void release() {
    compat::hold_mouse(ImGui::GetIO(), false);
    frames(2);
  }
  void click(ImVec2 at) {
    press(at);
    release();
  }
  const ui::Widget& widget(const std::string& name) {
    frames(1);
    const auto* found = app_.names().find(name);
    if (found == nullptr) throw Failed{"no widget is called " + name};
    return *found;
  }
  ImVec2 middle(const std::string& name) {
    const auto& found = widget(name);
    return {(found.from.x + found.to.x) / 2, (found.from.y + found.to.y) / 2};
  }
  std::uint32_t area(const std::string& code) {
    if (!app_.desk().here.session) throw Failed{"no place is open"};
    const auto found = app_.desk().here.session->place().find_area(code);
    if (!found) throw Failed{"the place has no area " + code};
    return *found;
  }
  ImVec2 on_map(const std::string& code) {
    const auto row = area(code);
    const auto& canvas = widget("map");
    const auto& desk = app_.desk();
    const auto at = desk.view.camera.to_screen(geo::label_point(desk.here.session->place().areas.shape[row]),
                                               desk.view.width, desk.view.height);
    if (at.x < 0 || at.y < 0 || at.x >= desk.view.width || at.y >= desk.view.height)
      throw Failed{"area " + code + " is not in sight; show it first"};
    return {canvas.from.x + static_cast<float>(at.x), canvas.from.y + static_cast<float>(at.y)};
  }
  void key(const std::string& text) {
    const auto shortcut = parse_shortcut(text);
    if (shortcut.key == 0) throw Failed{"no key is called " + text};
    auto& io = ImGui::GetIO();
    // ImGui reads the keys of its text boxes by itself.
    std::optional<ImGuiKey> own;
    for (const auto& [key, named] : {std::pair{keys::enter, ImGuiKey_Enter},
                                     {keys::backspace, ImGuiKey_Backspace},
                                     {keys::tab, ImGuiKey_Tab},
                                     {keys::escape, ImGuiKey_Escape},
                                     {keys::left, ImGuiKey_LeftArrow},
                                     {keys::right, ImGuiKey_RightArrow},
                                     {keys::up, ImGuiKey_UpArrow},
                                     {keys::down, ImGuiKey_DownArrow},
                                     {keys::space, ImGuiKey_Space}})
      if (shortcut.key == key) own = named;
    app_.press(shortcut);
    if (own) compat::hold_key(io, *own, true);
    frames(1);
    if (own) compat::hold_key(io, *own, false);
    frames(2);
  }
  /// A command by its menu, as the mouse does it.
  void menu(const std::string& id) {
    const auto* command = app_.desk().commands.find(id);
    if (command == nullptr || command->menu.empty()) throw Failed{"no menu has a command " + id};
    for (std::size_t end = command->menu.find('/');; end = command->menu.find('/', end + 1)) {
      const auto at = middle("menu." + command->menu.substr(0, end));
      click(at);
      frames(2);
      if (end == std::string::npos) break;
    }
    if (!widget("menu." + id).enabled) throw Failed{"the menu does not offer " + id + " now"};
    const auto at = middle("menu." + id);
    if (at.y > ImGui::GetIO().DisplaySize.y || at.x > ImGui::GetIO().DisplaySize.x)
      throw Failed{"the menu is longer than the window"};
    click(at);
    frames(2);
  }
  std::map<std::string, std::string> remembered;  ///< by `remember`, for `expect KEY=$KEY`

  void wait_idle() {
    frames(1);
    for (int round = 0; busy(app_.desk().here, app_.desk().dialogs); ++round) {
      if (round > 120'000) throw Failed{"still busy after ten minutes"};
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      frames(1);
    }
    frames(3);
  }

 private:
  App& app_;
};

/// One area over a border: effect, step, measures and the step back, as a user's stroke makes them.
void stroke_once(OnTheTable& here, Talk& talk, const AppCommands& commands, std::uint32_t number) {
  auto& session = *here.session;
  const auto& edges = session.graph().edges();
  std::uint32_t seen = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const auto& edge = edges[(i + 7919ULL * number) % edges.size()];
    const auto to = session.state().label[edge.b];
    if (session.state().label[edge.a] < 0 || to < 0 || session.state().label[edge.a] == to || seen++ > 0)
      continue;
    here.target = {Target::Kind::one, to};
    propose(here, talk, {edge.a}, std::nullopt);
    accept_with_reason(here, talk, "measured");
    commands.run("edit.undo");
  }
}

void measure(App& app, Hand& hand, const std::string& what, int count) {
  auto& desk = app.desk();
  const auto& map = hand.widget("map");
  const auto from = map.from, to = map.to;
  hand.frames(3);
  app.finish_drawing();
  const double start = cpu_ms();
  for (int i = 0; i < count; ++i) {
    const float part = static_cast<float>(i % 40) / 40;
    if (what == "hover") hand.move({from.x + (to.x - from.x) * (0.2f + 0.6f * part), (from.y + to.y) / 2});
    if (what == "map") desk.view.map->touch();
    if (what == "stroke") stroke_once(desk.here, desk.talk, desk.commands, static_cast<std::uint32_t>(i));
    if (what == "pan") desk.view.camera.centre.x += (i % 2 == 0 ? 5 : -5) * desk.view.camera.m_per_px;
    app.frame();
    app.finish_drawing();
  }
  fmt::print("{}: {:.1f} CPU ms a frame\n", what, (cpu_ms() - start) / count);
}

void monkey(App& app, Hand& hand, int frames, std::uint64_t seed) {
  geo::Random random(seed);
  const auto last = app.frames() + static_cast<std::uint64_t>(frames);
  while (app.frames() < last && app.desk().here.session) {
    hand.frames(1);
    const auto& all = app.names().all();
    if (all.empty()) continue;
    const auto dice = random.below(10);
    if (dice < 5) {
      const auto widget = all[random.below(static_cast<std::uint32_t>(all.size()))];
      if (widget.name.rfind("closing.leave", 0) == 0 || widget.name.rfind("welcome", 0) == 0 ||
          widget.name.find("file.") != std::string::npos)
        continue;
      hand.click({(widget.from.x + widget.to.x) / 2, (widget.from.y + widget.to.y) / 2});
    } else if (const auto* map = app.names().find("map"); dice < 8 && map != nullptr) {
      const auto at = [&] {
        return ImVec2(
            map->from.x + (map->to.x - map->from.x) * static_cast<float>(random.below(1000)) / 1000,
            map->from.y + (map->to.y - map->from.y) * static_cast<float>(random.below(1000)) / 1000);
      };
      const auto from = at(), to = at();
      hand.press(from);
      hand.lead(from, to, 4);
      hand.release();
    } else {
      static const std::vector<std::string> keys{"enter", "esc", "ctrl+z", "ctrl+y", "f8", "n", "p", "b",
                                                 "v",     "x",   "o",      "u",      "k",  "q", "m", "f",
                                                 "1",     "2",   "5",      "l",      "[",  "]", "=", "-"};
      hand.key(keys[random.below(static_cast<std::uint32_t>(keys.size()))]);
      if (random.below(4) == 0) ImGui::GetIO().AddInputCharactersUTF8("because");
    }
  }
  compat::hold_mouse(ImGui::GetIO(), false);
  for (int i = 0; i < 3; ++i) hand.key("esc");
}

void expect(const Desk& desk, const std::map<std::string, std::string>& remembered, const std::string& rest) {
  const auto at = rest.find('=');
  if (at == std::string::npos || at == 0) throw Failed{"expect needs KEY=VALUE"};
  const bool differs = rest[at - 1] == '!';
  const auto key = rest.substr(0, differs ? at - 1 : at);
  auto wanted = rest.substr(at + 1);
  if (!wanted.empty() && wanted.front() == '$') {
    const auto known = remembered.find(wanted.substr(1));
    if (known == remembered.end()) throw Failed{"nothing is remembered of " + wanted.substr(1)};
    wanted = known->second;
  }
  const auto state = describe(desk);
  const auto found = state.find(key);
  if (found == state.end()) throw Failed{"nothing is known of " + key};
  if ((found->second == wanted) == differs)
    throw Failed{fmt::format("expected {}{}{}, found {}", key, differs ? "!=" : "=", wanted, found->second)};
}

void dump_ui(const ui::Names& names, const std::string& path) {
  auto list = nlohmann::json::array();
  for (const auto& widget : names.all())
    list.push_back({{"name", widget.name},
                    {"value", widget.value},
                    {"enabled", widget.enabled},
                    {"rect", {widget.from.x, widget.from.y, widget.to.x, widget.to.y}}});
  std::ofstream(path) << list.dump(1) << '\n';
}

struct Verb {
  const char* name;
  void (*perform)(App& app, Hand& hand, const std::string& rest);
};

/// Mouse and keys, on widgets by their names.
constexpr std::array kOfWidgets{
    Verb{"click", [](App&, Hand& hand, const std::string& rest) { hand.click(hand.middle(rest)); }},
    Verb{"double-click",
         [](App&, Hand& hand, const std::string& rest) {
           const auto at = hand.middle(rest);
           hand.click(at);
           hand.click(at);
         }},
    Verb{"drag",
         [](App&, Hand& hand, const std::string& rest) {
           std::istringstream arguments(rest);
           std::string name;
           float dx = 0, dy = 0;
           arguments >> name >> dx >> dy;
           const auto at = hand.middle(name);
           hand.press(at);
           hand.lead(at, {at.x + dx, at.y + dy}, 8);
           hand.release();
         }},
    Verb{"type",
         [](App&, Hand& hand, const std::string& rest) {
           ImGui::GetIO().AddInputCharactersUTF8(rest.c_str());
           hand.frames(2);
         }},
    Verb{"key", [](App&, Hand& hand, const std::string& rest) { hand.key(rest); }},
    Verb{"wheel",
         [](App&, Hand& hand, const std::string& rest) {
           std::istringstream arguments(rest);
           std::string name;
           float turns = 0;
           arguments >> turns >> name;
           hand.move(hand.middle(name.empty() ? "map" : name));
           hand.frames(1);
           compat::turn_wheel(ImGui::GetIO(), turns);
           hand.frames(2);
         }},
    Verb{"drop",
         [](App& app, Hand& hand, const std::string& rest) {
           drop_files(app.desk(), {rest});
           hand.frames(2);
         }},
    Verb{"command",
         [](App& app, Hand& hand, const std::string& rest) {
           if (!app.desk().commands.run(rest))
             throw Failed{"the command " + rest + " is not there or may not run now"};
           hand.frames(3);
         }},
    Verb{"menu", [](App&, Hand& hand, const std::string& rest) { hand.menu(rest); }},
    Verb{"release", [](App&, Hand& hand, const std::string&) { hand.release(); }},
};

/// The same on the map, by the codes of its areas.
constexpr std::array kOfTheMap{
    Verb{"map-click", [](App&, Hand& hand, const std::string& rest) { hand.click(hand.on_map(rest)); }},
    Verb{"map-drag",
         [](App&, Hand& hand, const std::string& rest) {
           std::istringstream arguments(rest);
           std::vector<ImVec2> stops;
           for (std::string code; arguments >> code;) stops.push_back(hand.on_map(code));
           if (stops.empty()) throw Failed{"map-drag needs areas"};
           hand.press(stops.front());
           for (std::size_t i = 1; i < stops.size(); ++i) hand.lead(stops[i - 1], stops[i], 6);
           hand.release();
         }},
    Verb{"map-press", [](App&, Hand& hand, const std::string& rest) { hand.press(hand.on_map(rest)); }},
    Verb{"map-move",
         [](App&, Hand& hand, const std::string& rest) {
           hand.move(hand.on_map(rest));
           hand.frames(2);
         }},
    Verb{"hover",
         [](App&, Hand& hand, const std::string& rest) {
           hand.move(hand.on_map(rest));
           hand.frames(3);
         }},
    Verb{"show",
         [](App& app, Hand& hand, const std::string& rest) {
           zoom_to_areas(app.desk().here, app.desk().view, {hand.area(rest)});
           hand.frames(2);
         }},
};

/// What is asked, waited for and written.
constexpr std::array kOfTheState{
    Verb{"frames", [](App&, Hand& hand,
                      const std::string& rest) { hand.frames(std::max(1, std::atoi(rest.c_str()))); }},
    Verb{"wait-idle", [](App&, Hand& hand, const std::string&) { hand.wait_idle(); }},
    Verb{"where",
         [](App& app, Hand& hand, const std::string& rest) {
           hand.frames(1);
           const auto& session = app.desk().here.session;
           const bool is_area = session && session->place().find_area(rest).has_value();
           const auto at = is_area ? hand.on_map(rest) : hand.middle(rest);
           fmt::print("{}\t{:.0f}\t{:.0f}\n", rest, at.x, at.y);
         }},
    Verb{"expect",
         [](App& app, Hand& hand, const std::string& rest) {
           hand.frames(1);
           expect(app.desk(), hand.remembered, rest);
         }},
    Verb{"remember",
         [](App& app, Hand& hand, const std::string& rest) {
           hand.frames(1);
           const auto state = describe(app.desk());
           if (!state.contains(rest)) throw Failed{"nothing is known of " + rest};
           hand.remembered[rest] = state.at(rest);
         }},
    Verb{"expect-widget",
         [](App&, Hand& hand, const std::string& rest) {
           const auto at = rest.find('=');
           const auto& found = hand.widget(rest.substr(0, at));
           if (at != std::string::npos && found.value != rest.substr(at + 1))
             throw Failed{fmt::format("expected {}, found {}", rest, found.value)};
         }},
    Verb{"shot",
         [](App& app, Hand& hand, const std::string& rest) {
           hand.frames(2);
           int width = 0, height = 0;
           const auto pixels = app.window().pixels(width, height);
           write_png(rest, pixels, width, height);
         }},
    Verb{"dump-state",
         [](App& app, Hand&, const std::string& rest) {
           std::ofstream(rest) << describe_json(describe(app.desk())) << '\n';
         }},
    Verb{"dump-ui",
         [](App& app, Hand& hand, const std::string& rest) {
           hand.frames(2);
           dump_ui(app.names(), rest);
         }},
    Verb{"measure",
         [](App& app, Hand& hand, const std::string& rest) {
           std::istringstream arguments(rest);
           std::string name;
           int count = 0;
           arguments >> name >> count;
           measure(app, hand, name, std::max(1, count));
         }},
    Verb{"monkey",
         [](App& app, Hand& hand, const std::string& rest) {
           std::istringstream arguments(rest);
           int frames = 500;
           std::uint64_t seed = 1;
           arguments >> frames >> seed;
           monkey(app, hand, frames, seed);
         }},
};

void perform(App& app, Hand& hand, const std::string& line) {
  std::istringstream words(line);
  std::string verb, rest;
  words >> verb;
  std::getline(words >> std::ws, rest);
  for (const auto& list : {std::span<const Verb>(kOfWidgets), std::span<const Verb>(kOfTheMap),
                           std::span<const Verb>(kOfTheState)})
    for (const auto& one : list)
      if (verb == one.name) return one.perform(app, hand, rest);
  throw Failed{"no verb is called " + verb};
}

}  // namespace

int run_script_text(App& app, const std::string& text, const std::string& name) {
  Hand hand(app);
  hand.frames(3);
  std::istringstream lines(text);
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (const auto comment = line.find('#');
        comment != std::string::npos && (comment == 0 || line[comment - 1] == ' '))
      line.erase(comment);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
    if (line.empty()) continue;
    try {
      perform(app, hand, line);
    } catch (const Failed& failed) {
      fmt::print(stderr, "{}:{}: {}: {}\n", name, number, line, failed.what);
      return 1;
    }
  }
  return 0;
}

int run_script(App& app, const std::string& path) {
  std::ifstream file(path);
  if (!file) throw geo::InputError({path, "the script cannot be read", "check the path"});
  std::stringstream text;
  text << file.rdbuf();
  return run_script_text(app, text.str(), path);
}

}  // namespace placewright::viewer
